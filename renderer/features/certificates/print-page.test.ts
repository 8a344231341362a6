// Why: whoever presses to print meets the page's own bolts: nothing goes to the printer without a telephone on the paper, or with words that do not fit.
import { afterEach, expect, test, vi } from 'vitest'
import { formNamed } from '../../../test/kit/form-sheets'
import { clearStage, open, press, text } from '../../../test/kit/page-stage'
import PrintPage from './print.page.vue'

const ID = '0190aaaa-0000-7000-8000-0000000000a1'
const RUN = '0190aaaa-0000-7000-8000-000000000001'
const { template, html, css, sample } = formNamed('marriage_birth')

function stage(said: Readonly<Record<string, string>>) {
  history.replaceState({ ids: [ID] }, '')
  const piece = {
    id: ID,
    number: '610802000202600001',
    form: template.form,
    edition: template.edition,
    data: JSON.stringify({ ...sample, ...said })
  }
  return open(
    PrintPage,
    {
      'certificates.pieces': () => ({ rows: [piece] }),
      'certificates.reasons': () => ({ void: [], reissue: [], reprint: [], spoil: [], block_return: [] }),
      'forms.get': () => ({ edition: template.edition, template, html, css }),
      'certificates.startRun': () => ({ run: RUN, count: 1 }),
      'certificates.hand': () => ({ sheets: [{ ...piece, position: 1, reprint: false }] }),
      'certificates.run': () => ({
        sheets: [{ position: 1, certificate: ID, number: piece.number, reprint: false, state: 'sent', spoiled: 0 }]
      })
    },
    ['certificates.read', 'certificates.write']
  )
}
afterEach(() => {
  clearStage()
  history.replaceState(null, '')
})

test.each([
  ['all that is owed', { officePhone: '0912-1' }, 1, '打印机出纸了吗'],
  ['no telephone', { officePhone: '' }, 0, '没有填联系电话'],
  ['a name that fits nowhere', { officePhone: '0912-1', hukou: '长'.repeat(4000) }, 0, '有放不下的内容，不能打印']
])('%s › pressed to print › goes to the printer, or not a number is handed out', async (_what, said, times, words) => {
  const { shell, sentTo } = await stage(said)
  await press('打印 1 份')
  await vi.waitFor(() => expect(text()).toContain(words))
  expect(shell.print).toHaveBeenCalledTimes(times)
  expect(sentTo('certificates.startRun')).toHaveLength(times)
})
