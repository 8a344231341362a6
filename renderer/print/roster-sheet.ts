/** Lists for the field on paper: the visit list with a code in every row, and the roster of a place with the columns that were chosen. */
import type { RosterView } from '@shared/contract/rosters'
import type { FormData } from '@shared/domain/form-template'
import { rosterBasisLabels, rosterColumns, rosterNumberWords } from '@shared/domain/roster'
import { rowCode } from '@shared/domain/scan-code'
import { formatInstant } from '@shared/format'
import type { FormPiece } from './form-filler'

export interface RosterPaper {
  readonly list: RosterView
  readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<string, string>> }[]
  /** What the program says on every form. */
  readonly given: FormData
  readonly practice: boolean
}

/** What every paper of a list says. */
export const listFacts = ({ list, given }: RosterPaper) => ({
  ...given,
  listNumber: rosterNumberWords(list.number),
  issuedOn: formatInstant(list.at).slice(0, 10),
  by: list.by
})

const placeFacts = (paper: RosterPaper) => {
  const { placeName, basis, count } = paper.list
  return { ...listFacts(paper), place: placeName ?? '', basis: basis === null ? null : rosterBasisLabels[basis], count }
}

/** The code of a row names list and row and nothing of the person. */
export function visitPieces(paper: RosterPaper): FormPiece[] {
  const { list, rows, practice } = paper
  const people = rows.map(({ row, cells }) => ({ row, ...cells, code: rowCode({ list: list.number, row, practice }) }))
  const facts = placeFacts(paper)
  return [{ data: { ...facts, people }, title: facts.listNumber }]
}

export function rosterPieces(paper: RosterPaper): FormPiece[] {
  const { list, rows } = paper
  const chosen = new Set(list.columns.map(({ key }) => key))
  const facts = {
    ...placeFacts(paper),
    ...Object.fromEntries(rosterColumns.map((column) => [`with_${column}`, chosen.has(column)])),
    whole: list.whole
  }
  return [{ data: { ...facts, people: rows.map(({ row, cells }) => ({ row, ...cells })) }, title: facts.listNumber }]
}
