// Why: no act outside the life-cycle table, no declined item in a queue, and both ends of one question in states that belong together.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grantsOf, roleNames } from '@shared/contract'
import {
  incomingActions,
  incomingLifecycle,
  incomingStatusLabels,
  isWaitingForPeer,
  isWaitingForUs,
  lifecycleKinds,
  outgoingActions,
  outgoingLifecycle,
  outgoingStatusLabels
} from '@shared/domain'
import { AppError } from '@shared/errors'
import {
  after,
  daysLeft,
  dashed,
  finalStatuses,
  nextStatus,
  offeredActs,
  queueOf,
  slipNumber,
  type SlipAction,
  type Standing
} from './rules'

const outgoing = Object.keys(outgoingStatusLabels) as (keyof typeof outgoingStatusLabels)[]
const incoming = Object.keys(incomingStatusLabels) as (keyof typeof incomingStatusLabels)[]
const standings: Standing[] = lifecycleKinds.flatMap((kind) => [
  ...outgoing.map((status) => ({ direction: 'out' as const, kind, status })),
  ...incoming.map((status) => ({ direction: 'in' as const, kind, status }))
])
const actions = [...Object.keys(outgoingActions), ...Object.keys(incomingActions)] as SlipAction[]

describe('life-cycle', () => {
  it('after › any chain of actions › moves only along the table and otherwise refuses in words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...standings),
        fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 5 }),
        (standing, chain) => {
          const table = standing.direction === 'out' ? outgoingLifecycle[standing.kind] : incomingLifecycle[standing.kind]
          let status: string | undefined = standing.status
          for (const action of chain) {
            const row: Partial<Record<string, string>> =
              status === undefined ? {} : ((table as Record<string, Partial<Record<string, string>>>)[status] ?? {})
            status = row[action]
          }
          if (status === undefined) expect(() => after(standing, ...chain)).toThrow(AppError)
          else expect(after(standing, ...chain)).toBe(status)
        }
      ),
      { numRuns: 2000 }
    )
  })

  it('queueOf › every standing › owes exactly what the life-cycle says, and final states wait for nobody', () => {
    for (const standing of standings) {
      const { waits, owed } = queueOf(standing)
      const peer = standing.direction === 'out' && isWaitingForPeer(standing.kind, standing.status as 'draft')
      const us = standing.direction === 'in' && isWaitingForUs(standing.kind, standing.status as 'imported')
      expect(owed).toBe(peer || us)
      if (peer) expect(waits).toBe('peer')
      if (us) expect(waits).toBe('us')
      if ((finalStatuses as readonly string[]).includes(standing.status)) expect(waits).toBeNull()
    }
  })

  it('offeredActs › every standing and role › offers only what the table allows, and says who may', () => {
    for (const standing of standings)
      for (const role of roleNames) {
        const offered = offeredActs(standing, grantsOf([role]))
        expect(new Set(offered.map(({ action }) => action)).size).toBe(offered.length)
        if (role === 'administrator') expect(offered.every(({ permitted }) => !permitted)).toBe(true)
        if ((finalStatuses as readonly string[]).includes(standing.status)) expect(offered).toEqual([])
      }
    expect(offeredActs({ direction: 'in', kind: 'XC', status: 'to_assign' }, grantsOf(['verifier'])).map(({ action }) => action)).toEqual([
      'pair',
      'assign',
      'refuse'
    ])
  })

  it('both ends › what we do with a question › is an answer its asker can take in every state it may be in', () => {
    for (const status of ['bundled', 'delivered', 'received_by_peer', 'recheck'] as const) {
      expect(nextStatus({ direction: 'out', kind: 'XC', status }, 'note_answered')).toBe('answered')
      expect(nextStatus({ direction: 'out', kind: 'CX', status }, 'note_returned')).toBe('returned')
    }
    expect(nextStatus({ direction: 'in', kind: 'XC', status: 'answered' }, 'note_sent_back')).toBe('sent_back')
  })
})

describe('clocks and numbers', () => {
  it('daysLeft › nothing owed or no limit › says nothing; across a leap day it counts it', () => {
    expect(daysLeft(false, '2026-03-05', '2026-04-01' as never)).toBeNull()
    expect(daysLeft(true, null, '2026-04-01' as never)).toBeNull()
    expect(daysLeft(true, '2028-03-01', '2028-02-28' as never)).toBe(2)
    expect(daysLeft(true, '2026-03-04', '2026-03-05' as never)).toBe(-1)
  })

  it('slipNumber › kind with a hyphen › keeps office, kind, year and six digits', () => {
    expect(slipNumber('610802-00', 'TB-LD', '2026', 42)).toBe('610802-00-TB-LD-2026-000042')
    expect(dashed('0192f0c0aa0070008000000000000001')).toBe('0192f0c0-aa00-7000-8000-000000000001')
  })
})
