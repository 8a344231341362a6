/** A row taken as somebody who is not on file: checked like a typed entry, and kept as plain data until it is written. */
import type { Day, ReferenceBook } from '@shared/domain'
import { AppError, explain } from '@shared/errors'
import { checkPerson, type CheckedPerson } from '../persons'
import type { ListRow, Trouble } from './read-rows'
import { typedRow } from './typed-row'

export interface FreshContext {
  readonly reference: ReferenceBook
  readonly today: Day
  /** Move kind of every row; null where a column tells it. */
  readonly moveKind: string | null
  /** Who is named in the history. */
  readonly by: string
}

export type FreshRow =
  | { readonly as: 'person'; readonly person: CheckedPerson }
  /** With spouse or children: saved one by one, as a clerk would enter them. */
  | { readonly as: 'family' }
  | { readonly as: 'refused'; readonly trouble: Trouble }

export const refusal = ({ code, params }: AppError): Trouble => ({
  ...{ code: 'refused', severity: 'error', column: null },
  text: explain(code, params).what
})

/** Reason in the history of what a row of a list says. */
export const whyOf = (row: number): string => `第 ${String(row)} 行`

export function freshRow(context: FreshContext, row: ListRow): FreshRow {
  const why = whyOf(row.number)
  const typed = typedRow(row, { onFile: null, moveKind: context.moveKind, why, householdId: undefined })
  if ('trouble' in typed) return { as: 'refused', trouble: typed.trouble }
  const { person, episodes, spouses, children } = typed.input
  if (spouses.length + children.length > 0) return { as: 'family' }
  try {
    return { as: 'person', person: checkPerson(context, { person, episodes, by: context.by, why }) }
  } catch (problem) {
    if (problem instanceof AppError) return { as: 'refused', trouble: refusal(problem) }
    throw problem
  }
}
