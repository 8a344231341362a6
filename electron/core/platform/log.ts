/** The technical log: lines without personal data, for whoever looks after the PC. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Clock, instant } from './clock'

type Field = string | number | boolean | null

export interface Log {
  /** `fields` carry codes, counts, ids and durations; never names, numbers or free text of a person. */
  write(event: string, fields?: Readonly<Record<string, Field>>): void
}

export const silentLog: Log = { write: () => {} }

export const LOG_BYTES = 2_000_000
const MOST_CHARS = 1_000
const LEFT_OUT = '…'

/** Whatever is no code, id or place in the program: Chinese words, long numbers. Nobody who forgets the rule above can break it. */
const OUTSIDE = /[^\x20-\x7e]/
const LONG_NUMBER = /(?:\d[ -]?){7}/
/** Digests and ids are made of digits too, and tell nothing. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}/g
/** A path tells the name of the user of the PC; the file's own name is enough. */
const FOLDERS = /(?:file:\/\/)?(?:\/?[A-Za-z]:)?[\\/](?:[^\\/():|]*[\\/])+/g

export function plainField(value: Field): Field {
  if (typeof value !== 'string') return value
  const short = value.slice(0, MOST_CHARS).replace(FOLDERS, '')
  return OUTSIDE.test(short) || LONG_NUMBER.test(short.replace(IDS, '')) ? LEFT_OUT : short
}

const plainLine = (line: Readonly<Record<string, Field>>): Record<string, Field> =>
  Object.fromEntries(Object.entries(line).map(([name, value]) => [name, name === 'at' ? value : plainField(value)]))

/** One JSON object a line; turns over to `<file>.1` at 2 MB, so that both together stay below 4 MB. A log that cannot be written never stops the work. */
export function fileLog(path: string, clock: Clock): Log {
  return {
    write(event, fields = {}) {
      try {
        mkdirSync(dirname(path), { recursive: true })
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
        if (size > LOG_BYTES) renameSync(path, `${path}.1`)
        appendFileSync(path, `${JSON.stringify({ at: instant(clock), event, ...plainLine(fields) })}\n`, { mode: 0o600 })
      } catch {
        // A full or read-only disk is reported by the work itself.
      }
    }
  }
}

export type LogLine = Readonly<Record<string, Field>>

const isField = (value: unknown): value is Field => value === null || ['string', 'number', 'boolean'].includes(typeof value)

function parsed(text: string): LogLine[] {
  try {
    const line: unknown = JSON.parse(text)
    if (typeof line !== 'object' || line === null) return []
    return [plainLine(Object.fromEntries(Object.entries(line).filter((entry): entry is [string, Field] => isField(entry[1]))))]
  } catch {
    // A line cut by a power cut.
    return []
  }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @returns the last lines, the newest last, as plain as those written today whatever wrote them */
export const lastLogLines = (path: string, most: number): LogLine[] =>
  `${textOf(`${path}.1`)}${textOf(path)}`
    .split('\n')
    .filter((line) => line !== '')
    .slice(-most)
    .flatMap(parsed)
