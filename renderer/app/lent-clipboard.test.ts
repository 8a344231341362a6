// Why: a number copied after a reason was typed must be gone from the clipboard a minute later, and nobody else's copy with it.
import { beforeEach, describe, expect, it } from 'vitest'
import { createLentClipboard, LENT_MS, type ClipboardStage, type LentClipboard } from './lent-clipboard'

let held: string
let focused: boolean
let allowed: boolean
let now: number
let timers: { readonly at: number; readonly id: number; readonly work: () => void }[]
let listeners: { readonly kind: string; readonly once: boolean; readonly listener: () => void }[]
let lent: LentClipboard

const stage: ClipboardStage = {
  document: { hasFocus: () => focused },
  navigator: {
    clipboard: {
      writeText: (text) => {
        if (!allowed) return Promise.reject(new DOMException('no', 'NotAllowedError'))
        held = text
        return Promise.resolve()
      }
    }
  },
  addEventListener: (kind, listener, options) => void listeners.push({ kind, listener, once: options?.once ?? false }),
  setTimeout: (work, ms) => timers.push({ at: now + ms, id: timers.length + 1, work }),
  clearTimeout: (id) => void (timers = timers.map((timer) => (timer.id === id ? { ...timer, at: Infinity } : timer)))
}
function tell(kind: string): void {
  const mine = listeners.filter((one) => one.kind === kind)
  listeners = listeners.filter((one) => one.kind !== kind || !one.once)
  for (const { listener } of mine) listener()
}
function pass(ms: number): void {
  now += ms
  for (const timer of timers.filter(({ at }) => at <= now)) {
    timers = timers.map((one) => (one === timer ? { ...one, at: Infinity } : one))
    timer.work()
  }
}

beforeEach(() => {
  held = ''
  focused = allowed = true
  now = 0
  timers = []
  listeners = []
  lent = createLentClipboard(stage)
})

describe('lent clipboard', () => {
  it('a copied value › is there for a minute and then gone', async () => {
    expect(await lent.copy('610802199003050029')).toBe(true)
    pass(LENT_MS - 1)
    expect(held).toBe('610802199003050029')
    pass(1)
    expect(held).toBe('')
  })

  it('a value copied by the keys › is emptied as well', () => {
    held = '610802199003050029'
    lent.lent()
    tell('copy')
    pass(0)
    pass(LENT_MS)
    expect(held).toBe('')
  })

  it('something else copied meanwhile › stays', async () => {
    await lent.copy('610802199003050029')
    pass(10_000)
    held = '别的内容'
    tell('copy')
    pass(LENT_MS)
    expect(held).toBe('别的内容')
  })

  it('a window in the background › empties it when it comes to the front', async () => {
    await lent.copy('610802199003050029')
    focused = false
    pass(LENT_MS)
    expect(held).toBe('610802199003050029')
    focused = true
    tell('focus')
    expect(held).toBe('')
  })

  it('a second value › starts the minute anew', async () => {
    await lent.copy('甲')
    pass(LENT_MS - 1)
    await lent.copy('乙')
    pass(LENT_MS - 1)
    expect(held).toBe('乙')
    pass(1)
    expect(held).toBe('')
  })

  it('a system that forbids copying › is told', async () => {
    allowed = false
    expect(await lent.copy('甲')).toBe(false)
  })
})
