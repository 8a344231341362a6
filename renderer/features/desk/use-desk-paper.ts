/** The papers of a request go to the printer or into a PDF, and the machine file to a stick; each leaves its line in the log. */
import { useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { deskApplication, deskReply, noticeSheet } from '@renderer/print'
import { missingGlyphs } from '@shared/domain/glyphs'
import { computed, ref } from 'vue'

export const deskForms = ['application', 'notice', 'reply'] as const
export type DeskForm = (typeof deskForms)[number]
export const deskFormLabels = { application: '申请表和回执', notice: '本人信息告知单', reply: '答复书' } as const satisfies Record<
  DeskForm,
  string
>
export type PaperWay = 'print' | 'pdf'

interface Wanted {
  readonly id: string
  readonly form: DeskForm
  readonly way: PaperWay
}

/** Characters that no bundled font draws, so that they can be written in by hand. A page is not parsed here: its styles are not this page's. */
function undrawn(html: string): string[] {
  const words = html.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]*>/g, '')
  return [...new Set(missingGlyphs(words.replace(/\s/g, '')))]
}

export function useDeskPaper() {
  const { client, shell } = useOffice()
  const session = useSession()
  const told = ref('')

  async function sheetOf({ id, form }: Wanted): Promise<{ html: string; number: number }> {
    const office = { name: session.session?.office.name ?? '', phone: session.session?.office.phone ?? '' }
    const { practice } = session
    const { request, name } = await client.desk.paper({ id, form })
    const { number } = request
    if (form === 'notice') return { html: noticeSheet({ held: await client.desk.holdings({ id }), office, practice }), number }
    const paper = { request, name, office, practice, printedOn: session.today }
    return { html: form === 'reply' ? deskReply(paper) : deskApplication(paper), number }
  }
  const printing = useAction(async (wanted: Wanted) => {
    const { html, number } = await sheetOf(wanted)
    const page = { html, name: `${deskFormLabels[wanted.form]}-${String(number)}` }
    const missing = undrawn(html)
    await (wanted.way === 'print' ? shell.print(page) : shell.savePdf(page))
    told.value = missing.length === 0 ? '' : `字库里没有这些字，纸上会是空框，请手写补上：${missing.join('、')}`
    return true
  })
  const saving = useAction(async (id: string, key) => {
    const { file } = await client.desk.exportFile({ id }, { key })
    if (await shell.saveFile(file)) told.value = `已保存 ${file.name}。里面是完整的个人信息，请当面交给本人，不要留在电脑上。`
    return true
  })
  return {
    told,
    mayPdf: shell.can('printPdf'),
    busy: computed(() => printing.busy.value || saving.busy.value),
    failure: computed(() => printing.failure.value ?? saving.failure.value),
    print: (id: string, form: DeskForm, way: PaperWay) => printing.run({ id, form, way }),
    saveFile: (id: string) => saving.run(id),
    forget(): void {
      printing.failure.value = null
      saving.failure.value = null
    }
  }
}
