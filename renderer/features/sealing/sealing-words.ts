/** What sealed files are called on screen and the columns they stand in; nobody is named whole. */
import type { GridColumn, StateName } from '@renderer/ui'
import type { SealedFile, SealingRow } from '@shared/contract/sealing'
import { sealingKindLabels, sealingKinds } from '@shared/domain/sealing'
import { formatCount, formatInstant } from '@shared/format'

export const kindOptions = sealingKinds.map((value) => ({ value, label: sealingKindLabels[value] }))

export const reviewOf = ({ due }: Pick<SealingRow, 'due'>): { readonly state: StateName; readonly text: string } =>
  due ? { state: 'due', text: '该复核了' } : { state: 'done', text: '封存中' }

export const noteOf = ({ openSlips, registeredAgain }: Pick<SealingRow, 'openSlips' | 'registeredAgain'>): string =>
  [openSlips > 0 ? `有 ${formatCount(openSlips)} 张交流单要办` : '', registeredAgain ? '同号的人又登记了一份档案' : '']
    .filter(Boolean)
    .join('；')

export const columns: readonly GridColumn<SealingRow>[] = [
  { id: 'name', title: '姓名', width: 120, isName: true, text: ({ nameMasked }) => nameMasked },
  { id: 'kind', title: '原因', width: 170, text: ({ kind }) => sealingKindLabels[kind] },
  { id: 'state', title: '状态', width: 110, text: (row) => reviewOf(row).text },
  { id: 'reviewOn', title: '复核日期', width: 110, text: ({ reviewOn }) => reviewOn },
  { id: 'note', title: '要留意', width: 280, text: noteOf },
  { id: 'sealedAt', title: '封存时间', width: 150, text: ({ sealedAt }) => formatInstant(sealedAt) },
  { id: 'sealedBy', title: '经办', width: 110, text: ({ sealedBy }) => sealedBy }
]

/** What stands above the facts of an opened file. */
export const headOf = (file: SealedFile): readonly { readonly label: string; readonly text: string }[] => [
  { label: '原因', text: `${sealingKindLabels[file.kind]}：${file.reason}` },
  { label: '封存', text: `${formatInstant(file.sealedAt)}\u3000${file.sealedBy}` },
  { label: '复核日期', text: `${file.reviewOn}${file.due ? '\u3000该复核了' : ''}` },
  { label: '要留意', text: noteOf(file) || '没有' }
]
