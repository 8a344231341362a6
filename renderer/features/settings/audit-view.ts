/** The log page by page, newest first, with what one user did over and over folded into one row; the log itself keeps every line. */
import type { OfficeClient } from '@renderer/client'
import type { LoadPage } from '@renderer/ui'
import type { Contract, Output } from '@shared/contract'
import { formatInstant } from '@shared/format'

export type LogLine = Output<Contract['audit']['search']>['rows'][number]

export interface LogFilter {
  readonly account: string | null
  readonly event: string | null
  readonly outcome: LogLine['outcome'] | null
  /** First and last day in China. */
  readonly from: string | null
  readonly to: string | null
  /** Number of the identity card, or the id of a file. */
  readonly person: string | null
  /** Events to leave out. */
  readonly without: readonly string[]
}

/** A row of the list: one line, or those that say the same of the same day one after the other. */
export interface LogRow {
  readonly newest: LogLine
  /** Newest first; the only line of most rows. */
  readonly lines: readonly LogLine[]
}

/** Lines read at a time; the office gives no more. */
const CHUNK = 200
/** A row that goes on for longer is shown as several, so that a page never reads the whole log. */
const MOST_FOLDED = 200

const dayOf = (line: LogLine): string => formatInstant(line.at).slice(0, 10)
/** Counts may differ, such as how many a search found; anything else told apart stays apart. */
const sayingOf = ({ account, method, event, outcome, subject, detail }: LogLine): string =>
  JSON.stringify([account, method, event, outcome, subject, Object.entries(detail ?? {}).filter(([, value]) => typeof value !== 'number')])

/** @param lines newest first */
export function foldLines(lines: readonly LogLine[]): LogRow[] {
  const rows: { newest: LogLine; lines: LogLine[] }[] = []
  for (const line of lines) {
    const last = rows.at(-1)
    const goesOn = last && last.lines.length < MOST_FOLDED && sayingOf(last.newest) === sayingOf(line) && dayOf(last.newest) === dayOf(line)
    if (goesOn) last.lines.push(line)
    else rows.push({ newest: line, lines: [line] })
  }
  return rows
}

/** The next page begins before the last line of the one above. */
export const loadLog =
  (
    client: Pick<OfficeClient, 'audit'>,
    filter: () => LogFilter,
    tell: (files: number | null) => void = () => undefined
  ): LoadPage<LogRow> =>
  async ({ cursor, limit, signal }) => {
    const asked = filter()
    const lines: LogLine[] = []
    for (let before = cursor === null ? null : Number(cursor); ;) {
      const found = await client.audit.search({ ...asked, without: [...asked.without], before, limit: CHUNK }, { signal })
      tell(found.files)
      lines.push(...found.rows)
      const rows = foldLines(lines)
      const last = found.rows.at(-1)
      const ended = !last || found.rows.length < CHUNK || last.seq <= 1
      // One row more than asked for: only then is the last one of the page whole.
      if (!ended && rows.length <= limit) {
        before = last.seq
        continue
      }
      const page = rows.slice(0, limit)
      const from = page.at(-1)?.lines.at(-1)
      return { rows: page, next: rows.length > limit && from ? String(from.seq) : null }
    }
  }
