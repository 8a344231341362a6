// Why: what the office changes of a form goes onto paper that people keep, so what is sent is what was looked at, and nothing is sent that may not be.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { formNamed } from '../../../test/kit/form-sheets'
import { clearStage, open, press, status, submit, text, type } from '../../../test/kit/page-stage'
import FormsTab from './forms-tab.vue'

const { template, html, css, sample } = formNamed('marriage_birth_booklet')
const row = { form: template.form, edition: '2009', label: template.label, group: template.group, use: template.use, paper: '106×72' }
const office = { ...status(['office.manage']).office, phone: '0912-1' }
const change = { texts: { free: '免费，电话 {officePhone}' }, boxes: null, code: { page: 2, x: 74, y: 41 }, hidden: [], added: [] }
const kept = { no: 1, edition: '2009', change, note: '挪了二维码', at: '2026-03-05T01:00:00.000Z', by: '甲', withdrawn: null }

function design(changes: readonly object[] = []) {
  const rows = [
    { ...row, preprinted: true, validFrom: '2007', inForce: true, source: '测试', changed: false },
    { ...row, form: 'ended', label: '已经停用的', preprinted: false, validFrom: null, inForce: false, source: '测试', changed: false }
  ]
  return open(
    FormsTab,
    {
      'office.status': () => ({ ...status(['office.manage']), office }),
      'forms.list': () => ({ rows }),
      'forms.get': () => ({ edition: '2009', template, html, css }),
      'forms.changes': () => ({ rows: changes }),
      'forms.sample': () => ({ data: sample }),
      'forms.change': () => ({ edition: '2009+1' }),
      'forms.withdraw': () => ({ edition: '2009' })
    },
    ['office.manage']
  )
}
async function number(label: string, value: string): Promise<void> {
  const input = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)
  if (!input) throw new RangeError(label)
  input.value = value
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
}
afterEach(clearStage)

test('a wording and the place of the code › are kept with a reason, and sent as they stand', async () => {
  const { sentTo, shell } = await design()
  expect(text()).not.toContain('已经停用的')
  await vi.waitFor(() => expect(shell.preview).toHaveBeenCalledWith({ html: expect.stringContaining('aria-label="核验二维码"') as string }))
  await type('免费说明', '免费办理，投诉电话 {officePhone}')
  await number('核验二维码的左', '74')
  await number('编号的上', '9')
  await submit('表单样式')
  expect([text().includes('必填'), sentTo('forms.change')]).toEqual([true, []])
  await type('改了什么', '挪二维码')
  await submit('表单样式')
  const [sent] = sentTo('forms.change')
  expect(sent?.input).toMatchObject({
    ...{ form: template.form, note: '挪二维码' },
    change: { texts: { free: '免费办理，投诉电话 {officePhone}' }, code: { page: 2, x: 74, y: 41 }, hidden: [], added: [] }
  })
  const { boxes } = (sent?.input as { change: { boxes: { shows: string; y: number }[] } }).change
  expect(boxes.find(({ shows }) => shows === 'number')?.y).toBe(9)
  expect(text()).toContain('已保存，从现在起按第 2009+1 版打印')
})

test.each([
  ['核验二维码的左', '40', '二维码压着“生育情况”的方框'],
  ['核验二维码的上', '50', '二维码超出纸边'],
  ['编号的左', '90', '“编号”的方框超出纸边'],
  ['编号的页', '3', '本表没有第 3 页，“编号”放不上去'],
  ['核验二维码的页', '3', '本表没有第 3 页，二维码放不上去']
])('%s %s › cannot be kept, and the page says why', async (label, value, fault) => {
  const { sentTo } = await design()
  await number(label, value)
  await type('改了什么', '挪一下')
  expect(text()).toContain(`不能保存：${fault}`)
  await submit('表单样式')
  expect(sentTo('forms.change')).toEqual([])
})

test('what was changed before › stands in the fields, and the newest goes when it is taken back', async () => {
  const { sentTo } = await design([kept])
  expect(document.querySelector<HTMLInputElement>('input[aria-label="核验二维码的左"]')?.value).toBe('74')
  expect(text()).toContain('2009+1')
  expect(text()).toContain('挪了二维码')
  await press('撤回')
  expect(sentTo('forms.withdraw').map(({ input }) => input)).toEqual([{ form: template.form, no: 1 }])
  expect(text()).toContain('已撤回，现在按第 2009 版打印')
})
