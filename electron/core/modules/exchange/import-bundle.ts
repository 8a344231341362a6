/** Imports one verified bundle: stages its records in small steps, then makes all of it true in one transaction (exchange.md §3.3, §3.5). */
import { isSlipKind, slipFields, type RulePack } from '@shared/domain'
import type { LogHead, ReceiptLine, RejectedSlip, VerifiedBundle } from '../../container'
import type { WriteDb } from '../../db'
import type { ContentReader, ContentRequest, KeptItem, ReceiptItem, RefusedSlip, SlipRow } from '../../incoming'
import { chinaTime } from '../../platform'
import type { JobContext } from '../../rpc'
import { installCards, noteHeardIn, type PartnerFacts } from '../partners'
import { dropStage, mergeStage, openStage, type Merged } from '../slips'
import { openingKeys, receivedName } from './content-archive'
import { momentOf } from './moment'
import { receiveBundle, type Envelope } from './protocol'
import { ECHO, forgetBlobs, forgetPending, insertBlobPart, insertPending, isHeld } from './queries/peer-queries'
import { takeEchoes, type EchoesTaken } from './take-echoes'
import { SCHEMA } from './seal-bundles'

export interface RejectedRecord {
  readonly slip: RejectedSlip
  /** Number of the slip for people, or its record id. */
  readonly shown: string
  /** What the rules call the field at fault. */
  readonly field: string
}

export interface Imported {
  readonly outcome: 'applied' | 'branch' | 'duplicate'
  readonly slips: number
  readonly merged: Merged
  readonly rejected: readonly RejectedRecord[]
  readonly echoes: EchoesTaken
}

const STAGED_AT_ONCE = 1_000
const NOTHING: Merged = { fresh: 0, duplicates: 0, conflicts: [], kinds: new Map() }

interface Collected {
  slips: number
  unknownSchema: boolean
  log: LogHead | undefined
  readonly rejected: RejectedRecord[]
  readonly receipts: ReceiptLine[]
}

/** Where a bundle's content comes from. */
export interface ContentSource {
  readonly read: ContentReader
  /** The file the bundle lies in. */
  readonly path: string
}

/**
 * @param onProgress records staged so far
 * @throws BundleFault of steps 9–12, AppError `storage.*`, `job.cancelled`; then nothing of the bundle is left in the database
 */
export async function importBundle(
  ctx: JobContext,
  bundle: VerifiedBundle,
  partner: PartnerFacts,
  source: ContentSource,
  onProgress: (records: number) => void
): Promise<Imported> {
  const { data } = bundle.header
  if (!data) throw new TypeError('a status bundle has no records')
  const { id } = data.content
  const stageId = ctx.newId()
  const stage = openStage(ctx, { stageId, partnerId: partner.id, senderOfficeId: bundle.header.from.id })
  try {
    const collected = await collect(ctx, bundle, source, (db, slips) => stage.add(db, slips), onProgress)
    const note = { subject: partner.id, detail: { bundle: id, slips: collected.slips, rejected: collected.rejected.length } }
    return ctx.commit(note, (db) => apply(db, ctx, bundle, partner, collected, () => mergeStage(db, stage, id)))
  } catch (error) {
    forget(ctx, stageId, id)
    throw error
  }
}

/** Nothing of a refused bundle stays. After a cancel no further batch may run: the next import, or the next start, forgets what was staged. */
function forget(ctx: JobContext, stageId: string, bundleId: string): void {
  if (ctx.signal.aborted) return
  ctx.batch((db) => {
    dropStage(db, stageId)
    if (isHeld(db, bundleId)) return
    forgetPending(db, bundleId)
    forgetBlobs(db, bundleId)
  })
}

/** How this office reads content: with all its keys, by its own rules first, and no schema but the one it knows. */
export const contentRequest = (ctx: Pick<JobContext, 'keys' | 'rules' | 'reference'>): ContentRequest => ({
  ...openingKeys(ctx),
  packs: [ctx.rules, ...ctx.reference.rulePacks.filter((pack) => pack !== ctx.rules)],
  schema: SCHEMA
})

type Add = (db: WriteDb, slips: readonly SlipRow[]) => void

async function collect(
  ctx: JobContext,
  bundle: VerifiedBundle,
  { read, path }: ContentSource,
  add: Add,
  onProgress: (records: number) => void
): Promise<Collected> {
  const id = bundle.header.data?.content.id ?? ''
  const collected: Collected = { slips: 0, unknownSchema: false, log: undefined, rejected: [], receipts: [] }
  let staged: SlipRow[] = []
  let kept: KeptItem[] = []
  const flush = (): void => {
    if (staged.length === 0 && kept.length === 0) return
    ctx.slice((db) => {
      if (staged.length > 0) add(db, staged)
      for (const item of kept) keepForLater(db, id, item)
    })
    staged = []
    kept = []
    onProgress(collected.slips)
  }
  for await (const part of read(bundle, path, contentRequest(ctx))) {
    if (part.core) {
      collected.unknownSchema = part.core.schema !== SCHEMA
      collected.log = part.core.log
    }
    collected.slips += part.slips.length + part.refused.length
    for (const item of part.refused) collected.rejected.push(rejectedOf(item, ctx.rules))
    for (const item of part.receipts) collectReceipt(collected, item)
    staged = staged.concat(part.slips)
    kept = kept.concat(part.kept)
    if (staged.length >= STAGED_AT_ONCE || kept.length > 0) flush()
    else ctx.checkpoint()
  }
  flush()
  return collected
}

const HEX_32 = /^[0-9a-f]{32}$/

function rejectedOf(item: RefusedSlip, rules: RulePack): RejectedRecord {
  const { value, id, digest, refusal } = item
  const body: unknown = value['body' as keyof typeof value]
  const text = (name: string): string | null => {
    const member: unknown = typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : null
    return typeof member === 'string' ? member.slice(0, 48) : null
  }
  const slip = id !== null && HEX_32.test(id) ? id : digest
  return {
    slip: [slip, refusal.code, refusal.field],
    shown: text('slip_no') ?? slip.slice(0, 48),
    field: labelOf(rules, text('type') ?? '', refusal.field)
  }
}

const labelOf = (rules: RulePack, kind: string, field: string): string =>
  (isSlipKind(kind) ? slipFields(rules, kind)[field]?.label : undefined) ?? (field || '内容')

function collectReceipt(collected: Collected, item: ReceiptItem): void {
  if (item.refusal) collected.rejected.push({ slip: [item.digest, item.refusal.code, item.refusal.field], shown: '回执', field: '回执' })
  else collected.receipts.push(item.value)
}

/** Records of a later version are kept as they are; echoes wait here until the whole bundle is known to be good. */
function keepForLater(db: WriteDb, bundleId: string, item: KeptItem): void {
  if (item.t === 'blob') insertBlobPart(db, bundleId, item)
  else if (item.t === 'echo' || item.t === 'echoed') insertPending(db, bundleId, ECHO, item.digest, item.text)
  else insertPending(db, bundleId, item.t === 'unknown' ? item.name : item.t, item.digest, item.text)
}

function apply(
  db: WriteDb,
  ctx: JobContext,
  bundle: VerifiedBundle,
  partner: PartnerFacts,
  collected: Collected,
  merge: () => Merged
): Imported {
  const { header } = bundle
  const { data } = header
  if (!data) throw new TypeError('a status bundle has no records')
  const { slips, rejected } = collected
  const at = momentOf(ctx)
  const envelope = envelopeOf(bundle)
  installCards(db, bundle.cardDecision, at.now)
  if (envelope) noteHeardIn(db, partner.id, header.suite, at.now)
  const received = receiveBundle(
    db,
    partner.id,
    {
      ...{ id: data.content.id, stream: data.stream, envelope, sealed: header.sealed, signedBy: header.from.key, log: collected.log },
      ...{ contentBytes: data.content.bytes, bytes: bundle.source.size, archive: receivedName(data.content.id) },
      ...{ slips, rejected: rejected.map(({ slip }) => slip), receipts: collected.receipts, receivedAt: chinaTime(ctx.clock) }
    },
    () => (collected.unknownSchema ? NOTHING : merge()),
    at,
    ctx.log
  )
  // Another job brought it in while this one was staging; the stage is dropped with the rest.
  if (!received) throw new AlreadyHeld()
  const echoes = takeEchoes(db, ctx, partner, data.content.id, at)
  return { outcome: received.outcome, slips, merged: received.merged, rejected, echoes }
}

/** What an envelope says counts only while its key does: after a loss a thief can still sign. */
export const envelopeOf = ({ header, signer }: VerifiedBundle): Envelope | null =>
  signer.revoked?.reason === 'lost'
    ? null
    : { state: header.state, toCard: header.to.card, sealed: header.sealed, signedBy: header.from.key }

/** Thrown inside the transaction so that it undoes itself; the bundle counts as a duplicate. */
export class AlreadyHeld extends RangeError {}
