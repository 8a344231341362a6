/** The register: what may be asked of and told to the file of persons. */
import { z } from 'zod'
import { command, query } from './define'
import { Cursor, Day, DivisionCode, Id, Instant, optionalText, PageLimit, PartialDay, text } from './values'

export const MoveKind = z.enum(['in', 'out', 'intra_county'])
export const FileStatus = z.enum(['active', 'set_aside', 'closed'])
export const IdType = z.enum(['resident_id', 'household_book', 'residence_permit', 'passport', 'none'])

/** One stay: event date and recording date are two dates (domain.md §3.3). */
export const EpisodeInput = z.strictObject({
  /** Null for a new episode. */
  id: Id.nullable().default(null),
  kind: MoveKind,
  /** Code of list `move_reason`. */
  reason: z.string().max(4).nullable().default(null),
  startedOn: PartialDay,
  endedOn: PartialDay.nullable().default(null),
  residenceCode: DivisionCode,
  residenceText: optionalText(100),
  /** Code of list `dwelling_kind`. */
  dwellingKind: z.string().max(4).nullable().default(null),
  dwellingContact: optionalText(100)
})
export type EpisodeInput = z.input<typeof EpisodeInput>

export const PersonInput = z.strictObject({
  name: text(100),
  /** Edited reading; null lets the office generate it. */
  pinyin: optionalText(200),
  formerName: optionalText(100),
  sex: z.enum(['1', '2', '0', '9']),
  birthDate: PartialDay,
  idType: IdType,
  idNo: z.string().trim().max(18).nullable().default(null),
  /** Required when there is no number: code of list `no_id_reason`. */
  noIdReason: z.string().max(32).nullable().default(null),
  /** 证件已核对: the paper was seen and says exactly this, whatever the checks warn. */
  idVerified: z.boolean().default(false),
  /** Code of list `marital_status`. */
  marital: z.string().max(4).default('90'),
  phone: optionalText(30),
  phoneOwner: optionalText(30),
  hukouCode: DivisionCode,
  hukouText: optionalText(100),
  note: optionalText(500)
})
export type PersonInput = z.input<typeof PersonInput>

/** A warning never blocks; `code` names the check, `text` says it. */
export const Warning = z.strictObject({ code: z.string(), field: z.string(), text: z.string() })

export const EpisodeView = z.strictObject({
  id: Id,
  kind: MoveKind,
  reason: z.string().nullable(),
  scope: z.string(),
  startedOn: PartialDay,
  endedOn: PartialDay.nullable(),
  residenceCode: DivisionCode,
  residenceName: z.string(),
  residenceText: z.string().nullable(),
  dwellingKind: z.string().nullable(),
  dwellingContact: z.string().nullable(),
  recordedOn: Day
})

export const PersonView = z.strictObject({
  id: Id,
  revision: z.int(),
  name: z.string(),
  pinyin: z.string(),
  initials: z.string(),
  formerName: z.string().nullable(),
  sex: z.string(),
  birthDate: PartialDay,
  idType: IdType,
  /** Masked; the whole number comes from `persons.reveal`. */
  idNoMasked: z.string().nullable(),
  noIdReason: z.string().nullable(),
  idVerified: z.strictObject({ by: z.string(), at: Instant }).nullable(),
  marital: z.string(),
  phoneMasked: z.string().nullable(),
  phoneOwner: z.string().nullable(),
  hukouCode: DivisionCode,
  hukouName: z.string(),
  hukouText: z.string().nullable(),
  note: z.string().nullable(),
  status: FileStatus,
  /** Day the status began to hold, and the reason typed; null for a file that never changed status. */
  statusOn: Day.nullable(),
  statusReason: z.string().nullable(),
  warnings: z.array(Warning),
  episodes: z.array(EpisodeView),
  createdAt: Instant,
  updatedAt: Instant
})
export type PersonView = z.infer<typeof PersonView>

export const PersonRow = z.strictObject({
  id: Id,
  name: z.string(),
  sex: z.string(),
  birthDate: PartialDay,
  idNoMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  hukouName: z.string(),
  kind: MoveKind.nullable(),
  residenceName: z.string().nullable(),
  startedOn: PartialDay.nullable(),
  status: FileStatus
})
export type PersonRow = z.infer<typeof PersonRow>

export const PersonFilter = z.strictObject({
  /** One box: ID (whole, prefix, tail), name or any 1–3+ characters of it, pinyin, initials, phone tail. */
  text: z.string().max(10_000).default(''),
  kind: MoveKind.nullable().default(null),
  status: FileStatus.nullable().default('active'),
  /** Present residence within this division. */
  within: DivisionCode.nullable().default(null),
  /** Registered residence within this division. */
  hukouWithin: DivisionCode.nullable().default(null),
  startedFrom: Day.nullable().default(null),
  startedTo: Day.nullable().default(null)
})

export const HistoryEntry = z.strictObject({
  at: Instant,
  by: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Typed reason, or where it came from. */
  why: z.string().nullable(),
  slipNo: z.string().nullable()
})

export const persons = {
  search: query({
    input: z.strictObject({
      filter: PersonFilter.prefault({}),
      sort: z.enum(['relevance', 'pinyin', 'started', 'division']).default('pinyin'),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(PersonRow), next: Cursor.nullable() }),
    needs: 'persons.read',
    audit: 'persons.searched'
  }),
  /** How many the same filter finds; counted to 100,000 at most (`more` says there are more). */
  count: query({
    input: z.strictObject({ filter: PersonFilter.prefault({}) }),
    output: z.strictObject({ count: z.int(), more: z.boolean() }),
    needs: 'persons.read'
  }),
  get: query({ input: z.strictObject({ id: Id }), output: PersonView, needs: 'persons.read', fails: ['persons.unknown'] }),
  history: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ rows: z.array(HistoryEntry) }),
    needs: 'persons.read',
    fails: ['persons.unknown']
  }),
  /** People on file who might be the one being typed. */
  hints: query({
    input: z.strictObject({
      name: z.string().max(100).default(''),
      idNo: z.string().max(18).default(''),
      birthDate: z.string().max(10).default(''),
      phone: z.string().max(30).default(''),
      except: Id.nullable().default(null)
    }),
    output: z.strictObject({ rows: z.array(z.strictObject({ person: PersonRow, why: z.array(z.string()), score: z.number() })) }),
    needs: 'persons.read'
  }),
  /** Checks a number as typed; warnings only. */
  checkId: query({
    input: z.strictObject({ idNo: z.string().max(30), birthDate: z.string().max(10).default(''), sex: z.string().max(1).default('') }),
    output: z.strictObject({
      warnings: z.array(Warning),
      birthDate: z.string().nullable(),
      sex: z.string().nullable(),
      placeholder: z.boolean(),
      upgraded: z.string().nullable()
    }),
    needs: 'persons.read'
  }),
  save: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      /** The revision on screen; null for a new file. */
      revision: z.int().nullable().default(null),
      /** A number or telephone given back masked, as `get` shows it, stays as it is on file. */
      person: PersonInput,
      episode: EpisodeInput.nullable().default(null),
      why: optionalText(200)
    }),
    output: z.strictObject({ id: Id, revision: z.int(), warnings: z.array(Warning) }),
    needs: 'persons.write',
    audit: 'person.saved',
    fails: [
      'persons.unknown',
      'persons.changed_meanwhile',
      'persons.bad_name',
      'persons.bad_text',
      'persons.bad_date',
      'persons.id_reason_needed',
      'reference.division_unknown'
    ]
  }),
  /** 退档 / 回档 / 注销 with its own event date. */
  setStatus: command({
    input: z.strictObject({ id: Id, revision: z.int(), status: FileStatus, on: Day, reason: text(200) }),
    output: z.strictObject({ id: Id, revision: z.int() }),
    needs: 'persons.write',
    audit: 'person.status_changed',
    fails: ['persons.unknown', 'persons.changed_meanwhile', 'persons.bad_date']
  }),
  reveal: command({
    input: z.strictObject({ id: Id, field: z.enum(['idNo', 'phone']), reason: text(100) }),
    output: z.strictObject({ value: z.string().nullable() }),
    needs: 'persons.reveal',
    audit: 'person.revealed',
    fails: ['persons.unknown']
  })
} as const
