/** What a comparison of stick and sheet found, in one sentence a clerk can act on. */
import type { Output, SpecOf } from '@shared/contract'
import { formatCount } from '@shared/format'

type Compared = Output<SpecOf<'agreements.compareSheet'>>

const MOST = 5

export function comparisonWords({ forUs, whole, renamed, missing, count, found, from, to, writtenOn }: Compared): string {
  const other = forUs ? '' : `注意：这张交接单是给 ${to} 的。`
  const sheet = `${from} ${writtenOn} 的交接单`
  if (whole) return `${other}${sheet}：${formatCount(count)} 个文件都在，没有改动。`
  if (renamed) return `${other}${sheet}：${formatCount(count)} 个文件的内容都在，但有文件改过名字。可以导入，请告知对方。`
  if (missing.length === 0)
    return `${other}${sheet}：应有 ${formatCount(count)} 个文件，U盘上找到 ${formatCount(found)} 个，对不上。请与对方核对后重新写盘。`
  const named = missing.slice(0, MOST).map(({ at, short }) => `第 ${String(at)} 个（${short}）`)
  const more = missing.length > MOST ? `等 ${formatCount(missing.length)} 个` : ''
  return `${other}${sheet}：缺${named.join('、')}${more}。别的可以照常导入，缺的请对方重新写盘。`
}
