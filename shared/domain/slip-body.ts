// Why: a slip carries the least that answers the question, so every body passes this whitelist when it leaves and when it arrives. PV-2.
import { findingOfLine } from './finding-line'
import { isRecord } from './is-record'
import { plainFieldFault, type PlainFault, type PlainSlipField, type SlipField } from './slip-field'
import { slipFields, type ItemRule, type RulePack, type SlipTypeRule } from './rule-pack'
import { exceedsLevel } from './sensitivity'
import { tableFault } from './return-table'
import type { SlipKind } from './slip-kinds'

export const slipBodyReasons = {
  kind_disabled: '现行规则不使用这类单',
  unknown: '不在这类单允许的栏目内',
  forbidden: '这类单不得含有此项',
  missing: '缺少必填项',
  type: '数据类型不对',
  value: '值不在允许范围内',
  too_long: '内容过长',
  unsafe_text: '含有不可见或控制字符',
  level: '敏感级别超过这类单的上限',
  consent: '没有本人同意或申请的记录',
  legal_basis: '这一事项没有相应的法律依据',
  not_asked: '对方没有询问此项',
  unanswered: '对方询问的事项没有结论',
  conflict: '与同一张单的其他内容矛盾'
} as const

export type SlipBodyReason = keyof typeof slipBodyReasons

/** `field` is the member of `body` at fault (as a receipt reports it), `path` the exact place: `person.id_no`, `items.2.value`. */
export type SlipBodyCheck = { ok: true } | { ok: false; field: string; path: string; reason: SlipBodyReason }

export interface SlipBodyContext {
  /** item codes the request asked for; with it a reply may hold no other and, when the person was found, must settle each */
  asked?: readonly string[]
}

interface Scope {
  pack: RulePack
  kind: SlipKind
  rule: SlipTypeRule
  never: ReadonlySet<string>
  body: Readonly<Record<string, unknown>>
  hasConsent: boolean
  asked: readonly string[] | null
}

interface Fault {
  path: string
  reason: SlipBodyReason
}

const fault = (path: string, reason: SlipBodyReason): Fault => ({ path, reason })
/**
 * Judges the body of a slip against the pack in force, on both sides alike.
 * @param body parsed JSON; never trusted
 * @returns the first fault found; the order of checks is: type in use, forbidden names, unknown members, fields, meaning
 */
export function checkSlipBody(pack: RulePack, kind: SlipKind, body: unknown, context: SlipBodyContext = {}): SlipBodyCheck {
  const rule = pack.slipTypes[kind]
  if (!rule.enabled) return refused(fault('type', 'kind_disabled'))
  if (!isRecord(body)) return refused(fault('', 'type'))
  const scope: Scope = {
    pack,
    kind,
    rule,
    never: neverOf(rule),
    body,
    hasConsent: typeof body.consent_ref === 'string',
    asked: context.asked ?? null
  }
  const found =
    forbiddenFault(scope, body, '') ??
    membersFault(scope, slipFields(pack, kind), body, '') ??
    exclusiveFault(pack, rule.include, body, '') ??
    basisFault(scope) ??
    orderFault(body) ??
    answerFault(scope) ??
    (kind === 'TJ' ? tableFault(body) : null) ??
    (kind === 'BZ' ? correctionFault(scope) : null)
  return found === null ? { ok: true } : refused(found)
}

const neverOfRule = new WeakMap<SlipTypeRule, ReadonlySet<string>>()

function neverOf(rule: SlipTypeRule): ReadonlySet<string> {
  const names = neverOfRule.get(rule) ?? new Set(rule.never)
  neverOfRule.set(rule, names)
  return names
}

const refused = ({ path, reason }: Fault): SlipBodyCheck => ({ ok: false, field: path.split('.')[0] ?? '', path, reason })

/** @returns the codes a request asks about, as its reply is judged by */
export function askedItems(body: unknown): string[] {
  if (!isRecord(body)) return []
  const listed = [...asList(body.items), ...asList(body.questions)]
  return listed.map((entry) => (isRecord(entry) ? entry.code : entry)).filter((code) => typeof code === 'string')
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function forbiddenFault(scope: Scope, value: unknown, prefix: string): Fault | null {
  if (Array.isArray(value)) return firstFault(value, (entry, index) => forbiddenFault(scope, entry, `${prefix}${index}.`))
  if (!isRecord(value)) return null
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    if (scope.never.has(name)) return fault(prefix + name, 'forbidden')
    const inner = value[name]
    const found = typeof inner === 'object' ? forbiddenFault(scope, inner, `${prefix}${name}.`) : null
    if (found !== null) return found
  }
  return null
}

function firstFault<T>(list: readonly T[], judge: (entry: T, index: number) => Fault | null): Fault | null {
  let index = 0
  for (const entry of list) {
    const found = judge(entry, index)
    if (found !== null) return found
    index += 1
  }
  return null
}

function membersFault(
  scope: Scope,
  fields: Readonly<Record<string, SlipField>>,
  value: Readonly<Record<string, unknown>>,
  prefix: string
): Fault | null {
  const entries = entriesOf(fields)
  let known = 0
  for (const [name] of entries) if (value[name] !== undefined) known += 1
  const names = Object.keys(value)
  const unknown = known === names.length ? undefined : names.find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) return fault(prefix + unknown, 'unknown')
  for (const [name, field] of entries) {
    const found = memberFault(scope, field, value[name], prefix + name, value)
    if (found !== null) return found
  }
  return null
}

type Fields = Readonly<Record<string, SlipField>>
const entriesOfFields = new WeakMap<Fields, readonly (readonly [string, SlipField])[]>()

function entriesOf(fields: Fields): readonly (readonly [string, SlipField])[] {
  const entries = entriesOfFields.get(fields) ?? Object.entries(fields)
  entriesOfFields.set(fields, entries)
  return entries
}

function memberFault(
  scope: Scope,
  field: SlipField,
  member: unknown,
  path: string,
  owner: Readonly<Record<string, unknown>>
): Fault | null {
  if (member === undefined) return field.required ? fault(path, 'missing') : null
  if (exceedsLevel(field.level, scope.rule.maxLevel)) return fault(path, 'level')
  if (field.needsConsent && !scope.hasConsent) return fault(path, 'consent')
  return fieldFault(scope, field, member, path, owner)
}

function fieldFault(scope: Scope, field: SlipField, member: unknown, path: string, owner: Readonly<Record<string, unknown>>): Fault | null {
  if (field.many === undefined) return valueFault(scope, field, member, path, owner)
  if (!Array.isArray(member)) return fault(path, 'type')
  if (member.length < field.many.min) return fault(path, 'missing')
  if (member.length > field.many.max) return fault(path, 'too_long')
  const entries: unknown[] = member
  return firstFault(entries, (entry, index) => valueFault(scope, field, entry, `${path}.${index}`, owner)) ?? repeatFault(entries, path)
}

/** The same item, number or code twice in one list would make two answers to one question. */
function repeatFault(entries: readonly unknown[], path: string): Fault | null {
  if (entries.length < 2) return null
  const keys = entries.map((entry) => (isRecord(entry) ? (entry.code ?? entry.slip_no ?? entry.blob ?? null) : entry))
  const seen = new Set<unknown>()
  const index = keys.findIndex((key) => key !== null && seen.size === seen.add(key).size)
  return index < 0 ? null : fault(`${path}.${index}`, 'conflict')
}

function valueFault(scope: Scope, field: SlipField, value: unknown, path: string, owner: Readonly<Record<string, unknown>>): Fault | null {
  switch (field.type) {
    case 'block':
      return blockFault(scope, field.block, value, path)
    case 'kind':
      return value === scope.kind ? null : fault(path, 'value')
    case 'pack':
      return value === scope.pack.id ? null : fault(path, 'value')
    case 'item':
      return itemFault(scope, value, path, owner)
    case 'item_value':
      return itemValueFault(scope, value, path, owner)
    default:
      return plainFault(field, value, path)
  }
}

function plainFault(field: PlainSlipField, value: unknown, path: string): Fault | null {
  const reason: PlainFault | null = plainFieldFault(field, value)
  return reason === null ? null : fault(path, reason)
}

function blockFault(scope: Scope, name: string, value: unknown, path: string): Fault | null {
  const block = scope.pack.blocks[name]
  if (block === undefined || !isRecord(value)) return fault(path, 'type')
  return membersFault(scope, block.fields, value, `${path}.`) ?? exclusiveFault(scope.pack, [name], value, `${path}.`)
}

function exclusiveFault(pack: RulePack, blocks: readonly string[], value: Readonly<Record<string, unknown>>, prefix: string): Fault | null {
  const groups = blocks.flatMap((name) => pack.blocks[name]?.exactlyOne ?? [])
  return firstFault(groups, (group) => {
    const present = group.filter((name) => Object.hasOwn(value, name))
    if (present.length === 1) return null
    return present.length === 0 ? fault(prefix + (group[0] ?? ''), 'missing') : fault(prefix + (present[1] ?? ''), 'conflict')
  })
}

function itemFault(scope: Scope, value: unknown, path: string, owner: Readonly<Record<string, unknown>>): Fault | null {
  if (typeof value !== 'string') return fault(path, 'type')
  const item = itemOf(scope, value)
  if (item === null || !item.slipTypes.includes(scope.kind)) return fault(path, 'value')
  if (exceedsLevel(item.level, scope.rule.maxLevel)) return fault(path, 'level')
  if (scope.asked !== null && !scope.asked.includes(value)) return fault(path, 'not_asked')
  const basis = scope.body.legal_basis_code
  if (item.legalBases.length > 0 && !(typeof basis === 'string' && item.legalBases.includes(basis))) return fault(path, 'legal_basis')
  return item.needsConsent && !holdsNoFinding(owner) && !scope.hasConsent ? fault(path, 'consent') : null
}

const holdsNoFinding = (entry: Readonly<Record<string, unknown>>): boolean => entry.status === 'declined' || entry.status === 'unverifiable'

const itemOf = (scope: Scope, code: unknown): ItemRule | null =>
  typeof code === 'string' && Object.hasOwn(scope.pack.items, code) ? (scope.pack.items[code] ?? null) : null

/** A value belongs to a finding: 属实 or 不符 may carry one, 无法核实 and 本人不同意提供 never do. */
function itemValueFault(scope: Scope, value: unknown, path: string, owner: Readonly<Record<string, unknown>>): Fault | null {
  const item = itemOf(scope, owner.code)
  if (item?.value === null || item?.value === undefined) return fault(path, 'unknown')
  if (holdsNoFinding(owner)) return fault(path, 'conflict')
  if (item.needsConsent && !scope.hasConsent) return fault(path, 'consent')
  return fieldFault(scope, item.value, value, path, owner)
}

/** A basis that rests on the person's word names its record. */
function basisFault({ pack, body }: Scope): Fault | null {
  const basis = pack.legalBases.find((known) => known.code === body.legal_basis_code)
  return basis?.needsConsentRef === true && typeof body.consent_ref !== 'string' ? fault('consent_ref', 'consent') : null
}

function orderFault(body: Readonly<Record<string, unknown>>): Fault | null {
  const { issued_on: issued, due_on: due } = body
  return typeof issued === 'string' && typeof due === 'string' && due < issued ? fault('due_on', 'conflict') : null
}

/** What puts an answer right says no more of an item than an answer may, and never what is above a correction's own level. */
function correctionFault(scope: Scope): Fault | null {
  const { corrected_field: field, corrected_value: value } = scope.body
  if (typeof field !== 'string' || typeof value !== 'string') return null
  const fields = slipFields(scope.pack, 'FK')
  const reply: Scope = { ...scope, kind: 'FK' }
  const found =
    itemOf(scope, field) === null ? plainMemberFault(reply, fields[field], value) : findingFault(reply, fields.items, field, value)
  return found === null ? null : fault('corrected_value', found.reason)
}

const plainMemberFault = (scope: Scope, field: SlipField | undefined, value: string): Fault | null =>
  field === undefined ? null : valueFault(scope, field, value, '', {})

function findingFault(scope: Scope, list: SlipField | undefined, code: string, line: string): Fault | null {
  const finding = findingOfLine(scope.pack, code, line)
  return finding === null || list?.type !== 'block' ? fault('', 'value') : blockFault(scope, list.block, finding, '')
}

/** A reply about a person who was found settles every requested item; about one who was not, it holds no findings. */
function answerFault({ kind, body, asked }: Scope): Fault | null {
  if (kind !== 'FK') return null
  const answered = askedItems({ items: body.items })
  if (body.pairing_result !== 'found') return answered.length === 0 ? null : fault('items', 'conflict')
  const open = (asked ?? []).some((code) => !answered.includes(code))
  return answered.length === 0 || open ? fault('items', 'unanswered') : null
}
