/** What core and helper say to each other, one JSON object a line (docs/formats/card-reader.md). */
import { cardDay, cardKinds, cardNumber, cardSex, cardText, isLongTerm, type CardFacts } from '@shared/domain/card-facts'
import type { ErrorCode } from '@shared/errors'
import { z } from 'zod'

export const PROTOCOL = 1

/** Octets of a photo once decoded. */
export const MAX_PHOTO = 200_000

export type ToHelper =
  | { readonly do: 'hello'; readonly protocol: number }
  | { readonly do: 'read'; readonly id: number; readonly timeoutMs: number; readonly photo: boolean }
  | { readonly do: 'cancel'; readonly id: number }

export const encode = (message: ToHelper): string => `${JSON.stringify(message)}\n`

/** A helper's words for what went wrong, and the office's. */
const HELPER_ERRORS = {
  'no-device': 'reader.no_device',
  'no-card': 'reader.no_card',
  'removed-early': 'reader.removed_early',
  unreadable: 'reader.unreadable',
  timeout: 'reader.timeout',
  busy: 'reader.busy',
  cancelled: 'reader.cancelled'
} as const satisfies Record<string, ErrorCode>

type HelperError = keyof typeof HELPER_ERRORS
export type HelperErrorCode = (typeof HELPER_ERRORS)[HelperError]
const helperErrors = Object.keys(HELPER_ERRORS) as [HelperError, ...HelperError[]] // The keys of the table above.

const text = (max: number) => z.string().max(max).transform(cardText)
const optional = <T extends z.ZodType>(inner: T) => inner.nullish().transform((value) => value ?? null)
const day = z.string().max(20).transform(cardDay)
const required = (value: string | null): value is string => value !== null

/** Members this version does not know are passed over, so that helpers may say more. */
const HelperCard = z.object({
  kind: z.enum(cardKinds),
  name: text(200).refine(required),
  sex: optional(z.string().max(10).transform(cardSex)),
  ethnicity: optional(text(40)),
  birthDate: optional(day),
  address: optional(text(300)),
  idNo: z
    .string()
    .max(40)
    .transform(cardNumber)
    .refine((number) => /^[0-9A-Z]{6,20}$/.test(number)),
  issuer: optional(text(120)),
  validFrom: optional(day),
  validTo: optional(z.string().max(20)),
  /** Base64; taken only when it was asked for. */
  photo: optional(z.string())
})

const Hello = z.object({
  is: z.literal('hello'),
  protocol: z.int().min(0).max(1_000_000),
  name: text(80).refine(required),
  capabilities: z.array(z.string().max(40)).max(20).default([])
})
const Id = z.int().nonnegative()
const CardMessage = z.object({ is: z.literal('card'), id: Id, card: HelperCard })
const ErrorMessage = z.object({ is: z.literal('error'), id: Id, error: z.enum(helperErrors) })

export interface HelperHello {
  readonly protocol: number
  readonly name: string
  readonly capabilities: readonly string[]
}

/** A card as read; the photo as base64 of a JPEG or PNG, null when not asked for, absent or unusable. */
export interface ReadCard extends CardFacts {
  readonly photo: string | null
}

export type FromHelper =
  | ({ readonly is: 'hello' } & HelperHello)
  | { readonly is: 'card'; readonly id: number; readonly card: ReadCard }
  | { readonly is: 'error'; readonly id: number; readonly code: HelperErrorCode }
  | { readonly is: 'unknown' }

/** @returns null for a line that is no message at all, or a known message with impossible content */
export function decode(line: string): FromHelper | null {
  const value = objectIn(line)
  if (value === null || !('is' in value) || typeof value.is !== 'string') return null
  if (value.is === 'hello') return Hello.safeParse(value).data ?? null
  if (value.is === 'error') {
    const found = ErrorMessage.safeParse(value).data
    return found ? { is: 'error', id: found.id, code: HELPER_ERRORS[found.error] } : null
  }
  if (value.is !== 'card') return { is: 'unknown' }
  const found = CardMessage.safeParse(value).data
  return found ? { is: 'card', id: found.id, card: factsOf(found.card) } : null
}

function objectIn(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function factsOf({ validTo, photo, ...card }: z.infer<typeof HelperCard>): ReadCard {
  const longTerm = validTo !== null && isLongTerm(validTo)
  return { ...card, validTo: validTo === null || longTerm ? null : cardDay(validTo), longTerm, photo: usablePhoto(photo) }
}

const JPEG = [0xff, 0xd8, 0xff]
const PNG = [0x89, 0x50, 0x4e, 0x47]

/** The photo is a courtesy of the helper: one that is no picture, or too large, is left out and the card still counts. */
function usablePhoto(base64: string | null): string | null {
  if (base64 === null || base64.length > Math.ceil(MAX_PHOTO / 3) * 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const octets = Buffer.from(base64, 'base64')
  const begins = (magic: readonly number[]): boolean => magic.every((octet, at) => octets[at] === octet)
  return octets.length <= MAX_PHOTO && (begins(JPEG) || begins(PNG)) ? base64 : null
}
