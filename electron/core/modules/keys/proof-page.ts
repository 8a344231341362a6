/** The page with which anyone checks a proof, with the keys of the offices this one vouches for inside. */
import { existsSync, readFileSync } from 'node:fs'
import type { Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { NamedOffice, ProofNames } from '@shared/proof'
import { fingerprint, rawKey, type KeyCard } from '../../container'

/** What stands in the built page where the list belongs. */
const PLACE = 'id="names">null<'
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
export function proofNames(held: readonly (readonly KeyCard[])[], maker: string, madeOn: Day): ProofNames {
  const offices = held.flatMap(namedOffice)
  return { maker, madeOn, practice: offices[0]?.practice === true, offices }
}

/** @param file the built page @returns the page with its list @throws AppError keys.page_missing */
export function proofPage(file: string | null, names: ProofNames): string {
  const page = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!page.includes(PLACE)) throw new AppError('keys.page_missing')
  // Names of offices come from outside: nothing in them may end the script they stand in.
  const list = JSON.stringify(names).replaceAll('<', '\\u003c')
  return page.replace(PLACE, () => `id="names">${list}<`)
}
