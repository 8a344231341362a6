// Why: a table that lets paper be issued before it came out, or leaves a state without an end, cannot be repaired by the code around it.
import { describe, expect, it } from 'vitest'
import {
  certificateActions,
  certificateLifecycle,
  certificateStatuses,
  copyAfter,
  copyStates,
  nextCertificate,
  type CertificateAction,
  type CertificateStatus
} from './certificate-lifecycle'

const actions = Object.keys(certificateActions) as CertificateAction[]

function reach(from: CertificateStatus, without: readonly CertificateAction[] = []): ReadonlySet<CertificateStatus> {
  const seen = new Set([from])
  for (const status of seen)
    for (const action of actions) {
      const next = without.includes(action) ? null : nextCertificate(status, action)
      if (next !== null) seen.add(next)
    }
  return seen
}

describe('life-cycle', () => {
  it('every state › is reached from the draft, and every action is used', () => {
    expect([...reach('drafted')].sort()).toEqual([...certificateStatuses].sort())
    expect(actions.filter((action) => certificateStatuses.every((status) => nextCertificate(status, action) === null))).toEqual([])
  })

  it('every state › ends in one of the three ends', () => {
    const ends = ['voided', 'replaced', 'dropped'] as const
    for (const status of certificateStatuses)
      expect(
        ends.some((end) => reach(status).has(end)),
        status
      ).toBe(true)
    for (const end of ends) expect(certificateLifecycle[end]).toEqual({})
  })

  it.each<[CertificateStatus, CertificateAction]>([
    ['issued', 'note_out'],
    ['printed', 'note_out'],
    ['signed', 'sign'],
    ['signed', 'review'],
    ['sent', 'send']
  ])('%s › never without %s', (status, action) => {
    expect(reach('drafted', [action]).has(status)).toBe(false)
  })

  it('what lies at the printer › only an answer leads on', () => {
    expect(Object.keys(certificateLifecycle.sent).sort()).toEqual(['note_none', 'note_out', 'note_spoiled'])
    expect(Object.keys(copyAfter.sent).sort()).toEqual(['none', 'out', 'spoiled'])
  })

  it('a sheet › is printed only by a person’s word', () => {
    for (const state of copyStates)
      for (const [step, next] of Object.entries(copyAfter[state])) if (next === 'printed') expect([state, step]).toEqual(['sent', 'out'])
  })
})
