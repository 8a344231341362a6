/** Why: whatever clerks do and whatever becomes of the sticks, no slip leaves its table, gets stuck, is lost or counted twice, and both ends agree. */
import { describe, expect, it } from 'vitest'
import { incomingLifecycle, lifecycleKinds, outgoingLifecycle, type LifecycleKind } from '../../shared/domain'
import { explore } from './explored/explore'

const seed = Number(process.env['EXPLORE_SEED'] ?? 1)

describe('the life-cycle explored', () => {
  it('five offices, ten thousand steps › both ends of every slip agree', () => {
    const start = performance.now()
    const { faults, done, moves, steps } = explore({ seed, offices: 5, steps: 10_000 })
    console.info(
      `seed ${String(seed)}: ${String(steps)} steps in ${((performance.now() - start) / 1000).toFixed(1)} s`,
      Object.fromEntries(done)
    )
    expect(faults).toEqual([])
    expect([...done.keys()].filter((name) => !name.endsWith('refused')).length).toBeGreaterThanOrEqual(30)
    expect(moves.size).toBeGreaterThanOrEqual(120)
  })
})

type Side = typeof outgoingLifecycle | typeof incomingLifecycle
type Loose = Record<string, Record<string, string>>

/** Runs with a row of the table left out, and puts it back. @returns the first faults some seed shows */
function without(side: Side, status: string, actions: readonly string[]): readonly string[] {
  const rows = new Set(lifecycleKinds.map((kind: LifecycleKind) => (side[kind] as Loose)[status]))
  const kept = [...rows].map((row) => ({ row, held: { ...row } }))
  for (const { row } of kept) for (const action of actions) if (row) Reflect.deleteProperty(row, action)
  try {
    return firstFaults({})
  } finally {
    for (const { row, held } of kept) Object.assign(row ?? {}, held)
  }
}

function firstFaults(change: { readonly loseWithdrawals?: boolean }): readonly string[] {
  for (let at = 1; at <= 12; at++) {
    const { faults } = explore({ seed: at, offices: 3, steps: 2_500, ...change })
    if (faults.length > 0) return faults
  }
  return []
}

describe('rules taken away', () => {
  it.each<readonly [string, Side, string, readonly string[]]>([
    ['a question asked again stays answered', incomingLifecycle, 'answered', ['note_sent_back']],
    ['a closed question asked again stays closed', incomingLifecycle, 'closed', ['note_sent_back']],
    ['a withdrawal comes too late for an answered question', incomingLifecycle, 'answered', ['note_withdrawn']],
    ['a withdrawal comes too late for a pairing', incomingLifecycle, 'pairing', ['note_withdrawn']],
    ['a reply takes no effect', incomingLifecycle, 'imported', ['apply']],
    ['an answer to a question asked again is not heard', outgoingLifecycle, 'recheck', ['note_answered']],
    ['a return is not heard', outgoingLifecycle, 'received_by_peer', ['note_returned']],
    ['an answer is not heard', outgoingLifecycle, 'received_by_peer', ['note_answered']],
    ['what came back lies for ever', outgoingLifecycle, 'returned', ['resend', 'close', 'note_answered']]
  ])('%s › the ends disagree or something is stuck', (_what, side, status, actions) => {
    expect(without(side, status, actions)).not.toEqual([])
  })

  it('withdrawals never travel › the ends disagree', () => {
    expect(firstFaults({ loseWithdrawals: true })).not.toEqual([])
  })
})
