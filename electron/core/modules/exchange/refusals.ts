/** What becomes of a file that may not come in now: named, explained, and kept where it does no harm (exchange.md §3.3, §3.8). */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { explain } from '@shared/errors'
import { explainFault, type BundleFault, type BundleFaultCode, type BundleHeader, type FaultParams } from '../../container'
import type { WriteDb } from '../../db'
import type { JobContext, OfficePlaces } from '../../rpc'
import { linkUnder, partnerByOfficeId, partnersByCode, pinFor, raiseAlarm } from '../partners'
import { moveFile } from './content-archive'
import { insertQuarantine, insertWaiting, waitingVolume, type WaitingRow } from './queries/file-queries'
import { refuseBundle } from './protocol'

/** A file outside the office's books: a copy in the spool, or one in the waiting room. */
export interface Candidate {
  readonly path: string
  readonly fileName: string
  readonly place: string
  readonly digest: string
  readonly bytes: number
}

/** `practice.mixed` is this program's own guard, beside the codes of the format. */
export type RefusalCode = BundleFaultCode | 'practice.mixed'

export interface Refusal {
  readonly code: RefusalCode
  readonly step: number
  readonly params: FaultParams
  readonly header: BundleHeader | null
  readonly waits: boolean
  readonly alarm: boolean
}

export const refusalOf = (fault: BundleFault): Refusal => fault

export const mixedRefusal = (header: BundleHeader): Refusal => ({
  code: 'practice.mixed',
  step: 5,
  params: {},
  header,
  waits: false,
  alarm: false
})

/** Signed by a revoked key, and what would vouch for it is not here yet: kept, and tried again after each import. */
export const chainRefusal = ({ code, step, params, header }: BundleFault): Refusal => ({
  ...{ code, step, header, waits: true, alarm: false },
  params: { ...params, chain: 'open' }
})

/** A link that used the national suite never goes back by itself (exchange.md §2.8). */
export const downgradeRefusal = ({ code, step, header }: BundleFault): Refusal => ({
  ...{ code, step, header, waits: false, alarm: false },
  params: { link: 'national' }
})

export const isDowngrade = ({ code, params }: Pick<Refusal, 'code' | 'params'>): boolean =>
  code === 'E_SUITE' && params['link'] === 'national'

/** The office lost its root, and people have put another link in the place of this one (exchange.md §4.4). */
export const closedRefusal = ({ code, step, header }: BundleFault): Refusal => ({
  ...{ code, step, header, waits: false, alarm: false },
  params: { link: 'closed' }
})

export interface Words {
  readonly reason: string
  readonly advice: string
}

export function wordsFor(code: RefusalCode, params: FaultParams = {}): Words {
  if (code === 'practice.mixed') {
    const { what, todo } = explain(code, params)
    return { reason: what, advice: todo }
  }
  if (code === 'E_REVOKED' && params['chain'] === 'open') return WAITS_FOR_CHAIN
  if (isDowngrade({ code, params })) return DOWNGRADED
  if (code === 'E_UNKNOWN_SENDER' && params['link'] === 'closed') return CLOSED
  const { text, advice } = explainFault(code, params)
  return { reason: text, advice }
}

const CLOSED: Words = {
  reason: '这个文件用的是对方已丢失的主密钥，往来已由新的登记表接替，没有采用。',
  advice: '可能是接替以前写的U盘，也可能有人拿着丢失的密钥冒充。请按官方电话与对方核实，需要的单据请对方用新的密钥重新发。'
}

const DOWNGRADED: Words = {
  reason: '与对方的往来已改用国密套件，这个文件却是用通用算法封装的，没有采用。',
  advice:
    '可能是改用国密以前写的U盘，内容对方会用国密再带来；也可能是对方停用了国密，或有人冒充。请按官方电话核实，确实停用的，由两个人办理“改回通用算法”，以后读取U盘时这个文件自动再查一次。'
}

const WAITS_FOR_CHAIN: Words = {
  reason: '签名用的是对方已停用的密钥，还缺证明它在停用之前的前后包。',
  advice: '不用再拷：已保存待用，缺的包到了以后程序自动再查一次。'
}

/** Neither is suspicious: the one is a courier's business, the other our own. Both stay on the stick and are only named. */
const HARMLESS: ReadonlySet<RefusalCode> = new Set(['E_RECIPIENT', 'S_OWN'])

export type Disposal = 'wait-key' | 'wait-chain' | 'wait-upgrade' | 'held' | 'left' | 'quarantine'

export function disposalOf({ code, waits }: Pick<Refusal, 'code' | 'waits'>): Disposal {
  if (code === 'S_HOLD') return 'held'
  if (code === 'S_WAIT_UPGRADE') return 'wait-upgrade'
  if (waits) return code === 'E_REVOKED' ? 'wait-chain' : 'wait-key'
  return HARMLESS.has(code) ? 'left' : 'quarantine'
}

/** Per unknown id and for all together, so that a stranger cannot fill the disk: the oldest are kept, others stay on the stick. */
const WAIT_LIMITS = { files: 64, bytes: 512_000_000, allFiles: 1_000, allBytes: 2_000_000_000 } as const

const waitingFolder = (places: OfficePlaces): string => join(places.quarantine, 'waiting')
/** Verified copies of the last scan; they outlive a restart, so that reading and importing may be two runs of the program. */
export const scannedPath = (places: OfficePlaces, spooled: string): string => join(places.quarantine, 'scanned', spooled)
export const waitingPath = (places: OfficePlaces, stored: string): string => join(waitingFolder(places), stored)
export const quarantinePath = (places: OfficePlaces, stored: string): string => join(places.quarantine, stored)

/** @returns false when there is no room left for files of this sender */
function mayWait(db: WriteDb, officeId: string, bytes: number): boolean {
  const { ofOffice, all } = waitingVolume(db, officeId)
  return (
    ofOffice.files < WAIT_LIMITS.files &&
    ofOffice.bytes + bytes <= WAIT_LIMITS.bytes &&
    all.files < WAIT_LIMITS.allFiles &&
    all.bytes + bytes <= WAIT_LIMITS.allBytes
  )
}

/** Keeps a file for later. The row comes after the file, so a crash in between leaves a file that recovery sets aside. @returns the waiting row's id, or null */
export async function keepWaiting(
  ctx: JobContext,
  file: Candidate,
  reason: WaitingRow['reason'],
  header: BundleHeader
): Promise<string | null> {
  const id = ctx.newId()
  const stored = `${id}.jhb`
  const limited = reason === 'wait-key' || reason === 'wait-chain'
  const room = ctx.batch((db) => !limited || mayWait(db, header.from.id, file.bytes))
  if (!room) return null
  await moveFile(file.path, waitingPath(ctx.places, stored))
  ctx.batch((db) =>
    insertWaiting(db, {
      ...{ id, reason, stored, digest: file.digest, place: file.place, bytes: file.bytes },
      file_name: file.fileName,
      office_id: header.from.id,
      found_at: ctx.now
    })
  )
  return id
}

/** Puts a file away and tells the partner, where his signature or envelope can be believed that far (exchange.md §2.4 bad). */
export async function keepInQuarantine(ctx: JobContext, file: Candidate, refusal: Refusal): Promise<void> {
  const id = ctx.newId()
  const stored = `${id}.jhb`
  const { code, params, header, step } = refusal
  await moveFile(file.path, quarantinePath(ctx.places, stored))
  const fresh = ctx.commit({ detail: { refused: code, step, digest: file.digest } }, (db) => {
    const inserted = insertQuarantine(db, {
      ...{ id, code, stored, digest: file.digest, place: file.place },
      file_name: file.fileName,
      found_at: ctx.now,
      params: JSON.stringify(params),
      claimed_sender: header ? claimed(header) : null
    })
    tellPartner(db, ctx, refusal)
    return inserted
  })
  if (fresh === 0) await rm(quarantinePath(ctx.places, stored), { force: true })
}

const claimed = ({ from }: BundleHeader): string => `${from.code}（${from.id.slice(0, 8)}）`

function tellPartner(db: WriteDb, ctx: JobContext, { code, header, step, alarm }: Refusal): void {
  const partner = header && linkUnder(db, header.from.id, header.to.id)
  if (!partner || !pinFor(db, header.from.id)) return
  if (alarm) raiseAlarm(db, partnerByOfficeId(db, header.from.id)?.id ?? partner.id, ctx.now)
  const { data } = header
  // Before the signature is known to be good nothing is told: anybody could have written that envelope.
  if (!data || step < VERIFIED_FROM || code === 'practice.mixed') return
  refuseBundle(db, partner.id, { epoch: data.stream.epoch, id: data.content.id }, code, ctx.now)
}

/** Faults of this step and later are found behind a good signature. */
const VERIFIED_FROM = 7

/** True when the sender is unknown although its code is registered under another root: somebody may pose as that office (T30). */
export function posesAsKnown(ctx: Pick<JobContext, 'db'>, { code, header, params }: Refusal): boolean {
  if (code !== 'E_UNKNOWN_SENDER' || !header || params['link'] === 'closed') return false
  return partnersByCode(ctx.db, header.from.code).some(({ officeId }) => officeId !== null && officeId !== header.from.id)
}
