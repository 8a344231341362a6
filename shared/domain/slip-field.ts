// Why: a whitelist is only enforceable when each field says exactly which values it may hold.
import { z } from 'zod'
import { isDay } from './calendar-day'
import { isDivisionCode } from './division-code'
import { isPartialDate } from './partial-date'
import { NAME_MAX } from './person-name'
import { isPlaceholderId } from './resident-id'
import { countCodePoints, findUnsafeCodePoint } from './safe-text'
import { sensitivitySchema } from './sensitivity'

const base = {
  label: z.string().min(1).max(60),
  level: sensitivitySchema,
  required: z.boolean().default(false),
  needsConsent: z.boolean().default(false),
  /** a list of such values with these sizes */
  many: z.strictObject({ min: z.int().min(0), max: z.int().min(1).max(10_000) }).optional()
}

/** One permitted member of a slip body. */
export const slipFieldSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('text'), max: z.int().min(1).max(2000), multiline: z.boolean().default(false) }),
  z.strictObject({ ...base, type: z.literal('name') }),
  /** `list` names the code list that holds the words; `codes` is the closed set that may travel */
  z.strictObject({ ...base, type: z.literal('code'), list: z.string(), codes: z.array(z.string()).min(1) }),
  z.strictObject({ ...base, type: z.literal('division'), digits: z.array(z.union([z.literal(6), z.literal(9), z.literal(12)])).min(1) }),
  z.strictObject({ ...base, type: z.literal('integer'), min: z.int(), max: z.int() }),
  z.strictObject({ ...base, type: z.literal('day') }),
  z.strictObject({ ...base, type: z.literal('partial_date') }),
  z.strictObject({ ...base, type: z.literal('month') }),
  z.strictObject({ ...base, type: z.literal('id_no') }),
  z.strictObject({ ...base, type: z.literal('phone') }),
  z.strictObject({ ...base, type: z.literal('slip_no') }),
  z.strictObject({ ...base, type: z.literal('token') }),
  z.strictObject({ ...base, type: z.literal('hex32') }),
  z.strictObject({ ...base, type: z.literal('digest') }),
  z.strictObject({ ...base, type: z.literal('kind') }),
  z.strictObject({ ...base, type: z.literal('pack') }),
  z.strictObject({ ...base, type: z.literal('item') }),
  z.strictObject({ ...base, type: z.literal('item_value') }),
  z.strictObject({ ...base, type: z.literal('block'), block: z.string() })
])
export type SlipField = z.infer<typeof slipFieldSchema>

export const slipBlockSchema = z.strictObject({
  fields: z.record(z.string(), slipFieldSchema),
  /** of each group exactly one member is present */
  exactlyOne: z.array(z.array(z.string()).min(2)).default([])
})
export type SlipBlock = z.infer<typeof slipBlockSchema>

/** A field that holds one plain value. Blocks, items and what depends on the whole slip are judged by the caller. */
export type PlainSlipField = Exclude<SlipField, { type: 'block' | 'item' | 'item_value' | 'kind' | 'pack' }>

export type PlainFault = 'type' | 'value' | 'too_long' | 'unsafe_text'

const PATTERNS = {
  /** a number that fails a check may be right on the card, so any digits pass; placeholders do not */
  id_no: /^[0-9]{6,17}[0-9X]$/,
  phone: /^\+?[0-9][0-9-]{2,19}$/,
  slip_no: /^[0-9A-Z][0-9A-Z-]{3,47}$/,
  token: /^[0-9A-Za-z_-]{1,64}$/,
  hex32: /^[0-9a-f]{32}$/,
  digest: /^sha256:[0-9a-f]{64}$/,
  month: /^(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])$/
} as const

/** @returns null when the value may stand in the field */
export function plainFieldFault(field: PlainSlipField, value: unknown): PlainFault | null {
  if (field.type === 'integer') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'type'
    return value < field.min || value > field.max ? 'value' : null
  }
  return typeof value === 'string' ? textFault(field, value) : 'type'
}

function textFault(field: Exclude<PlainSlipField, { type: 'integer' }>, value: string): PlainFault | null {
  switch (field.type) {
    case 'text':
      return freeTextFault(value, field.max, field.multiline)
    case 'name':
      return isNfc(value) ? freeTextFault(value, NAME_MAX, false) : 'unsafe_text'
    case 'code':
      return field.codes.includes(value) ? null : 'value'
    case 'division':
      return isDivisionCode(value) && field.digits.some((digits) => digits === value.length) ? null : 'value'
    case 'day':
      return isDay(value) ? null : 'value'
    case 'partial_date':
      return isPartialDate(value) ? null : 'value'
    case 'id_no':
      return PATTERNS.id_no.test(value) && !isPlaceholderId(value) ? null : 'value'
    default:
      return PATTERNS[field.type].test(value) ? null : 'value'
  }
}

/** Plain Chinese and Latin text is in NFC as it stands. */
const isNfc = (value: string): boolean => /^[ -~\u00b7\u4e00-\u9fff]*$/.test(value) || value === value.normalize('NFC')

function freeTextFault(value: string, max: number, multiline: boolean): PlainFault | null {
  if (value.trim() === '') return 'value'
  if (findUnsafeCodePoint(value, multiline) !== null) return 'unsafe_text'
  return value.length > max && countCodePoints(value) > max ? 'too_long' : null
}
