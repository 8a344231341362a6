/** Seals the records of a bundle that was given up into a new one; a second refusal sends its slips back to their authors (exchange.md §3.2). */
import { join } from 'node:path'
import { BundleFault, openBundle, openFileSource, type BundleHeader, type VerifiedBundle } from '../../container'
import { codeOf, instant } from '../../platform'
import type { JobContext } from '../../rpc'
import { ownCard } from '../partners'
import { noteRefused } from '../slips'
import { ContentLost, keepContent } from './content-archive'
import { momentOf } from './moment'
import { envelopeState, slipsBoundTo, takeSealedAgain } from './protocol'
import { givenUpTwice, noteReturned, streamEnd, toSealAgain, type OutBundleRow } from './queries/own-stream-queries'
import { contentOf, epochFor, pack, type ConfirmedPartner } from './seal-bundles'

interface ArchivedLines {
  readonly slipIds: readonly string[]
  /** Slips first, as they were sealed. */
  readonly lines: readonly string[]
}

/**
 * Brings the records of bundles given up on their way again. @param passedOver ids of bundles to leave out
 * @throws AppError `storage.*`, `job.cancelled`; ContentLost for a bundle the archive does not give
 */
export async function sealGivenUp(ctx: JobContext, partner: ConfirmedPartner, passedOver: ReadonlySet<string>): Promise<void> {
  for (const bundle of toSealAgain(ctx.db, partner.id)) {
    if (passedOver.has(bundle.id)) continue
    const { lines } = await archivedLines(ctx, partner, bundle)
    const epoch = ctx.batch((db) => epochFor(db, partner, momentOf(ctx)))
    const end = streamEnd(ctx.db, epoch)
    const packed = await pack(ctx, partner, { epoch, end, lines, slips: bundle.slips })
    const archive = await keepContent(ctx, contentOf(partner, { epoch, end, packed }), packed.gzip)
    const again = { id: packed.id, contentBytes: packed.bytes, gzipBytes: packed.gzip.length, archive, log: packed.core.log, epoch, end }
    ctx.batch((db) => takeSealedAgain(db, partner.id, again, bundle, instant(ctx.clock)))
  }
  for (const bundle of givenUpTwice(ctx.db, partner.id)) if (!passedOver.has(bundle.id)) await returnSlips(ctx, partner, bundle)
}

/** Refused twice for its content: somebody has to look at these slips. */
async function returnSlips(ctx: JobContext, partner: ConfirmedPartner, bundle: OutBundleRow): Promise<void> {
  const { slipIds } = await archivedLines(ctx, partner, bundle)
  ctx.batch((db) => {
    const rejected = slipIds.map((id) => [id, 'E_CONTENT', ''] as const)
    noteRefused(db, slipsBoundTo(bundle), rejected, instant(ctx.clock))
    noteReturned(db, bundle.id, slipIds.length)
  })
}

async function archivedLines(ctx: JobContext, partner: ConfirmedPartner, bundle: OutBundleRow): Promise<ArchivedLines> {
  try {
    return await readLines(ctx, partner, bundle)
  } catch (error) {
    if (error instanceof BundleFault) throw new ContentLost(bundle.id)
    throw codeOf(error) === '' ? error : new ContentLost(bundle.id, error)
  }
}

async function readLines(ctx: JobContext, partner: ConfirmedPartner, bundle: OutBundleRow): Promise<ArchivedLines> {
  const source = await openFileSource(join(ctx.places.archive, bundle.archive))
  const slipIds: string[] = []
  const lines: string[] = []
  try {
    for await (const batch of openBundle(asReceived(ctx, partner, bundle, source), { identities: [ctx.keys.archive, ...ctx.keys.former] }))
      for (const item of batch.items) {
        // Echoes wait in their own queue again.
        if (item.t !== 'slip' && item.t !== 'receipt' && item.t !== 'unknown') continue
        lines.push(item.text)
        if (item.t === 'slip' && item.id !== null) slipIds.push(item.id)
      }
  } finally {
    await source.close()
  }
  return { slipIds, lines }
}

/** Archived content is what a payload holds, so the reader of bundles reads it; the envelope around it is our own word. */
function asReceived(ctx: JobContext, partner: ConfirmedPartner, bundle: OutBundleRow, source: VerifiedBundle['source']): VerifiedBundle {
  const card = ownCard(ctx.db)
  const header: BundleHeader = {
    ...{ jhb: 1, minor: 0, suite: 'A1', kind: 'data', crit: [], clock: 'ok', app: '', sealed: '' },
    from: { code: ctx.office.code, id: ctx.office.id, card: card.ver, key: '' },
    to: { code: partner.code, id: partner.officeId, card: 1 },
    state: envelopeState(ctx.db, partner.id, bundle.epoch, 1),
    data: {
      stream: { epoch: bundle.epoch, seq: bundle.seq, prev: bundle.prev },
      content: { id: bundle.id, bytes: bundle.content_bytes, comp: 'gzip' },
      payload: { digest: '', bytes: source.size }
    }
  }
  return {
    ...{ source, header, card, headerBytes: new Uint8Array(0), sigBytes: new Uint8Array(0), cardDecision: { kind: 'same' } },
    signer: { fingerprint: '', publicKey: new Uint8Array(0), revoked: null },
    payload: { offset: 0, size: source.size }
  }
}
