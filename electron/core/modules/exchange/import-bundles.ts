/** The job 导入: opens what was scanned, one bundle after the other; a bad one goes to quarantine and never stops the rest. */
import { rm } from 'node:fs/promises'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { BundleFault, type VerifiedBundle } from '../../container'
import type { ContentReader } from '../../incoming'
import { instant } from '../../platform'
import type { JobContext } from '../../rpc'
import { installCards, noteHeardIn, type PartnerFacts } from '../partners'
import { keepReceived } from './content-archive'
import { chosenFile } from './chosen-file'
import { AlreadyHeld, envelopeOf, importBundle, type ContentSource, type Imported } from './import-bundle'
import { momentOf } from './moment'
import { hearEnvelope } from './protocol'
import { forgetUnfinished } from './recover'
import { vouchAnew } from './queries/key-queries'
import { deleteScanned, deleteWaiting, waitingFiles, type ScannedRow } from './queries/file-queries'
import { disposalOf, keepInQuarantine, keepWaiting, refusalOf, waitingPath, wordsFor, type Candidate, type Refusal } from './refusals'
import { lostKeys } from './unvouched'
import { withVerdict, type Verdict } from './verify-file'
import { kindList } from './write-stick'

type Job = Contract['exchange']['importBundles']
type Row = Output<Job>['bundles'][number]

/** Imports at work, by office; what no import holds may be forgotten. */
const atWork = new WeakMap<JobContext['places'], number>()

/** @param read reads the content of one bundle */
export const importBundlesBy =
  (read: ContentReader) =>
  async (ctx: JobContext, input: HandlerInput<Job>): Promise<Output<Job>> => {
    const others = atWork.get(ctx.places) ?? 0
    if (others === 0) ctx.batch(forgetUnfinished)
    atWork.set(ctx.places, others + 1)
    try {
      return await importChosen(ctx, read, input)
    } finally {
      atWork.set(ctx.places, (atWork.get(ctx.places) ?? 1) - 1)
    }
  }

async function importChosen(ctx: JobContext, read: ContentReader, { spools }: HandlerInput<Job>): Promise<Output<Job>> {
  const chosen = [...new Set(spools)].map((id) => chosenFile(ctx, id))
  // Of one partner's envelopes the highest number is heard last, so that it is the one remembered.
  chosen.sort((a, b) =>
    a.row.office_id === b.row.office_id ? a.row.state_no - b.row.state_no : a.row.office_id < b.row.office_id ? -1 : 1
  )
  const bundles: Row[] = []
  for (const [index, { row, file }] of chosen.entries()) {
    ctx.checkpoint()
    ctx.progress('open', index, chosen.length)
    bundles.push(await importFile(ctx, read, row, file))
    ctx.changed('bundles', 'slips', 'partners')
  }
  return { bundles: [...bundles, ...(await retryChains(ctx, read))] }
}

/** What waited only for the chain that vouches for it may follow now, and each one taken in may free the one before it (exchange.md §4.4). */
async function retryChains(ctx: JobContext, read: ContentReader): Promise<Row[]> {
  const decided: Row[] = []
  for (let more = true; more;) {
    more = false
    for (const { id, stored, digest, place, office_id, file_name } of waitingFiles(ctx.db).filter(
      ({ reason }) => reason === 'wait-chain'
    )) {
      ctx.checkpoint()
      const row: ScannedRow = {
        ...{ id: '', state: 'ready', spooled: null, waiting: id, place, digest, office_id, file_name },
        state_no: 0
      }
      const file = { path: waitingPath(ctx.places, stored), fileName: file_name, place, digest, bytes: 0 }
      const told = await importFile(ctx, read, row, file)
      if (told.outcome === 'waiting') continue
      decided.push(told)
      more = true
      ctx.changed('bundles', 'slips', 'partners')
    }
  }
  return decided
}

type Told = Omit<Row, 'fileName'>

const EMPTY = {
  ...{ slips: 0, fresh: 0, duplicates: 0, rejected: [], kinds: [], recovered: { bundles: 0, slips: 0 } },
  ...{ code: null, reason: null, advice: null }
}

async function importFile(ctx: JobContext, read: ContentReader, row: ScannedRow, file: Candidate): Promise<Row> {
  const look = { db: ctx.db, office: ctx.office, supplied: [] }
  const told = await withVerdict(look, file.path, (verdict) => take(ctx, { read, path: file.path }, verdict, row))
  if ('refusal' in told) await putAway(ctx, row, file, told.refusal)
  else await letGo(ctx, row, file, told.archiveAs)
  return { ...told.row, fileName: file.fileName }
}

type Taken = { readonly row: Told; readonly archiveAs: string | null } | { readonly row: Told; readonly refusal: Refusal }

async function take(ctx: JobContext, source: ContentSource, verdict: Verdict, row: ScannedRow): Promise<Taken> {
  if (verdict.kind === 'refused') return refused(verdict.refusal, null)
  const { bundle, partner } = verdict
  const { data } = bundle.header
  if (!data) return { row: { ...heardOnly(ctx, bundle, partner), outcome: 'status' }, archiveAs: null }
  const { id } = data.content
  if (verdict.kind === 'duplicate') return { row: { ...heardOnly(ctx, bundle, partner), outcome: 'duplicate' }, archiveAs: id }
  // What jumps too far comes in only when a person chose this very file.
  if (verdict.kind === 'held' && row.state !== 'held') return waits(partner, data.stream.seq)
  try {
    const onProgress = (records: number): void => ctx.progress('stage', records, 0)
    const imported = await importBundle(ctx, bundle, partner, source, onProgress)
    return { row: importedRow(imported, partner, data.stream.seq), archiveAs: id }
  } catch (error) {
    if (error instanceof BundleFault) return refused(refusalOf(error), partner)
    if (error instanceof AlreadyHeld) return { row: { ...heardOnly(ctx, bundle, partner), outcome: 'duplicate' }, archiveAs: id }
    throw error
  }
}

function waits(partner: PartnerFacts, seq: number): Taken {
  return {
    row: { ...EMPTY, partnerName: partner.name, seq, outcome: 'waiting', code: 'S_HOLD', ...wordsFor('S_HOLD') },
    archiveAs: null
  }
}

function refused(refusal: Refusal, partner: PartnerFacts | null): Taken {
  const { header, code, params } = refusal
  const outcome = disposalOf(refusal) === 'quarantine' ? 'refused' : 'waiting'
  const partnerName = partner?.name ?? header?.from.code ?? ''
  const seq = header?.data?.stream.seq ?? null
  return { refusal, row: { ...EMPTY, partnerName, seq, outcome, code, ...wordsFor(code, params) } }
}

/** Of a status file, and of a bundle already held, only the envelope is news. */
function heardOnly(ctx: JobContext, bundle: VerifiedBundle, partner: PartnerFacts): Omit<Told, 'outcome'> {
  const { header } = bundle
  ctx.commit({ subject: partner.id, detail: { kind: header.kind, no: header.state.no } }, (db) => {
    installCards(db, bundle.cardDecision, instant(ctx.clock))
    const envelope = envelopeOf(bundle)
    if (!envelope) return
    if (header.data) for (const key of lostKeys(db, partner)) vouchAnew(db, partner.id, header.data.content.id, key, header.from.key)
    noteHeardIn(db, partner.id, header.suite, instant(ctx.clock))
    hearEnvelope(db, partner.id, envelope, momentOf(ctx))
  })
  return { ...EMPTY, partnerName: partner.name, seq: header.data?.stream.seq ?? null }
}

function importedRow({ outcome, slips, merged, rejected, echoes }: Imported, partner: PartnerFacts, seq: number): Told {
  const code = outcome === 'branch' ? 'S_BRANCH' : merged.conflicts.length > 0 ? 'S_CONFLICT' : null
  return {
    ...{ partnerName: partner.name, seq, outcome, slips, fresh: merged.fresh, duplicates: merged.duplicates, code },
    rejected: rejected.map(({ slip: [, fault], shown, field }) => ({ slipNo: shown, code: fault, reason: reasonFor(fault, field) })),
    kinds: kindList(JSON.stringify(Object.fromEntries(merged.kinds))),
    recovered: { bundles: echoes.bundles, slips: echoes.slips },
    ...(code === null ? { reason: null, advice: null } : wordsFor(code))
  }
}

const reasonFor = (code: string, field: string): string =>
  code === 'E_TEXT' || code === 'E_SCHEMA' || code === 'E_AUTHOR' ? wordsFor(code, { field }).reason : code

async function putAway(ctx: JobContext, row: ScannedRow, file: Candidate, refusal: Refusal): Promise<void> {
  const disposal = disposalOf(refusal)
  ctx.batch((db) => deleteScanned(db, row.id))
  if (disposal === 'quarantine') {
    await keepInQuarantine(ctx, file, refusal)
    ctx.batch((db) => (row.waiting === null ? 0 : deleteWaiting(db, row.waiting)))
  } else if (row.waiting === null) {
    const kept = disposal !== 'left' && refusal.header ? await keepWaiting(ctx, file, disposal, refusal.header) : null
    if (kept === null) await rm(file.path, { force: true })
  }
}

async function letGo(ctx: JobContext, row: ScannedRow, file: Candidate, archiveAs: string | null): Promise<void> {
  if (archiveAs === null) await rm(file.path, { force: true })
  else await keepReceived(ctx.places, file.path, archiveAs)
  ctx.batch((db) => {
    deleteScanned(db, row.id)
    if (row.waiting !== null) deleteWaiting(db, row.waiting)
  })
}
