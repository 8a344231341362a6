/** The office process as the window process meets it: ports, questions about files, an orderly end, a door that stays shut. */
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '@shared/errors'
import type { FromCore, ToCore } from '../../electron/place'
import { runOffice } from '../../electron/utility/run-office'
import { createFakeCore, type FakeCore } from '../contract/fake-core'

class FakePort extends EventEmitter {
  readonly got: unknown[] = []
  started = false
  postMessage(message: unknown): void {
    this.got.push(message)
  }
  start(): void {
    this.started = true
  }
}

let core: FakeCore
let parent: EventEmitter & { postMessage(message: FromCore): void }
let told: FromCore[]
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const say = (data: ToCore, ports: FakePort[] = []): boolean => parent.emit('message', { data, ports })

const start = (open: () => Promise<FakeCore> = () => Promise.resolve(core)): Promise<void> => runOffice(parent, open)

beforeEach(() => {
  core = createFakeCore()
  told = []
  parent = Object.assign(new EventEmitter(), { postMessage: (message: FromCore) => void told.push(message) })
})
afterEach(() => {
  core.remove()
  vi.restoreAllMocks()
})

describe('office process', () => {
  it('answers calls and passes news through the port of a window', async () => {
    await start()
    const port = new FakePort()
    say({ kind: 'connect', window: 7 }, [port])
    port.emit('message', { data: { v: 1, id: 'a', method: 'test.echo', input: '王' } })
    await turn()
    core.push({ event: 'records.changed', value: { topics: ['persons'] } })
    expect(port.started).toBe(true)
    expect(port.got).toEqual([
      { id: 'a', ok: true, value: '王' },
      { event: 'records.changed', value: { topics: ['persons'] } }
    ])
  })

  it('closes the connection of a window that asks again or goes away', async () => {
    await start()
    const [first, second] = [new FakePort(), new FakePort()]
    say({ kind: 'connect', window: 7 }, [first])
    say({ kind: 'connect', window: 7 }, [second])
    expect(core.open.size).toBe(1)
    first.emit('close')
    expect(core.open.size).toBe(1)
    second.emit('close')
    expect(core.open.size).toBe(0)
  })

  it('offers and takes files for a window it knows, and for no other', async () => {
    await start()
    say({ kind: 'connect', window: 7 }, [new FakePort()])
    say({ kind: 'offer', window: 7, ask: 1, path: '/stick' })
    say({ kind: 'take', window: 7, ask: 2, ticket: 'ticket-1' })
    say({ kind: 'take', window: 7, ask: 3, ticket: 'none' })
    say({ kind: 'offer', window: 8, ask: 4, path: '/stick' })
    expect(told).toMatchObject([
      { kind: 'answer', ask: 1, value: { ticket: 'ticket-1' } },
      { kind: 'answer', ask: 2, value: { path: '/stick' } },
      { kind: 'refused', ask: 3, error: { code: 'file.unknown_ticket' } },
      { kind: 'refused', ask: 4, error: { code: 'session.none' } }
    ])
  })

  it('closes the office before it ends', async () => {
    const order: string[] = []
    vi.spyOn(process, 'exit').mockImplementation(((code: number) => order.push(`exit ${String(code)}`)) as never)
    core.close = () => Promise.resolve(order.push('closed')).then(() => {})
    await start()
    say({ kind: 'close' })
    await turn()
    expect(order).toEqual(['closed', 'exit 0'])
  })

  it('says why the office cannot be opened, without the text of an unforeseen error', async () => {
    await start(() => Promise.reject(new AppError('storage.in_use')))
    await start(() => Promise.reject(new RangeError('/secret')))
    expect(told.map((message) => message.kind === 'failed' && message.error.code)).toEqual(['storage.in_use', 'internal.unexpected'])
    expect(JSON.stringify(told)).not.toContain('secret')
  })
})
