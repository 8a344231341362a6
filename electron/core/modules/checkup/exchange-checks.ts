/** Looks at what the exchange keeps: how much, since when, and whether it is let go in time. */
import { join } from 'node:path'
import { formatCount } from '@shared/format'
import { exchangeKeepOn, keptAge, loadExchangeKeep, type KeptKind } from '../exchange'
import { finding, type Check } from './finding'

const WORDS: Readonly<Record<KeptKind, { readonly unit: string; readonly kept: string; readonly none: string }>> = {
  archive: { unit: '个包', kept: '存档里有', none: '还没有存档的交换包' },
  quarantine: { unit: '个文件', kept: '隔离着', none: '没有隔离的来件' },
  aside: { unit: '个文件', kept: '登记已不在、另放一边的有', none: '没有另放一边的文件' },
  waiting: { unit: '个文件', kept: '等待密钥、升级或人工决定的有', none: '没有等待的来件' },
  leftovers: { unit: '项', kept: '新版记录和没有收全的附件有', none: '没有剩下的内容' }
}

const keptCheck =
  (kind: KeptKind): Check =>
  ({ office, room }) => {
    const rule = exchangeKeepOn(loadExchangeKeep(join(room.resourcesDir, 'codes', 'exchange-keep.json')), office.today)
    const { unit, kept: words, none } = WORDS[kind]
    if (rule === undefined) return finding(kind, 'unknown', '今天没有适用的保存规则，都留着。', '请管理员查看程序是否完整。')
    const { kept, oldest, due, days } = keptAge(office, rule, kind, room.clock.now())
    if (kept === 0) return finding(kind, 'good', `${none}。`)
    const found = `${words} ${formatCount(kept)} ${unit}，最早的是 ${oldest?.slice(0, 10) ?? ''}，满 ${formatCount(days)} 天自动清理。`
    return due > 0
      ? finding(
          kind,
          'note',
          `${found}已满期还没有清理的 ${formatCount(due)} ${unit}。`,
          '程序空闲时会自动清理；电脑时间不对时先不清理，请核对日期。'
        )
      : finding(kind, 'good', found)
  }

export const archive = keptCheck('archive')
export const quarantine = keptCheck('quarantine')
export const aside = keptCheck('aside')
export const waiting = keptCheck('waiting')
export const leftovers = keptCheck('leftovers')
