/** Methods that look through the register: the list, its count, hints while typing, the check of a number. */
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
import type { CallContext, Handlers } from '../../../rpc'
import { withoutAges } from '../ages'
import { cursorAfter, placeOf } from '../cursor'
import { divisionsNamed } from '../divisions-named'
import { foundBy } from '../found-by'
import { restrictedIds } from '../marks'
import { pairCandidates, typedBirth } from '../pairing'
import { count, page } from '../queries/list'
import { narrowing } from '../queries/narrowing'
import { recorders } from '../queries/recorders'
import { placeOfRow, rowsOfList } from '../row-index'
import type { Warning } from '../rules'
import { scopeOf } from '../scope'
import { searchQuestion, type SearchQuestion } from '../search-words'
import { isKnownArea } from '../store'
import { rowViewer } from '../views'

type PersonHandlers = Handlers<'persons'>

/** Searches that show more are recorded. Source: PV-4. */
const RECORDED_ABOVE = 20
const COUNTED_TO = 100_000
const HINTS = 8

const asked = ({ reference, office, today }: Pick<CallContext, 'reference' | 'office' | 'today'>, text: string): SearchQuestion =>
  searchQuestion(text, divisionsNamed(reference, office.code, today))

const search: PersonHandlers['search'] = (context, { filter: typed, sort, cursor, at = null, limit }) => {
  const filter = withoutAges(typed, context.today)
  const { db, reference, actor, note } = context
  const after = placeOf(cursor, sort)
  const narrow = narrowing(context, filter.more)
  const list = { question: asked(context, filter.text), filter, narrow, scope: scopeOf(actor), sort }
  const { question } = list
  const near = at !== null && question.kind === 'everybody' && narrow.set === null
  const from = near ? placeOfRow(db, list, at) : at === null ? after : null
  const skip = near ? 0 : (at ?? 0)
  const fetched = from === undefined ? [] : page(db, { ...list, after: from, skip, limit: limit + 1 })
  const rows = fetched.slice(0, limit)
  const last = fetched.length > limit ? rows.at(-1) : undefined
  if (rows.length > RECORDED_ABOVE) note({ detail: { rows: rows.length } })
  const found = foundBy(db, question, rows, { reference, today: context.today, scope: list.scope })
  const restricted = restrictedIds(db)
  const view = rowViewer(context)
  const shown = rows.map((row, nth) => ({
    ...view(row),
    ...(restricted.has(row.id) ? { restricted: true } : {}),
    found: found[nth] ?? null
  }))
  return { rows: shown, next: last === undefined ? null : cursorAfter(sort, last) }
}

const countFound: PersonHandlers['count'] = async (context, { filter: typed, sort = 'pinyin' }) => {
  const filter = withoutAges(typed, context.today)
  const { db, actor } = context
  const list = { question: asked(context, filter.text), filter, narrow: narrowing(context, filter.more), scope: scopeOf(actor) }
  // The walk that counts is the one that finds rows by their number.
  if (list.question.kind === 'everybody' && list.narrow.set === null) return { count: await rowsOfList(db, { ...list, sort }), more: false }
  const found = count(db, list, COUNTED_TO + 1)
  return { count: Math.min(found, COUNTED_TO), more: found > COUNTED_TO }
}

const hints: PersonHandlers['hints'] = (context, { name, idNo, birthDate, phone, except }) => {
  const { today, actor } = context
  const wanted = { name, sex: null, birthDate: typedBirth(birthDate, today), idNo, phone }
  return { rows: pairCandidates(context, wanted, HINTS, except, scopeOf(actor)).map(({ person, score, why }) => ({ person, score, why })) }
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

const recorderNames: PersonHandlers['recorders'] = ({ db }) => ({ names: recorders(db) })

export const listHandlers = { search, count: countFound, recorders: recorderNames, hints, checkId } satisfies Partial<PersonHandlers>
