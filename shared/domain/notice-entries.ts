// Why: what a notice tells is a row of the rule pack, so one form fills every kind, and a kind the pack gives another field needs no new code.
import { fitDivision } from './person-key'
import type { RulePack } from './rule-pack'
import type { SlipField } from './slip-field'
import type { NoticeKind } from './slip-lifecycle'

type EntryType = 'code' | 'day' | 'partial_date' | 'division' | 'integer' | 'text' | 'token'
export type NoticeEntry = Extract<SlipField, { type: EntryType }>

/** What is sealed (L4) is for the service post alone, which writes no slips: nobody is asked for it here. */
const isEntry = (field: SlipField): field is NoticeEntry =>
  field.level !== 'L4' && ['code', 'day', 'partial_date', 'division', 'integer', 'text', 'token'].includes(field.type)

/** @returns what a person fills in for a notice, by member of the body, in the order of the paper; header, grounds and person key are not among it */
export const noticeEntries = (pack: RulePack, kind: NoticeKind): [string, NoticeEntry][] =>
  Object.entries(pack.slipTypes[kind].fields).flatMap(([name, field]): [string, NoticeEntry][] => (isEntry(field) ? [[name, field]] : []))

/**
 * @param typed trimmed text of the form
 * @returns the value as it travels: a number, a code shortened to the permitted length, else the text; whether it may stand there `checkSlipBody` says
 */
export function noticeValue(field: NoticeEntry, typed: string): string | number {
  if (field.type === 'integer') return /^[0-9]{1,9}$/.test(typed) ? Number(typed) : typed
  if (field.type === 'division') return fitDivision(typed, field.digits) ?? typed
  return typed.normalize('NFC')
}
