/** What the contract asks of module slips, one short line each. */
import { z } from 'zod'
import type { Handlers, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { seatOf } from '../organisation'
import { knownPerson, membersOfGroup } from '../persons'
import { slipPresetHandlers } from '../presets'
import { adopt } from './adopt'
import { moveAfterMerge, writtenAfterMerge } from './after-merge'
import { answer, candidates, pair, pairSure } from './answer'
import { assign, colleagues, note, proposeUnits, takeBack, undoAssign } from './assign'
import { undoBatch } from './batch'
import { mail, paper, toMail } from './by-paper'
import { findSheet, makeSheet, sheet, sheets } from './check-sheets'
import { takeRequest } from './asked-on-paper'
import { compose, offers } from './compose'
import { correct, correctForm } from './corrections'
import { takeAnswer } from './heard-answer'
import { takeReturn } from './heard-return'
import { leftBehind, sendAnew } from './left-behind'
import {
  everySlip,
  NOBODY,
  slipCount,
  slipPage,
  type ListFilter,
  type ListQuestion,
  type Me,
  type QueueName,
  type SlipPosition
} from './queries/slip-list'
import type { IndicatorSlips } from './queries/indicator-slips'
import { receiveLimits } from './receive-limits'
import { refuse, resend, returnForm } from './returned'
import { openSealed } from './sealed-part'
import { rowViewer } from './row-view'
import { close, discard, recheck, release, sendBack, sign, submit, withdraw } from './sign'
import { takeWithdrawal } from './taken-back'
import { preview, viewOf } from './view'

const Position = z.strictObject({ seq: z.int(), due: z.string().max(10) })

/** @returns null for a cursor of another make: the list then starts anew */
function positionOf(cursor: string | null): SlipPosition | null {
  if (cursor === null) return null
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    return null
  }
}

const cursorOf = ({ seq, due }: SlipPosition): string => Buffer.from(JSON.stringify({ seq, due })).toString('base64url')

/** Whoever stands in for somebody has that one's slips for his own. */
const meOf = ({ db, actor }: QueryContext): Me => ({
  accounts: [actor, ...actor.principals].map(({ accountId }) => accountId),
  unit: seatOf(db, actor.accountId)?.id ?? null
})

const filesOf = (db: ReadDb, id: string): string[] => membersOfGroup(db, knownPerson(db, id).seq).map((file) => file.id)

type Asked = Omit<ListFilter, 'indicator'> & { readonly indicator: Omit<IndicatorSlips, 'limits'> | null }
const RECEIVED: readonly string[] = ['receive', 'receive_lenient']

function questionOf(context: QueryContext, { indicator: asked, ...filter }: Asked): ListQuestion {
  const indicator = asked && { ...asked, limits: RECEIVED.includes(asked.id) ? receiveLimits(context, asked.from, asked.to) : [] }
  return questionWith(context, { ...filter, indicator })
}

const questionWith = (context: QueryContext, filter: ListFilter): ListQuestion => ({
  ...{ filter, scope: context.actor.scope, today: context.today },
  keeper: context.actor.grants.has('sealing.keep'),
  me: filter.hand === 'mine' ? meOf(context) : NOBODY,
  files: filter.personId === null ? [] : filesOf(context.db, filter.personId)
})

/** How many slips one side of an indicator counts: the length of the list it opens. */
export const indicatorCount = (context: QueryContext, indicator: IndicatorSlips): number =>
  slipCount(context.db, questionWith(context, { ...everySlip, indicator }))

/** From here on a list of persons is recorded (PV-4). */
const RECORDED_ABOVE = 20

const page = (context: QueryContext, filter: Asked, sort: 'due' | 'newest', cursor: string | null, limit: number) => {
  const { db } = context
  const found = slipPage(db, questionOf(context, filter), sort, positionOf(cursor), limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (rows.length > RECORDED_ABOVE) context.note({ detail: { rows: rows.length } })
  return {
    rows: rowViewer(context)(rows),
    next: found.length > limit && last ? cursorOf({ seq: last.seq, due: last.sort_due }) : null
  }
}

export const slipHandlers: Handlers<'slips'> = {
  search: (context, { filter, sort, cursor, limit }) => page(context, filter, sort, cursor, limit),
  count: (context, { filter }) => ({ count: slipCount(context.db, questionOf(context, filter)) }),
  home(context, { filter, limit }) {
    const { db } = context
    const view = rowViewer(context)
    const queueList = (queue: QueueName) => {
      const asked = questionOf(context, { ...filter, queue })
      return { count: slipCount(db, asked), rows: view(slipPage(db, asked, 'due', null, limit)) }
    }
    return { today: queueList('today'), mine: queueList('mine'), partner: queueList('partner') }
  },
  get(context, { id }) {
    const view = viewOf(context, { id })
    context.note({ subject: id })
    return view
  },
  offers,
  compose,
  preview,
  openSealed,
  submit,
  sign,
  sendBack,
  discard,
  withdraw,
  writtenAfterMerge,
  moveAfterMerge,
  candidates,
  pair,
  pairSure,
  answer,
  returnForm,
  refuse,
  resend,
  correctForm,
  correct,
  release,
  adopt,
  recheck,
  toMail,
  paper,
  mail,
  takeAnswer,
  takeReturn,
  takeRequest,
  takeWithdrawal,
  leftBehind,
  sendAnew,
  sheets,
  makeSheet,
  sheet,
  sheetPaper: sheet,
  findSheet,
  colleagues,
  proposeUnits,
  assign,
  takeBack,
  undoAssign,
  undoBatch,
  presets: slipPresetHandlers.list,
  savePreset: slipPresetHandlers.save,
  removePreset: slipPresetHandlers.remove,
  restorePreset: slipPresetHandlers.restore,
  note,
  close
}
