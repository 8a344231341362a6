/** Partner offices beyond their keys: how they are reached, what was agreed with them, and what is open between us. */
import { z } from 'zod'
import {
  AgreedLimit,
  AgreementRow,
  AgreementView,
  CarryRow,
  CarrySheet,
  ContactPost,
  FlowRow,
  HandWayName,
  OfficeEntry,
  OfficeRow,
  PartnerWayName,
  Word
} from './agreement-shapes'
import { command, job, query } from './define'
import { SlipKind } from './slip-shapes'
import { Cursor, Day, FileTicket, Id, OfficeCode, optionalText, PageLimit, text } from './values'

export * from './agreement-shapes'

const knownAgreement = ['agreements.unknown'] as const

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
  }),
  /** Agreements, the latest signature first. */
  list: query({
    input: z.strictObject({
      partnerId: Id.nullable().default(null),
      /** Only those that hold today or will. */
      holding: z.boolean().default(false),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(AgreementRow), next: Cursor.nullable() }),
    needs: 'partners.read'
  }),
  get: query({ input: z.strictObject({ id: Id }), output: AgreementView, needs: 'partners.read', fails: knownAgreement }),
  /** What a new agreement may choose from, and the template text of its articles. */
  terms: query({
    input: z.strictObject({}),
    output: z.strictObject({
      clauses: z.string(),
      reminders: z.array(z.int()),
      kinds: z.array(z.strictObject({ kind: SlipKind, label: z.string() })),
      items: z.array(Word),
      urgencies: z.array(Word)
    }),
    needs: 'partners.read'
  }),
  save: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      revision: z.int().min(0).default(0),
      partnerId: Id,
      number: text(60),
      signedOn: Day,
      validFrom: Day,
      validTo: Day.nullable().default(null),
      kinds: z.array(SlipKind).min(1, '请至少选一种单据').max(SlipKind.options.length),
      items: z.array(z.string().max(40)).max(60).default([]),
      deadlines: z.array(AgreedLimit).max(12).default([]),
      ourPosts: z.array(ContactPost).max(5).default([]),
      theirPosts: z.array(ContactPost).max(5).default([]),
      clauses: text(5000),
      renews: Id.nullable().default(null)
    }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'agreement.saved',
    fails: [
      ...knownAgreement,
      'partners.unknown',
      'agreements.number_taken',
      'agreements.bad_term',
      'agreements.not_in_rules',
      'agreements.deadline_twice',
      'agreements.has_ended',
      'agreements.changed_meanwhile',
      'agreements.bad_text'
    ]
  }),
  /** Ends it before its time: from this day on it does not hold. */
  end: command({
    input: z.strictObject({ id: Id, revision: z.int().min(1), on: Day, why: text(200) }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'agreement.ended',
    fails: [...knownAgreement, 'agreements.bad_term', 'agreements.has_ended', 'agreements.changed_meanwhile', 'agreements.bad_text']
  }),
  addScan: command({
    input: z.strictObject({ id: Id, file: z.string().max(64) }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'agreement.scan_added',
    fails: [...knownAgreement, 'agreements.scan_bad', 'file.unknown_ticket']
  }),
  removeScan: command({
    input: z.strictObject({ scan: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'agreement.scan_removed',
    fails: knownAgreement
  }),
  /** One scan as a file to save. */
  takeScan: command({
    input: z.strictObject({ scan: Id }),
    output: z.strictObject({ file: FileTicket }),
    needs: 'partners.read',
    audit: 'agreement.scan_taken',
    fails: knownAgreement
  }),
  /** What of a slip to this partner was not agreed: said, never a reason to refuse. */
  check: query({
    input: z.strictObject({ partnerId: Id, kind: SlipKind, items: z.array(z.string().max(40)).max(60).default([]) }),
    output: z.strictObject({ number: z.string().nullable(), warnings: z.array(z.string()) }),
    needs: 'partners.read'
  }),
  /** What the beginning of the day must tell: agreements near their end without a successor. */
  reminders: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({ id: Id, partnerName: z.string(), number: z.string(), validTo: Day, daysLeft: z.int(), stage: z.int() })
      )
    }),
    needs: 'partners.read'
  }),
  /** Sheets of what was written on sticks, the latest first. */
  carrySheets: query({
    input: z.strictObject({ cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(CarryRow), next: Cursor.nullable() }),
    needs: 'exchange.read'
  }),
  /** One sheet whole, to be printed. */
  carrySheet: query({
    input: z.strictObject({ id: Id }),
    output: CarrySheet,
    needs: 'exchange.read',
    audit: 'carry.sheet_printed',
    leaves: true,
    fails: ['agreements.sheet_unknown']
  }),
  /** Compares a stick with the code of its sheet. `source`: a drive id of `exchange.drives`, or a folder ticket. */
  compareSheet: job({
    input: z.strictObject({ source: z.string(), code: z.string().max(2000) }),
    output: z.strictObject({
      place: z.string(),
      from: OfficeCode,
      to: OfficeCode,
      /** The sheet is addressed to this office. */
      forUs: z.boolean(),
      writtenOn: Day,
      count: z.int(),
      bytes: z.int(),
      found: z.int(),
      whole: z.boolean(),
      renamed: z.boolean(),
      missing: z.array(z.strictObject({ at: z.int(), short: z.string(), size: z.int() }))
    }),
    needs: 'exchange.import',
    audit: 'stick.compared',
    steps: { read: '读取' },
    fails: ['agreements.sheet_unreadable', 'exchange.drive_gone', 'storage.failed', 'job.cancelled']
  }),
  /** 流向: people in and out per other side, slips of the last year, what was agreed, and with whom to agree next; the most urgent first. */
  flow: job({
    input: z.strictObject({ by: z.enum(['county', 'prefecture']).default('county') }),
    output: z.strictObject({ asOf: Day, since: Day, rows: z.array(FlowRow) }),
    needs: 'reports.read',
    audit: 'flow.counted',
    steps: { count: '统计' },
    fails: ['job.cancelled']
  })
} as const
