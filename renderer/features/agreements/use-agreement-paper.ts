/** An agreement goes to the printer or into a PDF as it stands. */
import { useFormSheets, useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { agreementPieces } from '@renderer/print'
import type { AgreementView } from '@shared/contract/agreements'
import type { Terms } from './agreement-form'

interface Wanted {
  readonly agreement: AgreementView
  readonly terms: Terms
  readonly way: 'print' | 'pdf'
}

export function useAgreementPaper() {
  const { shell } = useOffice()
  const session = useSession()
  const sheets = useFormSheets()
  const printing = useAction(async ({ agreement, terms, way }: Wanted) => {
    const { name = '', code = '', phone = '' } = session.session?.office ?? {}
    const pieces = agreementPieces({
      ...{ agreement, office: { name, code, phone }, given: sheets.given() },
      urgencies: new Map(terms.urgencies.map((one) => [one.code, one.label]))
    })
    const { html } = sheets.page((await sheets.get('cooperation_agreement')).sheet, pieces)
    const page = { html, name: `协议-${agreement.number}` }
    await (way === 'print' ? shell.print(page) : shell.savePdf(page))
    return true
  })
  return {
    mayPdf: shell.can('printPdf'),
    busy: printing.busy,
    failure: printing.failure,
    print: (agreement: AgreementView, terms: Terms, way: Wanted['way']) => printing.run({ agreement, terms, way })
  }
}
