/** SQL of the register of partner offices: the list, what is written about one, and its changes. */
import type { HandWay, PartnerWay } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export interface ListedOffice {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly phone: string
  readonly office_id: string | null
  readonly trust: 'paper' | 'pending' | 'confirmed' | 'alarm' | 'closed'
  readonly way: HandWay | null
  readonly waiting: number
}

const LISTED = `SELECT p.id, p.name, p.code, p.phone, p.office_id, p.trust, e.way, coalesce(q.waiting, 0) AS waiting
  FROM partner p LEFT JOIN partner_entry e ON e.partner_id = p.id LEFT JOIN v_partner_queue q ON q.partner_id = p.id`

export interface OfficeQuestion {
  readonly text: string
  readonly way: PartnerWay | null
}

/** Rows after a place in the order of codes. */
const AFTER = `${LISTED}
  WHERE (p.code, p.id) > (?, ?)
    AND (? = '' OR instr(p.name, ?) > 0 OR substr(p.code, 1, length(?)) = ? OR (? <> '' AND instr(replace(p.phone, '-', ''), ?) > 0))
    AND (? IS NULL OR ? = CASE WHEN p.office_id IS NOT NULL AND p.trust <> 'closed' THEN 'stick' ELSE coalesce(e.way, 'paper') END)
  ORDER BY p.code, p.id LIMIT ?`

export function officesAfter(
  db: ReadDb,
  { text, way }: OfficeQuestion,
  from: { readonly code: string; readonly id: string },
  limit: number
): ListedOffice[] {
  const digits = /^[\d-]{4,}$/.test(text) ? text.replaceAll('-', '') : ''
  return db.all<ListedOffice>(AFTER, from.code, from.id, text, text, text, text, digits, digits, way, way, limit)
}

export const officeById = (db: ReadDb, id: string): ListedOffice | undefined => db.one<ListedOffice>(`${LISTED} WHERE p.id = ?`, id)

export interface EntryRow {
  readonly partner_id: string
  readonly revision: number
  readonly way: HandWay
  readonly address: string | null
  readonly postcode: string | null
  readonly note: string | null
  /** JSON. */
  readonly posts: string
  readonly updated_at: string
  readonly updated_by: string
}

export const entryOf = (db: ReadDb, partnerId: string): EntryRow | undefined =>
  db.one<EntryRow>('SELECT * FROM partner_entry WHERE partner_id = ?', partnerId)

export const putEntry = (db: WriteDb, row: EntryRow): void =>
  void db.run(
    `INSERT INTO partner_entry(partner_id, revision, way, address, postcode, note, posts, updated_at, updated_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (partner_id) DO UPDATE SET revision = excluded.revision, way = excluded.way, address = excluded.address,
       postcode = excluded.postcode, note = excluded.note, posts = excluded.posts, updated_at = excluded.updated_at,
       updated_by = excluded.updated_by`,
    row.partner_id,
    row.revision,
    row.way,
    row.address,
    row.postcode,
    row.note,
    row.posts,
    row.updated_at,
    row.updated_by
  )

export interface ChangeRow {
  readonly at: string
  readonly by: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

export const addChange = (db: WriteDb, partnerId: string, row: ChangeRow): void =>
  void db.run(
    'INSERT INTO partner_change(partner_id, at, by, field, before, after) VALUES (?, ?, ?, ?, ?, ?)',
    partnerId,
    row.at,
    row.by,
    row.field,
    row.before,
    row.after
  )

export const changesOf = (db: ReadDb, partnerId: string, limit: number): ChangeRow[] =>
  db.all<ChangeRow>(
    'SELECT at, by, field, before, after FROM partner_change WHERE partner_id = ? ORDER BY seq DESC LIMIT ?',
    partnerId,
    limit
  )
