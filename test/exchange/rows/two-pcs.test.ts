/** Rows T64 and T65 of the fault list: one database on two PCs, both at work until somebody ends one of them (exchange-format.md §3.7). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeOthers, holesIn, liveStates, RULES, strangeLinks, uncoveredBundles } from '../../../electron/core/modules/exchange/protocol'
import { flagsOf } from '../../../electron/core/modules/exchange/queries/recovery-queries'
import { natureOf } from '../../simulation/nature'
import { Pc } from '../../simulation/pc'
import { partnerId, type Sim } from '../../simulation/sim'

const [A, B] = [0, 1]
let sim: Sim
let first: Pc
let second: Pc
let partner: Pc

beforeEach(() => {
  const nature = natureOf(64, { powerCut: 0, unreadable: 0, wildClocks: 0 })
  const counts = { slips: 0, bundles: 0, echoes: 0, files: 0, refused: 0 }
  sim = { nature, rules: RULES, unreadable: new Set(), contents: new Map(), disowned: new Set(), returned: new Set(), counts }
  first = new Pc(A, [B], sim)
  partner = new Pc(B, [A], sim)
  give(first, partner)
  give(partner, first)
  first.createSlip(B)
  give(first, partner)
  give(partner, first)
  // Nobody noticed: the copy goes on in the same epoch.
  second = new Pc(A, [], sim, first.sim_db.image())
})
afterEach(() => {
  for (const pc of [first, second, partner]) pc.sim_db.close()
})

function give(from: Pc, ...to: readonly Pc[]): void {
  const other = from.office === A ? B : A
  for (const file of from.writeStick(other)) for (const pc of to) pc.take(file)
}

const codes = (pc: Pc, other: number): string[] => flagsOf(pc.db, partnerId(other)).map(({ code }) => code)
const slips = (pc: Pc, direction: 'in' | 'out'): number =>
  pc.db.value<number>('SELECT count(*) FROM slip WHERE direction = ?', direction) ?? 0
const current = (pc: Pc): string[] =>
  pc.db.all<{ epoch: string }>("SELECT epoch FROM own_epoch WHERE origin = 'own' AND closed_at IS NULL").map(({ epoch }) => epoch)

/** Each writes a slip and a stick a week, and the partner one slip; its stick reaches both. */
function work(weeks: number): void {
  for (let week = 0; week < weeks; week++) {
    for (const pc of [first, second]) {
      pc.createSlip(B)
      give(pc, partner)
    }
    partner.createSlip(A)
    give(partner, first, second)
  }
}

describe('T64 a copied database, both at work', () => {
  it('two epochs live, nothing is lost, and every side says so', () => {
    work(6)
    expect(slips(partner, 'in')).toBe(13)
    expect(slips(first, 'in')).toBe(6)
    expect(slips(second, 'in')).toBe(6)
    expect(new Set([...current(first), ...current(second)]).size).toBe(2)
    // They have closed each other's epochs once; the second time they leave it to a person.
    expect(codes(first, B)).toEqual(['own-restored', 'own-twice'])
    expect(codes(second, B)).toEqual(['own-restored', 'own-twice'])
    expect([strangeLinks(first.db), strangeLinks(second.db)]).toEqual([1, 1])
    expect(liveStates(partner.db, partnerId(A)).length).toBeGreaterThan(1)
    expect(partner.db.value("SELECT count(*) FROM bundle WHERE state = 'branch'")).toBeGreaterThan(0)
  })

  it('retired › the one that stays fetches what the other sent, and the partner sees one again', () => {
    work(2)
    first.sim_db.transaction(() => void closeOthers(first.db, first.at().now))
    for (let round = 0; round < 5; round++) {
      give(first, partner)
      give(partner, first)
    }
    expect(slips(first, 'out')).toBe(5)
    expect(slips(partner, 'in')).toBe(5)
    expect(liveStates(partner.db, partnerId(A))).toHaveLength(1)
    expect(strangeLinks(first.db)).toBe(0)
    for (const [pc, other] of [
      [first, B],
      [partner, A]
    ] as const) {
      expect(uncoveredBundles(pc.db, partnerId(other))).toEqual([])
      expect(holesIn(pc.db, partnerId(other))).toEqual([])
    }
  })
})

describe('T65 a copy closes the epoch of the original', () => {
  it('the original notices it by what the partner says, opens a new one and goes on', () => {
    const [before = ''] = current(first)
    second.createSlip(B)
    give(second, partner)
    first.createSlip(B)
    give(first, partner)
    give(partner, second)
    give(second, partner)
    expect(partner.db.value('SELECT closed_last FROM peer_epoch WHERE epoch = ?', before)).not.toBeNull()
    give(partner, first)
    expect(current(first)).toHaveLength(1)
    expect(current(first)).not.toContain(before)
    first.createSlip(B)
    give(first, partner)
    expect(slips(partner, 'in')).toBe(4)
  })
})
