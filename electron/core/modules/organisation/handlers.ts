/** Handlers of the tree of units and of who sits where. */
import type { DivisionEntry } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { OrganisationUnit } from '@shared/contract/organisation'
import type { ReadDb, WriteDb } from '../../db'
import type { CommandContext, Handlers, QueryContext } from '../../rpc'
import { buildUnits, proposal } from './build'
import { accountsAt, accountsWithin, isAccount, unbind } from './queries/bindings'
import {
  countedBelow,
  countedUnit,
  findUnits,
  insertUnit,
  lastPosition,
  openUnitOfCode,
  rootUnit,
  setClosed,
  setCode,
  setPlace,
  unitById,
  unitsAbove,
  unitsBelow,
  unitsWithin,
  updateUnit,
  type CountedUnit,
  type UnitFacts,
  type UnitRow
} from './queries/units'
import { assertClosingDay, assertCode, assertMayStandUnder, assertOpen, carriedCode, levelUnder } from './rules'
import { bindTo } from './units-of-accounts'

function required(db: ReadDb, id: string): UnitRow {
  const row = unitById(db, id)
  if (!row) throw new AppError('organisation.unknown')
  return row
}

const pathOf = (db: ReadDb, id: string): string =>
  unitsAbove(db, id)
    .reverse()
    .map((unit) => unit.name)
    .join(' › ')

function abolished(place: DivisionEntry | undefined, { reference, today }: QueryContext): OrganisationUnit['abolished'] {
  if (place?.validTo == null) return null
  const now = reference.codeOn(place.code, today).filter((code) => code !== place.code)
  return { on: place.validTo, now: now.map((code) => ({ code, fullName: reference.divisionName(code) })) }
}

function view(context: QueryContext, row: CountedUnit): OrganisationUnit {
  return {
    id: row.id,
    parent: row.parent,
    level: row.level,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    path: pathOf(context.db, row.id),
    post: row.post,
    phone: row.phone,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    revision: row.revision,
    children: row.children,
    users: row.users,
    abolished: row.code === null ? null : abolished(context.reference.division(row.code), context)
  }
}

function add({ db, newId }: CommandContext, parent: UnitRow, facts: UnitFacts): string {
  const level = levelUnder(parent)
  assertCode(level, facts.code, parent)
  assertFree(db, facts.code, null)
  const id = newId()
  insertUnit(db, { id, parent: parent.id, level, position: lastPosition(db, parent.id) + 1, ...facts })
  return id
}

function change({ db }: CommandContext, row: UnitRow, facts: UnitFacts): void {
  assertCode(row.level, facts.code, row.parent === null ? null : required(db, row.parent))
  if (row.valid_to === null) assertFree(db, facts.code, row.id)
  const { code: before } = row
  const { code: after } = facts
  if (before !== null && after !== null && before !== after) carryCodes(db, row.id, before, after)
  updateUnit(db, row.id, facts)
}

/** Everything below keeps its place in the area, closed units included, so that the codes stay one tree. */
function carryCodes(db: WriteDb, id: string, before: string, after: string): void {
  for (const unit of unitsWithin(db, id))
    if (unit.id !== id && unit.code !== null) setCode(db, unit.id, carriedCode(unit.code, before, after))
}

/** @throws AppError `organisation.code_taken` */
function assertFree(db: ReadDb, code: string | null, own: string | null): void {
  const holder = code === null ? undefined : openUnitOfCode(db, code)
  if (holder && holder.id !== own)
    throw new AppError(
      'organisation.code_taken',
      { code: holder.code ?? '', name: holder.name },
      { fields: { code: `已用于“${holder.name}”` } }
    )
}

/** Numbers the siblings afresh with the unit in its new place. */
function place(db: WriteDb, unit: UnitRow, parent: string, before: string | null): void {
  const others = unitsBelow(db, parent).filter((sibling) => sibling.id !== unit.id)
  const at = before === null ? -1 : others.findIndex((sibling) => sibling.id === before)
  if (before !== null && at < 0) throw new AppError('organisation.unknown')
  const order = [...others]
  order.splice(at < 0 ? order.length : at, 0, unit)
  for (const [index, sibling] of order.entries())
    if (sibling.id === unit.id || sibling.position !== index + 1) setPlace(db, sibling.id, parent, index + 1)
}

function closeUnit(db: WriteDb, row: UnitRow, on: string): void {
  assertClosingDay(on, row)
  const users = accountsWithin(db, row.id)
  if (users > 0) throw new AppError('organisation.has_users', { name: row.name, count: users })
  const open = unitsWithin(db, row.id).filter((unit) => unit.id !== row.id && (unit.valid_to === null || unit.valid_to > on))
  if (open.length > 0) throw new AppError('organisation.has_units', { name: row.name, count: open.length })
  setClosed(db, row.id, on)
}

function reopen(db: WriteDb, row: UnitRow): void {
  const parent = row.parent === null ? null : required(db, row.parent)
  if (parent !== null) assertOpen(parent)
  assertFree(db, row.code, row.id)
  setClosed(db, row.id, null)
}

export const organisationHandlers: Handlers<'organisation'> = {
  tree: (context, { below, closed }) => {
    const { db, reference, office } = context
    if (below !== null) {
      required(db, below)
      return { rows: countedBelow(db, below, closed).map((row) => view(context, row)), proposal: null }
    }
    const root = rootUnit(db)
    const counted = root && countedUnit(db, root.id)
    if (counted) return { rows: [view(context, counted)], proposal: null }
    const { code, fullName, townships, villages } = proposal(reference, office.code)
    return { rows: [], proposal: { code, fullName, townships: townships.length, villages } }
  },
  search: (context, { text, limit }) => {
    const typed = text.normalize('NFKC').trim()
    return { rows: typed === '' ? [] : findUnits(context.db, typed, limit).map((row) => view(context, row)) }
  },
  fromDivisions: (context, { villages }) => {
    const { db, note, changed } = context
    if (rootUnit(db)) throw new AppError('organisation.already_built')
    const created = buildUnits(db, context, villages)
    note({ detail: { count: created } })
    changed('office')
    return { created }
  },
  save: (context, { id, parent, revision, ...given }) => {
    const { db, note, changed } = context
    const { shortName, validFrom, ...rest } = given
    const facts = { ...rest, short_name: shortName, valid_from: validFrom }
    const row = id === null ? null : required(db, id)
    if (row && revision !== row.revision) throw new AppError('organisation.changed_meanwhile', { name: row.name })
    if (validFrom !== null) assertClosingDay(row?.valid_to ?? validFrom, facts)
    if (row) change(context, row, facts)
    const saved = row ? row.id : add(context, required(db, parent ?? ''), facts)
    note({ subject: saved, detail: { level: required(db, saved).level } })
    changed('office')
    return { id: saved, revision: required(db, saved).revision }
  },
  move: ({ db, note, changed }, { id, parent: under, before, code }) => {
    const row = required(db, id)
    if (row.parent === null) throw new AppError('organisation.root_stays')
    const parent = required(db, under)
    assertMayStandUnder(row, parent)
    if (row.valid_to === null) assertOpen(parent)
    const moved = code ?? row.code
    assertCode(row.level, moved, parent)
    if (row.valid_to === null) assertFree(db, moved, row.id)
    if (row.code !== null && moved !== null && moved !== row.code) {
      carryCodes(db, id, row.code, moved)
      setCode(db, id, moved)
    }
    place(db, row, parent.id, before)
    note({ subject: id })
    changed('office')
    return { id }
  },
  close: ({ db, note, changed }, { id, on }) => {
    const row = required(db, id)
    if (row.parent === null) throw new AppError('organisation.root_stays')
    if (on === null) reopen(db, row)
    else closeUnit(db, row, on)
    note({ subject: id, detail: { active: on === null } })
    changed('office')
    return { id }
  },
  users: ({ db }, { id }) => {
    required(db, id)
    const rows = accountsAt(db, id)
    return { rows: rows.map((row) => ({ id: row.id, name: row.name, displayName: row.display_name, active: row.active === 1 })) }
  },
  bindAccount: ({ db, note, changed }, { account, unit }) => {
    if (!isAccount(db, account)) throw new AppError('accounts.unknown')
    bindTo(db, account, unit)
    note({ subject: account, detail: { unit } })
    changed('accounts', 'office')
    return { account }
  },
  unbindAccount: ({ db, note, changed }, { account }) => {
    if (!isAccount(db, account)) throw new AppError('accounts.unknown')
    unbind(db, account)
    note({ subject: account })
    changed('accounts', 'office')
    return { account }
  }
}
