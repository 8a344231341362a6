/** The command line as a script meets it: JSON out, errors on stderr, exit codes, files in and out. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { methods, type JobView, type WirePush, type WireRequest } from '@shared/contract'
import { AppError, toWire } from '@shared/errors'
import type { Connection, Core } from '../core'
import { exitCodeOf } from './failures'
import { runCli, type Office, type ServeRequest } from './run-cli'

// The office behind the line is the table below; only the bundle reader is real.
vi.mock('../core', () => import('../core/container'))

type Answer = (input: unknown, push: (value: WirePush) => void) => unknown

let dir: string
let out: string[]
let err: string[]
let asked: WireRequest[]
let served: ServeRequest[]
let closed: number
const stop = new AbortController()

const job = (state: JobView['state'], more: Partial<JobView> = {}): JobView => ({
  ...{ id: 'job-1', method: 'exchange.scanStick', state, step: 'copy', stepLabel: '复制', done: 1, total: 2 },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: null, error: null, result: null, ...more }
})

/** An office that answers by a table and remembers what it was asked. */
function officeOf(answers: Readonly<Record<string, Answer>>): Office {
  const listeners = new Set<(value: WirePush) => void>()
  const push = (value: WirePush): void => listeners.forEach((listener) => listener(value))
  const connection: Connection = {
    call: async (request) => {
      asked.push(request)
      const answer = answers[request.method]
      try {
        if (!answer) throw new AppError('request.unknown_method', { method: request.method })
        return { id: request.id, ok: true, value: await answer(request.input, push) }
      } catch (error) {
        return { id: request.id, ok: false, error: toWire(error as AppError, 'REF1') } // The table throws nothing else.
      }
    },
    onPush: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    offer: (path) => ({ ticket: `ticket of ${path}`, name: 'x', size: 0 }),
    take: (ticket) => ({ path: join(dir, ticket), name: 'x' }),
    close: () => closed++
  }
  const core: Core = { connect: () => connection, spoolDir: dir, close: () => Promise.resolve(closed++).then(() => {}) }
  return {
    usualDataDir: '/usual',
    open: () => Promise.resolve(core),
    showRunning: (request) => Promise.resolve(request.dataDir.endsWith('running')),
    serve: (_, request) => Promise.resolve(served.push(request)).then(() => {})
  }
}

const run = (line: readonly string[], office: Office = officeOf({}), stdin = ''): Promise<number> =>
  runCli(
    line,
    { out: (text) => out.push(text), err: (text) => err.push(text), stdin: () => Promise.resolve(stdin), cwd: dir, signal: stop.signal },
    office
  )
const printed = (): unknown => JSON.parse(out.join('\n'))
const failure = (): { code: string; params: Record<string, unknown>; ref: string } => JSON.parse(err.at(-1)!) as never

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yipanqi-cli-'))
  out = []
  err = []
  asked = []
  served = []
  closed = 0
  writeFileSync(join(dir, 'pass'), '五个 词 的 长 口令\n')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('usage', () => {
  it.each([
    [[]],
    [['dance']],
    [['call']],
    [['call', 'a', 'b']],
    [['call', 'persons.search']],
    [['call', 'persons.search', '--data', '.', '--input', '{']],
    [['call', 'persons.search', '--data', '.', '--input', '@none']],
    [['call', 'persons.search', '--data', '.', '--user', '王', '--passphrase-file', 'none']],
    [['setup', '--data', '.', '--office', '610802-00', '--name', '榆阳区', '--admin', '王']],
    [['serve', '--port', '70000']],
    [['serve', '--unknown']],
    [['bundle', 'eat', 'x']],
    [['bundle', 'verify', 'nowhere.jhb']]
  ])('ends with 64 and a catalogued error for %j', async (line) => {
    expect(await run(line)).toBe(64)
    expect(failure()).toMatchObject({ code: 'request.invalid', ref: expect.stringMatching(/^[0-9a-f]{8}$/) as string })
    expect(out).toEqual([])
  })

  it('explains itself on --help', async () => {
    expect(await run(['--help'])).toBe(0)
    expect(out.join('\n')).toContain('bundle verify')
  })
})

describe('setup', () => {
  it('founds the office and prints its recovery key', async () => {
    const office = officeOf({ 'office.setUp': () => ({ recoveryKey: 'R' }) })
    const line = [
      'setup',
      '--data',
      'd',
      '--office',
      '610802-00',
      '--name',
      '榆阳区',
      '--admin',
      '王敏',
      '--passphrase-file',
      'pass',
      '--rules',
      'current'
    ]
    expect(await run(line, office)).toBe(0)
    expect(printed()).toEqual({ recoveryKey: 'R' })
    expect(asked[0]?.input).toEqual({
      office: { code: '610802-00', name: '榆阳区', phone: '' },
      rules: 'current',
      admin: { name: '王敏', displayName: '王敏', passphrase: '五个 词 的 长 口令' }
    })
    expect(closed).toBe(2)
  })
})

describe('call', () => {
  const signIn = { 'session.signIn': () => ({}) }
  const line = ['call', 'persons.search', '--data', 'd', '--user', '王', '--passphrase-file', 'pass']

  it('signs in, calls and prints the result', async () => {
    const office = officeOf({ ...signIn, 'persons.search': (input) => ({ got: input }) })
    expect(await run([...line, '--input', '{"text":"王"}'], office)).toBe(0)
    expect(printed()).toEqual({ got: { text: '王' } })
    expect(asked.map(({ method }) => method)).toEqual(['session.signIn', 'persons.search'])
  })

  it('reads its input from a file, with the mark some editors add, or from stdin', async () => {
    writeFileSync(join(dir, 'in.json'), '\uFEFF{"a":1}')
    const office = officeOf({ ...signIn, 'persons.search': (input) => input })
    await run([...line, '--input', '@in.json'], office)
    expect(printed()).toEqual({ a: 1 })
    out = []
    await run([...line, '--input', '-'], office, '{"b":2}')
    expect(printed()).toEqual({ b: 2 })
  })

  it('prints a refusal on stderr and ends with 1', async () => {
    const office = officeOf({
      'session.signIn': () => {
        throw new AppError('session.wrong_passphrase')
      }
    })
    expect(await run(line, office)).toBe(1)
    expect(failure()).toEqual({ code: 'session.wrong_passphrase', params: {}, ref: expect.any(String) as string })
    expect(closed).toBe(2)
  })

  it('ends with 2 for what is not to be trusted', async () => {
    const office = officeOf({
      ...signIn,
      'persons.search': () => {
        throw new AppError('bundle.refused', { reason: 'x', advice: 'y' })
      }
    })
    expect(await run(line, office)).toBe(2)
  })

  it('keeps the text of an unforeseen error to itself', async () => {
    const office = { ...officeOf({}), open: () => Promise.reject(new RangeError('/secret/path')) }
    expect(await run(line, office)).toBe(1)
    expect(err.join('')).not.toContain('secret')
    expect(failure().code).toBe('internal.unexpected')
  })

  it('gives commands a key of their own and passes a given one on', async () => {
    const key = '0194e8f0-0000-7000-8000-000000000000'
    const office = officeOf({ ...signIn, 'drafts.save': () => ({}), 'persons.search': () => ({}) })
    const save = ['call', 'drafts.save', ...line.slice(2)]
    await run([...save, '--key', key], office)
    await run(save, office)
    await run(line, office)
    const keys = asked.filter(({ method }) => method !== 'session.signIn').map((request) => request.key)
    expect(keys[0]).toBe(key)
    expect(keys[1]).toMatch(/^[0-9a-f-]{36}$/)
    expect(keys[2]).toBeUndefined()
  })

  it('enters a practice office without a passphrase', async () => {
    const office = officeOf({ 'practice.enter': () => ({}), 'persons.search': () => ({}) })
    expect(await run(['call', 'persons.search', '--data', 'd', '--practice', 'yuyang'], office)).toBe(0)
    expect(asked[0]).toMatchObject({ method: 'practice.enter', input: { slot: 'yuyang' } })
  })

  it('offers files and folders below the top of an input, never the input itself', async () => {
    mkdirSync(join(dir, 'stick'))
    const office = officeOf({ ...signIn, 'persons.search': (input) => input })
    await run([...line, '--input', '{"file":{"file":"pass"},"list":[{"folder":"stick"}],"file2":"pass"}'], office)
    expect(printed()).toEqual({ file: `ticket of ${join(dir, 'pass')}`, list: [`ticket of ${join(dir, 'stick')}`], file2: 'pass' })
    out = []
    await run([...line, '--input', '{"file":"pass"}'], office)
    expect(printed()).toEqual({ file: 'pass' })
    expect(await run([...line, '--input', '{"file":{"file":"none"}}'], office)).toBe(64)
  })

  it('saves the files a result names', async () => {
    const office = officeOf({ ...signIn, 'persons.search': () => ({ file: { ticket: 'pass', name: '../密钥卡.jhk', size: 1 } }) })
    expect(await run([...line, '--out', 'got'], office)).toBe(0)
    expect(readFileSync(join(dir, 'got', '密钥卡.jhk'), 'utf8')).toContain('口令')
    expect(existsSync(join(dir, '密钥卡.jhk'))).toBe(false)
  })
})

describe('call of a job', () => {
  const line = ['call', 'exchange.scanStick', '--data', 'd']
  const start = (last: JobView) => ({
    'exchange.scanStick': (_: unknown, push: (value: WirePush) => void) => {
      push({ event: 'job.updated', value: job('running') })
      setImmediate(() => push({ event: 'job.updated', value: last }))
      return { job: 'job-1' }
    },
    'jobs.get': () => job('running')
  })

  it('prints snapshots on stderr and the result on stdout', async () => {
    expect(await run(line, officeOf(start(job('done', { result: { found: [] } }))))).toBe(0)
    expect(printed()).toEqual({ found: [] })
    expect(err.map((text) => (JSON.parse(text) as JobView).state)).toEqual(['running', 'done'])
  })

  it('ends with the error of a failed job', async () => {
    const error = { code: 'exchange.drive_gone', params: {}, ref: 'R' }
    expect(await run(line, officeOf(start(job('failed', { error }))))).toBe(1)
    expect(failure().code).toBe('exchange.drive_gone')
  })

  it('does not wait for a job that ended before', async () => {
    const office = officeOf({ 'exchange.scanStick': () => ({ job: 'job-1' }), 'jobs.get': () => job('done', { result: 7 }) })
    expect(await run(line, office)).toBe(0)
    expect(printed()).toBe(7)
  })
})

describe('methods', () => {
  it('describes every method of the contract with JSON Schema', async () => {
    expect(await run(['methods', '--json'])).toBe(0)
    const all = printed() as { method: string; kind: string; permission: string; input: { type?: string } }[]
    expect(all.map(({ method }) => method)).toEqual([...methods.keys()])
    expect(all.every(({ input }) => input.type === 'object')).toBe(true)
  })

  it('lists them as text without --json', async () => {
    await run(['methods'])
    expect(out).toHaveLength(methods.size)
  })
})

describe('serve', () => {
  it('on a folder whose program runs already › shows that one and opens nothing', async () => {
    const opened = vi.fn()
    const office = { ...officeOf({}), open: opened }
    expect(await run(['serve', '--data', 'running'], office)).toBe(0)
    expect(opened).not.toHaveBeenCalled()
    expect(served).toEqual([])
  })

  it('on a folder that is no place for an office › says why in sentences', async () => {
    const office = { ...officeOf({}), open: () => Promise.reject(new AppError('storage.unfit_place', { kind: '共享文件夹' })) }
    expect(await run(['serve', '--data', 'x'], office)).toBe(1)
    expect(err[0]).toContain('资料文件夹在共享文件夹上')
    expect(failure().code).toBe('storage.unfit_place')
  })

  it('serves the named or the usual data folder', async () => {
    expect(await run(['serve', '--data', 'd', '--port', '5000', '--no-open'])).toBe(0)
    expect(await run(['serve'])).toBe(0)
    expect(served).toEqual([
      { dataDir: join(dir, 'd'), port: 5000, window: false },
      { dataDir: '/usual', port: undefined, window: true }
    ])
    expect(out).toEqual([])
  })
})

describe('bundle', () => {
  it('refuses a damaged file with its code and 2', async () => {
    writeFileSync(join(dir, 'bad.jhb'), 'not a bundle')
    for (const action of ['verify', 'inspect']) {
      expect(await run(['bundle', action, 'bad.jhb'])).toBe(2)
      expect(failure().code).toMatch(/^E_/)
    }
  })
})

describe('exitCodeOf', () => {
  it('tells refused from untrusted', () => {
    expect(exitCodeOf('E_DIGEST')).toBe(2)
    expect(exitCodeOf('office.damaged')).toBe(2)
    expect(exitCodeOf('audit.broken')).toBe(2)
    expect(exitCodeOf('session.none')).toBe(1)
    expect(exitCodeOf('nobody.knows')).toBe(1)
  })
})

describe('audit verify', () => {
  const line = ['audit', 'verify', '--data', 'data', '--user', 'jiandu', '--passphrase-file', 'pass']
  const whole = { intact: true, entries: 3, head: 'ab', brokenAt: null, witnessed: 1 }

  it('a whole log › prints what was found', async () => {
    expect(await run(line, officeOf({ 'session.signIn': () => ({}), 'audit.verify': () => whole }))).toBe(0)
    expect(printed()).toEqual(whole)
  })

  it('a log that does not fit › ends as untrusted and names the line', async () => {
    const broken = { ...whole, intact: false, brokenAt: 2 }
    expect(await run(line, officeOf({ 'session.signIn': () => ({}), 'audit.verify': () => broken }))).toBe(2)
    expect(failure()).toMatchObject({ code: 'audit.broken', params: { seq: 2 } })
  })

  it('without a user, or with another word › is a wrong line', async () => {
    expect(await run(['audit', 'verify', '--data', 'data'])).toBe(64)
    expect(await run(['audit', 'check', ...line.slice(2)])).toBe(64)
  })
})

describe('call --approval', () => {
  it('hands the second person’s word to the office', async () => {
    const approval = '0191f000-0000-7000-8000-00000000000a'
    const line = ['call', 'office.saveSettings', '--data', 'data', '--input', '{}', '--approval', approval]
    expect(await run(line, officeOf({ 'office.saveSettings': () => ({ saved: true }) }))).toBe(0)
    expect(asked.at(-1)).toMatchObject({ method: 'office.saveSettings', approval })
  })
})
