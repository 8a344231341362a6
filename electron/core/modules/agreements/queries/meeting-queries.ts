/** SQL of meetings between bordering regions and of what they left to be done. */
import type { ReadDb, WriteDb } from '../../../db'

export interface MeetingRow {
  readonly seq: number
  readonly id: string
  readonly revision: number
  readonly title: string
  readonly held_on: string
  readonly place: string
  /** JSON. */
  readonly participants: string
  readonly topics: string
  readonly decisions: string
  readonly updated_at: string
  readonly updated_by: string
}

export interface MeetingListed extends MeetingRow {
  readonly open: number
}

const LISTED = `SELECT m.*, (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.seq AND i.done_on IS NULL AND i.dropped = 0) AS open FROM meeting m`

/** The latest meeting first. */
export const meetingsBefore = (db: ReadDb, from: { readonly day: string; readonly seq: number }, limit: number): MeetingListed[] =>
  db.all<MeetingListed>(
    `${LISTED} WHERE (m.held_on, m.seq) < (?, ?) ORDER BY m.held_on DESC, m.seq DESC LIMIT ?`,
    from.day,
    from.seq,
    limit
  )

export const meetingById = (db: ReadDb, id: string): MeetingListed | undefined => db.one<MeetingListed>(`${LISTED} WHERE m.id = ?`, id)

export function putMeeting(db: WriteDb, row: Omit<MeetingRow, 'seq'>): number {
  db.run(
    `INSERT INTO meeting(id, revision, title, held_on, place, participants, topics, decisions, updated_at, updated_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, title = excluded.title, held_on = excluded.held_on, place = excluded.place,
       participants = excluded.participants, topics = excluded.topics, decisions = excluded.decisions, updated_at = excluded.updated_at,
       updated_by = excluded.updated_by`,
    row.id,
    row.revision,
    row.title,
    row.held_on,
    row.place,
    row.participants,
    row.topics,
    row.decisions,
    row.updated_at,
    row.updated_by
  )
  return db.value<number>('SELECT seq FROM meeting WHERE id = ?', row.id) ?? 0
}

export interface ItemRow {
  readonly seq: number
  readonly id: string
  readonly meeting: number
  readonly text: string
  readonly office: string
  readonly due_on: string
  readonly done_on: string | null
  readonly done_by: string | null
  readonly result: string | null
}

const ITEM = 'SELECT seq, id, meeting, text, office, due_on, done_on, done_by, result FROM meeting_item'

export const itemsOf = (db: ReadDb, meeting: number): ItemRow[] =>
  db.all<ItemRow>(`${ITEM} WHERE meeting = ? AND dropped = 0 ORDER BY seq`, meeting)

export const itemById = (db: ReadDb, id: string): ItemRow | undefined => db.one<ItemRow>(`${ITEM} WHERE id = ? AND dropped = 0`, id)

export const insertItem = (db: WriteDb, row: Pick<ItemRow, 'id' | 'meeting' | 'text' | 'office' | 'due_on'>): void =>
  void db.run(
    'INSERT INTO meeting_item(id, meeting, text, office, due_on) VALUES (?, ?, ?, ?, ?)',
    row.id,
    row.meeting,
    row.text,
    row.office,
    row.due_on
  )

/** What was done stays as it was done. */
export const updateItem = (db: WriteDb, row: Pick<ItemRow, 'id' | 'text' | 'office' | 'due_on'>): void =>
  void db.run(
    'UPDATE meeting_item SET text = ?, office = ?, due_on = ? WHERE id = ? AND done_on IS NULL',
    row.text,
    row.office,
    row.due_on,
    row.id
  )

export const dropItem = (db: WriteDb, id: string): void =>
  void db.run('UPDATE meeting_item SET dropped = 1 WHERE id = ? AND done_on IS NULL', id)

export const setItemDone = (db: WriteDb, id: string, on: string, by: string, result: string | null): number =>
  db.run(
    'UPDATE meeting_item SET done_on = ?, done_by = ?, result = ? WHERE id = ? AND done_on IS NULL AND dropped = 0',
    on,
    by,
    result,
    id
  )

export interface OpenItem extends ItemRow {
  readonly meeting_id: string
  readonly title: string
}

/** Open items due until a day, the earliest first. */
export const openItemsUntil = (db: ReadDb, day: string, limit: number): OpenItem[] =>
  db.all<OpenItem>(
    `SELECT i.seq, i.id, i.meeting, i.text, i.office, i.due_on, i.done_on, i.done_by, i.result, m.id AS meeting_id, m.title
     FROM meeting_item i INDEXED BY meeting_item_open JOIN meeting m ON m.seq = i.meeting
     WHERE i.done_on IS NULL AND i.dropped = 0 AND i.due_on <= ? ORDER BY i.due_on, i.seq LIMIT ?`,
    day,
    limit
  )
