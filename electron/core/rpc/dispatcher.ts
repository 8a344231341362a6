/** The one gate: validates, authorises, opens the transaction, runs the handler, leaves the audit line, commits. */
import {
  grantsOf,
  methods,
  permissions,
  roles,
  WireRequest,
  type CommandSpec,
  type JobSpec,
  type MethodSpec,
  type Permission,
  type QuerySpec,
  type WireReply
} from '@shared/contract'
import { AppError, catalogue, type WireError } from '@shared/errors'
import { type Clock, chinaDay, instant, type Log } from '../platform'
import { withSanction } from './approval'
import { secondWord, type ApprovalParts } from './approval-gate'
import type { AppendAudit } from './audit-line'
import { callContext } from './call-context'
import { actingActor, renewSession, withPrincipal } from './deputy'
import type { Actor, AuditNote, CommandContext, QueryContext, Topic } from './context'
import { invalidInput, newReference, refusalOf } from './error-mapping'
import type { AnyHandler } from './handlers'
import type { StartJob } from './job-start'
import type { LookLog } from './look-log'
import type { Caller, OpenOffice, Session } from './open-office'
import { actionKey, keepReply, storedReply, type ActionKey } from './stored-replies'

export type Door = (caller: Caller, input: never) => Promise<unknown>

export interface GateParts extends ApprovalParts {
  readonly handlers: ReadonlyMap<string, AnyHandler>
  readonly doors: ReadonlyMap<string, Door>
  readonly startJob: StartJob
  readonly append: AppendAudit
  readonly looks: LookLog
  readonly appVersion: string
  readonly clock: Clock
  readonly log: Log
  /** The account as it stands when a session reaches another day; undefined when it was ended. */
  readonly onNewDay: (office: OpenOffice, accountId: string) => Actor | undefined
  /** Tells every screen of the office which registers changed. */
  readonly announce: (office: OpenOffice, topics: readonly Topic[]) => void
  /** Also checks what handlers return; for tests. */
  readonly checkOutputs: boolean
}

export type Dispatch = (caller: Caller, request: unknown) => Promise<WireReply>

/** @returns the function through which every call of every carrier passes */
export function createDispatcher(parts: GateParts): Dispatch {
  return async (caller, raw) => {
    const envelope = WireRequest.safeParse(raw)
    if (!envelope.success) return refused(idOf(raw), { code: 'request.invalid', params: { summary: '请求格式不对' }, ref: newReference() })
    const { id, method } = envelope.data
    try {
      return { id, ok: true, value: await answer(parts, caller, envelope.data) }
    } catch (error) {
      return refused(id, refusalOf(error, parts.log, methods.has(method) ? method : 'unknown'))
    }
  }
}

const refused = (id: string, error: WireError): WireReply => ({ id, ok: false, error })
const idOf = (raw: unknown): string =>
  typeof raw === 'object' && raw !== null && 'id' in raw && typeof raw.id === 'string' ? raw.id.slice(0, 64) : '?'

async function answer(parts: GateParts, caller: Caller, request: WireRequest): Promise<unknown> {
  const { method, input: raw, key, approval } = request
  const spec = methods.get(method)
  if (!spec) throw new AppError('request.unknown_method', { method: method.slice(0, 80) })
  if (spec.kind !== 'door' && spec.needs !== 'public') authorise(parts, caller, method, spec)
  const parsed = spec.input.safeParse(raw)
  if (!parsed.success) throw invalidInput(parsed.error)
  const door = parts.doors.get(method)
  if (door) return checked(parts, spec, await door(caller, parsed.data as never))
  const handler = parts.handlers.get(method)
  if (!handler) throw new AppError('request.unknown_method', { method })
  const { session } = caller
  if (!session) throw new AppError('session.none')
  const unkept = spec.kind === 'command' && spec.unkept === true
  const action = key === undefined || unkept ? null : actionKey(key, session.actor.accountId, method, raw)
  const call: Call = { parts, caller, session, method, input: parsed.data, handler, approval }
  if (spec.kind === 'query') return checked(parts, spec, await runQuery(call, spec))
  if (spec.kind === 'job') return audited(call, spec, () => runJob(call, spec, action))
  if (spec.kind === 'command') return checked(parts, spec, await audited(call, spec, () => runCommand(call, spec, action)))
  throw new AppError('request.unknown_method', { method })
}

interface Call {
  readonly parts: GateParts
  readonly caller: Caller
  readonly session: Session
  readonly method: string
  readonly input: unknown
  readonly handler: AnyHandler
  readonly approval: string | undefined
}

/** @throws AppError `session.none` without or after an idle session, `session.forbidden` when no role grants it; the attempt is recorded */
function authorise(parts: GateParts, caller: Caller, method: string, spec: MethodSpec): void {
  const { session } = caller
  const now = parts.clock.now()
  // A clock that went backwards must not keep a screen open for ever.
  if (session && Math.abs(now - session.seenAt) > session.office.idleMinutes() * 60_000) {
    caller.session = null
    caller.push({ event: 'session.changed', value: { signedIn: false, reason: 'idle' } })
  }
  if (caller.session) renewOnNewDay(parts, caller, caller.session)
  if (!caller.session) throw new AppError('session.none')
  caller.session.seenAt = now
  if (caller.session.actor.grants.has(spec.needs)) return
  const refusal = forbidden(caller.session.actor, spec.needs)
  record(parts, caller.session, { method, needs: spec.needs, event: spec.audit ?? method }, 'refused', { detail: { code: refusal.code } })
  throw refusal
}

/** What somebody may do in another's place begins and ends at midnight, also for who is signed in. */
function renewOnNewDay(parts: GateParts, caller: Caller, session: Session): void {
  const day = chinaDay(parts.clock)
  if (session.day === day) return
  session.day = day
  renewSession(caller, parts.onNewDay(session.office, session.actor.accountId))
}

/** Says who can: another post, or the county where the account covers only a part of it. */
function forbidden({ roles: held, unit }: Session['actor'], needs: MethodSpec['needs']): AppError {
  const permission = permissions[needs]
  if (grantsOf(held).has(needs)) return new AppError('session.county_only', { permission, unit: unit ?? '' })
  const holders = Object.values(roles).filter((role) => (role.grants as readonly string[]).includes(needs))
  return new AppError('session.forbidden', { permission, roles: holders.map((role) => role.label).join('、') })
}

async function runQuery({ parts, caller, session, method, input, handler }: Call, spec: QuerySpec): Promise<unknown> {
  const notes: AuditNote[] = []
  const context: QueryContext = {
    ...callContext(parts, caller, session, actingActor(session.actor, spec.needs)),
    db: session.office.read.db,
    note: (note) => void notes.push(note)
  }
  const event = spec.audit
  const line = { at: context.now, account: session.actor.name, method }
  const { actor } = context
  const told = (note: AuditNote): AuditNote => withPrincipal(note, actor, spec.needs)
  let value: unknown
  try {
    value = await (handler as (context: QueryContext, input: unknown) => unknown)(context, input)
  } catch (error) {
    // Looking where one may not is an attempt, also when the module and not the permission refuses it.
    if (error instanceof AppError && catalogue[error.code].category === 'forbidden')
      parts.looks.add(session.office, { ...line, event: event ?? method, outcome: 'refused', ...told({ detail: { code: error.code } }) })
    throw error
  }
  if (event !== undefined) for (const note of notes) parts.looks.add(session.office, { ...line, event, outcome: 'done', ...told(note) })
  if (spec.leaves) parts.looks.flush(session.office)
  return value
}

async function runCommand(call: Call, spec: CommandSpec, action: ActionKey | null): Promise<unknown> {
  const { parts, caller, session, method, input, handler } = call
  const { write, read } = session.office
  const earlier = action && storedReply(read.db, action)
  if (earlier) return earlier.value
  const base = callContext(parts, caller, session, actingActor(session.actor, spec.needs))
  const sanctioned = await secondWord(parts, { ...base, db: read.db }, { ...call, spec })
  const two = typeof handler === 'function' ? null : handler
  const ready = two ? await two.prepare({ ...base, db: read.db }, input as never) : undefined
  const topics = new Set<Topic>()
  let note: AuditNote = {}
  const context: CommandContext = {
    ...base,
    db: write.db,
    note: (added) => void (note = added),
    changed: (...which) => which.forEach((topic) => topics.add(topic))
  }
  const value = parts.looks.transaction(session.office, () => {
    const again = action && storedReply(write.db, action)
    if (again) return again.value
    const sanction = sanctioned?.(write.db) ?? null
    const result: unknown = two
      ? two.run(context, input as never, ready)
      : (handler as (context: CommandContext, input: unknown) => unknown)(context, input)
    const line = { at: base.now, account: session.actor.name, method, event: spec.audit, outcome: 'done' as const }
    parts.append(write.db, { ...line, ...withSanction(withPrincipal(note, base.actor, spec.needs), sanction) })
    if (action) keepReply(write.db, action, result, base.now)
    return result
  })
  if (topics.size > 0) parts.announce(session.office, [...topics])
  return value
}

async function runJob(call: Call, spec: JobSpec, action: ActionKey | null): Promise<unknown> {
  const { parts, caller, session, method, input, handler } = call
  const base = callContext(parts, caller, session, actingActor(session.actor, spec.needs))
  const sanction = await secondWord(parts, { ...base, db: session.office.read.db }, { ...call, spec })
  return parts.startJob({ office: session.office, base, method, spec, input, action, sanction, handler: handler as never })
}

/** Refusals and failures of acts leave their own line, in a transaction of its own because theirs was rolled back. */
async function audited<T>(call: Call, spec: CommandSpec | JobSpec, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal.unexpected'
    const act = { method: call.method, needs: spec.needs, event: spec.audit }
    record(call.parts, call.session, act, error instanceof AppError ? 'refused' : 'failed', { detail: { code } })
    throw error
  }
}

function record(
  parts: GateParts,
  session: Session,
  { method, needs, event }: { readonly method: string; readonly needs: Permission; readonly event: string },
  outcome: 'done' | 'refused' | 'failed',
  note: AuditNote
): void {
  const { write } = session.office
  const line = { at: instant(parts.clock), account: session.actor.name, method, event, outcome }
  try {
    write.transaction(() => parts.append(write.db, { ...line, ...withPrincipal(note, session.actor, needs) }))
  } catch (error) {
    // A full disk must not turn a clear refusal into an obscure one; the log still says that the line is missing.
    refusalOf(error, parts.log, `audit:${method}`)
  }
}

function checked(parts: GateParts, spec: MethodSpec, value: unknown): unknown {
  if (parts.checkOutputs) spec.output.parse(value)
  return value
}
