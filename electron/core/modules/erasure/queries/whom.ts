/** SQL of whom an erasure is about: the files, what identifies them, and the places they live and work in. */
import type { ReadDb, WriteDb } from '../../../db'

/** One file, by row and id. */
export interface Erased {
  readonly seq: number
  readonly id: string
}

/** Both questions of every statement here: the files, and words that name somebody. */
const WHO = 'WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))'
export const whoJson = (files: readonly Erased[]): string => JSON.stringify(files.map(({ seq, id }) => [seq, id]))

const ID = 'SELECT id FROM person WHERE seq = ?'
export const erasedFile = (db: ReadDb, seq: number): Erased => ({ seq, id: db.value<string>(ID, seq) ?? '' })

const VALUES = `${WHO}
  SELECT kind, value FROM (
    SELECT 'number' AS kind, p.id_no AS value FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'number', p.id_no_old15 FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'number', p.id_match FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'other', p.marriage_cert_no FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'other', p.only_child_cert_no FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'other', p.phone FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'other', f.number FROM who CROSS JOIN person_phone f ON f.person_seq = who.seq
    UNION SELECT 'name', p.name FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT 'name', p.former_name FROM who CROSS JOIN person p ON p.seq = who.seq
    UNION SELECT CASE c.field WHEN 'name' THEN 'name' WHEN 'formerName' THEN 'name' WHEN 'idNo' THEN 'number' ELSE 'other' END, v.value
      FROM who CROSS JOIN person_change c ON c.person_seq = who.seq CROSS JOIN json_each(json_array(c.before, c.after)) v
      WHERE (c.record IS NULL AND c.field IN ('name', 'formerName', 'idNo', 'phone')) OR (c.record LIKE 'phone:%' AND c.field = 'number')
  ) WHERE value IS NOT NULL`

export interface Identifying {
  readonly kind: 'number' | 'name' | 'other'
  readonly value: string
}
/** Names, numbers and telephones the files carry or ever carried. */
export const identifyingValues = (db: ReadDb, who: string): Identifying[] => db.all<Identifying>(VALUES, who)

/** What a house, an employer or a household is looked at for: nobody else uses it. */
export interface Homes {
  readonly dwelling: readonly number[]
  readonly employer: readonly string[]
  readonly household: readonly string[]
}

const DWELLINGS = `${WHO} SELECT DISTINCT e.dwelling AS key FROM who CROSS JOIN person_episode e ON e.person_seq = who.seq WHERE e.dwelling IS NOT NULL`
const EMPLOYERS = `${WHO} SELECT DISTINCT e.employer_id AS key FROM who CROSS JOIN person_episode e ON e.person_seq = who.seq WHERE e.employer_id IS NOT NULL`
const HOUSEHOLDS = `${WHO} SELECT DISTINCT p.household_id AS key FROM who CROSS JOIN person p ON p.seq = who.seq WHERE p.household_id IS NOT NULL`
const keys = <K>(db: ReadDb, sql: string, who: string): K[] => db.all<{ key: K }>(sql, who).map(({ key }) => key)
export const homesOf = (db: ReadDb, who: string): Homes => ({
  dwelling: keys<number>(db, DWELLINGS, who),
  employer: keys<string>(db, EMPLOYERS, who),
  household: keys<string>(db, HOUSEHOLDS, who)
})

const NOTE = 'INSERT INTO erasing (person_seq, person_id) VALUES (?, ?)'
const FORGET = 'DELETE FROM erasing'
/** Runs `work` while the append-only tables let go of what belongs to the files; row 0 alone lets go what is old. */
export function whileErasing<T>(db: WriteDb, files: readonly Erased[], work: () => T): T {
  db.run(FORGET)
  for (const { seq, id } of files) db.run(NOTE, seq, id)
  const done = work()
  db.run(FORGET)
  return done
}
/** Stands for what goes by its age. */
export const NOBODY: Erased = { seq: 0, id: '' }
