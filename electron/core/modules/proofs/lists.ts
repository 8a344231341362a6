/** The lists that travel: ours is made whenever it changed, those of others are taken in when they go on from what is held (docs/formats/proof.md). */
import { chinaTime, type Clock } from '../../platform'
import {
  BundleFault,
  composeProofList,
  explainFault,
  goesOnFrom,
  isOfficesList,
  MAX_LIST_ENTRIES,
  readProofListFile,
  UNKNOWN_DIGEST,
  writeProofListFile,
  type KeyCard,
  type ProofList
} from '../../container'
import type { SigningKey } from '../../crypto'
import type { ReadDb, WriteDb } from '../../db'
import { endedProofs, signedProofs } from '../certificates'
import { confirmedPartners, isOwnOffice, newestCard, ownCard, ownCards } from '../partners'
import { addSaid, leastVersion, listOf, putList, setLeastVersion, voidedOf, vouchedOf, type ListRow } from './queries/lists'

interface Making {
  readonly db: WriteDb
  readonly clock: Clock
  readonly now: string
}

/** Latest instant at which one of our keys was told lost; null for none. */
function lostAt(cards: readonly KeyCard[]): string | null {
  const known = new Set<string>()
  let at: string | null = null
  for (const { revoked, issued } of cards)
    for (const { key, reason } of revoked)
      if (reason === 'lost' && !known.has(key)) {
        known.add(key)
        at = new Date(issued).toISOString()
      }
  return at
}

/** Takes over from the ledger what was voided or replaced since, and vouches for what was signed before a key was told lost. */
function noteLedger(db: WriteDb, officeId: string): void {
  const lost = lostAt(ownCards(db))
  const room = Math.max(0, MAX_LIST_ENTRIES - vouchedOf(db, officeId).length)
  const known = new Set(vouchedOf(db, officeId))
  const vouched = lost === null ? [] : signedProofs(db, lost).filter((id) => !known.has(id))
  addSaid(db, officeId, endedProofs(db), vouched.slice(0, room))
}

/**
 * The list of this office as it stands, signed anew when something came to it or the key was changed; null while nothing is to be said.
 * To be called where it leaves the PC.
 */
export function ownProofList({ db, clock, now }: Making, key: SigningKey): ListRow | null {
  const { id, code, name, sign } = ownCard(db)
  noteLedger(db, id)
  const [held, voided, vouched] = [listOf(db, id), voidedOf(db, id), vouchedOf(db, id)]
  if (voided.length + vouched.length === 0 || voided.length > MAX_LIST_ENTRIES) return held ?? null
  const least = leastVersion(db)
  if (held && held.ver > least && isOfficesList(contentOf(held), { id, sign }) && isSame(held, voided.length, vouched.length)) return held
  const ver = Math.max(held?.ver ?? 0, least) + 1
  const prev = held?.digest ?? (ver === 1 ? null : UNKNOWN_DIGEST)
  const made = composeProofList({ office: { id, code, name }, ver, prev, made: chinaTime(clock), voided, vouched }, key)
  putList(db, rowOf(made), now)
  return rowOf(made)
}

const contentOf = ({ office_id: id, bytes, sig }: ListRow): Pick<ProofList, 'bytes' | 'sig'> & { office: { id: string } } => ({
  ...{ office: { id }, bytes: Uint8Array.from(bytes), sig: Uint8Array.from(sig) }
})

/** Nothing of what was said is ever taken back, so that counting is enough. */
function isSame({ bytes }: ListRow, voided: number, vouched: number): boolean {
  const said = JSON.parse(Buffer.from(bytes).toString('utf8')) as Pick<ProofList, 'voided' | 'vouched'> // Its form was judged when it was stored.
  return said.voided.length === voided && said.vouched.length === vouched
}

const rowOf = ({ office, ver, digest, made, bytes, sig }: ProofList): ListRow => ({ office_id: office.id, ver, digest, made, bytes, sig })

/** Lists a partner is given: ours, and his own as it is held here, which he may have lost. */
export function listsFor(
  making: Making,
  key: SigningKey,
  partnerOfficeId: string
): { readonly name: string; readonly octets: Uint8Array }[] {
  const [own, his] = [ownProofList(making, key), listOf(making.db, partnerOfficeId)]
  const cards = [ownCard(making.db), newestCard(making.db, partnerOfficeId)]
  return [own, his].flatMap((row, at) => {
    const code = cards[at]?.code
    return row && code ? [{ name: `${code}_proofs.jhp`, octets: writeProofListFile(contentOf(row)) }] : []
  })
}

export type ListOutcome = 'taken' | 'known' | 'older' | 'refused'

export interface TakenList {
  readonly officeName: string
  readonly version: number | null
  readonly outcome: ListOutcome
  /** Chinese; null when there is nothing to explain. */
  readonly reason: string | null
}

/** @returns the list, or why it is none */
export async function readProofList(octets: Uint8Array): Promise<ProofList | TakenList> {
  try {
    return await readProofListFile(octets)
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error
    const reason = error.code === 'E_CARD' ? '作废名单的格式不对，没有采用。' : explainFault(error.code, error.params).text
    return { officeName: '', version: null, outcome: 'refused', reason }
  }
}

/** Newest card by which an office may say something of its proofs; undefined unless two persons compared its digits, or it is ours. */
function cardBehind(db: ReadDb, officeId: string): KeyCard | undefined {
  if (isOwnOffice(db, officeId)) return ownCard(db)
  return confirmedPartners(db).some((partner) => partner.officeId === officeId) ? newestCard(db, officeId) : undefined
}

/** Takes a list in when it is its office’s word and takes nothing back. */
export function takeProofList({ db, now }: Omit<Making, 'clock'>, list: ProofList): TakenList {
  const card = cardBehind(db, list.office.id)
  const officeName = card?.name ?? list.office.name
  const told = (outcome: ListOutcome, reason: string | null = null): TakenList => ({ officeName, version: list.ver, outcome, reason })
  if (!card) return told('refused', '没有这个单位经两人核对的密钥，作废名单没有采用。请先核对对方的密钥卡，再读一次。')
  if (!isOfficesList(list, card))
    return told('refused', '签名不是对方现在的密钥签的：名单可能被改动过、有人冒名，或者对方换了密钥而新的密钥卡还没有读到。没有采用。')
  const held = listOf(db, list.office.id)
  const version = String(list.ver)
  if (held?.digest === list.digest) return told('known')
  const isOwn = isOwnOffice(db, list.office.id)
  if (held?.ver === list.ver && !isOwn) return told('refused', `第 ${version} 版有两种内容，没有采用，已有的保留。请打电话向对方核实。`)
  if (held && list.ver < held.ver && !isOwn)
    return told('older', `这是较早的第 ${version} 版，本机已有第 ${String(held.ver)} 版，保留较新的。`)
  if (held && !isOwn && !goesOnFrom(heldContent(db, held), list))
    return told(
      'refused',
      `第 ${version} 版少了第 ${String(held.ver)} 版已有的内容，或者改了作废日期；作废不能收回，没有采用。请打电话向对方核实。`
    )
  // What a restore took from us comes back; what stands here stays.
  addSaid(db, list.office.id, list.voided, list.vouched)
  if (held && list.ver <= held.ver) {
    // Of one version with two contents neither is the one before ours: the next is no neighbour of it.
    if (list.ver === held.ver) skipListVersions(db, list.ver + 1)
    return told('older')
  }
  putList(db, rowOf(list), now)
  return told('taken')
}

const heldContent = (db: ReadDb, { office_id: id, ver, digest }: ListRow): Parameters<typeof goesOnFrom>[0] => ({
  ...{ office: { id }, ver, digest, voided: voidedOf(db, id), vouched: vouchedOf(db, id) }
})

/**
 * In the caller's transaction, after a return to an older database.
 * @param past number that no version that left the PC has passed: each was given out with an envelope, whose number was at least as high
 */
export const skipListVersions = (db: WriteDb, past: number): void => setLeastVersion(db, Math.max(leastVersion(db), past))
