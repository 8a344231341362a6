/** Acknowledgements survive holes, branches and lost heads, whatever two offices happen to hold. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EnvelopeState } from '../../../container'
import { checkpointSeqs, growPrefix, isCovered, missingSeqs, readAck, writeAck } from './acknowledgement'

const id = (seq: number, branch = ''): string => `sha256:${String(seq)}${branch}`
const stream = (length: number) => Array.from({ length }, (_, i) => ({ seq: i + 1, id: id(i + 1), prev: i === 0 ? null : id(i) }))

/** What a receiver says who holds these bundles of a stream. */
function ackOf(held: readonly { seq: number; id: string; prev: string | null }[], epoch = 'e'): EnvelopeState['ack'][number] {
  const end = growPrefix({ upto: 0, head: null }, (seq) => held.filter((bundle) => bundle.seq === seq))
  const joined = new Set(end.joined)
  const beyond = held.filter((bundle) => !joined.has(bundle.id)).map((bundle) => [bundle.seq, bundle.id] as const)
  const onPrefix = new Map(held.filter((bundle) => joined.has(bundle.id)).map((bundle) => [bundle.seq, bundle.id]))
  return writeAck({ epoch, upto: end.upto, head: end.head, closed: null, beyond, idAt: (seq) => onPrefix.get(seq) })
}

describe('readAck of writeAck', () => {
  it('covers exactly what is held, in whatever order and with whatever holes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.boolean()), (length, coins) => {
        const all = stream(length)
        const held = all.filter(() => coins.next().value === true)
        const said = readAck({ ack: [ackOf(held)] }, 'e', { seqOf: (of) => all.find((bundle) => bundle.id === of)?.seq })
        for (const bundle of all) expect(isCovered([said], bundle)).toBe(held.includes(bundle))
      })
    )
  })

  it('never acknowledges a bundle by its number alone › when two branches share numbers', () => {
    const mine = stream(6)
    const theirs = [...stream(3), { seq: 4, id: id(4, 'x'), prev: id(3) }, { seq: 5, id: id(5, 'x'), prev: id(4, 'x') }]
    const said = readAck({ ack: [ackOf(theirs)] }, 'e', { seqOf: (of) => mine.find((bundle) => bundle.id === of)?.seq })
    // The head is none of mine; the checkpoint at 4 is none either, the one at 2 is.
    expect(mine.filter((bundle) => isCovered([said], bundle)).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('covers nothing without a live epoch, and only what every live epoch has', () => {
    const bundle = { id: id(2), seq: 2 }
    expect(isCovered([], bundle)).toBe(false)
    expect(isCovered([{ upto: 2, ids: new Set() }], bundle)).toBe(true)
    expect(
      isCovered(
        [
          { upto: 2, ids: new Set() },
          { upto: 1, ids: new Set() }
        ],
        bundle
      )
    ).toBe(false)
    expect(
      isCovered(
        [
          { upto: 2, ids: new Set() },
          { upto: 0, ids: new Set([id(2)]) }
        ],
        bundle
      )
    ).toBe(true)
  })

  it('cuts a long list beyond the prefix and says so', () => {
    const held = stream(1_200).filter(({ seq }) => seq !== 1)
    const ack = ackOf(held)
    expect(ack).toMatchObject({ upto: 0, head: null, more: true })
    expect(ack.extra).toHaveLength(1_000)
  })
})

describe('growPrefix', () => {
  it('stays on the branch that came first', () => {
    const held = [
      { seq: 1, id: 'a1', prev: null },
      { seq: 2, id: 'b2', prev: 'a1' },
      { seq: 2, id: 'c2', prev: 'a1' },
      { seq: 3, id: 'c3', prev: 'c2' },
      { seq: 3, id: 'b3', prev: 'b2' }
    ]
    const next = (seq: number) => held.filter((bundle) => bundle.seq === seq)
    expect(growPrefix({ upto: 0, head: null }, next)).toEqual({ joined: ['a1', 'b2', 'b3'], upto: 3, head: 'b3' })
  })
})

describe('checkpointSeqs', () => {
  it('goes back by powers of two less one, at most 24 times', () => {
    expect(checkpointSeqs(20)).toEqual([19, 17, 13, 5])
    expect(checkpointSeqs(1)).toEqual([])
    expect(checkpointSeqs(2 ** 40)).toHaveLength(24)
  })
})

describe('missingSeqs', () => {
  it('names the holes, not more than asked', () => {
    expect(missingSeqs(2, 7, [4, 7], 20)).toEqual([3, 5, 6])
    expect(missingSeqs(0, 1_000_000, [], 3)).toEqual([1, 2, 3])
    expect(missingSeqs(5, 5, [], 3)).toEqual([])
  })
})
