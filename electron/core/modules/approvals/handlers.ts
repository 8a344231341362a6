/** The contract's `approvals` methods: asking, agreeing here or later, refusing, taking back. */
import {
  methods,
  permissions,
  roles,
  type Approval,
  type CommandSpec,
  type Contract,
  type HandlerInput,
  type JobSpec
} from '@shared/contract'
import type { ApprovalView } from '@shared/contract/approvals'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { Actor, AnyAsk, ApprovalQuestion, CommandContext, Handlers, PrepareContext, PreparedCommand } from '../../rpc'
import { activeActors, actorById, accountNames, verifyAccount } from '../accounts'
import { canonical, digestOf, openPart } from './digest'
import { agree, aliveRows, approvalRow, insertRequest, lapse, openRequestsOf, ownRows, refuse, withdraw, type ApprovalRow } from './queries'
import { assertMayDecide, assertMayWithdraw, mayAgree, stateAt } from './rules'

type ApprovalHandlers = Handlers<'approvals'>
type Approvals = Contract['approvals']

const HOUR_MS = 3_600_000
/** Own requests stay in sight for so long. */
const OWN_DAYS = 30
/** Nobody buries the requests of others under his own. */
const MOST_OPEN = 20

/** What a method declares; a request outlives no method of the contract. @throws AppError `approval.unknown` */
function needsOf(row: Pick<ApprovalRow, 'method'>): Approval {
  const spec = methods.get(row.method)
  const needs = spec?.kind === 'command' || spec?.kind === 'job' ? spec.approval : undefined
  if (needs === undefined) throw new AppError('approval.unknown')
  return needs
}

function required(db: ReadDb, id: string): ApprovalRow {
  const row = approvalRow(db, id)
  if (row === undefined) throw new AppError('approval.unknown')
  return row
}

const holdersOf = (permission: string): string =>
  Object.values(roles)
    .filter(({ grants }) => (grants as readonly string[]).includes(permission))
    .map(({ label }) => label)
    .join('、')

interface Ready {
  readonly needs: Approval
  readonly question: ApprovalQuestion
  readonly input: unknown
}

/** Asks as the gate would for the same call. */
async function prepareRequest(
  questions: ReadonlyMap<string, AnyAsk>,
  context: PrepareContext,
  { method, input: raw }: HandlerInput<Approvals['request']>
): Promise<Ready> {
  const spec = methods.get(method)
  const ask = questions.get(method)
  if (!ask || (spec?.kind !== 'command' && spec?.kind !== 'job') || spec.approval === undefined) throw new AppError('approval.not_asked')
  assertGranted(context.actor, spec)
  const parsed = spec.input.safeParse(raw)
  if (!parsed.success) throw new AppError('request.invalid', { summary: '要办的事填得不对' })
  const question = await ask(context, parsed.data as never) // The contract's own shape of this method, just checked.
  if (question === null) throw new AppError('approval.not_asked')
  return { needs: spec.approval, question, input: parsed.data }
}

function assertGranted({ grants }: Pick<Actor, 'grants'>, { needs }: CommandSpec | JobSpec): void {
  if (!grants.has(needs)) throw new AppError('session.forbidden', { permission: permissions[needs], roles: holdersOf(needs) })
}

function request(context: CommandContext, { method, reason }: HandlerInput<Approvals['request']>, { needs, question, input }: Ready) {
  const { db, actor, now, clock, reference, today, newId, note, changed } = context
  lapse(db, now)
  const others = activeActors(db, now).filter((other) => mayAgree(other, needs.permission, actor.accountId))
  if (others.length === 0) throw new AppError('approval.nobody', { permission: permissions[needs.permission] })
  const digest = digestOf(method, input, question, needs)
  const waiting = aliveRows(db, now).find((row) => row.requested_by === actor.accountId && row.digest === digest && row.state === 'open')
  if (waiting) return { id: waiting.id, expiresAt: waiting.expires_at }
  if (openRequestsOf(db, actor.accountId, now) >= MOST_OPEN) throw new AppError('approval.too_many', { most: MOST_OPEN })
  const id = newId()
  const expiresAt = new Date(clock.now() + reference.twoPersonsOn(today).requestHours * HOUR_MS).toISOString()
  insertRequest(db, {
    ...{ id, method, digest, input: canonical(openPart(input, needs)), sentence: question.sentence, reason },
    ...{ requested_by: actor.accountId, requested_at: now, expires_at: expiresAt }
  })
  note({ subject: id, detail: { approval: id, asked: method } })
  changed('approvals')
  return { id, expiresAt }
}

function approve({ db, now, note, changed }: CommandContext, id: string, second: Actor): { id: string } {
  const row = required(db, id)
  assertMayDecide(row, needsOf(row), second, now)
  agree(db, id, second.accountId, now)
  note({ subject: id, detail: { approval: id, asked: row.method, approvedBy: second.name } })
  changed('approvals')
  return { id }
}

function viewer(db: ReadDb, now: string): (row: ApprovalRow) => ApprovalView {
  const names = accountNames(db)
  const nameOf = (id: string): string => names.get(id) ?? ''
  return (row) => ({
    id: row.id,
    method: row.method,
    title: needsOf(row).title,
    sentence: row.sentence,
    reason: row.reason,
    state: stateAt(row, now),
    requestedBy: nameOf(row.requested_by),
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    decidedBy: row.decided_by === null ? null : nameOf(row.decided_by),
    decidedAt: row.decided_at,
    decidedWhy: row.decided_why,
    usedAt: row.used_at,
    resumable: needsOf(row).without === undefined
  })
}

const stillDeclared = (row: ApprovalRow): boolean => {
  const spec = methods.get(row.method)
  return (spec?.kind === 'command' || spec?.kind === 'job') && spec.approval !== undefined
}

const list: ApprovalHandlers['list'] = ({ db, actor, now, clock }) => {
  const view = viewer(db, now)
  const since = new Date(clock.now() - OWN_DAYS * 24 * HOUR_MS).toISOString()
  const forMe = aliveRows(db, now).filter(
    (row) => row.state === 'open' && stillDeclared(row) && mayAgree(actor, needsOf(row).permission, row.requested_by)
  )
  return { forMe: forMe.map(view), mine: ownRows(db, actor.accountId, since).filter(stillDeclared).map(view) }
}

const resume: ApprovalHandlers['resume'] = ({ db, actor, now }, { id }) => {
  const row = required(db, id)
  if (row.requested_by !== actor.accountId) throw new AppError('approval.unknown')
  if (stateAt(row, now) === 'open') throw new AppError('approval.waiting')
  assertMayWithdraw(row, now)
  return { method: row.method, input: JSON.parse(row.input ?? 'null') as unknown }
}

/** @param questions what is asked about each method, as at the gate */
export const createApprovalHandlers = (questions: ReadonlyMap<string, AnyAsk>): ApprovalHandlers => ({
  request: {
    prepare: (context, input) => prepareRequest(questions, context, input),
    run: request
  } satisfies PreparedCommand<Approvals['request'], Ready>,
  approve: (context, { id }) => approve(context, id, context.actor),
  approveHere: {
    prepare: async (context, { id, account, passphrase }) => {
      const row = required(context.db, id)
      // Only who asked can have a colleague agree at his own screen; nobody tries passphrases on others' requests.
      if (row.requested_by !== context.actor.accountId) throw new AppError('approval.unknown')
      const second = await verifyAccount(context, account, passphrase)
      if (!second) throw new AppError('session.wrong_passphrase')
      return second.accountId
    },
    run: (context, { id }, secondId) => {
      const second = actorById(context.db, secondId, context.now)
      if (!second) throw new AppError('session.wrong_passphrase')
      return approve(context, id, second)
    }
  } satisfies PreparedCommand<Approvals['approveHere'], string>,
  refuse: ({ db, actor, now, note, changed }, { id, why }) => {
    const row = required(db, id)
    assertMayDecide(row, needsOf(row), actor, now)
    refuse(db, id, actor.accountId, now, why)
    note({ subject: id, detail: { approval: id, asked: row.method } })
    changed('approvals')
    return { id }
  },
  withdraw: ({ db, actor, now, note, changed }, { id }) => {
    const row = required(db, id)
    if (row.requested_by !== actor.accountId) throw new AppError('approval.unknown')
    assertMayWithdraw(row, now)
    withdraw(db, id)
    note({ subject: id, detail: { approval: id, asked: row.method } })
    changed('approvals')
    return { id }
  },
  list,
  resume
})
