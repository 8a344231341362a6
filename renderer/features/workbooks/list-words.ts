/** What an import is called and counted as on screen and on paper. */
import type { CallInput, Contract, Output } from '@shared/contract'
import type { DoubtfulRow, ImportReport, ImportRow, LookedColumn } from '@shared/contract/workbooks'
import { moveKindLabels, moveKinds as knownMoveKinds } from '@shared/domain'
import { formatCount } from '@shared/format'
import type { StateName } from '@renderer/ui'

export type Looked = Output<Contract['workbooks']['look']>
export type Checked = Output<Contract['workbooks']['check']>
export type Layouts = Output<Contract['workbooks']['layouts']>
export type UndoPreview = Output<Contract['acts']['preview']>
/** An import that is to be taken back. */
export interface UndoSubject {
  readonly act: string
  readonly file: string
}
export type WantedImport = CallInput<Contract['workbooks']['check']>
export type { DoubtfulRow, ImportReport, ImportRow, LookedColumn }

export const moveKinds = knownMoveKinds.map((value) => ({ value, label: moveKindLabels[value] }))
export type MoveKind = (typeof moveKinds)[number]['value']

/** One column as the clerk has it on screen. */
export interface Mapped {
  readonly key: string | null
  readonly clear: boolean
}

export const countWords = ({
  rows,
  fresh,
  changed,
  unchanged,
  doubtful,
  wrong
}: Pick<ImportReport, 'rows' | 'fresh' | 'changed' | 'unchanged' | 'doubtful' | 'wrong'>): string =>
  [
    `共 ${formatCount(rows)} 行`,
    `新建 ${formatCount(fresh)}`,
    `更新 ${formatCount(changed)}`,
    `无变化 ${formatCount(unchanged)}`,
    `待确认 ${formatCount(doubtful)}`,
    `有错 ${formatCount(wrong)}`
  ].join('，')

/** How many rows an import would write. */
export const goodRows = ({ fresh, changed }: Pick<ImportReport, 'fresh' | 'changed'>): number => fresh + changed

const states: Readonly<Record<ImportRow['state'], { readonly text: string; readonly state: StateName }>> = {
  running: { text: '正在导入', state: 'pending' },
  interrupted: { text: '中断', state: 'due' },
  done: { text: '已导入', state: 'done' },
  undoing: { text: '撤销中断', state: 'due' },
  undone: { text: '已撤销', state: 'closed' }
}
export const stateWords = ({ state }: ImportRow): { readonly text: string; readonly state: StateName } => states[state]

export const doubtWords = ({ row, name, birthDate, idNoMasked }: DoubtfulRow): string =>
  [`第 ${String(row)} 行`, name, birthDate, idNoMasked ?? ''].filter((part) => part !== '').join(' ')

export const candidateWords = ({ name, birthDate, idNoMasked, hukouName }: DoubtfulRow['candidates'][number]): string =>
  ['就是', name, birthDate, idNoMasked ?? '', hukouName].filter((part) => part !== '').join(' ')

/** Choice of a doubtful row that makes a new person; an empty choice leaves the row out. */
export const NEW_PERSON = 'new'

/** Whom an export from here takes. */
export interface ExportFilter {
  readonly text: string
  readonly kind: MoveKind | null
}
