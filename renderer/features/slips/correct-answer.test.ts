// Why: an item of an answer is corrected as it was typed: its conclusion and what it says; nothing of one item stays behind for the next.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { clearStage, open, press, text } from '../../../test/kit/page-stage'
import { slipRow } from '../../../test/kit/slip-view'
import CorrectDialog from './components/correct-dialog.vue'

afterEach(clearStage)

const slip = slipRow({ direction: 'in', status: 'answered' })
const entry = (code: string, label: string) => ({
  ...{ field: code, label, level: 'L2', required: true, needsConsent: false, kind: 'text' as const, options: [], most: null }
})
const options = [
  { code: '10', label: '未婚' },
  { code: '20', label: '已婚' }
]
const form = {
  fields: [
    {
      ...{ entry: entry('marital_status', '婚姻状况'), value: '20' },
      finding: { item: { code: 'marital_status', label: '婚姻状况', level: 'L2', value: { kind: 'code', options } }, status: 'differs' }
    },
    {
      ...{ entry: entry('identity', '身份核对'), value: '' },
      finding: { item: { code: 'identity', label: '身份核对', level: 'L2', value: null }, status: 'confirmed' }
    }
  ],
  reasons: [{ code: 'typing_error', label: '录入错误' }]
}
const choose = async (label: string, value: string): Promise<void> => {
  const named = [...document.querySelectorAll('label')].find((each) => each.textContent.includes(label))
  const found = named && document.getElementById(named.htmlFor)
  if (!(found instanceof HTMLSelectElement)) throw new RangeError(label)
  found.value = value
  found.dispatchEvent(new Event('change'))
  await flushPromises()
}
const radio = async (name: string): Promise<void> => {
  const found = [...document.querySelectorAll<HTMLElement>('label')].find((each) => each.textContent.trim().endsWith(name))
  found?.querySelector('input')?.click()
  await flushPromises()
}

it('an item › shows what was said, asks for a conclusion, and sends it with what it says', async () => {
  const { sentTo } = await open(
    defineComponent(() => () => h(CorrectDialog, { open: true, slip })),
    { 'slips.correctForm': () => form, 'slips.correct': () => ({ id: slip.id, draftId: slip.id }) },
    ['slips.read', 'slips.write']
  )
  await choose('更正栏目', 'identity')
  expect(text()).toContain('单上现在是：属实')
  await choose('更正栏目', 'marital_status')
  expect(text()).toContain('单上现在是：不符，已婚')
  await radio('录入错误')
  await press('起草更正')
  expect(text()).toContain('请选更正后的结论')
  expect(sentTo('slips.correct')).toEqual([])
  await radio('不符')
  await choose('婚姻状况为', '10')
  await press('起草更正')
  const typed = { id: slip.id, field: 'marital_status', reason: 'typing_error' }
  expect(sentTo('slips.correct').map(({ input }) => input)).toEqual([{ ...typed, status: 'differs', value: '10' }])
})
