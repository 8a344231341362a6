/** The methods of the desk: list, take in, show, decide, hand over. */
import { AppError } from '@shared/errors'
import type { Handlers } from '../../rpc'
import type { FormTemplates } from '../forms'
import { assertInScope, scopeOf, survivorOf } from '../persons'
import { eraseHandlers } from './erase'
import { exportFile } from './person-file'
import { holdingsOf, shownRequest } from './holdings'
import { endedBefore, waitingAfter, type DeskRecord } from './queries'
import { dueOf, heldConsents, requestHandlers } from './requests'
import { receivedDay } from './rules'
import { knownRequest, maySee, rowOf, viewOf, type Asking } from './views'

type DeskHandlers = Handlers<'desk'>

interface Place {
  readonly due: string
  readonly seq: number
}
const CURSOR = /^(\d{4}-\d{2}-\d{2}|-)\|(\d{1,15})$/
const cursorOf = ({ due_on: due, seq }: DeskRecord): string => `${due}|${String(seq)}`

/** @throws AppError `request.invalid` */
function placeOf(cursor: string | null, start: Place): Place {
  if (cursor === null) return start
  const [, due, seq] = CURSOR.exec(cursor) ?? []
  if (due === undefined || seq === undefined)
    throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
  return { due, seq: Number(seq) }
}

const FIRST: Place = { due: '', seq: 0 }
const LAST: Place = { due: '-', seq: Number.MAX_SAFE_INTEGER }

/** Pages until enough of them may be seen. */
function* requests(context: Asking, which: 'waiting' | 'ended', from: Place, size: number): Generator<DeskRecord> {
  for (let at = from; ;) {
    const page = which === 'waiting' ? waitingAfter(context.db, at.due, at.seq, size) : endedBefore(context.db, at.seq, size)
    for (const request of page) if (maySee(context, request)) yield request
    const last = page.at(-1)
    if (last === undefined || page.length < size) return
    at = { due: last.due_on, seq: last.seq }
  }
}

const list: DeskHandlers['list'] = (ctx, { which, cursor, limit }) => {
  const found: DeskRecord[] = []
  for (const request of requests(ctx, which, placeOf(cursor, which === 'waiting' ? FIRST : LAST), limit + 1)) {
    found.push(request)
    if (found.length > limit) break
  }
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows: rows.map((request) => rowOf(ctx, request)), next: last === undefined ? null : cursorOf(last) }
}

const PAGE = 500
const count: DeskHandlers['count'] = (ctx) => {
  let waiting = 0
  let late = 0
  for (const { due_on: due } of requests(ctx, 'waiting', FIRST, PAGE)) {
    waiting += 1
    if (due < ctx.today) late += 1
  }
  return { waiting, late }
}

const get: DeskHandlers['get'] = (ctx, { id }) => {
  const request = knownRequest(ctx, id)
  if (request.person_id !== null) ctx.note({ subject: request.person_id, detail: { request: String(request.number) } })
  return viewOf(ctx, request)
}

const consents: DeskHandlers['consents'] = ({ db, actor, reference }, { personId }) => {
  const person = survivorOf(db, personId)
  assertInScope(scopeOf(actor), person)
  return {
    rows: heldConsents(db, person).map(({ id, purpose, givenOn }) => ({ id, purpose: reference.label('purpose', purpose), givenOn }))
  }
}

const paper: DeskHandlers['paper'] = (ctx, { id, form }) => {
  const request = knownRequest(ctx, id)
  const { person_id: person } = request
  ctx.note({ ...(person === null ? {} : { subject: person }), detail: { request: String(request.number), form } })
  return { request: viewOf(ctx, request), name: person === null ? null : survivorOf(ctx.db, person).name }
}

const holdings =
  (templates: FormTemplates): DeskHandlers['holdings'] =>
  async (ctx, { id }) => {
    const { request, person } = shownRequest(ctx, id)
    ctx.note({ subject: person.id, detail: { request: String(request.number) } })
    return holdingsOf(ctx, request, person, templates)
  }

/** @param templates the forms of the program */
export const createDeskHandlers = (templates: FormTemplates): DeskHandlers => ({
  list,
  count,
  get,
  dueOn: (ctx, { receivedOn }) => dueOf(ctx, receivedDay(receivedOn, ctx.today)),
  consents,
  paper,
  holdings: holdings(templates),
  exportFile: exportFile(templates),
  ...requestHandlers,
  ...eraseHandlers
})
