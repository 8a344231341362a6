/** The door of the partners module: which offices we exchange with, their key cards, and who vouched for them. */
import type { ReadDb } from '../../db'
import { linkRow } from './cards'
import {
  introducedRows,
  partnerIdsAndNames,
  partnerRow,
  partnerRowByOffice,
  partnerRowsByCode,
  partnerRowsByTrust,
  partnerRowsInUse,
  type PartnerRow,
  type Trust
} from './queries/partner-queries'

export {
  cardFacts,
  cardsOf,
  readStoredCard,
  installCards,
  installOwnCard,
  isOwnOffice,
  judgeHeldCard,
  MAX_CARD_FILE,
  newestCard,
  ownCard,
  ownCardList,
  ownCards,
  ownCardsAbove,
  ownCardsUnder,
  pinFor,
  takeOwnCard
} from './cards'
export { ownOfficeId } from './queries/card-queries'
export { isComparedHere, newestDirectoryRow } from './queries/directory-queries'
export { keepOwnDirectory } from './directory'
export { commonSuiteQuestion, linkSuite, nationalLinks, noteHeardIn, noteSealedIn, suiteFor, type LinkSuite } from './link-suites'
export { awaitedPartners, beginIdentity, followOwnCards } from './own-identity'
export { keyWarnings, type KeyWarning } from './key-warnings'
export { partnerHandlers, registerCard } from './handlers'
export { addPaperPartner, correctPaperPartner, type PaperFacts } from './on-paper'
export { addConfirmedPartner, noteCarried, noteHeard, raiseAlarm } from './pinning'
export type { Comparer } from './rules'
export { allowedSigners, revokedKeys } from './signer-files'
export { identityBefore } from './queries/succession-queries'
export { currentLinkOf, formerLinksOf, lostBy } from './succession'

export interface PartnerFacts {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly phone: string
  /** 32 hex; null for a partner on paper. */
  readonly officeId: string | null
  readonly trust: Trust
}

const facts = ({ id, name, code, phone, office_id, trust }: PartnerRow): PartnerFacts => ({
  id,
  name,
  code,
  phone,
  officeId: office_id,
  trust
})
const orNothing = (row: PartnerRow | undefined): PartnerFacts | undefined => row && facts(row)

export const partnerById = (db: ReadDb, id: string): PartnerFacts | undefined => orNothing(partnerRow(db, id))

export const partnerByOfficeId = (db: ReadDb, officeId: string): PartnerFacts | undefined => orNothing(partnerRowByOffice(db, officeId))

/** The link with an office under the identity of ours that one of its files means, or that wrote one of ours. */
export const linkUnder = (db: ReadDb, officeId: string, ours: string): PartnerFacts | undefined => orNothing(linkRow(db, officeId, ours))

export const partnersByCode = (db: ReadDb, code: string): PartnerFacts[] => partnerRowsByCode(db, code).map(facts)

/** Partners that may be written to, by code. */
export const partnersInUse = (db: ReadDb): PartnerFacts[] => partnerRowsInUse(db).map(facts)

/** Partners to whom bundles may be sealed. */
export const confirmedPartners = (db: ReadDb): PartnerFacts[] => partnerRowsByTrust(db, 'confirmed').map(facts)

/**
 * Offices whose card came on a confirmed partner's stick and whose digits nobody compared yet: they may be given status files and cards,
 * never slips (exchange.md §4.3).
 */
export const introducedPartners = (db: ReadDb): PartnerFacts[] => introducedRows(db).map(facts)

/** Partner id → name; a link whose place another took says so, because both are called alike. */
export const partnerNames = (db: ReadDb): Map<string, string> =>
  new Map(partnerIdsAndNames(db).map(({ id, name, trust }) => [id, trust === 'closed' ? `${name}（原密钥）` : name]))
