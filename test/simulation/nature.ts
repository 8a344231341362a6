/** Chance, time and mishaps of a simulation, all from one seed: whoever knows it can run the same misfortune again. */
import { resolve } from 'node:path'
import type { StageContext } from '../../electron/core/modules/slips'
import { loadReference } from '../../electron/core/modules/reference'
import { seededRandom } from '../kit/seed'
import { PowerCut } from './sim'

export interface Nature {
  chance(probability: number): boolean
  /** 0 … below − 1. */
  upTo(below: number): number
  /** As `chance`, by dice of its own: what came later to the simulation leaves the courses of earlier seeds as they were. */
  rare(probability: number): boolean
  /** Dice of the thieves alone, for the same reason. */
  readonly theft: { readonly chance: (probability: number) => boolean; readonly upTo: (below: number) => number }
  hex(digits: number): string
  /** What the clock of an office shows: it goes on, but some clocks stand decades off or jump. */
  time(office: number): string
  /** @throws PowerCut now and then, until calm */
  powerMayFail(): void
  isUnreadable(): boolean
  /** No more mishaps. */
  calm(): void
  readonly trade: Pick<StageContext, 'rules' | 'reference'>
}

const reference = loadReference(resolve(import.meta.dirname, '../../resources/codes'))
const rules = reference.rulePack('order-555')
if (!rules) throw new RangeError('no rule pack order-555')
const trade = { reference, rules }

const YEAR_1980 = Date.UTC(1980, 0, 1)
const YEARS_120 = 120 * 365.25 * 86_400_000
const MARCH_2026 = Date.UTC(2026, 2, 5)

export interface Mishaps {
  readonly powerCut: number
  readonly unreadable: number
  /** Offices whose clock is wild. */
  readonly wildClocks: number
}

export function natureOf(seed: number, mishaps: Mishaps): Nature {
  const random = seededRandom(seed)
  const later = seededRandom(seed ^ 0x5eed)
  const stolen = seededRandom(seed ^ 0x7e1ef)
  const offsets = new Map<number, number>()
  let step = 0
  let calm = false
  const upTo = (below: number): number => Math.floor(random() * below)
  return {
    chance: (probability) => random() < probability,
    upTo,
    rare: (probability) => later() < probability,
    theft: { chance: (probability) => stolen() < probability, upTo: (below) => Math.floor(stolen() * below) },
    hex(digits) {
      let text = ''
      while (text.length < digits) text += upTo(0x1_0000_0000).toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
    time(office) {
      step += 1
      const known = offsets.get(office)
      const wild = known === undefined ? random() < mishaps.wildClocks : known !== 0 && random() < 0.05
      const offset = wild ? YEAR_1980 + random() * YEARS_120 - MARCH_2026 : (known ?? 0)
      offsets.set(office, offset)
      return new Date(MARCH_2026 + offset + step * 1_000).toISOString()
    },
    powerMayFail() {
      if (!calm && mishaps.powerCut > 0 && random() < mishaps.powerCut) throw new PowerCut('power cut')
    },
    isUnreadable: () => !calm && mishaps.unreadable > 0 && random() < mishaps.unreadable,
    calm: () => void (calm = true),
    trade
  }
}
