/** The place in a list after which the next page starts, opaque to screens and checked when it comes back. */
import { AppError } from '@shared/errors'
import { z } from 'zod'
import type { ListRow, Place, Sort } from './queries/list'
import { HIGHEST_RANK } from './search-ranks'

const Shape = z.tuple([
  z.enum(['relevance', 'pinyin', 'started', 'division']),
  z.int().min(0).max(HIGHEST_RANK),
  z.string().max(1000),
  z.string().max(10),
  z.string().max(12),
  z.int().min(0)
])

export function cursorAfter(sort: Sort, row: ListRow): string {
  const place = [sort, row.rank, row.sort_key, row.stay_started, row.stay_code, row.seq]
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url')
}

/** @throws AppError `request.invalid` for a cursor this list did not hand out, or that belongs to another sort */
export function placeOf(cursor: string | null, sort: Sort): Place | null {
  if (cursor === null) return null
  const found = Shape.safeParse(parsed(cursor))
  if (!found.success || found.data[0] !== sort)
    throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
  const [, rank, sortKey, started, code, seq] = found.data
  return { rank, sortKey, started, code, seq }
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
