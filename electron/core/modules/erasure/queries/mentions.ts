/** SQL of free words about somebody in what belongs to others: walked in pieces, because no index holds them, and replaced where the clerk decides so. */
import type { ReadDb, WriteDb } from '../../../db'
import type { Said } from './goes'
import type { Erased } from './whom'

interface Place {
  readonly place: string
  /** What it is, as the clerk reads it. */
  readonly label: string
  readonly table: string
  readonly column: string
  /** Number the table is walked by, and what tells the row from all others. */
  readonly walked: string
  readonly key: string
  /** Left out: what belongs to the erased files themselves. */
  readonly others: string
  /** History that may repeat the words: of a person, or of a place by this prefix. */
  readonly history: 'person' | 'household:' | 'dwelling:' | null
}

const OTHERS = 'NOT IN (SELECT seq FROM who)'
const person = (column: string, label: string): Place => ({
  ...{ place: `person.${column}`, label, table: 'person', column, walked: 'seq', key: 'id', others: `seq ${OTHERS}`, history: 'person' }
})
const stay = (column: string, label: string): Place => ({
  ...{ place: `stay.${column}`, label, table: 'person_episode', column, walked: 'person_seq', others: `person_seq ${OTHERS}` },
  ...{ key: "(SELECT o.id FROM person o WHERE o.seq = person_seq) || '/' || id", history: 'person' }
})
const house = (column: string, label: string): Place => ({
  ...{ place: `dwelling.${column}`, label, table: 'dwelling', column, walked: 'seq', key: 'id', others: '1', history: 'dwelling:' }
})
const request = (column: string, label: string): Place => ({
  ...{ place: `request.${column}`, label, table: 'desk_request', column, walked: 'seq', key: 'id', history: null },
  others: '(person_id IS NULL OR person_id NOT IN (SELECT id FROM who))'
})

const places: readonly Place[] = [
  person('note', '档案的备注'),
  person('status_note', '退档、注销的附言'),
  stay('dwelling_contact', '居住记录里的房主或联系人'),
  stay('dwelling_phone', '居住记录里房主或联系人的电话'),
  house('contact', '住处的房主或联系人'),
  house('contact_phone', '住处房主或联系人的电话'),
  {
    ...{ place: 'household.note', label: '户的备注', table: 'household', column: 'note', walked: 'seq', key: 'id', others: '1' },
    history: 'household:'
  },
  request('wanted', '别人申请的内容'),
  request('evidence', '别人申请的依据'),
  request('reason', '答复别人申请的理由')
]

export interface Mention {
  readonly place: string
  readonly key: string
  readonly label: string
  readonly text: string
  /** File it stands in; null for what is no person's. */
  readonly personId: string | null
}

const ASKED = `WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
  said (v) AS (SELECT value ->> 0 FROM json_each(?))`
const PIECE = 20_000

/** One piece after another, so that the office answers others between them. @param said words of the person, as json */
export function* mentionsIn(db: ReadDb, who: string, said: string): Generator<Mention[]> {
  for (const one of places) {
    const { table, column, walked, key, others, place, label, history } = one
    const last = db.value<number>(`SELECT max(${walked}) FROM ${table}`) ?? 0
    const sql = `${ASKED} SELECT ${key} AS key, ${column} AS text FROM ${table} WHERE ${walked} > ? AND ${walked} <= ?
      AND ${column} IS NOT NULL AND ${others} AND EXISTS (SELECT 1 FROM said WHERE instr(${column}, said.v) > 0)`
    for (let at = 0; at < last; at += PIECE) {
      const rows = db.all<{ key: string; text: string }>(sql, who, said, at, at + PIECE)
      yield rows.map((row) => ({ place, label, ...row, personId: history === 'person' ? (row.key.split('/')[0] ?? null) : null }))
    }
  }
}

/** In place of whoever was named. */
const SOMEBODY = '某人'
/** Longest first, so that no word is cut by a shorter one in it. */
const wordsIn = (said: readonly Said[]): string[] => [...new Set(said.map(({ v }) => v))].sort((a, b) => b.length - a.length)
/** The text without whoever it names. */
export const without = (text: string, said: readonly Said[]): string =>
  wordsIn(said).reduce((left, word) => left.replaceAll(word, SOMEBODY), text)

const SEQ_OF = 'SELECT seq FROM person WHERE id = ?'
export const erasingFor = (db: ReadDb, { personId }: Mention): Erased | null =>
  personId === null ? null : { seq: db.value<number>(SEQ_OF, personId) ?? 0, id: personId }

const lines = (history: 'person' | 'place'): string =>
  `UPDATE person_change SET before = replace(before, ?, '${SOMEBODY}'), after = replace(after, ?, '${SOMEBODY}'), why = replace(why, ?, '${SOMEBODY}')
   WHERE ${history === 'person' ? 'person_seq = (SELECT seq FROM person WHERE id = ?)' : 'person_seq IS NULL AND record = ?'}`

/** Inside `whileErasing`: the words go from the text and from the history that repeats it. A telephone that is nothing else goes whole. */
export function takeMention(db: WriteDb, { place, key }: Mention, said: readonly Said[]): void {
  const one = places.find((each) => each.place === place)
  if (one === undefined) return
  const { table, column, history } = one
  const [owner = '', row = ''] = key.split('/')
  const [where, params] =
    table === 'person_episode' ? ['person_seq = (SELECT seq FROM person WHERE id = ?) AND id = ?', [owner, row]] : ['id = ?', [key]]
  const text = db.value<string | null>(`SELECT ${column} FROM ${table} WHERE ${where}`, ...params) ?? null
  if (text === null) return
  const left = without(text, said)
  const kept = left === SOMEBODY && column.endsWith('phone') ? null : left
  const bumped = table === 'person_episode' ? '' : ', revision = revision + 1'
  db.run(`UPDATE ${table} SET ${column} = ?${bumped} WHERE ${where}`, kept, ...params)
  if (history === null) return
  for (const word of wordsIn(said))
    db.run(lines(history === 'person' ? 'person' : 'place'), word, word, word, history === 'person' ? owner : `${history}${key}`)
}
