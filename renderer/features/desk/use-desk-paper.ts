/** The papers of a request go to the printer or into a PDF, and the machine file to a stick; each leaves its line in the log. */
import { troubleWords, useFormSheets } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { applicationPieces, noticePieces, replyPieces, type FormPiece } from '@renderer/print'
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

const formIds = {
  application: 'personal_info_application',
  notice: 'personal_info_notice',
  reply: 'personal_info_reply'
} as const satisfies Record<DeskForm, string>

export function useDeskPaper() {
  const { client, shell } = useOffice()
  const sheets = useFormSheets()
  const told = ref('')

  async function piecesOf({ id, form }: Wanted): Promise<readonly FormPiece[]> {
    const { request, name } = await client.desk.paper({ id, form })
    const given = sheets.given()
    if (form === 'notice') return noticePieces({ held: await client.desk.holdings({ id }), given })
    return form === 'reply' ? replyPieces({ request, name, given }) : applicationPieces({ request, name, given })
  }
  const printing = useAction(async (wanted: Wanted) => {
    const { sheet } = await sheets.get(formIds[wanted.form])
    const pieces = await piecesOf(wanted)
    const { html, troubles } = sheets.page(sheet, pieces)
    const page = { html, name: `${deskFormLabels[wanted.form]}-${(pieces[0]?.title ?? '').replaceAll(' ', '')}` }
    await (wanted.way === 'print' ? shell.print(page) : shell.savePdf(page))
    told.value = troubleWords(troubles)
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
