// Why: a long act shows how far it has come, stops between two portions with what is done told, and what can be taken back is taken back whole.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, press, Refused, text } from '../../../test/kit/page-stage'
import { slipRow } from '../../../test/kit/slip-view'
import SlipsPage from './slips.page.vue'

afterEach(clearStage)

const COUNT = 450
const idOf = (at: number): string => `018f3c1e-7a1b-7000-8000-${String(at).padStart(12, '0')}`
const rows = Array.from({ length: COUNT }, (_, at) => slipRow({ id: idOf(at), status: 'draft', slipNo: null }))
const page = ({ cursor, limit }: { cursor: string | null; limit: number }) => {
  const from = Number(cursor ?? 0)
  return { rows: rows.slice(from, from + limit), next: from + limit < COUNT ? String(from + limit) : null }
}
const actOf = (ids: readonly string[]): string => `028f3c1e-7a1b-7000-8000-${(ids[0] ?? '').slice(-12)}`
async function chooseAll(submit: (ids: readonly string[]) => unknown) {
  const stage = await open(
    SlipsPage,
    {
      'slips.search': page,
      'slips.count': () => ({ count: COUNT }),
      'slips.submit': ({ ids }: { ids: readonly string[] }) => submit(ids),
      'slips.undoBatch': ({ acts }: { acts: readonly string[] }) => ({ restored: acts.length * 100, kept: 1 })
    },
    ['slips.read', 'slips.write']
  )
  const grid = document.querySelector('[role=grid]')
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true }))
  await flushPromises()
  return stage
}
const sizes = (calls: readonly { input: unknown }[]): number[] => calls.map(({ input }) => (input as { ids: string[] }).ids.length)
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) await flushPromises()
}

it('450 slips › go in three portions, told as one and undone as one', async () => {
  const { sentTo } = await chooseAll((ids) => ({ act: actOf(ids), ids }))
  await press('送签')
  await settle()
  expect(sizes(sentTo('slips.submit'))).toEqual([200, 200, 50])
  expect(text()).toContain('已送签 450 张。')
  expect(document.querySelector('[role=progressbar]')).toBeNull()
  await press('撤销')
  await settle()
  expect(sentTo('slips.undoBatch').map(({ input }) => input)).toEqual([{ acts: [idOf(0), idOf(200), idOf(400)].map((id) => actOf([id])) }])
  expect(text()).toContain('已撤销，300 张恢复原状；1 张后来又有人办过，保持现状。')
})

it('stopped during the first portion › that one is done and told, the others are not touched', async () => {
  let go: (value: unknown) => void = () => undefined
  const { sentTo } = await chooseAll(() => new Promise((resolve) => (go = resolve)))
  await press('送签')
  await settle()
  expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('0')
  await press('停止')
  go({ act: actOf([idOf(0)]), ids: rows.slice(0, 200).map(({ id }) => id) })
  await settle()
  expect(sizes(sentTo('slips.submit'))).toEqual([200])
  expect(text()).toContain('已送签 200 张；没有办的 250 张没有动，可以再选再办。')
})

it('refused in the second portion › says what was done beside why it ended', async () => {
  const { sentTo } = await chooseAll((ids) => {
    if (ids[0] !== idOf(0)) throw new Refused('storage.busy')
    return { act: actOf(ids), ids }
  })
  await press('送签')
  await settle()
  expect(sizes(sentTo('slips.submit'))).toEqual([200, 200])
  expect(text()).toContain('已送签 200 张；没有办的 250 张没有动')
  expect(document.querySelector('[role=alert]')).not.toBeNull()
})
