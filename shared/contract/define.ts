/** The grammar of the contract: what a method must declare before anybody may write or call it. */
import type { z } from 'zod'
import type { ErrorCode } from '../errors'
import type { Permission } from './permissions'

/**
 * Two persons: the act waits until another account that holds `permission` has agreed to exactly this input. Whether a particular call needs it
 * is said by the core (`electron/core/approval-questions.ts`), which also puts the question to the second person.
 */
export interface Approval {
  readonly permission: Permission
  /** What is asked for, as the list of requests shows it: a few Chinese words. */
  readonly title: string
  /** Members of the input that are secret: neither kept nor part of what is agreed to. Such an act is done again on its own page once agreed to. */
  readonly without?: readonly string[]
}

interface Declared<I extends z.ZodType, O extends z.ZodType> {
  /** Shape of the input; unknown members are refused. */
  readonly input: I
  readonly output: O
  /** Who may call: `public` before sign-in, `signed-in` for every account, else a permission that a role carries. */
  readonly needs: Permission
  /** Codes this method may fail with, beside the gate's own (request.*, session.*, storage.*, internal.*). */
  readonly fails?: readonly ErrorCode[]
}

/** Reads on a connection that SQLite itself keeps read-only; leaves an audit line only where `audit` asks for one. */
export interface QuerySpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'query'
  readonly audit?: string
}

/** Changes the office in one transaction with one audit line. */
export interface CommandSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'command'
  readonly audit: string
  /** The reply is kept nowhere, so that what it shows stands in no second place; the same action sent again is answered anew and recorded again. */
  readonly unkept?: true
  readonly approval?: Approval
}

/** Long work: answers with a job at once; `output` is the shape of the job's result. */
export interface JobSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'job'
  readonly audit: string
  readonly approval?: Approval
  /** Named steps in order, each with its Chinese label for the progress bar. */
  readonly steps: Readonly<Record<string, string>>
}

/** Works at the door of the office, where no database is open yet (set-up, sign-in, practice); keeps its own books. */
export interface DoorSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'door'
  readonly audit: string
}

export type MethodSpec = QuerySpec | CommandSpec | JobSpec | DoorSpec
export type ModuleSpec = Readonly<Record<string, MethodSpec>>

export const query = <I extends z.ZodType, O extends z.ZodType, const S extends Omit<QuerySpec<I, O>, 'kind'>>(
  spec: S & { input: I; output: O }
): S & QuerySpec<I, O> => ({ ...spec, kind: 'query' })

export const command = <I extends z.ZodType, O extends z.ZodType, const S extends Omit<CommandSpec<I, O>, 'kind'>>(
  spec: S & { input: I; output: O }
): S & CommandSpec<I, O> => ({ ...spec, kind: 'command' })

export const job = <I extends z.ZodType, O extends z.ZodType, const S extends Omit<JobSpec<I, O>, 'kind'>>(
  spec: S & { input: I; output: O }
): S & JobSpec<I, O> => ({ ...spec, kind: 'job' })

export const door = <I extends z.ZodType, O extends z.ZodType, const S extends Omit<DoorSpec<I, O>, 'kind'>>(
  spec: S & { input: I; output: O }
): S & DoorSpec<I, O> => ({ ...spec, kind: 'door' })

/** Input as the caller writes it (before defaults) and as the handler receives it. */
export type CallInput<M extends MethodSpec> = z.input<M['input']>
export type HandlerInput<M extends MethodSpec> = z.output<M['input']>
export type Output<M extends MethodSpec> = z.output<M['output']>
