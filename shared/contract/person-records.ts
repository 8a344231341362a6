/** The records of the register as they are typed and shown: a person and everything that hangs on one. */
import { z } from 'zod'
import { personMarkKinds } from '../domain/person-desk'
import { moveKinds } from '../domain/person-words'
import { Day, DivisionCode, Id, Instant, PartialDay, text } from './values'

export const MoveKind = z.enum(moveKinds)
/** Said once more where an act is about somebody to be met with care, or a child under 14 (PV-12). */
export const Careful = z.boolean().default(false)
/** 在册 / 退档 / 注销 / 并入另一份档案; the last is set only by a merge and taken back only by its undo. */
export const FileStatus = z.enum(['active', 'set_aside', 'closed', 'merged'])
export const IdType = z.enum(['resident_id', 'household_book', 'residence_permit', 'passport', 'none'])
export const MarriageEnd = z.enum(['divorced', 'widowed'])
/** Records that hang on one person; each has an id and a history of its own. */
export const DependentKind = z.enum(['phone', 'spouse', 'child', 'episode', 'consent'])
export type DependentKind = z.infer<typeof DependentKind>

/** In every input below an absent member leaves what is on file, null clears it; for a new record both mean nothing. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().optional()
const maybeText = (max: number) => maybe(z.string().trim().max(max, `最多 ${max} 个字`))
const code = (max = 32) => z.string().trim().max(max)
/** Null or absent for a new record. */
const OwnId = Id.nullable().default(null)

/** 用人单位: found by name and address, so that the people of one employer stand together. */
export const EmployerInput = z.strictObject({
  name: text(100),
  address: maybeText(100),
  /** Code of list `employer_kind`. */
  kind: maybe(code()),
  phone: maybeText(30)
})

/** One stay: event date and recording date are two dates (domain.md §3.3). */
export const EpisodeInput = z.strictObject({
  id: OwnId,
  kind: MoveKind,
  startedOn: PartialDay,
  endedOn: maybe(PartialDay),
  residenceCode: DivisionCode,
  residenceText: maybeText(100),
  /** Code of list `move_reason`, or of `move_reason_out_of_scope`: such a stay is no floating. */
  reason: maybe(code()),
  /** Code of list `dwelling_kind`. */
  dwellingKind: maybe(code()),
  /** 房主或联系人: help for contact only. The number comes back masked and may be given back so. */
  dwellingContact: maybeText(100),
  dwellingPhone: maybeText(30),
  occupation: maybeText(50),
  /** 随同人数. */
  companions: maybe(z.int().min(0).max(99)),
  employer: maybe(EmployerInput)
})
export type EpisodeInput = z.input<typeof EpisodeInput>

/** A marriage: the other one by link when on file, else by text. Masked values may be given back as shown. */
export const SpouseInput = z.strictObject({
  id: OwnId,
  /** The other one's file; text facts are then cleared and stay in the history. */
  personId: maybe(Id),
  name: maybeText(100),
  birthDate: maybe(PartialDay),
  idNo: maybe(z.string().trim().max(18)),
  hukouCode: maybe(DivisionCode),
  hukouText: maybeText(100),
  residenceCode: maybe(DivisionCode),
  residenceText: maybeText(100),
  /** Code of list `ethnicity`. */
  ethnicity: maybe(code()),
  /** Code of list `education` in the edition named, the present edition when none is. */
  education: maybe(code()),
  educationEdition: maybeText(60),
  employer: maybeText(100),
  phone: maybeText(30),
  certNo: maybeText(30),
  startedOn: maybe(PartialDay),
  endedOn: maybe(PartialDay),
  endReason: maybe(MarriageEnd)
})
export type SpouseInput = z.input<typeof SpouseInput>

/** A child of the person, and of the other parent when that one is on file. Masked values (`*`) given back stay as they are on file. */
export const ChildInput = z.strictObject({
  id: OwnId,
  /** The child's own file. */
  personId: maybe(Id),
  /** The other parent's file; the child then stands in both. */
  otherParentId: maybe(Id),
  /** 孩次. */
  order: maybe(z.int().min(1).max(30)),
  name: maybeText(100),
  sex: maybe(z.enum(['1', '2', '0', '9', '*'])),
  birthDate: maybe(PartialDay),
  idNo: maybe(z.string().trim().max(18)),
  /** Codes of lists `child_relation` and `child_location`. */
  relation: maybe(code()),
  location: maybe(code()),
  birthCertNo: maybeText(20)
})
export type ChildInput = z.input<typeof ChildInput>

/** A telephone beside the main one. */
export const PhoneInput = z.strictObject({ id: OwnId, number: text(30), owner: maybeText(30) })
export type PhoneInput = z.input<typeof PhoneInput>

/** 同意记录: one per purpose and form (code of list `purpose`). */
export const ConsentInput = z.strictObject({
  id: OwnId,
  purpose: code(),
  givenOn: Day,
  /** Where the signed paper is kept. */
  formRef: maybeText(60),
  withdrawnOn: maybe(Day),
  withdrawnReason: maybeText(100)
})
export type ConsentInput = z.input<typeof ConsentInput>

/** The person's own facts. Source: domain.md §3.1. */
export const PersonInput = z.strictObject({
  name: text(100),
  /** Edited reading; null lets the office generate it. */
  pinyin: maybeText(200),
  formerName: maybeText(100),
  /** `*`, the masked name and the year of birth of somebody under 14, given back as they were shown, stay as they are on file. */
  sex: z.enum(['1', '2', '0', '9', '*']),
  birthDate: PartialDay,
  idType: IdType,
  /** A 15-digit number is stored as its 18-digit form, the old one beside it. */
  idNo: maybe(z.string().trim().max(18)),
  idNoOld15: maybe(z.string().trim().max(15)),
  /** Required when there is no number: code of list `no_id_reason`. */
  noIdReason: maybe(code()),
  /** 证件已核对: the paper was seen and says exactly this, whatever the checks warn. */
  idVerified: z.boolean().optional(),
  /** Code of list `ethnicity`; asked only when a form needs it. */
  ethnicity: maybe(code()),
  /** Code of list `education` in the edition named, the present edition when none is. */
  education: maybe(code()),
  educationEdition: maybeText(60),
  /** Code of list `hukou_type`, kept as history. */
  hukouType: maybe(code()),
  /** Code of list `marital_status`. */
  marital: code().optional(),
  firstMarriedOn: maybe(PartialDay),
  currentMarriedOn: maybe(PartialDay),
  marriageCertNo: maybeText(30),
  onlyChildCertNo: maybeText(30),
  onlyChildCertOn: maybe(PartialDay),
  /** The main number; further ones are records of their own. */
  phone: maybeText(30),
  phoneOwner: maybeText(30),
  hukouCode: DivisionCode,
  hukouText: maybeText(100),
  /** Day whose code table `hukouCode` is read by; absent with a changed code it is today. */
  hukouAsOf: maybe(Day),
  householdId: maybe(Id),
  /** Code of list `relation_to_head`. */
  relationToHead: maybe(code()),
  note: maybeText(500)
})
export type PersonInput = z.input<typeof PersonInput>

/** A warning never blocks; `code` names the check, `text` says it. `record` (`child:<id>` …) is absent for the person's own facts. */
export const Warning = z.strictObject({ code: z.string(), field: z.string(), text: z.string(), record: z.string().optional() })

/** Whose file the record was written for; another one than the file's own after a merge. */
const ofPerson = { ofPerson: Id }

export const EpisodeView = z.strictObject({
  id: Id,
  ...ofPerson,
  kind: MoveKind,
  reason: z.string().nullable(),
  /** 跨省 … 县内 as of the day of the event; '' where the codes do not say. */
  scope: z.string(),
  /** Whether the rules of that day count the stay as floating; null where they cannot say. */
  counted: z.boolean().nullable(),
  startedOn: PartialDay,
  endedOn: PartialDay.nullable(),
  residenceCode: DivisionCode,
  residenceName: z.string(),
  residenceText: z.string().nullable(),
  dwellingKind: z.string().nullable(),
  dwellingContact: z.string().nullable(),
  dwellingPhoneMasked: z.string().nullable(),
  /** The house as a record of its own; null without an address text. */
  dwellingId: Id.nullable(),
  occupation: z.string().nullable(),
  companions: z.int().nullable(),
  employer: z
    .strictObject({
      id: Id,
      name: z.string(),
      address: z.string().nullable(),
      kind: z.string().nullable(),
      phone: z.string().nullable()
    })
    .nullable(),
  recordedOn: Day
})

export const SpouseView = z.strictObject({
  id: Id,
  ...ofPerson,
  personId: Id.nullable(),
  name: z.string().nullable(),
  birthDate: PartialDay.nullable(),
  idNoMasked: z.string().nullable(),
  hukouCode: DivisionCode.nullable(),
  hukouName: z.string().nullable(),
  hukouText: z.string().nullable(),
  residenceCode: DivisionCode.nullable(),
  residenceName: z.string().nullable(),
  residenceText: z.string().nullable(),
  /** `*` where something is on file; `persons.reveal` shows it. */
  ethnicityMasked: z.string().nullable(),
  education: z.string().nullable(),
  educationEdition: z.string().nullable(),
  employer: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  certNo: z.string().nullable(),
  startedOn: PartialDay.nullable(),
  endedOn: PartialDay.nullable(),
  endReason: MarriageEnd.nullable(),
  recordedOn: Day
})

export const ChildView = z.strictObject({
  id: Id,
  ...ofPerson,
  personId: Id.nullable(),
  /** The other parent as seen from this file. */
  otherParent: z.strictObject({ id: Id, name: z.string() }).nullable(),
  order: z.int().nullable(),
  /** Under 14, or of unknown age: every fact below is masked (PIPL art. 28). */
  masked: z.boolean(),
  name: z.string().nullable(),
  sex: z.string().nullable(),
  birthDate: z.string().nullable(),
  idNoMasked: z.string().nullable(),
  relation: z.string().nullable(),
  location: z.string().nullable(),
  birthCertNo: z.string().nullable(),
  recordedOn: Day
})
export type ChildView = z.infer<typeof ChildView>

export const PhoneView = z.strictObject({ id: Id, ...ofPerson, numberMasked: z.string(), owner: z.string().nullable() })
export const ConsentView = z.strictObject({
  id: Id,
  ...ofPerson,
  purpose: z.string(),
  givenOn: Day,
  formRef: z.string().nullable(),
  withdrawnOn: Day.nullable(),
  withdrawnReason: z.string().nullable(),
  recordedOn: Day
})

/** One link of the chain 在册 → 退档 → 回档 …: the day it began to hold and the day it was recorded. */
export const StatusStep = z.strictObject({
  status: FileStatus,
  on: Day.nullable(),
  recordedAt: Instant,
  by: z.string(),
  /** Code of list `file_status_reason`. */
  reason: z.string().nullable(),
  note: z.string().nullable()
})

/** What a request of the person put on the file; `field` says what is contested, null for a restriction. */
export const PersonMark = z.strictObject({
  kind: z.enum(personMarkKinds),
  field: z.string().nullable(),
  /** Number of the request. */
  request: z.int(),
  at: Instant
})

const PersonName = z.strictObject({ id: Id, name: z.string() })

export const PersonView = z.strictObject({
  id: Id,
  revision: z.int(),
  /** Under 14: name, former name, reading, sex and birth date are masked; `persons.reveal` of `child` shows them. */
  masked: z.boolean(),
  name: z.string(),
  pinyin: z.string(),
  initials: z.string(),
  formerName: z.string().nullable(),
  sex: z.string(),
  birthDate: PartialDay,
  idType: IdType,
  /** Masked; the whole number comes from `persons.reveal`. */
  idNoMasked: z.string().nullable(),
  idNoOld15Masked: z.string().nullable(),
  noIdReason: z.string().nullable(),
  idVerified: z.strictObject({ by: z.string(), at: Instant }).nullable(),
  /** `*` where something is on file; `persons.reveal` shows it. */
  ethnicityMasked: z.string().nullable(),
  education: z.string().nullable(),
  educationEdition: z.string().nullable(),
  hukouType: z.string().nullable(),
  marital: z.string(),
  firstMarriedOn: PartialDay.nullable(),
  currentMarriedOn: PartialDay.nullable(),
  marriageCertNo: z.string().nullable(),
  onlyChildCertNo: z.string().nullable(),
  onlyChildCertOn: PartialDay.nullable(),
  phoneMasked: z.string().nullable(),
  phoneOwner: z.string().nullable(),
  phones: z.array(PhoneView),
  hukouCode: DivisionCode,
  hukouName: z.string(),
  hukouText: z.string().nullable(),
  hukouAsOf: Day.nullable(),
  household: z.strictObject({ id: Id, number: z.string(), head: PersonName.nullable() }).nullable(),
  relationToHead: z.string().nullable(),
  note: z.string().nullable(),
  status: FileStatus,
  /** Day the status began to hold; null for a file that never changed status. */
  statusOn: Day.nullable(),
  /** Day it was recorded. */
  statusRecordedOn: Day.nullable(),
  /** Code of list `file_status_reason`. */
  statusReason: z.string().nullable(),
  statusNote: z.string().nullable(),
  /** The latest first. */
  statuses: z.array(StatusStep),
  /** The file that goes on instead of this one. */
  mergedInto: PersonName.nullable(),
  /** Files that were merged into this one. */
  mergedFrom: z.array(PersonName),
  warnings: z.array(Warning),
  /** Standing today, on the file or one merged with it. */
  marks: z.array(PersonMark).default([]),
  /** To be met with care (谨慎联系, PV-12): asked before a card is printed, in no list by name. Told in the opened file only; each opening is logged. */
  bereaved: z.boolean().default(false),
  /** Required facts (最低档案) that a file in the list does not hold, as they are called; told of the file as it stands today. */
  missing: z.array(z.string()).default([]),
  /** Each the latest first; children in the order of birth. */
  episodes: z.array(EpisodeView),
  spouses: z.array(SpouseView),
  children: z.array(ChildView),
  /** Father and mother on file, of whom this one is a child. */
  parents: z.array(PersonName),
  consents: z.array(ConsentView),
  hasPhoto: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string()
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
  status: FileStatus,
  /** 限制处理: goes into no slip, list or table until lifted. */
  restricted: z.boolean().optional(),
  /** What the one box found where the name on the row does not show it; numbers masked. `merged`: it stands on a file that went into this one. */
  found: z
    .strictObject({
      field: z.enum(['name', 'formerName', 'sound', 'idNo', 'paper', 'phone', 'otherPhone', 'spouse', 'residence', 'hukou']),
      merged: z.boolean(),
      text: z.string().nullable()
    })
    .nullable()
    .optional()
})
export type PersonRow = z.infer<typeof PersonRow>

export const HistoryEntry = z.strictObject({
  at: Instant,
  by: z.string(),
  /** Null for the person itself, else the record the field belongs to. */
  record: z.strictObject({ kind: z.string(), id: Id, name: z.string() }).nullable(),
  /** `created` and `removed` stand for the whole record. */
  field: z.string(),
  /** The field as it is read aloud, for example 子女“张*”的姓名. */
  label: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Typed reason, or where it came from. */
  why: z.string().nullable(),
  slipNo: z.string().nullable(),
  /** The bulk change it was part of. */
  act: z.strictObject({ id: Id, kind: z.string(), note: z.string().nullable() }).nullable()
})
export type HistoryEntry = z.infer<typeof HistoryEntry>
