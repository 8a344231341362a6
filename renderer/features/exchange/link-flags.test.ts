/** What people must know of a link: told in its place, and settled by a person with a note. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import ExchangePage from './exchange.page.vue'
import { clearStage, open, press, text, type } from '../../../test/kit/page-stage'

afterEach(clearStage)

const partnerId = '0190d0d0-0000-7000-8000-000000000001'
const slipId = '0190d0d0-0000-7000-8000-0000000000a1'
const at = '2026-03-01T00:00:00.000Z'
const none = { bundles: 0, slips: 0 }
const link = {
  ...{ partnerId, sent: none, carried: none, held: none, answered: 0, uncovered: 0, missing: [], asking: 0, gone: 0, recovered: none },
  ...{ processed: { ...none, duplicates: 0, refused: 0 }, waiting: { ...none, since: null }, suite: { inUse: 'A1', bound: false } },
  flags: [
    { code: 'false-receipt', at, text: '对方的回执与本机发出的不符，没有采用，请电话核实。' },
    { code: 'unvouched', at: null, text: '对方的密钥丢失过，有 2 包请逐包核对。' }
  ],
  looked: [{ text: '对方送回的单据不是原件。', look: { at, by: '李四', note: '已问清' } }],
  unvouchedLooked: 1,
  advice: { code: 'call-partner', text: '请按官方电话与对方核实。' }
}
const bundle = (bundleId: string, seq: number, looked: object | null = null) => ({
  ...{ bundleId, seq, receivedAt: at, why: '对方没有说发过这一包', receipts: 1, looked },
  slips: [{ id: slipId, slipNo: '610802-XC-2026-000001', kind: 'XC' }]
})
const outbox = { partnerId, partnerName: '临县', trust: 'confirmed', queued: 0, kinds: [], receipts: 0, uncovered: 0, missing: [] }
const answers = {
  'exchange.drives': () => ({ rows: [] }),
  'exchange.outbox': () => ({ rows: [outbox] }),
  'exchange.quarantine': () => ({ rows: [] }),
  'jobs.list': () => ({ rows: [] }),
  'exchange.link': () => link,
  'exchange.lookFlag': () => ({ partnerId }),
  'exchange.unvouched': () => ({
    count: 2,
    rows: [bundle('b1', 7), bundle('b2', 8), bundle('b3', 9, { at, by: '王五', note: '是对方发的' })]
  }),
  'exchange.lookUnvouched': ({ bundleIds }: { bundleIds: string[] }) => ({ partnerId, bundles: bundleIds.length })
}
const place = { path: '/exchange', at: `/exchange?partner=${partnerId}`, name: 'slips' }
const show = (grants = ['exchange.read', 'exchange.import', 'slips.read']) => open(ExchangePage, answers, grants, 'main', place)

test('a flag › goes by a person with a note, never without › and who looked before is told', async () => {
  const { sentTo } = await show()
  expect(text()).toContain('李四 于 2026-03-01')
  expect(text()).toContain('处理：已问清')
  await press('已查看…')
  await press('记下')
  expect(sentTo('exchange.lookFlag')).toEqual([])
  await type('怎样处理', '对方系统有误')
  await press('记下')
  expect(sentTo('exchange.lookFlag').map(({ input }) => input)).toEqual([{ partnerId, code: 'false-receipt', at, note: '对方系统有误' }])
  expect(text()).toContain('已记下由您查看')
})

test('what the partner does not vouch for › is read slip by slip, and settled for one or all', async () => {
  const { sentTo } = await show()
  await press('逐包核对…')
  expect(sentTo('exchange.unvouched').map(({ input }) => input)).toEqual([{ partnerId }])
  expect(document.querySelector(`a[href*="slip=${slipId}"]`)?.textContent).toContain('协查 610802-XC-2026-000001')
  for (const words of ['对方没有说发过这一包', '回执 1 份', '王五 已查看', '是对方发的']) expect(text()).toContain(words)
  const [all, first] = document.querySelectorAll<HTMLInputElement>('dialog input[type=checkbox]')
  first?.click()
  await flushPromises()
  await press('已查看选中的 1 包…')
  await type('怎样处理', '是对方发的')
  await press('记下')
  all?.click()
  document.querySelector<HTMLInputElement>('dialog input[type=checkbox]')?.click()
  await flushPromises()
  await press('已查看选中的 2 包…')
  await type('怎样处理', '都问过了')
  await press('记下')
  expect(sentTo('exchange.lookUnvouched').map(({ input }) => input)).toEqual([
    { partnerId, bundleIds: ['b1'], note: '是对方发的' },
    { partnerId, bundleIds: ['b1', 'b2'], note: '都问过了' }
  ])
  await press('返回')
  await press('失密期间的来件，已查看 1 包…')
  await press('撤回')
  expect(sentTo('exchange.lookUnvouched').at(-1)?.input).toEqual({ partnerId, bundleIds: ['b3'], note: null })
})

test('whoever may only look › reads it all and settles nothing', async () => {
  await show(['exchange.read'])
  await press('逐包核对…')
  expect(text()).toContain('协查 610802-XC-2026-000001')
  expect(document.querySelectorAll('a[href*="slip="], dialog input')).toHaveLength(0)
  const buttons = Array.from(document.querySelectorAll('button'), (each) => each.textContent.trim())
  expect(buttons.some((words) => words.startsWith('已查看') || words === '撤回')).toBe(false)
})
