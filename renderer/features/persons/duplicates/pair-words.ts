/** Words and columns of pairs and merges, in one place for list, comparison and record. */
import type { GridColumn } from '@renderer/ui'
import type { MergeView, PairReason, PairView } from '@shared/contract/duplicates'
import { formatInstant } from '@shared/format'

export const reasonWords: Readonly<Record<PairReason, string>> = {
  number: '证件号相同',
  near_number: '证件号相近',
  name: '姓名相同',
  sound: '姓名同音',
  shape: '姓名形近',
  former_name: '曾用名相同',
  phone: '电话相同',
  family: '配偶或子女相同'
}
export const reasonOptions = Object.entries(reasonWords).map(([value, label]) => ({ value, label }))
export const isReason = (text: string): text is PairReason => Object.hasOwn(reasonWords, text)

const number = (masked: string | null): string => masked ?? '暂无证件号'

export const pairId = ({ a, b }: PairView): string => `${a.id}/${b.id}`

export const pairColumns: readonly GridColumn<PairView>[] = [
  { id: 'a', title: '第一份', text: ({ a }) => a.name, width: 110, isName: true },
  { id: 'b', title: '第二份', text: ({ b }) => b.name, width: 110, isName: true },
  { id: 'reasons', title: '为什么', text: ({ reasons }) => reasons.join('、'), width: 300 },
  { id: 'score', title: '相像', text: ({ score }) => String(score), width: 56, align: 'right' },
  { id: 'aBirth', title: '第一份出生', text: ({ a }) => a.birthDate, width: 96 },
  { id: 'bBirth', title: '第二份出生', text: ({ b }) => b.birthDate, width: 96 },
  { id: 'aNumber', title: '第一份证件', text: ({ a }) => number(a.idNoMasked), width: 156 },
  { id: 'bNumber', title: '第二份证件', text: ({ b }) => number(b.idNoMasked), width: 156 },
  { id: 'decided', title: '认定', text: ({ decidedBy, why }) => [decidedBy, why].filter(Boolean).join('：'), width: 160 }
]

const endings: Readonly<Record<MergeView['state'], string>> = { done: '已合并', undoing: '正在撤销', undone: '已撤销' }

export const mergeColumns: readonly GridColumn<MergeView>[] = [
  { id: 'merged', title: '并入的档案', text: ({ merged }) => merged.name, width: 130, isName: true },
  { id: 'survivor', title: '保留的档案', text: ({ survivor }) => survivor.name, width: 130, isName: true },
  { id: 'at', title: '合并时间', text: ({ at }) => formatInstant(at), width: 150 },
  { id: 'by', title: '经手人', text: ({ by }) => by, width: 90 },
  { id: 'why', title: '说明', text: ({ why }) => why ?? '', width: 200 },
  { id: 'state', title: '状态', text: ({ state }) => endings[state], width: 86 },
  {
    id: 'undone',
    title: '撤销',
    text: ({ undoneAt, undoneBy }) => (undoneAt === null ? '' : `${undoneBy ?? ''} ${formatInstant(undoneAt)}`),
    width: 180
  }
]
