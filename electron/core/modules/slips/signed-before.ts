// Why: a draft that was signed and sent after the backup was taken comes back as a slip; left beside it, it would be signed and asked a second time. exchange.md §3.6, 5.
import type { LifecycleKind } from '@shared/domain'
import type { WriteDb } from '../../db'
import { isBody, type Body } from './body'
import { openDrafts } from './queries/recover-queries'
import { addEvent, setPerson, setStatus, slipBySeq } from './queries/slip-rows'
import { nextStatus, queueOf } from './rules'

/** What signing puts on a slip, and the head that is written anew with it. */
const GIVEN: ReadonlySet<string> = new Set([
  ...['slip_no', 'issued_on', 'due_on', 'type', 'schema_version', 'policy_profile'],
  ...['sender_org', 'receiver_org', 'contact_post', 'contact_phone']
])

/** What was asked and of whom, however its members are ordered. */
export const saying = (body: Body): string =>
  JSON.stringify(
    Object.keys(body)
      .filter((name) => !GIVEN.has(name))
      .sort()
      .map((name) => [name, body[name]])
  )

/**
 * In the caller's transaction: ends the draft of a slip that came back, and gives the slip the file it was written for. One draft for one slip,
 * so that what was really asked twice stays asked twice.
 */
export function endSignedDraft(
  db: WriteDb,
  slip: number,
  {
    partnerId,
    kind,
    body,
    number,
    now
  }: { readonly partnerId: string; readonly kind: LifecycleKind; readonly body: Body; readonly number: string; readonly now: string }
): void {
  const said = saying(body)
  const draft = openDrafts(db, partnerId, kind).find(({ draft: text }) => {
    const value: unknown = JSON.parse(text)
    return isBody(value) && saying(value) === said
  })
  const found = draft && slipBySeq(db, draft.seq)
  const status = found && nextStatus(found, 'end')
  if (!found || !status) return
  setStatus(db, found.seq, status, queueOf({ ...found, status }))
  addEvent(db, found.seq, {
    ...{ at: now, by: '交换', account: '', action: 'recover', bundle: null },
    ...{ label: '已找回签发过的同一张单，草稿终止', note: number }
  })
  if (found.person_id !== null) setPerson(db, slip, found.person_id)
}
