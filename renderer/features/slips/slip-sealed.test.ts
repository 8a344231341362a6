// Why: what travelled sealed is on the screen only for the service post, after a reason, and for half a minute; everybody else reads who may open it.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { clearStage, open, press, text, type } from '../../../test/kit/page-stage'
import { slipView } from '../../../test/kit/slip-view'
import SlipRecord from './components/slip-record.vue'

afterEach(() => {
  vi.useRealTimers()
  clearStage()
})

const slip = slipView({
  ...{ direction: 'out', status: 'answered', sealed: true, findings: [{ code: 'contact', status: null, value: null, sealed: true }] }
})
const show = (grants: string[]) =>
  open(
    defineComponent(() => () => h(SlipRecord, { id: slip.id })),
    { 'slips.get': () => slip, 'slips.openSealed': () => ({ lines: [{ label: '孕情', value: '属实' }] }) },
    grants
  )

it('service post › a reason opens it, and it hides by itself', async () => {
  const { sentTo } = await show(['slips.read', 'services.open'])
  await press('打开密封内容')
  expect(text()).toContain('原因只和这张单一起保存')
  await type('原因', '本人来问')
  vi.useFakeTimers()
  await press('打开')
  await flushPromises()
  expect(sentTo('slips.openSealed').map(({ input }) => input)).toEqual([{ id: slip.id, reason: '本人来问' }])
  expect(text()).toContain('孕情：属实')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(text()).not.toContain('孕情：属实')
})

it('any other post › reads who may open it, and finds no button', async () => {
  await show(['slips.read', 'slips.verify', 'slips.adopt'])
  expect(text()).toContain('只有服务岗位写明原因后才能打开')
  expect(text()).not.toContain('＊＊＊')
})
