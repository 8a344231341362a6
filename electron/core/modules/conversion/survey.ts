/** Counts the places with abolished codes, by county: what the tables decide, what the address proposes, what is open. */
import { isDay, type Conversion, type ConversionReason, type Day, type ReferenceBook } from '@shared/domain'
import type { ConversionGroup } from '@shared/contract/conversion'
import type { PlaceInUse } from './queries'
import { countyOf, proposedBy } from './rules'

interface Tally {
  hukou: number
  stays: number
  readonly sure: Map<string, number>
  readonly proposed: Map<string, number>
  open: number
  unknown: number
  readonly heirs: Set<string>
  readonly reasons: Set<ConversionReason>
}

const emptyTally = (): Tally => ({
  ...{ hukou: 0, stays: 0, open: 0, unknown: 0 },
  ...{ sure: new Map<string, number>(), proposed: new Map<string, number>() },
  ...{ heirs: new Set<string>(), reasons: new Set<ConversionReason>() }
})

const countIn = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1)

/** One question to the tables per code and day; the address is looked at only where the code alone does not settle it. */
export function createJudge(reference: ReferenceBook, on: Day): (place: PlaceInUse) => Conversion {
  const known = new Map<string, Conversion>()
  return ({ code, text, as_of: asOf }) => {
    const day = asOf !== null && isDay(asOf) ? asOf : null
    const key = `${code}|${day ?? ''}`
    let plain = known.get(key)
    if (plain === undefined) {
      plain = reference.convert(code, on, '', day)
      known.set(key, plain)
    }
    const settled = plain.kind === 'current' || plain.kind === 'unknown' || text === null || text === ''
    return settled ? plain : reference.convert(code, on, text, day)
  }
}

export class Survey {
  private readonly groups = new Map<string, Tally>()
  private readonly reference: ReferenceBook
  private readonly on: Day

  constructor(reference: ReferenceBook, on: Day) {
    this.reference = reference
    this.on = on
  }

  /** @returns whether the place carries a code that is not of the day */
  add(place: PlaceInUse, field: 'hukou' | 'stays', found: Conversion): boolean {
    if (found.kind === 'current') return false
    const county = countyOf(place.code)
    const tally = this.groups.get(county) ?? emptyTally()
    this.groups.set(county, tally)
    tally[field] += 1
    if (found.kind === 'unknown') tally.unknown += 1
    else if (found.kind === 'sure') countIn(tally.sure, found.to)
    else {
      for (const code of found.among) tally.heirs.add(countyOf(code))
      tally.reasons.add(found.why)
      const proposed = proposedBy(found)
      if (proposed === null) tally.open += 1
      else countIn(tally.proposed, proposed)
    }
    return true
  }

  rows(): ConversionGroup[] {
    const rows = [...this.groups].map(([code, tally]) => this.row(code, tally))
    return rows.sort((a, b) => b.hukou + b.stays - (a.hukou + a.stays) || (a.code < b.code ? -1 : 1))
  }

  private row(code: string, tally: Tally): ConversionGroup {
    const { reference } = this
    const entry = reference.division(code)
    const change = reference.conversionPlan(this.on).findLast((one) => one.old.code === code)
    const place = (one: string) => ({ code: one, fullName: reference.divisionName(one) })
    const counted = (map: Map<string, number>) => [...map].sort((a, b) => b[1] - a[1]).map(([one, count]) => ({ ...place(one), count }))
    const sum = (map: Map<string, number>): number => [...map.values()].reduce((all, count) => all + count, 0)
    return {
      code,
      fullName: change === undefined ? (entry?.fullName ?? code) : nameThen(reference, change.old.name, code),
      kind: change?.kind ?? 'unknown',
      since: change?.on ?? null,
      hukou: tally.hukou,
      stays: tally.stays,
      sure: counted(tally.sure).slice(0, NAMED_TARGETS),
      sureCount: sum(tally.sure),
      proposed: counted(tally.proposed).slice(0, NAMED_TARGETS),
      proposedCount: sum(tally.proposed),
      openCount: tally.open,
      unknownCount: tally.unknown,
      heirs: [...tally.heirs].sort().map(place),
      reasons: [...tally.reasons]
    }
  }
}

const NAMED_TARGETS = 20

/** A code given out twice is called by what it was when it was abolished. */
const nameThen = (reference: ReferenceBook, name: string, code: string): string => {
  const full = reference.divisionName(code)
  return full.endsWith(name) ? full : name
}
