/** What a partner's newest envelopes say, one for each of his epochs that goes on, and how each acknowledges our bundles. */
import type { AckEntry, EnvelopeState } from '../../../container'
import type { ReadDb } from '../../../db'
import { outBundle, outBundlesAbove, ownEpochs, type OutBundleRow } from '../queries/own-stream-queries'
import { envelopesOf, liveEnvelopes, type EnvelopeRow } from '../queries/peer-queries'
import { isGone, recoveredBundle } from '../queries/recovery-queries'
import { isCovered, readAck, type Acknowledged } from './acknowledgement'
import { RULES, type Rules } from './rules'

/** Stored only after `verifyBundle`, whose header check is the schema. */
export const stateOf = (row: Pick<EnvelopeRow, 'state'>): EnvelopeState => JSON.parse(row.state) as EnvelopeState

/** Acknowledgements of closed epochs that the newest envelope leaves out. */
export const leftOutOf = (row: Pick<EnvelopeRow, 'left_out'>): AckEntry[] => JSON.parse(row.left_out) as AckEntry[] // written by `hearEnvelope`

/**
 * The newest envelope of every epoch of the partner that he announced and nobody of his office closed; what he said before of closed epochs of
 * ours and leaves out now stands, while these are listed to him again.
 */
export const liveStates = (db: ReadDb, partnerId: string, rules: Rules = RULES): EnvelopeState[] =>
  (rules.closedIsDead ? liveEnvelopes : envelopesOf)(db, partnerId).map((row) => {
    const state = stateOf(row)
    return rules.leftOutStands ? { ...state, ack: [...state.ack, ...leftOutOf(row)] } : state
  })

/** What one envelope acknowledges of one of our epochs. */
export const acknowledgedBy = (
  db: ReadDb,
  partnerId: string,
  state: Pick<EnvelopeState, 'ack' | 'epoch'>,
  epoch: string,
  rules: Rules = RULES
): Acknowledged =>
  readAck(
    state,
    epoch,
    {
      seqOf: (id) => {
        const bundle = outBundle(db, id)
        return bundle?.epoch === epoch ? bundle.seq : undefined
      },
      recoveredPrev: (id) => {
        const bundle = recoveredBundle(db, id)
        return bundle?.epoch === epoch ? bundle.prev : undefined
      },
      isGone: (id) => rules.goneEndsAsking && isGone(db, partnerId, state.epoch, id)
    },
    rules
  )

/** Own bundles the partner must still be given, the oldest first. What was given up counts as covered; what was let go cannot be given. */
export function uncoveredBundles(db: ReadDb, partnerId: string, rules: Rules = RULES): OutBundleRow[] {
  const live = liveStates(db, partnerId, rules)
  return ownEpochs(db, partnerId)
    .reverse()
    .flatMap(({ epoch }) => {
      const said = live.map((state) => acknowledgedBy(db, partnerId, state, epoch, rules))
      const from = said.length === 0 ? 0 : Math.min(...said.map(({ upto }) => upto))
      return outBundlesAbove(db, epoch, from).filter(
        (bundle) => bundle.state !== 'given-up' && bundle.let_go_at === null && !isCovered(said, bundle)
      )
    })
}

/** What goes on a stick: bundles not covered, the oldest first, up to the byte budget but always one; and a status file. */
export function carryPlan(
  db: ReadDb,
  partnerId: string,
  rules: Rules = RULES
): { readonly bundles: readonly OutBundleRow[]; readonly status: boolean } {
  let bytes = 0
  const bundles = uncoveredBundles(db, partnerId, rules).filter((bundle, index) => {
    bytes += bundle.gzip_bytes
    return index === 0 || bytes <= rules.carryBytes
  })
  return { bundles, status: rules.statusAlways || bundles.length > 0 }
}

/** Newest card of ours the partner was seen to know; 0 when it was never heard. */
export const cardKnownTo = (db: ReadDb, partnerId: string): number => envelopesOf(db, partnerId)[0]?.to_card ?? 0
