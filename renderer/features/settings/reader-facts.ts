/** What the card reader's state is called in the office. */
import type { ReaderStatus } from '@shared/contract/reader'
import { explain, isErrorCode } from '@shared/errors'

export interface ReaderFact {
  readonly label: string
  readonly text: string
}

/** Parameters of the failure are not kept; its gaps close. */
const sentenceOf = (code: string): string =>
  isErrorCode(code)
    ? explain(code, {})
        .what.replace(/[：（]?\s*—\s*）?/g, '')
        .replace(/第版/g, '另一版')
    : '上次没有读成。'

function stateOf({ kind, running, reading, problem }: ReaderStatus): string {
  if (kind === 'none') return '没有设置'
  if (reading) return '正在读卡'
  if (problem !== null) return `上次没有读成：${sentenceOf(problem)}`
  return running ? '已启动，可以读卡' : '读卡时自动启动'
}

const KINDS = { none: '没有读卡程序，登记时手工录入', practice: '演练读卡器（读出来的都是编造的人）', program: '' } as const

export function readerFacts(status: ReaderStatus): ReaderFact[] {
  const { kind, name, file, helper, canPhoto } = status
  const chosen = kind === 'program' ? `${name ?? ''}（${file ?? ''}）` : KINDS[kind]
  return [
    { label: '现用', text: chosen },
    { label: '状态', text: stateOf(status) },
    ...(helper !== null ? [{ label: '自称', text: `${helper}${canPhoto ? '，能读照片' : ''}` }] : [])
  ]
}
