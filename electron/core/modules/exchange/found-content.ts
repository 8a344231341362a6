/** Own content in the archive that this database does not know: what a restore took away is taken back from it (exchange.md §3.6 S3). */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BundleFault, inflateBundle, openFileSource, type BundleHeader } from '../../container'
import { codeOf } from '../../platform'
import type { JobContext } from '../../rpc'
import { linkUnder, ownCards, type PartnerFacts } from '../partners'
import { holdsUnknown } from '../slips'
import { foundAside, foundFolder } from './aside'
import { readVoucher, voucherOf, type NewContent } from './archive-voucher'
import { openingKeys } from './content-archive'
import { momentOf } from './moment'
import { ownSigningKeys } from './own-signature'
import { recoverOwnBundle, slipLinesOf } from './protocol'
import { isKnownOwn } from './queries/recovery-queries'

/** @returns how many slips came back that were not known any more */
export async function takeFoundContent(ctx: JobContext): Promise<number> {
  const folder = foundFolder(ctx.places.archive)
  let found = 0
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.age'))) {
    ctx.checkpoint()
    found += await takeOne(ctx, folder, name).catch((error: unknown) => {
      // What the disk does not give now waits for the next job; it never stops this one.
      if (codeOf(error) === '') throw error
      ctx.log.write('content_unread', { file: name, code: codeOf(error) })
      return 0
    })
  }
  return found
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (codeOf(error) === '') throw error
    return []
  }
}

async function takeOne(ctx: JobContext, folder: string, name: string): Promise<number> {
  const path = join(folder, name)
  const { content, partner } = await vouched(ctx, path)
  const lines = content && partner ? await linesOf(ctx, path, content) : null
  if (!content || !partner || lines === null) {
    await setAside(ctx, folder, name)
    return 0
  }
  const found = takeLines(ctx, partner.id, content, lines)
  for (const gone of [path, voucherOf(path)]) await rm(gone, { force: true })
  return found
}

/** A number drawn for nothing by a cut-off sealing leaves no trace: all it held still waits here. */
function takeLines(ctx: JobContext, partnerId: string, content: NewContent, lines: readonly string[]): number {
  const { id, stream } = content
  const slipLines = [...slipLinesOf(lines)]
  if (isKnownOwn(ctx.db, id) || !slipLines.some((line) => holdsUnknown(ctx.db, line))) return 0
  const at = momentOf(ctx)
  return ctx.commit({ subject: partnerId, detail: { own: id, lost: true } }, (db) => {
    const context = { today: ctx.today, now: at.now, newId: () => ctx.newId() }
    return recoverOwnBundle(db, partnerId, { id, stream, slipLines }, context, at).found
  })
}

interface Vouched {
  readonly content: NewContent | null
  /** The link it was sealed for, under the identity this office had then. */
  readonly partner: PartnerFacts | undefined
}

async function vouched(ctx: JobContext, path: string): Promise<Vouched> {
  const nobody: Vouched = { content: null, partner: undefined }
  try {
    const octets = await readFile(voucherOf(path))
    for (const ours of new Set(ownCards(ctx.db).map(({ id }) => id))) {
      const content = readVoucher(octets, ownSigningKeys(ctx, ours))
      if (content) return { content, partner: linkUnder(ctx.db, content.to, ours) }
    }
    return nobody
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return nobody
    throw error
  }
}

/** @returns null for what does not open, or is not what was vouched for */
async function linesOf(ctx: JobContext, path: string, { id, bytes, stream }: NewContent): Promise<readonly string[] | null> {
  const source = await openFileSource(path)
  const pieces: Uint8Array[] = []
  const data: BundleHeader['data'] = { stream, content: { id, bytes, comp: 'gzip' }, payload: { digest: '', bytes: source.size } }
  const header = { suite: 'A1', data } as BundleHeader // All that opening looks at.
  try {
    for await (const piece of inflateBundle({ source, header, payload: { offset: 0, size: source.size } }, openingKeys(ctx).identities))
      pieces.push(piece)
    return Buffer.concat(pieces).toString('utf8').split('\n').slice(0, -1)
  } catch (error) {
    if (error instanceof BundleFault) return null
    throw error
  } finally {
    await source.close()
  }
}

async function setAside(ctx: JobContext, folder: string, name: string): Promise<void> {
  const aside = foundAside(ctx.places.archive)
  await mkdir(aside, { recursive: true, mode: 0o700 })
  ctx.log.write('content_set_aside', { file: name })
  for (const one of [name, voucherOf(name)])
    await rename(join(folder, one), join(aside, one)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
}
