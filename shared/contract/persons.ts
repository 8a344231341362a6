/** The register: what may be asked of and told to the file of persons. */
import { z } from 'zod'
import { command, job, query } from './define'
import {
  ChildInput,
  ChildView,
  ConsentInput,
  DependentKind,
  EpisodeInput,
  HistoryEntry,
  FileStatus,
  PersonInput,
  PersonRow,
  PersonView,
  PhoneInput,
  SpouseInput,
  Warning
} from './person-records'
import { ListSort, PersonFilter } from './person-filter'
import { Cursor, Day, Id, optionalText, PageLimit, PartialDay, text } from './values'

export * from './person-filter'
export * from './person-records'

/** What guards a change of a file: nothing is written when somebody else was quicker. */
const held = { id: Id, revision: z.int() }
const ref = z.strictObject({ id: Id, revision: z.int() })

const WRITE_FAILS = [
  'persons.unknown',
  'persons.out_of_scope',
  'persons.merged',
  'persons.changed_meanwhile',
  'persons.record_unknown',
  'persons.bad_text',
  'persons.bad_date'
] as const

/** Most records of one kind that one save may carry. */
const listOf = <T extends z.ZodType>(record: T) => z.array(record).max(50).default([])

export const persons = {
  search: query({
    input: z.strictObject({
      filter: PersonFilter.prefault({}),
      sort: ListSort.default('pinyin'),
      cursor: Cursor.nullable().default(null),
      /** Row to begin with, counted from 0, instead of a cursor: any row of the list is as near as the first. */
      at: z.int().min(0).max(100_000_000).nullable().optional(),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(PersonRow), next: Cursor.nullable() }),
    needs: 'persons.search',
    audit: 'persons.searched'
  }),
  /** How many the same filter finds: exactly without a text, to 100,000 at most with one (`more` says there are more). */
  count: query({
    input: z.strictObject({
      filter: PersonFilter.prefault({}),
      /** The order of the list that is counted: counting it is also what makes its rows near. */
      sort: ListSort.optional()
    }),
    output: z.strictObject({ count: z.int(), more: z.boolean() }),
    needs: 'persons.search'
  }),
  /** The file with everything that hangs on it. A merged file answers with the one it went into, unless `own` asks for itself. */
  get: query({
    input: z.strictObject({ id: Id, own: z.boolean().default(false) }),
    output: PersonView,
    needs: 'persons.read',
    audit: 'person.seen',
    fails: ['persons.unknown', 'persons.out_of_scope']
  }),
  /** The whole file as it stood at the end of a day in China; null when there was none yet. */
  asOf: query({
    input: z.strictObject({ id: Id, day: Day }),
    output: z.strictObject({ person: PersonView.nullable() }),
    needs: 'persons.read',
    audit: 'person.seen',
    fails: ['persons.unknown', 'persons.out_of_scope', 'persons.bad_date']
  }),
  /** Every change of every record of the file, the latest first. */
  history: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ rows: z.array(HistoryEntry) }),
    needs: 'persons.read',
    audit: 'person.seen',
    fails: ['persons.unknown', 'persons.out_of_scope']
  }),
  /** Who made files: the names by which `recordedBy` asks. */
  recorders: query({
    input: z.strictObject({}),
    output: z.strictObject({ names: z.array(z.string()) }),
    needs: 'persons.search'
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
    needs: 'persons.search'
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
    needs: 'persons.search'
  }),
  /**
   * Person, marriages, children, stays and telephones in one act of the clerk. Records listed are added or changed, records not listed stay
   * as they are; `removed` takes records away and keeps them in the history.
   */
  save: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      /** The revision on screen; null for a new file. */
      revision: z.int().nullable().default(null),
      /** A number or telephone given back masked, as `get` shows it, stays as it is on file. */
      person: PersonInput,
      episodes: listOf(EpisodeInput),
      spouses: listOf(SpouseInput),
      children: listOf(ChildInput),
      phones: listOf(PhoneInput),
      consents: listOf(ConsentInput),
      removed: z
        .array(z.strictObject({ kind: DependentKind, id: Id, reason: text(100) }))
        .max(50)
        .default([]),
      why: optionalText(200)
    }),
    output: z.strictObject({
      id: Id,
      revision: z.int(),
      warnings: z.array(Warning),
      /** Ids of the records listed, in their order. */
      records: z.strictObject({
        episodes: z.array(Id),
        spouses: z.array(Id),
        children: z.array(Id),
        phones: z.array(Id),
        consents: z.array(Id)
      })
    }),
    needs: 'persons.write',
    audit: 'person.saved',
    fails: [
      ...WRITE_FAILS,
      'persons.bad_name',
      'persons.code_unknown',
      'persons.id_reason_needed',
      'persons.marriage_open',
      'persons.self_link',
      'persons.child_empty',
      'persons.household_unknown',
      'reference.division_unknown'
    ]
  }),
  /** 退档 / 回档 / 注销 with its own event date; the reason is a code of list `file_status_reason`. */
  setStatus: command({
    input: z.strictObject({
      ...held,
      status: FileStatus.exclude(['merged']),
      on: Day,
      reason: z.string().min(1).max(32),
      note: optionalText(200)
    }),
    output: ref,
    needs: 'persons.write',
    audit: 'person.status_changed',
    fails: [...WRITE_FAILS, 'persons.code_unknown']
  }),
  /** Ends a stay. */
  endEpisode: command({
    input: z.strictObject({ ...held, episode: Id, endedOn: PartialDay, why: optionalText(200) }),
    output: z.strictObject({ ...ref.shape, warnings: z.array(Warning) }),
    needs: 'persons.write',
    audit: 'person.stay_ended',
    fails: WRITE_FAILS
  }),
  /** Records a consent, or its withdrawal. */
  saveConsent: command({
    input: z.strictObject({ ...held, consent: ConsentInput }),
    output: z.strictObject({ ...ref.shape, consent: Id }),
    needs: 'persons.write',
    audit: 'person.consent_recorded',
    fails: [...WRITE_FAILS, 'persons.code_unknown']
  }),
  /** Places or lifts 谨慎联系 (PV-12): a family that lost a child or another near one. No cause is kept; lists name the person no more. */
  setBereaved: command({
    input: z.strictObject({ id: Id, bereaved: z.boolean() }),
    output: z.strictObject({ bereaved: z.boolean() }),
    needs: 'persons.write',
    audit: 'person.care_marked',
    fails: ['persons.unknown', 'persons.out_of_scope', 'persons.merged']
  }),
  /** A picture of the person from a file handed over or as base64 of a card reader; null takes it away. JPEG or PNG of at most 200 kB. */
  setPhoto: command({
    input: z.strictObject({
      ...held,
      photo: z
        .union([z.strictObject({ ticket: z.string().min(8).max(64) }), z.strictObject({ base64: z.string().max(280_000) })])
        .nullable(),
      why: optionalText(200)
    }),
    output: ref,
    needs: 'persons.write',
    audit: 'person.photo_set',
    fails: [...WRITE_FAILS, 'persons.photo_bad', 'file.unknown_ticket']
  }),
  photo: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ photo: z.strictObject({ type: z.enum(['image/jpeg', 'image/png']), base64: z.string() }).nullable() }),
    needs: 'persons.read',
    audit: 'person.photo_seen',
    fails: ['persons.unknown', 'persons.out_of_scope']
  }),
  /** Shows one masked value; `record` names the dependent it belongs to (`spouse:<id>` …). `child` shows all facts of a child. */
  reveal: command({
    input: z.strictObject({
      id: Id,
      record: z
        .string()
        .regex(/^(phone|spouse|child|episode):[0-9a-f-]{36}$/)
        .nullable()
        .default(null),
      field: z.enum(['idNo', 'idNoOld15', 'phone', 'ethnicity', 'number', 'dwellingPhone', 'child']),
      reason: text(100)
    }),
    output: z.strictObject({ value: z.string().nullable(), child: ChildView.nullable() }),
    needs: 'persons.reveal',
    audit: 'person.revealed',
    fails: ['persons.unknown', 'persons.out_of_scope', 'persons.record_unknown']
  }),
  /**
   * Tells the stored scopes of all moves again by the tables and rules of this program; the office begins it by itself when others come to
   * hold. Nothing to do where they are. Stopped anywhere it goes on there.
   */
  settleScopes: job({
    input: z.strictObject({}),
    /** Files looked at in this run, and those whose scope was another one. */
    output: z.strictObject({ files: z.int(), changed: z.int() }),
    needs: 'office.manage',
    audit: 'persons.scopes_settled',
    steps: { settle: '重新判定流动范围' }
  })
} as const
