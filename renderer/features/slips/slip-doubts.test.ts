// Why: whoever opens a slip that came in under a lost key reads so before dealing with it, and reads who looked into it afterwards.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, text } from '../../../test/kit/page-stage'
import { slipRow, slipView } from '../../../test/kit/slip-view'
import SlipsPage from './slips.page.vue'

afterEach(clearStage)

const WHY = '对方没有说发过这一包'
async function openSlip(direction: 'in' | 'out', looked: object | null, grants = ['slips.read', 'exchange.read']) {
  const stage = await open(
    SlipsPage,
    {
      'slips.search': () => ({ rows: [slipRow({ direction, status: 'to_assign' })], next: null }),
      'slips.count': () => ({ count: 1, more: false }),
      'slips.get': () => slipView({ direction, status: 'to_assign', slipNo: '610802-00-XC-2026-000001' }),
      'exchange.doubtsAbout': () => ({ doubts: [{ seq: 4, why: WHY, looked }] })
    },
    grants
  )
  document.querySelector('[role=row][aria-rowindex="2"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await flushPromises()
  return stage
}

it('a slip of a doubted bundle › says why and what to do first', async () => {
  await openSlip('in', null)
  expect(text()).toContain(`随第 4 包收下，用的是对方后来丢失的密钥，${WHY}。先按官方电话问对方`)
})

it('looked into › says who did, when, and what came of it', async () => {
  await openSlip('in', { at: '2026-03-05T01:00:00.000Z', by: '李审核', note: '不是对方发的' })
  expect(text()).toMatch(/李审核 于 2026-03-05.* 已查看：不是对方发的/)
})

it('own slips, and accounts without the exchange › are not asked about', async () => {
  expect((await openSlip('out', null)).sentTo('exchange.doubtsAbout')).toEqual([])
  clearStage()
  expect((await openSlip('in', null, ['slips.read'])).sentTo('exchange.doubtsAbout')).toEqual([])
})
