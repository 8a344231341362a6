/** The contract's `checkup` methods. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckupReport } from '@shared/contract/checkup'
import type { Verdict } from '@shared/domain/checkup'
import { chinaTime } from '../../platform'
import type { CallContext, Handlers } from '../../rpc'
import type { CheckedOffice, CheckupRoom } from './finding'
import { dayOf, keptReports, nextDue } from './history'
import { LINES_TOLD, problemText } from './problem-report'
import { schemaVersion } from './queries'
import { runCheckup } from './run-checkup'

const countsOf = ({ findings }: CheckupReport): Record<Verdict, number> => {
  const counts = { good: 0, note: 0, bad: 0, unknown: 0 }
  for (const { verdict } of findings) counts[verdict] += 1
  return counts
}

/** @param officeOf the office the call works in, as looking at it needs */
export const createCheckupHandlers = (room: CheckupRoom, officeOf: (context: CallContext) => CheckedOffice): Handlers<'checkup'> => ({
  state: ({ places }) => {
    const [last, ...earlier] = keptReports(places.folder)
    return {
      last: last ?? null,
      dueOn: dayOf(nextDue(last, room.clock)),
      earlier: earlier.map((report) => ({ at: report.at, why: report.why, thorough: report.thorough, counts: countsOf(report) }))
    }
  },
  run: async (context, { thorough }) => {
    const report = await runCheckup(officeOf(context), room, { why: 'asked', thorough }, context)
    const { bad, note } = countsOf(report)
    context.commit({ detail: { thorough, bad, notes: note } }, () => undefined)
    context.changed('office')
    return report
  },
  problem: ({ db, places, office, clock }, { withOffice }) => ({
    text: problemText({
      at: chinaTime(clock),
      appVersion: room.appVersion,
      schema: schemaVersion(db),
      computer: room.computer(),
      practice: office.practice,
      office: withOffice ? office : null,
      report: keptReports(places.folder)[0] ?? null,
      lines: room.logLines(LINES_TOLD)
    })
  }),
  saveProblem: ({ places, files, today, newId, note }, { text }) => {
    const name = `问题报告-${today}.txt`
    const path = join(places.spool, `problem-${newId()}.txt`)
    // Windows shows Chinese without a mark as something else.
    writeFileSync(path, `\uFEFF${text}`, { mode: 0o600 })
    note({})
    return { file: files.give(path, name) }
  }
})
