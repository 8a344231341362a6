// Why: a village verifies on one paper and the results come in by its order; who declined an item is not asked for it a second time.
import type { CheckRow, CheckSheet } from '@shared/contract/check-sheets'
import { askedItems, itemStatuses, itemValueText, keyIn, needsAnswer } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, QueryContext } from '../../rpc'
import { partnerNames } from '../partners'
import { assertUnrestricted, hiddenInLists, isProtectedChild, personForSlip } from '../persons'
import { inWalkingOrder, numberFrom, sexWords } from '../rosters'
import { findingsOf } from './adopt'
import { itemViews } from './body'
import { bodyOf, isSlipInScope, knownSlip, packOf } from './compose'
import { declinedItems } from './declined'
import { insertSheet, latestSheets, openOnSheet, rowsOfSheet, sheetById, sheetByNumber, type SheetRecord } from './queries/sheet-queries'
import { slipById, type SlipStored } from './queries/slip-rows'
import { nextStatus, notAllowed } from './rules'
import { isSealedItem } from './sealed-part'

const SHOWN = 50

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

interface Door {
  readonly code: string
  readonly text: string
}

/** Where in this county to go and ask, the present home before the registered one; by the file, before pairing by the slip. */
function doorOf(context: QueryContext, slip: SlipStored): Door {
  const doors = slip.person_id === null ? doorsOfSlip(keyIn(bodyOf(context, slip))) : doorsOfFile(context, slip.person_id)
  const county = context.office.code.slice(0, 6)
  return doors.find(({ code }) => code.startsWith(county)) ?? doors.find(({ code }) => code !== '') ?? { code: '', text: '' }
}
function doorsOfFile({ db }: QueryContext, id: string): Door[] {
  const person = personForSlip(db, id)
  if (person === undefined) return []
  const { residenceCode, residenceText, hukouCode, hukouText } = person
  return [
    { code: residenceCode ?? '', text: residenceText ?? '' },
    { code: hukouCode, text: hukouText }
  ].map(({ code, text }) => ({ code, text: text ?? '' }))
}
const doorsOfSlip = (key: Readonly<Record<string, unknown>>): Door[] =>
  ['residence', 'hukou'].map((place) => ({ code: textOf(key[`${place}_code`]), text: textOf(key[`${place}_text`]) }))

const mayAnswer = (slip: SlipStored): boolean => nextStatus(slip, 'submit_answer') !== null

/** A free number; another list of ours bears it once in a hundred million. */
function freeNumber(context: CommandContext): number {
  const number = numberFrom(context.newId())
  return sheetByNumber(context.db, number) === undefined ? number : freeNumber(context)
}

export function makeSheet(
  context: CommandContext,
  { ids }: { readonly ids: readonly string[] }
): { id: string; number: number; count: number } {
  const { db, now, actor } = context
  const slips = [...new Set(ids)].map((id) => {
    const slip = knownSlip(context, id)
    if (slip.direction !== 'in' || !needsAnswer(slip.kind) || (slip.pairing !== null && !mayAnswer(slip)))
      throw notAllowed(slip, '打印核实表')
    if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
    return { seq: slip.seq, sortKey: slip.subject_name ?? '', ...doorOf(context, slip) }
  })
  const id = context.newId()
  const sheet = { id, number: freeNumber(context), at: now, by: actor.displayName, account: actor.accountId, count: slips.length }
  insertSheet(
    db,
    sheet,
    inWalkingOrder(slips).map(({ seq }) => seq)
  )
  context.note({ subject: id, detail: { number: sheet.number, count: sheet.count } })
  return { id, number: sheet.number, count: sheet.count }
}

const sheetView = ({ db }: QueryContext, { id, number, at, by, count, seq }: SheetRecord): CheckSheet => ({
  ...{ id, number, at, by, count },
  open: openOnSheet(db, seq)
})

/** @throws AppError `slips.sheet_unknown`: whoever sits at a township has those he made */
function knownSheet({ actor }: QueryContext, sheet: SheetRecord | undefined): SheetRecord {
  if (sheet === undefined || (actor.scope !== null && sheet.account !== actor.accountId)) throw new AppError('slips.sheet_unknown')
  return sheet
}

export const sheets = (context: QueryContext): { rows: CheckSheet[] } => ({
  rows: latestSheets(context.db, context.actor.scope === null ? null : context.actor.accountId, SHOWN).map((sheet) =>
    sheetView(context, sheet)
  )
})

export const findSheet = (context: QueryContext, { number }: { readonly number: number }): { id: string } => ({
  id: knownSheet(context, sheetByNumber(context.db, number)).id
})

export function sheet(context: QueryContext, { id }: { readonly id: string }): { sheet: CheckSheet; rows: CheckRow[] } {
  const { db } = context
  const found = knownSheet(context, sheetById(db, id))
  const [names, hidden] = [partnerNames(db), hiddenInLists(db)]
  const rows = rowsOfSheet(db, found.seq).flatMap(({ row, id: slipId }) => {
    const slip = slipById(db, slipId)
    if (!slip || !isSlipInScope(context, slip.seq)) return []
    const isHidden = (slip.person_id !== null && hidden.has(slip.person_id)) || isProtectedChild(slip.subject_birth ?? '', context.today)
    return [isHidden ? unnamed(rowOf(context, row, slip, names)) : rowOf(context, row, slip, names)]
  })
  context.note({ subject: id, detail: { number: found.number, rows: rows.length } })
  return { sheet: sheetView(context, found), rows }
}

/** A paper for a village names no child under 14, nobody whose data are only kept or who is met with care: the office goes there itself. */
const unnamed = (row: CheckRow): CheckRow => ({
  ...row,
  name: '（由县里办理）',
  birthDate: '',
  door: '',
  state: 'done',
  items: [],
  findings: []
})

function rowOf(context: QueryContext, row: number, slip: SlipStored, names: ReadonlyMap<string, string>): CheckRow {
  const { reference } = context
  const { code, text } = doorOf(context, slip)
  const asked = askedItems(bodyOf(context, slip))
  return {
    ...{ row, slipId: slip.id, slipNo: slip.slip_no, kind: slip.kind, partnerName: names.get(slip.partner_id) ?? '', dueOn: slip.due_on },
    ...{ name: slip.subject_name, sex: sexWords(slip.subject_sex ?? ''), birthDate: slip.subject_birth ?? '' },
    door: [code === '' ? '' : reference.divisionName(code), text].filter((part) => part !== '').join(' '),
    state: stateOf(slip),
    items: itemViews(packOf(context, slip), reference, slip.kind, asked),
    findings: findings(context, slip),
    declined: declinedItems(context, slip)
  }
}

function stateOf(slip: SlipStored): CheckRow['state'] {
  if (slip.withdrawn_on !== null) return 'done'
  if (slip.pairing === null) return 'unpaired'
  if (!mayAnswer(slip)) return 'done'
  return slip.pairing === 'found' ? 'open' : 'nobody'
}

function findings(context: QueryContext, slip: SlipStored): CheckRow['findings'] {
  const pack = packOf(context, slip)
  const found = findingsOf(context, slip)
  return (found?.items ?? []).flatMap((item) => {
    const status = itemStatuses.find((known) => known === item.status)
    const code = textOf(item.code)
    if (found?.shut && isSealedItem(pack, code)) return []
    const field = pack.items[code]?.value
    if (status === undefined) return []
    return [{ code, status, value: field && item.value !== undefined ? itemValueText(pack, field, item.value) : null }]
  })
}
