/** Where the gate stops a call that one person may not do alone. */
import { permissions, type CommandSpec, type JobSpec } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../db'
import type { AnyAsk, ApprovalBook, Sanction } from './approval'
import type { PrepareContext } from './context'

export interface ApprovalParts {
  readonly questions: ReadonlyMap<string, AnyAsk>
  readonly approvals: ApprovalBook
}

interface Wanted {
  readonly method: string
  readonly spec: CommandSpec | JobSpec
  readonly input: unknown
  /** Request that the caller says was agreed to. */
  readonly approval: string | undefined
}

/**
 * @returns what takes the second person's word into use inside the act's transaction; null where one person suffices
 * @throws AppError `approval.needed` with the sentence for the second person
 */
export async function secondWord(
  { questions, approvals }: ApprovalParts,
  context: PrepareContext,
  { method, spec, input, approval }: Wanted
): Promise<((db: WriteDb) => Sanction) | null> {
  const needs = spec.approval
  const ask = questions.get(method)
  if (needs === undefined || ask === undefined) return null
  const question = await ask(context, input as never)
  if (question === null) return null
  const { permission, title } = needs
  const use = { approval: approval ?? null, method, input, question, needs, accountId: context.actor.accountId, now: context.now }
  if (approval === undefined && !approvals.isAgreed(context.db, use)) {
    const approvers = approvals.approvers(context.db, needs, use.accountId, use.now).join('、')
    throw new AppError('approval.needed', {
      ...{ title, sentence: question.sentence, permission: permissions[permission] },
      approvers: approvers === '' ? '现在没有这样的用户' : approvers
    })
  }
  return (db) => approvals.use(db, use)
}
