/** How the lines of a 调查核实表 read on screen. */
import type { GridColumn } from '@renderer/ui'
import type { CheckSheet } from '@shared/contract/check-sheets'
import { rosterNumberWords } from '@shared/domain/roster'
import { formatInstant } from '@shared/format'
import type { CheckLine } from './check-form'
import { itemStatusWords } from './slip-words'
import type { StateOfSlip } from './slip-types'
import type { FoundItem } from './verify-form'

const states = { open: '待录入', unpaired: '未配对', nobody: '查无此人', done: '已答复' } as const

/** State = word, icon and colour. */
export function lineState({ row, settled, item }: CheckLine, found: FoundItem): StateOfSlip {
  const words = itemStatusWords(found.status)
  if (settled && item !== null) return { state: 'closed', text: '本人不同意提供' }
  if (words !== '') return { state: found.status === 'declined' ? 'closed' : 'done', text: words }
  return { state: row.state === 'unpaired' ? 'due' : row.state === 'open' ? 'pending' : 'closed', text: states[row.state] }
}

/** @param foundOf what stands at a line */
export const checkColumns = (foundOf: (line: CheckLine) => FoundItem): readonly GridColumn<CheckLine>[] => [
  { id: 'row', title: '行', text: ({ row }) => String(row.row), width: 48 },
  { id: 'name', title: '姓名', text: ({ row }) => row.name ?? '（内容已撤回）', width: 110, isName: true },
  { id: 'door', title: '住处', text: ({ row }) => row.door, width: 220 },
  { id: 'item', title: '核实事项', text: ({ item }) => item?.label ?? '', width: 140 },
  { id: 'state', title: '结论', text: (line) => lineState(line, foundOf(line)).text, width: 150 },
  { id: 'value', title: '情况', text: (line) => foundOf(line).value, width: 140 },
  { id: 'slipNo', title: '单号', text: ({ row }) => row.slipNo ?? '', width: 200 }
]

export const sheetColumns: readonly GridColumn<CheckSheet>[] = [
  { id: 'number', title: '表号', text: ({ number }) => rosterNumberWords(number), width: 130 },
  { id: 'at', title: '开出', text: ({ at }) => formatInstant(at), width: 150 },
  { id: 'by', title: '经办', text: ({ by }) => by, width: 130 },
  { id: 'count', title: '张数', text: ({ count }) => String(count), width: 70 },
  { id: 'open', title: '还没有答复', text: ({ open }) => String(open), width: 110 }
]
