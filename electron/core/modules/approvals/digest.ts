/** What exactly was agreed to, so that nothing else is done under its name. */
import { sha256Hex } from '../../crypto'
import type { Approval } from '@shared/contract'
import type { ApprovalQuestion } from '../../rpc'

/** Members in the order of their names, so that the same input is the same text whoever wrote it. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]))
}

/** JSON of an input, the same for the same input; inputs of methods are objects. */
export const canonical = (input: unknown): string => JSON.stringify(ordered(input))

/** The input without its secret members. */
export function openPart(input: unknown, { without = [] }: Approval): unknown {
  if (without.length === 0 || typeof input !== 'object' || input === null) return input
  return Object.fromEntries(Object.entries(input).filter(([name]) => !without.includes(name)))
}

/** The method, its input as the contract reads it, and the sentence the second person read. */
export const digestOf = (method: string, input: unknown, { sentence }: ApprovalQuestion, needs: Approval): string =>
  sha256Hex(JSON.stringify([method, canonical(openPart(input, needs)), sentence]))
