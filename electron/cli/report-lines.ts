/** A checkup as lines for a terminal. */
import type { CheckupReport } from '@shared/contract/checkup'
import { checkTitles, verdictWords } from '@shared/domain/checkup'

/** One line for each thing looked at: verdict, name, what was found, what to do. */
export const reportLines = ({ findings }: CheckupReport): string[] =>
  findings.map(({ check, verdict, found, todo }) => `${verdictWords[verdict]}\t${checkTitles[check]}\t${found}${todo}`)
