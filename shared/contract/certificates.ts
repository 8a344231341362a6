/** Certificates: drafted, verified and signed by two persons, numbered from blocks, printed with a question for every sheet, handed out, ended. */
import { z } from 'zod'
import { certificateStatuses, copyStates, paperSeen } from '../domain/certificate-lifecycle'
import { command, query } from './define'
import { Cursor, Day, Id, Instant, optionalText, PageLimit, text } from './values'

export const CertificateStatus = z.enum(certificateStatuses)
export const CopyState = z.enum(copyStates)
const FormId = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/)
const Reason = z.string().regex(/^[a-z_]{1,32}$/)

/** What a form says, by the names of its fields. */
export const CertificateData = z
  .record(
    z.string().regex(/^[a-z][a-zA-Z0-9_]{0,47}$/),
    z.union([z.string().max(2000, '最多 2000 个字'), z.number(), z.boolean(), z.null()])
  )
  .refine((data) => Object.keys(data).length <= 200, '最多 200 项')

export const CertificateRow = z.strictObject({
  id: Id,
  /** Null until it is signed. */
  number: z.string().nullable(),
  form: z.string(),
  edition: z.string(),
  status: CertificateStatus,
  /** The issuer; null is the county office. */
  unit: Id.nullable(),
  /** Null once the person's file was deleted or lies under a seal. */
  subjectName: z.string().nullable(),
  signedOn: Day.nullable(),
  /** Last day; null for a form without a term. */
  validTo: Day.nullable(),
  createdAt: Instant
})
export type CertificateRow = z.infer<typeof CertificateRow>

export const CertificateView = z.strictObject({
  ...CertificateRow.shape,
  personId: Id.nullable(),
  rulePack: z.string(),
  /** JSON of the draft, or of what was signed. */
  data: z.string().nullable(),
  /** Numbers of the certificate before it and after it. */
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  events: z.array(
    z.strictObject({
      at: Instant,
      by: z.string(),
      action: z.string(),
      status: CertificateStatus,
      reason: z.string().nullable(),
      note: z.string().nullable()
    })
  ),
  copies: z.array(
    z.strictObject({
      state: CopyState,
      reprint: z.boolean(),
      reprintWhy: z.string().nullable(),
      reason: z.string().nullable(),
      /** Printed number of its booklet. */
      booklet: z.string().nullable(),
      at: Instant,
      by: z.string()
    })
  )
})
export type CertificateView = z.infer<typeof CertificateView>

export const CertificateBlock = z.strictObject({
  id: Id,
  /** The number without its serial, which stands as #. */
  series: z.string(),
  unit: Id.nullable(),
  unitName: z.string(),
  state: z.enum(['open', 'returned', 'lost']),
  first: z.string(),
  last: z.string(),
  left: z.int(),
  /** So few are left that another block should be given. */
  few: z.boolean(),
  madeAt: Instant,
  madeBy: z.string()
})
export type CertificateBlock = z.infer<typeof CertificateBlock>

/** A run in which somebody still has to say what came out, or to print on. */
export const OpenRun = z.strictObject({
  run: Id,
  at: Instant,
  by: z.string(),
  /** Sheets that were handed over and not answered. */
  sent: z.int(),
  /** Sheets that wait to be handed over, and the place of the first; null for none. */
  queued: z.int(),
  next: z.int().nullable()
})
export type OpenRun = z.infer<typeof OpenRun>

const knowing = ['certificates.unknown', 'certificates.out_of_scope'] as const
const acting = [...knowing, 'certificates.not_now'] as const
const admitting = ['persons.unknown', 'persons.out_of_scope', 'persons.restricted', 'persons.with_care'] as const
const issuing = ['certificates.no_issuer', 'organisation.unknown', 'organisation.closed'] as const
const printing = ['certificates.run_unknown', 'certificates.out_of_scope'] as const
const OneId = z.strictObject({ id: Id })

export const certificates = {
  /** The latest first; a unit sees its own. */
  list: query({
    input: z.strictObject({
      status: CertificateStatus.nullable().default(null),
      personId: Id.nullable().default(null),
      number: z.string().trim().max(60).nullable().default(null),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(CertificateRow), next: Cursor.nullable() }),
    needs: 'certificates.read',
    audit: 'certificate.listed',
    fails: ['persons.unknown']
  }),
  get: query({
    input: OneId,
    output: CertificateView,
    needs: 'certificates.read',
    audit: 'certificate.seen',
    fails: [...knowing, 'certificates.damaged']
  }),
  /** What stands on the paper of signed ones, in the order asked for, to be looked at before the printer gets it. */
  pieces: query({
    input: z.strictObject({ ids: z.array(Id).min(1).max(500) }),
    output: z.strictObject({
      rows: z.array(z.strictObject({ id: Id, number: z.string(), form: z.string(), edition: z.string(), data: z.string() }))
    }),
    needs: 'certificates.read',
    audit: 'certificate.seen',
    fails: [...knowing, 'certificates.damaged', 'persons.restricted']
  }),
  /** With `replaces`, a certificate in place of another, which keeps standing until this one is signed. */
  draft: command({
    input: z.strictObject({
      personId: Id,
      form: FormId,
      /** The issuer a county account names; a unit issues for itself. */
      unit: Id.nullable().default(null),
      data: CertificateData,
      careful: z.boolean().default(false),
      replaces: Id.nullable().default(null),
      reason: Reason.nullable().default(null)
    }),
    output: OneId,
    needs: 'certificates.write',
    audit: 'certificate.drafted',
    fails: [
      ...acting,
      ...admitting,
      ...issuing,
      'certificates.being_replaced',
      'certificates.other_person',
      'certificates.reason_unknown',
      'certificates.bad_data',
      'forms.unknown'
    ]
  }),
  edit: command({
    input: z.strictObject({ id: Id, data: CertificateData }),
    output: OneId,
    needs: 'certificates.write',
    audit: 'certificate.edited',
    fails: [...acting, 'certificates.bad_data', 'forms.unknown']
  }),
  review: command({ input: OneId, output: OneId, needs: 'certificates.review', audit: 'certificate.reviewed', fails: acting }),
  sendBack: command({
    input: z.strictObject({ id: Id, note: text(200) }),
    output: OneId,
    needs: 'certificates.write',
    audit: 'certificate.sent_back',
    fails: [...acting, 'certificates.bad_text']
  }),
  drop: command({ input: OneId, output: OneId, needs: 'certificates.write', audit: 'certificate.dropped', fails: acting }),
  /** Gives each its number and freezes what it says. `left`: numbers the unit has left. */
  sign: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(200) }),
    output: z.strictObject({ rows: z.array(z.strictObject({ id: Id, number: z.string() })), left: z.int(), few: z.boolean() }),
    needs: 'certificates.sign',
    audit: 'certificate.signed',
    fails: [
      ...acting,
      ...issuing,
      'persons.restricted',
      'certificates.same_person',
      'certificates.no_phone',
      'certificates.bad_data',
      'certificates.no_pattern',
      'certificates.no_block',
      'certificates.block_used_up',
      'certificates.at_printer',
      'forms.unknown',
      'folder.copied'
    ]
  }),
  /** Handed to the person, or to somebody who collected it. */
  issue: command({
    input: z.strictObject({ id: Id, collector: text(60) }),
    output: OneId,
    needs: 'certificates.write',
    audit: 'certificate.issued',
    fails: [...acting, 'persons.restricted', 'certificates.at_printer', 'certificates.bad_text']
  }),
  void: command({
    input: z.strictObject({ id: Id, reason: Reason, note: optionalText(200) }),
    output: OneId,
    needs: 'certificates.sign',
    audit: 'certificate.voided',
    fails: [...acting, 'certificates.reason_unknown', 'certificates.at_printer', 'certificates.bad_text']
  }),
  /** Blocks of numbers, a unit its own. */
  blocks: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(CertificateBlock) }), needs: 'certificates.read' }),
  /** What became of every number of a block. */
  block: query({
    input: OneId,
    output: z.strictObject({
      series: z.string(),
      spans: z.array(z.strictObject({ first: z.string(), last: z.string(), count: z.int(), what: z.string() }))
    }),
    needs: 'certificates.read',
    fails: ['certificates.block_unknown']
  }),
  /** Gives a unit the next numbers of its series. */
  allocate: command({
    input: z.strictObject({
      unit: Id.nullable().default(null),
      form: FormId,
      count: z.int().min(1).max(2_000),
      /** Numbers of the year to come, given beforehand. */
      nextYear: z.boolean().default(false)
    }),
    output: z.strictObject({ id: Id, first: z.string(), last: z.string() }),
    needs: 'certificates.manage',
    audit: 'certificate.block_given',
    fails: [...issuing, 'certificates.no_pattern', 'certificates.series_full', 'folder.copied']
  }),
  returnBlock: command({
    input: z.strictObject({ id: Id, reason: Reason }),
    output: OneId,
    needs: 'certificates.manage',
    audit: 'certificate.block_returned',
    fails: ['certificates.block_unknown', 'certificates.block_ended', 'certificates.reason_unknown']
  }),
  /** Certificates in the order of the paper. `reprint`: the reason for which what was printed before is printed once more. */
  startRun: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(500), reprint: Reason.nullable().default(null) }),
    output: z.strictObject({ run: Id, count: z.int() }),
    needs: 'certificates.write',
    audit: 'certificate.run_started',
    fails: [...acting, 'persons.restricted', 'certificates.one_unit', 'certificates.at_printer', 'certificates.reason_unknown']
  }),
  /** To be called before the printer gets the next sheets: from here on they are asked about. */
  hand: command({
    input: z.strictObject({ run: Id, count: z.int().min(1).max(100) }),
    output: z.strictObject({
      sheets: z.array(
        z.strictObject({
          position: z.int(),
          id: Id,
          number: z.string(),
          form: z.string(),
          edition: z.string(),
          reprint: z.boolean(),
          /** JSON of what was signed. */
          data: z.string()
        })
      )
    }),
    needs: 'certificates.write',
    audit: 'certificate.handed_to_printer',
    unkept: true,
    fails: ['certificates.run_unknown', ...acting, 'persons.restricted', 'certificates.run_done', 'certificates.damaged']
  }),
  /** What came out, for the sheets from one position to another that were handed over. */
  tell: command({
    input: z.strictObject({
      run: Id,
      from: z.int().min(1),
      to: z.int().min(1),
      seen: z.enum(paperSeen),
      reason: Reason.nullable().default(null),
      /** Printed number of the booklet that lay first in the printer; null for plain paper, and where the unit keeps no booklets of the form. */
      booklet: z.string().trim().max(30).nullable().default(null)
    }),
    output: z.strictObject({ told: z.int() }),
    needs: 'certificates.write',
    audit: 'certificate.paper_told',
    fails: [
      'certificates.run_unknown',
      ...acting,
      'certificates.one_unit',
      'certificates.nothing_asked',
      'certificates.reason_unknown',
      'booklets.number_needed',
      'booklets.too_few'
    ]
  }),
  stopRun: command({
    input: z.strictObject({ run: Id }),
    output: z.strictObject({ takenOut: z.int() }),
    needs: 'certificates.write',
    audit: 'certificate.run_stopped',
    fails: [...printing, 'certificates.run_done']
  }),
  spoil: command({
    input: z.strictObject({ id: Id, reason: Reason }),
    output: OneId,
    needs: 'certificates.write',
    audit: 'certificate.paper_spoiled',
    fails: [...acting, 'certificates.reason_unknown', 'certificates.at_printer']
  }),
  run: query({
    input: z.strictObject({ run: Id }),
    output: z.strictObject({
      sheets: z.array(
        z.strictObject({
          position: z.int(),
          certificate: Id,
          number: z.string(),
          reprint: z.boolean(),
          state: CopyState,
          /** Sheets spoiled at this place before. */
          spoiled: z.int()
        })
      )
    }),
    needs: 'certificates.read',
    fails: printing
  }),
  /** Runs that are not over, which hold their certificates fast: the question at the beginning of the day. */
  asked: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(OpenRun)
    }),
    needs: 'certificates.read'
  })
} as const
