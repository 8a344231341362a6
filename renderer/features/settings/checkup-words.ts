/** How a checkup is told on screen and on paper. */
import type { CheckupPaper } from '@renderer/print'
import type { StateName } from '@renderer/ui'
import type { CheckupReport } from '@shared/contract/checkup'
import { checkTitles, verdictWords, worstOf, type Verdict } from '@shared/domain/checkup'
import { formatCount, formatInstant } from '@shared/format'

export const verdictStates: Readonly<Record<Verdict, StateName>> = { good: 'done', note: 'due', bad: 'late', unknown: 'closed' }

const whyWords = { weekly: '每周自动', asked: '人工' } as const

/** `16 项：好 14，留意 2`; a verdict that nothing has is not named. */
export function countWords(counts: Readonly<Partial<Record<Verdict, number>>>): string {
  const said = (['bad', 'note', 'unknown', 'good'] as const).flatMap((verdict) => {
    const count = counts[verdict] ?? 0
    return count === 0 ? [] : [`${verdictWords[verdict]} ${formatCount(count)}`]
  })
  return said.join('，')
}

export const countsOf = ({ findings }: CheckupReport): Record<Verdict, number> => {
  const counts = { good: 0, note: 0, bad: 0, unknown: 0 }
  for (const { verdict } of findings) counts[verdict] += 1
  return counts
}

export const whenWords = ({ at, why, thorough }: Pick<CheckupReport, 'at' | 'why' | 'thorough'>): string =>
  `${formatInstant(at)}，${whyWords[why]}${thorough ? '，整库检查' : ''}`

export const worstOfReport = ({ findings }: CheckupReport): Verdict => worstOf(findings.map(({ verdict }) => verdict))

export const paperOf = (
  report: CheckupReport,
  { office, practice, by }: Pick<CheckupPaper, 'office' | 'practice' | 'by'>
): CheckupPaper => ({
  ...{ office, practice, by },
  when: whenWords(report),
  appVersion: report.appVersion,
  counts: countWords(countsOf(report)),
  rows: report.findings.map(({ check, verdict, found, todo }) => ({
    title: checkTitles[check],
    verdict: verdictWords[verdict],
    found,
    todo
  }))
})
