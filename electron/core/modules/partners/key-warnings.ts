/** What should be seen to about keys and silence, ours and partners': dates warn, they never decide. */
import { keyDue, silentDays, type Day, type KeyLife } from '@shared/domain'
import type { KeyCard } from '../../container'
import type { ReadDb } from '../../db'
import { cardOfVersion, newestCard, ownCard } from './cards'
import { suiteOfLink } from './link-suites'
import { partnerRowsByTrust } from './queries/partner-queries'

export interface KeyWarning {
  /** `suite`: a link bound to the national suite whose partner no longer announces it: nothing goes there until two persons decide. */
  readonly kind: 'own-key' | 'partner-key' | 'silent' | 'suite'
  /** Null for this office. */
  readonly partnerId: string | null
  readonly name: string
  /** Days left of the key, negative when over; days of silence; 0 where no day is meant. */
  readonly days: number
  /** 1 far ahead … 4 over; 1 for silence; 4 for a suite. */
  readonly step: number
}

/** When the oldest signing key of a card was first named, by the card that named it where it is held here. */
const oldestIssued = (db: ReadDb, card: KeyCard): string =>
  card.sign
    .map(({ from_ver }) => cardOfVersion(db, card.id, from_ver)?.issued ?? card.issued)
    .reduce((one, other) => (one < other ? one : other))

/** @param today day in China by this PC's clock: a wrong clock changes what is shown and nothing else */
export function keyWarnings(db: ReadDb, name: string, today: Day, rules: KeyLife): KeyWarning[] {
  const own = keyDue(oldestIssued(db, ownCard(db)), today, rules)
  const found: KeyWarning[] = own && own.step > 0 ? [{ kind: 'own-key', partnerId: null, name, days: own.daysLeft, step: own.step }] : []
  for (const partner of partnerRowsByTrust(db, 'confirmed')) {
    const card = partner.office_id === null ? undefined : newestCard(db, partner.office_id)
    const due = card && keyDue(oldestIssued(db, card), today, rules)
    const base = { partnerId: partner.id, name: partner.name }
    const { bound, inUse } = suiteOfLink(db, partner, card)
    if (bound && inUse === null) found.push({ ...base, kind: 'suite', days: 0, step: 4 })
    if (due && due.step > 0) found.push({ ...base, kind: 'partner-key', days: due.daysLeft, step: due.step })
    // Who was never heard of is silent since the first stick went to him.
    const heard = partner.last_heard_at ?? partner.last_carried_at
    const days = heard === null ? 0 : silentDays(heard, today)
    if (days >= rules.silenceDays) found.push({ ...base, kind: 'silent', days, step: 1 })
  }
  return found
}
