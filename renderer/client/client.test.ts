// Why: a call that is sent twice must not act twice, and a lost link must end in words, not in silence.
import type { JobView, WirePush, WireReply, WireRequest } from '@shared/contract'
import { AppError } from '@shared/errors'
import { createPinia } from 'pinia'
import { describe, expect, test, vi } from 'vitest'
import { createApp, type App, reactive } from 'vue'
import { portOfBridge, shellOfBridge, type DesktopBridge } from './desktop-bridge'
import { createHttpTransport } from './http-transport'
import { useJobTracker } from './job-tracker'
import { createLoopbackShell } from './loopback-shell'
import { createOffice, installOffice } from './office'
import { createClient, referenceOf } from './office-client'
import { createPortTransport } from './port-transport'
import { createListeners, LinkLost, type Link, type Transport } from './transport'
import { useAction } from './use-action'

const ok = (request: WireRequest, value: unknown): WireReply => ({ id: request.id, ok: true, value })

function office(answer: (request: WireRequest) => Promise<WireReply> | WireReply) {
  const sent: WireRequest[] = []
  const waits: number[] = []
  const pushes = createListeners<WirePush>()
  const links = createListeners<Link>()
  const transport: Transport = {
    call: async (request) => {
      sent.push(request)
      return answer(request)
    },
    onPush: pushes.add,
    onLink: links.add,
    close: () => undefined
  }
  let count = 0
  const client = createClient({
    transport,
    newId: () => `id-${String((count += 1))}`,
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    }
  })
  return { client, sent, waits, transport, push: pushes.tell, link: links.tell }
}
const lost = (): never => {
  throw new LinkLost()
}

describe('client', () => {
  test('sends the method of the contract and gives back the value', async () => {
    const { client, sent } = office((request) => ok(request, { rows: [] }))
    expect(await client.jobs.list({})).toEqual({ rows: [] })
    expect(sent).toEqual([{ v: 1, id: 'id-1', method: 'jobs.list', input: {} }])
  })
  test('a command carries a fresh key per action, a query none', async () => {
    const { client, sent } = office((request) => ok(request, { id: 'x' }))
    await client.jobs.cancel({ id: 'x' })
    await client.jobs.cancel({ id: 'x' })
    await client.jobs.list({})
    expect(new Set(sent.map((request) => request.key)).size).toBe(3)
    expect(sent.at(-1)?.key).toBeUndefined()
  })
  test('sends again with the very same key › when nobody answered', async () => {
    let tries = 0
    const { client, sent, waits } = office((request) => ((tries += 1) < 3 ? lost() : ok(request, { id: 'x' })))
    await client.jobs.cancel({ id: 'x' })
    expect(sent.map((request) => request.key)).toEqual(Array(3).fill(sent[0]?.key))
    expect(waits).toEqual([300, 1000])
  })
  test('gives up in words › after the last try', async () => {
    const { client, sent } = office(lost)
    await expect(client.jobs.list({})).rejects.toMatchObject({ code: 'carrier.lost' })
    expect(sent).toHaveLength(4)
  })
  test('never repeats a door that may not be repeatable', async () => {
    const { client, sent } = office(lost)
    await expect(client.session.signOut({})).rejects.toBeInstanceOf(AppError)
    expect(sent).toHaveLength(1)
  })
  test('a refusal arrives as AppError with its reference, and is not sent again', async () => {
    const { client, sent } = office((request) => ({ id: request.id, ok: false, error: { code: 'job.unknown', params: {}, ref: 'R-7' } }))
    const error: unknown = await client.jobs.get({ id: 'x' }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'job.unknown' })
    expect(referenceOf(error)).toBe('R-7')
    expect(sent).toHaveLength(1)
  })
  test('a job answers with its id', async () => {
    const { client } = office((request) => ok(request, { job: 'j1' }))
    expect(await client.exchange.scanStick({ source: 'stick' })).toEqual({ id: 'j1' })
  })
})

describe('useAction', () => {
  test('a second press while the first runs does nothing', async () => {
    let settle = (): void => undefined
    const act = vi.fn(() => new Promise<string>((resolve) => (settle = () => resolve('saved'))))
    const action = useAction(act, () => 'k')
    const first = action.run({ a: 1 })
    expect(await action.run({ a: 1 })).toBeUndefined()
    settle()
    expect(await first).toBe('saved')
    expect(act).toHaveBeenCalledTimes(1)
  })
  test('an act without an input › runs, and its retry carries the same key', async () => {
    const keys: string[] = []
    const action = useAction<undefined, string>((_, key) => {
      keys.push(key)
      return keys.length === 1 ? Promise.reject(new AppError('storage.busy')) : Promise.resolve('ok')
    })
    expect([await action.run(undefined), await action.run(undefined)]).toEqual([undefined, 'ok'])
    expect(keys[0]).toBe(keys[1])
  })
  test('keeps the key › for the same thing after a failure; new after success or a change', async () => {
    const keys: string[] = []
    let fail = true
    let made = 0
    const action = useAction(
      (_: unknown, key: string) => {
        keys.push(key)
        return fail ? Promise.reject(new AppError('storage.busy')) : Promise.resolve('ok')
      },
      () => `k${String((made += 1))}`
    )
    await action.run({ a: 1 })
    expect(action.failure.value).toMatchObject({ code: 'storage.busy' })
    await action.run({ a: 1 })
    await action.run({ a: 2 })
    fail = false
    await action.run({ a: 2 })
    await action.run({ a: 2 })
    expect(keys).toEqual(['k1', 'k1', 'k2', 'k2', 'k3'])
    expect(action.failure.value).toBeNull()
  })
})

describe('http transport', () => {
  class Events {
    static readonly CLOSED = 2
    readonly CLOSED = 2
    readyState = 0
    onopen = (): void => undefined
    onerror = (): void => undefined
    onmessage = (_: { data: string }): void => undefined
    close = vi.fn()
  }
  function host(respond: () => Promise<Response>) {
    const events = new Events()
    const transport = createHttpTransport({ fetch: respond, openEvents: () => events as unknown as EventSource })
    const links: Link[] = []
    transport.onLink((link) => links.push(link))
    return { transport, events, links }
  }
  const request: WireRequest = { v: 1, id: '1', method: 'jobs.list', input: {} }

  test('a host that does not answer is a lost link, and its return is noticed', async () => {
    const { transport, events, links } = host(() => Promise.reject(new TypeError('fetch failed')))
    await expect(transport.call(request)).rejects.toBeInstanceOf(LinkLost)
    events.onopen()
    expect(links).toEqual(['down', 'up'])
  })
  test('a window the host no longer knows is gone for good', async () => {
    const body = JSON.stringify({ error: { code: 'session.none', params: {}, ref: 'r' } })
    const { transport, events, links } = host(() => Promise.resolve(new Response(body, { status: 401 })))
    await expect(transport.call(request)).rejects.toMatchObject({ code: 'session.none' })
    events.onopen()
    expect(links).toEqual(['gone'])
  })
  test('news is passed on', () => {
    const { transport, events } = host(() => Promise.resolve(new Response('{}')))
    const seen: WirePush[] = []
    const stop = transport.onPush((push) => seen.push(push))
    events.onmessage({ data: '{"event":"records.changed","value":{"topics":["slips"]}}' })
    stop()
    events.onmessage({ data: '{"event":"records.changed","value":{"topics":["persons"]}}' })
    expect(seen).toEqual([{ event: 'records.changed', value: { topics: ['slips'] } }])
  })
})

describe('port transport', () => {
  class Port extends EventTarget {
    onmessage: ((event: { data: unknown }) => void) | null = null
    readonly sent: WireRequest[] = []
    start = vi.fn()
    close = vi.fn()
    postMessage(request: WireRequest): void {
      this.sent.push(structuredClone(request))
    }
    die(): void {
      this.dispatchEvent(new Event('close'))
    }
  }
  const request: WireRequest = { v: 1, id: '1', method: 'jobs.list', input: {} }

  test('calls find their answers by id, news goes to listeners', async () => {
    const port = new Port()
    const transport = await createPortTransport(() => Promise.resolve(port as unknown as MessagePort))
    const seen: WirePush[] = []
    transport.onPush((push) => seen.push(push))
    const [first, second] = [transport.call(request), transport.call({ ...request, id: '2' })]
    port.onmessage?.({ data: { id: '2', ok: true, value: 'two' } })
    port.onmessage?.({ data: { event: 'records.changed', value: { topics: [] } } })
    port.onmessage?.({ data: { id: '1', ok: true, value: 'one' } })
    expect([await first, await second]).toMatchObject([{ value: 'one' }, { value: 'two' }])
    expect(seen).toHaveLength(1)
  })
  test('what stands in a form goes through the port as plain data › although the page watches it', async () => {
    const port = new Port()
    const transport = await createPortTransport(() => Promise.resolve(port as unknown as MessagePort))
    const form = reactive({ items: ['contact'], note: '一', left: undefined })
    const call = transport.call({ ...request, input: { value: form } })
    port.onmessage?.({ data: { id: '1', ok: true, value: 'kept' } })
    expect(await call).toMatchObject({ value: 'kept' })
    expect(port.sent[0]?.input).toEqual({ value: { items: ['contact'], note: '一' } })
  })
  test('a dead office loses open calls, and a new port takes over', async () => {
    const ports = [new Port(), new Port()]
    let next = 0
    const transport = await createPortTransport(() => Promise.resolve(ports[next++] as unknown as MessagePort))
    const links: Link[] = []
    transport.onLink((link) => links.push(link))
    const call = transport.call(request)
    ports[0]?.die()
    await expect(call).rejects.toBeInstanceOf(LinkLost)
    await vi.waitFor(() => expect(links).toEqual(['down', 'up']))
    void transport.call(request)
    expect(ports[1]?.sent).toEqual([request])
  })
  test('a call that is given up rejects and forgets', async () => {
    const port = new Port()
    const transport = await createPortTransport(() => Promise.resolve(port as unknown as MessagePort))
    const giveUp = new AbortController()
    const call = transport.call(request, giveUp.signal)
    giveUp.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('job tracker', () => {
  const view = (more: Partial<JobView>): JobView => ({
    id: 'j1',
    method: 'exchange.scanStick',
    state: 'running',
    step: 'copy',
    stepLabel: '复制',
    done: 1,
    total: 2,
    startedAt: '2026-03-05T00:00:00.000Z',
    endedAt: null,
    error: null,
    result: null,
    ...more
  })
  function tracker(listed: JobView[] = []) {
    const { transport, push, link } = office((request) => ok(request, { rows: listed }))
    const app: App = createApp({ render: () => null })
    app.use(createPinia())
    installOffice(
      app,
      createOffice(
        transport,
        createLoopbackShell({ fetch: () => Promise.reject(new TypeError('none')), document, askFolder: () => Promise.resolve(null) })
      )
    )
    return { store: app.runWithContext(() => useJobTracker()), push, link }
  }

  test('follows snapshots to the result', async () => {
    const { store, push } = tracker()
    const result = store.outcome({ id: 'j1' })
    push({ event: 'job.updated', value: view({}) })
    expect(store.running.map((job) => job.id)).toEqual(['j1'])
    push({ event: 'job.updated', value: view({ state: 'done', result: { place: 'U' } }) })
    expect(await result).toEqual({ place: 'U' })
    expect(store.running).toEqual([])
  })
  test('a late snapshot does not bring an ended job back', () => {
    const { store, push } = tracker()
    push({ event: 'job.updated', value: view({ state: 'done' }) })
    push({ event: 'job.updated', value: view({}) })
    expect(store.view('j1')?.state).toBe('done')
  })
  test.each([
    [{ state: 'failed', error: { code: 'exchange.drive_gone', params: {}, ref: 'r' } }, 'exchange.drive_gone'],
    [{ state: 'cancelled' }, 'job.cancelled'],
    [{ state: 'interrupted' }, 'job.interrupted']
  ] as const)('%o ends in %s', async (end, code) => {
    const { store, push } = tracker()
    const result = store.outcome({ id: 'j1' })
    push({ event: 'job.updated', value: view(end) })
    await expect(result).rejects.toMatchObject({ code })
  })
  test.each([
    ['a catalogued code', 'exchange.drive_gone', 'exchange.drive_gone'],
    ['a code of a newer office', 'exchange.not_known_here', 'internal.unexpected']
  ])('a failed job keeps the reference number of the log › with %s', async (_, told, code) => {
    const { store, push } = tracker()
    const result = store.outcome({ id: 'j1' })
    push({ event: 'job.updated', value: view({ state: 'failed', error: { code: told, params: {}, ref: 'K7M2QX' } }) })
    const error: unknown = await result.catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    expect(referenceOf(error)).toBe('K7M2QX')
  })
  test('asks for what it missed › when the link is back', async () => {
    const { store, link } = tracker([view({ state: 'interrupted' })])
    const result = store.outcome({ id: 'j1' })
    link('up')
    await expect(result).rejects.toMatchObject({ code: 'job.interrupted' })
  })
})

describe('loopback shell', () => {
  test('a chosen folder becomes a ticket', async () => {
    const asked: unknown[] = []
    const fetch = vi.fn((path: string | URL | Request, init?: RequestInit) => {
      asked.push([path, init?.body])
      return Promise.resolve(new Response(JSON.stringify({ ticket: 't', name: 'U', size: 0 })))
    })
    const shell = createLoopbackShell({ fetch, document, askFolder: () => Promise.resolve('/media/U') })
    expect(await shell.chooseFolder({ title: '选择文件夹' })).toEqual({ ticket: 't', name: 'U', size: 0 })
    expect(asked).toEqual([['/folders', '{"path":"/media/U"}']])
  })
  test('changing one’s mind is no error', async () => {
    const shell = createLoopbackShell({
      fetch: () => Promise.reject(new TypeError('none')),
      document,
      askFolder: () => Promise.resolve(null)
    })
    expect(await shell.chooseFolder({ title: '选择文件夹' })).toBeNull()
  })
  describe('paper', () => {
    interface Frame {
      contentWindow: unknown
      onload: () => void
      readonly remove: () => void
    }
    /** A frame that opens its page as soon as it stands; null where the browser opens none. */
    function printing(print: ((page: EventTarget) => void) | null) {
      const remove = vi.fn()
      const frame: Frame = { contentWindow: null, onload: () => undefined, remove }
      const page = Object.assign(new EventTarget(), { document: { fonts: { ready: Promise.resolve() } }, print: () => print?.(page) })
      const append = (): void => {
        frame.contentWindow = print === null ? null : page
        queueMicrotask(() => frame.onload())
      }
      const shell = createLoopbackShell({
        fetch: () => Promise.resolve(new Response(JSON.stringify({ path: '/pages/1' }))),
        document: { createElement: () => frame, body: { append } } as unknown as Document, // Only its frame is used.
        askFolder: () => Promise.resolve(null)
      })
      return { printed: shell.print({ html: '<p>', name: '单' }), remove }
    }
    test('is done when the dialog is over, and its frame is gone', async () => {
      const { printed, remove } = printing((page) => void page.dispatchEvent(new Event('afterprint')))
      expect(await printed).toBe(true)
      expect(remove).toHaveBeenCalledOnce()
    })
    const blocked = (): never => {
      throw new TypeError('blocked')
    }
    test.each([
      ['opens no page', null, '要打印的页面没有打开'],
      ['opens no dialog', blocked, '浏览器没有打开打印窗口']
    ])('a browser that %s says so, instead of waiting for ever', async (_, print, reason) => {
      const { printed, remove } = printing(print)
      await expect(printed).rejects.toMatchObject({ code: 'paper.not_printed', params: { reason } })
      expect(remove).toHaveBeenCalledOnce()
    })
  })
})

describe('desktop bridge', () => {
  const bridge = (shell: Partial<DesktopBridge['shell']>, connect: () => void = () => undefined): DesktopBridge => ({
    connect,
    shell: shell as DesktopBridge['shell']
  })
  test('takes the port that the window itself was handed, and no other message', async () => {
    const port = {} as MessagePort
    const tell = (data: unknown, source: unknown): void => {
      window.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port] }))
    }
    const asked = vi.fn(() => {
      tell('yipanqi:port', null)
      tell('something else', window)
      tell('yipanqi:port', window)
    })
    expect(await portOfBridge(window, bridge({}, asked))).toBe(port)
    expect(asked).toHaveBeenCalledOnce()
  })
  test('a refusal that crossed as text is an error with its code again', async () => {
    const wire = { code: 'storage.full', params: { need: '1 GB' }, ref: 'r' }
    const shell = shellOfBridge(bridge({ saveFile: () => Promise.reject(new Error(`Error: ${JSON.stringify(wire)}`)) }))
    await expect(shell.saveFile({ ticket: 't', name: 'n' })).rejects.toMatchObject({ code: 'storage.full', params: { need: '1 GB' } })
  })
  test('anything else is unexpected, without its words', async () => {
    const shell = shellOfBridge(bridge({ print: () => Promise.reject(new Error('EPIPE {')) }))
    await expect(shell.print({ html: '', name: '' })).rejects.toMatchObject({ code: 'internal.unexpected' })
  })
})
