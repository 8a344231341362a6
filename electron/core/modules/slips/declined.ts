// Why: who declined an item is not asked for it again, whatever the other side asks after it.
import type { CommandContext, QueryContext } from '../../rpc'
import { isBody, type Body } from './body'
import { correctedBody } from './corrections'
import { answersOf, type SlipStored } from './queries/slip-rows'

const itemsOf = (body: Body): Body[] => (Array.isArray(body.items) ? body.items.filter(isBody) : [])

/** @returns the items that the person declined in an answer that was signed: until then it is the verifier's own word */
export function declinedItems(context: QueryContext | CommandContext, slip: SlipStored): string[] {
  const signed = answersOf(context.db, slip.seq).filter(({ kind, direction, draft, content }) => {
    return kind === 'FK' && direction === 'out' && draft === null && content !== null
  })
  const declined = signed.flatMap((reply) => itemsOf(correctedBody(context, reply)).filter(({ status }) => status === 'declined'))
  return [...new Set(declined.flatMap(({ code }) => (typeof code === 'string' ? [code] : [])))]
}
