/** The person's desk: what somebody asks about his own file, what the office holds and who looked, and how the request ends. */
import { z } from 'zod'
import { contestables, deskCapacities, deskDecisions, deskKinds, deskPapers, deskStates, deskWays, eraseModes } from '../domain/person-desk'
import { command, query } from './define'
import { PersonRow } from './person-records'
import { Cursor, Day, FileTicket, Id, Instant, optionalText, PageLimit, text } from './values'

export const DeskKind = z.enum(deskKinds)
export const DeskState = z.enum(deskStates)
const Decision = z.enum(deskDecisions)

export const DeskRow = z.strictObject({
  id: Id,
  revision: z.int(),
  number: z.int(),
  kind: DeskKind,
  state: DeskState,
  /** As lists show a name; null once the file was erased. */
  personName: z.string().nullable(),
  capacity: z.enum(deskCapacities),
  receivedOn: Day,
  dueOn: Day,
  /** Days until the last one; negative when it has passed; null for a request that ended. */
  daysLeft: z.int().nullable(),
  decision: Decision.nullable(),
  closedOn: Day.nullable()
})
export type DeskRow = z.infer<typeof DeskRow>

/** What has to stay in spite of an erasure, by which rule and until when. */
const Kept = z.strictObject({ what: z.string(), rule: z.string(), until: Day.nullable(), reason: z.string() })

/** One place where somebody else's record names the person of a request. */
export const DeskMention = z.strictObject({
  ref: z.string(),
  where: z.string(),
  /** Name of the file it stands in, as lists show it; null for what is no person's. */
  about: z.string().nullable(),
  personId: Id.nullable(),
  /** Words around it. */
  around: z.string(),
  /** By number or telephone; a name alone may be a namesake's. */
  sure: z.boolean()
})
export type DeskMention = z.infer<typeof DeskMention>

export const DeskView = z.strictObject({
  ...DeskRow.shape,
  /** The file that goes on; null once it was erased. */
  person: PersonRow.nullable(),
  /** Name of the guardian or agent. */
  asker: z.string().nullable(),
  papers: z.array(z.enum(deskPapers)),
  wanted: z.string().nullable(),
  fields: z.array(z.string()),
  evidence: z.string().nullable(),
  /** The rule the last day was counted by. */
  dueRule: z.string(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  kept: z.array(Kept),
  /** An agreed erasure was carried out. */
  doneAt: Instant.nullable(),
  handed: z.enum(deskWays).nullable(),
  createdBy: z.string(),
  /** Whether a mark of this request stands on the file. */
  marked: z.boolean(),
  /** Changes of the file that were made for this request. */
  corrections: z.int(),
  history: z.array(z.strictObject({ at: Instant, by: z.string(), action: z.string(), detail: z.string().nullable() }))
})
export type DeskView = z.infer<typeof DeskView>

const Fact = z.strictObject({
  label: z.string(),
  value: z.string(),
  /** The person contests it. */
  contested: z.boolean()
})
const Section = z.strictObject({ title: z.string(), facts: z.array(Fact) })

/** Everything the office holds about one person, in words, for the person himself. */
export const Holdings = z.strictObject({
  number: z.int(),
  personName: z.string(),
  capacity: z.enum(deskCapacities),
  asker: z.string().nullable(),
  asOf: Day,
  sections: z.array(Section),
  /** Where each fact came from and every correction, the latest first. */
  sources: z.array(
    z.strictObject({
      at: Instant,
      by: z.string(),
      what: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      from: z.string()
    })
  ),
  /** Who was told what by a slip. */
  recipients: z.array(
    z.strictObject({
      slipNo: z.string(),
      kind: z.string(),
      partner: z.string(),
      on: Day.nullable(),
      fields: z.array(z.string()),
      state: z.string()
    })
  ),
  /** Slips of others that came about the person. */
  received: z.array(z.strictObject({ slipNo: z.string(), kind: z.string(), partner: z.string(), on: Day.nullable() })),
  consents: z.array(z.strictObject({ purpose: z.string(), givenOn: Day, withdrawnOn: Day.nullable(), form: z.string().nullable() })),
  /** Certificates that were drafted or issued, the latest first; `since`: of the state. */
  certificates: z.array(
    z.strictObject({
      form: z.string(),
      number: z.string().nullable(),
      state: z.string(),
      since: Instant,
      signedOn: Day.nullable(),
      validTo: Day.nullable()
    })
  ),
  /** Lists for the field and tables that held the person. */
  lists: z.array(z.strictObject({ what: z.string(), at: Instant, by: z.string() })),
  requests: z.array(
    z.strictObject({ number: z.int(), kind: z.string(), receivedOn: Day, state: z.string(), decision: z.string().nullable() })
  ),
  marks: z.array(z.strictObject({ what: z.string(), since: Instant })),
  /** Who looked, by post; the number of the line finds the account in the log. Newest first, at most 500. */
  looks: z.array(z.strictObject({ line: z.int(), at: Instant, posts: z.string(), what: z.string(), refused: z.boolean() })),
  moreLooks: z.boolean()
})
export type Holdings = z.infer<typeof Holdings>

/** `anonymise` leaves a file of nobody for the statistics. */
const EraseMode = z.enum(eraseModes)

const one = z.strictObject({ id: Id })
const held = { id: Id, revision: z.int() }
const ref = z.strictObject({ id: Id, revision: z.int() })
const KNOWING = ['desk.unknown', 'persons.out_of_scope'] as const
const ACTING = [...KNOWING, 'desk.changed_meanwhile', 'desk.ended'] as const

export const desk = {
  /** `waiting`: by the day they are due; `ended`: the latest first. */
  list: query({
    input: z.strictObject({
      which: z.enum(['waiting', 'ended']).default('waiting'),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(DeskRow), next: Cursor.nullable() }),
    needs: 'desk.take'
  }),
  /** How many wait, and how many of them are late. */
  count: query({
    input: z.strictObject({}),
    output: z.strictObject({ waiting: z.int(), late: z.int() }),
    needs: 'desk.take'
  }),
  get: query({ input: one, output: DeskView, needs: 'desk.take', audit: 'desk.seen', fails: KNOWING }),
  /** Until when a request received on a day must be answered. */
  dueOn: query({
    input: z.strictObject({ receivedOn: Day }),
    output: z.strictObject({ dueOn: Day, rule: z.string() }),
    needs: 'desk.take',
    fails: ['desk.bad_day']
  }),
  /** Consents of a person that still hold. */
  consents: query({
    input: z.strictObject({ personId: Id }),
    output: z.strictObject({ rows: z.array(z.strictObject({ id: Id, purpose: z.string(), givenOn: Day })) }),
    needs: 'desk.take',
    fails: ['persons.unknown', 'persons.out_of_scope']
  }),
  /**
   * Takes a request in. From now on a restriction or a contested fact is marked, before anybody decides; a withdrawal of consent is done, and a
   * request to see is granted.
   */
  receive: command({
    input: z.strictObject({
      personId: Id,
      kind: DeskKind,
      capacity: z.enum(deskCapacities).default('self'),
      /** Name of a guardian or agent. */
      asker: optionalText(50),
      papers: z.array(z.enum(deskPapers)).min(1, '请选看过的证件').max(deskPapers.length),
      receivedOn: Day,
      wanted: optionalText(500),
      /** What a correction or contest concerns. */
      fields: z.array(z.enum(contestables)).max(contestables.length).default([]),
      /** What was shown for a correction, and where the copy is kept. */
      evidence: optionalText(200),
      /** Consents to withdraw. */
      consents: z.array(Id).max(50).default([])
    }),
    output: z.strictObject({ ...ref.shape, number: z.int(), dueOn: Day }),
    needs: 'desk.take',
    audit: 'desk.received',
    fails: [
      'persons.unknown',
      'persons.out_of_scope',
      'persons.bad_text',
      'desk.bad_day',
      'desk.asker_needed',
      'desk.paper_needed',
      'desk.guardian_of_child',
      'desk.wanted_needed',
      'desk.fields_needed',
      'desk.evidence_needed',
      'desk.consent_needed'
    ]
  }),
  /** 同意 / 部分同意 / 不同意; a refused restriction is lifted, a contest that was settled too. May be decided anew until it is closed. */
  decide: command({
    input: z.strictObject({ ...held, decision: Decision, reason: optionalText(500) }),
    output: ref,
    needs: 'desk.decide',
    audit: 'desk.decided',
    fails: [...ACTING, 'desk.reason_needed', 'desk.already_done', 'persons.bad_text']
  }),
  /** The person takes the request back; its marks are lifted. */
  withdraw: command({
    input: z.strictObject({ ...held, why: text(200) }),
    output: ref,
    needs: 'desk.take',
    audit: 'desk.withdrawn',
    fails: [...ACTING, 'desk.already_done', 'persons.bad_text']
  }),
  /** Ends a restriction or a contest that stands for a request. */
  lift: command({
    input: z.strictObject({ ...held, why: text(200) }),
    output: ref,
    needs: 'desk.decide',
    audit: 'desk.lifted',
    fails: [...KNOWING, 'desk.changed_meanwhile', 'desk.not_marked', 'persons.bad_text']
  }),
  /** What an erasure would take, and what has to stay, by which rule and until when. */
  erasePreview: query({
    input: z.strictObject({ id: Id, mode: EraseMode.default('delete') }),
    output: z.strictObject({ goes: z.array(z.strictObject({ what: z.string(), count: z.int() })), stays: z.array(Kept) }),
    needs: 'desk.decide',
    fails: [...KNOWING, 'desk.ended', 'desk.erased', 'desk.not_erasure']
  }),
  /** Notes, contacts and words of others that name the person; read before an erasure, decided one by one. */
  mentions: query({
    input: one,
    output: z.strictObject({ rows: z.array(DeskMention), more: z.int() }),
    needs: 'desk.decide',
    audit: 'desk.mentions_seen',
    fails: [...KNOWING, 'desk.ended', 'desk.erased', 'desk.not_erasure']
  }),
  /** Takes the person out of every table, by two persons, once the request was agreed to. The request stays, without a name. */
  erase: command({
    input: z.strictObject({
      ...held,
      mode: EraseMode.default('delete'),
      /** What to do where others' records name the person: replaced by 某人, or kept for a reason. */
      mentions: z
        .array(z.strictObject({ ref: z.string().max(120), replace: z.boolean(), reason: optionalText(100) }))
        .max(200)
        .default([]),
      /** Why all places that are not listed are kept. */
      others: optionalText(100)
    }),
    output: ref,
    needs: 'desk.decide',
    audit: 'desk.erased',
    approval: { permission: 'approve.purge', title: '删除或匿名化个人信息' },
    fails: [...ACTING, 'desk.erased', 'desk.not_erasure', 'desk.undecided', 'desk.slips_waiting', 'desk.mentions_open']
  }),
  /** The reply was handed over. An agreed correction or erasure must have been carried out before. */
  close: command({
    input: z.strictObject({ ...held, handed: z.enum(deskWays) }),
    output: ref,
    needs: 'desk.take',
    audit: 'desk.closed',
    fails: [...ACTING, 'desk.undecided', 'desk.not_done']
  }),
  /** Everything held about the person of a request, with whole numbers: to be handed to nobody else. */
  holdings: query({
    input: one,
    output: Holdings,
    needs: 'desk.take',
    audit: 'desk.shown',
    fails: [...KNOWING, 'desk.ended', 'desk.erased']
  }),
  /** A paper goes to the printer; `name` is whole, also of a child, and null once the file was erased. */
  paper: query({
    input: z.strictObject({ id: Id, form: z.enum(['application', 'reply', 'notice']) }),
    output: z.strictObject({ request: DeskView, name: z.string().nullable() }),
    needs: 'desk.take',
    audit: 'desk.printed',
    leaves: true,
    fails: KNOWING
  }),
  /** The same as a file that programs read (docs/formats/person-file.md). */
  exportFile: command({
    input: one,
    output: z.strictObject({ file: FileTicket }),
    needs: 'desk.take',
    audit: 'desk.exported',
    fails: [...KNOWING, 'desk.ended', 'desk.erased']
  })
} as const
