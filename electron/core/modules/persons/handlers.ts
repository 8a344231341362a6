/** The register answers: one short function per method of the contract. */
import {
  birthDateOfResidentId,
  checkResidentId,
  isDay,
  isPlaceholderId,
  isResidentId,
  normaliseResidentId,
  residentIdWarnings,
  sexOfResidentId,
  upgradeResidentId
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { Handlers } from '../../rpc'
import { knownPerson } from './adopt'
import { cursorAfter, placeOf } from './cursor'
import { dateFact, episodeFacts, personFacts, withHidden } from './facts'
import { pairCandidates, typedBirth } from './pairing'
import { count, page } from './queries/list'
import { changeInserter, changesOf, nextSeq, noteReveal, staysOf, updateStatus } from './queries/records'
import { factsOf, verifiedOf, type EpisodeRecord, type PersonRecord } from './record'
import { episodeRecord, isKnownArea, recordInserter, recordWarnings, reviseRecord, verification } from './save'
import type { Warning } from './rules'
import { searchQuestion } from './search-words'
import { personView, rowView, spokenValue } from './views'

type PersonHandlers = Handlers<'persons'>

/** Searches that show more are recorded. Source: PV-4. */
const RECORDED_ABOVE = 20
const COUNTED_TO = 100_000
const HINTS = 8

const search: PersonHandlers['search'] = ({ db, reference, note }, { filter, sort, cursor, limit }) => {
  const after = placeOf(cursor, sort)
  const found = page(db, { question: searchQuestion(filter.text), filter, sort, after, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  if (rows.length > RECORDED_ABOVE) note({ detail: { rows: rows.length } })
  return { rows: rows.map((row) => rowView(row, reference)), next: last === undefined ? null : cursorAfter(sort, last) }
}

const countFound: PersonHandlers['count'] = ({ db }, { filter }) => {
  const found = count(db, searchQuestion(filter.text), filter, COUNTED_TO + 1)
  return { count: Math.min(found, COUNTED_TO), more: found > COUNTED_TO }
}

const get: PersonHandlers['get'] = (ctx, { id }) => {
  const person = knownPerson(ctx.db, id)
  const stays = staysOf(ctx.db, person.seq)
  const present = stays.find((stay) => stay.ended_on === null) ?? stays[0] ?? null
  return personView(person, stays, recordWarnings(ctx, person.seq, factsOf(person), verifiedOf(person), present), ctx.reference)
}

const history: PersonHandlers['history'] = ({ db, reference }, { id }) => {
  const rows = changesOf(db, knownPerson(db, id).seq).map(({ at, by, field, before, after, why, slip_no: slipNo }) => ({
    at,
    by,
    field,
    before: spokenValue(field, before, reference),
    after: spokenValue(field, after, reference),
    why,
    slipNo
  }))
  return { rows }
}

const hints: PersonHandlers['hints'] = ({ db, reference, today }, { name, idNo, birthDate, phone, except }) => {
  const wanted = { name, sex: null, birthDate: typedBirth(birthDate, today), idNo, phone }
  return { rows: pairCandidates(db, reference, wanted, HINTS, except) }
}

const checkId: PersonHandlers['checkId'] = ({ reference, today }, { idNo, birthDate, sex }) => {
  const number = normaliseResidentId(idNo)
  const placeholder = number !== '' && isPlaceholderId(number)
  const known = isResidentId(number) && !placeholder ? number : null
  const typed = typedBirth(birthDate, today)
  const birth = isDay(typed) ? typed : null
  const failed =
    number === '' || placeholder ? [] : checkResidentId(number, { sex, birthDate: birth, today, isKnownArea: isKnownArea(reference) })
  const warnings: Warning[] = failed.map((check) => ({ code: `id_${check}`, field: 'idNo', text: residentIdWarnings[check] }))
  if (placeholder) warnings.push({ code: 'id_placeholder', field: 'idNo', text: '这是表示“无号”的占位号码，将按暂无证件号登记' })
  return {
    warnings,
    birthDate: known === null ? null : birthDateOfResidentId(known),
    sex: known === null ? null : sexOfResidentId(known),
    placeholder,
    upgraded: known !== null && known.length === 15 ? upgradeResidentId(known) : null
  }
}

/** @throws AppError `persons.unknown`, `persons.changed_meanwhile` naming who changed it */
function atRevision(person: PersonRecord, revision: number | null): PersonRecord {
  if (person.revision !== revision) throw new AppError('persons.changed_meanwhile', { by: person.updated_by })
  return person
}

const save: PersonHandlers['save'] = (ctx, { id, revision, person: typed, episode, why }) => {
  const { db, reference } = ctx
  const before = id === null ? undefined : atRevision(knownPerson(db, id), revision)
  const facts = personFacts(withHidden(typed, before ?? null), reference)
  const key = before ?? { seq: nextSeq(db), id: ctx.newId() }
  const verified = verification(typed.idVerified, facts, before, ctx)
  const origin = { at: ctx.now, by: ctx.actor.displayName, why, slipNo: null }
  const earlier = episode?.id == null ? undefined : staysOf(db, key.seq).find((stay) => stay.id === episode.id)
  if (episode?.id != null && earlier === undefined) throw new AppError('persons.unknown')
  const stay: EpisodeRecord | null =
    episode === null
      ? null
      : episodeRecord(episodeFacts(episode, reference), earlier?.id ?? ctx.newId(), key.seq, earlier?.recorded_on ?? ctx.today)
  const fields =
    before === undefined
      ? (recordInserter(db, reference)({ seq: key.seq, id: key.id, facts, verified, stay, origin }), ['created'])
      : reviseRecord({ db, reference }, { before, facts, verified, stay: stay && { before: earlier, after: stay }, origin })
  ctx.note({ subject: key.id, detail: { fields } })
  if (fields.length > 0) ctx.changed('persons')
  const at = before === undefined ? 1 : before.revision + (fields.length > 0 ? 1 : 0)
  return { id: key.id, revision: at, warnings: recordWarnings(ctx, key.seq, facts, verified, stay) }
}

const setStatus: PersonHandlers['setStatus'] = (ctx, { id, revision, status, on, reason }) => {
  const person = atRevision(knownPerson(ctx.db, id), revision)
  const day = dateFact(on, 'on')
  ctx.note({ subject: id, detail: { from: person.status, to: status } })
  if (person.status === status && person.status_on === day && person.status_reason === reason) return { id, revision }
  updateStatus(ctx.db, person.seq, { status, on: day, reason, at: ctx.now, by: ctx.actor.displayName })
  const origin = { at: ctx.now, by: ctx.actor.displayName, why: reason, slipNo: null }
  const insertChange = changeInserter(ctx.db)
  insertChange(person.seq, { field: 'status', before: person.status, after: status }, origin)
  insertChange(person.seq, { field: 'statusOn', before: person.status_on, after: day }, origin)
  ctx.changed('persons')
  return { id, revision: revision + 1 }
}

const reveal: PersonHandlers['reveal'] = ({ db, now, actor, note }, { id, field, reason }) => {
  const person = knownPerson(db, id)
  noteReveal(db, person.seq, now, actor.displayName, field, reason)
  note({ subject: id, detail: { field } })
  return { value: field === 'idNo' ? person.id_no : person.phone }
}

export const personHandlers: PersonHandlers = { search, count: countFound, get, history, hints, checkId, save, setStatus, reveal }
