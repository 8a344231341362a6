/** How checks of proofs read on screen. */
import type { GridColumn } from '@renderer/ui'
import type { ProofCheckAnswer, ProofCheckRow } from '@shared/contract/proofs'
import { checkWays, findingWays, proofFindings, type FindingWay, type ProofFinding } from '@shared/domain/proof-check'
import { formatInstant } from '@shared/format'

/** Colour, mark and words of each answer: none of the three is told by colour alone. */
export const answerLook: Readonly<Record<ProofCheckAnswer['answer'], { readonly state: 'done' | 'late' | 'due'; readonly mark: string }>> =
  {
    valid: { state: 'done', mark: '✔' },
    voided: { state: 'late', mark: '✖' },
    unconfirmed: { state: 'due', mark: '？' }
  }

export const checkColumns: readonly GridColumn<ProofCheckRow>[] = [
  { id: 'at', title: '核验时间', text: ({ at }) => formatInstant(at), width: 150 },
  { id: 'answer', title: '结果', text: ({ verdict, practice }) => (practice ? `${verdict}（演练）` : verdict), width: 170 },
  { id: 'finding', title: '核实结果', text: ({ finding }) => (finding === null ? '' : proofFindings[finding]), width: 160 },
  { id: 'issuer', title: '签发单位', text: ({ issuer }) => issuer ?? '看不出来', width: 190 },
  { id: 'form', title: '证件', text: ({ form }) => form ?? '', width: 130 },
  { id: 'number', title: '编号', text: ({ number }) => number ?? '', width: 180 },
  { id: 'way', title: '方式', text: ({ way }) => checkWays[way], width: 80 },
  { id: 'by', title: '经办', text: ({ by }) => by, width: 100 }
]

export const shownOptions = [
  { value: 'unconfirmed', label: '无法确认' },
  { value: 'not_genuine', label: '不是真的' }
] as const

const options = <K extends string>(labels: Readonly<Record<K, string>>) =>
  Object.entries<string>(labels).map(([value, label]) => ({ value, label }))
export const findingOptions = options<ProofFinding>(proofFindings)
export const wayOptions = options<FindingWay>(findingWays)
