/** The state of one link as it stands in the database: what our next envelope says, and what the partner's last ones said. */
import type { AckEntry, EnvelopeState } from '../../container'
import { randomHex } from '../../crypto'
import type { ReadDb, WriteDb } from '../../db'
import { isCovered, MAX_EXTRA, missingSeqs, readAck, writeAck, type Acknowledged } from './acknowledgement'
import {
  currentEpoch,
  insertOwnEpoch,
  outBundle,
  outBundlesAbove,
  ownEpochs,
  streamEnd,
  type OutBundleRow
} from './queries/own-stream-queries'
import {
  envelopesOf,
  heldSeqs,
  highestHeld,
  liveEnvelopes,
  offPrefix,
  peerEpochs,
  prefixIdAt,
  refusedBundles,
  type EnvelopeRow,
  type PeerEpochRow
} from './queries/peer-queries'

const MAX_ENTRIES = 64

/** The epoch we seal in now; drawn when the link is first used. */
export function ensureEpoch(db: WriteDb, partnerId: string, now: string): string {
  const current = currentEpoch(db, partnerId)
  if (current !== undefined) return current
  const epoch = randomHex(16)
  insertOwnEpoch(db, epoch, partnerId, now)
  return epoch
}

/** Stored only after `verifyBundle`, whose header check is the schema. */
export const stateOf = (row: EnvelopeRow): EnvelopeState => JSON.parse(row.state) as EnvelopeState

/** The whole state for an envelope; the writer of the header cuts it where it would be too long. */
export function envelopeState(db: ReadDb, partnerId: string, epoch: string, no: number): EnvelopeState {
  const { last, head } = streamEnd(db, epoch)
  const closed = ownEpochs(db, partnerId).flatMap((row) =>
    row.closed_last === null ? [] : [{ epoch: row.epoch, last: row.closed_last, head: row.closed_head }]
  )
  return {
    no,
    epoch,
    last,
    head,
    closed: closed.slice(0, MAX_ENTRIES),
    ack: acksFor(db, partnerId),
    // Nothing is asked back or answered before restoring is possible.
    want: [],
    bad: refusedBundles(db, partnerId, MAX_ENTRIES + 1).map(({ epoch: of, id, code }) => [of, id, code] as const),
    gone: []
  }
}

/** Epochs the partner announces or closes come first; the oldest others are left out where there are too many. */
function acksFor(db: ReadDb, partnerId: string): AckEntry[] {
  const newest = envelopesOf(db, partnerId)[0]
  const spoken = newest ? stateOf(newest) : null
  const named = new Set(spoken ? [spoken.epoch, ...spoken.closed.map(({ epoch }) => epoch)] : [])
  const epochs = peerEpochs(db, partnerId)
  const ordered = [...epochs.filter(({ epoch }) => named.has(epoch)), ...epochs.filter(({ epoch }) => !named.has(epoch))]
  return ordered.slice(0, MAX_ENTRIES).map((row) => ackOf(db, row))
}

function ackOf(db: ReadDb, row: PeerEpochRow): AckEntry {
  return writeAck({
    epoch: row.epoch,
    upto: row.upto,
    head: row.head,
    closed: row.closed_last === null ? null : { last: row.closed_last, head: row.closed_head },
    beyond: offPrefix(db, row.epoch, MAX_EXTRA + 1).map(({ seq, id }) => [seq, id] as const),
    idAt: (seq) => prefixIdAt(db, row.epoch, seq)
  })
}

/** What one envelope acknowledges of one of our epochs. */
export const acknowledgedBy = (db: ReadDb, state: EnvelopeState, epoch: string): Acknowledged =>
  readAck(state, epoch, (id) => {
    const bundle = outBundle(db, id)
    return bundle?.epoch === epoch ? bundle.seq : undefined
  })

/** Own bundles the partner must still be given, the oldest first. */
export function uncoveredBundles(db: ReadDb, partnerId: string): OutBundleRow[] {
  const live = liveEnvelopes(db, partnerId).map(stateOf)
  return ownEpochs(db, partnerId)
    .reverse()
    .flatMap(({ epoch }) => {
      const said = live.map((state) => acknowledgedBy(db, state, epoch))
      const from = said.length === 0 ? 0 : Math.min(...said.map(({ upto }) => upto))
      return outBundlesAbove(db, epoch, from).filter((bundle) => bundle.state !== 'given-up' && !isCovered(said, bundle))
    })
}

const SHOWN_HOLES = 20

/** Numbers of the partner's bundles that are known to exist and are not here ("缺第 78 包"). */
export function missingFrom(db: ReadDb, partnerId: string): number[] {
  const announced = new Map(envelopesOf(db, partnerId).map((row) => [row.epoch, stateOf(row).last]))
  return peerEpochs(db, partnerId)
    .flatMap(({ epoch, upto, closed_last }) => {
      const last = Math.max(closed_last ?? announced.get(epoch) ?? 0, highestHeld(db, epoch))
      return missingSeqs(upto, last, heldSeqs(db, epoch, upto), SHOWN_HOLES)
    })
    .slice(0, SHOWN_HOLES)
}

/** Newest card of ours the partner was seen to know; 0 when it was never heard. */
export const cardKnownTo = (db: ReadDb, partnerId: string): number => envelopesOf(db, partnerId)[0]?.to_card ?? 0
