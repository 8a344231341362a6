/** What the page of due records says: actions, how a deletion stands, and what older copies still hold. */
import type { PurgeFacts } from '@renderer/print'
import type { Contract, Output } from '@shared/contract'
import type { DueRule, PurgeRun } from '@shared/contract/retention'
import { formatCount } from '@shared/format'

export type RetentionPreview = Output<Contract['retention']['preview']>
export type DueFiles = Output<Contract['retention']['list']>
export type DueRecord = 'person_left' | 'person_set_aside'

export const actionWords: Readonly<Record<DueRule['action'], string>> = { archive: '退档', anonymise: '删去内容', delete: '删除' }

export const runWords = ({ state }: Pick<PurgeRun, 'state'>): string =>
  ({ done: '已完成', cleaning: '已删除，数据文件还没有整理完', running: '中途停下，数据文件还没有整理' })[state]

export const countedWords = ({ counts }: Pick<PurgeRun, 'counts'>): string =>
  counts.length === 0
    ? '没有删除'
    : counts.map(({ label, count, action }) => `${label}${actionWords[action]} ${formatCount(count)} 件`).join('；')

const formerWords = (former: number): string => (former === 0 ? '' : `恢复或升级前留下的旧资料还有 ${formatCount(former)} 份，里面也有。`)

export const backupWords = ({ count, until, places, former }: RetentionPreview['backups']): string =>
  count === 0
    ? formerWords(former) || '没有备份还留着已删除的内容。'
    : `删除以前的备份还有 ${formatCount(count)} 份（${places.join('、')}），整份加密，按备份保留规则逐份删去，最晚到 ${until ?? '下次备份以后'}。${formerWords(former)}`

export const clockWords: Readonly<Record<NonNullable<RetentionPreview['clock']>, string>> = {
  went_back: '电脑的时间比最近一次操作还早，现在不能删除。请核对电脑的日期和时间。',
  jumped: '最近两个月里有操作的日子不到三天，电脑的日期可能不对，现在不能删除。日期无误的，正常使用满三天以后再办。'
}

/** What is due and not held back. */
export const dueTotal = (rules: readonly DueRule[]): number => rules.reduce((sum, { due }) => sum + due, 0)

/** The sheet of one deletion, with the rules as they stand. */
export function purgeFacts(
  run: PurgeRun,
  preview: RetentionPreview,
  about: Pick<PurgeFacts, 'office' | 'practice' | 'printedOn'>
): PurgeFacts {
  const ruleOf = (record: string) => preview.rules.find((rule) => rule.record === record)
  return {
    ...about,
    ...{ on: run.on, at: run.at, by: run.by, held: run.held, backups: backupWords(preview.backups) },
    size: run.before === null || run.after === null ? null : { before: run.before, after: run.after },
    rows: run.counts.map(({ record, label, action, count }) => {
      const rule = ruleOf(record)
      return { label, action: actionWords[action], count, from: rule?.from ?? '', period: rule?.period ?? '', source: rule?.source ?? '' }
    })
  }
}

const leftWords = { no_new_copy: '没有新备份做成', not_removable: '读不出或删不掉' } as const

/** What letting older copies go came to, and what is left to do by hand. */
export function letGoWords({ removed, former, left, away }: Output<Contract['retention']['letGo']>): string {
  const gone = [`已删掉旧备份 ${formatCount(removed)} 份`, ...(former > 0 ? [`旧资料 ${formatCount(former)} 份`] : [])].join('、')
  const kept = left.map(({ place, count, why }) => `${place}还有 ${formatCount(count)} 份（${leftWords[why]}）`)
  const missing = away.length === 0 ? [] : [`${away.join('、')}没有连上，那里的没有动；连上以后再办一次`]
  return `${[gone, ...kept, ...missing].join('；')}。`
}
