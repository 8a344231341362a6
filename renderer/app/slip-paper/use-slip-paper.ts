/** Slips for an office without key card go to the printer or into a PDF from wherever they are shown; each leaves its line in the log. */
import { useAction, useOffice } from '@renderer/client'
import { slipSheets } from '@renderer/print'
import { missingGlyphs } from '@shared/domain'
import { ref } from 'vue'
import { useSession } from '../session-store'

interface Wanted {
  readonly ids: readonly string[]
  readonly way: 'print' | 'pdf'
}

/** Characters that no bundled font draws, so that they can be written in by hand. */
function undrawn(html: string): string[] {
  const words = html.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]*>/g, '')
  return [...new Set(missingGlyphs(words.replace(/\s/g, '')))]
}

export function useSlipPaper() {
  const { client, shell } = useOffice()
  const session = useSession()
  const told = ref('')
  const printing = useAction(async ({ ids, way }: Wanted) => {
    const { rows } = await client.slips.paper({ ids: [...ids] })
    const { name = '', phone = '' } = session.session?.office ?? {}
    const html = slipSheets({ slips: rows, office: { name, phone }, practice: session.practice, printedOn: session.today })
    const missing = undrawn(html)
    const page = { html, name: rows.length === 1 ? `交流单-${rows[0]?.slipNo ?? ''}` : `交流单-${String(rows.length)}张` }
    await (way === 'print' ? shell.print(page) : shell.savePdf(page))
    told.value = missing.length === 0 ? '' : `字库里没有这些字，纸上会是空框，请手写补上：${missing.join('、')}`
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
