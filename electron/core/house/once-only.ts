/** What gives out numbers or bundles waits until it is known that no other PC gives out the same. */
import type { CallContext, CommandContext, PrepareContext } from '../rpc'
import type { CopiedFolder } from './copied-folder'

type Command<I, R, P> =
  | ((context: CommandContext, input: I) => R)
  | {
      prepare(context: PrepareContext, input: I): Promise<P>
      run(context: CommandContext, input: I, prepared: P): R
    }

/** Practice offices are made up in each folder anew. */
const assertFree = (folder: CopiedFolder, { office }: CallContext): void => {
  if (!office.practice) folder.assertMayIssue()
}

export const onceOnly = (folder: CopiedFolder) => ({
  command: <I, R, P>(act: Command<I, R, P>): Command<I, R, P> =>
    typeof act === 'function'
      ? (context, input) => {
          assertFree(folder, context)
          return act(context, input)
        }
      : {
          prepare: (context, input) => {
            assertFree(folder, context)
            return act.prepare(context, input)
          },
          run: (context, input, prepared) => act.run(context, input, prepared)
        },
  job:
    <C extends CallContext, I, R>(act: (context: C, input: I) => R) =>
    (context: C, input: I): R => {
      assertFree(folder, context)
      return act(context, input)
    }
})
