/** SQL that gathers the few persons who might be the one in question, each group through an index of its own. */
import type { ReadDb, SqlValue } from '../../../db'
import { swappedDayMonth } from '../match-score'
import { LIST_COLUMNS, type ListRow } from './list'

export interface CandidateRow extends ListRow {
  name_key: string
  former_key: string
  sound_key: string
  id_match: string | null
  survivor: number | null
  /** A further telephone that is the one in question. */
  same_phone: string | null
}

/** What is known of the person in question; empty where nothing is. */
export interface CandidateKey {
  readonly name: string
  readonly sound: string
  readonly birthDate: string
  readonly idMatch: string | null
  readonly phoneReversed: string
}

/**
 * `sure`: the few who share what hardly two persons share. `wide`: who share a name, its sound or the day of birth, hundreds in a large register;
 * `beside`: some of those, where others are known already.
 */
export type Gathering = 'sure' | 'wide' | 'beside'

/** Persons one group may bring; a common name fills its group, and a clerk reads ten. */
const GROUP: Readonly<Record<Gathering, number>> = { sure: 200, wide: 200, beside: 40 }

interface Arm {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

const arm = (index: string, where: string, ...params: readonly SqlValue[]): Arm => ({
  sql: `SELECT seq FROM person INDEXED BY ${index} WHERE ${where}`,
  params
})

/** The birth date itself, with day and month exchanged, and as known by its month or year alone. */
function birthsLike(birthDate: string): string[] {
  if (birthDate === '') return []
  const births = [birthDate, swappedDayMonth(birthDate) ?? birthDate, birthDate.slice(0, 7), birthDate.slice(0, 4)]
  return [...new Set(births)]
}

function sureArms({ name, birthDate, idMatch, phoneReversed }: CandidateKey): Arm[] {
  const found: Arm[] = []
  if (idMatch !== null) found.push(arm('person_by_id_match', 'id_match = ?', idMatch))
  if (phoneReversed.length >= 7) {
    found.push(arm('person_by_phone_tail', 'phone_reversed = ?', phoneReversed))
    found.push({ sql: 'SELECT person_seq AS seq FROM person_phone INDEXED BY phone_by_tail WHERE reversed = ?', params: [phoneReversed] })
  }
  if (name !== '')
    for (const birth of birthsLike(birthDate)) found.push(arm('person_by_birth', 'birth_date = ? AND name_key = ?', birth, name))
  return found
}

function wideArms({ name, sound, birthDate }: CandidateKey): Arm[] {
  const found: Arm[] = []
  if (name !== '') {
    found.push(arm('person_by_name', 'name_key = ?', name))
    found.push(arm('person_by_former_name', "former_key = ? AND former_key <> ''", name))
    if (sound !== '') found.push(arm('person_by_sound', 'sound_key = ?', sound))
  }
  // A year alone is shared by thousands and proves nothing.
  if (birthDate.length !== 10) return found
  for (const date of [birthDate, swappedDayMonth(birthDate)]) if (date !== null) found.push(arm('person_by_birth', 'birth_date = ?', date))
  // On some days more than a group were born, as on 1 January in old registers; the days are far smaller than the sounds.
  if (sound !== '') found.push(arm('person_by_birth', 'birth_date = ? AND sound_key = ?', birthDate, sound))
  return found
}

export function candidateStatement(key: CandidateKey, gathering: Gathering): Arm | null {
  const found = gathering === 'sure' ? sureArms(key) : wideArms(key)
  const most = String(GROUP[gathering])
  if (found.length === 0) return null
  return {
    sql: `SELECT ${LIST_COLUMNS}, 0 AS rank, p.name_key, p.former_key, p.sound_key, p.id_match, p.survivor,
        (SELECT number FROM person_phone f WHERE f.person_seq = p.seq AND f.reversed = ? LIMIT 1) AS same_phone
      FROM (${found.map(({ sql }) => `SELECT seq FROM (${sql} LIMIT ${most})`).join(' UNION ')}) hit CROSS JOIN person p ON p.seq = hit.seq`,
    params: [key.phoneReversed, ...found.flatMap(({ params }) => params)]
  }
}

export function candidates(db: ReadDb, key: CandidateKey, gathering: Gathering): CandidateRow[] {
  const statement = candidateStatement(key, gathering)
  return statement === null ? [] : db.all<CandidateRow>(statement.sql, ...statement.params)
}
