/** Two persons at the gate: which question is put to the second one, and proof that he agreed to exactly what is done. */
import type { Approval, HandlerInput, MethodName, MethodSpec, SpecOf } from '@shared/contract'
import type { ReadDb, WriteDb } from '../db'
import type { AuditNote, PrepareContext } from './context'

/**
 * What will be done, as one Chinese sentence with counts and dates; never a person's name or number, since whoever agrees may not see persons.
 * The agreement holds for this very sentence: when the office has changed so that the sentence reads differently, it is asked again.
 */
export interface ApprovalQuestion {
  readonly sentence: string
}

/** Answers null where this call can be done by one person. */
export type Ask<M extends MethodSpec> = (
  context: PrepareContext,
  input: HandlerInput<M>
) => ApprovalQuestion | null | Promise<ApprovalQuestion | null>

/** Every method whose contract declares `approval`: one without a question does not compile. */
export type AllQuestions = {
  readonly [N in MethodName as SpecOf<N> extends { readonly approval: Approval } ? N : never]: SpecOf<N> extends MethodSpec
    ? Ask<SpecOf<N>>
    : never
}

/** The same as the gate walks it, after the compiler has checked it. */
export type AnyAsk = (context: PrepareContext, input: never) => ApprovalQuestion | null | Promise<ApprovalQuestion | null>

/** Who asked and who agreed, as the audit line names them. */
export interface Sanction {
  readonly approval: string
  readonly requestedBy: string
  readonly approvedBy: string
  /** By whose right the second one agreed, where his own posts did not carry it. */
  readonly approvedFor?: string
}

export interface ApprovalUse {
  /** Null looks for one of the caller's own that was agreed to. */
  readonly approval: string | null
  readonly method: string
  /** As the contract reads it, and what is asked about it now: together what must have been agreed to. */
  readonly input: unknown
  readonly question: ApprovalQuestion
  readonly needs: Approval
  readonly accountId: string
  readonly now: string
}

export interface ApprovalBook {
  /** How those are called who may agree to what this account asks. */
  approvers(db: ReadDb, needs: Approval, accountId: string, now: string): string[]
  /** Whether the caller has a request for exactly this that was agreed to and is still alive. */
  isAgreed(db: ReadDb, use: ApprovalUse): boolean
  /**
   * Takes an agreed request into use inside the act's own transaction, once.
   * @throws AppError `approval.unknown`, `approval.waiting`, `approval.ended`, `approval.changed`, `approval.approver_gone`
   */
  use(db: WriteDb, use: ApprovalUse): Sanction
}

export const withSanction = (note: AuditNote, sanction: Sanction | null): AuditNote =>
  sanction === null ? note : { ...note, detail: { ...note.detail, ...sanction } }
