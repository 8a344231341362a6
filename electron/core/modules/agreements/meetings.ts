/** 会议纪要: what bordering regions decided together, and what is still open of it. */
import { z } from 'zod'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { Participant } from '@shared/contract/meetings'
import { addCalendarDays, daysBetween, isDay, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import type { CommandContext, Handlers, QueryContext } from '../../rpc'
import { plainText } from './plain-text'
import {
  dropItem,
  insertItem,
  itemById,
  itemsOf,
  meetingById,
  meetingsBefore,
  openItemsUntil,
  putMeeting,
  setItemDone,
  updateItem,
  type ItemRow,
  type MeetingListed
} from './queries/meeting-queries'

type Contracted = Contract['meetings']
type SaveInput = HandlerInput<Contracted['save']>
const Participants = z.array(Participant)

/** @throws AppError `meetings.unknown` */
function known(db: ReadDb, id: string): MeetingListed {
  const row = meetingById(db, id)
  if (!row) throw new AppError('meetings.unknown')
  return row
}

const rowOf = (row: MeetingListed): Output<Contracted['list']>['rows'][number] => ({
  ...{ id: row.id, title: row.title, heldOn: row.held_on, place: row.place, open: row.open },
  offices: Participants.parse(JSON.parse(row.participants)).map(({ office }) => office)
})

const itemView = (row: ItemRow, today: Day): Output<Contracted['get']>['items'][number] => ({
  ...{ id: row.id, text: row.text, office: row.office, dueOn: row.due_on, doneOn: row.done_on, doneBy: row.done_by, result: row.result },
  daysLeft: row.done_on === null && isDay(row.due_on) ? daysBetween(today, row.due_on) : null
})

function list({ db }: QueryContext, { cursor, limit }: HandlerInput<Contracted['list']>): Output<Contracted['list']> {
  const [, day = '9999-12-31', seq = String(Number.MAX_SAFE_INTEGER)] = /^(\d{4}-\d{2}-\d{2})\|(\d{1,15})$/.exec(cursor ?? '') ?? []
  const found = meetingsBefore(db, { day, seq: Number(seq) }, limit + 1)
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows: rows.map(rowOf), next: last === undefined ? null : `${last.held_on}|${String(last.seq)}` }
}

function get({ db, today }: QueryContext, { id }: { readonly id: string }): Output<Contracted['get']> {
  const row = known(db, id)
  return {
    ...rowOf(row),
    ...{ revision: row.revision, participants: Participants.parse(JSON.parse(row.participants)) },
    ...{ topics: row.topics, decisions: row.decisions, updatedAt: row.updated_at, updatedBy: row.updated_by },
    items: itemsOf(db, row.seq).map((item) => itemView(item, today))
  }
}

/** @throws AppError `meetings.bad_day` */
function dayOf(text: string, label: string): Day {
  if (!isDay(text)) throw new AppError('meetings.bad_day', { label, value: text })
  return text
}

function save(ctx: CommandContext, input: SaveInput): { id: string } {
  const { db, now, today, actor } = ctx
  const before = input.id === null ? undefined : known(db, input.id)
  if ((before?.revision ?? 0) !== input.revision) throw new AppError('agreements.changed_meanwhile')
  if (dayOf(input.heldOn, '会议日期') > today) throw new AppError('meetings.bad_day', { label: '会议日期', value: input.heldOn })
  const id = before?.id ?? ctx.newId()
  const participants = input.participants.map(({ office, post }) => ({
    office: plainText(office, 'participants', '参加单位') ?? '',
    post: plainText(post, 'participants', '岗位') ?? ''
  }))
  const seq = putMeeting(db, {
    ...{ id, revision: input.revision + 1, held_on: input.heldOn, updated_at: now, updated_by: actor.displayName },
    title: plainText(input.title, 'title', '会议名称') ?? '',
    place: plainText(input.place, 'place', '地点') ?? '',
    participants: JSON.stringify(participants),
    topics: plainText(input.topics, 'topics', '议题') ?? '',
    decisions: plainText(input.decisions, 'decisions', '议定事项') ?? ''
  })
  saveItems(ctx, db, seq, input)
  ctx.note({ subject: id, detail: { items: input.items.length } })
  ctx.changed('partners')
  return { id }
}

/** New items are added, open ones changed or dropped; what is done stays. */
function saveItems(ctx: CommandContext, db: WriteDb, meeting: number, input: SaveInput): void {
  const standing = new Map(itemsOf(db, meeting).map((item) => [item.id, item]))
  for (const [at, item] of input.items.entries()) {
    const due = dayOf(item.dueOn, '完成期限')
    if (due < input.heldOn) throw new AppError('meetings.bad_day', { label: '完成期限', value: item.dueOn })
    const row = {
      ...{ id: item.id ?? ctx.newId(), meeting, due_on: due },
      text: plainText(item.text, `items.${String(at)}.text`, '事项') ?? '',
      office: plainText(item.office, `items.${String(at)}.office`, '责任单位') ?? ''
    }
    if (item.id === null) insertItem(db, row)
    else if (standing.delete(item.id)) updateItem(db, row)
    else throw new AppError('meetings.unknown')
  }
  for (const { id, done_on: done } of standing.values()) if (done === null) dropItem(db, id)
}

function finish(ctx: CommandContext, { item, on, result }: HandlerInput<Contracted['finish']>): { id: string } {
  const { db, today, actor } = ctx
  const row = itemById(db, item)
  if (!row) throw new AppError('meetings.unknown')
  if (dayOf(on, '完成日期') > today) throw new AppError('meetings.bad_day', { label: '完成日期', value: on })
  if (setItemDone(db, item, on, actor.displayName, plainText(result, 'result', '结果')) === 0) throw new AppError('meetings.item_done')
  ctx.note({ subject: item })
  ctx.changed('partners')
  return { id: item }
}

/** Open items are told from this many days before they are due. */
const AHEAD = 7
const MOST = 50

function due({ db, today }: QueryContext): Output<Contracted['due']> {
  const until = addCalendarDays(today, AHEAD) ?? today
  return {
    rows: openItemsUntil(db, until, MOST).map((row) => ({
      ...{ meetingId: row.meeting_id, title: row.title, text: row.text, office: row.office, dueOn: row.due_on },
      daysLeft: daysBetween(today, dayOf(row.due_on, '完成期限'))
    }))
  }
}

export const meetingHandlers: Handlers<'meetings'> = { list, get, save, finish, due }
