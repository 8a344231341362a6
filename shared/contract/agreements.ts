/** Partner offices beyond their keys: how they are reached, what was agreed with them, and what is open between us. */
import { z } from 'zod'
import { handWays, partnerWays } from '../domain'
import { command, query } from './define'
import { TrustState } from './exchange'
import { Cursor, Id, Instant, OfficeCode, optionalText, PageLimit, text } from './values'

export const PartnerWayName = z.enum(partnerWays)
export const HandWayName = z.enum(handWays)

/** A post of an office that answers for slips; the holder's name only where the office gave it. */
export const ContactPost = z.strictObject({
  post: text(40),
  phone: z.string().trim().max(40).default(''),
  holder: z.string().trim().max(20).default('')
})
export type ContactPost = z.infer<typeof ContactPost>

export const OfficeRow = z.strictObject({
  id: Id,
  name: z.string(),
  code: OfficeCode,
  /** Province, prefecture and county of the code, as it is called today. */
  place: z.string(),
  phone: z.string(),
  way: PartnerWayName,
  trust: TrustState,
  /** Slips that are signed and wait to be sent. */
  waiting: z.int()
})
export type OfficeRow = z.infer<typeof OfficeRow>

export const OfficeEntry = z.strictObject({
  ...OfficeRow.shape,
  /** 0 where nobody has written anything yet. */
  revision: z.int(),
  /** What is used while the office has no key card. */
  handWay: HandWayName,
  address: z.string(),
  postcode: z.string(),
  note: z.string(),
  posts: z.array(ContactPost),
  /** The latest first, one line per field. */
  history: z.array(
    z.strictObject({ at: Instant, by: z.string(), label: z.string(), before: z.string().nullable(), after: z.string().nullable() })
  )
})
export type OfficeEntry = z.infer<typeof OfficeEntry>

export const agreements = {
  /** Every partner office, with or without key card, by code. */
  offices: query({
    input: z.strictObject({
      /** Part of the name, beginning of the code, or digits of a telephone number. */
      text: z.string().trim().max(60).default(''),
      way: PartnerWayName.nullable().default(null),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(OfficeRow), next: Cursor.nullable() }),
    needs: 'partners.read'
  }),
  office: query({ input: z.strictObject({ id: Id }), output: OfficeEntry, needs: 'partners.read', fails: ['partners.unknown'] }),
  /** Enters an office without key card, or writes what is known of any; a card's own name, code and telephone are not changed here. */
  saveOffice: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      revision: z.int().min(0).default(0),
      /** Null keeps what stands; an office with a key card speaks for itself. */
      identity: z
        .strictObject({ name: text(100), code: OfficeCode, phone: z.string().trim().max(40).default('') })
        .nullable()
        .default(null),
      way: HandWayName.default('paper'),
      address: optionalText(200),
      postcode: z
        .string()
        .regex(/^\d{6}$/, '邮政编码为六位数字')
        .nullable()
        .default(null),
      note: optionalText(500),
      posts: z.array(ContactPost).max(20).default([])
    }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'partner.entered',
    fails: [
      'partners.unknown',
      'agreements.office_known',
      'agreements.own_office',
      'agreements.speaks_by_card',
      'agreements.name_needed',
      'agreements.changed_meanwhile',
      'agreements.bad_text'
    ]
  })
} as const
