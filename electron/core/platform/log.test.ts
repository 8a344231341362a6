// Why: the log is handed to strangers who repair the PC; it may neither grow without end nor hold a word about a person, whoever writes to it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { testClock } from '../../../test/kit/clock'
import { fileLog, lastLogLines, LOG_BYTES, plainField } from './log'

const dir = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('fileLog', () => {
  it('however much is written › two files of bounded size stay', () => {
    const path = join(dir, 'full', 'yipanqi.log')
    const log = fileLog(path, testClock())
    const long = 'x'.repeat(5_000)
    for (let line = 0; line < 5_000; line++) log.write('refused', { code: 'request.invalid', long })
    expect(readdirSync(join(dir, 'full')).sort()).toEqual(['yipanqi.log', 'yipanqi.log.1'])
    for (const name of ['yipanqi.log', 'yipanqi.log.1']) expect(statSync(join(dir, 'full', name)).size).toBeLessThan(LOG_BYTES + 2_000)
  })

  it('a folder that cannot be written › stops nobody', () => {
    writeFileSync(join(dir, 'file'), '')
    expect(() => fileLog(join(dir, 'file', 'a.log'), testClock()).write('started')).not.toThrow()
  })

  it('codes, ids, counts and places in the program › are kept', () => {
    const path = join(dir, 'kept.log')
    const fields = {
      ...{ ref: 'A1B2C3', method: 'persons.save', code: 'storage.full', rows: 1_200_000, done: true, none: null },
      ...{ about: `sha256:${'0123456789abcdef'.repeat(4)}`, id: '0190a1b2-c3d4-7e5f-8123-456789abcdef' }
    }
    fileLog(path, testClock()).write('refused', fields)
    expect(lastLogLines(path, 9)).toEqual([{ at: '2026-03-05T01:00:00.000Z', event: 'refused', ...fields }])
  })

  it.each([
    '欧阳娜娜',
    '证件号 610802199001011234',
    '61080219900101123X',
    '13912345678',
    '0912-3456789',
    'phone=3456789',
    'a, 3456789',
    'émile'
  ])('%s › never reaches the file', (secret) => {
    expect(plainField(secret)).not.toContain(secret)
    expect(plainField(`x ${secret} y`)).not.toContain(secret)
  })

  it.each([
    ['    at save (file:///C:/People/zhangsan/app/out/main/cli.js:10:20)', '    at save (cli.js:10:20)'],
    ['    at save (C:\\People\\zhangsan\\app\\out\\main\\cli.js:10:20)', '    at save (cli.js:10:20)'],
    ['    at /srv/zhangsan/app/out/main/cli.js:10:20', '    at cli.js:10:20']
  ])('a path › keeps its last part: %s', (trace, told) => expect(plainField(trace)).toBe(told))

  it('property: whatever text is written, no run of Chinese and no number of a person stands in the file', () => {
    const path = join(dir, 'any.log')
    const log = fileLog(path, testClock())
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 15, maxLength: 19 })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), digits, fc.constantFrom('', ' ', '=', '号'), (text, number, glue) => {
        log.write('any', { text, number, both: `${text}${glue}${number}` })
      }),
      { numRuns: Number(process.env['LONG_RUNS'] ?? 300) }
    )
    const written = readFileSync(path, 'utf8')
    expect(written).not.toMatch(/\p{Script=Han}/u)
    expect(written.replace(/"at":"[^"]*"/g, '')).not.toMatch(/\d{15}/)
  })
})

describe('lastLogLines', () => {
  it('reads over the turn of files, skips what was cut, and cleans what an older program wrote', () => {
    const path = join(dir, 'old.log')
    writeFileSync(`${path}.1`, '{"at":"2026-01-01T00:00:00.000Z","event":"first"}\n')
    writeFileSync(path, '{"at":"2026-01-02T00:00:00.000Z","event":"refused","note":"王小明","deep":{"a":1}}\n{"at":"2026-01-03T0')
    expect(lastLogLines(path, 9)).toEqual([
      { at: '2026-01-01T00:00:00.000Z', event: 'first' },
      { at: '2026-01-02T00:00:00.000Z', event: 'refused', note: '…' }
    ])
    expect(lastLogLines(path, 1)).toEqual([])
    expect(lastLogLines(join(dir, 'none.log'), 5)).toEqual([])
  })
})
