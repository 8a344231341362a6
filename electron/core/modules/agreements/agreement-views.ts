/** Agreements as screens and papers read them, and the one that counts on a day. */
import { z } from 'zod'
import { AgreedLimit, ContactPost, type AgreementRow, type AgreementView } from '@shared/contract/agreements'
import { SlipKind } from '@shared/contract/slips'
import {
  agreementStanding,
  daysBetween,
  holdsOn,
  isDay,
  slipKindLabels,
  type AgreedDeadline,
  type AgreementTerm,
  type Day
} from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { cardFacts, currentLinkOf, formerLinksOf, newestCard, ownCard, partnerById } from '../partners'
import {
  agreementById,
  agreementChanges,
  agreementHolding,
  scansOf,
  type AgreementListed,
  type AgreementStored
} from './queries/agreement-queries'

const Posts = z.array(ContactPost)
const Kinds = z.array(SlipKind)
const Codes = z.array(z.string())
const Limits = z.array(AgreedLimit)

const parsed = <T>(schema: z.ZodType<T>, json: string): T => schema.parse(JSON.parse(json))
/** Days were checked when they were written. */
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(`no day: ${text}`)
  return text
}
const dayOrNull = (text: string | null): Day | null => (text === null ? null : day(text))

export const termOf = (row: AgreementStored): AgreementTerm => ({
  validFrom: day(row.valid_from),
  validTo: dayOrNull(row.valid_to),
  endedOn: dayOrNull(row.ended_on)
})

type Asking = Pick<CallContext, 'today' | 'reference'>

export function rowOf({ today, reference }: Asking, row: AgreementListed): AgreementRow {
  const term = termOf(row)
  const { reminders } = reference.agreementTermsOn(today)
  return {
    ...{ id: row.id, partnerId: row.partner_id, partnerName: row.partner_name, number: row.number },
    ...{ signedOn: row.signed_on, validFrom: term.validFrom, validTo: term.validTo },
    standing: agreementStanding(term, today, reminders),
    daysLeft: term.validTo !== null && holdsOn(term, today) ? daysBetween(today, term.validTo) : null,
    renewed: row.renewed === 1,
    scans: row.scans
  }
}

/** What stands under the agreement is what the two offices seal with today, also where a link took the place of the one it was signed for. */
function keysWith(db: ReadDb, partnerId: string): AgreementView['keys'] {
  const partner = partnerById(db, currentLinkOf(db, partnerId))
  const card = partner?.trust === 'confirmed' && partner.officeId !== null ? newestCard(db, partner.officeId) : undefined
  return { ours: cardFacts(ownCard(db)).digits, theirs: card === undefined ? null : cardFacts(card).digits }
}

const HISTORY = 100

export function viewOf(ctx: Asking & Pick<CallContext, 'rules'> & { readonly db: ReadDb }, row: AgreementListed): AgreementView {
  const former = row.renews === null ? undefined : agreementById(ctx.db, row.renews)
  return {
    ...rowOf(ctx, row),
    ...{ revision: row.revision, partnerCode: row.partner_code, kinds: kindsOf(row), deadlines: deadlinesOf(row) },
    items: itemsOf(row).map((code) => ({ code, label: ctx.rules.items[code]?.label ?? code })),
    ...{ ourPosts: parsed(Posts, row.our_posts), theirPosts: parsed(Posts, row.their_posts), clauses: row.clauses },
    keys: keysWith(ctx.db, row.partner_id),
    renews: former ? { id: former.id, number: former.number } : null,
    ...{ endedOn: row.ended_on, endedWhy: row.ended_why },
    scanFiles: scansOf(ctx.db, row.seq).map(({ id, name, size, added_at: addedAt, added_by: addedBy }) => ({
      ...{ id, name, bytes: size, addedAt, addedBy }
    })),
    history: agreementChanges(ctx.db, row.seq, HISTORY).map(({ at, by, field, before, after }) => ({
      ...{ at, by, before, after },
      label: agreementLabels[field] ?? field
    }))
  }
}

export const agreementLabels: Readonly<Record<string, string>> = {
  number: '协议编号',
  signed_on: '签订日期',
  valid_from: '生效日期',
  valid_to: '有效期至',
  kinds: '单据',
  items: '事项',
  deadlines: '期限',
  our_posts: '本单位岗位',
  their_posts: '对方岗位',
  clauses: '条款',
  renews: '续签',
  ended_on: '终止日期',
  ended_why: '终止原因',
  scan: '扫描件'
}

export const kindsOf = (row: Pick<AgreementStored, 'kinds'>): SlipKind[] => parsed(Kinds, row.kinds)
export const itemsOf = (row: Pick<AgreementStored, 'items'>): string[] => parsed(Codes, row.items)
export const deadlinesOf = (row: Pick<AgreementStored, 'deadlines'>): AgreedDeadline[] => parsed(Limits, row.deadlines)
export const kindWords = (kinds: readonly SlipKind[]): string => kinds.map((kind) => slipKindLabels[kind]).join('、')

/** What holds with a partner on a day, for the limit of a slip and the warning beside it. */
export interface AgreedWith {
  readonly number: string
  readonly kinds: readonly string[]
  readonly items: readonly string[]
  readonly deadlines: readonly AgreedDeadline[]
}

export function agreedWith(db: ReadDb, partnerId: string, on: Day): AgreedWith | undefined {
  // What two offices agreed does not end with a key: it was signed on paper.
  const rows = [partnerId, ...formerLinksOf(db, partnerId)].map((id) => agreementHolding(db, id, on))
  const row = rows.find((held) => held !== undefined)
  return row && { number: row.number, kinds: kindsOf(row), items: itemsOf(row), deadlines: deadlinesOf(row) }
}
