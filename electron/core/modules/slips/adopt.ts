// Why: nothing a partner says overwrites a file by itself; a person takes it over field by field, and the old value stays in the history. EX-1.
import type { SlipView } from '@shared/contract/slips'
import type { CommandContext, QueryContext } from '../../rpc'
import {
  askedItems,
  findingOfLine,
  isNoticeKind,
  itemStatuses,
  itemValueText,
  type ItemStatus,
  type ReferenceBook,
  type RulePack
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { adoptField, personField, type AdoptableField } from '../persons'
import { isBody, type Body } from './body'
import { bodyOf, knownSlip, packOf } from './compose'
import { correctedBody, correctionsOf } from './corrections'
import { addAdoption, adoptedCodes, answersOf, type SlipStored } from './queries/slip-rows'
import { nextStatus, notAllowed, statusLabel } from './rules'
import { act } from './sign'

/** One part of an answer and the field of the file it speaks about. */
interface Part {
  readonly code: string
  readonly label: string
  readonly status: ItemStatus | null
  readonly remote: string | null
  /** What would be written, field by field; empty when it can only be noted. */
  readonly values: readonly { readonly field: AdoptableField; readonly value: string }[]
}

/** Items that speak about a field of the file. */
const itemFields: Readonly<Partial<Record<string, AdoptableField>>> = {
  hukou_address: 'hukouCode',
  marital_status: 'marital',
  contact: 'phone'
}
const fieldLists: Readonly<Partial<Record<AdoptableField, string>>> = { marital: 'marital_status', sex: 'sex' }
const divisionFields: readonly AdoptableField[] = ['hukouCode', 'residenceCode']

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const statusOf = (value: unknown): ItemStatus | null => itemStatuses.find((known) => known === value) ?? null

type Reading = Pick<QueryContext, 'db' | 'office' | 'today' | 'reference' | 'rules'>

/** The latest reply with findings, as its corrections have it. What was not asked for is left out, whoever sent it. */
export function findingsOf(
  context: Reading,
  slip: SlipStored
): { readonly body: Body; readonly items: Body[]; readonly own: boolean; readonly shut: boolean } | null {
  const replies = answersOf(context.db, slip.seq).filter((reply) => reply.kind === 'FK' && (reply.draft !== null || reply.content !== null))
  const latest = replies.at(-1)
  if (!latest) return null
  const body = correctedBody(context, latest)
  const asked = new Set(askedItems(bodyOf(context, slip)))
  const listed: unknown[] = Array.isArray(body.items) ? body.items : []
  const items = listed.filter(isBody).filter(({ code }) => typeof code === 'string' && asked.has(code))
  return { body, items, own: latest.direction === 'out', shut: latest.draft === null }
}

function parts(context: Reading, slip: SlipStored): Part[] {
  if (slip.kind === 'BZ') return correctionParts(context, slip)
  if (isNoticeKind(slip.kind)) return noticeParts(context, slip)
  const pack = packOf(context, slip)
  const found = findingsOf(context, slip)
  if (found === null || found.own) return []
  return found.items.map((item) => itemPart(context, pack, item))
}

function itemPart({ reference }: Reading, pack: RulePack, item: Body): Part {
  const code = textOf(item.code) ?? ''
  return {
    ...{ code, label: pack.items[code]?.label ?? code, status: statusOf(item.status) },
    ...{ remote: remoteText(reference, pack, code, item.value), values: valuesOf(code, item) }
  }
}

/** Only 属实 and 不符 bring a value; a code and a text of an address are two fields. */
function valuesOf(code: string, { status, value }: Body): Part['values'] {
  const field = itemFields[code]
  if (field === undefined || (status !== 'confirmed' && status !== 'differs')) return []
  if (field !== 'hukouCode') {
    const text = textOf(value)
    return text === null ? [] : [{ field, value: text }]
  }
  const { code: division, text } = isBody(value) ? value : {}
  const place = textOf(division)
  const words = textOf(text)
  return [...(place === null ? [] : [{ field, value: place }]), ...(words === null ? [] : [{ field: 'hukouText' as const, value: words }])]
}

function remoteText(reference: ReferenceBook, pack: RulePack, code: string, value: unknown): string | null {
  const field = pack.items[code]?.value
  if (!field || value === undefined) return null
  const text = itemValueText(pack, field, value)
  if (field.type === 'code') return reference.label(field.list, text)
  if (isBody(value) && typeof value.code === 'string')
    return `${reference.divisionName(value.code)} ${textOf(value.text) ?? textOf(value.name) ?? ''}`.trim()
  return text
}

function noticeParts(context: Reading, slip: SlipStored): Part[] {
  const area = textOf(bodyOf(context, slip).new_area_code)
  if (area === null) return []
  const values = [{ field: 'residenceCode' as const, value: area }]
  return [{ code: 'new_area_code', label: '现居住地', status: null, remote: context.reference.divisionName(area), values }]
}

/** Members of a slip that may be corrected and that a file holds. */
const correctedFields: Readonly<Partial<Record<string, AdoptableField>>> = {
  name: 'name',
  sex: 'sex',
  birth_date: 'birthDate',
  id_no: 'idNo',
  hukou_code: 'hukouCode',
  residence_code: 'residenceCode',
  new_area_code: 'residenceCode'
}

function correctionParts(context: Reading, slip: SlipStored): Part[] {
  const { corrected_field: code, corrected_value: value } = bodyOf(context, slip)
  if (typeof code !== 'string' || typeof value !== 'string') return []
  const pack = packOf(context, slip)
  const finding = findingOfLine(pack, code, value)
  if (finding) return [itemPart(context, pack, { ...finding })]
  const field = correctedFields[code]
  const [shown] = correctionsOf(context, slip)
  const remote = shown?.after ?? null
  return [{ code, label: shown?.label ?? code, status: null, remote, values: field === undefined ? [] : [{ field, value }] }]
}

function localText(context: Reading, personId: string, field: AdoptableField): string | null {
  const value = personField(context.db, personId, field)
  if (value === null) return null
  const list = fieldLists[field]
  if (list !== undefined) return context.reference.label(list, value)
  return divisionFields.includes(field) ? context.reference.divisionName(value) : value
}

/** Beside each other: what the file says and what the other side says. */
export function differences(context: Reading, slip: SlipStored): SlipView['differences'] {
  const adopted = new Set(adoptedCodes(context.db, slip.seq))
  return parts(context, slip).map(({ code, label, status, remote, values }) => {
    const field = values[0]?.field ?? null
    const shown = field ?? itemFields[code] ?? null
    return {
      code,
      label,
      local: slip.person_id === null || shown === null ? null : localText(context, slip.person_id, shown),
      remote,
      status,
      field,
      adopted: adopted.has(code)
    }
  })
}

interface AdoptInput {
  readonly id: string
  readonly codes: readonly string[]
  readonly note: string | null
}

/** 采信 an answer or take over a notice: the chosen fields go into the file, no field chosen leaves it as it is. */
export function adopt(context: CommandContext, { id, codes, note }: AdoptInput): { id: string; status: string; changed: string[] } {
  const slip = knownSlip(context, id)
  const notice = slip.direction === 'in' && (isNoticeKind(slip.kind) || slip.kind === 'BZ')
  const action = notice ? 'close' : 'accept'
  if (nextStatus(slip, action) === null) throw notAllowed(slip, notice ? '采纳' : '采信')
  const chosen = parts(context, slip).filter(({ code }) => codes.includes(code))
  const possible = chosen.filter(({ values }) => values.length > 0)
  if (codes.length > 0 && (slip.person_id === null || possible.length < new Set(codes).size)) throw new AppError('slips.nothing_to_adopt')
  const changed = possible.flatMap((part) => takeOver(context, slip, part, note))
  const status = act(context, slip, [action], { action: 'adopt', label: notice ? '采纳' : '采信', note })
  context.note({ subject: id, detail: { codes: [...codes], changed, status: statusLabel({ ...slip, status }) } })
  context.changed('slips')
  return { id, status, changed }
}

function takeOver(context: CommandContext, slip: SlipStored, part: Part, note: string | null): AdoptableField[] {
  const { db, actor, now } = context
  const personId = slip.person_id ?? ''
  return part.values.flatMap(({ field, value }) => {
    const before = personField(db, personId, field)
    const done = adoptField(context, personId, field, value, { slipNo: slip.slip_no, why: note ?? `采纳：${part.label}` })
    addAdoption(db, slip.seq, { code: part.code, personId, field, before, after: value, by: actor.displayName, at: now })
    return done ? [field] : []
  })
}
