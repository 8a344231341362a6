// Why: a slip is read in one place and written in another, perhaps on another thread; what goes across is the few columns the ledger keeps of it.
import { keyIn } from '@shared/domain'
import type { SlipLine } from '../container'

export type Body = Readonly<Record<string, unknown>>

export const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** One accepted slip line. Positions instead of names, because a hundred thousand of them are copied from thread to thread. */
export type SlipRow = readonly [
  /** 32 hex digits. */
  id: string,
  rev: number,
  kind: SlipLine['kind'],
  /** 32 hex digits. */
  ref: string | null,
  /** SHA-256 of the line without its line feed, 64 hex digits. */
  digest: string,
  /** The line as received. */
  text: string,
  slipKind: string | null,
  rulePack: string | null,
  slipNo: string | null,
  urgency: string | null,
  purpose: string | null,
  sender: string | null,
  receiver: string | null,
  issuedOn: string | null,
  dueOn: string | null,
  name: string | null,
  sex: string | null,
  birth: string | null,
  idNo: string | null
]

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** @param digest `sha256:…` of the line @param text the line without its line feed */
export function slipRow({ id, rev, kind, ref, body }: SlipLine, digest: string, text: string): SlipRow {
  const { type, policy_profile, slip_no, urgency, purpose_code, sender_org, receiver_org, issued_on, due_on }: Body = body
  const person: Body = keyIn(body)
  return [
    ...([id, rev, kind, ref, digest.slice(digest.indexOf(':') + 1), text] as const),
    ...([textOf(type), textOf(policy_profile), textOf(slip_no), textOf(urgency), textOf(purpose_code)] as const),
    ...([textOf(sender_org), textOf(receiver_org), textOf(issued_on), textOf(due_on)] as const),
    ...([textOf(person.name), textOf(person.sex), textOf(person.birth_date), textOf(person.id_no)] as const)
  ]
}
