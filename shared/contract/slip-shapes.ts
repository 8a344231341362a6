/** How slips are written and shown: one row, one slip whole, one sheet of paper. */
import { z } from 'zod'
import { itemStatuses, lifecycleKinds, pairingResults, partnerWays, verificationMethods } from '../domain'
import { PersonRow } from './persons'
import { Day, Id, Instant } from './values'

export const SlipKind = z.enum(lifecycleKinds)
export type SlipKind = z.infer<typeof SlipKind>
export const SlipDirection = z.enum(['out', 'in'])
/** Status ids of shared/domain/slip-lifecycle. */
export const SlipStatus = z.string().min(3).max(40)
export const PairingResult = z.enum(pairingResults)
export const ItemStatus = z.enum(itemStatuses)
export const VerificationMethod = z.enum(verificationMethods)

/** Why a slip is taken back (CH, domain.md §2.3). */
export const WithdrawReason = z.enum(['sent_in_error', 'wrong_receiver', 'consent_withdrawn', 'person_left', 'duplicate'])

export const SlipRow = z.strictObject({
  id: Id,
  slipNo: z.string().nullable(),
  direction: SlipDirection,
  kind: SlipKind,
  status: SlipStatus,
  partnerId: Id,
  partnerName: z.string(),
  subjectName: z.string().nullable(),
  urgency: z.string().nullable(),
  issuedOn: Day.nullable(),
  /** Official clock; null when no answer is needed. */
  dueOn: Day.nullable(),
  /** Own working clock from the day of import (DL-1). */
  workDueOn: Day.nullable(),
  answeredOn: Day.nullable(),
  /** Whole days until due, negative when past; null when closed or without due date. */
  daysLeft: z.int().nullable(),
  /** Somebody looked who is meant, and found her or wrote down why not. */
  paired: z.boolean(),
  /** Who works on it, in words; null: nobody in particular. */
  hand: z.strictObject({ to: z.string(), dueOn: Day.nullable() }).nullable()
})
export type SlipRow = z.infer<typeof SlipRow>

/** `value` says what a finding on the item may hold; null when its status is the whole answer. */
export const ItemView = z.strictObject({
  code: z.string(),
  label: z.string(),
  level: z.string(),
  value: z
    .strictObject({
      /** `address`, `office` and `certificate` are a code, a blank and words. */
      kind: z.enum(['text', 'integer', 'code', 'phone', 'address', 'office', 'certificate']),
      options: z.array(z.strictObject({ code: z.string(), label: z.string() }))
    })
    .nullable()
})
/** What a person fills in of a notice: one member of its body. `most` bounds the length of a text or a number. */
export const NoticeEntryView = z.strictObject({
  field: z.string(),
  label: z.string(),
  level: z.string(),
  required: z.boolean(),
  /** Travels only beside a record of the person's consent. */
  needsConsent: z.boolean(),
  kind: z.enum(['code', 'day', 'partial_date', 'division', 'integer', 'text', 'token']),
  options: z.array(z.strictObject({ code: z.string(), label: z.string() })),
  most: z.int().nullable()
})
export type NoticeEntryView = z.infer<typeof NoticeEntryView>
export const FieldLine = z.strictObject({
  field: z.string(),
  label: z.string(),
  value: z.string(),
  level: z.string(),
  /** The person contests what the file says here. */
  contested: z.boolean().optional()
})
export const CodeWord = z.strictObject({ code: z.string(), label: z.string() })
export const Finding = z.strictObject({ code: z.string(), status: ItemStatus, value: z.string().max(200).nullable() })

export const Candidate = z.strictObject({ person: PersonRow, score: z.number(), why: z.array(z.string()) })

/** One field of a reply beside what the file says; adopting is a person's act (EX-1). */
export const Difference = z.strictObject({
  code: z.string(),
  label: z.string(),
  local: z.string().nullable(),
  remote: z.string().nullable(),
  status: ItemStatus.nullable(),
  /** Field of the person it would change; null when it can only be noted. */
  field: z.string().nullable(),
  adopted: z.boolean()
})

/** Of an own slip that was given back (TH): null where the other side's program gave no such reason. */
export const Returned = z.strictObject({
  reason: z.string().nullable(),
  /** The place whose office should have it, and that office where it is a partner. */
  suggested: z.strictObject({ code: z.string(), name: z.string(), partnerId: Id.nullable() }).nullable()
})

/** One value put right (BZ), beside the slip it corrects or by itself. */
export const Correction = z.strictObject({
  id: Id,
  slipNo: z.string().nullable(),
  status: SlipStatus,
  /** Number of the slip it corrects. */
  corrected: z.string().nullable(),
  label: z.string(),
  /** As the slip said it and as it should have; null where the slip is not here, or the words were taken back. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string(),
  about: z.enum(['here', 'missing', 'withdrawn'])
})

export const SlipView = z.strictObject({
  ...SlipRow.shape,
  /** Body as it travels; sensitive values masked. */
  body: z.record(z.string(), z.unknown()),
  /** The same body in words, one line per value. */
  fields: z.array(FieldLine),
  pairingNote: z.string().nullable(),
  /** Two different contents of one revision came from its author. */
  conflict: z.boolean(),
  /** Set while an own slip stands given back. */
  returned: Returned.nullable(),
  corrections: z.array(Correction),
  /** Day of withdrawal; the content is gone then. */
  withdrawnOn: Day.nullable(),
  /** The reason that travelled with the withdrawal; null where none did. */
  withdrawnFor: z.string().nullable(),
  items: z.array(ItemView),
  person: PersonRow.nullable(),
  pairing: PairingResult.nullable(),
  findings: z.array(z.strictObject({ ...Finding.shape, status: ItemStatus.nullable(), sealed: z.boolean() })),
  /** Something of it, or of the answer to it, is shown to nobody here: `openSealed` tells it. */
  sealed: z.boolean(),
  answerTo: SlipRow.nullable(),
  answers: z.array(SlipRow),
  differences: z.array(Difference),
  actions: z.array(z.strictObject({ action: z.string(), label: z.string(), permitted: z.boolean() })),
  timeline: z.array(
    z.strictObject({
      at: Instant,
      by: z.string(),
      action: z.string(),
      label: z.string(),
      note: z.string().nullable(),
      bundle: z.string().nullable()
    })
  ),
  deadlineRule: z.string().nullable(),
  /** The rule of the own working clock. */
  workRule: z.string().nullable(),
  rulePack: z.string(),
  /** How an own slip goes; null for one that came. */
  travel: z
    .strictObject({
      way: z.enum(partnerWays),
      /** The day it was noted as sent by post or told by telephone. */
      sentOn: Day.nullable(),
      /** Signed and neither sent nor in a bundle. */
      waits: z.boolean(),
      /** An answer on paper or by telephone may be written down. */
      takesAnswer: z.boolean(),
      /** Why it may be given back on paper or by telephone; empty while it cannot. */
      returnReasons: z.array(CodeWord)
    })
    .nullable()
})
export type SlipView = z.infer<typeof SlipView>

/** What one sheet of paper says of a slip, whole: it is read by the office it is sent to. */
export const SlipPaper = z.strictObject({
  id: Id,
  slipNo: z.string(),
  kind: SlipKind,
  label: z.string(),
  issuedOn: Day.nullable(),
  dueOn: Day.nullable(),
  deadlineRule: z.string().nullable(),
  /** Set when the sheet takes the slip back: then it names nobody. */
  withdrawnOn: Day.nullable(),
  fields: z.array(FieldLine),
  /** Number of the question it answers, as its author wrote it; null when it answers none, or one without number. */
  answers: z.string().nullable(),
  items: z.array(z.strictObject({ code: z.string(), label: z.string() })),
  answerNeeded: z.boolean(),
  way: z.enum(partnerWays),
  to: z.strictObject({
    name: z.string(),
    code: z.string(),
    phone: z.string(),
    address: z.string(),
    postcode: z.string(),
    post: z.string()
  })
})
export type SlipPaper = z.infer<typeof SlipPaper>
