// Why: what was typed must be on disk within two seconds and must not come back after it was saved or thrown away.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useDraft, type Draft } from './use-draft'

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

function draft(write: (value: string) => Promise<{ savedAt: string }>) {
  const store = { write: vi.fn(write), discard: vi.fn(() => Promise.resolve()) }
  const made = scope.run((): Draft<string> => useDraft<string>(store))
  if (!made) throw new Error('no scope')
  return { store, draft: made }
}
const written = (at: string) => () => Promise.resolve({ savedAt: at })

describe('useDraft', () => {
  test('writes the last text › soon after the last key', async () => {
    const { store, draft: it } = draft(written('t1'))
    it.touch('王')
    await vi.advanceTimersByTimeAsync(300)
    it.touch('王䶮')
    await vi.advanceTimersByTimeAsync(700)
    expect(store.write.mock.calls).toEqual([['王䶮']])
    expect(it.savedAt.value).toBe('t1')
  })

  test('is never more than two seconds behind › while keys keep coming', async () => {
    const { store, draft: it } = draft(written('t1'))
    for (let key = 0; key < 20; key += 1) {
      it.touch(String(key))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(store.write).toHaveBeenCalled()
  })

  test('keeps the text and says so › when a write is refused, and tries again at the next flush', async () => {
    let refuse = true
    const { store, draft: it } = draft(() => (refuse ? Promise.reject(new Error('full')) : Promise.resolve({ savedAt: 't2' })))
    it.touch('a')
    await vi.advanceTimersByTimeAsync(700)
    expect(it.failing.value).toBe(true)
    refuse = false
    await it.flush()
    expect(store.write).toHaveBeenLastCalledWith('a')
    expect(it.failing.value).toBe(false)
  })

  test('does not write again › after discard', async () => {
    const { store, draft: it } = draft(written('t1'))
    it.touch('a')
    await it.discard()
    await vi.advanceTimersByTimeAsync(5000)
    expect(store.write).not.toHaveBeenCalled()
    expect(store.discard).toHaveBeenCalledOnce()
  })

  test('what is typed while an earlier draft is being discarded › is written all the same', async () => {
    const { store, draft: it } = draft(written('t1'))
    let gone = (): void => undefined
    store.discard.mockImplementation(() => new Promise<void>((resolve) => (gone = resolve)))
    it.touch('a')
    const discarded = it.discard()
    it.touch('b')
    await vi.advanceTimersByTimeAsync(700)
    expect(store.write).not.toHaveBeenCalled()
    gone()
    await discarded
    await vi.advanceTimersByTimeAsync(0)
    expect(store.write.mock.calls).toEqual([['b']])
  })

  test('a write refused before a discard › is not tried again', async () => {
    let refuse = (): void => undefined
    const { store, draft: it } = draft(() => new Promise((_, reject) => (refuse = () => reject(new Error('full')))))
    it.touch('a')
    await vi.advanceTimersByTimeAsync(700)
    const discarded = it.discard()
    refuse()
    await discarded
    await it.flush()
    expect([store.write.mock.calls.length, it.failing.value]).toEqual([1, false])
  })

  test('says that the last keys are not yet written › until they are', async () => {
    const { draft: it } = draft(written('t1'))
    expect(it.unwritten.value).toBe(false)
    it.touch('a')
    expect(it.unwritten.value).toBe(true)
    await vi.advanceTimersByTimeAsync(700)
    expect(it.unwritten.value).toBe(false)
  })

  test('writes what is pending › when the page goes away', async () => {
    const { store, draft: it } = draft(written('t1'))
    it.touch('a')
    scope.stop()
    await vi.advanceTimersByTimeAsync(0)
    expect(store.write).toHaveBeenCalledWith('a')
  })
})
