/** The job 写入U盘: seals, writes, reads back, and only then says that the stick may be pulled. */
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { lifecycleKinds, manifestText, type LifecycleKind } from '@shared/domain'
import { AppError, explain } from '@shared/errors'
import { createSha256, sha256Text } from '../../crypto'
import { assertRoom, assertSameStick, instant, stickFault, stickOf, writeStickFile, type StickLayer } from '../../platform'
import type { JobContext } from '../../rpc'
import { recordCarrySheet } from '../agreements'
import {
  confirmedPartners,
  introducedPartners,
  newestCard,
  noteCarried,
  noteSealedIn,
  partnerById,
  suiteFor,
  type PartnerFacts
} from '../partners'
import { markCarried } from '../slips'
import { makeFiles, type CarriedFile } from './carry-files'
import { ContentLost, dropSpool } from './content-archive'
import { momentOf } from './moment'
import { takeFoundContent } from './found-content'
import { giveUpLost, lastEnvelope, slipsBoundTo } from './protocol'
import { outBundle, setCarriedBundle } from './queries/own-stream-queries'
import { sealGivenUp } from './seal-again'
import { sealEchoes } from './seal-echoes'
import { sealQueued, type ConfirmedPartner, type HeldBack } from './seal-bundles'
import { folderFor, findPlace, leftovers, supersededNames, type StickPlace, type StickRoom } from './stick-places'

type Job = Contract['exchange']['writeStick']
type Result = Output<Job>

interface Load {
  readonly partner: ConfirmedPartner
  readonly files: readonly CarriedFile[]
  readonly heldBack: readonly HeldBack[]
  readonly leftOut: readonly LeftOut[]
}

/** A bundle whose content the archive did not give. */
interface LeftOut {
  readonly id: string
  readonly seq: number
  readonly slips: number
  /** Its slips wait for another bundle; otherwise the next writing tries again. */
  readonly isGone: boolean
}

export const writeStick =
  (room: StickRoom) =>
  async (ctx: JobContext, input: HandlerInput<Job>): Promise<Result> => {
    if (ctx.office.isBehind) throw new AppError('keys.identity_behind')
    const found = await findPlace(room, ctx, input.target)
    // Sealing takes its time: what is written to is the stick that was chosen, or nothing.
    const place = { ...found, device: await stickOf(room.stick, found.path) }
    const { partners, undecided } = chosenPartners(ctx, input.partnerIds)
    const spool = join(ctx.places.spool, `carry-${ctx.jobId}`)
    try {
      await takeFoundContent(ctx)
      const loads: Load[] = []
      for (const [index, partner] of partners.entries()) {
        ctx.progress('seal', index, partners.length)
        loads.push(await loadFor(ctx, partner, spool))
      }
      if (!ctx.office.practice) room.noteEnvelope(lastEnvelope(ctx.db))
      await writeAll(room.stick, ctx, place, loads)
      await checkAll(room.stick, ctx, place, loads)
      noteAll(ctx, place, loads)
      await tidy(room.stick, ctx, place, loads)
      return { ...resultOf(place, loads), undecided }
    } finally {
      await dropSpool(spool)
    }
  }

interface Chosen {
  readonly partners: readonly ConfirmedPartner[]
  /** Those a person has to decide about first; the others must not wait for that. */
  readonly undecided: Result['undecided']
}

/**
 * Introduced offices too: a status file and our cards tell them that we are there (exchange.md §4.3).
 * @throws AppError `partners.unknown`, `partners.not_confirmed`, `partners.suite_withdrawn`, `exchange.no_partner`
 */
function chosenPartners(ctx: JobContext, ids: readonly string[]): Chosen {
  const introduced = introducedPartners(ctx.db)
  const chosen =
    ids.length === 0 ? [...confirmedPartners(ctx.db), ...introduced] : [...new Set(ids)].map((id) => required(partnerById(ctx.db, id)))
  if (chosen.length === 0) throw new AppError('exchange.no_partner')
  const partners: ConfirmedPartner[] = []
  const undecided: Result['undecided'] = []
  for (const partner of chosen) {
    const { id, name, officeId, trust } = partner
    const mayBeWritten = trust === 'confirmed' || introduced.some((one) => one.id === id)
    if (!mayBeWritten || officeId === null) throw new AppError('partners.not_confirmed', { name })
    const suite = suiteFor(ctx.db, officeId)
    // A link that used the national suite never goes back by itself.
    if (suite === null) undecided.push({ partnerId: id, partnerName: name, reason: explain('partners.suite_withdrawn', { name }).what })
    else partners.push({ ...partner, officeId, suite })
  }
  const [first] = undecided
  if (first && (ids.length > 0 || partners.length === 0)) throw new AppError('partners.suite_withdrawn', { name: first.partnerName })
  return { partners, undecided }
}

function required(partner: PartnerFacts | undefined): PartnerFacts {
  if (!partner) throw new AppError('partners.unknown')
  return partner
}

async function loadFor(ctx: JobContext, partner: ConfirmedPartner, spool: string): Promise<Load> {
  const card = newestCard(ctx.db, partner.officeId)
  if (!card) throw new AppError('partners.not_confirmed', { name: partner.name })
  // Added long ago, or by a restored backup: the last door before anything is sealed.
  if ((card.practice === true) !== ctx.office.practice) throw new AppError('practice.mixed')
  const leftOut: LeftOut[] = []
  for (;;) {
    try {
      const passedOver = new Set(leftOut.map(({ id }) => id))
      const heldBack = partner.trust === 'confirmed' ? await sealAll(ctx, partner, passedOver) : []
      const folder = join(spool, partner.officeId)
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder, { recursive: true })
      return { partner, heldBack, leftOut, files: await makeFiles(ctx, partner, { card, folder, passedOver }) }
    } catch (error) {
      if (!(error instanceof ContentLost)) throw error
      leftOut.push(leaveOut(ctx, partner, error))
    }
  }
}

/** One file of the archive never keeps the others from the stick. */
function leaveOut(ctx: JobContext, partner: ConfirmedPartner, { bundleId, isGone }: ContentLost): LeftOut {
  const { seq = 0, slips = 0 } = outBundle(ctx.db, bundleId) ?? {}
  ctx.log.write('content_lost', { bundle: bundleId, gone: isGone })
  if (isGone) ctx.batch((db) => giveUpLost(db, partner.id, bundleId, momentOf(ctx)))
  return { id: bundleId, seq, slips, isGone }
}

/** Whatever is sealed is sealed for an office whose digits two persons compared. */
async function sealAll(ctx: JobContext, partner: ConfirmedPartner, passedOver: ReadonlySet<string>): Promise<readonly HeldBack[]> {
  await sealGivenUp(ctx, partner, passedOver)
  const heldBack = await sealQueued(ctx, partner)
  await sealEchoes(ctx, partner)
  return heldBack
}

const everyFile = (loads: readonly Load[]): { readonly load: Load; readonly file: CarriedFile }[] =>
  loads.flatMap((load) => load.files.map((file) => ({ load, file })))

type ChosenStick = StickPlace & { readonly device: number }

async function writeAll(stick: StickLayer, ctx: JobContext, place: ChosenStick, loads: readonly Load[]): Promise<void> {
  const all = everyFile(loads)
  const { device } = place
  await assertSameStick(stick, place.path, device)
  await assertRoom(
    stick,
    place.path,
    all.reduce((sum, { file }) => sum + file.size, 0)
  )
  for (const { partner } of loads) await prepareFolder(stick, ctx, place, folderFor(place, partner.code))
  for (const [index, { load, file }] of all.entries()) {
    ctx.checkpoint()
    ctx.progress('write', index, all.length)
    const { name, size, digest, path } = file
    const folder = folderFor(place, load.partner.code)
    await assertSameStick(stick, folder, device)
    await writeStickFile(stick, { folder, name, size, digest, pieces: () => createReadStream(path) })
  }
  for (const { partner } of loads) await assertSameStick(stick, folderFor(place, partner.code), device)
}

async function prepareFolder(stick: StickLayer, ctx: JobContext, place: StickPlace, folder: string): Promise<void> {
  try {
    await stick.makeFolder(folder)
    for (const name of leftovers(ctx.office.code, await stick.list(folder))) await stick.remove(join(folder, name))
  } catch (error) {
    throw await stickFault(stick, error, { folder: place.path })
  }
}

/** Once more after the last name is in place: every file, whole, under its final name. */
async function checkAll(stick: StickLayer, ctx: JobContext, place: StickPlace, loads: readonly Load[]): Promise<void> {
  const all = everyFile(loads)
  for (const [index, { load, file }] of all.entries()) {
    ctx.checkpoint()
    ctx.progress('check', index, all.length)
    const found = await digestOn(stick, folderFor(place, load.partner.code), file.name)
    if (found !== file.digest) throw new AppError('exchange.read_back_differs')
  }
}

async function digestOn(stick: StickLayer, folder: string, name: string): Promise<string> {
  try {
    const reader = await stick.open(join(folder, name))
    try {
      const digest = createSha256()
      for await (const piece of reader.pieces()) digest.update(piece)
      return digest.text()
    } finally {
      await reader.close()
    }
  } catch (error) {
    throw await stickFault(stick, error, { folder })
  }
}

const slipsIn = (files: readonly CarriedFile[]): number => files.reduce((sum, { bundle }) => sum + (bundle?.slips ?? 0), 0)

function noteAll(ctx: JobContext, place: StickPlace, loads: readonly Load[]): void {
  const files = everyFile(loads)
  const detail = {
    partners: loads.map(({ partner }) => partner.id),
    bundles: files.flatMap(({ file }) => (file.bundle ? [file.bundle.id] : [])),
    slips: slipsIn(files.map(({ file }) => file)),
    ...(loads.some(({ leftOut }) => leftOut.length > 0) ? { leftOut: loads.flatMap(({ leftOut }) => leftOut.map(({ id }) => id)) } : {})
  }
  ctx.commit({ detail }, (db) => {
    const at = instant(ctx.clock)
    for (const { partner } of loads) {
      noteCarried(db, partner.id, at)
      noteSealedIn(db, partner.id, partner.suite, at)
    }
    for (const load of loads) recordCarrySheet(ctx, db, at, handedIn(place, load))
    for (const { bundle, size } of files.map(({ file }) => file)) {
      if (!bundle) continue
      setCarriedBundle(db, bundle.id, size, at)
      markCarried(db, slipsBoundTo(bundle), at)
    }
  })
  ctx.changed('bundles', 'slips', 'partners')
}

/** What the sheet says that goes with the stick (exchange.md §9). */
function handedIn(place: StickPlace, { partner, files }: Load): Parameters<typeof recordCarrySheet>[3] {
  const handed = files.map(({ name, size, digest }) => ({ name, size, sha256: digest.replace(/^sha256:/, '') }))
  const digest = sha256Text(manifestText(handed)).replace(/^sha256:/, '')
  return { partnerId: partner.id, place: place.label, files: handed, kinds: kindsIn(files), slips: slipsIn(files), digest }
}

/** Older copies of what was just verified; a stick that does not let go of them is no failure. */
async function tidy(stick: StickLayer, ctx: JobContext, place: StickPlace, loads: readonly Load[]): Promise<void> {
  for (const { partner, files } of loads) {
    const folder = folderFor(place, partner.code)
    const names = await stick.list(folder).catch(() => [])
    const old = supersededNames(
      ctx.office.code,
      partner.code,
      names,
      files.map(({ name }) => name)
    )
    for (const name of old) await stick.remove(join(folder, name)).catch(() => undefined)
    await stick.flushFolder(folder).catch(() => undefined)
  }
}

function kindsIn(files: readonly CarriedFile[]): Result['partners'][number]['kinds'] {
  const counts = new Map<string, number>()
  for (const { bundle } of files)
    for (const { kind, count } of kindList(bundle?.kinds ?? '{}')) counts.set(kind, (counts.get(kind) ?? 0) + count)
  return kindList(JSON.stringify(Object.fromEntries(counts)))
}

/** @param json record of kind → count as a bundle row keeps it */
export function kindList(json: string): { kind: LifecycleKind; count: number }[] {
  const counts = new Map(Object.entries(JSON.parse(json) as Record<string, number>))
  return lifecycleKinds.flatMap((kind) => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, count }]
  })
}

const wordsOfGone = (seq: number, slips: number): string =>
  `第 ${String(seq)} 包的存档文件丢失或损坏，这个包不再寄出；里面的 ${String(slips)} 张交流单已装进新的包，不用另办。请管理员做一次体检，查看磁盘是否有坏道。`

const wordsOfUnread = (seq: number, slips: number): string =>
  `第 ${String(seq)} 包（${String(slips)} 张）的存档文件这次读不出来，没有写进U盘，其他的都写好了。请再写一次；还是不行，请管理员检查磁盘。`

const resultOf = (place: StickPlace, loads: readonly Load[]): Omit<Result, 'undecided'> => ({
  place: place.label,
  safeToRemove: true,
  partners: loads.map(({ partner, files, heldBack, leftOut }) => ({
    partnerId: partner.id,
    partnerName: partner.name,
    files: files.map(({ name, size, digest }) => ({ name, bytes: size, digest })),
    slips: slipsIn(files),
    kinds: kindsIn(files),
    heldBack: heldBack.map(({ slipId, reason }) => ({ slipId, reason })),
    leftOut: leftOut.map(({ seq, slips, isGone }) => ({ seq, text: (isGone ? wordsOfGone : wordsOfUnread)(seq, slips) }))
  }))
})
