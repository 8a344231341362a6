// Why: rules end a form from one day to the next, but its booklets still lie in the cupboard and its certificates in people's hands.
import { afterEach, expect, test } from 'vitest'
import { formNamed } from '../../../test/kit/form-sheets'
import { clearStage, open, press, text, type Answers } from '../../../test/kit/page-stage'
import CalibrationPage from './calibration.page.vue'
import StockPage from './stock.page.vue'

const { template, html, css, sample } = formNamed('marriage_birth_booklet')
const { form, label, group, use, source } = template
const answers = (inForce: boolean): Answers => ({
  'forms.list': () => ({
    rows: [
      { form, edition: '2009+2', label, group, use, paper: '106×72', preprinted: true, validFrom: '2007', inForce, source, changed: true }
    ]
  }),
  'forms.get': () => ({ edition: '2009+2', template, html, css }),
  'forms.sample': () => ({ data: sample }),
  'calibrations.list': () => ({ rows: [] }),
  'certificates.blocks': () => ({ rows: [] }),
  'certificates.reasons': () => ({ void: [], reissue: [], reprint: [], spoil: [], block_return: [] }),
  'booklets.balance': () => ({
    on: '2026-03-05',
    rows: [{ unit: null, unitName: '县', received: 9, givenIn: 0, givenOut: 0, used: 0, spoiled: 0, lost: 0, left: 9 }]
  })
})
const grants = ['certificates.read', 'certificates.write', 'certificates.manage']
afterEach(clearStage)

test.each([
  [true, null],
  [false, '2009+2']
])('in force %s › the printer is measured on edition %s', async (inForce, edition) => {
  const { sentTo } = await open(CalibrationPage, answers(inForce), grants)
  for (const method of ['forms.get', 'forms.sample']) expect(sentTo(method).map(({ input }) => input)).toEqual([{ form, edition }])
  expect(text()).not.toContain('没有办成')
})

test.each([true, false])('in force %s › what is left of its booklets is told with what to do', async (inForce) => {
  await open(StockPage, answers(inForce), grants)
  await press('空白册子')
  expect(text()).toContain('第一本册号')
  expect(text().includes('不再签发“流动人口婚育证明（册页套打）”。剩下的空白册子请清点，按报废登记')).toBe(!inForce)
})
