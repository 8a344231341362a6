/** Says whether this PC's clock can be believed; it never stops the exchange, it only marks what is sealed (exchange.md §2.4 clock). */

/** No bundle was sealed before this program was made. */
const EARLIEST = Date.parse('2026-01-01T00:00:00+08:00')
const DAY_MS = 86_400_000
/** Small steps back are what time servers do. */
const TOLERANCE_MS = 300_000

/**
 * @param now milliseconds @param latestOwn the latest time this clock was seen to show
 * @param peerSealed when the partner says he sealed what was heard last; null when never heard
 */
export function judgeClock(now: number, latestOwn: number, peerSealed: string | null): 'ok' | 'suspect' {
  const evidence = peerSealed === null ? Number.NaN : Date.parse(peerSealed)
  const wentBack = now < latestOwn - TOLERANCE_MS
  const behindPeer = Number.isFinite(evidence) && now < evidence - DAY_MS
  return now < EARLIEST || wentBack || behindPeer ? 'suspect' : 'ok'
}
