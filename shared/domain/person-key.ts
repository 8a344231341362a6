// Why: the person key of a slip is cut from the record by the whitelist, so no caller can send a field or a precision too many.
import { isDivisionCode } from './division-code'
import { slipFields, type RulePack } from './rule-pack'
import { isRecord } from './is-record'
import type { SlipKind } from './slip-kinds'

/** What a person record can offer for pairing; null where the record holds nothing. */
export interface PersonKeySource {
  name: string
  sex: string
  birth_date: string
  id_no: string | null
  /** code of the list `no_id_reason`; used only without a number */
  no_id_reason: string | null
  hukou_code: string
  hukou_text: string | null
  residence_code: string | null
  /** pass it only when the text is needed to find the person */
  residence_text: string | null
}

export type PersonKey = Readonly<Partial<Record<keyof PersonKeySource, string>>>

const sourceNames = [
  'name',
  'sex',
  'birth_date',
  'id_no',
  'no_id_reason',
  'hukou_code',
  'hukou_text',
  'residence_code',
  'residence_text'
] as const satisfies readonly (keyof PersonKeySource)[]

/** Where a slip says whom it is about: one person, a mother, or a couple. */
const keyMembers = ['person', 'mother', 'couple'] as const
export type KeyMember = (typeof keyMembers)[number]

/** @returns the member of bodies of this type that holds the person key, and how many may stand there; null when it is about nobody */
export function keyMemberOf(
  pack: RulePack,
  kind: SlipKind
): { readonly member: KeyMember; readonly block: string; readonly most: number } | null {
  const fields = slipFields(pack, kind)
  for (const member of keyMembers) {
    const field = fields[member]
    if (field?.type === 'block') return { member, block: field.block, most: field.many?.max ?? 1 }
  }
  return null
}

/** @returns the key of whom a body is about, the first of a couple; empty when it is about nobody */
export function keyIn(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const held = keyMembers.map((member) => body[member]).find((value) => value !== undefined)
  const first: unknown = Array.isArray(held) ? held[0] : held
  return isRecord(first) ? first : {}
}

/**
 * @returns the members of the person key this slip type may carry, codes shortened to the permitted length; null when the type is not about a
 *   person. The result still passes `checkSlipBody`, which reports what is missing.
 */
export function personKeyFor(pack: RulePack, kind: SlipKind, source: PersonKeySource): PersonKey | null {
  const about = keyMemberOf(pack, kind)
  if (about === null) return null
  const fields = pack.blocks[about.block]?.fields ?? {}
  const key: Partial<Record<keyof PersonKeySource, string>> = {}
  for (const name of sourceNames) {
    const field = fields[name]
    const value = name === 'no_id_reason' && source.id_no !== null ? null : source[name]
    if (field === undefined || value === null || value === '') continue
    const fitted = field.type === 'division' ? fitDivision(value, field.digits) : value
    if (fitted !== null) key[name] = fitted
  }
  return key
}

/** The longest permitted form that a code can give; a county code is written with zeros where only 12 digits are permitted. */
export function fitDivision(code: string, digits: readonly number[]): string | null {
  const longest = [...digits].sort((a, b) => b - a)
  const exact = longest.find((length) => length <= code.length)
  const fitted = exact === undefined ? code.padEnd(longest.at(-1) ?? 0, '0') : code.slice(0, exact)
  return isDivisionCode(fitted) ? fitted : null
}
