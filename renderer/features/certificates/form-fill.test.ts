// Why: a form goes into people's hands, so without the telephone for complaints it goes nowhere, and the page says who writes it where.
import { afterEach, expect, test, vi } from 'vitest'
import { formNamed } from '../../../test/kit/form-sheets'
import { clearStage, open, press, status, text } from '../../../test/kit/page-stage'
import FormFill from './form-fill.page.vue'

const { template, html, css } = formNamed('notice_resident')
const whole = status(['forms.print'])
function fill(phone: string) {
  const office = { ...whole.office, phone }
  const answers = {
    'office.status': () => ({ ...whole, office, session: { ...whole.session, office } }),
    'forms.get': () => ({ edition: template.edition, template, html, css }),
    'forms.begin': () => ({ edition: template.edition, data: {} }),
    'forms.printed': () => ({ form: template.form })
  }
  return open(FormFill, answers, [], 'main', { path: '/forms/:form', at: '/forms/notice_resident' })
}
afterEach(clearStage)

test.each([
  ['', 0],
  ['0912-1', 1]
])('telephone of the office “%s” › printed %i times, and told only where there is none', async (phone, times) => {
  const { shell, sentTo } = await fill(phone)
  await press('打印')
  await vi.waitFor(() => expect(text().includes('本单位没有填联系电话')).toBe(phone === ''))
  expect(shell.print).toHaveBeenCalledTimes(times)
  expect(sentTo('forms.printed')).toHaveLength(times)
})
