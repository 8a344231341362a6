/** The present stay as the row of a person repeats it, so that lists narrow by it inside one index. */
import {
  isDay,
  isDivisionCode,
  movementOf,
  movementScopes,
  type Day,
  type DivisionCode,
  type Movement,
  type MovementScope,
  type ReferenceBook
} from '@shared/domain'

// An alias, not an interface: it is part of a row, which passes through functions of plain records of cells.
export type StayColumns = {
  stay_kind: string
  stay_started: string
  stay_code: string
  stay_reason: string
  stay_scope: string
}

export const noStay: StayColumns = { stay_kind: '', stay_started: '', stay_code: '', stay_reason: '', stay_scope: '' }

interface Home {
  readonly hukou_code: string
  readonly hukou_as_of: string | null
}

interface WrittenStay {
  readonly residence_code: string
  readonly started_on: string
  readonly reason: string | null
  readonly recorded_on: string
}

const NOTHING_KNOWN: Movement = { scope: null, counted: null }
const dayOf = (text: string | null): Day | null => (text !== null && isDay(text) ? text : null)
const placeOf = (code: DivisionCode, asOf: string | null) => ({ code, asOf: dayOf(asOf) })

/** How far the move of a stay went, and whether it counts, by the codes and rules of its own day. */
export function movementOfStay({ hukou_code: home, hukou_as_of: asOf }: Home, stay: WrittenStay, reference: ReferenceBook): Movement {
  const { residence_code: present, started_on: on, reason, recorded_on: recorded } = stay
  if (!isDivisionCode(home) || !isDivisionCode(present)) return NOTHING_KNOWN
  return movementOf({ home: placeOf(home, asOf), present: placeOf(present, recorded), on, reason }, reference)
}

/** One digit stands for a scope in the database: four indexes carry it. */
export const scopeDigit = (scope: MovementScope): string => String(movementScopes.indexOf(scope) + 1)

/** Scopes by registered residence, its day, residence, its day, and the day of the move. */
interface Known {
  readonly byKey: Map<string, Known>
  readonly digits: Map<string, string>
}
const MOST_KNOWN = 50_000
const known = new WeakMap<ReferenceBook, { root: Known; count: number }>()
const nothing = (): Known => ({ byKey: new Map(), digits: new Map() })

function below(level: Known, key: string): Known {
  const found = level.byKey.get(key) ?? nothing()
  if (found.byKey.size + found.digits.size === 0) level.byKey.set(key, found)
  return found
}

/** A scope is told by the counties; above them it is not. */
const countyOf = (code: string): string => (code.length > 6 ? `${code.slice(0, 6)}+` : code)

/** A list of a township names the same few counties and days over and over. */
function scopeColumn(home: Home, stay: WrittenStay, reference: ReferenceBook): string {
  const memory = known.get(reference) ?? { root: nothing(), count: 0 }
  known.set(reference, memory)
  const from = below(below(memory.root, countyOf(home.hukou_code)), home.hukou_as_of ?? '')
  const { digits } = below(below(from, countyOf(stay.residence_code)), stay.recorded_on)
  const before = digits.get(stay.started_on)
  if (before !== undefined) return before
  const { scope } = movementOfStay(home, { ...stay, reason: null }, reference)
  const digit = scope === null ? '' : scopeDigit(scope)
  if (memory.count >= MOST_KNOWN) Object.assign(memory, { root: nothing(), count: 0 })
  digits.set(stay.started_on, digit)
  memory.count += 1
  return digit
}

/** @param stay the present one, if any @param reference null where nobody asks how far the move went */
export const stayColumns = (
  stay: (WrittenStay & { readonly kind: string }) | undefined,
  home: Home,
  reference: ReferenceBook | null
): StayColumns =>
  stay === undefined
    ? noStay
    : {
        stay_kind: stay.kind,
        stay_started: stay.started_on,
        stay_code: stay.residence_code,
        stay_reason: stay.reason ?? '',
        stay_scope: reference === null ? '' : scopeColumn(home, stay, reference)
      }
