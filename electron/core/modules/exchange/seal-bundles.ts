/** Seals what is queued for one partner into numbered bundles; a number is used up here and only here (exchange.md §3.2). */
import { AppError } from '@shared/errors'
import { BundleFault, explainFault, merkleRoot, newEpochNeeded, packContent, type PackedContent, type SuiteName } from '../../container'
import type { WriteDb } from '../../db'
import { sha256 } from '../../crypto'
import { chinaTime, instant } from '../../platform'
import type { JobContext } from '../../rpc'
import { auditHead } from '../audit'
import type { PartnerFacts } from '../partners'
import type { OutgoingRecord } from '../slips'
import type { NewContent } from './archive-voucher'
import { dropContent, keepContent } from './content-archive'
import { momentOf } from './moment'
import { ensureEpoch, nextEpoch, nextLoad, takeSealed, type Moment } from './protocol'
import { streamEnd, type StreamEnd, type WaitingReceipt } from './queries/own-stream-queries'

export const SCHEMA = 'slip/1'
/** Somebody else may sign or withdraw while content is being packed; then it is packed again. */
const ATTEMPTS = 5

/** A record that a reader would refuse: it stays here, and its author is told. */
export interface HeldBack {
  readonly slipId: string
  readonly code: string
  readonly reason: string
}

export interface ConfirmedPartner extends PartnerFacts {
  readonly officeId: string
  /** What the link uses now (exchange.md §2.8). */
  readonly suite: SuiteName
}

/** The epoch a new bundle for this partner goes into: a stream never mixes kinds of content ids. */
export function epochFor(db: WriteDb, { id, suite }: ConfirmedPartner, at: Moment): string {
  const epoch = ensureEpoch(db, id, at)
  return newEpochNeeded(streamEnd(db, epoch).head, suite) ? nextEpoch(db, id, at) : epoch
}

/** A queued record as its line; the body it was made of need not stay in memory. */
interface QueuedLine extends Pick<OutgoingRecord, 'slipId' | 'recordId' | 'rev' | 'slipKind'> {
  readonly line: string
}

interface Load {
  readonly records: readonly QueuedLine[]
  readonly receipts: readonly WaitingReceipt[]
}

function loadFor(ctx: JobContext, partnerId: string, passedOver: ReadonlySet<string>): Load {
  const { records, receipts } = nextLoad(ctx.db, partnerId, undefined, passedOver)
  const lines = records.map((record) => {
    const { slipId, recordId, rev, slipKind } = record
    return { slipId, recordId, rev, slipKind, line: slipLine(ctx.office.id, record) }
  })
  return { records: lines, receipts }
}

const isEmpty = ({ records, receipts }: Load): boolean => records.length === 0 && receipts.length === 0

/** Seals until nothing is queued. @returns records that could not be sealed @throws AppError `storage.*`, `job.cancelled` */
export async function sealQueued(ctx: JobContext, partner: ConfirmedPartner): Promise<readonly HeldBack[]> {
  const heldBack: HeldBack[] = []
  const passedOver = new Set<string>()
  for (let misses = 0; misses < ATTEMPTS;) {
    const load = loadFor(ctx, partner.id, passedOver)
    if (isEmpty(load)) return heldBack
    ctx.checkpoint()
    const { refused, sealed } = await sealLoad(ctx, partner, load)
    for (const { record, held } of refused) {
      passedOver.add(record.recordId)
      heldBack.push(held)
    }
    misses = sealed ? 0 : misses + 1
  }
  throw new AppError('storage.busy')
}

interface Refused {
  readonly record: QueuedLine
  readonly held: HeldBack
}

interface Attempt {
  readonly refused: readonly Refused[]
  /** False when the queue moved meanwhile and must be read again. */
  readonly sealed: boolean
}

/** Packs and commits one bundle; records that a reader would refuse are left out, one after the other. */
async function sealLoad(ctx: JobContext, partner: ConfirmedPartner, load: Load): Promise<Attempt> {
  const refused: Refused[] = []
  let { records } = load
  for (;;) {
    if (isEmpty({ records, receipts: load.receipts })) return { refused, sealed: true }
    const epoch = ctx.batch((db) => epochFor(db, partner, momentOf(ctx)))
    const end = streamEnd(ctx.db, epoch)
    const lines = [...records.map(({ line }) => line), ...load.receipts.map(({ line }) => line)]
    const packed = await packOrRefuse(ctx, partner, { epoch, end, lines, slips: records.length }, records)
    if (!('record' in packed))
      return { refused, sealed: await commit(ctx, partner, { epoch, end, packed, records, receipts: load.receipts }) }
    refused.push(packed)
    records = records.filter((record) => record !== packed.record)
  }
}

async function packOrRefuse(
  ctx: JobContext,
  partner: ConfirmedPartner,
  order: PackOrder,
  records: readonly QueuedLine[]
): Promise<PackedContent | Refused> {
  try {
    return await pack(ctx, partner, order)
  } catch (error) {
    const index = indexOfRefused(error)
    const record = index === null ? undefined : records[index]
    if (!record || !(error instanceof BundleFault)) throw error
    return { record, held: { slipId: record.slipId, code: error.code, reason: explainFault(error.code, error.params).text } }
  }
}

/** Index of the record a fault of packing speaks of; line 1 is the core. */
const indexOfRefused = (error: unknown): number | null =>
  error instanceof BundleFault && typeof error.params['line'] === 'number' ? error.params['line'] - 2 : null

const slipLine = (author: string, { recordId, rev, kind, ref, body }: OutgoingRecord): string =>
  JSON.stringify({ t: 'slip', id: recordId, rev, kind, ref, author, body })

export interface PackOrder {
  readonly epoch: string
  readonly end: StreamEnd
  /** Record lines, slips first. */
  readonly lines: readonly string[]
  readonly slips: number
  /** How many of the lines begin an echo, and how many lines belong to echoes in all. */
  readonly echoes?: { readonly count: number; readonly lines: number }
}

export function pack(ctx: JobContext, partner: ConfirmedPartner, { epoch, end, lines, slips, echoes }: PackOrder): Promise<PackedContent> {
  const last = auditHead(ctx.db)
  return packContent({
    core: {
      from: ctx.office.id,
      to: partner.officeId,
      epoch,
      seq: end.last + 1,
      prev: end.head,
      made: chinaTime(ctx.clock),
      schema: SCHEMA,
      n: { slip: slips, receipt: lines.length - slips - (echoes?.lines ?? 0), echo: echoes?.count ?? 0, blob: 0 },
      tree: merkleRoot(lines.map((line) => sha256(line))),
      ...(last && { log: { seq: last.seq, head: last.hash } })
    },
    lines,
    suite: partner.suite
  })
}

/** What vouches for packed content in the archive. */
export const contentOf = (
  { officeId }: ConfirmedPartner,
  { epoch, end, packed }: { readonly epoch: string; readonly end: StreamEnd; readonly packed: Pick<PackedContent, 'id' | 'bytes'> }
): NewContent => ({ id: packed.id, bytes: packed.bytes, to: officeId, stream: { epoch, seq: end.last + 1, prev: end.head } })

interface Sealing extends Load {
  readonly epoch: string
  readonly end: StreamEnd
  readonly packed: PackedContent
}

/** @returns false when the queue or the stream moved meanwhile; nothing is used up then */
async function commit(ctx: JobContext, partner: ConfirmedPartner, sealing: Sealing): Promise<boolean> {
  const { epoch, end, packed, records, receipts } = sealing
  const archive = await keepContent(ctx, contentOf(partner, sealing), packed.gzip)
  const bundle = { id: packed.id, contentBytes: packed.bytes, gzipBytes: packed.gzip.length, archive, log: packed.core.log, epoch, end }
  const done = ctx.batch((db) => takeSealed(db, partner.id, bundle, { records, receipts, echoes: [] }, instant(ctx.clock)))
  if (!done) await dropContent(ctx.places, archive)
  return done
}
