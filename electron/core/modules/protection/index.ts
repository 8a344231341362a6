/** The door of the assessment of impact and the yearly review (PV-13): what the program knows of its own use, in counts. */
import { roleNames, type Role } from '@shared/contract'
import { keptRecords } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { Handlers, QueryContext } from '../../rpc'
import { activeActors, readSettings } from '../accounts'
import { ruleWords } from '../retention'
import {
  backupCounts,
  eventCounts,
  fileCounts,
  firstLine,
  partnerCounts,
  purgesIn,
  quarantineCount,
  requestCounts,
  restoreCount,
  type Span
} from './queries'

const DAY_MS = 86_400_000
/** @throws AppError `request.invalid` for days that go backwards */
function spanOf(from: string, to: string): Span {
  if (to < from) throw new AppError('request.invalid', { summary: '日期前后颠倒' }, { fields: { to: '不早于开始的那天' } })
  const at = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)
  return { from: new Date(at(from)).toISOString(), before: new Date(at(to) + DAY_MS).toISOString() }
}

type Posts = { role: Role; accounts: number }[]

export const protectionHandlers: Handlers<'protection'> = {
  facts(ctx, { from, to }) {
    const { db, today, note } = ctx
    const span = spanOf(from, to)
    const held = activeActors(db).flatMap(({ roles }) => roles)
    const posts: Posts = roleNames.map((role) => ({ role, accounts: held.filter((one) => one === role).length }))
    const since = firstLine(db)
    note({ detail: { from, to } })
    return {
      ...{ from, to, posts: posts.filter(({ accounts }) => accounts > 0), idleMinutes: readSettings(db).idleMinutes },
      ...{ files: fileCounts(db), partners: partnerCounts(db), rules: rulesOf(ctx), purges: purgesIn(db, span) },
      ...{ acts: eventCounts(db, span), requests: requestCounts(db, from, to, today), backups: backupCounts(db, span) },
      ...{ restores: restoreCount(db, span), quarantined: quarantineCount(db, span) },
      logBegins: since !== null && since > span.from ? since : null
    }
  }
}

const rulesOf = (ctx: QueryContext) =>
  keptRecords.flatMap((record) => {
    const rule = ruleWords(ctx, record)
    return rule === null ? [] : [rule]
  })
