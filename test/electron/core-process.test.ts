/** The office process is started, watched, asked and ended as promised. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type AppError } from '@shared/errors'
import { startCoreProcess, type CoreProcess } from '../../electron/main/core-process'
import { calls, forked, resetElectron } from './fake-electron'

vi.mock('electron', () => import('./fake-electron'))

let core: CoreProcess
let failures: AppError[]
let cleanings: number
let now: number

beforeEach(() => {
  resetElectron()
  failures = []
  cleanings = 0
  now = 0
  core = startCoreProcess({
    entry: '/out/main/utility.js',
    start: { dataDir: '/data', resourcesDir: '/res', appVersion: '1', threadsDir: '/out/main', marksDir: '/marks' },
    onFailed: (error) => failures.push(error),
    onCleaning: () => (cleanings += 1),
    now: () => now
  })
})

describe('startCoreProcess', () => {
  it('forks the office with its folders', () => {
    expect(forked[0]?.entry).toBe('/out/main/utility.js')
    expect(JSON.parse(forked[0]?.args[0] ?? '')).toEqual({
      dataDir: '/data',
      resourcesDir: '/res',
      appVersion: '1',
      threadsDir: '/out/main',
      marksDir: '/marks'
    })
  })

  it('gives one end of a channel to the office and the other to the window', () => {
    expect(core.portFor(7)).toMatchObject({ name: 'window side' })
    expect(forked[0]?.sent[0]).toMatchObject({ message: { kind: 'connect', window: 7 }, ports: [{ name: 'office side' }] })
  })

  it('brings answers and refusals of the office back to whoever asked', async () => {
    const file = core.take(7, 'ticket')
    const folder = core.offer(7, '/stick')
    const [first, second] = forked[0]!.sent.map(({ message }) => message.ask)
    forked[0]!.emit('message', { kind: 'refused', ask: second, error: { code: 'storage.read_only', params: { place: 'U' }, ref: 'R' } })
    forked[0]!.emit('message', { kind: 'answer', ask: first, value: { path: '/a', name: 'a' } })
    expect(await file).toEqual({ path: '/a', name: 'a' })
    await expect(folder).rejects.toMatchObject({ code: 'storage.read_only', params: { place: 'U' } })
  })
})

describe('death of the office process', () => {
  it('starts it again and hands the next port to the new one', () => {
    forked[0]!.emit('exit', 1)
    core.portFor(7)
    expect(forked).toHaveLength(2)
    expect(forked[0]!.sent).toEqual([])
    expect(forked[1]!.sent[0]?.message.kind).toBe('connect')
    expect(failures).toEqual([])
  })

  it('refuses what was asked of the dead one', async () => {
    const asked = core.offer(7, '/stick')
    forked[0]!.emit('exit', 1)
    await expect(asked).rejects.toMatchObject({ code: 'storage.busy' })
  })

  it('gives up after three deaths in a minute, not after three in a day', () => {
    for (let at = 0; at < 5; at++) {
      now += 40_000
      forked.at(-1)!.emit('exit', 1)
    }
    expect(failures).toEqual([])
    forked.at(-1)!.emit('exit', 1)
    expect(failures).toHaveLength(1)
    expect(forked).toHaveLength(6)
  })

  it('does not start it again after an orderly end', async () => {
    await core.close()
    expect(forked).toHaveLength(1)
    expect(forked[0]!.sent.at(-1)?.message).toEqual({ kind: 'close' })
  })
})

describe('a closing that cleans a large file', () => {
  it('is told once the program is ended, and given more time than a common one', async () => {
    vi.useFakeTimers()
    try {
      forked[0]!.emit('message', { kind: 'cleaning' })
      expect(cleanings).toBe(0)
      forked[0]!.postMessage = () => undefined
      const closed = core.close()
      forked[0]!.emit('message', { kind: 'cleaning' })
      expect(cleanings).toBe(1)
      await vi.advanceTimersByTimeAsync(200_000)
      expect(calls).toEqual([])
      await vi.advanceTimersByTimeAsync(1_800_000)
      expect(calls).toEqual(['kill()'])
      forked[0]!.emit('exit', 0)
      await closed
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('an office that cannot be opened', () => {
  it('is reported with its code and not tried again', () => {
    forked[0]!.emit('message', { kind: 'failed', error: { code: 'storage.in_use', params: {}, ref: 'R' } })
    forked[0]!.emit('exit', 1)
    expect(failures.map(({ code }) => code)).toEqual(['storage.in_use'])
    expect(forked).toHaveLength(1)
  })
})
