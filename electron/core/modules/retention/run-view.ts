/** How a deletion that was carried out is told. */
import type { PurgeRun } from '@shared/contract/retention'
import type { RunRow } from './queries/runs'

export const runView = (row: RunRow): PurgeRun => ({
  ...{ id: row.id, on: row.on_day, at: row.at, by: row.by, state: row.state, held: row.held },
  ...{ endedAt: row.ended_at, before: row.before, after: row.after },
  // Written by this module in this shape.
  counts: JSON.parse(row.counts) as PurgeRun['counts']
})
