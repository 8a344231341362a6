/** SQL of houses, employers and households in which nobody is left after an erasure. */
import type { ReadDb, WriteDb } from '../../../db'
import type { Homes } from './whom'

const WHO = 'WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))'
const LEFT = {
  dwelling: `${WHO} SELECT d.seq, d.id FROM dwelling d WHERE d.seq IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM person_episode e WHERE e.dwelling = d.seq AND e.person_seq NOT IN (SELECT seq FROM who))`,
  employer: `${WHO} SELECT d.seq, d.id FROM employer d WHERE d.id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM person_episode e WHERE e.employer_id = d.id AND e.person_seq NOT IN (SELECT seq FROM who))`,
  household: `${WHO} SELECT d.seq, d.id FROM household d WHERE d.id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.household_id = d.id AND p.seq NOT IN (SELECT seq FROM who))`
} as const
const KINDS = ['dwelling', 'employer', 'household'] as const

interface Empty {
  readonly kind: (typeof KINDS)[number]
  readonly seq: number
  readonly id: string
}

/** Places that nobody but the files uses. */
export const leftEmpty = (db: ReadDb, who: string, homes: Homes): Empty[] =>
  KINDS.flatMap((kind) =>
    db.all<{ seq: number; id: string }>(LEFT[kind], who, JSON.stringify(homes[kind])).map(({ seq, id }) => ({ kind, seq, id }))
  )

const HISTORY = 'DELETE FROM person_change WHERE record = ? AND person_seq IS NULL'
/** With its history, inside `whileErasing`. */
export function dropPlace(db: WriteDb, { kind, seq, id }: Empty): void {
  db.run(HISTORY, `${kind}:${id}`)
  db.run(`DELETE FROM ${kind} WHERE seq = ?`, seq)
}
