// Why: what came back by post is no longer owed; who writes it down says when, from whom and why, and is told what follows.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, field, open, press, submit, text, type } from '../../../test/kit/page-stage'
import { slipRow, slipView } from '../../../test/kit/slip-view'
import SlipsPage from './slips.page.vue'

afterEach(clearStage)

const reasons = [
  { code: 'not_our_area', label: '非本辖区' },
  { code: 'moved_away', label: '已迁走' }
]
const travel = { way: 'paper' as const, sentOn: '2026-03-01', waits: false, takesAnswer: true, returnReasons: reasons }
const asked = slipView({ direction: 'out', status: 'delivered', slipNo: '610802-00-XC-2026-000001', travel })

async function show(slip: typeof asked, rights: Parameters<typeof open>[2] = ['slips.read', 'slips.write']) {
  const stage = await open(
    SlipsPage,
    {
      'slips.search': () => ({ rows: [slipRow({ status: 'delivered' })], next: null }),
      'slips.count': () => ({ count: 1, more: false }),
      'slips.get': () => slip,
      'slips.takeReturn': () => ({ id: slip.id, replyId: slip.id, status: 'returned' })
    },
    rights
  )
  document.querySelector('[role=row][aria-rowindex="2"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await flushPromises()
  return stage
}
const offered = () => [...document.querySelectorAll('button')].some(({ textContent }) => textContent.includes('登记退回'))

it('a slip that came back › asks for post and reason, sends what was typed once, and says what can be done next', async () => {
  const { sentTo } = await show(asked)
  await press('登记退回')
  await flushPromises()
  expect(text()).toContain('统计为被退回')
  await submit('登记退回')
  expect(text()).toContain('请写明对方的岗位')
  expect(text()).toContain('请选退回原因')
  expect(sentTo('slips.takeReturn')).toEqual([])
  await type('退回岗位', '流动人口管理岗')
  field('已迁走').click()
  await submit('登记退回')
  expect(sentTo('slips.takeReturn').map(({ input }) => input)).toEqual([
    {
      ...{ id: asked.id, way: 'paper', receivedOn: '2026-03-05', post: '流动人口管理岗' },
      ...{ reason: 'moved_away', suggested: null, note: null }
    }
  ])
  expect(document.querySelector('dialog[open]')).toBeNull()
  expect(text()).toContain('可以改发别的单位')
})

it('a slip that cannot come back, or an account that may not write › is not offered it', async () => {
  await show(slipView({ direction: 'out', status: 'delivered', travel: { ...travel, returnReasons: [] } }))
  expect(offered()).toBe(false)
  clearStage()
  await show(asked, ['slips.read'])
  expect(offered()).toBe(false)
})
