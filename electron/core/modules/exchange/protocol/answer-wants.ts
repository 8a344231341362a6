/** Answers a partner who asks for his own lost bundles: they are given back as echoes, a few by rule, more only when a person says yes (exchange.md §3.6). */
import type { WantEntry } from '../../../container'
import type { WriteDb } from '../../../db'
import { peerEpoch } from '../queries/peer-queries'
import {
  echoOf,
  insertEcho,
  receivedBetween,
  receivedById,
  slipsGivenByRule,
  unbindEchoes,
  type HeldContent
} from '../queries/recovery-queries'
import type { Moment, Rules } from './rules'

/** Bundles of one request looked at in one go; whoever still lacks more asks again. */
const AT_ONCE = 1_000

/**
 * Of what he asks for in his own streams everything we still hold is queued, once. A request that brings what was given by rule above the limit
 * waits as a whole: a stolen key could otherwise harvest the history of an office piece by piece.
 */
export function answerWants(db: WriteDb, partnerId: string, wants: readonly WantEntry[], { now, rules }: Moment): void {
  const asked = new Map<string, HeldContent>()
  for (const want of wants) for (const bundle of heldOf(db, partnerId, want)) asked.set(bundle.id, bundle)
  const fresh = [...asked.values()].filter((bundle) => bundle.let_go_at === null && !isOnItsWay(db, bundle.id, rules))
  if (fresh.length === 0) return
  const slips = fresh.reduce((sum, bundle) => sum + bundle.slips, 0)
  const allowed = slipsGivenByRule(db, partnerId) + slips > rules.slipsByRule ? 'waits' : 'by-rule'
  for (const bundle of fresh) insertEcho(db, partnerId, bundle, allowed, now)
}

/** Only his own streams: what he asks of ours is carried anyway until he acknowledges it. */
function heldOf(db: WriteDb, partnerId: string, { epoch, ids, after = 0, to = Number.MAX_SAFE_INTEGER }: WantEntry): HeldContent[] {
  if (!peerEpoch(db, partnerId, epoch)) return []
  if (ids === undefined) return receivedBetween(db, partnerId, epoch, after, to, AT_ONCE)
  return ids.flatMap((id) => receivedById(db, partnerId, id) ?? []).filter((bundle) => bundle.epoch === epoch)
}

function isOnItsWay(db: WriteDb, id: string, rules: Rules): boolean {
  const echo = echoOf(db, id)
  if (echo?.carrier && !rules.echoOnce) unbindEchoes(db, echo.carrier)
  return echo !== undefined
}
