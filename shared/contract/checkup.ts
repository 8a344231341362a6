/** The office looks at itself: what was looked at, what was found, what to do. No report holds a word about a person. */
import { z } from 'zod'
import { checkNames, verdicts } from '../domain/checkup'
import { command, job, query } from './define'
import { FileTicket, Instant } from './values'

const Finding = z.strictObject({
  check: z.enum(checkNames),
  verdict: z.enum(verdicts),
  /** What was found, as a sentence. */
  found: z.string(),
  /** What to do; empty where nothing needs doing. */
  todo: z.string()
})
export type Finding = z.infer<typeof Finding>

export const CheckupReport = z.strictObject({
  at: Instant,
  /** By itself, or because somebody asked. */
  why: z.enum(['weekly', 'asked']),
  /** Every page, index and reference of the database was compared. */
  thorough: z.boolean(),
  appVersion: z.string(),
  findings: z.array(Finding)
})
export type CheckupReport = z.infer<typeof CheckupReport>

export const checkup = {
  state: query({
    input: z.strictObject({}),
    output: z.strictObject({
      last: CheckupReport.nullable(),
      /** Day on which the next one comes by itself. */
      dueOn: z.string(),
      /** Earlier ones, the newest first: how many of each verdict. */
      earlier: z.array(
        z.strictObject({
          at: Instant,
          why: z.enum(['weekly', 'asked']),
          thorough: z.boolean(),
          counts: z.record(z.enum(verdicts), z.int())
        })
      )
    }),
    needs: 'signed-in'
  }),
  /** Looks at everything now; `thorough` compares the whole database, which takes minutes where it is large. */
  run: job({
    input: z.strictObject({ thorough: z.boolean().default(false) }),
    output: CheckupReport,
    needs: 'office.manage',
    audit: 'checkup.done',
    steps: { look: '逐项检查', database: '检查资料文件', chains: '核对操作记录和交换包' },
    fails: ['checkup.running', 'job.cancelled']
  }),
  /** What one may hand to whoever mends the program, whole, to be read first: nothing of persons or users, and of the office only where it is wanted. */
  problem: query({
    input: z.strictObject({ withOffice: z.boolean().default(false) }),
    output: z.strictObject({ text: z.string() }),
    needs: 'office.manage'
  }),
  /** The text that was read, as a file to keep: not a word more. */
  saveProblem: command({
    input: z.strictObject({ text: z.string().min(1).max(1_000_000) }),
    output: z.strictObject({ file: FileTicket }),
    needs: 'office.manage',
    audit: 'checkup.problem_saved'
  })
} as const
