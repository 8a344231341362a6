/** A packet laid back where it was: around what was written, sealed or deleted meanwhile, and once more for the time of one look. */
import type { ReadDb, WriteDb } from '../../db'
import { reindexPerson } from '../persons'
import { column, rowsOf, type Packet, type PacketParts } from './packet'
import {
  isActDone,
  isOnFile,
  layRows,
  placeOfId,
  refillColumns,
  unpack,
  type EmptiedColumns,
  type Kept,
  type PlaceTable,
  type TakenRows
} from './queries/packet'
import { renewDwellingWords, undone, weighAnchor } from './queries/packet-words'
import { whileErasing } from './queries/whom'

/** @returns the seal under which a file lies that is in no table now; undefined when there is none */
export type SealedElsewhere = (by: 'seq' | 'id', value: Kept) => number | undefined

/** Adds a row to what waits for another seal to be lifted. */
class Waiting {
  readonly parts = new Map<number, { taken: TakenRows[]; emptied: EmptiedColumns[] }>()

  row(seal: number, { table, columns }: TakenRows, row: readonly Kept[]): void {
    this.#of(seal).taken.push({ table, columns, rows: [row] })
  }

  link(seal: number, table: string, keys: readonly string[], key: readonly Kept[], name: string, before: Kept): void {
    this.#of(seal).emptied.push({ table, keys, columns: [name], rows: [{ key, before: [before], after: [null] }] })
  }

  #of(seal: number): { taken: TakenRows[]; emptied: EmptiedColumns[] } {
    const found = this.parts.get(seal) ?? { taken: [], emptied: [] }
    this.parts.set(seal, found)
    return found
  }
}

/** Files must stand before those that were merged into them. */
function inOrder(part: TakenRows): TakenRows {
  const [seq, into] = [column(part, 'seq'), column(part, 'merged_into')]
  const rows: (readonly Kept[])[] = []
  let left = part.rows
  while (left.length > 0) {
    const laid = new Set(rows.map((row) => row[seq]))
    const next = left.filter((row) => row[into] === null || laid.has(row[into] ?? null) || !left.some((other) => other[seq] === row[into]))
    if (next.length === 0) break
    rows.push(...next)
    left = left.filter((row) => !next.includes(row))
  }
  return { ...part, rows }
}

const PLACE_TABLES: readonly (readonly [PlaceTable, string, string])[] = [
  ['household', 'person', 'household_id'],
  ['employer', 'person_episode', 'employer_id'],
  ['dwelling', 'person_episode', 'dwelling']
]

/** @returns per place what its reference is now; null where it could not come back */
function layPlaces(db: WriteDb, places: readonly TakenRows[]): Map<string, Kept> {
  const found = new Map<string, Kept>()
  for (const [table] of PLACE_TABLES) {
    const part = rowsOf(places, table)
    const [seq, id] = [column(part, 'seq'), column(part, 'id')]
    for (const row of part.rows) {
      const own = row[id] ?? null
      if (placeOfId(db, table, unpack(own)) === undefined) {
        layRows(db, { ...part, rows: [row] })
        if (table === 'dwelling') renewDwellingWords(db, unpack(own))
      }
      const now = placeOfId(db, table, unpack(own))
      const reference = table === 'dwelling' ? (row[seq] ?? null) : own
      found.set(`${table} ${JSON.stringify(reference)}`, now === undefined ? null : table === 'dwelling' ? now.seq : own)
    }
  }
  return found
}

function withPlaces(part: TakenRows, places: ReadonlyMap<string, Kept>): TakenRows {
  const refers = PLACE_TABLES.filter(([, table]) => table === part.table).map(([place, , name]) => [place, column(part, name)] as const)
  if (refers.length === 0) return part
  const mended = (row: readonly Kept[]): Kept[] =>
    row.map((value, at) => {
      const place = refers.find(([, where]) => where === at)?.[0]
      return place === undefined || value === null ? value : (places.get(`${place} ${JSON.stringify(value)}`) ?? null)
    })
  return { ...part, rows: part.rows.map(mended) }
}

const FAMILY: Readonly<Record<string, readonly string[]>> = {
  person_spouse: ['spouse_id'],
  person_child: ['child_id', 'other_parent_id'],
  person_change: []
}

/** Rows of families as they can stand now: whose owner or other end is sealed too wait there, whose is gone stand without the link. */
function familyRows(db: ReadDb, part: TakenRows, elsewhere: SealedElsewhere, waiting: Waiting): TakenRows {
  const links = FAMILY[part.table]
  if (links === undefined) return part
  const [owner, id] = [column(part, 'person_seq'), column(part, 'id')]
  const rows = part.rows.flatMap((row): (readonly Kept[])[] => {
    const own = row[owner] ?? null
    if (own !== null && !isOnFile(db, 'seq', unpack(own))) {
      const seal = elsewhere('seq', own)
      if (seal !== undefined) waiting.row(seal, part, row)
      return []
    }
    const mended = [...row]
    for (const name of links) {
      const at = column(part, name)
      const other = row[at] ?? null
      if (other === null || isOnFile(db, 'id', unpack(other))) continue
      const seal = elsewhere('id', other)
      if (seal !== undefined && name !== 'other_parent_id') {
        waiting.row(seal, part, row)
        return []
      }
      if (seal !== undefined) waiting.link(seal, part.table, ['person_seq', 'id'], [own, row[id] ?? null], name, other)
      mended[at] = null
    }
    return [mended]
  })
  return { ...part, rows }
}

/** What was taken back meanwhile is no longer part of its act. */
function withActs(db: ReadDb, part: TakenRows): TakenRows {
  if (part.table !== 'act_person' && part.table !== 'person_change') return part
  const act = column(part, 'act')
  const stands = (row: readonly Kept[]): boolean => row[act] === null || isActDone(db, unpack(row[act]))
  if (part.table === 'act_person') return { ...part, rows: part.rows.filter(stands) }
  return { ...part, rows: part.rows.map((row) => (stands(row) ? row : row.map((value, at) => (at === act ? null : value)))) }
}

/** Results of lists name the one they replaced by its row. */
function withReplaced(part: TakenRows): TakenRows[] {
  const at = column(part, 'replaces')
  if (part.table !== 'roster_entry' || at < 0) return [part]
  return [...part.rows]
    .sort((a, b) => Number(a[column(part, 'seq')]) - Number(b[column(part, 'seq')]))
    .map((row) => ({ ...part, rows: [row] }))
}

function layTaken(db: WriteDb, part: TakenRows, moved: Map<string, Kept>): void {
  for (const piece of withReplaced(part)) {
    const at = column(piece, 'replaces')
    const rows = piece.rows.map((row) => row.map((value, place) => (place === at ? (moved.get(JSON.stringify(value)) ?? value) : value)))
    for (const [before, now] of layRows(db, { ...piece, rows })) if (typeof now === 'number') moved.set(JSON.stringify(before), now)
  }
}

/**
 * Lays a packet back where it was, inside the caller's transaction.
 * @returns by seal: what waits for the file of another seal
 */
export function layFile(db: WriteDb, packet: Packet, elsewhere: SealedElsewhere): ReadonlyMap<number, PacketParts> {
  const waiting = new Waiting()
  whileErasing(db, packet.files, () => {
    const places = layPlaces(db, packet.places)
    const moved = new Map<string, Kept>()
    for (const taken of [...packet.taken].reverse()) {
      const part = withActs(db, familyRows(db, withPlaces(taken, places), elsewhere, waiting))
      layTaken(db, part.table === 'person' ? inOrder(part) : part, moved)
    }
    const worded = new Set(packet.worded)
    for (const { seq } of packet.files) reindexPerson(db, seq, worded.has(seq))
    for (const emptied of packet.emptied) refillColumns(db, emptied)
    weighAnchor(db, packet.anchor)
  })
  return waiting.parts
}

/** Lays the packet back for the time of one look, and takes the whole of it away again. @param work reads only */
export function lookInto<T>(db: WriteDb, packet: Packet, work: () => T): T {
  return undone(db, () => {
    layFile(db, packet, () => undefined)
    return work()
  })
}
