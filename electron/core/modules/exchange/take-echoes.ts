/** Takes back what a partner echoes of our own bundles, once the bundle that carries the echoes is known to be good (exchange.md §2.5, §3.6). */
import { digestKindOf, readCore } from '../../container'
import { createDigest } from '../../crypto'
import type { WriteDb } from '../../db'
import type { JobContext } from '../../rpc'
import type { PartnerFacts } from '../partners'
import { draftDoubtful } from '../slips'
import { readLostEnvelope, readOwnEnvelope } from './own-signature'
import { disownEcho, recoverOwnBundle, slipLinesOf, type Moment } from './protocol'
import { echoLines, forgetEchoLines } from './queries/peer-queries'
import { isKnownOwn, raiseFlag } from './queries/recovery-queries'

export interface EchoesTaken {
  readonly bundles: number
  readonly slips: number
  /** Echoes that our own signature does not cover: refused. */
  readonly refused: number
}

/** In the transaction that imports the carrier. An echo that is not word for word ours changes nothing and raises an alarm. */
export function takeEchoes(db: WriteDb, ctx: JobContext, partner: PartnerFacts, carrier: string, at: Moment): EchoesTaken {
  let [bundles, slips, refused] = [0, 0, 0]
  const rows = echoLines(db, carrier)
  for (let from = 0; from < rows.length;) {
    const head = readEcho(rows[from] ?? '')
    const lines = rows.slice(from + 1, from + 1 + head.lines)
    from += 1 + head.lines
    const isWhole = isContentOf(head.bundle, lines)
    const stream = isWhole ? ownStream(db, ctx, partner, head) : null
    if (stream === null && isWhole && takeDoubtful(db, ctx, partner, { ...head, slipLines: slipLinesOf(lines) }, at)) continue
    if (stream === null) {
      refused += 1
      const core = isWhole ? readCore(lines[0] ?? '') : null
      if (core) disownEcho(db, partner.id, { id: head.bundle, stream: { epoch: core.epoch, seq: core.seq, prev: core.prev } }, at)
      continue
    }
    const own = { id: head.bundle, stream, slipLines: slipLinesOf(lines) }
    const taken = recoverOwnBundle(db, partner.id, own, { today: ctx.today, now: at.now, newId: () => ctx.newId() }, at)
    if (taken.fresh) bundles += 1
    slips += taken.found
  }
  if (rows.length > 0) forgetEchoLines(db, carrier)
  if (refused > 0) {
    ctx.log.write('echo-refused', { carrier, refused })
    raiseFlag(db, partner.id, 'false-echo', at.now)
  }
  return { bundles, slips, refused }
}

/**
 * Word for word ours under a key that was lost since: a thief may have written it, or we. Nothing of it counts; who decides is told, and finds
 * each question and notice as a draft, to be signed anew or thrown away. @returns false for anything else
 */
function takeDoubtful(
  db: WriteDb,
  ctx: JobContext,
  partner: PartnerFacts,
  echo: EchoHead & { readonly slipLines: Iterable<string> },
  at: Moment
): boolean {
  const envelope = readLostEnvelope({ ...ctx, db }, Buffer.from(echo.header, 'base64'), Buffer.from(echo.sig, 'base64'))
  const { data } = envelope ?? {}
  if (!data || envelope?.to !== partner.officeId || data.id !== echo.bundle) return false
  if (isKnownOwn(db, echo.bundle)) return true
  const drafts = draftDoubtful(db, ctx, partner.id, echo.slipLines)
  ctx.log.write('echo-of-lost-key', { drafts })
  disownEcho(db, partner.id, { id: echo.bundle, stream: data.stream }, at, 'lost-key')
  return true
}

interface EchoHead {
  readonly bundle: string
  readonly header: string
  readonly sig: string
  readonly lines: number
}

/** The reader of bundles found `lines` to be a number; of the other members it may have found nothing. */
function readEcho(text: string): EchoHead {
  const { bundle, header, sig, lines } = JSON.parse(text) as Partial<Record<keyof EchoHead, unknown>>
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
  return { bundle: textOf(bundle), header: textOf(header), sig: textOf(sig), lines: typeof lines === 'number' ? lines : 0 }
}

function isContentOf(id: string, lines: readonly string[]): boolean {
  const kind = digestKindOf(id)
  if (kind === null) return false
  const digest = createDigest(kind)
  for (const line of lines) digest.update(Buffer.from(`${line}\n`))
  return digest.text() === id
}

function ownStream(db: WriteDb, ctx: JobContext, partner: PartnerFacts, { bundle, header, sig }: EchoHead) {
  const envelope = readOwnEnvelope({ ...ctx, db }, Buffer.from(header, 'base64'), Buffer.from(sig, 'base64'))
  return envelope?.to === partner.officeId && envelope.data?.id === bundle ? envelope.data.stream : null
}
