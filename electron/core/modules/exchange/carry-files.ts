/** Makes the files one partner is given on a stick: a status file always, every bundle not covered, cards of ours he may lack, and the lists of voided proofs. */
import { createReadStream } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import {
  bundleFileName,
  cardFileName,
  fingerprint,
  handleSink,
  recipientsOf,
  sealBundle,
  signerByCard,
  sm2Fingerprint,
  sm2Point,
  sm2RecipientsOf,
  statusFileName,
  writeCardFile,
  type G1Sealing,
  type KeyCard,
  type SealableContent
} from '../../container'
import { ageRecipientOf, createSha256, sha256Text } from '../../crypto'
import { chinaTime } from '../../platform'
import type { JobContext } from '../../rpc'
import { ownCard, ownCardsAbove } from '../partners'
import { listsFor } from '../proofs'
import { contentPieces } from './content-archive'
import { clockWhenSealing } from './own-clock'
import { momentOf } from './moment'
import { cardKnownTo, carryPlan, ensureEpoch, envelopeState } from './protocol'
import { raiseCounter, takeStateNumbers, type OutBundleRow } from './queries/own-stream-queries'
import type { ConfirmedPartner } from './seal-bundles'

const NOTICE = '本文件为加密公务文件，拾获请送交封面所列单位。'
const PRACTICE_NOTICE = '演练用文件，内容均为虚构。'
export interface CarriedFile {
  readonly name: string
  /** Where it lies until the stick has it. */
  readonly path: string
  readonly size: number
  readonly digest: string
  /** The bundle in it; null for a status file, card or list of proofs. */
  readonly bundle: OutBundleRow | null
}

/**
 * @param folder empty folder below the spool @param card newest card of the partner @param passedOver ids of bundles to leave out
 * @throws ContentLost for a bundle the archive does not give
 */
export async function makeFiles(
  ctx: JobContext,
  partner: ConfirmedPartner,
  { card, folder, passedOver }: { readonly card: KeyCard; readonly folder: string; readonly passedOver: ReadonlySet<string> }
): Promise<readonly CarriedFile[]> {
  const bundles = partner.trust === 'confirmed' ? carryPlan(ctx.db, partner.id).bundles.filter(({ id }) => !passedOver.has(id)) : []
  const { epoch, first } = ctx.batch((db) => {
    raiseCounter(db, 'sealed_ms', ctx.clock.now())
    return { epoch: ensureEpoch(db, partner.id, momentOf(ctx)), first: takeStateNumbers(db, bundles.length + 1) }
  })
  const sealer = await createSealer(ctx, partner, card, epoch)
  const files: CarriedFile[] = []
  for (const [index, bundle] of bundles.entries()) {
    ctx.checkpoint()
    const no = first + index
    const name = bundleFileName(ctx.office.code, partner.code, bundle.epoch, bundle.seq, no)
    files.push({ ...(await sealer(join(folder, name), no, bundle)), name, bundle })
  }
  // The status file gets the highest number, so that a state cut to the size of a bundle never stands as the newest.
  const no = first + bundles.length
  const name = statusFileName(ctx.office.code, partner.code, no)
  files.push({ ...(await sealer(join(folder, name), no, null)), name, bundle: null })
  for (const own of ownCardsAbove(ctx.db, cardKnownTo(ctx.db, partner.id)))
    files.push(await smallFile(folder, cardFileName(own.code, own.ver), writeCardFile(own)))
  const lists = ctx.batch((db) => listsFor({ db, clock: ctx.clock, now: momentOf(ctx).now }, ctx.keys.sign, partner.officeId))
  for (const { name, octets } of lists) files.push(await smallFile(folder, name, octets))
  return files
}

type Sealed = Pick<CarriedFile, 'path' | 'size' | 'digest'>
type Sealer = (path: string, no: number, bundle: OutBundleRow | null) => Promise<Sealed>

async function createSealer(ctx: JobContext, partner: ConfirmedPartner, card: KeyCard, epoch: string): Promise<Sealer> {
  const own = ownCard(ctx.db)
  const g1 = partner.suite === 'G1' ? nationalSealing(ctx, own, card) : undefined
  const signer = g1 ? sm2Fingerprint(g1.device.publicKey) : fingerprint(ctx.keys.sign.publicKey)
  if (signerByCard(own, signer)?.kind !== 'current') throw new AppError('keys.not_on_card', { version: own.ver })
  const state = envelopeState(ctx.db, partner.id, epoch, 1)
  const recipients = [...recipientsOf(card), await ageRecipientOf(ctx.keys.archive)]
  const clock = clockWhenSealing(ctx.db, ctx.clock.now(), partner.id)
  return async (path, no, bundle) => {
    const handle = await open(path, 'wx', 0o600)
    try {
      const { size } = await sealBundle({
        content: bundle === null ? null : archivedContent(ctx, partner, bundle),
        to: { code: card.code, id: card.id, card: card.ver },
        state: { ...state, no },
        sealed: chinaTime(ctx.clock),
        clock,
        // Display only, at most 64 characters (exchange.md §2.4).
        app: `yipanqi/${ctx.appVersion}`.slice(0, 64),
        notice: ctx.office.practice ? PRACTICE_NOTICE : NOTICE,
        card: own,
        signKey: ctx.keys.sign,
        recipients,
        g1,
        sink: handleSink(handle)
      })
      return { path, size, digest: await fileDigest(path) }
    } finally {
      await handle.close()
    }
  }
}

/** @throws AppError `keys.not_on_card` when this PC lacks the keys its own card announces */
function nationalSealing({ keys }: JobContext, own: KeyCard, card: KeyCard): G1Sealing {
  const archive = own.sm2?.find(({ dev }) => dev === 0)
  if (keys.sm2.sender === null || archive === undefined) throw new AppError('keys.not_on_card', { version: own.ver })
  return { device: keys.sm2.sender, recipients: [...sm2RecipientsOf(card), sm2Point(archive.enc)] }
}

const archivedContent = (ctx: JobContext, partner: ConfirmedPartner, bundle: OutBundleRow): SealableContent => ({
  core: { from: ctx.office.id, to: partner.officeId, epoch: bundle.epoch, seq: bundle.seq, prev: bundle.prev },
  id: bundle.id,
  bytes: bundle.content_bytes,
  gzip: { size: bundle.gzip_bytes, pieces: contentPieces(ctx, bundle) }
})

async function fileDigest(path: string): Promise<string> {
  const digest = createSha256()
  const pieces: AsyncIterable<Uint8Array> = createReadStream(path)
  for await (const piece of pieces) digest.update(piece)
  return digest.text()
}

/** A card or a list of proofs. */
async function smallFile(folder: string, name: string, octets: Uint8Array): Promise<CarriedFile> {
  const path = join(folder, name)
  await writeFile(path, octets)
  return { name, path, size: octets.length, digest: sha256Text(octets), bundle: null }
}
