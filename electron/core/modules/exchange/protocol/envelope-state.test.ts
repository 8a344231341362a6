/** Which ends of streams an office declares in its own name, above all after a key of it was lost (exchange.md §4.4). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPair, type Pair } from '../../../../../test/kit/linked-offices'
import { composeCard, fingerprint, formatKeyLine, rawKey } from '../../../container'
import { generateSigningKey, randomHex } from '../../../crypto'
import { installOwnCard } from '../../partners'
import { closeOwnEpoch, currentEpoch, insertOwnEpoch } from '../queries/own-stream-queries'
import { envelopeState } from './envelope-state'
import { RULES } from './rules'

const NOW = '2026-03-05T01:00:00.000Z'
let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

/** The office signs a card on which its key is given up. */
function loseKey({ a }: Pair): void {
  const { id, code, name, suites, sign, enc, roots, issued, phone } = a.card
  const key = formatKeyLine(generateSigningKey().publicKey)
  const revoked = sign.map((entry) => ({ key: fingerprint(rawKey(entry.key)), since_ver: 2, reason: 'lost' }))
  const card = composeCard(
    { id, code, name, suites, enc, roots, issued, phone, ver: 2, prev: a.card.digest, sign: [{ key, dev: 1, from_ver: 2 }], revoked },
    a.root
  )
  a.write.transaction(() => installOwnCard(a.write.db, card, NOW))
}

describe('envelopeState', () => {
  it('an end that others declared in our name › is passed on, but after a loss only what this database sealed is vouched for', async () => {
    const { a, b } = pair
    const partner = a.partnerOf(b)
    a.queue(b, 1)
    await a.writeTo(pair.stick())
    const own = currentEpoch(a.db, partner) ?? ''
    const sealed = a.db.value<string>("SELECT id FROM bundle WHERE direction = 'out'") ?? ''
    const [strange, theirs] = [randomHex(16), `sha256:${randomHex(32)}`]
    a.write.transaction(() => {
      insertOwnEpoch(a.write.db, strange, partner, NOW, 'seen')
      closeOwnEpoch(a.write.db, strange, 1, theirs, NOW)
      closeOwnEpoch(a.write.db, own, 3, theirs, NOW)
    })
    const closed = (vouchForOwn: boolean) => envelopeState(a.db, partner, randomHex(16), 1, { ...RULES, vouchForOwn }).closed
    const hearsay = [
      { epoch: strange, last: 1, head: theirs },
      { epoch: own, last: 3, head: theirs }
    ]
    expect(closed(true)).toEqual(hearsay)
    loseKey(pair)
    expect(closed(true)).toEqual([
      { epoch: strange, last: 0, head: null },
      { epoch: own, last: 1, head: sealed }
    ])
    expect(closed(false)).toEqual(hearsay)
  })
})
