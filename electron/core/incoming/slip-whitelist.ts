// Why: a bundle brings a hundred thousand bodies, so the whitelist of each kind is prepared once; it never accepts what checkSlipBody refuses.
import {
  checkSlipBody,
  exceedsLevel,
  isDay,
  isDivisionCode,
  isInForce,
  isPartialDate,
  isPlaceholderId,
  lifecycleKinds,
  NAME_MAX,
  slipFields,
  type RulePack,
  type SlipField,
  type SlipKind
} from '@shared/domain'
import { isBody, type Body } from './slip-row'

type Test = (value: unknown, owner: Body) => boolean

/** The kinds this program can work with; others go back to their author with this field named. */
const handled: readonly SlipKind[] = [...lifecycleKinds, 'CH']

/** What speaks of another slip names its record. */
const NEEDS_REF: ReadonlySet<SlipKind> = new Set(['FK', 'TH', 'BZ'])

const ID = /^[0-9a-f]{32}$/
/** Plain letters of the trade: any text of these is harmless, the rest is left to the careful check. */
const PLAIN = /^[ -~\u00b7\u2014\u2018-\u201d\u2026\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]+$/
const ID_NO = /^[1-8][0-9]{5}(?:[0-9]{9}|[0-9]{11}[0-9X])$/
const PHONE = /^\+?[0-9][0-9-]{2,19}$/
const SLIP_NO = /^[0-9A-Z][0-9A-Z-]{3,47}$/
const TOKEN = /^[0-9A-Za-z_-]{1,64}$/

const isPlainText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value.length <= max && PLAIN.test(value) && value.trim() !== ''

/** @returns a test that is true only for values that the whitelist allows; what it cannot tell cheaply it calls false */
function testOf(pack: RulePack, kind: SlipKind, field: SlipField): Test {
  const single = singleTest(pack, kind, field)
  const { many } = field
  if (!many) return single
  return (value, owner) => {
    if (!Array.isArray(value) || value.length < many.min || value.length > many.max) return false
    const entries: unknown[] = value
    return entries.every((entry) => single(entry, owner)) && hasNoRepeat(entries)
  }
}

function hasNoRepeat(entries: readonly unknown[]): boolean {
  if (entries.length < 2) return true
  const keys = entries
    .map((entry) => (isBody(entry) ? (entry.code ?? entry.slip_no ?? entry.blob) : entry))
    .filter((key) => key !== undefined)
  return new Set(keys).size === keys.length
}

const byPattern =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === 'string' && pattern.test(value)

function singleTest(pack: RulePack, kind: SlipKind, field: SlipField): Test {
  switch (field.type) {
    case 'text':
      return (value) => isPlainText(value, field.max)
    case 'name':
      return (value) => isPlainText(value, NAME_MAX) && typeof value === 'string' && value === value.normalize('NFC')
    case 'code': {
      const codes = new Set<unknown>(field.codes)
      return (value) => codes.has(value)
    }
    case 'division': {
      const lengths = new Set<number>(field.digits)
      return (value) => typeof value === 'string' && lengths.has(value.length) && isDivisionCode(value)
    }
    case 'integer':
      return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= field.min && value <= field.max
    case 'day':
      return (value) => typeof value === 'string' && isDay(value)
    case 'partial_date':
      return (value) => typeof value === 'string' && isPartialDate(value)
    case 'id_no':
      return (value) => typeof value === 'string' && ID_NO.test(value) && !isPlaceholderId(value)
    case 'phone':
      return byPattern(PHONE)
    case 'slip_no':
      return byPattern(SLIP_NO)
    case 'token':
      return byPattern(TOKEN)
    case 'kind':
      return (value) => value === kind
    case 'pack':
      return (value) => value === pack.id
    case 'item': {
      const plain = plainItems(pack, kind)
      return (value) => plain.has(value)
    }
    case 'block': {
      const block = pack.blocks[field.block]
      return block === undefined ? () => false : membersTest(pack, kind, block.fields, block.exactlyOne)
    }
    default:
      return () => false
  }
}

/** Items that need neither consent nor a certain basis; the others are judged with care. */
const plainItems = (pack: RulePack, kind: SlipKind): ReadonlySet<unknown> =>
  new Set(
    Object.entries(pack.items)
      .filter(
        ([, item]) =>
          item.slipTypes.includes(kind) &&
          !item.needsConsent &&
          item.legalBases.length === 0 &&
          !exceedsLevel(item.level, pack.slipTypes[kind].maxLevel)
      )
      .map(([code]) => code)
  )

function membersTest(
  pack: RulePack,
  kind: SlipKind,
  fields: Readonly<Record<string, SlipField>>,
  groups: readonly (readonly string[])[]
): (value: unknown) => boolean {
  const { never, maxLevel } = pack.slipTypes[kind]
  const safe = Object.entries(fields).filter(
    ([name, field]) => !field.needsConsent && !exceedsLevel(field.level, maxLevel) && !never.includes(name)
  )
  const tests = new Map(safe.map(([name, field]) => [name, testOf(pack, kind, field)]))
  const required = Object.entries(fields)
    .filter(([, field]) => field.required)
    .map(([name]) => name)
  return (value) => {
    if (!isBody(value)) return false
    for (const name of required) if (value[name] === undefined) return false
    for (const name in value) if (tests.get(name)?.(value[name], value) !== true) return false
    for (const group of groups) if (group.filter((name) => value[name] !== undefined).length !== 1) return false
    return true
  }
}

/** @returns the quick test of one kind: true means allowed, false means ask `checkSlipBody` */
export function quickTest(pack: RulePack, kind: SlipKind): (body: unknown) => boolean {
  const rule = pack.slipTypes[kind]
  // Whether a table adds up, and what a correction may say of an item, is told by the careful check alone.
  if (!rule.enabled || kind === 'TJ' || kind === 'BZ') return () => false
  const groups = rule.include.flatMap((name) => pack.blocks[name]?.exactlyOne ?? [])
  const members = membersTest(pack, kind, slipFields(pack, kind), groups)
  const freeBases = new Set<unknown>(pack.legalBases.filter((basis) => !basis.needsConsentRef).map((basis) => basis.code))
  return (body) => {
    if (!members(body) || !isBody(body)) return false
    if (body.legal_basis_code !== undefined && !freeBases.has(body.legal_basis_code) && typeof body.consent_ref !== 'string') return false
    if (typeof body.due_on === 'string' && typeof body.issued_on === 'string' && body.due_on < body.issued_on) return false
    return kind !== 'FK' || isPlainAnswer(body)
  }
}

const isPlainAnswer = (body: Body): boolean => {
  const count = Array.isArray(body.items) ? body.items.length : 0
  return body.pairing_result === 'found' ? count > 0 : count === 0
}

const prepared = new WeakMap<RulePack, Map<SlipKind, (body: unknown) => boolean>>()

function quickTestOf(pack: RulePack, kind: SlipKind): (body: unknown) => boolean {
  const kinds = prepared.get(pack) ?? new Map<SlipKind, (body: unknown) => boolean>()
  prepared.set(pack, kinds)
  const test = kinds.get(kind) ?? quickTest(pack, kind)
  kinds.set(kind, test)
  return test
}

export interface IncomingSlip {
  readonly id: unknown
  readonly rev: unknown
  readonly kind: unknown
  readonly ref: unknown
  readonly author: unknown
  readonly body: unknown
}

export interface SlipRefusal {
  readonly code: 'E_SCHEMA'
  /** Member of the slip or of its body at fault. */
  readonly field: string
}

const refusal = (field: string): SlipRefusal => ({ code: 'E_SCHEMA', field })

/**
 * Judges one slip line as it arrives; the same whitelist that guards what leaves.
 * @param rules the office's own pack first; any other counts only if it was in force on the day the slip was issued, or before it for an answer
 */
export function checkIncoming(rules: readonly RulePack[], { id, rev, kind, ref, body }: IncomingSlip): SlipRefusal | null {
  if (typeof id !== 'string' || !ID.test(id)) return refusal('id')
  if (typeof rev !== 'number' || !Number.isSafeInteger(rev) || rev < 1 || rev > 1_000_000) return refusal('rev')
  if (ref !== null && (typeof ref !== 'string' || !ID.test(ref))) return refusal('ref')
  if (!isBody(body)) return refusal('body')
  const slipKind = handled.find((known) => known === body.type)
  if (slipKind === undefined) return refusal('type')
  const pack = packOf(rules, slipKind, body)
  if (pack === null) return refusal('policy_profile')
  if (pack.slipTypes[slipKind].exchangeKind !== kind) return refusal('kind')
  if (NEEDS_REF.has(slipKind) && ref === null) return refusal('ref')
  if (quickTestOf(pack, slipKind)(body)) return null
  const verdict = checkSlipBody(pack, slipKind, body)
  return verdict.ok ? null : refusal(verdict.field)
}

/** Keeps to the rules of the slip it belongs to, however long after them it is written. */
const FOLLOWS: ReadonlySet<SlipKind> = new Set([...NEEDS_REF, 'QR'])

function packOf(rules: readonly RulePack[], kind: SlipKind, body: Body): RulePack | null {
  const pack = rules.find((known) => known.id === body.policy_profile)
  if (pack === undefined) return null
  if (pack === rules[0]) return pack
  const issued = body.issued_on
  const validity = FOLLOWS.has(kind) ? { ...pack, validTo: null } : pack
  return typeof issued === 'string' && isDay(issued) && isInForce(validity, issued) ? pack : null
}
