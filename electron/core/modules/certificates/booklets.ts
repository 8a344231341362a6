// Why: a blank booklet is worth as much as a signed one to a forger, so every one of them is accounted for, and the stock adds up on any day.
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { bookletNumbers, isDay } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, Handlers, QueryContext } from '../../rpc'
import { issuerOf, ownIssuer } from './issuers'
import type { CopyRow } from './queries/copies'
import {
  bookletOfCopy,
  handOn,
  hasInStock,
  insertBooklet,
  insertMove,
  inStockFrom,
  isBookletKnown,
  type MoveKind,
  spoilUsed,
  type SumRow,
  sumsUntil,
  takeOut
} from './queries/booklets'
import type { CertificateRow } from './queries/certificates'
import { assertReason } from './reasons'

type Contracted = Contract['booklets']
type Asked<M extends keyof Contracted> = HandlerInput<Contracted[M]>

/** @throws AppError `booklets.bad_range` */
function numbersOf({ first, last }: { readonly first: string; readonly last: string }): string[] {
  const numbers = bookletNumbers(first, last)
  if (numbers === null) throw new AppError('booklets.bad_range', { first, last }, { fields: { last: '与起号不是一套，或者超过 5000 本' } })
  return numbers
}

interface Movement {
  readonly form: string
  readonly unit: string | null
  readonly kind: MoveKind
  readonly numbers: readonly string[]
  readonly reason?: string | null
}

function note({ db, today, now, actor }: CommandContext, { form, unit, kind, numbers, reason = null }: Movement): void {
  const [first = null, last = null] = [numbers[0], numbers.at(-1)]
  insertMove(db, { form, unit, kind, count: numbers.length, first, last, reason, day: today, at: now, by: actor.displayName })
}

function done(context: CommandContext, form: string, count: number): { count: number } {
  context.note({ detail: { form, count } })
  context.changed('certificates')
  return { count }
}

function receive(context: CommandContext, { form, ...range }: Asked<'receive'>): { count: number } {
  const numbers = numbersOf(range)
  for (const number of numbers) {
    if (isBookletKnown(context.db, form, number)) throw new AppError('booklets.known', { number })
    insertBooklet(context.db, form, number)
  }
  note(context, { form, unit: null, kind: 'received', numbers })
  return done(context, form, numbers.length)
}

function give(context: CommandContext, { form, from, to, ...range }: Asked<'give'>): { count: number } {
  const [giver, taker] = [issuerOf(context, from), issuerOf(context, to)]
  const numbers = numbersOf(range)
  for (const number of numbers)
    if (!handOn(context.db, form, number, giver.unit, taker.unit)) throw new AppError('booklets.not_in_stock', { number, unit: giver.name })
  note(context, { form, unit: giver.unit, kind: 'given_out', numbers })
  note(context, { form, unit: taker.unit, kind: 'given_in', numbers })
  return done(context, form, numbers.length)
}

function writeOff(context: CommandContext, { form, unit, as, reason, ...range }: Asked<'writeOff'>): { count: number } {
  if (as === 'spoiled') assertReason(context, 'spoil', reason ?? '')
  const owner = ownIssuer(context, unit)
  const numbers = numbersOf(range)
  for (const number of numbers)
    if (!takeOut(context.db, { form, number, unit: owner.unit, state: as, copy: null }))
      throw new AppError('booklets.not_in_stock', { number, unit: owner.name })
  note(context, { form, unit: owner.unit, kind: as, numbers, reason: as === 'spoiled' ? reason : null })
  return done(context, form, numbers.length)
}

/** What somebody counted, beside what the books say; the difference is for people to explain. */
function count(context: CommandContext, { form, unit, found }: Asked<'count'>): Output<Contracted['count']> {
  const { db, today, now, actor } = context
  const owner = ownIssuer(context, unit)
  const expected = leftOf(sumsUntil(db, form, today).filter((row) => row.unit === owner.unit))
  const row = { form, unit: owner.unit, kind: 'counted', count: found, first: null, last: null, reason: null } as const
  insertMove(db, { ...row, day: today, at: now, by: actor.displayName })
  done(context, form, found)
  return { expected, found }
}

const IN: ReadonlySet<MoveKind> = new Set(['received', 'given_in'])
const OUT: ReadonlySet<MoveKind> = new Set(['given_out', 'used', 'spoiled', 'lost'])
const leftOf = (sums: readonly SumRow[]): number =>
  sums.reduce((left, { kind, total }) => left + (IN.has(kind) ? total : OUT.has(kind) ? -total : 0), 0)

function balance(context: QueryContext, { form, on }: Asked<'balance'>): Output<Contracted['balance']> {
  const { db, actor, office, today } = context
  const day = on !== null && isDay(on) ? on : today
  const own = actor.scope === null ? undefined : ownIssuer(context, null).unit
  const sums = sumsUntil(db, form, day).filter(({ unit }) => own === undefined || unit === own)
  const rows = [...new Set(sums.map(({ unit }) => unit))].map((unit) => {
    const its = sums.filter((row) => row.unit === unit)
    const total = (kind: MoveKind): number => its.find((row) => row.kind === kind)?.total ?? 0
    return {
      ...{ unit, unitName: its[0]?.unit_name ?? office.name, received: total('received'), givenIn: total('given_in') },
      ...{ givenOut: total('given_out'), used: total('used') - total('spoiled_later') },
      ...{ spoiled: total('spoiled') + total('spoiled_later'), lost: total('lost'), left: leftOf(its) }
    }
  })
  return { on: day, rows }
}

/**
 * Binds the next blank booklets of the unit to sheets that came out on them, good or spoiled.
 * @param first number of the booklet that lay first in the printer @throws AppError `booklets.too_few`
 */
export function useBooklets(
  context: CommandContext,
  { form, unit, first, as, reason }: { form: string; unit: string | null; first: string; as: 'used' | 'spoiled'; reason: string | null },
  copies: readonly CopyRow[]
): void {
  const { db } = context
  const numbers = inStockFrom(db, form, unit, first, copies.length)
  if (numbers[0] !== first || numbers.length < copies.length) throw new AppError('booklets.too_few', { first, left: numbers.length })
  for (const [at, { seq }] of copies.entries()) {
    const number = numbers[at] ?? ''
    takeOut(db, { form, number, unit, state: as, copy: seq })
    note(context, { form, unit, kind: as, numbers: [number], reason })
  }
}

/** The booklet of a sheet that was printed and turned out to be no good, if it lay on one. */
export function spoilBooklet(
  context: CommandContext,
  { form, unit }: Pick<CertificateRow, 'form' | 'unit'>,
  copy: number,
  reason: string
): void {
  const number = bookletOfCopy(context.db, copy)
  if (number === null) return
  spoilUsed(context.db, copy)
  note(context, { form, unit, kind: 'spoiled_later', numbers: [number], reason })
}

/** Where the unit keeps booklets of the form, paper that came out is one of them. @throws AppError `booklets.number_needed` */
export function assertNoneUsed({ db }: CommandContext, { form, unit, number }: Pick<CertificateRow, 'form' | 'unit' | 'number'>): void {
  if (hasInStock(db, form, unit)) throw new AppError('booklets.number_needed', { number: number ?? '' })
}

export const bookletHandlers: Handlers<'booklets'> = { balance, receive, give, writeOff, count }
