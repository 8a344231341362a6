/** What certificates are called on screen, how calmly their states are told, and the columns they stand in. */
import type { FieldOption, GridColumn, StateName } from '@renderer/ui'
import type { CertificateRow, CertificateView } from '@shared/contract/certificates'
import {
  certificateActions,
  certificateStatuses,
  certificateStatusLabels,
  type CertificateStatus
} from '@shared/domain/certificate-lifecycle'
import { formatInstant } from '@shared/format'

const states: Readonly<Record<CertificateStatus, StateName>> = {
  drafted: 'pending',
  reviewed: 'pending',
  signed: 'pending',
  sent: 'due',
  printed: 'pending',
  issued: 'done',
  voided: 'closed',
  replaced: 'closed',
  dropped: 'closed'
}
export const stateOf = ({ status }: Pick<CertificateRow, 'status'>): { readonly state: StateName; readonly text: string } => ({
  state: states[status],
  text: certificateStatusLabels[status]
})
export const statusOptions: readonly FieldOption[] = certificateStatuses.map((value) => ({ value, label: certificateStatusLabels[value] }))

export const nameWords = ({ subjectName }: Pick<CertificateRow, 'subjectName'>): string => subjectName ?? '（档案已删除）'
export const numberWords = ({ number }: Pick<CertificateRow, 'number'>): string => number ?? '（未签发）'
export const titleWords = (row: Pick<CertificateRow, 'number' | 'subjectName'>): string => `${nameWords(row)} ${row.number ?? '草稿'}`

/** @param formName id of a form → its name */
export const certificateColumns = (formName: (form: string) => string): readonly GridColumn<CertificateRow>[] => [
  { id: 'number', title: '编号', width: 176, text: numberWords },
  { id: 'name', title: '姓名', width: 136, isName: true, text: nameWords },
  { id: 'form', title: '证明', width: 190, text: ({ form }) => formName(form) },
  { id: 'status', title: '状态', width: 110, text: (row) => stateOf(row).text },
  { id: 'signedOn', title: '签发', width: 100, text: ({ signedOn }) => signedOn ?? '' },
  { id: 'validTo', title: '有效期至', width: 100, text: ({ validTo }) => validTo ?? '' },
  { id: 'createdAt', title: '起草', width: 100, text: ({ createdAt }) => formatInstant(createdAt).slice(0, 10) }
]

const actionWords: Readonly<Record<string, string>> = { draft: '起草', ...certificateActions }
export const eventWords = ({ action, note }: CertificateView['events'][number]): string =>
  `${actionWords[action] ?? action}${note === null ? '' : `：${note}`}`
