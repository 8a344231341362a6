/** The register of partner offices: found by code, name or telephone, written down by hand, every change kept. */
import { z } from 'zod'
import { ContactPost } from '@shared/contract/agreements'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { handWays, partnerWayLabels, partnerWayOf, type PartnerWay } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import { addPaperPartner, correctPaperPartner, formerLinksOf, partnerById, partnersByCode, type PartnerFacts } from '../partners'
import { plainText } from './plain-text'
import {
  addChange,
  changesOf,
  entryOf,
  officeById,
  officesAfter,
  putEntry,
  type EntryRow,
  type ListedOffice
} from './queries/office-queries'

type SaveInput = HandlerInput<Contract['agreements']['saveOffice']>
type Entry = Output<Contract['agreements']['office']>
type Page = Output<Contract['agreements']['offices']>
type Post = Entry['posts'][number]

const Posts = z.array(ContactPost)
const postsOf = (entry: EntryRow | undefined): Post[] => Posts.parse(JSON.parse(entry?.posts ?? '[]'))

/** What somebody wrote down about an office does not end with a key. */
function writtenOf(db: ReadDb, id: string): EntryRow | undefined {
  const links = [id, ...formerLinksOf(db, id)]
  return links.reduce<EntryRow | undefined>((found, link) => found ?? entryOf(db, link), undefined)
}

/** How slips reach a partner now. */
export const partnerWay = (db: ReadDb, partner: Pick<PartnerFacts, 'id' | 'officeId' | 'trust'>): PartnerWay =>
  partnerWayOf(partner.officeId !== null && partner.trust !== 'closed', writtenOf(db, partner.id)?.way ?? null)

export interface MailingFacts {
  readonly address: string
  readonly postcode: string
  /** The first contact post; '' where none is known. */
  readonly post: string
}

/** What stands on an envelope to the partner. */
export function mailingFacts(db: ReadDb, partnerId: string): MailingFacts {
  const entry = writtenOf(db, partnerId)
  return { address: entry?.address ?? '', postcode: entry?.postcode ?? '', post: postsOf(entry)[0]?.post ?? '' }
}

const rowOf = ({ reference }: Pick<QueryContext, 'reference'>, row: ListedOffice): Page['rows'][number] => ({
  id: row.id,
  name: row.name,
  code: row.code,
  place: reference.divisionName(row.code.slice(0, 6)),
  phone: row.phone,
  way: partnerWayOf(row.office_id !== null && row.trust !== 'closed', row.way),
  trust: row.trust,
  waiting: row.waiting
})

const Place = z.tuple([z.string().max(9), z.string().max(36)])

function placeOf(cursor: string | null): { code: string; id: string } {
  if (cursor === null) return { code: '', id: '' }
  const [code = '', id = ''] = cursor.split('|')
  const place = Place.safeParse([code, id])
  if (!place.success || id === '')
    throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
  return { code, id }
}

export function offices(ctx: QueryContext, input: HandlerInput<Contract['agreements']['offices']>): Page {
  const found = officesAfter(ctx.db, { text: input.text.normalize('NFKC'), way: input.way }, placeOf(input.cursor), input.limit + 1)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return { rows: rows.map((row) => rowOf(ctx, row)), next: last === undefined ? null : `${last.code}|${last.id}` }
}

const HISTORY = 100

/** @throws AppError `partners.unknown` */
export function office(ctx: QueryContext, { id }: { readonly id: string }): Entry {
  const row = officeById(ctx.db, id)
  if (!row) throw new AppError('partners.unknown')
  const entry = writtenOf(ctx.db, id)
  return {
    ...rowOf(ctx, row),
    revision: entry?.revision ?? 0,
    handWay: entry?.way ?? 'paper',
    address: entry?.address ?? '',
    postcode: entry?.postcode ?? '',
    note: entry?.note ?? '',
    posts: postsOf(entry),
    history: changesOf(ctx.db, id, HISTORY).map(({ at, by, field, before, after }) => ({
      ...{ at, by, before, after },
      label: labelOf(field)
    }))
  }
}

/** Everything that may be written, in words, so that two states are compared and told field by field. */
type Facts = Readonly<Record<'name' | 'code' | 'phone' | 'way' | 'address' | 'postcode' | 'note' | 'posts', string | null>>

const labels: Readonly<Record<keyof Facts, string>> = {
  name: '单位名称',
  code: '单位代码',
  phone: '电话',
  way: '没有密钥卡时',
  address: '邮寄地址',
  postcode: '邮政编码',
  note: '备注',
  posts: '联系岗位'
}
const fields = ['name', 'code', 'phone', 'way', 'address', 'postcode', 'note', 'posts'] as const
const labelOf = (name: string): string => {
  const field = fields.find((known) => known === name)
  return field === undefined ? name : labels[field]
}

const postWords = (posts: readonly Post[]): string | null =>
  posts.length === 0
    ? null
    : posts.map(({ post, phone, holder }) => [post, holder, phone].filter((word) => word !== '').join(' ')).join('；')

function factsOf(partner: PartnerFacts | undefined, entry: EntryRow | undefined): Facts {
  return {
    ...{ name: partner?.name ?? null, code: partner?.code ?? null, phone: partner?.phone === '' ? null : (partner?.phone ?? null) },
    way: entry === undefined ? null : partnerWayLabels[entry.way],
    ...{ address: entry?.address ?? null, postcode: entry?.postcode ?? null, note: entry?.note ?? null },
    posts: postWords(postsOf(entry))
  }
}

export function saveOffice(ctx: CommandContext, input: SaveInput): { id: string } {
  const { db, now, actor } = ctx
  const before = input.id === null ? undefined : known(db, input.id)
  const written = before && writtenOf(db, before.id)
  if ((written?.revision ?? 0) !== input.revision) throw new AppError('agreements.changed_meanwhile')
  const id = identified(ctx, before, input)
  const posts = input.posts.map(({ post, phone, holder }, at) => ({
    post: plainText(post, `posts.${String(at)}.post`, '岗位') ?? '',
    phone: plainText(phone, `posts.${String(at)}.phone`, '岗位电话') ?? '',
    holder: plainText(holder, `posts.${String(at)}.holder`, '姓名') ?? ''
  }))
  putEntry(db, {
    ...{ partner_id: id, revision: input.revision + 1, way: handWays.find((one) => one === input.way) ?? 'paper' },
    address: plainText(input.address, 'address', labels.address),
    note: plainText(input.note, 'note', labels.note),
    ...{ postcode: input.postcode, posts: JSON.stringify(posts), updated_at: now, updated_by: actor.displayName }
  })
  const [old, fresh] = [factsOf(before, written), factsOf(partnerById(db, id), writtenOf(db, id))]
  const changed = fields.filter((field) => old[field] !== fresh[field])
  for (const field of changed) addChange(db, id, { at: now, by: actor.displayName, field, before: old[field], after: fresh[field] })
  ctx.note({ subject: id, detail: { fields: changed } })
  ctx.changed('partners')
  return { id }
}

function known(db: ReadDb, id: string): PartnerFacts {
  const partner = partnerById(db, id)
  if (!partner) throw new AppError('partners.unknown')
  return partner
}

/** Name, code and telephone: of a new office, or corrected while no card speaks for it. @returns the partner's id */
function identified(ctx: CommandContext, before: PartnerFacts | undefined, { identity }: SaveInput): string {
  if (identity === null) {
    if (!before) throw new AppError('agreements.name_needed')
    return before.id
  }
  const facts = {
    name: plainText(identity.name, 'name', labels.name) ?? '',
    code: identity.code,
    phone: plainText(identity.phone, 'phone', labels.phone) ?? ''
  }
  if (before?.name === facts.name && before.code === facts.code && before.phone === facts.phone) return before.id
  if (before && before.officeId !== null) throw new AppError('agreements.speaks_by_card', { name: before.name })
  if (facts.code === ctx.office.code) throw new AppError('agreements.own_office', { code: facts.code })
  const other = partnersByCode(ctx.db, facts.code).find(({ id }) => id !== before?.id)
  if (other) throw new AppError('agreements.office_known', { code: facts.code, name: other.name })
  if (!before) return addPaperPartner(ctx, facts)
  correctPaperPartner(ctx.db, before.id, facts)
  return before.id
}
