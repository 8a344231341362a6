/** The file of a person as a card: facts in words, one card a sheet; nothing of health stands on it. */
import type { FormPiece } from './form-filler'
import { listFacts, type RosterPaper } from './roster-sheet'

/** Facts with a place of their own on the card; every other fact has a line where there is something to say. */
const PLACED: readonly string[] = ['name', 'formerName', 'sex', 'birthDate', 'idNo', 'phone', 'marital', 'household']

export const cardPieces = (paper: RosterPaper): FormPiece[] =>
  paper.rows.map(({ row, cells }) => {
    const others = paper.list.columns
      .filter(({ key }) => !PLACED.includes(key) && (cells[key] ?? '') !== '')
      .map(({ key, title }) => ({ label: title, value: cells[key] ?? '' }))
    const placed = Object.fromEntries(PLACED.map((key) => [key, cells[key] ?? '']))
    return { data: { ...listFacts(paper), row, ...placed, others }, title: `第 ${String(row)} 张“${cells['name'] ?? ''}”` }
  })
