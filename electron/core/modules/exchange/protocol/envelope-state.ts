/** What our next envelope says of a link: where our stream stands, what ended, what we hold, ask for, refused and no longer have (exchange.md §2.4). */
import type { AckEntry, ClosedEpoch, EnvelopeState, WantEntry } from '../../../container'
import type { ReadDb } from '../../../db'
import { ownCard } from '../../partners'
import { outBundle, outBundlesAbove, ownEpoch, ownEpochs, streamEnd, type OwnEpochRow } from '../queries/own-stream-queries'
import { offPrefix, peerEpoch, peerEpochs, prefixIdAt, refusedBundles, type PeerEpochRow } from '../queries/peer-queries'
import { receivedBetween, receivedById } from '../queries/recovery-queries'
import { writeAck } from './acknowledgement'
import { wantsFor } from './holes'
import { liveStates } from './live-states'
import { unsettledEpochs } from './own-streams'
import { RULES, type Rules } from './rules'

/** The whole state for an envelope; the writer of the header cuts it where it would be too long. */
export function envelopeState(db: ReadDb, partnerId: string, epoch: string, no: number, rules: Rules = RULES): EnvelopeState {
  const { last, head } = streamEnd(db, epoch)
  const bad = refusedBundles(db, partnerId, rules.entries + 1)
  return {
    no,
    epoch,
    last,
    head,
    closed: closedFor(db, partnerId, rules),
    ack: acksFor(db, partnerId, rules),
    want: wantsFor(db, partnerId, rules),
    bad: bad.map(({ epoch: of, id, code }) => [of, id, code] as const),
    gone: goneFor(db, partnerId, rules)
  }
}

/**
 * Epochs of ours that ended. Those of which every live epoch of the partner has taken note come last and are left out where there is no room.
 * One entry fewer than there may be acknowledgements, for these cover the closed ones and the current one.
 */
function closedFor(db: ReadDb, partnerId: string, rules: Rules): ClosedEpoch[] {
  const all = ownEpochs(db, partnerId).filter(({ closed_last: last }) => last !== null)
  const unsettled = new Set(unsettledEpochs(db, partnerId).map(({ epoch }) => epoch))
  const first = rules.leaveOutSettledOnly ? all.filter(({ epoch }) => unsettled.has(epoch)) : []
  const others = rules.leaveOutSettledOnly ? all.filter(({ epoch }) => !unsettled.has(epoch)) : all.slice(1)
  const hasLostKey = rules.vouchForOwn && ownCard(db).revoked.some(({ reason }) => reason === 'lost')
  return [...first, ...others].slice(0, rules.entries - 1).map((row) => endOf(db, row, hasLostKey))
}

/**
 * An end that somebody else declared in our name and a partner told us may be a thief's, and what our present key declares vouches for all before
 * it (§4.4). After a loss we declare no end but that of what this database sealed itself.
 */
function endOf(db: ReadDb, { epoch, closed_last: closed, closed_head: head }: OwnEpochRow, hasLostKey: boolean): ClosedEpoch {
  const last = closed ?? 0
  if (!hasLostKey || head === null || outBundle(db, head)) return { epoch, last, head }
  const own = outBundlesAbove(db, epoch, 0)
    .filter(({ seq }) => seq <= last)
    .at(-1)
  return { epoch, last: own?.seq ?? 0, head: own?.id ?? null }
}

/** Epochs the partner announces or closes come first; the oldest others are left out where there are too many. */
function acksFor(db: ReadDb, partnerId: string, rules: Rules): AckEntry[] {
  const named = new Set(liveStates(db, partnerId).flatMap(({ epoch, closed }) => [epoch, ...closed.map((entry) => entry.epoch)]))
  const epochs = peerEpochs(db, partnerId)
  const ordered = rules.namedAcknowledgedFirst
    ? [...epochs.filter(({ epoch }) => named.has(epoch)), ...epochs.filter(({ epoch }) => !named.has(epoch))]
    : [...epochs].reverse()
  return ordered.slice(0, rules.entries).map((row) => ackOf(db, row, rules))
}

function ackOf(db: ReadDb, row: PeerEpochRow, rules: Rules): AckEntry {
  return writeAck(
    {
      epoch: row.epoch,
      upto: row.upto,
      head: row.head,
      closed: row.closed_last === null ? null : { last: row.closed_last, head: row.closed_head },
      beyond: offPrefix(db, row.epoch, rules.ids + 1).map(({ seq, id }) => [seq, id] as const),
      idAt: (seq) => prefixIdAt(db, row.epoch, seq)
    },
    rules
  )
}

/** Ids the partner asks for in his newest envelopes and we do not hold any more. */
function goneFor(db: ReadDb, partnerId: string, rules: Rules): string[] {
  const gone = new Set<string>()
  for (const { want } of liveStates(db, partnerId))
    for (const entry of want) {
      for (const id of goneOf(db, partnerId, entry, rules)) gone.add(id)
      if (gone.size > rules.ids) break
    }
  return [...gone].slice(0, rules.ids + 1)
}

function goneOf(db: ReadDb, partnerId: string, { epoch, ids, after = 0, to = Number.MAX_SAFE_INTEGER }: WantEntry, rules: Rules): string[] {
  const isPeers = peerEpoch(db, partnerId, epoch) !== undefined
  if (!isPeers && ownEpoch(db, epoch)?.partner_id !== partnerId) return [...(ids ?? [])]
  const held = (id: string): { readonly let_go_at: string | null } | undefined => {
    if (isPeers) return receivedById(db, partnerId, id)
    const own = outBundle(db, id)
    return own?.partner_id === partnerId && own.state !== 'given-up' ? own : undefined
  }
  if (ids !== undefined) return ids.filter((id) => (held(id)?.let_go_at ?? (held(id) ? null : 'never')) !== null)
  const rows = isPeers
    ? receivedBetween(db, partnerId, epoch, after, to, rules.ids)
    : outBundlesAbove(db, epoch, after).filter(({ seq }) => seq <= to)
  return rows.filter(({ let_go_at: letGo }) => letGo !== null).map(({ id }) => id)
}
