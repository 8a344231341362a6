/** Information slips: what can be asked of the ledger and done to one slip. */
import { z } from 'zod'
import { writtenKinds } from '../domain'
import { command, query } from './define'
import { Careful } from './person-records'
import {
  Candidate,
  CodeWord,
  FieldLine,
  Finding,
  ItemStatus,
  ItemView,
  NoticeEntryView,
  PairingResult,
  SlipKind,
  SlipRow,
  SlipStatus,
  SlipView,
  VerificationMethod,
  WithdrawReason
} from './slip-shapes'
import { checkSheets } from './check-sheets'
import { SlipFilter, SlipSort } from './slip-filter'
import { slipWork } from './slip-work'
import { slipsOnPaper } from './slips-on-paper'
import { Cursor, Day, Id, optionalText, PageLimit, text } from './values'

export * from './slip-filter'
export * from './slip-shapes'

/** Drafted anew · the signed answer goes as it is · an open question of theirs, answered as ever · they have it and lost nothing: they answer. */
const LeftWay = z.enum(['draft', 'again', 'answer', 'wait'])

const composing = [
  'partners.link_closed',
  'slips.partner_needed',
  'slips.kind_not_in_rules',
  'slips.items_needed',
  'slips.field_missing',
  'slips.field_not_allowed',
  'slips.text_refused',
  'persons.unknown',
  'persons.out_of_scope',
  'persons.restricted',
  'persons.with_care'
] as const
const knowing = ['slips.unknown', 'slips.out_of_scope'] as const
const acting = [...knowing, 'slips.action_not_allowed'] as const

export const slips = {
  search: query({
    input: z.strictObject({
      filter: SlipFilter.prefault({}),
      sort: SlipSort.default('newest'),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(SlipRow), next: Cursor.nullable() }),
    needs: 'slips.read',
    audit: 'slips.searched',
    fails: ['persons.unknown']
  }),
  count: query({
    input: z.strictObject({ filter: SlipFilter.prefault({}) }),
    output: z.strictObject({ count: z.int() }),
    needs: 'slips.read',
    fails: ['persons.unknown']
  }),
  /** The three calm lists of the home page with their true lengths, narrowed alike. */
  home: query({
    input: z.strictObject({ filter: SlipFilter.prefault({}), limit: z.int().min(1).max(100).default(50) }),
    output: z.strictObject({
      today: z.strictObject({ count: z.int(), rows: z.array(SlipRow) }),
      mine: z.strictObject({ count: z.int(), rows: z.array(SlipRow) }),
      partner: z.strictObject({ count: z.int(), rows: z.array(SlipRow) })
    }),
    needs: 'slips.read',
    fails: ['persons.unknown']
  }),
  get: query({ input: z.strictObject({ id: Id }), output: SlipView, needs: 'slips.read', audit: 'slip.seen', fails: knowing }),
  /** Which kinds and items the present rule pack offers for composing. */
  offers: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rulePack: z.string(),
      purposes: z.array(CodeWord),
      /** `needsConsentRef`: the basis is the person's word, so its record must be named. */
      legalBases: z.array(z.strictObject({ code: z.string(), label: z.string(), needsConsentRef: z.boolean() })),
      kinds: z.array(
        z.strictObject({
          kind: SlipKind,
          label: z.string(),
          answerNeeded: z.boolean(),
          /** What such slips are usually written for; null where the pack says nothing. */
          purpose: z.string().nullable(),
          /** Of a notice: what it tells, in the order of the paper. */
          entries: z.array(NoticeEntryView),
          items: z.array(ItemView),
          urgencies: z.array(CodeWord),
          fields: z.array(z.strictObject({ field: z.string(), label: z.string(), level: z.string(), required: z.boolean() }))
        })
      )
    }),
    needs: 'slips.read'
  }),
  /** One draft per person: 协查, 查询 or a notice to one partner. */
  compose: command({
    input: z.strictObject({
      kind: z.enum(writtenKinds),
      partnerId: Id,
      personIds: z.array(Id).min(1, '请先选人').max(1000),
      items: z.array(z.string().max(40)).default([]),
      urgency: z.string().max(20).nullable().default(null),
      reason: optionalText(200),
      careful: Careful,
      /** Null takes the pack's ordinary purpose, and a basis that needs no record of consent. */
      purpose: z.string().max(40).nullable().default(null),
      legalBasis: z.string().max(40).nullable().default(null),
      consentRef: z.string().trim().max(64).nullable().default(null),
      /** Notices only: what is told, by member of the body as `offers` names them; an empty text is left out. */
      told: z.record(z.string().max(40), z.string().max(200)).default({})
    }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.composed',
    fails: composing
  }),
  /** Exactly what the receiver will see of a draft, field by field. */
  preview: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({
      fields: z.array(FieldLine)
    }),
    needs: 'slips.read',
    fails: acting
  }),
  /** What travelled sealed (L4), of this slip and of the answer to it. The reason is kept beside the slip, not in the log. */
  openSealed: command({
    input: z.strictObject({ id: Id, reason: text(100) }),
    output: z.strictObject({ lines: z.array(z.strictObject({ label: z.string(), value: z.string() })) }),
    needs: 'services.open',
    audit: 'slip.opened',
    unkept: true,
    fails: [...knowing, 'slips.nothing_sealed']
  }),
  /** Taken back as one by `undoBatch`. */
  submit: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(1000) }),
    output: z.strictObject({ act: Id, ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.submitted',
    fails: acting
  }),
  /** Signs: takes the number, fixes the due date, queues for the bundle. */
  sign: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(1000) }),
    output: z.strictObject({ slips: z.array(z.strictObject({ id: Id, slipNo: z.string(), dueOn: Day.nullable() })) }),
    needs: 'slips.sign',
    audit: 'slip.signed',
    fails: [
      ...acting,
      'folder.copied',
      'slips.same_person',
      'slips.table_not_agreed',
      'slips.partner_needed',
      'slips.kind_not_in_rules',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** 退回修改: a slip before its signature becomes a draft again; a reviewed answer goes back to the verifier. */
  sendBack: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(1000), note: text(200) }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.sign',
    audit: 'slip.sent_back',
    fails: acting
  }),
  discard: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'slips.write',
    audit: 'slip.discarded',
    fails: acting
  }),
  withdraw: command({
    input: z.strictObject({
      ids: z.array(Id).min(1).max(1000),
      /** Kept here; only the code travels. */
      reason: text(200),
      code: WithdrawReason.default('sent_in_error')
    }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.sign',
    audit: 'slip.withdrawn',
    fails: [...acting, 'folder.copied']
  }),
  /** Slips written for the surviving file after a merge, the latest first: they stay with it unless somebody says otherwise. */
  writtenAfterMerge: query({
    input: z.strictObject({ act: Id }),
    output: z.strictObject({ rows: z.array(SlipRow) }),
    needs: 'slips.read',
    fails: ['acts.unknown', 'persons.out_of_scope']
  }),
  /** After a merge was taken back: slips written meanwhile go to the other file. What they say and where they travel stays. */
  moveAfterMerge: command({
    input: z.strictObject({ act: Id, ids: z.array(Id).min(1).max(200) }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.moved',
    fails: [...knowing, 'acts.unknown', 'persons.out_of_scope', 'slips.not_of_merge']
  }),
  candidates: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ rows: z.array(Candidate), sameQuestion: z.array(SlipRow) }),
    needs: 'slips.verify',
    fails: knowing
  }),
  pair: command({
    input: z.strictObject({ id: Id, result: PairingResult, personId: Id.nullable().default(null), note: optionalText(200) }),
    output: z.strictObject({ id: Id, status: SlipStatus }),
    needs: 'slips.verify',
    audit: 'slip.paired',
    fails: [...acting, 'persons.unknown', 'persons.out_of_scope']
  }),
  /** Findings per item; a declined item is a complete answer. */
  answer: command({
    input: z.strictObject({
      id: Id,
      findings: z.array(Finding).max(50),
      method: VerificationMethod,
      verifiedOn: Day,
      note: optionalText(200)
    }),
    output: z.strictObject({ id: Id, replyId: Id, status: SlipStatus }),
    needs: 'slips.verify',
    audit: 'slip.answered',
    fails: [
      ...acting,
      'slips.incomplete_answer',
      'slips.declined_stands',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** The reasons a slip may be given back for, and the place whose office it seems to be for. */
  returnForm: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ reasons: z.array(CodeWord), suggested: z.strictObject({ code: z.string(), name: z.string() }).nullable() }),
    needs: 'slips.verify',
    fails: knowing
  }),
  /** 退回转办: a TH slip gives it back with the reason; what came twice is told by a QR. */
  refuse: command({
    input: z.strictObject({
      id: Id,
      result: z.string().min(1).max(40),
      /** Division code of the office that should have it. */
      suggested: z.string().max(12).nullable().default(null),
      /** Kept here. */
      reason: text(200)
    }),
    output: z.strictObject({ id: Id, replyId: Id, status: SlipStatus }),
    needs: 'slips.verify',
    audit: 'slip.refused',
    fails: [...acting, 'slips.field_not_allowed', 'persons.restricted']
  }),
  /** 重发: what was given back, as a draft to another office. */
  resend: command({
    input: z.strictObject({ id: Id, partnerId: Id }),
    output: z.strictObject({ id: Id, draftId: Id }),
    needs: 'slips.write',
    audit: 'slip.resent',
    fails: [
      ...acting,
      'partners.link_closed',
      'slips.partner_needed',
      'slips.kind_not_in_rules',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** What of a signed slip may be corrected, with what it says now; of a question of the other side: of the answer signed to it. */
  correctForm: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({
      /** `finding`: an item of an answer, with its status; `value` is then what it says beside, empty for nothing. */
      fields: z.array(
        z.strictObject({
          entry: NoticeEntryView,
          value: z.string(),
          finding: z.strictObject({ item: ItemView, status: ItemStatus }).nullable()
        })
      ),
      reasons: z.array(CodeWord)
    }),
    needs: 'slips.write',
    fails: knowing
  }),
  /** 更正: a draft that puts one value of a signed slip right. */
  correct: command({
    input: z.strictObject({
      id: Id,
      field: z.string().min(1).max(40),
      /** Of an item of an answer. */
      status: ItemStatus.nullable().default(null),
      value: z.string().trim().max(100, '最多 100 个字'),
      reason: z.string().min(1).max(40)
    }),
    output: z.strictObject({ id: Id, draftId: Id }),
    needs: 'slips.write',
    audit: 'slip.corrected',
    fails: [
      ...acting,
      'slips.partner_needed',
      'slips.kind_not_in_rules',
      'slips.declined_stands',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** Reviews replies made by `answer` and `refuse`: numbered, signed, queued for the bundle. */
  release: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(1000) }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.sign',
    audit: 'slip.released',
    fails: [...acting, 'folder.copied', 'slips.same_person', 'slips.table_not_agreed', 'persons.restricted']
  }),
  /** Takes the chosen fields of the reply into the file, keeping the old values, and accepts the answer. */
  adopt: command({
    input: z.strictObject({ id: Id, codes: z.array(z.string().max(40)), note: optionalText(200) }),
    output: z.strictObject({ id: Id, status: SlipStatus, changed: z.array(z.string()) }),
    needs: 'slips.adopt',
    audit: 'slip.adopted',
    fails: [...acting, 'slips.nothing_to_adopt']
  }),
  /** 须再次核实: the answered question is asked again with a new limit, as a later revision of the same slip. */
  recheck: command({
    input: z.strictObject({ id: Id, reason: text(200) }),
    output: z.strictObject({ id: Id, status: SlipStatus, dueOn: Day.nullable() }),
    needs: 'slips.sign',
    audit: 'slip.rechecked',
    fails: [...acting, 'folder.copied', 'slips.field_not_allowed', 'slips.text_refused', 'persons.restricted']
  }),
  ...slipWork,
  ...checkSheets,
  ...slipsOnPaper,
  /** What stayed open on a link that another took the place of (its root key was lost): the first 200, oldest first. */
  leftBehind: query({
    input: z.strictObject({ partnerId: Id }),
    output: z.strictObject({
      rows: z.array(z.strictObject({ slip: SlipRow, way: LeftWay })),
      /** How many there are in all. */
      count: z.int()
    }),
    needs: 'slips.read',
    audit: 'slips.searched',
    fails: ['slips.partner_needed']
  }),
  /** Chosen slips of such a link go anew: questions and notices as drafts to be signed again, signed answers as they are. */
  sendAnew: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(200) }),
    output: z.strictObject({ drafts: z.array(Id), again: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.sent_anew',
    fails: [
      ...acting,
      'slips.link_in_use',
      'slips.kind_not_in_rules',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** Taken back as one by `undoBatch`. */
  close: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(1000), note: optionalText(200) }),
    output: z.strictObject({ act: Id, ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.closed',
    fails: acting
  })
} as const
