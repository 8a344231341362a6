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

/** Without the hint the words would be read out of their text again for every row. */
const ASKED = `WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
  said (v) AS MATERIALIZED (SELECT value ->> 0 FROM json_each(?))`
const PIECE = 20_000

/** Places by table: what a table costs is reading its pages, so each is walked once for all of its columns. */
const walks: readonly (readonly [Place, ...Place[]])[] = places.reduce<[Place, ...Place[]][]>((found, place) => {
  const same = found.find(([first]) => first.table === place.table)
  if (same) same.push(place)
  else found.push([place])
  return found
}, [])

const statement = (columns: readonly [Place, ...Place[]]): string => {
  const [{ table, walked, key, others }] = columns
  const names = columns.map(({ column }) => `(${column} IS NOT NULL AND EXISTS (SELECT 1 FROM said WHERE instr(${column}, said.v) > 0))`)
  return `${ASKED} SELECT ${key} AS key, json_array(${columns.map(({ column }) => column).join(', ')}) AS texts FROM ${table}
    WHERE ${walked} > ? AND ${walked} <= ? AND ${others} AND (${names.join(' OR ')})`
}

/** One piece after another, so that the office answers others between them. */
export function* mentionsIn(db: ReadDb, who: string, said: readonly Said[]): Generator<Mention[]> {
  const words = JSON.stringify(said.map(({ v }) => [v]))
  for (const columns of walks) {
    const [{ table, walked, history }] = columns
    const last = db.value<number>(`SELECT max(${walked}) FROM ${table}`) ?? 0
    const sql = statement(columns)
    for (let at = 0; at < last; at += PIECE)
      yield db.all<{ key: string; texts: string }>(sql, who, words, at, at + PIECE).flatMap(({ key, texts }) => {
        const found = JSON.parse(texts) as (string | null)[] // As the statement makes it.
        const personId = history === 'person' ? (key.split('/')[0] ?? null) : null
        return columns.flatMap(({ place, label }, column) => {
          const text = found[column] ?? null
          return text !== null && said.some(({ v }) => text.includes(v)) ? [{ place, label, key, text, personId }] : []
        })
      })
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
