/** Gives a partner his own lost bundles back: original header, signature and every line of the content, in bundles of their own (exchange.md §2.5 echo). */
import { join } from 'node:path'
import { BundleFault, inflateBundle, inspectBundle, openFileSource } from '../../container'
import { codeOf, instant } from '../../platform'
import type { JobContext } from '../../rpc'
import { isGone, keepContent, openingKeys } from './content-archive'
import { momentOf } from './moment'
import { nextEchoes, RULES, takeSealed } from './protocol'
import { streamEnd } from './queries/own-stream-queries'
import { setLetGo, type EchoRow } from './queries/recovery-queries'
import { contentOf, epochFor, pack, type ConfirmedPartner } from './seal-bundles'

/** A line is at most 65,536 octets, and so is the header of an echoed bundle in base64 together with its signature. */
const MAX_LINES = 100_000

interface Echo {
  readonly number: number
  readonly lines: readonly string[]
  readonly bytes: number
}

/** Seals what the byte budget of one trip allows; the rest goes on the next. @throws AppError `storage.*`, `job.cancelled` */
export async function sealEchoes(ctx: JobContext, partner: ConfirmedPartner): Promise<void> {
  let budget = RULES.echoBytes
  let load: Echo[] = []
  for (const row of nextEchoes(ctx.db, partner.id)) {
    ctx.checkpoint()
    if (budget < row.content_bytes && budget < RULES.echoBytes) break
    const echo = await readEcho(ctx, row)
    if (!echo) continue
    budget -= echo.bytes
    if (load.length > 0 && linesIn(load) + echo.lines.length > RULES.echoLines) {
      await sealLoad(ctx, partner, load)
      load = []
    }
    load.push(echo)
  }
  if (load.length > 0) await sealLoad(ctx, partner, load)
}

const linesIn = (load: readonly Echo[]): number => load.reduce((sum, { lines }) => sum + lines.length, 0)

/** @returns null for what cannot be given now; where it is lost the partner is told that it is gone */
async function readEcho(ctx: JobContext, row: EchoRow): Promise<Echo | null> {
  const lines = row.let_go_at === null ? await originalLines(ctx, row).catch(lostOrThrow) : null
  // The disk may give it on the next trip.
  if (lines === 'unread') return null
  if (lines !== null && lines.length <= MAX_LINES) return { number: row.number, lines, bytes: row.content_bytes }
  ctx.batch((db) => setLetGo(db, row.id, instant(ctx.clock)))
  return null
}

function lostOrThrow(error: unknown): 'unread' | null {
  if (error instanceof BundleFault) return null
  if (codeOf(error) === '') throw error
  return isGone(error) ? null : 'unread'
}

async function originalLines(ctx: JobContext, row: EchoRow): Promise<string[]> {
  const source = await openFileSource(join(ctx.places.archive, row.archive))
  try {
    const { header, parts } = await inspectBundle(source)
    const { payload } = parts
    const opened = { source, header, payload: payload && { offset: payload.offset, size: payload.size } }
    const pieces: Uint8Array[] = []
    const keys = openingKeys(ctx)
    for await (const piece of inflateBundle(opened, keys.identities, keys)) pieces.push(piece)
    const lines = Buffer.concat(pieces).toString('utf8').split('\n').slice(0, -1)
    const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')
    const head = { t: 'echo', bundle: row.id, header: base64(parts.header.data), sig: base64(parts.sig.data), lines: lines.length }
    return [JSON.stringify(head), ...lines]
  } finally {
    await source.close()
  }
}

async function sealLoad(ctx: JobContext, partner: ConfirmedPartner, load: readonly Echo[]): Promise<void> {
  const epoch = ctx.batch((db) => epochFor(db, partner, momentOf(ctx)))
  const end = streamEnd(ctx.db, epoch)
  const lines = load.flatMap((echo) => echo.lines)
  const packed = await pack(ctx, partner, { epoch, end, lines, slips: 0, echoes: { count: load.length, lines: lines.length } })
  const archive = await keepContent(ctx, contentOf(partner, { epoch, end, packed }), packed.gzip)
  const bundle = { id: packed.id, contentBytes: packed.bytes, gzipBytes: packed.gzip.length, archive, log: packed.core.log, epoch, end }
  ctx.batch((db) => takeSealed(db, partner.id, bundle, { records: [], receipts: [], echoes: load }, instant(ctx.clock)))
}
