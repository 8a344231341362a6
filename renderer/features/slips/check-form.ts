/** What a verifier fills in by the order of a paper, and which slips are whole. */
import type { CheckRow } from '@shared/contract/check-sheets'
import { itemStatuses, verificationMethods, type ItemStatus } from '@shared/domain'
import { saysSomething, type Answer, type FoundItem } from './verify-form'

/** One line of the paper: an item of a slip, or a slip that nothing is entered for. */
export interface CheckLine {
  readonly key: string
  readonly row: CheckRow
  readonly item: CheckRow['items'][number] | null
  /** Declined before: it stands, and is not asked. */
  readonly settled: boolean
}

export const linesOf = (rows: readonly CheckRow[]): CheckLine[] =>
  rows.flatMap((row): CheckLine[] =>
    row.state === 'open' && row.items.length > 0
      ? row.items.map((item) => ({ key: `${row.slipId} ${item.code}`, row, item, settled: row.declined.includes(item.code) }))
      : [{ key: row.slipId, row, item: null, settled: true }]
  )

export interface CheckedSlip {
  readonly items: Readonly<Record<string, FoundItem>>
  readonly method: string
  readonly verifiedOn: string
}
/** By id of the slip. */
export type CheckForm = Readonly<Record<string, CheckedSlip>>

const blank = (row: CheckRow): CheckedSlip => ({
  items: Object.fromEntries(row.declined.map((code) => [code, { status: 'declined', value: '' }])),
  method: '',
  verifiedOn: ''
})

export const foundOf = (form: CheckForm, { row, item }: CheckLine): FoundItem =>
  (item === null ? undefined : (form[row.slipId] ?? blank(row)).items[item.code]) ?? { status: null, value: '' }

/** @returns the form with one line entered; how and when it was verified is that of the last line of the slip */
export function entered(
  form: CheckForm,
  { row, item }: CheckLine,
  found: FoundItem,
  walk: Pick<CheckedSlip, 'method' | 'verifiedOn'>
): CheckForm {
  if (item === null) return form
  const held = form[row.slipId] ?? blank(row)
  return { ...form, [row.slipId]: { items: { ...held.items, [item.code]: found }, ...walk } }
}

export const statusOf = (found: FoundItem): ItemStatus | null => itemStatuses.find((known) => known === found.status) ?? null

/** @returns where the next line without a finding stands, from here on and then from the top; -1 when there is none */
export function nextOpen(lines: readonly CheckLine[], form: CheckForm, from: number): number {
  const isOpen = (line: CheckLine): boolean => !line.settled && statusOf(foundOf(form, line)) === null
  const after = lines.findIndex((line, at) => at >= from && isOpen(line))
  return after >= 0 ? after : lines.findIndex(isOpen)
}

/** @returns the answers of the slips every item of which is settled */
export function wholeAnswers(rows: readonly CheckRow[], form: CheckForm): ({ readonly id: string } & Answer)[] {
  return rows.flatMap((row) => {
    const slip = form[row.slipId]
    if (row.state !== 'open' || slip === undefined) return []
    const findings = row.items.flatMap(({ code }) => {
      const found = slip.items[code] ?? { status: null, value: '' }
      const status = row.declined.includes(code) ? 'declined' : statusOf(found)
      if (status === null) return []
      const value = found.value.trim()
      return [{ code, status, value: saysSomething(status) && value !== '' ? value : null }]
    })
    const method = verificationMethods.find((known) => known === slip.method)
    if (findings.length < row.items.length || method === undefined || slip.verifiedOn === '') return []
    return [{ id: row.slipId, findings, method, verifiedOn: slip.verifiedOn, note: null }]
  })
}

const textIn = (from: object, name: string): string => {
  const value: unknown = Reflect.get(from, name)
  return typeof value === 'string' ? value : ''
}
/** @returns what was kept of slips still open on the paper; null for what is no draft of it */
export function checkDraftOf(kept: unknown, rows: readonly CheckRow[]): CheckForm | null {
  if (typeof kept !== 'object' || kept === null) return null
  const form: Record<string, CheckedSlip> = {}
  for (const row of rows) {
    const slip: unknown = Reflect.get(kept, row.slipId)
    if (row.state !== 'open' || typeof slip !== 'object' || slip === null || !('items' in slip)) continue
    const items = new Map<string, unknown>(typeof slip.items === 'object' && slip.items !== null ? Object.entries(slip.items) : [])
    const known = row.items.flatMap(({ code }): [string, FoundItem][] => {
      const found = items.get(code)
      return typeof found === 'object' && found !== null
        ? [[code, { status: textIn(found, 'status') || null, value: textIn(found, 'value') }]]
        : []
    })
    form[row.slipId] = {
      items: { ...Object.fromEntries(known), ...blank(row).items },
      method: textIn(slip, 'method'),
      verifiedOn: textIn(slip, 'verifiedOn')
    }
  }
  return form
}
