/** The log page by page, newest first: the next page begins before the last line of the one above. */
import type { OfficeClient } from '@renderer/client'
import type { LoadPage } from '@renderer/ui'
import type { Contract, Output } from '@shared/contract'

export type LogLine = Output<Contract['audit']['search']>['rows'][number]

export interface LogFilter {
  readonly account: string | null
  readonly event: string | null
  /** Events to leave out. */
  readonly without: readonly string[]
}

export const loadLog =
  (client: Pick<OfficeClient, 'audit'>, filter: () => LogFilter): LoadPage<LogLine> =>
  async ({ cursor, limit, signal }) => {
    const asked = filter()
    const { rows } = await client.audit.search(
      { ...asked, without: [...asked.without], before: cursor === null ? null : Number(cursor), limit },
      { signal }
    )
    const last = rows.at(-1)
    return { rows, next: last && rows.length === limit && last.seq > 1 ? String(last.seq) : null }
  }
