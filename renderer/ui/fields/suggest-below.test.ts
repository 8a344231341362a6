// Why: offers under a field must help whoever wants them and never stand in the way of whoever types on.
import { mount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import SuggestBelow from './suggest-below.vue'
import TextField from './text-field.vue'

let mounted: VueWrapper | null = null
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  mounted?.unmount()
  mounted = null
  vi.useRealTimers()
})

function stage(ask: (text: string, signal: AbortSignal) => Promise<readonly { id: string; title: string }[]>) {
  const text = ref('')
  const picked: string[] = []
  const page = defineComponent(
    () => () =>
      h(SuggestBelow, { label: '已登记的', text: text.value, atLeast: 2, ask, onPick: ({ id }: { id: string }) => picked.push(id) }, () =>
        h(TextField, { label: '地址', modelValue: text.value, 'onUpdate:modelValue': (now: string) => (text.value = now) })
      )
  )
  mounted = mount(page, { attachTo: document.body })
  const field = document.querySelector('input')
  if (!field) throw new RangeError('no field')
  const write = async (words: string): Promise<void> => {
    field.focus()
    field.value = words
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await vi.advanceTimersByTimeAsync(250)
    await flushPromises()
  }
  const press = async (key: string): Promise<void> => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await flushPromises()
  }
  return { field, picked, write, press, offers: () => Array.from(document.querySelectorAll<HTMLElement>('[data-offer]')) }
}

const two = [
  { id: 'a', title: '人民路1号' },
  { id: 'b', title: '人民路2号' }
]

test('SuggestBelow › offers after a pause and for enough characters › and asks with what stands then', async () => {
  const ask = vi.fn(() => Promise.resolve(two))
  const { write, offers } = stage(ask)
  await write('人')
  expect([ask.mock.calls.length, offers().length]).toEqual([0, 0])
  await write('人民')
  expect(ask).toHaveBeenCalledWith('人民', expect.anything())
  expect(offers()).toHaveLength(2)
})

test('SuggestBelow › ↓ and ↑ walk through the offers and back to the field › a click takes one', async () => {
  const { field, picked, write, press, offers } = stage(() => Promise.resolve(two))
  await write('人民')
  await press('ArrowDown')
  expect(document.activeElement).toBe(offers()[0])
  await press('ArrowDown')
  await press('ArrowDown')
  expect(document.activeElement).toBe(offers()[1])
  await press('ArrowUp')
  await press('ArrowUp')
  expect(document.activeElement).toBe(field)
  await press('ArrowDown')
  document.activeElement?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await flushPromises()
  expect([picked, document.activeElement === field, offers().length]).toEqual([['a'], true, 0])
})

test('SuggestBelow › leaves out an answer that comes late, and stays silent when there is none', async () => {
  const waiting: ((rows: readonly { id: string; title: string }[]) => void)[] = []
  const { write, offers } = stage((text) =>
    text === '坏的' ? Promise.reject(new RangeError('gone')) : new Promise((done) => waiting.push(done))
  )
  await write('人民')
  await write('人民路')
  waiting[1]?.([two[1] ?? { id: '', title: '' }])
  waiting[0]?.(two)
  await flushPromises()
  expect(offers().map((offer) => offer.textContent.trim())).toEqual(['人民路2号'])
  await write('坏的')
  expect(offers()).toEqual([])
})
