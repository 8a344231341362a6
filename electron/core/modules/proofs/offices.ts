/** Which offices and keys this one knows, and what they say of their proofs: for the judge at the counter and for the page handed out. */
import { isDay, type Day } from '@shared/domain'
import { judgeByNames, type Judge, type NamedOffice, type ProofNames, type ProofStatus } from '@shared/proof'
import { fingerprint, rawKey, type KeyCard } from '../../container'
import { verifyEd25519 } from '../../crypto'
import type { ReadDb } from '../../db'
import { endedProofs } from '../certificates'
import { cardsOf, confirmedPartners, isOwnOffice, ownCard, ownCards } from '../partners'
import { allLists, listOf, voidedOf, vouchedOf } from './queries/lists'

const KEY_ID_OCTETS = 8

/** What the code names a key by: the first octets of its fingerprint. @param print `SHA256:…` */
const keyIdOf = (print: string): string => Buffer.from(print.slice('SHA256:'.length), 'base64').subarray(0, KEY_ID_OCTETS).toString('hex')

/**
 * Keys given up still prove what they signed, but those told lost.
 * @param cards every card held of one office, the newest first
 */
function namedOffice(cards: readonly KeyCard[]): NamedOffice[] {
  const [newest] = cards
  if (newest === undefined) return []
  const lost = new Set(cards.flatMap(({ revoked }) => revoked.filter(({ reason }) => reason === 'lost').map(({ key }) => key)))
  const lines = new Set(cards.flatMap(({ sign }) => sign.map(({ key }) => key)))
  const keys = Array.from(lines, (line) => {
    const [raw, print] = [rawKey(line), fingerprint(rawKey(line))]
    return { keyId: keyIdOf(print), key: Buffer.from(raw).toString('hex'), isLost: lost.has(print) }
  })
  const codes = [...new Set(cards.map(({ code }) => code))]
  return [{ id: newest.id, name: newest.name, codes, practice: newest.practice === true, keys, status: null }]
}

/** @param held the cards of each office, ours first */
export function proofNames(
  held: readonly (readonly KeyCard[])[],
  maker: string,
  madeOn: Day,
  statusOf: (officeId: string) => NamedOffice['status'] = () => null
): ProofNames {
  const offices = held.flatMap(namedOffice).map((office) => ({ ...office, status: statusOf(office.id) }))
  return { maker, madeOn, practice: offices[0]?.practice === true, offices }
}

/** Cards of this office and of those whose digits two persons compared here. */
export const heldCards = (db: ReadDb): KeyCard[][] =>
  [ownCard(db).id, ...confirmedPartners(db).flatMap(({ officeId }) => officeId ?? [])].map((id) => cardsOf(db, id))

/** The same, and what this office signed before a root key of its own was lost. */
function signersOfProofs(db: ReadDb): KeyCard[][] {
  const present = ownCard(db).id
  const former = new Set(ownCards(db).flatMap(({ id }) => (id === present ? [] : [id])))
  return [...heldCards(db), ...Array.from(former, (id) => cardsOf(db, id))]
}

const dayOf = (instant: string): Day => {
  const day = instant.slice(0, 10)
  if (!isDay(day)) throw new RangeError('a stored list bears a day')
  return day
}

/** What an office last said; of ours the ledger says more than the list that travelled. */
function statusOf(db: ReadDb, officeId: string, today: Day): NamedOffice['status'] {
  const isOwn = isOwnOffice(db, officeId)
  const list = listOf(db, officeId)
  if (!list && !isOwn) return null
  const said = new Map(voidedOf(db, officeId).map(({ id, on }) => [id, dayOf(on)]))
  if (isOwn) for (const { id, on } of endedProofs(db)) if (!said.has(id)) said.set(id, dayOf(on))
  const [asOf, version] = [isOwn ? today : dayOf(list?.made ?? ''), list?.ver ?? 0]
  return { asOf, version, voided: [...said], vouched: vouchedOf(db, officeId) }
}

/** The names as the checking page carries them, with the lists inside. */
export const namesToHandOut = (db: ReadDb, maker: string, today: Day): ProofNames =>
  proofNames(signersOfProofs(db), maker, today, (id) => statusOf(db, id, today))

/** Judges by what this office holds; the list of an office is read when one of its proofs is judged. */
export function officeJudge(db: ReadDb, today: Day, practice: boolean): Judge {
  const judge = judgeByNames({ ...proofNames(signersOfProofs(db), '', today), practice }, verifyEd25519, today)
  const status = (id: string): ProofStatus | null => {
    const said = statusOf(db, id, today)
    return said && { ...said, voided: new Map(said.voided), vouched: new Set(said.vouched) }
  }
  return { ...judge, statusOf: status }
}

/** What lists say, for people. */
export const listFacts = (db: ReadDb) =>
  allLists(db).map(({ office_id: id, ver, made }) => ({
    ...{ office: cardsOf(db, id)[0]?.name ?? '', own: isOwnOffice(db, id), version: ver, asOf: dayOf(made) },
    ...{ voided: voidedOf(db, id).length, vouched: vouchedOf(db, id).length }
  }))
