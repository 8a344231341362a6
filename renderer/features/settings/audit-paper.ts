/** The lines that the log's filter finds, as the sheet prints them. */
import type { OfficeClient } from '@renderer/client'
import type { AuditPaper } from '@renderer/print'
import { formatInstant } from '@shared/format'
import { detailWords, outcomeWords, wordOfEvent } from './audit-words'
import type { LogFilter, LogLine } from './audit-view'

/** Lines of one print; whoever needs more narrows the days. */
export const MOST_PRINTED = 2000
const CHUNK = 200

/** What was asked for, in words; whom it was about is not said, so that a sheet left lying tells nobody. */
export function askedWords({ account, event, outcome, from, to, person }: LogFilter): string {
  const words = [
    person === null ? '' : '本人',
    account === null ? '' : `用户：${account}`,
    event === null ? '' : `事项：${wordOfEvent(event)}`,
    outcome === null ? '' : `结果：${outcomeWords[outcome]}`,
    from === null && to === null ? '' : `日期：${from ?? '开始'} 至 ${to ?? '现在'}`
  ].filter((word) => word !== '')
  return words.length === 0 ? '全部记录' : words.join('；')
}

const lineOf = ({ seq, at, account, event, outcome, detail }: LogLine): AuditPaper['rows'][number] => ({
  ...{ seq, at: formatInstant(at), account, event: wordOfEvent(event), outcome: outcomeWords[outcome], detail: detailWords(detail) }
})

/** @returns every line the filter finds, newest first, up to `MOST_PRINTED` */
export async function printedLines(client: Pick<OfficeClient, 'audit'>, filter: LogFilter): Promise<Pick<AuditPaper, 'rows' | 'more'>> {
  const lines: LogLine[] = []
  for (let before: number | null = null; lines.length <= MOST_PRINTED;) {
    const { rows }: { rows: readonly LogLine[] } = await client.audit.search({
      ...filter,
      without: [...filter.without],
      before,
      limit: CHUNK
    })
    lines.push(...rows)
    before = rows.at(-1)?.seq ?? null
    if (rows.length < CHUNK || before === null) break
  }
  return { rows: lines.slice(0, MOST_PRINTED).map(lineOf), more: lines.length > MOST_PRINTED }
}
