/** Rows T52, T55 and T58 of the fault list: what is repeated, delayed, split or turned round leads to the same state (exchange-format.md §3.3, §3.4). */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { RULES, uncoveredBundles } from '../../../electron/core/modules/exchange/protocol'
import { forge, slipLine, type Forged } from '../../kit/forged-bundles'
import { openPair } from '../../kit/linked-offices'
import { natureOf } from '../../simulation/nature'
import { Pc } from '../../simulation/pc'
import { partnerId, type Sim } from '../../simulation/sim'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [A, B] = [0, 1]
const opened: Pc[] = []
afterEach(() => {
  for (const pc of opened.splice(0)) pc.sim_db.close()
})

function twoOffices(rules: Partial<Sim['rules']> = {}): { a: Pc; b: Pc } {
  const nature = natureOf(52, { powerCut: 0, unreadable: 0, wildClocks: 0 })
  const counts = { slips: 0, bundles: 0, echoes: 0, files: 0, refused: 0 }
  const sim: Sim = {
    nature,
    rules: { ...RULES, ...rules },
    unreadable: new Set(),
    contents: new Map(),
    disowned: new Set(),
    returned: new Set(),
    counts
  }
  const offices = { a: new Pc(A, [B], sim), b: new Pc(B, [A], sim) }
  opened.push(offices.a, offices.b)
  return offices
}

const received = (pc: Pc): unknown[] => pc.db.all("SELECT * FROM slip WHERE direction = 'in' ORDER BY seq")
const receiptsQueued = (pc: Pc): number => pc.db.value<number>('SELECT count(*) FROM receipt_out') ?? 0

describe('T52 the same file a thousand times', () => {
  it('is a duplicate each time, years later too, and changes nothing of the trade', () => {
    const { a, b } = twoOffices()
    a.createSlip(B)
    const [bundle] = a.writeStick(B)
    if (!bundle) throw new RangeError('nothing was written')
    b.take(bundle)
    const before = received(b)
    for (let again = 0; again < 1_000; again++) b.take(bundle)
    expect(received(b)).toEqual(before)
    expect(receiptsQueued(b)).toBe(1)
    expect(b.db.value("SELECT count(*) FROM bundle WHERE direction = 'in'")).toBe(1)
  })
})

describe('T55 three months without a stick', () => {
  it('the outbox grows, trips carry the oldest first as far as the budget goes, and it drains', () => {
    const { a, b } = twoOffices({ carryBytes: 400 })
    for (let week = 0; week < 12; week++) {
      a.createSlip(B)
      a.writeStick(B)
    }
    const files = a.writeStick(B)
    const carried = files.flatMap(({ data }) => (data ? [data.stream.seq] : []))
    expect(carried.length).toBeGreaterThan(0)
    expect(carried.length).toBeLessThan(12)
    expect(carried).toEqual(carried.map((_, index) => index + 1))
    for (let trip = 0; trip < 12 && uncoveredBundles(a.db, partnerId(B)).length > 0; trip++) {
      for (const file of a.writeStick(B)) b.take(file)
      for (const file of b.writeStick(A)) a.take(file)
    }
    expect(received(b)).toHaveLength(12)
    expect(uncoveredBundles(a.db, partnerId(B))).toEqual([])
  })
})

describe('T58 withdrawn before it came, revised backwards', () => {
  it('every order of revision 1, revision 3 and the withdrawal ends alike', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (order) => {
        const fresh = await openPair()
        try {
          const { a, b } = fresh
          const line = slipLine(a, b) as { id: string; body: Record<string, unknown> }
          const { slip_no: no } = line.body
          const third = { ...line, rev: 3, body: { ...line.body, reason_text: '第三版' } }
          const gone = { ...line, rev: 4, kind: 'withdraw', body: line.body }
          const files: Forged[] = []
          for (const each of [line, third, gone]) files.push(await forge(a, b, { lines: [each] }))
          for (const at of order) {
            const folder = fresh.stick()
            writeFileSync(join(folder, 'one.jhb'), files[at]?.file ?? '')
            await b.takeFrom(folder)
          }
          const [slip, ...more] = b.db.all<{ slip_no: string; rev: number; status: string; subject_name: string | null }>(
            'SELECT slip_no, rev, status, subject_name FROM slip'
          )
          expect(more).toEqual([])
          expect(slip?.slip_no).toBe(no)
          seen.add(JSON.stringify({ rev: slip?.rev, status: slip?.status, name: slip?.subject_name }))
        } finally {
          fresh.close()
        }
      }),
      { numRuns: 3 }
    )
    expect(seen.size).toBe(1)
  })
})
