/** Slips for an office without key card go to the printer or into a PDF from wherever they are shown; each leaves its line in the log. */
import { useAction, useOffice } from '@renderer/client'
import { slipPieces } from '@renderer/print'
import { ref } from 'vue'
import { troubleWords } from '../paper/trouble-words'
import { useFormSheets } from '../paper/use-form-sheets'

interface Wanted {
  readonly ids: readonly string[]
  readonly way: 'print' | 'pdf'
}

export function useSlipPaper() {
  const { client, shell } = useOffice()
  const sheets = useFormSheets()
  const told = ref('')
  const printing = useAction(async ({ ids, way }: Wanted) => {
    const { sheet } = await sheets.get('slip')
    const { rows } = await client.slips.paper({ ids: [...ids] })
    const { html, troubles } = sheets.page(sheet, slipPieces({ slips: rows, given: sheets.given() }))
    const page = { html, name: rows.length === 1 ? `交流单-${rows[0]?.slipNo ?? ''}` : `交流单-${String(rows.length)}张` }
    await (way === 'print' ? shell.print(page) : shell.savePdf(page))
    told.value = troubleWords(troubles)
    return true
  })
  return {
    told,
    mayPdf: shell.can('printPdf'),
    busy: printing.busy,
    failure: printing.failure,
    print: (ids: readonly string[], way: Wanted['way']) => printing.run({ ids, way })
  }
}
