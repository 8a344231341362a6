// Why: a slip of ours under a key that was lost may be a thief's; it never goes on unseen, and is never lost either: a person signs it anew or throws it away.
import { checkSlipBody, keyIn, lifecycleKinds } from '@shared/domain'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { personForSlip } from '../persons'
import { isBody, type Body } from './body'
import { hasOwnRecord, isDeleted, openDrafts } from './queries/recover-queries'
import { addEvent, insertSlip } from './queries/slip-rows'
import { ownLine, type OwnLine } from './recover'
import { bytesOfId, dashed, isReply, queueOf } from './rules'
import { saying } from './signed-before'

type Doubting = Pick<CallContext, 'now' | 'newId' | 'rules' | 'reference'>

const LABEL = '取回：原用丢失的密钥签发，真假未定，请核对后重新签发或作废'

/**
 * In the caller's transaction: questions and notices that this database does not know become drafts, unless one that says the same stands here
 * already. Answers are not taken: their question is open here, or was answered.
 * @returns how many drafts were made
 */
export function draftDoubtful(db: WriteDb, context: Doubting, partnerId: string, lines: Iterable<string>): number {
  let made = 0
  for (const line of lines) {
    const own = ownLine(line)
    if (own === null || (own.kind !== 'request' && own.kind !== 'notice')) continue
    if (hasOwnRecord(db, bytesOfId(own.id), own.rev) || isDeleted(db, dashed(own.id))) continue
    if (draftOne(db, context, partnerId, own)) made += 1
  }
  return made
}

function draftOne(db: WriteDb, { now, newId, rules, reference }: Doubting, partnerId: string, { body }: OwnLine): boolean {
  const kind = lifecycleKinds.find((each) => each === body.type)
  const pack = reference.rulePack(typeof body.policy_profile === 'string' ? body.policy_profile : '') ?? rules
  if (kind === undefined || kind === 'BZ' || isReply(kind) || !checkSlipBody(pack, kind, body).ok) return false
  const said = saying(body)
  const isHere = openDrafts(db, partnerId, kind).some(({ draft }) => {
    const value: unknown = JSON.parse(draft)
    return isBody(value) && saying(value) === said
  })
  if (isHere) return false
  const { slip_no: number, issued_on: _issued, due_on: _due, ...rest } = body
  const id = dashed(newId())
  const standing = { direction: 'out', kind, status: 'draft' } as const
  const about = personOf(db, body)
  const seq = insertSlip(db, {
    ...{ id, recordId: bytesOfId(id), rev: 1, ...standing, queue: queueOf(standing), partnerId, ...about },
    ...{ urgency: typeof body.urgency === 'string' ? body.urgency : null, at: now, by: null, ref: null, answerTo: null, rulePack: pack.id },
    draft: JSON.stringify(rest)
  })
  const event = { at: now, by: '交换', account: '', action: 'doubt', label: LABEL, bundle: null }
  addEvent(db, seq, { ...event, note: typeof number === 'string' ? number : null })
  return true
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The file it was written for, where it is here; otherwise only what the slip says. */
function personOf(db: WriteDb, body: Body) {
  const ref = textOf(body.subject_ref) ?? ''
  const personId = /^[0-9a-f]{32}$/.test(ref) && personForSlip(db, dashed(ref)) ? dashed(ref) : null
  const person: Body = keyIn(body)
  const name = textOf(person.name)
  const subject =
    name === null ? null : { name, sex: textOf(person.sex) ?? '9', birth: textOf(person.birth_date) ?? '', idNo: textOf(person.id_no) }
  return { personId, subject }
}
