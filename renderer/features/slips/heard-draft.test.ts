// Why: what was written down during a telephone call cannot be asked for again, so it outlives a crash and a closed dialog.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { clearStage, field, open, press, submit, text, type, type Answers } from '../../../test/kit/page-stage'
import { slipRow, slipView } from '../../../test/kit/slip-view'
import { blankHeard, heardDraftOf } from './heard-form'
import SlipsPage from './slips.page.vue'

afterEach(() => {
  clearStage()
  vi.useRealTimers()
})

const travel = { way: 'phone' as const, sentOn: '2026-03-01', waits: false, takesAnswer: true, returnReasons: [] }
const asked = slipView({ direction: 'out', status: 'delivered', slipNo: '610802-00-XC-2026-000001', travel })
const today = '2026-03-05'

async function hear(answers: Answers = {}) {
  const stage = await open(
    SlipsPage,
    {
      'slips.search': () => ({ rows: [slipRow({ status: 'delivered' })], next: null }),
      'slips.count': () => ({ count: 1, more: false }),
      'slips.get': () => asked,
      'slips.takeAnswer': () => ({ id: asked.id, status: 'answered' }),
      ...answers
    },
    ['slips.read', 'slips.write']
  )
  document.querySelector('[role=row][aria-rowindex="2"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await flushPromises()
  await press('登记反馈')
  await flushPromises()
  return stage
}

it('typing › is on file within two seconds, under the slip', async () => {
  const { sentTo } = await hear()
  vi.useFakeTimers()
  field('答复岗位').value = '流动人口管理岗'
  field('答复岗位').dispatchEvent(new Event('input', { bubbles: true }))
  await vi.advanceTimersByTimeAsync(2000)
  expect(sentTo('drafts.save').map(({ input }) => input)).toMatchObject([
    { form: 'slips.heard', subject: asked.id, value: { post: '流动人口管理岗' } }
  ])
})

it('a draft of an earlier call › comes back with its time, and goes when the answer is taken', async () => {
  const value = { ...blankHeard(asked, today), post: '流动人口管理岗', result: 'not_found', note: '电话里说查无此人' }
  const { sentTo } = await hear({ 'drafts.get': () => ({ draft: { value, savedAt: '2026-03-05T01:00:00.000Z' } }) })
  const note = document.querySelector<HTMLTextAreaElement>('dialog[open] textarea')?.value
  expect([field('答复岗位').value, note]).toEqual(['流动人口管理岗', '电话里说查无此人'])
  expect(text()).toContain('已接着 2026-03-05')
  await submit('登记反馈')
  expect(sentTo('slips.takeAnswer').map(({ input }) => input)).toMatchObject([{ result: 'not_found', note: '电话里说查无此人' }])
  expect(sentTo('drafts.discard').map(({ input }) => input)).toEqual([{ form: 'slips.heard', subject: asked.id }])
  expect(document.querySelector('dialog[open]')).toBeNull()
})

it('heardDraftOf › what the slip does not ask, and values of another kind › are left out', () => {
  const blank = blankHeard(asked, today)
  expect(heardDraftOf({ ...blank, items: { gone: { status: 'confirmed', value: '' } }, note: 7 }, asked, today)).toEqual(blank)
  expect(heardDraftOf({ form: 1 }, asked, today)).toBeNull()
})

it('left alone › is no draft', async () => {
  const { sentTo } = await hear()
  await type('答复岗位', '')
  expect(sentTo('drafts.save')).toEqual([])
})
