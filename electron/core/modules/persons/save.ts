/** Writing one person: the record, the present stay, the words of search and the history change together or not at all. */
import type { CommandContext } from '../../rpc'
import type { ReferenceBook } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import type { EpisodeFacts, PersonFacts } from './facts'
import {
  changeInserter,
  episodeInserter,
  hasOtherOpenStay,
  otherWithNumber,
  personInserter,
  presentStay,
  replaceWords,
  updateEpisode,
  updatePerson,
  wordsInserter,
  type Change,
  type Origin
} from './queries/records'
import {
  composeColumns,
  matchNumber,
  verifiedOf,
  type EpisodeRecord,
  type PersonRecord,
  type SavedColumns,
  type Stay,
  type Verified
} from './record'
import { warnOfPerson, warnOfStay, type Warning } from './rules'
import { searchWords } from './search-words'

/** Fields of the history and the columns that hold them; derived columns have no history of their own. */
const trackedColumns = {
  name: 'name',
  formerName: 'former_name',
  pinyin: 'pinyin',
  sex: 'sex',
  birthDate: 'birth_date',
  idType: 'id_type',
  idNo: 'id_no',
  noIdReason: 'no_id_reason',
  idVerified: 'id_verified_at',
  marital: 'marital',
  phone: 'phone',
  phoneOwner: 'phone_owner',
  hukouCode: 'hukou_code',
  hukouText: 'hukou_text',
  note: 'note'
} as const satisfies Record<string, keyof SavedColumns>

const trackedEpisodeColumns = {
  kind: 'kind',
  reason: 'reason',
  startedOn: 'started_on',
  endedOn: 'ended_on',
  residenceCode: 'residence_code',
  residenceText: 'residence_text',
  dwellingKind: 'dwelling_kind',
  dwellingContact: 'dwelling_contact'
} as const satisfies Record<string, keyof EpisodeRecord>

export const isKnownArea =
  (reference: ReferenceBook) =>
  (code: string): boolean =>
    reference.division(code) !== undefined

export function episodeRecord(facts: EpisodeFacts, id: string, person: number, recordedOn: string): EpisodeRecord {
  return {
    person_seq: person,
    id,
    kind: facts.kind,
    reason: facts.reason,
    started_on: facts.startedOn,
    ended_on: facts.endedOn,
    residence_code: facts.residenceCode,
    residence_text: facts.residenceText,
    dwelling_kind: facts.dwellingKind,
    dwelling_contact: facts.dwellingContact,
    recorded_on: recordedOn
  }
}

const words = (columns: SavedColumns): string => searchWords(columns.name, columns.former_name, columns.pinyin)

/** A person new to the register, with the stay that brought the clerk to register him or her. */
export interface NewRecord {
  readonly seq: number
  readonly id: string
  readonly facts: PersonFacts
  readonly verified: Verified
  readonly stay: EpisodeRecord | null
  readonly origin: Origin
}

/** @returns the insertion of whole new records; statements are prepared once, so loops over a hundred thousand stay quick */
export function recordInserter(db: WriteDb, reference: ReferenceBook): (added: NewRecord) => void {
  const insertPerson = personInserter(db)
  const insertEpisode = episodeInserter(db)
  const insertWords = wordsInserter(db)
  const insertChange = changeInserter(db)
  const known = isKnownArea(reference)
  return ({ seq, id, facts, verified, stay, origin }) => {
    const columns = composeColumns(facts, verified, stay, known)
    insertPerson({ seq, id, at: origin.at, by: origin.by }, columns)
    if (stay !== null) insertEpisode(stay)
    insertWords(seq, words(columns))
    insertChange(seq, { field: 'created', before: null, after: null }, origin)
  }
}

export interface SaveWork {
  readonly db: WriteDb
  readonly reference: ReferenceBook
}

const columnChanges = (before: PersonRecord, after: SavedColumns): Change[] =>
  Object.entries(trackedColumns)
    .map(([field, column]) => ({ field, before: before[column], after: after[column] }))
    .filter((change) => change.before !== change.after)

export const episodeChanges = (before: EpisodeRecord | undefined, after: EpisodeRecord): Change[] =>
  Object.entries(trackedEpisodeColumns)
    .map(([field, column]) => ({ field: `episode.${field}`, before: before?.[column] ?? null, after: after[column] }))
    .filter((change) => change.before !== change.after)

export interface Revision {
  readonly before: PersonRecord
  readonly facts: PersonFacts
  readonly verified: Verified
  /** A stay added or changed in the same save, with what it was before. */
  readonly stay: { readonly before: EpisodeRecord | undefined; readonly after: EpisodeRecord } | null
  readonly origin: Origin
}

/** @returns the fields that changed; none means that nothing was written */
export function reviseRecord({ db, reference }: SaveWork, { before, facts, verified, stay, origin }: Revision): string[] {
  const stayChanges = stay === null ? [] : episodeChanges(stay.before, stay.after)
  if (stay !== null && stayChanges.length > 0) {
    if (stay.before === undefined) episodeInserter(db)(stay.after)
    else updateEpisode(db, stay.after)
  }
  const present: Stay = presentStay(db, before.seq) ?? null
  const columns = composeColumns(facts, verified, present, isKnownArea(reference))
  const changes = [...columnChanges(before, columns), ...stayChanges]
  if (changes.length === 0) return []
  updatePerson(db, before.seq, origin.at, origin.by, columns)
  if (changes.some(({ field }) => ['name', 'formerName', 'pinyin'].includes(field))) replaceWords(db, before.seq, words(columns))
  const insertChange = changeInserter(db)
  for (const change of changes) insertChange(before.seq, change, origin)
  return changes.map(({ field }) => field)
}

/** @returns who saw the paper and when: kept while number and name are the same, taken anew when they changed */
export function verification(
  wanted: boolean,
  facts: PersonFacts,
  before: PersonRecord | undefined,
  { actor, now }: Pick<CommandContext, 'actor' | 'now'>
): Verified {
  if (!wanted || facts.idNo === null) return null
  const kept = before !== undefined && before.id_no === facts.idNo && before.name === facts.name ? verifiedOf(before) : null
  return kept ?? { by: actor.displayName, at: now }
}

/** @param stay the stay in hand or the present one, @returns what is odd about the person as it stands in the register */
export function recordWarnings(
  { db, reference, today }: Pick<CommandContext, 'reference' | 'today'> & { readonly db: ReadDb },
  seq: number,
  facts: PersonFacts,
  verified: Verified,
  stay: EpisodeRecord | null
): Warning[] {
  const context = { today, reference }
  const found = warnOfPerson({ ...facts, idVerified: verified !== null }, context)
  const idMatch = matchNumber(facts.idNo)
  const twin = idMatch === null ? undefined : otherWithNumber(db, idMatch, seq)
  if (twin !== undefined) found.push({ code: 'same_number', field: 'idNo', text: `在档的“${twin}”也是这个号码，请确认是不是同一个人` })
  if (stay === null) return found
  const dates = { startedOn: stay.started_on, endedOn: stay.ended_on, residenceCode: stay.residence_code }
  found.push(...warnOfStay(dates, facts.birthDate, context))
  if (stay.ended_on === null && hasOtherOpenStay(db, seq, stay.id))
    found.push({ code: 'stay_still_open', field: 'startedOn', text: '另一段居住记录还没有结束日期' })
  return found
}
