/** The job 读取U盘: copies what a stick brings, verifies it at once without any private key, and takes in nothing yet but key cards and lists of voided proofs. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { BundleFault, MAX_PROOF_LIST_FILE, readCardFile, type BundleHeader, type KeyCard } from '../../container'
import { codeOf, copyIn, scanStick, stickFault, type FoundFile, type SkipReason, type StickContent } from '../../platform'
import type { JobContext } from '../../rpc'
import { installCards, isOwnOffice, judgeHeldCard, MAX_CARD_FILE, partnerByOfficeId, raiseAlarm, takeOwnCard } from '../partners'
import {
  deleteWaiting,
  forgetScanned,
  insertScanned,
  scannedFiles,
  setWaitingReason,
  waitingByDigest,
  waitingFiles,
  type WaitingRow
} from './queries/file-queries'
import { disposalOf, keepInQuarantine, keepWaiting, scannedPath, waitingPath, wordsFor, type Candidate, type Refusal } from './refusals'
import { dropSpool, moveFile } from './content-archive'
import { envelopeWords } from './envelope-words'
import { takeFoundContent } from './found-content'
import { keepSeenCards, type SeenCard } from './introductions'
import { foundAgain, takeOwnFile } from './own-files'
import { freeReleased } from './suite-released'
import { takeProofLists } from './proof-lists'
import { findPlace, isExchangeFile, type StickRoom } from './stick-places'
import { withVerdict, type Look, type Verdict } from './verify-file'

type Job = Contract['exchange']['scanStick']
type Result = Output<Job>
type Found = Result['found'][number]

/** Instead of a stick: the files that wait here. */
export const WAITING_ROOM = 'waiting'
const MAX_FILE = 1_073_741_824
const MAX_SKIPPED = 200

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  'too-deep': '文件夹层数太深，没有查看里面',
  'too-many': '文件太多，只查看了前 10,000 个',
  'not-a-file': '不是普通文件，已跳过',
  unreadable: '读不出来，U盘可能有坏区或已拔出',
  'too-large': '超过 1 GB，不是交换包'
}

interface Copy extends Candidate {
  readonly kind: 'bundle' | 'card' | 'proofs'
}

/** What is no bundle is small: the largest such file of each kind. */
const LARGEST = { bundle: MAX_FILE, card: MAX_CARD_FILE, proofs: MAX_PROOF_LIST_FILE } as const

const kindOf = (name: string): Copy['kind'] => (/\.jhk$/i.test(name) ? 'card' : /\.jhp$/i.test(name) ? 'proofs' : 'bundle')

export const scanStickFor =
  (room: StickRoom) =>
  async (ctx: JobContext, { source }: HandlerInput<Job>): Promise<Result> => {
    const waitingOnly = source === WAITING_ROOM
    const place = waitingOnly ? { label: '待处理文件', path: '' } : await findPlace(room, ctx, source)
    const spool = join(ctx.places.spool, `scan-${ctx.jobId}`)
    await mkdir(spool, { recursive: true })
    await forgetEarlier(ctx)
    try {
      await takeFoundContent(ctx)
      const skipped: Result['skipped'] = []
      const copies = waitingOnly ? [] : await copyAll(room, ctx, place, spool, skipped)
      const { cards, supplied } = await takeCards(ctx, copies)
      const proofLists = await takeProofLists(
        ctx,
        copies.filter(({ kind }) => kind === 'proofs')
      )
      const found = await judgeAll(ctx, copies, supplied)
      ctx.changed('bundles', 'partners', 'proofs')
      return { place: place.label, found, cards: keepSeenCards(ctx, cards, found), proofLists, skipped: skipped.slice(0, MAX_SKIPPED) }
    } finally {
      await dropSpool(spool)
    }
  }

/** A new scan replaces the one before: its copies are worth nothing any more. */
async function forgetEarlier(ctx: JobContext): Promise<void> {
  const earlier = scannedFiles(ctx.db)
  ctx.batch((db) => forgetScanned(db))
  for (const { spooled } of earlier) if (spooled !== null) await rm(scannedPath(ctx.places, spooled), { force: true })
}

async function copyAll(
  { stick }: StickRoom,
  ctx: JobContext,
  place: { readonly label: string; readonly path: string },
  spool: string,
  skipped: Result['skipped']
): Promise<readonly Copy[]> {
  const pass = (name: string, reason: SkipReason): void => void skipped.push({ name, reason: SKIPPED[reason] })
  const content = await contentOf(stick, place.path)
  for (const { name, reason } of content.skipped) pass(name, reason)
  const copies: Copy[] = []
  for (const [index, file] of content.files.entries()) {
    ctx.checkpoint()
    ctx.progress('copy', index, content.files.length)
    const kind = kindOf(file.name)
    const path = join(spool, `${String(index)}.${kind}`)
    const copied = await copyOne(stick, file, path, LARGEST[kind])
    if ('skipped' in copied) {
      pass(file.name, copied.skipped)
      await rm(path, { force: true })
    } else copies.push({ kind, path, fileName: file.name, place: place.label, ...copied })
  }
  return copies
}

async function contentOf(stick: StickRoom['stick'], path: string): Promise<StickContent> {
  try {
    return await scanStick(stick, path, isExchangeFile)
  } catch (error) {
    throw await stickFault(stick, error, { folder: path })
  }
}

async function copyOne(stick: StickRoom['stick'], file: FoundFile, to: string, max: number): ReturnType<typeof copyIn> {
  try {
    return await copyIn(stick, file.path, to, max)
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') throw new AppError('storage.full', { need: '1 GB' }, { cause: error })
    throw await stickFault(stick, error, { folder: dirname(file.path) })
  }
}

/** Cards come before bundles, lowest version first; those of offices not registered are shown, never pinned. */
async function takeCards(ctx: JobContext, copies: readonly Copy[]): Promise<{ cards: SeenCard[]; supplied: KeyCard[] }> {
  const read: { card: KeyCard; copy: Copy }[] = []
  for (const copy of copies.filter(({ kind }) => kind === 'card')) {
    try {
      read.push({ copy, card: await readCardFile(await readFile(copy.path)) })
    } catch (error) {
      if (!(error instanceof BundleFault)) throw error
      await keepInQuarantine(ctx, copy, {
        code: error.code,
        step: error.step,
        params: error.params,
        header: null,
        waits: false,
        alarm: false
      })
    }
  }
  read.sort((a, b) => a.card.ver - b.card.ver)
  const supplied = read.map(({ card }) => card)
  const cards = read.map(({ card, copy }) => ({ card, fileName: copy.fileName, outcome: takeCard(ctx, card, supplied) }))
  for (const { copy } of read) await rm(copy.path, { force: true })
  return { cards, supplied }
}

function takeCard(ctx: JobContext, card: KeyCard, supplied: readonly KeyCard[]): SeenCard['outcome'] {
  if (card.id === ctx.office.id) {
    const taken = ctx.batch((db) => takeOwnCard(db, card, supplied, ctx.now))
    return taken === 'install' ? 'installed' : taken === 'refuse' ? 'refused' : 'own'
  }
  if (isOwnOffice(ctx.db, card.id)) return 'own'
  if ((card.practice === true) !== ctx.office.practice) return 'refused'
  const decision = judgeHeldCard(ctx.db, card, supplied)
  if (!decision) return 'unknown-office'
  if (decision.kind === 'install') {
    ctx.batch((db) => installCards(db, decision, ctx.now))
    return 'installed'
  }
  if (decision.kind === 'refuse' && decision.alarm) {
    const partner = partnerByOfficeId(ctx.db, card.id)
    if (partner) ctx.batch((db) => raiseAlarm(db, partner.id, ctx.now))
  }
  return decision.kind === 'same' || decision.kind === 'older' ? 'known' : 'refused'
}

async function judgeAll(ctx: JobContext, copies: readonly Copy[], supplied: readonly KeyCard[]): Promise<Found[]> {
  const look: Look = { db: ctx.db, office: ctx.office, supplied }
  const bundles = copies.filter(({ kind }) => kind === 'bundle')
  await freeReleased(ctx, look)
  const waiting = waitingFiles(ctx.db)
  const total = bundles.length + waiting.length
  const found: Found[] = []
  for (const [index, copy] of bundles.entries()) {
    ctx.checkpoint()
    ctx.progress('verify', index, total)
    if (waitingByDigest(ctx.db, copy.digest)) await rm(copy.path, { force: true })
    else found.push(await judgeCopy(ctx, look, copy))
  }
  for (const [index, row] of waiting.entries()) {
    ctx.checkpoint()
    ctx.progress('verify', bundles.length + index, total)
    found.push(await judgeWaiting(ctx, look, row))
  }
  return found
}

async function judgeCopy(ctx: JobContext, look: Look, copy: Copy): Promise<Found> {
  const seen = await withVerdict(look, copy.path, (verdict) => sightOf(ctx, copy, verdict))
  const { refusal, header } = seen
  if (!refusal) {
    // What jumps too far must survive until somebody has asked about it, even when the stick does not come back.
    const waiting = seen.found.state === 'held' && header ? await keepWaiting(ctx, copy, 'held', header) : null
    return keepScanned(ctx, seen, waiting, copy)
  }
  const disposal = disposalOf(refusal)
  if (disposal === 'left') {
    const own = refusal.code === 'S_OWN' ? await takeOwnFile(ctx, copy.path) : null
    await rm(copy.path, { force: true })
    return own?.fresh ? { ...seen.found, ...foundAgain(own.found) } : seen.found
  }
  if (disposal === 'quarantine' || !header) {
    await keepInQuarantine(ctx, copy, refusal)
    return seen.found
  }
  if ((await keepWaiting(ctx, copy, disposal, header)) === null) await rm(copy.path, { force: true })
  return seen.found
}

/** A file that waited is tried again whenever anything is read. */
async function judgeWaiting(ctx: JobContext, look: Look, row: WaitingRow): Promise<Found> {
  const file = {
    path: waitingPath(ctx.places, row.stored),
    fileName: row.file_name,
    place: row.place,
    digest: row.digest,
    bytes: row.bytes
  }
  const seen = await withVerdict(look, file.path, (verdict) => sightOf(ctx, file, verdict))
  const { refusal } = seen
  if (!refusal) return keepScanned(ctx, seen, row.id, file)
  const disposal = disposalOf(refusal)
  if (disposal === 'quarantine' || disposal === 'left') {
    await keepInQuarantine(ctx, file, refusal)
    ctx.batch((db) => deleteWaiting(db, row.id))
  } else if (disposal !== row.reason) ctx.batch((db) => setWaitingReason(db, row.id, disposal))
  return seen.found
}

interface Sight {
  readonly found: Found
  readonly refusal: Refusal | null
  readonly header: BundleHeader | null
}

/** What the clerk is shown of a file; nothing of its content has been opened. */
function sightOf(ctx: JobContext, file: Candidate, verdict: Verdict): Sight {
  const base = { spool: '', fileName: file.fileName, bytes: file.bytes }
  if (verdict.kind === 'refused') {
    const { refusal } = verdict
    const { header, code } = refusal
    const sender = header && partnerByOfficeId(ctx.db, header.from.id)
    const words = envelopeWords(ctx, refusal)
    const state = stateOf(refusal)
    const told = {
      partnerId: sender?.id ?? null,
      senderName: sender?.name ?? header?.from.code ?? '',
      seq: header?.data?.stream.seq ?? null
    }
    return { refusal, header, found: { ...base, ...told, state, sealedAt: header?.sealed ?? null, code, ...words } }
  }
  const { header } = verdict.bundle
  const { partner, kind } = verdict
  const words = kind === 'held' ? wordsFor('S_HOLD') : { reason: null, advice: null }
  const told = { partnerId: partner.id, senderName: partner.name, seq: header.data?.stream.seq ?? null, sealedAt: header.sealed }
  return { refusal: null, header, found: { ...base, ...told, state: kind, code: kind === 'held' ? 'S_HOLD' : null, ...words } }
}

function stateOf(refusal: Refusal): Found['state'] {
  const disposal = disposalOf(refusal)
  if (disposal === 'quarantine') return 'refused'
  if (disposal === 'left') return refusal.code === 'S_OWN' ? 'own' : 'refused'
  return disposal
}

/** @param waiting id of the waiting file this is; otherwise the copy moves to where it outlives a restart */
async function keepScanned(ctx: JobContext, { found, header }: Sight, waiting: string | null, file: Candidate): Promise<Found> {
  const id = ctx.newId()
  const { state } = found
  if (!header || (state !== 'ready' && state !== 'duplicate' && state !== 'status' && state !== 'held')) return found
  const spooled = waiting === null ? `${id}.jhb` : null
  if (spooled !== null) await moveFile(file.path, scannedPath(ctx.places, spooled))
  ctx.batch((db) =>
    insertScanned(db, {
      ...{ id, state, spooled, waiting, place: file.place, digest: file.digest },
      file_name: file.fileName,
      office_id: header.from.id,
      state_no: header.state.no
    })
  )
  return { ...found, spool: id }
}
