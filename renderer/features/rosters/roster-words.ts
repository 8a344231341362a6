/** What lists, their rows and what came back are called on screen, and the columns they stand in. */
import type { FieldOption, GridColumn, StateName } from '@renderer/ui'
import type { RosterEntry, RosterProgress, RosterRow, RosterView } from '@shared/contract/rosters'
import { moveKindLabels } from '@shared/domain'
import {
  changedFactLabels,
  changedFacts,
  rosterBasisLabels,
  rosterColumnLabels,
  rosterColumns,
  rosterKindLabels,
  rosterNumberWords,
  visitAskLabels,
  visitAsks,
  visitResultLabels,
  visitResults,
  type VisitResult
} from '@shared/domain/roster'
import { formatCount, formatInstant } from '@shared/format'

const optionsOf = (labels: Readonly<Record<string, string>>): FieldOption[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

export const askOptions = visitAsks.map((value) => ({ value, label: visitAskLabels[value] }))
export const columnOptions = rosterColumns.map((value) => ({ value, label: rosterColumnLabels[value] }))
export const changeOptions = changedFacts.map((value) => ({ value, label: changedFactLabels[value] }))
export const resultOptions = optionsOf(visitResultLabels)
export const basisOptions = optionsOf(rosterBasisLabels)
/** Cards are made of chosen persons, not of a place. */
export const placeListOptions = [
  { value: 'visit', label: rosterKindLabels.visit },
  { value: 'roster', label: rosterKindLabels.roster }
] as const
export const moveKindOptions: FieldOption[] = [{ value: '', label: '不限' }, ...optionsOf(moveKindLabels)]

export const isResult = (value: string | null): value is VisitResult => visitResults.some((result) => result === value)

/** The result and, where something changed, what. */
export const entryWords = ({ result, fields }: Pick<RosterEntry, 'result' | 'fields'>): string =>
  fields.length === 0
    ? visitResultLabels[result]
    : `${visitResultLabels[result]}：${fields.map((field) => changedFactLabels[field]).join('、')}`

/** Every answer is an answer: nothing that came back is due, late or wrong. */
export const resultState = (result: VisitResult): StateName => (result === 'declined' ? 'closed' : 'done')

/** How much came back, and what; only what occurs is named. */
export function progressWords({ open, ...results }: RosterProgress, count: number): string {
  const parts = visitResults.flatMap((result) =>
    results[result] === 0 ? [] : [`${visitResultLabels[result]}\u00a0${formatCount(results[result])}`]
  )
  return [`已录 ${formatCount(count - open)} / ${formatCount(count)}`, ...parts].join('　')
}

export const placeWords = ({ placeName, basis, moveKind }: RosterView): string =>
  placeName === null
    ? '选定的人'
    : `${placeName}${basis === 'hukou' ? `（按${rosterBasisLabels.hukou}）` : ''}${moveKind === null ? '' : ` ${moveKindLabels[moveKind]}`}`

export const askWords = ({ asks }: RosterView): string => asks.map((ask) => visitAskLabels[ask]).join('、')

export const titleWords = ({ kind, number }: RosterView): string => `${rosterKindLabels[kind]} ${rosterNumberWords(number)}`

/** The first column is what typing looks for: the number as it is read off the paper. */
export const rosterListColumns: readonly GridColumn<RosterView>[] = [
  { id: 'number', title: '名单号', text: (row) => rosterNumberWords(row.number), width: 116 },
  { id: 'kind', title: '种类', text: (row) => rosterKindLabels[row.kind], width: 84 },
  { id: 'place', title: '地点', text: placeWords, width: 300 },
  { id: 'count', title: '人数', text: (row) => formatCount(row.count), width: 64, align: 'right' },
  {
    id: 'back',
    title: '已录',
    text: (row) => (row.kind === 'visit' ? formatCount(row.count - row.progress.open) : ''),
    width: 64,
    align: 'right'
  },
  { id: 'at', title: '开出', text: (row) => formatInstant(row.at), width: 136 },
  { id: 'by', title: '经办', text: (row) => row.by, width: 110 }
]

const NAMES = new Set(['name', 'formerName'])
const WIDTHS: Readonly<Record<string, number>> = {
  name: 120,
  sex: 52,
  birthYear: 70,
  birthDate: 100,
  idNo: 160,
  phone: 110,
  door: 200,
  ask: 200
}

/** Columns as printed, then what came back. */
export function rowColumns({ kind, columns }: RosterView): GridColumn<RosterRow>[] {
  const number: GridColumn<RosterRow> = { id: 'row', title: '行', text: ({ row }) => String(row), width: 52, align: 'right' }
  const printed = columns.map(({ key, title }): GridColumn<RosterRow> => ({
    ...{ id: key, title, text: ({ cells }) => cells[key] ?? '', width: WIDTHS[key] ?? 140 },
    ...(NAMES.has(key) ? { isName: true } : {}),
    ...(key === 'ask' ? { hidden: true } : {})
  }))
  if (kind !== 'visit') return [number, ...printed]
  const back: GridColumn<RosterRow>[] = [
    { id: 'result', title: '结果', text: ({ entry }) => (entry === null ? '' : entryWords(entry)), width: 170 },
    { id: 'visitedOn', title: '走访日期', text: ({ entry }) => entry?.visitedOn ?? '', width: 96 },
    { id: 'collector', title: '走访人', text: ({ entry }) => entry?.collector ?? '', width: 90 }
  ]
  return [number, ...printed, ...back]
}
