/** Free words that name somebody, looked for before he is erased: through the whole register in pieces, beside the plainest scans of the same columns. */
import { openRead, openWrite, type ReadDb } from '../electron/core/db'
import { findMentions } from '../electron/core/modules/erasure'
import { benchOffice } from './bench-office'
import { race, type Comparison } from './measure'

/** What clerks write: a note on every third file, a landlord with a telephone for every second stay. */
const WORDS = [
  "UPDATE person SET note = '随同乡来此务工，租住在亲戚家，材料已核对，第' || seq || '号袋' WHERE seq % 3 = 0",
  "UPDATE person_episode SET dwelling_contact = '房东老' || person_seq, dwelling_phone = '0912' || (2000000 + person_seq % 999999) WHERE person_seq % 2 = 0"
]
/** Files whose notes name the one looked for. */
const NAMING = 50

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  person: ['note', 'status_note'],
  person_episode: ['dwelling_contact', 'dwelling_phone'],
  dwelling: ['contact', 'contact_phone'],
  household: ['note'],
  desk_request: ['wanted', 'evidence', 'reason']
}

/** One name and one number, one scan of each table, nothing in between. */
const scans = Object.entries(COLUMNS).map(([table, columns]) => {
  const hits = columns.map((column) => `instr(${column}, ?) > 0 OR instr(${column}, ?) > 0`)
  return { sql: `SELECT count(*) FROM ${table} WHERE ${hits.join(' OR ')}`, columns: columns.length }
})

/** @param rows persons on file */
export async function mentionsBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const write = openWrite(office.open)
  const one = write.db.one<{ id: string; name: string; id_no: string | null }>('SELECT id, name, id_no FROM person WHERE seq = 1')
  if (one === undefined) throw new TypeError('nobody is on file')
  write.transaction(() => {
    for (const sql of WORDS) write.db.run(sql)
    write.db.run(
      "UPDATE person SET note = '与' || ? || '同住' WHERE seq > 1 AND seq % ? = 0",
      one.name,
      Math.max(2, Math.floor(rows / NAMING))
    )
  })
  write.close()
  const read = openRead(office.open)
  try {
    return [await searching(read.db, rows, one)]
  } finally {
    read.close()
    office.remove()
  }
}

async function searching(
  db: ReadDb,
  rows: number,
  { id, name, id_no }: { readonly id: string; readonly name: string; readonly id_no: string | null }
): Promise<Comparison> {
  let [found, held] = [0, 0]
  const result = await race({
    ...{ name: 'mentions of a person in others’ records', rows, rounds: rows >= 1_000_000 ? 2 : 5, bound: 2 },
    floorName: 'one instr scan of each table',
    ours: async () => {
      const watch = watchTurns()
      found = (await findMentions(db, [id])).length
      held = Math.max(held, watch())
      return undefined
    },
    floor: () => {
      const words = [name, id_no ?? name]
      for (const { sql, columns } of scans) db.value(sql, ...Array.from({ length: columns }, () => words).flat())
      return undefined
    }
  })
  return { ...result, note: `${String(found)} found; nobody waited longer than ${held.toFixed(0)} ms` }
}

/** @returns what ends the watch and tells the longest time, in milliseconds, in which nothing else had its turn */
function watchTurns(): () => number {
  let [last, longest, isOn] = [performance.now(), 0, true]
  const turn = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (isOn) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    isOn = false
    return Math.max(longest, performance.now() - last)
  }
}
