/**
 * Certificates on their way through the printer: looked at first, handed over sheet by sheet, and asked about until somebody says what came out.
 * A run goes on where it stopped: what did not come out is printed next, under the same numbers.
 */
import { useFormSheets, type FormInUse } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { FormPage, FormPiece } from '@renderer/print'
import type { Output, SpecOf } from '@shared/contract'
import type { CalibrationRow } from '@shared/contract/calibrations'
import { sheetSize, type FormData } from '@shared/domain/form-template'
import { correctionOf } from '@shared/domain/printer-calibration'
import { computed, ref, shallowRef } from 'vue'

type Piece = Output<SpecOf<'certificates.pieces'>>['rows'][number]
type Sheet = Output<SpecOf<'certificates.run'>>['sheets'][number]

/** The most that lies at the printer unanswered: a pile that one person can count. */
const AT_ONCE = 100
const REPRINTED = '补打'

export function usePrintRun() {
  const { client, shell } = useOffice()
  const sheets = useFormSheets()
  const ids = shallowRef<readonly string[]>([])
  const reprint = ref<string | null>(null)
  const run = ref('')
  const form = shallowRef<FormInUse | null>(null)
  const page = shallowRef<FormPage | null>(null)
  const states = shallowRef<readonly Sheet[]>([])
  /** More than one kind of paper cannot lie in one printer. */
  const mixed = ref(false)
  const calibrations = shallowRef<readonly CalibrationRow[]>([])
  /** The one whose printer is used; null prints as the printer does. */
  const calibration = shallowRef<CalibrationRow | null>(null)

  const pieceOf = ({ number, data }: Pick<Piece, 'number' | 'data'>, again: boolean): FormPiece => {
    const said = JSON.parse(data) as FormData // Written by the ledger.
    const code = typeof said['code'] === 'string' ? { code: said['code'] } : {}
    return { data: again ? { ...said, reprint: REPRINTED } : said, title: number, ...code }
  }
  async function look(rows: readonly Piece[], again: boolean): Promise<void> {
    const [first] = rows
    mixed.value = rows.some(({ form: one, edition }) => one !== first?.form || edition !== first.edition)
    if (!first || mixed.value) return
    form.value = await sheets.get(first.form, first.edition)
    page.value = sheets.page(
      form.value.sheet,
      rows.map((row) => pieceOf(row, again)),
      { onScreen: true }
    )
    const { paper } = form.value.sheet.template
    const [width, height] = sheetSize(paper)
    const kept = paper.preprinted ? (await client.calibrations.list({ form: first.form })).rows : []
    calibrations.value = kept.filter(({ counts, size }) => counts && size[0] === width && size[1] === height)
  }

  const opening = useAction(async (wanted: { readonly ids: readonly string[]; readonly again: boolean }) => {
    ids.value = wanted.ids
    await look((await client.certificates.pieces({ ids: [...wanted.ids] })).rows, wanted.again)
    return true
  })
  const reading = useAction(async (id: string) => {
    run.value = id
    states.value = (await client.certificates.run({ run: id })).sheets
    ids.value = states.value.map(({ certificate }) => certificate)
    await look(
      (await client.certificates.pieces({ ids: [...ids.value] })).rows,
      states.value.some((sheet) => sheet.reprint)
    )
    return true
  })
  const refresh = async (): Promise<void> => {
    states.value = (await client.certificates.run({ run: run.value })).sheets
  }
  /** The sheets are marked before the printer gets them: whatever happens from here on is asked about. */
  const printing = useAction(async (printer: string | null) => {
    if (run.value === '') run.value = (await client.certificates.startRun({ ids: [...ids.value], reprint: reprint.value })).run
    const handed = await client.certificates.hand({ run: run.value, count: AT_ONCE })
    await refresh()
    const [first] = handed.sheets
    if (!first) return false
    const { sheet } = await sheets.get(first.form, first.edition)
    const { html } = sheets.page(
      sheet,
      handed.sheets.map((one) => pieceOf(one, one.reprint)),
      calibration.value === null ? {} : { correction: correctionOf(calibration.value.fit) }
    )
    const job = { html, name: `${sheet.template.label}-${first.number}`, oneSided: sheet.template.paper.preprinted }
    await shell.print(printer === null ? job : { ...job, printer: { id: printer, size: sheetSize(sheet.template.paper) } })
    return true
  })
  interface Told {
    readonly from: number
    readonly to: number
    readonly seen: 'out' | 'none' | 'spoiled'
    readonly reason: string | null
    readonly booklet: string | null
  }
  const telling = useAction(async (told: readonly Told[]) => {
    // What was told before a refusal stays told.
    try {
      for (const one of told) await client.certificates.tell({ run: run.value, ...one })
    } finally {
      await refresh()
    }
    return true
  })
  const stopping = useAction(async (_input: null, key) => {
    await client.certificates.stopRun({ run: run.value }, { key })
    await refresh()
    return true
  })
  const acts = [opening, reading, printing, telling, stopping]
  return {
    ...{ ids, reprint, run, form, page, states, mixed, calibrations, calibration, opening, reading, printing, telling, stopping },
    size: computed(() => (form.value === null ? ([210, 297] as const) : sheetSize(form.value.sheet.template.paper))),
    /** Handed over and not answered. */
    asked: computed(() => states.value.filter(({ state }) => state === 'sent')),
    left: computed(() => states.value.filter(({ state }) => state === 'queued')),
    printed: computed(() => states.value.filter(({ state }) => state === 'printed')),
    busy: computed(() => acts.some((act) => act.busy.value)),
    failure: computed(() => acts.map((act) => act.failure.value).find((found) => found !== null) ?? null),
    forget: (): void => acts.forEach((act) => (act.failure.value = null))
  }
}
export type PrintRun = ReturnType<typeof usePrintRun>
