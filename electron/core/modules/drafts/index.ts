/** The door of the drafts module: half-filled forms, each account's own and nobody else's. */
import { AppError } from '@shared/errors'
import type { Handlers } from '../../rpc'
import { dropDraft, findDraft, putDraft } from './queries'

export { countDrafts, handDrafts } from './queries'

const MAX_CHARS = 200_000

export const draftHandlers: Handlers<'drafts'> = {
  get: ({ db, actor }, { form, subject }) => {
    const row = findDraft(db, actor.accountId, form, subject)
    return { draft: row ? { value: JSON.parse(row.value) as unknown, savedAt: row.saved_at } : null }
  },
  save: ({ db, actor, now, note }, { form, subject, value }) => {
    const text = JSON.stringify(value ?? null)
    if (text.length > MAX_CHARS) throw new AppError('drafts.too_large')
    putDraft(db, actor.accountId, form, subject, text, now)
    note({ detail: { form } })
    return { savedAt: now }
  },
  discard: ({ db, actor, note }, { form, subject }) => {
    note({ detail: { form } })
    return { discarded: dropDraft(db, actor.accountId, form, subject) }
  }
}
