/** 流向: where people come from and go to, beside the slips with those offices and what was agreed, counts only. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import {
  addCalendarDays,
  adviseFlow,
  agreementStanding,
  scopeCovers,
  scopeRange,
  shownCount,
  type Day,
  type FlowSide
} from '@shared/domain'
import type { ReadDb } from '../../db'
import type { JobContext } from '../../rpc'
import { termOf } from './agreement-views'
import { agreementHolding, type AgreementStored } from './queries/agreement-queries'
import { allPartners, peopleAfter, slipCounts, type FlowPerson, type FlowPlace } from './queries/flow-queries'

type Job = Contract['agreements']['flow']
type Row = Output<Job>['rows'][number]

const PAGE = 10_000
const START: FlowPlace = { stay_code: '', sort_key: '', seq: -1 }
const YEAR = 365

interface Counted {
  inflow: number
  outflow: number
  sent: number
  answered: number
  received: number
  partnerId: string | null
  agreement: AgreementStored | null
}

const nothing = (): Counted => ({ inflow: 0, outflow: 0, sent: 0, answered: 0, received: 0, partnerId: null, agreement: null })

/** Digits that name the other side: its county, or its prefecture. */
const DIGITS = { county: 6, prefecture: 4 } as const

export async function flow(ctx: JobContext, { by }: HandlerInput<Job>): Promise<Output<Job>> {
  const sides = new Map<string, Counted>()
  const keyOf = sideKey(ctx, DIGITS[by])
  const side = (key: string): Counted => {
    const known = sides.get(key) ?? nothing()
    sides.set(key, known)
    return known
  }
  await countPeople(ctx, keyOf, side)
  countSlips(ctx, keyOf, side)
  const mayLookBehind = ctx.actor.grants.has('persons.read')
  const rows = [...sides].map(([key, counted]) => rowOf(ctx, key, counted, mayLookBehind)).filter((row) => row.weight >= 0)
  rows.sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1))
  ctx.commit({ detail: { by, rows: rows.length } }, () => undefined)
  return { asOf: ctx.today, since: yearBefore(ctx.today), rows: rows.map(({ weight: _weight, ...row }) => row) }
}

const yearBefore = (day: Day): Day => addCalendarDays(day, -YEAR) ?? day

/** A county of today for every code that was ever written down; null for our own and for none. */
function sideKey({ office, reference, today }: JobContext, digits: number): (code: string) => string | null {
  const known = new Map<string, string>()
  const own = office.code.slice(0, 6)
  return (code) => {
    const county = code.slice(0, 6)
    if (county.length < 6) return null
    const present = known.get(county) ?? reference.codeOn(county, today)[0]?.slice(0, 6) ?? county
    known.set(county, present)
    return present === own ? null : present.slice(0, digits).padEnd(6, '0')
  }
}

type KeyOf = (code: string) => string | null
type Side = (key: string) => Counted

/** All files page by page, so that others are served in between. */
async function countPeople(ctx: JobContext, keyOf: KeyOf, side: Side): Promise<void> {
  let at = START
  for (let done = 0; ; done += PAGE) {
    ctx.checkpoint()
    ctx.progress('count', done, 0)
    const page = peopleAfter(ctx.db, at, PAGE)
    for (const person of page) countPerson(ctx.actor.scope, person, keyOf, side)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    at = last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function countPerson(scope: string | null, person: FlowPerson, keyOf: KeyOf, side: Side): void {
  const { status, stay_kind: kind, stay_code: stay, hukou_code: home } = person
  if (status !== 'active' || (kind !== 'in' && kind !== 'out') || !scopeCovers(scope, [stay, home])) return
  const key = keyOf(kind === 'in' ? home : stay)
  if (key === null) return
  const counted = side(key)
  if (kind === 'in') counted.inflow += 1
  else counted.outflow += 1
}

function countSlips({ db, actor, today }: JobContext, keyOf: KeyOf, side: Side): void {
  const counts = slipCounts(db, yearBefore(today), actor.scope === null ? null : scopeRange(actor.scope))
  const byPartner = Map.groupBy(counts, (row) => row.partner_id)
  for (const { id, code } of allPartners(db)) {
    const key = keyOf(code)
    if (key === null) continue
    const counted = side(key)
    counted.partnerId ??= id
    counted.agreement ??= agreementHolding(db, id, today) ?? null
    for (const { direction, issued, answered } of byPartner.get(id) ?? []) {
      if (direction === 'in') counted.received += issued
      else {
        counted.sent += issued
        counted.answered += answered
      }
    }
  }
}

function standingOf({ reference, today }: JobContext, agreement: AgreementStored | null): FlowSide['agreement'] {
  if (agreement === null) return 'none'
  return agreementStanding(termOf(agreement), today, reference.agreementTermsOn(today).reminders) === 'expiring' ? 'ending' : 'holds'
}

function rowOf(
  ctx: JobContext & { readonly db: ReadDb },
  code: string,
  counted: Counted,
  mayLookBehind: boolean
): Row & { weight: number } {
  const { sent, answered, received, partnerId, agreement } = counted
  const shown = { inflow: shownCount(counted.inflow, mayLookBehind), outflow: shownCount(counted.outflow, mayLookBehind) }
  const { advice, reason, weight } = adviseFlow({
    ...{ ...shown, sent, answered, received, known: partnerId !== null },
    agreement: standingOf(ctx, agreement)
  })
  return {
    ...{ code, name: ctx.reference.divisionName(code), ...shown, sent, answered, received, partnerId },
    ...{ agreement: agreement?.number ?? null, advice, reason, weight }
  }
}
