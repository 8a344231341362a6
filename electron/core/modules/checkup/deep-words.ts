/** Says in words what the long looks found. */
import { formatCount } from '@shared/format'
import type { DeepPart } from './deep'
import { finding, type Finding } from './finding'

const STOP = '请停止录入，不要删除任何文件，由管理员在“备份”里用最近一份好的备份恢复。'

export function deepFinding(part: DeepPart, thorough: boolean): Finding {
  if ('failed' in part)
    return part.damaged
      ? finding(part.look, 'bad', '资料文件有一部分读不出来。', STOP)
      : finding(part.look, 'unknown', `这一项没有查成（${part.failed}）。`, '请稍后再体检一次；还是不行，把问题报告交给管理员。')
  switch (part.look) {
    case 'database':
      return databaseFinding(part, thorough)
    case 'audit':
      return part.brokenAt === null
        ? finding('audit', 'good', `操作记录 ${formatCount(part.entries)} 条，首尾相接，没有被改动或删去。`)
        : finding(
            'audit',
            'bad',
            `操作记录从第 ${formatCount(part.brokenAt)} 条起对不上，可能被改动过。`,
            '请停止使用并报告负责人，不要删除任何文件。'
          )
    case 'bundles':
      return bundlesFinding(part)
  }
}

function databaseFinding({ whole, references }: Extract<DeepPart, { whole: boolean }>, thorough: boolean): Finding {
  if (!whole) return finding('database', 'bad', '资料文件检查没有通过，里面有损坏。', STOP)
  if ((references ?? 0) > 0) return finding('database', 'bad', `资料文件里有 ${formatCount(references ?? 0)} 处前后对不上。`, STOP)
  return finding('database', 'good', thorough ? '资料文件整个查过，每一页、每个索引、每处关联都完好。' : '资料文件每一页都读过，没有损坏。')
}

function bundlesFinding({ held, broken, lost }: Extract<DeepPart, { held: number }>): Finding {
  if (broken > 0)
    return finding(
      'bundles',
      'bad',
      `收发的交换包里有 ${formatCount(broken)} 个与前一个接不上。`,
      '请把问题报告交给管理员；与往来单位的交换先不要继续。'
    )
  if (lost > 0)
    return finding(
      'bundles',
      'note',
      `有 ${formatCount(lost)} 个对方还没有收到的交换包，留存的文件不见了。`,
      '请用有这些文件的备份恢复，或请对方把没收到的报回来，重新装包。'
    )
  return finding('bundles', 'good', held === 0 ? '还没有收发过交换包。' : `收发的交换包 ${formatCount(held)} 个，一个接一个，没有缺损。`)
}
