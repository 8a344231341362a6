// Why: a withdrawal tells the other side one reason of the list, so it is chosen by a person and never sent by default.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, field, open, press, Refused, submit, text, type, type Answers } from '../../../test/kit/page-stage'
import { slipRow, slipView } from '../../../test/kit/slip-view'
import SlipsPage from './slips.page.vue'

afterEach(clearStage)

const sent = slipView({ direction: 'out', status: 'delivered', slipNo: '610802-00-XC-2026-000001' })
const withdrawable = { ...sent, actions: [{ action: 'withdraw', label: '撤回', permitted: true }] }
async function askToWithdraw(answer: () => unknown = () => ({ ids: [sent.id] }), over: Answers = {}) {
  const stage = await open(
    SlipsPage,
    {
      'slips.search': () => ({ rows: [slipRow({ status: 'delivered' })], next: null }),
      'slips.count': () => ({ count: 1, more: false }),
      'slips.get': () => withdrawable,
      'slips.withdraw': answer,
      ...over
    },
    ['slips.read', 'slips.sign']
  )
  document.querySelector('[role=row][aria-rowindex="2"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await flushPromises()
  await press('撤回')
  await flushPromises()
  return stage
}
const act = async (): Promise<void> => {
  await submit('撤回')
}

it('withdraw › without a reason of the list › sends nothing and says so', async () => {
  const { sentTo } = await askToWithdraw()
  expect(text()).toContain('对方会收到撤回通知')
  await type('说明', '选错了单位')
  await act()
  expect(text()).toContain('请选撤回原因')
  expect(sentTo('slips.withdraw')).toEqual([])
})

it('withdraw › with reason and words › sends both once and closes', async () => {
  const { sentTo } = await askToWithdraw()
  field('收件单位有误').click()
  await type('说明', ' 选错了单位 ')
  await act()
  expect(sentTo('slips.withdraw').map(({ input }) => input)).toEqual([{ ids: [sent.id], reason: '选错了单位', code: 'wrong_receiver' }])
  expect(document.querySelector('dialog[open]')).toBeNull()
})

it('withdraw › refused › is told; the next question has the words again, and no reason chosen', async () => {
  const { sentTo } = await askToWithdraw(() => {
    throw new Refused('storage.busy')
  })
  field('误发').click()
  await type('说明', '重了')
  await act()
  expect(document.querySelector('[role=alert]')).not.toBeNull()
  expect(sentTo('drafts.save').at(-1)?.input).toMatchObject({ form: 'slips.withdraw', subject: sent.id, value: { reason: '重了' } })
  expect(sentTo('drafts.discard')).toEqual([])
})

const draftFor = (about: string) => ({
  'drafts.get': () => ({ draft: { value: { reason: '对方电话里说过', about }, savedAt: '2026-03-05T01:00:00.000Z' } })
})
it('withdraw › words typed before a crash › come back with their time, and go once it is taken back', async () => {
  const { sentTo } = await askToWithdraw(() => ({ ids: [sent.id] }), draftFor(sent.id))
  expect([field('说明').value, field('误发').checked]).toEqual(['对方电话里说过', false])
  expect(text()).toContain('已接着 2026-03-05')
  field('人已离开').click()
  await act()
  expect(sentTo('slips.withdraw').map(({ input }) => input)).toEqual([{ ids: [sent.id], reason: '对方电话里说过', code: 'person_left' }])
  expect(sentTo('drafts.discard').map(({ input }) => input)).toEqual([{ form: 'slips.withdraw', subject: sent.id }])
})

it('withdraw › words about another choice of slips › are offered and not put', async () => {
  await askToWithdraw(() => ({ ids: [sent.id] }), draftFor('018f3c1e-7a1b-7000-8000-000000000009+3'))
  expect(field('说明').value).toBe('')
  expect(text()).toContain('没写完的草稿')
})

it('takeWithdrawal › of a question on paper › asks for day, post and reason, says what goes, and sends them', async () => {
  const asked = slipView({ direction: 'in', status: 'to_assign', slipNo: '临流协〔2026〕12号' })
  const { sentTo } = await open(
    SlipsPage,
    {
      'slips.search': () => ({ rows: [slipRow({ direction: 'in', status: 'to_assign' })], next: null }),
      'slips.count': () => ({ count: 1, more: false }),
      'slips.get': () => ({ ...asked, actions: [{ action: 'takeWithdrawal', label: '登记来函撤回', permitted: true }] }),
      'slips.takeWithdrawal': () => ({ id: asked.id, status: 'withdrawn' })
    },
    ['slips.read', 'slips.write']
  )
  document.querySelector('[role=row][aria-rowindex="2"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await flushPromises()
  await press('登记来函撤回')
  await flushPromises()
  expect(text()).toContain('删去的不能恢复')
  await submit('登记来函撤回')
  expect(text()).toContain('请写明对方的岗位')
  expect(text()).toContain('请选撤回原因')
  await type('撤回岗位', '流动人口管理岗')
  field('人已离开').click()
  await submit('登记来函撤回')
  expect(sentTo('slips.takeWithdrawal').map(({ input }) => input)).toEqual([
    { id: asked.id, way: 'paper', withdrawnOn: '2026-03-05', post: '流动人口管理岗', reason: 'person_left', note: null }
  ])
  expect(document.querySelector('dialog[open]')).toBeNull()
})
