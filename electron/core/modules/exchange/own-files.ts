/** Files of this office found on a stick: one this database does not know is a treasure, for it holds slips that a restore took away (exchange.md §3.6 S3). */
import { BundleFault, inflateBundle, inspectBundle, openFileSource } from '../../container'
import type { JobContext } from '../../rpc'
import { linkUnder } from '../partners'
import { openingKeys } from './content-archive'
import { momentOf } from './moment'
import { readOwnEnvelope, type OwnEnvelope } from './own-signature'
import { noteOwnFile, recoverOwnBundle, slipLinesOf } from './protocol'
import { isKnownOwn } from './queries/recovery-queries'

export interface OwnFileTaken {
  /** The database did not know this bundle. */
  readonly fresh: boolean
  /** Slips that were not known any more and are queued again. */
  readonly found: number
}

const NOTHING_NEW: OwnFileTaken = { fresh: false, found: 0 }

/** Opens with the archive key what this office sealed. A file whose signature is not ours, or for nobody we know, changes nothing. */
export async function takeOwnFile(ctx: JobContext, path: string): Promise<OwnFileTaken> {
  const source = await openFileSource(path)
  try {
    const { header, parts } = await inspectBundle(source)
    const own = readOwnEnvelope(ctx, parts.header.data, parts.sig.data)
    const partner = own && linkUnder(ctx.db, own.to, own.from)
    if (!own || !partner) return NOTHING_NEW
    const isLost = own.data !== null && !isKnownOwn(ctx.db, own.data.id)
    const { payload } = parts
    const opened = { source, header, payload: payload && { offset: payload.offset, size: payload.size } }
    const pieces: Uint8Array[] = []
    const keys = openingKeys(ctx)
    if (isLost) for await (const piece of inflateBundle(opened, keys.identities, keys)) pieces.push(piece)
    return take(ctx, partner.id, own, isLost ? Buffer.concat(pieces).toString('utf8').split('\n').slice(0, -1) : null)
  } catch (error) {
    // What is damaged inside is no treasure.
    if (error instanceof BundleFault) return NOTHING_NEW
    throw error
  } finally {
    await source.close()
  }
}

/** @param lines content of a bundle that is not known */
function take(
  ctx: JobContext,
  partnerId: string,
  { data, stateNo, stateEpoch }: OwnEnvelope,
  lines: readonly string[] | null
): OwnFileTaken {
  const at = momentOf(ctx)
  const epoch = data?.stream.epoch ?? stateEpoch
  return ctx.commit({ subject: partnerId, detail: { own: data?.id ?? '', lost: lines !== null } }, (db) => {
    noteOwnFile(db, partnerId, { epoch, no: stateNo, isKnown: lines === null }, at)
    if (data === null || lines === null) return NOTHING_NEW
    const bundle = { ...data, slipLines: slipLinesOf(lines) }
    return recoverOwnBundle(db, partnerId, bundle, { today: ctx.today, now: at.now, newId: () => ctx.newId() }, at)
  })
}

/** What the clerk reads of such a file. */
export const foundAgain = (slips: number) => ({
  reason: `这是本单位发出的包，本机没有它的记录，已从中找回 ${String(slips)} 份单据。`,
  advice: '本机的数据可能是从较早的备份恢复的，请到“交换情况”查看，并请往来单位把U盘再带来一次。'
})
