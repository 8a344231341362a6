/** A 调查核实表 goes to the printer or into a PDF; each time leaves its line in the log. */
import { useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { checkSheetPage } from '@renderer/print'
import { formatInstant } from '@shared/format'

interface Wanted {
  readonly id: string
  readonly way: 'print' | 'pdf'
}

export function useSheetPaper() {
  const { client, shell } = useOffice()
  const session = useSession()
  const printing = useAction(async ({ id, way }: Wanted) => {
    const { sheet, rows } = await client.slips.sheetPaper({ id })
    const { name: office = '' } = session.session?.office ?? {}
    const html = checkSheetPage({ sheet, rows, office, practice: session.practice, madeOn: formatInstant(sheet.at).slice(0, 10) })
    const page = { html, name: `调查核实表-${String(sheet.number)}` }
    await (way === 'print' ? shell.print(page) : shell.savePdf(page))
    return true
  })
  return {
    mayPdf: shell.can('printPdf'),
    busy: printing.busy,
    failure: printing.failure,
    print: (id: string, way: Wanted['way']) => printing.run({ id, way })
  }
}
