// Why: a body leaves this office only as the rule pack lets it, so every body is put together and judged in this one place. PV-2.
import {
  checkSlipBody,
  divisionCode12,
  isDivisionCode,
  isPlausiblePhone,
  isSlipKind,
  findingOfLine,
  itemsOfSlipKind,
  itemValueOf,
  itemValueText,
  normalisePhone,
  returnNumberLabels,
  slipBodyReasons,
  slipFields,
  tablePeriodLabels,
  tablePeriodOf,
  tableRowLabels,
  writtenKinds,
  type ItemStatus,
  type NoticeEntry,
  type ReferenceBook,
  type RulePack,
  type SlipBodyContext,
  type SlipField,
  type SlipKind
} from '@shared/domain'
import type { NoticeEntryView, SlipView } from '@shared/contract/slips'
import { AppError } from '@shared/errors'
import { isBody, type Body } from '../../incoming'

export { isBody, type Body }

/** What stands in place of number and dates until a slip is signed. */
export interface Signing {
  readonly slipNo: string
  readonly issuedOn: string
  readonly dueOn: string | null
}

/** A post, not a person, answers for a slip. Source: domain.md §2.3, common header. */
export const CONTACT_POST = '流动人口管理岗'

export interface Ends {
  readonly sender: { readonly code: string; readonly phone: string }
  readonly receiver: { readonly code: string }
}

const orgCode = (officeCode: string): string => {
  const county = officeCode.slice(0, 6)
  return isDivisionCode(county) ? divisionCode12(county) : county
}

/** The common header without what signing adds. An office that gave no telephone number can be written to all the same. */
export function headerOf(kind: SlipKind, pack: RulePack, { sender, receiver }: Ends): Body {
  const phone = normalisePhone(sender.phone)
  return {
    type: kind,
    schema_version: 1,
    policy_profile: pack.id,
    sender_org: orgCode(sender.code),
    receiver_org: orgCode(receiver.code),
    contact_post: CONTACT_POST,
    ...(isPlausiblePhone(phone) ? { contact_phone: phone } : {})
  }
}

/** Adds number and dates. Members stand in a fixed order, so that the same slip is always the same bytes. */
export function signedBody(pack: RulePack, kind: SlipKind, draft: Body, { slipNo, issuedOn, dueOn }: Signing): Body {
  const whole: Body = { ...draft, slip_no: slipNo, issued_on: issuedOn, ...(dueOn === null ? {} : { due_on: dueOn }) }
  return Object.fromEntries(
    Object.keys(slipFields(pack, kind))
      .filter((name) => Object.hasOwn(whole, name))
      .concat(Object.keys(whole).filter((name) => !Object.hasOwn(slipFields(pack, kind), name)))
      .map((name) => [name, whole[name]])
  )
}

/** @returns whether bodies of this kind state a day by which to answer */
export const statesLimit = (pack: RulePack, kind: SlipKind): boolean => Object.hasOwn(slipFields(pack, kind), 'due_on')

/** @throws AppError `slips.kind_not_in_rules`, `slips.field_missing`, `slips.text_refused`, `slips.field_not_allowed` */
export function assertAllowed(pack: RulePack, kind: SlipKind, body: Body, context: SlipBodyContext = {}): void {
  const verdict = checkSlipBody(pack, kind, body, context)
  if (verdict.ok) return
  const field = fieldLabel(pack, kind, verdict.path)
  if (verdict.reason === 'kind_disabled') throw new AppError('slips.kind_not_in_rules', { kind: pack.slipTypes[kind].label })
  if (verdict.reason === 'missing') throw new AppError('slips.field_missing', { field })
  if (verdict.reason === 'unsafe_text') throw new AppError('slips.text_refused', { field })
  throw new AppError('slips.field_not_allowed', { field, reason: slipBodyReasons[verdict.reason] })
}

/** Chinese words of a path in a body: `person.id_no` is 人员·公民身份号码, `items.0.value` is 反馈事项·第1项·核实内容. */
export function fieldLabel(pack: RulePack, kind: SlipKind, path: string): string {
  const words: string[] = []
  let fields: Readonly<Record<string, SlipField>> = slipFields(pack, kind)
  for (const part of path.split('.')) {
    if (/^[0-9]+$/.test(part)) {
      words.push(`第${String(Number(part) + 1)}项`)
      continue
    }
    const field = Object.hasOwn(fields, part) ? fields[part] : undefined
    words.push(field?.label ?? part)
    fields = field?.type === 'block' ? (pack.blocks[field.block]?.fields ?? {}) : {}
  }
  return words.join('·')
}

export interface FieldLine {
  readonly field: string
  readonly label: string
  readonly value: string
  readonly level: string
  /** The person contests what the file says here. */
  readonly contested?: boolean
}

/** @returns the body as the receiver will read it, one line per plain value, in the order of the paper */
export function fieldLines(pack: RulePack, kind: SlipKind, body: Body, reference: ReferenceBook): FieldLine[] {
  const lines: FieldLine[] = []
  const walk = (fields: Readonly<Record<string, SlipField>>, owner: Body, path: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      const value = Object.hasOwn(owner, name) ? owner[name] : undefined
      if (value === undefined) continue
      const entries: unknown[] = Array.isArray(value) ? value : [value]
      for (const [index, entry] of entries.entries()) {
        const at = path + name + (Array.isArray(value) ? `.${String(index)}` : '')
        if (field.type === 'block' && kind === 'TJ' && isBody(entry)) lines.push(tableLine(at, field, entry))
        else if (field.type === 'block' && isBody(entry)) walk(pack.blocks[field.block]?.fields ?? {}, entry, `${at}.`)
        else
          lines.push({
            field: at,
            label: fieldLabel(pack, kind, at),
            value:
              kind === 'BZ' && name === 'corrected_value'
                ? correctedWords(pack, reference, owner, plainText(entry))
                : wordsOf(pack, field, entry, reference, owner),
            level: field.level
          })
      }
    }
  }
  walk(slipFields(pack, kind), body, '')
  return lines
}

/** A cell of a table, or the slips counted in it, in one line. */
function tableLine(at: string, { label, level }: SlipField, { row, column, count, slip_numbers: numbers, ...rest }: Body): FieldLine {
  const word = (labels: Readonly<Record<string, string>>, token: unknown): string =>
    typeof token === 'string' && Object.hasOwn(labels, token) ? (labels[token] ?? token) : plainText(token)
  const value = Array.isArray(numbers) ? numbers.join('、') : plainText(count ?? rest.suppressed)
  return { field: at, label: `${label}·${word(tableRowLabels, row)}${word(returnNumberLabels, column)}`, value, level }
}

function wordsOf(pack: RulePack, field: SlipField, value: unknown, reference: ReferenceBook, owner: Body): string {
  if (field.type === 'item') return typeof value === 'string' ? (pack.items[value]?.label ?? value) : ''
  if (field.type === 'item_value') {
    const item = typeof owner.code === 'string' ? pack.items[owner.code] : undefined
    return item?.value ? itemWords(pack, item.value, value, reference) : plainText(value)
  }
  if (field.type === 'kind') return typeof value === 'string' && isSlipKind(value) ? pack.slipTypes[value].label : plainText(value)
  if (field.type === 'pack') return pack.label
  const text = plainText(value)
  const period = field.type === 'token' ? tablePeriodOf(text) : null
  if (period !== null) return `返回情况（${tablePeriodLabels[period]}）`
  if (field.type === 'code') return packWord(pack, field.list, text) ?? reference.label(field.list, text)
  if (field.type === 'division') return `${text} ${reference.divisionName(text)}`
  return text
}

/** Purposes, legal bases and grades are words of the pack itself; the general lists may say them differently. */
function packWord(pack: RulePack, list: string, code: string): string | undefined {
  const own = new Map([
    ['purpose', pack.purposes],
    ['legal_basis', pack.legalBases],
    ['urgency', pack.urgencies]
  ])
  return own.get(list)?.find((entry) => entry.code === code)?.label
}

const plainText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value)

/** The same for people to read: a code by its word. */
export const itemWords = (pack: RulePack, field: SlipField, value: unknown, reference: ReferenceBook): string => {
  const text = itemValueText(pack, field, value)
  return field.type === 'code' ? reference.label(field.list, text) : text
}

/** A finding in words: 不符，有配偶. */
export function findingWords(pack: RulePack, reference: ReferenceBook, { code, status, value }: Body): string {
  const field = typeof code === 'string' ? pack.items[code]?.value : undefined
  const words = [
    typeof status === 'string' ? reference.label('item_status', status) : '',
    field && value !== undefined ? itemWords(pack, field, value, reference) : ''
  ]
  return words.filter((word) => word !== '').join('，')
}

/** The member that a correction names, where some kind has it; null for an item of an answer. */
const correctedRule = (pack: RulePack, field: string): SlipField | undefined =>
  [pack.blocks.person_key?.fields, ...(['FK', ...writtenKinds] as const).map((kind) => slipFields(pack, kind))].find(
    (fields) => fields && Object.hasOwn(fields, field)
  )?.[field]

/** What a correction says instead, as people read it. */
export function correctedWords(pack: RulePack, reference: ReferenceBook, { corrected_field: field }: Body, line: string): string {
  if (typeof field !== 'string') return line
  const finding = findingOfLine(pack, field, line)
  if (finding) return findingWords(pack, reference, { ...finding })
  const rule = correctedRule(pack, field)
  return rule ? wordsOf(pack, rule, line, reference, {}) : line
}

/** What a finding says travels only where it says something: 无法核实 and 本人不同意提供 carry no value. */
export function itemsOf(
  pack: RulePack,
  findings: readonly { readonly code: string; readonly status: ItemStatus; readonly value: string | null }[]
): Body[] {
  return findings.map(({ code, status, value }) => {
    const silent = status === 'declined' || status === 'unverifiable' || value === null || value.trim() === ''
    if (silent) return { code, status }
    const travelling = itemValueOf(pack, code, value.normalize('NFC').trim())
    if (travelling === undefined)
      throw new AppError('slips.field_not_allowed', { field: pack.items[code]?.label ?? code, reason: '这一项不带内容或内容格式不对' })
    return { code, status, value: travelling }
  })
}

/** A reply shows only what was asked, whatever it holds. */
export const onlyAsked = (kind: SlipKind, body: Body, asked: readonly string[]): Body =>
  kind === 'FK' && Array.isArray(body.items)
    ? { ...body, items: body.items.filter((item) => isBody(item) && typeof item.code === 'string' && asked.includes(item.code)) }
    : body

type ItemView = SlipView['items'][number]

/** @returns the named items, or all that a slip of this kind may ask about, as the screen offers them */
export const itemViews = (pack: RulePack, reference: ReferenceBook, kind: SlipKind, codes?: readonly string[]): ItemView[] =>
  (codes ?? itemsOfSlipKind(pack, kind).map(([code]) => code)).map((code) => {
    const item = pack.items[code]
    return { code, label: item?.label ?? code, level: item?.level ?? 'L2', value: valueView(item?.value ?? null, reference) }
  })

/** One member of a notice as the form shows it. */
export function entryView(field: string, rule: NoticeEntry, reference: ReferenceBook): NoticeEntryView {
  const options = rule.type === 'code' ? rule.codes.map((code) => ({ code, label: reference.label(rule.list, code) })) : []
  return {
    ...{ field, label: rule.label, level: rule.level, required: rule.required, needsConsent: rule.needsConsent },
    ...{ kind: rule.type, options, most: rule.type === 'text' || rule.type === 'integer' ? rule.max : null }
  }
}

const valueKinds: Readonly<Record<string, NonNullable<ItemView['value']>['kind']>> = {
  integer: 'integer',
  code: 'code',
  phone: 'phone',
  address: 'address',
  office: 'office',
  certificate: 'certificate'
}

function valueView(field: SlipField | null, reference: ReferenceBook): ItemView['value'] {
  if (field === null) return null
  const options = field.type === 'code' ? field.codes.map((code) => ({ code, label: reference.label(field.list, code) })) : []
  return { kind: valueKinds[field.type === 'block' ? field.block : field.type] ?? 'text', options }
}
