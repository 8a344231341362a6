/** A sealed person's file as one packet: taken out of every table so that no reader can find it. */
import { z } from 'zod'
import type { ReadDb, WriteDb } from '../../db'
import { groupOf, knownPerson } from '../persons'
import { dropPlace, leftEmpty } from './queries/empty-places'
import { saidJson } from './queries/goes'
import {
  copyPlaces,
  relatives,
  takeFreeWords,
  takeIndexWords,
  takePlaceHistory,
  takeRows,
  type EmptiedColumns,
  type Kept,
  type TakenRows
} from './queries/packet'
import { dropAnchor } from './queries/packet-words'
import { erasedFile, homesOf, identifyingValues, whileErasing, whoJson } from './queries/whom'

const KeptValue = z.union([z.string(), z.number(), z.null(), z.strictObject({ octets: z.base64() })])
const Cells = z.array(KeptValue)
const Rows = z.strictObject({ table: z.string(), columns: z.array(z.string()), rows: z.array(Cells) })
const Emptied = z.strictObject({
  ...{ table: z.string(), keys: z.array(z.string()), columns: z.array(z.string()) },
  rows: z.array(z.strictObject({ key: Cells, before: Cells, after: Cells }))
})
/** As a packet is kept: JSON in one column. */
export const Packet = z.strictObject({
  version: z.literal(1),
  /** Line of the history that holds the place of those that were taken, so that their numbers are not given anew. */
  anchor: z.string(),
  /** The file that goes on first, then those merged into it. */
  files: z.array(z.strictObject({ seq: z.int(), id: z.string() })),
  /** Rows of the files that stood in the index of names. */
  worded: z.array(z.int()),
  places: z.array(Rows),
  taken: z.array(Rows),
  emptied: z.array(Emptied)
})
export type Packet = z.infer<typeof Packet>

/** What one packet holds of its own, or of others that are sealed as well. */
export interface PacketParts {
  readonly taken: readonly TakenRows[]
  readonly emptied: readonly EmptiedColumns[]
}

/** @param parts records of the person in files that came back meanwhile; they are laid after the file itself */
export const withParts = (packet: Packet, { taken, emptied }: PacketParts): Packet =>
  Packet.parse({ ...packet, taken: [...taken, ...packet.taken], emptied: [...packet.emptied, ...emptied] })

/** By what a slip is told to be about the person. */
export interface SealedKey {
  readonly value: string
  /** '' for a number. */
  readonly birth: string
}

export const column = ({ columns }: TakenRows, name: string): number => columns.indexOf(name)
export const rowsOf = (parts: readonly TakenRows[], table: string): TakenRows =>
  parts.find((part) => part.table === table) ?? { table, columns: [], rows: [] }
const valuesOf = (part: TakenRows, name: string): Kept[] => {
  const at = column(part, name)
  return at < 0 ? [] : part.rows.flatMap((row) => row[at] ?? [])
}

function placesOf(db: ReadDb, taken: readonly TakenRows[]): TakenRows[] {
  const stays = rowsOf(taken, 'person_episode')
  return [
    copyPlaces(db, 'household', valuesOf(rowsOf(taken, 'person'), 'household_id')),
    copyPlaces(db, 'dwelling', valuesOf(stays, 'dwelling')),
    copyPlaces(db, 'employer', valuesOf(stays, 'employer_id'))
  ].filter(({ rows }) => rows.length > 0)
}

function keysOf(person: TakenRows, numbers: readonly string[]): SealedKey[] {
  const [name, former, birth] = [column(person, 'name'), column(person, 'former_name'), column(person, 'birth_date')]
  const named = person.rows.flatMap((row) =>
    [row[name], row[former]].flatMap((value): SealedKey[] => {
      const day = row[birth]
      return typeof value === 'string' && typeof day === 'string' && day !== '' ? [{ value, birth: day }] : []
    })
  )
  return [...numbers.map((value) => ({ value, birth: '' })), ...named]
}

/** A word of one character is in every text. */
const isTelling = (value: string): boolean => Array.from(value).length >= 2

/**
 * Takes the whole group of a person out of every table, inside the caller's transaction.
 * @throws AppError `persons.unknown`
 */
export function takeFile(
  { db, now, by }: { readonly db: WriteDb; readonly now: string; readonly by: string },
  personId: string,
  seal: string
): { packet: Packet; keys: SealedKey[] } {
  const files = groupOf(db, knownPerson(db, personId).seq).map((seq) => erasedFile(db, seq))
  const who = whoJson(files)
  const values = identifyingValues(db, who).filter(({ value }) => isTelling(value))
  const numbers = [...new Set(values.flatMap(({ kind, value }) => (kind === 'number' ? [value] : [])))]
  const said = saidJson(numbers.map((v) => ({ v, sure: 1 as const })))
  const ids = files.map(({ id }) => id)
  const worded = takeIndexWords(
    db,
    files.map(({ seq }) => seq)
  )
  const others = relatives(db, ids).filter(({ seq }) => !files.some((file) => file.seq === seq))
  const anchor = `sealing:${seal}`
  return whileErasing(db, [...files, ...others], () => {
    dropAnchor(db, anchor, { at: now, by })
    const empty = leftEmpty(db, who, homesOf(db, who))
    const history = takePlaceHistory(db, empty)
    const { taken: own, emptied } = takeRows(db, who, said)
    const taken = [history, ...own]
    const places = placesOf(db, taken)
    for (const place of empty) dropPlace(db, place)
    const words = takeFreeWords(db, [...new Set(values.map(({ value }) => value))])
    return {
      packet: Packet.parse({ version: 1, anchor, files, worded, places, taken, emptied: [...emptied, ...words] }),
      keys: keysOf(rowsOf(taken, 'person'), numbers)
    }
  })
}
