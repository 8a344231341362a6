/** SQL of the offices we exchange with and of who compared their digits. */
import { scopeRange } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export type CompareWay = 'form' | 'phone' | 'directory'
export type Trust = 'paper' | 'pending' | 'confirmed' | 'alarm' | 'closed'

export interface PartnerRow {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly phone: string
  readonly office_id: string | null
  /** Which identity of this office it is a link of. */
  readonly own: number
  readonly trust: Trust
  /** JSON list of suite names; null for a partner without card. */
  readonly suites: string | null
  readonly national_sent_at: string | null
  readonly national_heard_at: string | null
  readonly practice: number
  /** Partner on whose stick its card came; null: somebody handed the card in. */
  readonly introduced_by: string | null
  /** Partner whose place it takes after that office lost its root key, or this one did; the former is a proposal until two persons compared the digits. */
  readonly succeeds: string | null
  readonly closed_at: string | null
  readonly last_heard_at: string | null
  readonly last_carried_at: string | null
}

export interface ListedPartnerRow extends PartnerRow {
  readonly open_out: number
  readonly open_in: number
}

const COLUMNS = `p.id, p.name, p.code, p.phone, p.office_id, p.own, p.trust, p.suites, p.national_sent_at, p.national_heard_at, p.practice,
  p.introduced_by, p.succeeds, p.closed_at, p.last_heard_at, p.last_carried_at` as const
/** Open slips are counted by the slips module's own view. */
const LISTED = `${COLUMNS}, coalesce(o.open_out, 0) AS open_out, coalesce(o.open_in, 0) AS open_in` as const
const ALL_OPEN = `SELECT ${LISTED} FROM partner p LEFT JOIN v_partner_open o ON o.partner_id = p.id` as const
const OPEN_IN_SCOPE = `SELECT ${LISTED} FROM partner p LEFT JOIN (
    SELECT partner_id, sum(waits = 'peer') AS open_out, sum(waits = 'us') AS open_in FROM v_slip_open
    WHERE seq IN (SELECT slip FROM v_slip_place WHERE code >= ? AND code < ? UNION ALL SELECT slip FROM v_slip_place WHERE code = '')
    GROUP BY partner_id
  ) o ON o.partner_id = p.id` as const

/** @param scope division the account is bound to: only slips of its persons are counted; null for the whole county */
function listed(db: ReadDb, scope: string | null, rest: string, ...params: readonly string[]): ListedPartnerRow[] {
  if (scope === null) return db.all<ListedPartnerRow>(`${ALL_OPEN} ${rest}`, ...params)
  const { from, below } = scopeRange(scope)
  return db.all<ListedPartnerRow>(`${OPEN_IN_SCOPE} ${rest}`, from, below, ...params)
}

export const listedPartners = (db: ReadDb, scope: string | null): ListedPartnerRow[] =>
  listed(db, scope, "ORDER BY p.trust = 'closed', p.code, p.id")

export const listedPartner = (db: ReadDb, id: string, scope: string | null): ListedPartnerRow | undefined =>
  listed(db, scope, 'WHERE p.id = ?', id)[0]

export const partnerRow = (db: ReadDb, id: string): PartnerRow | undefined =>
  db.one<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.id = ?`, id)

export const partnerRowByOffice = (db: ReadDb, officeId: string): PartnerRow | undefined =>
  db.one<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.office_id = ? ORDER BY p.own DESC LIMIT 1`, officeId)

/** The link with an office under one identity of ours. */
export const partnerRowUnder = (db: ReadDb, officeId: string, own: number): PartnerRow | undefined =>
  db.one<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.office_id = ? AND p.own = ?`, officeId, own)

export const partnerRowsByCode = (db: ReadDb, code: string): PartnerRow[] =>
  db.all<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.code = ? ORDER BY p.id`, code)

export const partnerRowsByTrust = (db: ReadDb, trust: Trust): PartnerRow[] =>
  db.all<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.trust = ? ORDER BY p.code, p.id`, trust)

export const partnerRowsInUse = (db: ReadDb): PartnerRow[] =>
  db.all<PartnerRow>(`SELECT ${COLUMNS} FROM partner p WHERE p.trust NOT IN ('pending', 'closed') ORDER BY p.code, p.id`)

/** Not compared yet, and brought by a partner who is. */
export const introducedRows = (db: ReadDb): PartnerRow[] =>
  db.all<PartnerRow>(
    `SELECT ${COLUMNS} FROM partner p JOIN partner i ON i.id = p.introduced_by
     WHERE p.trust = 'pending' AND i.trust = 'confirmed' ORDER BY p.code, p.id`
  )

export const setIntroducer = (db: WriteDb, id: string, by: string): number =>
  db.run('UPDATE partner SET introduced_by = ? WHERE id = ?', by, id)

export const partnerIdsAndNames = (db: ReadDb): { id: string; name: string; trust: Trust }[] =>
  db.all('SELECT id, name, trust FROM partner')

/** A link is made under the identity this office has then. */
const PRESENT = '(SELECT max(1, coalesce(max(own), 1)) FROM partner_card)' as const

export function insertPartner(
  db: WriteDb,
  row: Pick<PartnerRow, 'id' | 'name' | 'code' | 'phone' | 'office_id' | 'trust' | 'suites' | 'practice'>,
  now: string
): void {
  db.run(
    `INSERT INTO partner(id, name, code, phone, office_id, own, trust, suites, practice, created_at)
     VALUES (?, ?, ?, ?, ?, ${PRESENT}, ?, ?, ?, ?)`,
    row.id,
    row.name,
    row.code,
    row.phone,
    row.office_id,
    row.trust,
    row.suites,
    row.practice,
    now
  )
}

/** Gives a partner known on paper the keys of its card. */
export function pinPartner(
  db: WriteDb,
  id: string,
  card: {
    readonly name: string
    readonly code: string
    readonly phone: string
    readonly officeId: string
    readonly suites: string
    readonly practice: boolean
  }
): void {
  db.run(
    `UPDATE partner SET name = ?, code = ?, phone = ?, office_id = ?, own = ${PRESENT}, suites = ?, practice = ?, trust = 'pending'
     WHERE id = ?`,
    card.name,
    card.code,
    card.phone,
    card.officeId,
    card.suites,
    card.practice ? 1 : 0,
    id
  )
}

/** An office that has no card to speak for it. @returns how many rows changed: none once there is a card */
export const correctPartner = (
  db: WriteDb,
  id: string,
  facts: { readonly name: string; readonly code: string; readonly phone: string }
): number =>
  db.run('UPDATE partner SET name = ?, code = ?, phone = ? WHERE id = ? AND office_id IS NULL', facts.name, facts.code, facts.phone, id)

/** A newer card may bring a new name, code or telephone. */
export const renamePartner = (
  db: WriteDb,
  officeId: string,
  card: { readonly name: string; readonly code: string; readonly phone: string }
): number => db.run('UPDATE partner SET name = ?, code = ?, phone = ? WHERE office_id = ?', card.name, card.code, card.phone, officeId)

export const unpinPartner = (db: WriteDb, id: string): number =>
  db.run(
    `UPDATE partner SET office_id = NULL, suites = NULL, national_sent_at = NULL, national_heard_at = NULL, trust = 'paper', alarmed_at = NULL,
     introduced_by = NULL, succeeds = NULL
     WHERE id = ?`,
    id
  )

export const setNationalSent = (db: WriteDb, id: string, at: string): number =>
  db.run('UPDATE partner SET national_sent_at = ? WHERE id = ? AND national_sent_at IS NULL', at, id)

export const setNationalHeard = (db: WriteDb, id: string, at: string): number =>
  db.run('UPDATE partner SET national_heard_at = ? WHERE id = ? AND national_heard_at IS NULL', at, id)

/** @returns how many rows changed: none where the link was not bound */
export const releaseNational = (db: WriteDb, id: string): number =>
  db.run(
    `UPDATE partner SET national_sent_at = NULL, national_heard_at = NULL
     WHERE id = ? AND (national_sent_at IS NOT NULL OR national_heard_at IS NOT NULL)`,
    id
  )

export const setTrust = (db: WriteDb, id: string, trust: Trust): number => db.run('UPDATE partner SET trust = ? WHERE id = ?', trust, id)

export const setAlarm = (db: WriteDb, id: string, at: string): number =>
  db.run("UPDATE partner SET trust = 'alarm', alarmed_at = ? WHERE id = ? AND trust IN ('pending', 'confirmed')", at, id)

export const setHeard = (db: WriteDb, id: string, at: string): number => db.run('UPDATE partner SET last_heard_at = ? WHERE id = ?', at, id)

export const setCarried = (db: WriteDb, id: string, at: string): number =>
  db.run('UPDATE partner SET last_carried_at = ? WHERE id = ?', at, id)

export const releaseEveryNational = (db: WriteDb): number =>
  db.run(
    `UPDATE partner SET national_sent_at = NULL, national_heard_at = NULL
     WHERE national_sent_at IS NOT NULL OR national_heard_at IS NOT NULL`
  )

export interface ConfirmationRow {
  readonly partner_id: string
  readonly account_id: string
  readonly account: string
  readonly at: string
  readonly way: CompareWay
}

/** Comparisons of this root that still count, one per account. */
export const confirmationsOf = (db: ReadDb, partnerId: string, root: string): ConfirmationRow[] =>
  db.all<ConfirmationRow>(
    `SELECT partner_id, account_id, account, min(at) AS at, way FROM partner_confirmation
     WHERE partner_id = ? AND root = ? AND void_at IS NULL GROUP BY account_id ORDER BY at`,
    partnerId,
    root
  )

export function insertConfirmation(
  db: WriteDb,
  partnerId: string,
  root: string,
  account: { readonly id: string; readonly name: string },
  at: string,
  way: CompareWay = 'form'
): void {
  db.run(
    'INSERT INTO partner_confirmation(partner_id, root, account_id, account, at, way) VALUES (?, ?, ?, ?, ?, ?)',
    partnerId,
    root,
    account.id,
    account.name,
    at,
    way
  )
}

export const voidConfirmations = (db: WriteDb, partnerId: string, at: string): number =>
  db.run('UPDATE partner_confirmation SET void_at = ? WHERE partner_id = ? AND void_at IS NULL', at, partnerId)
