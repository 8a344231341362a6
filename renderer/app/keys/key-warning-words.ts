/** Warnings about keys and silence as sentences: at most four, each with what to do. */
import type { Output, SpecOf } from '@shared/contract'

export type KeyWarning = Output<SpecOf<'keys.warnings'>>['rows'][number]

const NAMED = 3
const together = (rows: readonly KeyWarning[], each: (row: KeyWarning) => string): string =>
  `${rows.slice(0, NAMED).map(each).join('、')}${rows.length > NAMED ? ` 等 ${String(rows.length)} 个单位` : ''}`
const keyTime = ({ days }: KeyWarning): string =>
  days < 0 ? `已超期 ${String(-days)} 天` : days === 0 ? '今天到期' : `还有 ${String(days)} 天到期`

export function keyWarningWords(rows: readonly KeyWarning[]): readonly string[] {
  const of = (kind: KeyWarning['kind']): readonly KeyWarning[] => rows.filter((row) => row.kind === kind)
  const [own] = of('own-key')
  const keys = of('partner-key')
  const silent = of('silent')
  const suite = of('suite')
  return [
    ...(suite.length > 0
      ? [
          `对方停用了国密，已停止给它装包：${together(suite, ({ name }) => name)}。请按官方电话问清，再到“交换”→“各单位”由两个人办理“改回通用算法”。`
        ]
      : []),
    ...(own ? [`本单位密钥的更换期限${keyTime(own)}。请管理员到“设置”→“密钥”里更换；没换以前照常能用。`] : []),
    ...(keys.length > 0
      ? [`对方密钥该换了：${together(keys, (row) => `${row.name}（${keyTime(row)}）`)}。请提醒对方；没换以前照常往来。`]
      : []),
    ...(silent.length > 0
      ? [
          `很久没有收到：${together(silent, (row) => `${row.name}（${String(row.days)} 天）`)}。请按官方电话问一问，是U盘没到，还是对方换了密钥。`
        ]
      : [])
  ]
}
