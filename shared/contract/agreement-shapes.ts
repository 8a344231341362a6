/** How partner offices, agreements, sheets of sticks and the flow between counties are written and shown. */
import { z } from 'zod'
import { agreementStandings, flowAdvices, handWays, limitedKinds, partnerWays } from '../domain'
import { TrustState } from './exchange'
import { SlipKind } from './slip-shapes'
import { Day, Id, Instant, OfficeCode, text } from './values'

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

export const History = z.array(
  z.strictObject({ at: Instant, by: z.string(), label: z.string(), before: z.string().nullable(), after: z.string().nullable() })
)

/** A limit both sides agreed; see `limitUnderAgreement`. */
export const AgreedLimit = z.strictObject({
  kind: z.enum(limitedKinds),
  urgency: z.string().max(20).nullable(),
  value: z.int().min(1).max(180),
  unit: z.enum(['calendar_day', 'working_day']),
  mayBeLonger: z.boolean()
})

export const AgreementRow = z.strictObject({
  id: Id,
  partnerId: Id,
  partnerName: z.string(),
  number: z.string(),
  signedOn: Day,
  validFrom: Day,
  validTo: Day.nullable(),
  standing: z.enum(agreementStandings),
  /** Days until the last one; null without end, and when it no longer holds. */
  daysLeft: z.int().nullable(),
  /** Another agreement follows it. */
  renewed: z.boolean(),
  scans: z.int()
})
export type AgreementRow = z.infer<typeof AgreementRow>

export const Word = z.strictObject({ code: z.string(), label: z.string() })

export const AgreementView = z.strictObject({
  ...AgreementRow.shape,
  revision: z.int(),
  partnerCode: OfficeCode,
  kinds: z.array(SlipKind),
  items: z.array(Word),
  deadlines: z.array(AgreedLimit),
  ourPosts: z.array(ContactPost),
  theirPosts: z.array(ContactPost),
  clauses: z.string(),
  /** Eight groups of five digits of either side's key in force; theirs only once they were compared. */
  keys: z.strictObject({ ours: z.string(), theirs: z.string().nullable() }),
  renews: z.strictObject({ id: Id, number: z.string() }).nullable(),
  endedOn: Day.nullable(),
  endedWhy: z.string().nullable(),
  scanFiles: z.array(z.strictObject({ id: Id, name: z.string(), bytes: z.int(), addedAt: Instant, addedBy: z.string() })),
  history: History
})
export type AgreementView = z.infer<typeof AgreementView>

export const CarryRow = z.strictObject({
  id: Id,
  partnerId: Id,
  partnerName: z.string(),
  writtenAt: Instant,
  by: z.string(),
  place: z.string(),
  files: z.int(),
  slips: z.int(),
  bytes: z.int()
})
export type CarryRow = z.infer<typeof CarryRow>

export const CarrySheet = z.strictObject({
  ...CarryRow.shape,
  partnerCode: OfficeCode,
  fileList: z.array(z.strictObject({ name: z.string(), size: z.int(), sha256: z.string() })),
  kinds: z.array(z.strictObject({ kind: SlipKind, count: z.int() })),
  /** SHA-256 of the manifest (docs/formats/exchange.md §9). */
  digest: z.string(),
  /** Text of the 2-D code. */
  code: z.string()
})
export type CarrySheet = z.infer<typeof CarrySheet>

export const Shown = z.strictObject({ count: z.int().nullable(), text: z.string() })

export const FlowRow = z.strictObject({
  /** County, or prefecture with two zeros. */
  code: z.string(),
  name: z.string(),
  inflow: Shown,
  outflow: Shown,
  sent: z.int(),
  answered: z.int(),
  received: z.int(),
  partnerId: Id.nullable(),
  agreement: z.string().nullable(),
  advice: z.enum(flowAdvices),
  reason: z.string()
})
export type FlowRow = z.infer<typeof FlowRow>
