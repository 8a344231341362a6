/** A list is made: who stands on it and what is printed of each is decided once and kept. */
import type { Contract, Output } from '@shared/contract'
import { PersonView } from '@shared/contract/persons'
import type { places } from '@shared/contract/places'
import type { WantedRoster } from '@shared/contract/rosters'
import { rosterColumnLabels } from '@shared/domain/roster'
import { AppError } from '@shared/errors'
import type { CommandContext, PrepareContext, PreparedCommand } from '../../rpc'
import { assertCareful, assertUnrestricted, personForSlip, personHandlers, placeHandlers, survivorOf, withheldIds } from '../persons'
import { listedPersons, type Where } from './candidates'
import { cardCells, cardColumns } from './card-cells'
import { rosterCells, visitCells, type Cells } from './cells'
import { insertRoster, insertRows, rosterByNumber, type RosterRecord } from './queries'
import { numberFrom } from './rules'

type Wanted<K extends WantedRoster['kind']> = Extract<WantedRoster, { readonly kind: K }>

interface Row {
  readonly personId: string
  readonly cells: Cells
}
interface Made {
  readonly rows: readonly Row[]
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  readonly facts: Pick<RosterRecord, 'place' | 'place_name' | 'basis' | 'move_kind' | 'sheet'>
}

const VISIT_COLUMNS = [
  { key: 'name', title: '姓名' },
  { key: 'sex', title: '性别' },
  { key: 'birthYear', title: '出生年' },
  { key: 'door', title: '住处' },
  { key: 'ask', title: '核对' }
] as const

const factsOfPlace = ({ reference }: CommandContext, { place, basis, moveKind }: Where): Made['facts'] => ({
  ...{ place, place_name: reference.divisionName(place), basis, move_kind: moveKind, sheet: null }
})

function visitList(ctx: CommandContext, wanted: Wanted<'visit'>): Made {
  const asks = [...new Set(wanted.asks)]
  if (asks.length === 0) throw new AppError('rosters.column_needed', {}, { fields: { asks: '请至少选一项' } })
  const { reference } = ctx
  const list = { reference, name: reference.divisionName(wanted.place) }
  const rows = listedPersons(ctx, wanted).map((listed) => ({
    personId: listed.person.id,
    cells: visitCells(listed.person, listed, list, asks)
  }))
  return { rows, columns: VISIT_COLUMNS, facts: factsOfPlace(ctx, wanted) }
}

function rosterList(ctx: CommandContext, wanted: Wanted<'roster'>): Made {
  const columns = [...new Set(wanted.columns)]
  if (columns.length === 0) throw new AppError('rosters.column_needed', {}, { fields: { columns: '请至少选一列' } })
  const { reference } = ctx
  const list = { reference, name: reference.divisionName(wanted.place) }
  const rows = listedPersons(ctx, wanted).map(({ person }) => ({
    personId: person.id,
    cells: rosterCells(person, list, columns, wanted.whole)
  }))
  const named = columns.map((key) => ({ key, title: rosterColumnLabels[key] }))
  return { rows, columns: [{ key: 'name', title: '姓名' }, ...named], facts: factsOfPlace(ctx, wanted) }
}

/** What a card tells, read before the transaction: the file as a screen sees it, and the others of the household. */
interface ReadCard {
  readonly view: PersonView
  readonly household: Output<typeof places.household> | null
}

/** One card for each person, in the order they were chosen; two files of one merged person make one card. */
async function readCards(ctx: PrepareContext, wanted: Wanted<'card'>): Promise<ReadCard[]> {
  const looking = { ...ctx, note: () => undefined }
  const read: ReadCard[] = []
  for (const id of new Set(wanted.persons.map((person) => survivorOf(ctx.db, person).id))) {
    assertUnrestricted(ctx.db, id)
    const view = PersonView.parse(await personHandlers.get(looking, { id, own: false }))
    assertCareful(ctx.db, id, ctx.today, wanted.careful)
    const household = wanted.household && view.household !== null ? await placeHandlers.household(looking, { id: view.household.id }) : null
    read.push({ view, household })
  }
  return read
}

function cards({ db, reference, today }: CommandContext, wanted: Wanted<'card'>, read: readonly ReadCard[]): Made {
  const kept = withheldIds(db)
  const rows = read.map(({ view, household }) => {
    // The card of a child under 14 is masked whatever was asked for (PIPL art. 28).
    const whole = wanted.whole && !view.masked ? (personForSlip(db, view.id) ?? null) : null
    return { personId: view.id, cells: cardCells({ view, household, reference, today, whole, kept }) }
  })
  return { rows, columns: cardColumns, facts: { place: null, place_name: null, basis: null, move_kind: null, sheet: wanted.sheet } }
}

/** @throws AppError `rosters.whole_not_allowed`, `rosters.reason_needed` */
function wholeOf({ actor }: CommandContext, wanted: WantedRoster): Pick<RosterRecord, 'whole' | 'reason'> {
  if (wanted.kind === 'visit' || !wanted.whole) return { whole: 0, reason: null }
  if (!actor.grants.has('persons.reveal')) throw new AppError('rosters.whole_not_allowed')
  const reason = wanted.reason?.trim() ?? ''
  if (reason === '') throw new AppError('rosters.reason_needed', {}, { fields: { reason: '请填写用途' } })
  return { whole: 1, reason }
}

function made(ctx: CommandContext, wanted: WantedRoster, read: readonly ReadCard[]): Made {
  if (wanted.kind === 'card') return cards(ctx, wanted, read)
  return wanted.kind === 'visit' ? visitList(ctx, wanted) : rosterList(ctx, wanted)
}

/** A number that no list of this office has. */
function freeNumber(ctx: CommandContext): number {
  const number = numberFrom(ctx.newId())
  return rosterByNumber(ctx.db, number) === undefined ? number : freeNumber(ctx)
}

function run(ctx: CommandContext, { wanted }: { readonly wanted: WantedRoster }, read: readonly ReadCard[]) {
  const whole = wholeOf(ctx, wanted)
  const { rows, columns, facts } = made(ctx, wanted, read)
  const id = ctx.newId()
  const number = freeNumber(ctx)
  const roster = insertRoster(ctx.db, {
    ...{ id, number, kind: wanted.kind, at: ctx.now, by: ctx.actor.displayName, account: ctx.actor.accountId },
    ...{ ...facts, ...whole, columns: JSON.stringify(columns), count: rows.length },
    asks: JSON.stringify(wanted.kind === 'visit' ? [...new Set(wanted.asks)] : [])
  })
  const kept = rows.map(({ personId, cells }) => ({ personId, cells: JSON.stringify(cells) }))
  insertRows(ctx.db, roster, kept)
  ctx.note({ subject: id, detail: { kind: wanted.kind, persons: rows.length, whole: whole.whole === 1 } })
  ctx.changed('rosters')
  return { id, number, count: rows.length }
}

export const issueRoster = {
  prepare: (ctx, { wanted }) => (wanted.kind === 'card' ? readCards(ctx, wanted) : Promise.resolve([])),
  run
} satisfies PreparedCommand<Contract['rosters']['issue'], readonly ReadCard[]>
