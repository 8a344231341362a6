/** What a person may hand to whoever mends the program: read on screen first, without a word about a person, an office or a user. */
import { CHECKUP_EVERY_DAYS, checkTitles, verdictWords } from '@shared/domain/checkup'
import { formatInstant } from '@shared/format'
import type { CheckupReport } from '@shared/contract/checkup'
import type { Computer, LogLine } from '../../platform'

export interface ProblemFacts {
  /** China's time. */
  readonly at: string
  readonly appVersion: string
  readonly schema: number
  readonly computer: Computer
  readonly practice: boolean
  /** Said only when the person wants it said. */
  readonly office: { readonly name: string; readonly code: string } | null
  readonly report: CheckupReport | null
  /** The newest last. */
  readonly lines: readonly LogLine[]
}

/** Lines of the log that are handed over. */
export const LINES_TOLD = 300

const heading = (text: string): string => `\n【${text}】`

/** Code → how often, the most frequent first. */
function codesOf(lines: readonly LogLine[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { event, code } of lines) {
    const name = typeof code === 'string' ? code : event === 'unexpected' ? 'internal.unexpected' : null
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort(([a, of], [b, to]) => to - of || (a < b ? -1 : 1))
}

const findingLines = (report: CheckupReport | null): string[] =>
  report === null
    ? [`还没有体检过；程序每 ${String(CHECKUP_EVERY_DAYS)} 天自己体检一次，也可以现在体检。`]
    : [
        `${formatInstant(report.at)}（${report.thorough ? '整库' : '平常'}）`,
        ...report.findings.map(({ check, verdict, found }) => `［${verdictWords[verdict]}］${checkTitles[check]}：${found}`)
      ]

const BYTES_PER_MB = 1_000_000

/** Plain text, line by line, that anybody can read. */
export function problemText({ at, appVersion, schema, computer, practice, office, report, lines }: ProblemFacts): string {
  const { system, cores, memory, free, zone } = computer
  const mb = (bytes: number): string => String(Math.round(bytes / BYTES_PER_MB))
  const codes = codesOf(lines)
  return [
    '一盘棋 问题报告',
    `生成时间：${at}`,
    `程序版本：${appVersion}，资料版本 ${String(schema)}${practice ? '，演练' : ''}`,
    `单位：${office === null ? '（未写）' : `${office.name} ${office.code}`}`,
    `系统：${system}，${String(cores)} 核，内存 ${mb(memory)} MB，空闲 ${mb(free)} MB，时区 ${zone < 0 ? '-' : '+'}${String(Math.abs(zone))} 分`,
    heading('体检'),
    ...findingLines(report),
    heading('出现过的错误代码'),
    ...(codes.length === 0 ? ['没有'] : codes.map(([code, count]) => `${code} ${String(count)} 次`)),
    heading(`程序日志最后 ${String(lines.length)} 行`),
    ...lines.map((line) => JSON.stringify(line)),
    ''
  ].join('\n')
}
