/**
 * 套打校准: a sheet is printed, its crosses are measured, and the office keeps how that printer prints aside. What was typed is solved at once, so
 * that a slip of the hand is seen before anything is saved.
 */
import { useFormSheets, useSession, type FormInUse } from '@renderer/app'
import { useAction, useOffice, useOfficeEvent } from '@renderer/client'
import { calibrationSheet } from '@renderer/print'
import type { PrintJob } from '@shared/contract'
import type { CalibrationRow } from '@shared/contract/calibrations'
import { sheetSize, type FormData } from '@shared/domain/form-template'
import { calibrationMarks, correctionOf, solveCalibration, type PaperPoint } from '@shared/domain/printer-calibration'
import { computed, ref, shallowRef, watch } from 'vue'
import { readMm } from './calibration-words'

const A4 = [210, 297] as const

/** @param editionOf edition of a form that is no longer in force; null for today’s */
export function useCalibration(editionOf: (form: string) => string | null) {
  const { client, shell } = useOffice()
  const session = useSession()
  const sheets = useFormSheets()
  const form = ref<string | null>(null)
  const printer = ref('')
  const tray = ref('')
  /** By `1x`, `1y`, `2x`, as typed. */
  const typed = ref<Record<string, string>>({})
  const tried = ref(false)
  const inUse = shallowRef<FormInUse | null>(null)
  const sample = shallowRef<FormData>({})
  const rows = shallowRef<readonly CalibrationRow[]>([])
  /** The one that was taken away last, until something else is done. */
  const removed = shallowRef<CalibrationRow | null>(null)
  const failure = shallowRef<unknown>(null)

  const size = computed(() => (inUse.value === null ? A4 : sheetSize(inUse.value.sheet.template.paper)))
  const marks = computed(() => calibrationMarks(size.value))
  const measured = computed<readonly (PaperPoint | null)[]>(() =>
    marks.value.map((_mark, at) => {
      const [x, y] = [readMm(typed.value[`${String(at + 1)}x`] ?? ''), readMm(typed.value[`${String(at + 1)}y`] ?? '')]
      return x === null || y === null ? null : { x, y }
    })
  )
  const solved = computed(() => {
    const points = measured.value.filter((point) => point !== null)
    return points.length < marks.value.length ? null : solveCalibration(size.value, points)
  })
  const inForce = computed(() =>
    rows.value.find((row) => row.counts && row.printer === printer.value.trim() && row.tray === tray.value.trim())
  )
  const fit = computed(() => (solved.value !== null && 'fit' in solved.value ? solved.value.fit : (inForce.value?.fit ?? null)))
  const faults = computed<Record<string, string>>(() => {
    if (!tried.value) return {}
    const missing = marks.value.flatMap((_mark, at) =>
      (['x', 'y'] as const).map((axis) => `${String(at + 1)}${axis}`).filter((name) => readMm(typed.value[name] ?? '') === null)
    )
    return {
      ...(printer.value.trim() === '' ? { printer: '必填' } : {}),
      ...Object.fromEntries(missing.map((name) => [name, '请填毫米数，例如 10.5']))
    }
  })

  let asked = 0
  async function load(): Promise<void> {
    const wanted = form.value
    if (wanted === null) return
    const turn = (asked += 1)
    try {
      const [kept, found, made] = await Promise.all([
        client.calibrations.list({ form: wanted }),
        sheets.get(wanted, editionOf(wanted)),
        client.forms.sample({ form: wanted, edition: editionOf(wanted) })
      ])
      if (turn !== asked) return
      rows.value = kept.rows
      inUse.value = found
      // The program's own made-up data: docs/formats/forms.md.
      sample.value = made.data as FormData
    } catch (error) {
      failure.value = error
    }
  }
  let loading = Promise.resolve()
  watch(form, () => (loading = load()))
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('forms')) void load()
  })

  const label = computed(() => inUse.value?.sheet.template.label ?? '')
  const sheet = computed(() =>
    inUse.value === null
      ? ''
      : calibrationSheet({
          ...{ size: size.value, form: label.value, printer: printer.value, tray: tray.value },
          ...{ practice: session.practice, printedOn: session.today }
        })
  )
  const trial = computed(() => {
    if (inUse.value === null || fit.value === null) return ''
    const how = { trial: true, correction: correctionOf(fit.value) }
    return sheets.page(inUse.value.sheet, [{ data: sample.value, title: '试打' }], how).html
  })
  const printing = useAction(async ({ what, to }: { readonly what: 'sheet' | 'trial'; readonly to: string | null }) => {
    // Whoever is quicker than the form waits for it.
    await loading
    const html = what === 'sheet' ? sheet.value : trial.value
    if (html === '') return false
    const job: PrintJob = {
      html,
      name: what === 'sheet' ? '套打校准页' : '套打试打',
      oneSided: true
    }
    return shell.print(to === null ? job : { ...job, printer: { id: to, size: size.value } })
  })
  const saving = useAction(async (_input: string, key) => {
    if (form.value === null) return false
    const points = measured.value.filter((point) => point !== null)
    await client.calibrations.save({ form: form.value, printer: printer.value, tray: tray.value, measured: points }, { key })
    typed.value = {}
    tried.value = false
    return true
  })
  /** Undefined when it was not saved. */
  async function save(): Promise<true | undefined> {
    tried.value = true
    if (Object.keys(faults.value).length > 0 || solved.value === null || 'fault' in solved.value) return undefined
    return (await saving.run(JSON.stringify([form.value, printer.value, tray.value, typed.value]))) === true || undefined
  }
  const removing = useAction(async (row: CalibrationRow, key) => {
    await client.calibrations.remove({ id: row.id }, { key })
    removed.value = row
    return true
  })
  const restoring = useAction(async (row: CalibrationRow, key) => {
    await client.calibrations.restore({ id: row.id }, { key })
    removed.value = null
    return true
  })
  const acts = [printing, saving, removing, restoring]
  return {
    ...{ form, printer, tray, typed, tried, inUse, rows, removed, size, marks, solved, fit, faults, sheet, trial },
    ...{ printing, save, saving, removing, restoring },
    failure: computed(() => [failure, ...acts.map((act) => act.failure)].find(({ value }) => value !== null)?.value ?? null),
    forget(): void {
      failure.value = null
      for (const act of acts) act.failure.value = null
    }
  }
}
