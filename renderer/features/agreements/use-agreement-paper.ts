/** An agreement goes to the printer or into a PDF as it stands. */
import { useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { agreementSheet } from '@renderer/print'
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
  const printing = useAction(async ({ agreement, terms, way }: Wanted) => {
    const { name = '', code = '', phone = '' } = session.session?.office ?? {}
    const html = agreementSheet({
      ...{ agreement, office: { name, code, phone }, practice: session.practice, printedOn: session.today },
      urgencies: new Map(terms.urgencies.map((one) => [one.code, one.label]))
    })
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
