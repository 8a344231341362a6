/** The columns of the ledger. */
import { subjectWords } from '@renderer/app'
import type { GridColumn } from '@renderer/ui'
import type { SlipRow } from '@shared/contract/slips'
import { directionWords, dueWords, kindWords, stateOf } from './slip-words'

export const slipColumns: readonly GridColumn<SlipRow>[] = [
  { id: 'slipNo', title: '单号', text: (row) => row.slipNo ?? '未编号', width: 190 },
  { id: 'kind', title: '类型', text: (row) => kindWords(row.kind), width: 92 },
  { id: 'direction', title: '方向', text: (row) => directionWords(row.direction), width: 56 },
  { id: 'subject', title: '姓名', text: subjectWords, width: 120, isName: true },
  { id: 'partner', title: '对方单位', text: (row) => row.partnerName, width: 210 },
  { id: 'status', title: '状态', text: (row) => stateOf(row).text, width: 116 },
  { id: 'left', title: '期限', text: dueWords, width: 92 },
  { id: 'due', title: '应反馈', text: (row) => row.dueOn ?? '', width: 96 },
  { id: 'work', title: '自收到起算', text: (row) => row.workDueOn ?? '', width: 96 },
  { id: 'hand', title: '承办', text: (row) => row.hand?.to ?? '', width: 130 },
  { id: 'back', title: '办回', text: (row) => row.hand?.dueOn ?? '', width: 96, hidden: true },
  { id: 'issued', title: '签发', text: (row) => row.issuedOn ?? '', width: 96 },
  { id: 'answered', title: '反馈', text: (row) => row.answeredOn ?? '', width: 96 }
]
