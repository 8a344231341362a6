// Why: pipes, exit codes and kills behave as the system likes, so real programs — honest and hostile — are started here.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { testTimers } from '../../../test/kit/card-helper'
import { birthDateOfResidentId, checkResidentId, isResidentId, sexOfResidentId } from '@shared/domain/resident-id'
import { silentLog } from '../platform'
import { createCardReader, type CardReader, type ReaderChoice, type ReadOrder } from './card-reader'
import { systemCardReader as ofThisPc } from './index'
import { launchProgram } from './helper-process'
import { findProgram, MANIFEST, verifiedPath } from './reader-program'

const resources = resolve(import.meta.dirname, '../../../resources')
const SCRIPT = readFileSync(join(resources, 'practice', 'card-reader.mjs'), 'utf8')
const home = mkdtempSync(join(tmpdir(), 'card-reader-'))
const opened: CardReader[] = []
afterEach(() => opened.splice(0).forEach((reader) => reader.release()))
afterAll(() => rmSync(home, { recursive: true, force: true }))

let made = 0
/** A folder as a vendor delivers it; `body` is run by this very Node. */
function folderWith(body: string, manifest: unknown = { protocol: 1, name: '试用读卡程序', program: 'reader' }): string {
  const folder = join(home, `程序 ${String((made += 1))}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'reader'), `#!${process.execPath}\n${body}`)
  chmodSync(join(folder, 'reader'), 0o755)
  writeFileSync(join(folder, MANIFEST), typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
  return folder
}
const order = (more: Partial<ReadOrder> = {}): ReadOrder => ({ reading: 'a', timeoutMs: 20_000, photo: false, ...more })
const GREET = `process.stdout.write('{"is":"hello","protocol":1,"name":"x"}\\n');`

async function readerOf(body: string): Promise<{ reader: CardReader; choice: ReaderChoice }> {
  const choice: ReaderChoice = { kind: 'program', program: await findProgram(folderWith(body)) }
  const reader = ofThisPc(resources, silentLog)
  opened.push(reader)
  return { reader, choice }
}
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code
  )

// Programs with a first line that names their interpreter; Windows starts only .exe files, which no test can write.
describe.skipIf(process.platform === 'win32')('real programs (skipped on Windows: they are scripts)', () => {
  test('the practice script as a program of its own › reads cards until its input closes', async () => {
    const { reader, choice } = await readerOf(SCRIPT)
    const first = await reader.read(choice, order())
    const second = await reader.read(choice, order({ reading: 'b', photo: true }))
    expect([first.name, first.photo, second.name]).toEqual(['钱演练', null, '郝演练'])
    expect(second.photo).toMatch(/^iVBOR/)
  })

  test.each([
    ['exits at once', 'process.exit(0)', 'reader.stopped'],
    ['crashes', 'throw new TypeError("no")', 'reader.stopped'],
    ['greets and exits', `${GREET} process.exit(3)`, 'reader.stopped'],
    ['writes half a line and exits', `process.stdout.write('{"is":"hel'); process.exitCode = 1`, 'reader.stopped'],
    ['prints something else', 'console.log("Device ready")', 'reader.garbled'],
    ['writes broken UTF-8', `process.stdout.write(Buffer.from([0xff, 0xfe, 0x0a])); setInterval(() => {}, 1000)`, 'reader.garbled'],
    ['writes a line of 10 MB', `${GREET} process.stdin.on('data', () => process.stdout.write('x'.repeat(10_000_000)))`, 'reader.garbled'],
    ['floods without end', `for (;;) require('node:fs').writeSync(1, '{"is":"dot"}\\n'.repeat(1000))`, 'reader.garbled'],
    [
      'closes its output and stays',
      `${GREET} require('node:fs').closeSync(0); process.stdin.on('error', () => {}); setTimeout(() => process.exit(), 200)`,
      'reader.stopped'
    ]
  ])('a helper that %s › leads to one refusal', async (_, body, code) => {
    const { reader, choice } = await readerOf(body)
    expect(await codeOf(reader.read(choice, order()))).toBe(code)
    expect(reader.state(choice)).toMatchObject({ running: false, reading: false, problem: code })
  })

  test('a helper that never answers and will not end › is killed when its time is over', async () => {
    const folder = folderWith(`process.on('SIGTERM', () => {}); process.stdin.on('end', () => {}); ${GREET} setInterval(() => {}, 1000)`)
    const timers = testTimers()
    const ended = Promise.withResolvers<string>()
    const reader = createCardReader({
      timers,
      log: silentLog,
      launch: () => {
        const helper = launchProgram(join(folder, 'reader'))
        const { onEnd } = helper
        return Promise.resolve({
          ...helper,
          onEnd: (listener) =>
            onEnd((how) => {
              ended.resolve(how)
              listener(how)
            })
        })
      }
    })
    const choice: ReaderChoice = { kind: 'practice' }
    const result = codeOf(reader.read(choice, order()))
    await expect.poll(() => reader.state(choice).helper?.name, { timeout: 10_000 }).toBe('x')
    await new Promise((resolve) => setImmediate(resolve))
    timers.pass(60_000)
    expect(await result).toBe('reader.hung')
    expect(await ended.promise).toBe('ended')
  })

  test('the helper sees no secret of this process, no argument, and its own folder', async () => {
    process.env['YIPANQI_TEST_SECRET'] = 'hidden'
    const tell = `process.stdout.write(JSON.stringify({ is: 'hello', protocol: 1, name: [process.argv.length, process.env.YIPANQI_TEST_SECRET ?? 'none', require('node:path').basename(process.cwd())].join(',') }) + '\\n'); setInterval(() => {}, 1000)`
    const { reader, choice } = await readerOf(tell)
    const reading = codeOf(reader.read(choice, order()))
    await expect.poll(() => reader.state(choice).helper?.name, { timeout: 10_000 }).toMatch(/^2,none,程序 \d+$/)
    reader.release()
    expect(await reading).toBe('reader.cancelled')
    delete process.env['YIPANQI_TEST_SECRET']
  })

  test('a program exchanged after it was chosen › is not started', async () => {
    const { reader, choice } = await readerOf(SCRIPT)
    if (choice.kind !== 'program') throw new RangeError('a program was chosen')
    writeFileSync(join(choice.program.folder, 'reader'), `#!${process.execPath}\nrequire('node:fs').writeFileSync('was-started', '')`)
    expect(await codeOf(reader.read(choice, order()))).toBe('reader.program_changed')
    expect(() => readFileSync(join(choice.program.folder, 'was-started'))).toThrow()
    rmSync(join(choice.program.folder, 'reader'))
    expect(await codeOf(reader.read(choice, order()))).toBe('reader.cannot_start')
  })

  test('a file of the right mode that the system cannot run › is told, not thrown', async () => {
    const folder = folderWith('')
    writeFileSync(join(folder, 'reader'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]))
    const reader = ofThisPc(resources, silentLog)
    const choice: ReaderChoice = { kind: 'program', program: await findProgram(folder) }
    expect(['reader.cannot_start', 'reader.stopped']).toContain(await codeOf(reader.read(choice, order())))
  })
})

describe.skipIf(process.platform === 'win32')('findProgram (skipped on Windows: the programs are scripts)', () => {
  test('remembers name, folder, file and content', async () => {
    const folder = folderWith('1', `\ufeff${JSON.stringify({ protocol: 1, name: ' 甲牌 ', program: 'reader', more: 1 })}`)
    const found = await findProgram(folder)
    expect(found).toMatchObject({ name: '甲牌', folder, file: 'reader' })
    expect(await verifiedPath(found)).toBe(join(folder, 'reader'))
  })

  const bad: readonly [string, unknown][] = [
    ['no JSON', 'hello'],
    ['no name', { protocol: 1, program: 'reader' }],
    ['another version', { protocol: 2, name: 'x', program: 'reader' }],
    ['a path upwards', { protocol: 1, name: 'x', program: '../reader' }],
    ['an absolute path', { protocol: 1, name: 'x', program: '/bin/sh' }],
    ['the folder itself', { protocol: 1, name: 'x', program: '.' }],
    ['a NUL in the name', { protocol: 1, name: 'x', program: 'reader\u0000.exe' }],
    ['a missing file', { protocol: 1, name: 'x', program: 'nothing' }],
    ['the manifest itself, which is no program', { protocol: 1, name: 'x', program: MANIFEST }],
    ['a manifest without end', ' '.repeat(20_000)]
  ]
  test.each(bad)('%s › is refused', async (_, manifest) => {
    expect(await codeOf(findProgram(folderWith('', manifest)))).toBe('reader.unsuitable')
  })

  test('a link, an empty folder and an empty file › are refused', async () => {
    const folder = folderWith('')
    rmSync(join(folder, 'reader'))
    symlinkSync('/bin/sh', join(folder, 'reader'))
    expect(await codeOf(findProgram(folder))).toBe('reader.unsuitable')
    expect(await codeOf(findProgram(join(home, 'nowhere')))).toBe('reader.unsuitable')
    const empty = folderWith('')
    writeFileSync(join(empty, 'reader'), '')
    expect(await codeOf(findProgram(empty))).toBe('reader.unsuitable')
  })
})

describe('practice reader', () => {
  test('on its thread › lays made-up cards on in turn, each with a number that agrees with the card', async () => {
    const reader = ofThisPc(resources, silentLog)
    opened.push(reader)
    const names: string[] = []
    for (let card = 0; card < 13; card += 1) {
      const { kind, name, idNo, sex, birthDate } = await reader.read({ kind: 'practice' }, order({ reading: String(card) }))
      names.push(name)
      if (kind === 'foreign_resident' || !isResidentId(idNo)) continue
      expect([checkResidentId(idNo), sexOfResidentId(idNo), birthDateOfResidentId(idNo)]).toEqual([[], sex, birthDate])
    }
    expect(new Set(names).size).toBe(12)
    expect(names.filter((name) => !/演|PRACTICE/.test(name))).toEqual([])
    expect(names[12]).toBe(names[0])
  })

  test('as a program without cards › says that time is over, and hears a cancel', async () => {
    const empty = `process.env.YIPANQI_PRACTICE_READER = 'empty';\n${SCRIPT}`
    const { reader, choice } = await readerOf(empty)
    expect(await codeOf(reader.read(choice, order({ timeoutMs: 50 })))).toBe('reader.timeout')
    const waiting = codeOf(reader.read(choice, order({ reading: 'b' })))
    await expect.poll(() => reader.state(choice).reading, { timeout: 5000 }).toBe(true)
    reader.cancel('b')
    expect(await waiting).toBe('reader.cancelled')
    expect(await codeOf(reader.read(choice, order({ reading: 'c', timeoutMs: 50 })))).toBe('reader.timeout')
  })
})
