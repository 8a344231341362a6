/** Steps 2–8 for one copied file: what it is, from whom, and what may be done with it. */
import {
  BundleFault,
  inspectBundle,
  openFileSource,
  readCard,
  verifyBundle,
  type BundleHeader,
  type KeyCard,
  type Pins,
  type RevokedEvidence,
  type VerifiedBundle
} from '../../container'
import type { ReadDb } from '../../db'
import type { OfficeFacts } from '../../rpc'
import { isOwnOffice, linkSuite, linkUnder, partnerByOfficeId, pinFor, type PartnerFacts } from '../partners'
import { mustBeLookedAt } from './protocol'
import { highestHeld, isHeld } from './queries/peer-queries'
import { chainRefusal, closedRefusal, downgradeRefusal, mixedRefusal, refusalOf, type Refusal } from './refusals'
import { judgeRevokedBundle, type RevokedVerdict } from './revoked-judge'

export interface Look {
  readonly db: ReadDb
  readonly office: OfficeFacts
  /** Cards found beside the file. */
  readonly supplied: readonly KeyCard[]
}

export type Verdict =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'ready' | 'duplicate' | 'status' | 'held'
      readonly bundle: VerifiedBundle
      readonly partner: PartnerFacts
    }

/** Opens the file, lets `work` use it, and closes it. The bundle in the verdict is only good inside. @throws what the disk says */
export async function withVerdict<T>(look: Look, path: string, work: (verdict: Verdict) => T | Promise<T>): Promise<T> {
  const source = await openFileSource(path)
  try {
    return await work(await verdictOf(look, source))
  } finally {
    await source.close()
  }
}

async function verdictOf({ db, office, supplied }: Look, source: Parameters<typeof verifyBundle>[0]): Promise<Verdict> {
  let bundle: VerifiedBundle
  let revoked: RevokedVerdict | undefined
  try {
    const judgeRevoked = (evidence: RevokedEvidence) => (revoked = judgeRevokedBundle(db, evidence)) === 'accept'
    bundle = await verifiedFor(db, office.id, source, { supplied, judgeRevoked })
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error
    if (error.code === 'E_REVOKED' && revoked === 'wait') return { kind: 'refused', refusal: chainRefusal(error) }
    if (error.code === 'E_SUITE' && error.header && isBoundAgainst(db, error.header))
      return { kind: 'refused', refusal: downgradeRefusal(error) }
    if (error.code === 'E_UNKNOWN_SENDER' && error.header && partnerByOfficeId(db, error.header.from.id)?.trust === 'closed')
      return { kind: 'refused', refusal: closedRefusal(error) }
    const mixed = error.code === 'E_UNKNOWN_SENDER' && (await isOtherWorld(office, source))
    return { kind: 'refused', refusal: mixed && error.header ? mixedRefusal(error.header) : refusalOf(error) }
  }
  const { header } = bundle
  if ((bundle.card.practice === true) !== office.practice) return { kind: 'refused', refusal: mixedRefusal(header) }
  const partner = linkUnder(db, header.from.id, header.to.id)
  if (!partner) return { kind: 'refused', refusal: mixedRefusal(header) }
  return { kind: kindOf(db, partner.id, header), bundle, partner }
}

/** Files meant for this office as it was before its root key was lost come in as well, and those it wrote then are its own. */
async function verifiedFor(
  db: ReadDb,
  officeId: string,
  source: Parameters<typeof verifyBundle>[0],
  pins: Pick<Pins, 'supplied' | 'judgeRevoked'>
): Promise<VerifiedBundle> {
  const as = (recipient: string, own: string): Promise<VerifiedBundle> =>
    verifyBundle(source, { ...pins, recipient, own, pinned: (sender) => pinFor(db, sender, recipient) })
  try {
    return await as(officeId, officeId)
  } catch (error) {
    if (!(error instanceof BundleFault) || error.code !== 'E_RECIPIENT' || !error.header) throw error
    const { from, to } = error.header
    if (!isOwnOffice(db, to.id) && !isOwnOffice(db, from.id)) throw error
    return as(to.id, isOwnOffice(db, from.id) ? from.id : officeId)
  }
}

const isBoundAgainst = (db: ReadDb, { from, to, suite }: BundleHeader): boolean => {
  const partner = linkUnder(db, from.id, to.id)
  return partner !== undefined && linkSuite(db, partner.id).bound && pinFor(db, from.id, to.id)?.suites.includes(suite) === false
}

/** A stranger of the other world need not wait for a key: it can never be registered. */
async function isOtherWorld(office: OfficeFacts, source: Parameters<typeof verifyBundle>[0]): Promise<boolean> {
  const { parts } = await inspectBundle(source)
  return (readCard(parts.card.data, parts.cardSig.data).practice === true) !== office.practice
}

function kindOf(db: ReadDb, partnerId: string, { data }: BundleHeader): 'ready' | 'duplicate' | 'status' | 'held' {
  if (!data) return 'status'
  if (isHeld(db, data.content.id)) return 'duplicate'
  return mustBeLookedAt(db, partnerId, data.stream, highestHeld(db, data.stream.epoch)) ? 'held' : 'ready'
}
