/** Handler types derived from the contract: a missing, an extra or an asynchronous command handler does not compile. */
import type { Contract, HandlerInput, MethodSpec, ModuleName } from '@shared/contract'
import type { z } from 'zod'
import type { CommandContext, JobContext, PrepareContext, QueryContext } from './context'

type Result<M extends MethodSpec> = z.input<M['output']>
/** Refuses promises: an `await` inside a transaction would let another command slip in. */
type Sync<T> = T extends PromiseLike<unknown> ? never : T

export type QueryHandler<M extends MethodSpec> = (context: QueryContext, input: HandlerInput<M>) => Result<M> | Promise<Result<M>>
export type CommandHandler<M extends MethodSpec> = (context: CommandContext, input: HandlerInput<M>) => Sync<Result<M>>

/** A command with slow preparation (hashing a passphrase, reading a file) before its transaction; write `{…} satisfies PreparedCommand<Spec, Prepared>`. */
export interface PreparedCommand<M extends MethodSpec, P> {
  prepare(context: PrepareContext, input: HandlerInput<M>): Promise<P>
  run(context: CommandContext, input: HandlerInput<M>, prepared: P): Sync<Result<M>>
}

export type JobHandler<M extends MethodSpec> = (context: JobContext, input: HandlerInput<M>) => Promise<Result<M>>

type HandlerOf<M extends MethodSpec> = M['kind'] extends 'query'
  ? QueryHandler<M>
  : M['kind'] extends 'command'
    ? CommandHandler<M> | PreparedCommand<M, unknown>
    : M['kind'] extends 'job'
      ? JobHandler<M>
      : never

type WithoutDoors<T> = { [F in keyof T as T[F] extends { kind: 'door' } ? never : F]: T[F] }

/** All handlers of one module; door methods are answered by the house. */
export type Handlers<M extends ModuleName> = {
  readonly [F in keyof WithoutDoors<Contract[M]>]: Contract[M][F] extends MethodSpec ? HandlerOf<Contract[M][F]> : never
}

export type AllHandlers = { readonly [M in Exclude<ModuleName, 'session' | 'practice' | 'reference'>]: Handlers<M> }

/** The same table as the dispatcher walks it, after the compiler has checked it. */
export type AnyHandler =
  | ((context: never, input: never) => unknown)
  | {
      prepare(context: PrepareContext, input: never): Promise<unknown>
      run(context: CommandContext, input: never, value: unknown): unknown
    }
