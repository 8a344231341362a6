/** The card reader: which helper reads identity cards, and reading one at the clerk's word. Nothing of a card is stored by reading it. */
import { z } from 'zod'
import { cardKinds } from '../domain/card-facts'
import { command, query } from './define'
import { Day } from './values'

/** What went wrong last, as code of the error catalogue; its sentences are those of the code without parameters. */
const Problem = z.string().nullable()

export const ReaderStatus = z.strictObject({
  /** `none`: nothing chosen yet · `practice`: the made-up reader of a practice office · `program`: a helper of this PC. */
  kind: z.enum(['none', 'practice', 'program']),
  /** Name in the helper's manifest, and the file that is started; null for `none` and `practice`. */
  name: z.string().nullable(),
  file: z.string().nullable(),
  running: z.boolean(),
  reading: z.boolean(),
  /** What the running helper calls itself. */
  helper: z.string().nullable(),
  canPhoto: z.boolean(),
  problem: Problem
})
export type ReaderStatus = z.infer<typeof ReaderStatus>

/** A warning never blocks; `code` names the check, `text` says it. */
const CardWarning = z.strictObject({ code: z.string(), field: z.string(), text: z.string() })

export const ReaderCard = z.strictObject({
  kind: z.enum(cardKinds),
  /** Code of list `id_type` the number belongs under. */
  idType: z.enum(['resident_id', 'residence_permit']),
  name: z.string(),
  sex: z.enum(['1', '2']).nullable(),
  /** Code of list `ethnicity`; null when the card or the list does not say. L3. */
  ethnicity: z.string().nullable(),
  birthDate: Day.nullable(),
  /** As printed on the card. */
  address: z.string().nullable(),
  idNo: z.string(),
  issuer: z.string().nullable(),
  validFrom: Day.nullable(),
  validTo: Day.nullable(),
  longTerm: z.boolean(),
  /** Base64 of a JPEG or PNG of at most 200 kB; null unless it was asked for and came. */
  photo: z.string().nullable(),
  warnings: z.array(CardWarning)
})
export type ReaderCard = z.infer<typeof ReaderCard>

/** Seconds a reading may wait for a card. */
const TimeoutSeconds = z.int().min(1).max(60).default(20)
const Reading = z.uuid()

const readFails = [
  'reader.none',
  'reader.no_device',
  'reader.no_card',
  'reader.removed_early',
  'reader.unreadable',
  'reader.timeout',
  'reader.busy',
  'reader.cancelled',
  'reader.hung',
  'reader.stopped',
  'reader.garbled',
  'reader.protocol',
  'reader.keeps_failing',
  'reader.cannot_start',
  'reader.program_changed'
] as const

export const reader = {
  status: query({ input: z.strictObject({}), output: ReaderStatus, needs: 'signed-in' }),
  /**
   * Waits for a card and reads it. A query, so that neither a job row nor a stored reply keeps the card; the log keeps that a
   * card was read and by whom, without its content. The same `reading` asked again joins the reading under way.
   */
  read: query({
    input: z.strictObject({ reading: Reading, timeoutSeconds: TimeoutSeconds, photo: z.boolean().default(false) }),
    output: ReaderCard,
    needs: 'persons.write',
    audit: 'reader.card_read',
    fails: readFails
  }),
  /** Gives up a reading or a trial, known by its name. */
  cancel: query({
    input: z.strictObject({ reading: Reading }),
    output: z.strictObject({ cancelled: z.boolean() }),
    needs: 'signed-in'
  }),
  /** Reads a card for the administrator, who sees no personal data: only whether it worked and which fields came. */
  tryOut: query({
    input: z.strictObject({ reading: Reading, timeoutSeconds: TimeoutSeconds }),
    output: z.strictObject({
      helper: z.string(),
      kind: z.enum(cardKinds),
      /** Chinese names of the fields the card brought. */
      fields: z.array(z.string()),
      /** Whether the number passes the five checks against the card itself; null where they do not apply. */
      numberAgrees: z.boolean().nullable(),
      milliseconds: z.int()
    }),
    needs: 'office.manage',
    audit: 'reader.tried',
    fails: readFails
  }),
  /** Chooses the helper: the ticket of a folder of this PC with `yipanqi-reader.json` in it; null forgets it. */
  configure: command({
    input: z.strictObject({ folder: z.string().min(8).max(64).nullable() }),
    output: ReaderStatus,
    needs: 'office.manage',
    audit: 'reader.configured',
    fails: ['reader.unsuitable', 'reader.practice_only', 'file.unknown_ticket']
  })
} as const
