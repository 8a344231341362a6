/** Does an agreed request of one's own: the very call that was asked for, with the second person's word. */
import { methods } from '@shared/contract'
import type { ApprovalView } from '@shared/contract/approvals'
import { FileTicket } from '@shared/contract/values'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import { useJobTracker } from './job-tracker'
import { useOffice } from './office'
import type { ActOptions } from './office-client'

type AnyCall = (input: unknown, options: ActOptions) => Promise<unknown>
const withFile = z.looseObject({ file: FileTicket })
const started = z.object({ id: z.string() })

/** @returns a function that does the act, waits for its end and saves the file it may have made */
export function useResumed(): (row: ApprovalView, key: string) => Promise<void> {
  const { client, shell } = useOffice()
  const tracker = useJobTracker()
  return async ({ id }, key) => {
    const { method, input } = await client.approvals.resume({ id })
    const [module = '', name = ''] = method.split('.')
    // The contract's own name, looked up in the client that is built from the contract.
    const call = (client as unknown as Record<string, Record<string, AnyCall> | undefined>)[module]?.[name]
    if (call === undefined) throw new AppError('approval.unknown')
    const reply = await call(input, { key, approval: id })
    const result = methods.get(method)?.kind === 'job' ? await tracker.outcome(started.parse(reply)) : reply
    const made = withFile.safeParse(result)
    if (made.success) await shell.saveFile(made.data.file)
  }
}
