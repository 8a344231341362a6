/** What the clerk confirmed about a list, checked: which column is which field, what each is watched for. */
import type { MoveKind } from '@shared/contract/person-records'
import type { WantedImport } from '@shared/contract/workbooks'
import type { Day, ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { z } from 'zod'
import type { Expected, WatchedColumn } from '../../workbook'
import { fieldOf, type Field } from './fields'

export interface PlannedColumn {
  /** 0-based. */
  readonly column: number
  readonly field: Field
  readonly clear: boolean
}

export interface Plan {
  readonly columns: readonly PlannedColumn[]
  readonly watched: readonly WatchedColumn[]
  readonly kind: z.output<typeof MoveKind> | null
}

/** Nobody on file was born earlier. */
const EARLIEST = '1900-01-01'
const DIVISION = /^[1-9]\d{5}(\d{3}(\d{3})?)?$/
/** A mobile number, or a land line with or without its area. */
const PHONE = /^(1\d{10}|0\d{9,11}|\d{5,8})$/
/** Lists whose codes begin with a zero that a spreadsheet drops; words of the others are taken as they are. */
const ZERO_LISTS: readonly string[] = ['ethnicity', 'relation_to_head']

function codesPattern(reference: ReferenceBook, lists: readonly string[]): RegExp {
  const codes = lists.flatMap((list) => reference.codeLists[list]?.editions.flatMap(({ codes: all }) => all.map(({ code }) => code)) ?? [])
  return new RegExp(`^(?:${[...new Set(codes)].join('|')})$`)
}

function expected({ key, kind }: Field, reference: ReferenceBook, today: Day, sameAs: number | undefined): Expected {
  if (kind.as === 'identity') return { kind: 'identity' }
  if (kind.as === 'division') return { kind: 'code', valid: DIVISION }
  if (kind.as === 'phone') return { kind: 'code', valid: PHONE }
  if (kind.as === 'list' && kind.lists.some((list) => ZERO_LISTS.includes(list)))
    return { kind: 'code', valid: codesPattern(reference, kind.lists) }
  if (kind.as !== 'date') return { kind: 'text' }
  const twin = key.endsWith('irthDate') && sameAs !== undefined ? { sameAs } : {}
  return { kind: 'date', earliest: EARLIEST, latest: today, ...twin }
}

/** Column of the number that states the same birth date. */
const numberBeside = (key: string): string => key.replace(/birthDate$/, 'idNo')

/** @throws AppError `workbooks.field_unknown`, `workbooks.field_twice`, `workbooks.name_needed` */
export function planOf({ columns: wanted, kind }: Pick<WantedImport, 'columns' | 'kind'>, reference: ReferenceBook, today: Day): Plan {
  const columns = wanted.map(({ column, key, clear }): PlannedColumn => {
    const field = fieldOf(key)
    if (field === undefined) throw new AppError('workbooks.field_unknown', { field: key })
    return { column, field, clear }
  })
  const seen = new Set<string>()
  for (const { field, column } of columns)
    for (const mark of [field.key, `#${String(column)}`]) {
      if (seen.has(mark)) throw new AppError('workbooks.field_twice', { field: field.label })
      seen.add(mark)
    }
  if (!seen.has('name') && !seen.has('id')) throw new AppError('workbooks.name_needed')
  const columnOf = (key: string): number | undefined => columns.find(({ field }) => field.key === key)?.column
  const watched = columns.map(({ column, field }) => ({
    column,
    expected: expected(field, reference, today, columnOf(numberBeside(field.key)))
  }))
  return { columns, watched, kind }
}
