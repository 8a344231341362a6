// Why: what the others ask is worked on in the township where the person lives; who has a slip, since when and until when, stands in its history.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { deadlineFrom, isDivisionCode, keyIn, scopeCovers } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { Actor, CommandContext, QueryContext } from '../../rpc'
import { activeActors } from '../accounts'
import { seatOf, unitOfPlace, workplace, type Workplace } from '../organisation'
import { closeUndone, standingSlipAct, startAct, survivorOf } from '../persons'
import { bodyOf, knownSlip } from './compose'
import { assignmentOf, beforeAct, dropAssignment, noteBefore, putAssignment, type Before } from './queries/assignments'
import { isHiddenSlip } from './queries/slip-list'
import { addEvent, setStatus, slipBySeq, type SlipStored } from './queries/slip-rows'
import { notAllowed, queueOf } from './rules'
import { act } from './sign'

const VERIFY = 'slips.verify'

/** Whoever sits at a township gives back to the county what it was given. */
export const takeBackLabel = ({ scope }: Pick<Actor, 'scope'>): string => (scope === null ? '收回' : '退回县里')

const mayWork = ({ grants, scope }: Actor, area: string | null): boolean =>
  grants.has(VERIFY) && (scope === null || (area !== null && scopeCovers(scope, [area])))

export function colleagues({ db, now, actor }: QueryContext): Output<SpecOf<'slips.colleagues'>> {
  const within = (other: Actor): boolean => actor.scope === null || (other.scope !== null && scopeCovers(actor.scope, [other.scope]))
  const rows = activeActors(db, now).filter((other) => other.own.has(VERIFY) && within(other))
  return { rows: rows.map(({ accountId: id, displayName, unit }) => ({ id, displayName, unit })) }
}

/** The unit one level below whoever gives the slip out. */
function proposed(context: QueryContext, slip: SlipStored): Workplace | null {
  const { db, actor, office } = context
  const level = actor.scope === null ? 'township' : 'village'
  const county = office.code.slice(0, 6)
  if (!isDivisionCode(county)) return null
  for (const code of placesOf(context, slip)) {
    const unit = typeof code === 'string' ? unitOfPlace(db, code, level, county) : null
    if (unit !== null && scopeCovers(actor.scope, [unit.area])) return unit
  }
  return null
}

/** Where the person lives and is registered: by the file, before pairing by the slip. */
function placesOf(context: QueryContext, slip: SlipStored): readonly unknown[] {
  if (slip.person_id === null) {
    const key = keyIn(bodyOf(context, slip))
    return [key.residence_code, key.hukou_code]
  }
  const person = survivorOf(context.db, slip.person_id)
  return [person.stay_code, person.hukou_code]
}

export function proposeUnits(context: QueryContext, { ids }: { readonly ids: readonly string[] }): Output<SpecOf<'slips.proposeUnits'>> {
  const parts = new Map<string, { unit: string; name: string; ids: string[] }>()
  const left: string[] = []
  for (const id of new Set(ids)) {
    const unit = proposed(context, knownSlip(context, id))
    if (unit === null) left.push(id)
    else {
      const part = parts.get(unit.id) ?? { unit: unit.id, name: unit.name, ids: [] }
      part.ids.push(id)
      parts.set(unit.id, part)
    }
  }
  return { parts: [...parts.values()].sort((a, b) => b.ids.length - a.ids.length), left, comesBack: comesBack(context) }
}

/** DL-1: a township has a clock of its own, which starts when it is given the slip. */
function comesBack({ rules, today, office, reference }: QueryContext): Output<SpecOf<'slips.proposeUnits'>>['comesBack'] {
  const county = office.code.slice(0, 6)
  const query = { task: 'slip.answer', kind: 'XC', scope: 'intra_county', ...(isDivisionCode(county) && { region: county }) } as const
  const due = deadlineFrom(rules, query, today, reference.calendar)
  return due === null ? null : { on: due.dueOn, rule: due.rule.label }
}

type AssignInput = HandlerInput<SpecOf<'slips.assign'>>

interface Receiver {
  readonly unit: Workplace | null
  readonly account: string | null
  /** As the history names it. */
  readonly words: string
}

/** A colleague who sits at a township has the slip there. */
function receiverOf(context: CommandContext, { unit: unitId, account }: AssignInput['parts'][number]): Receiver {
  const { db, now, actor } = context
  if (unitId === null && account === null) throw new AppError('slips.nobody_chosen')
  const colleague = account === null ? undefined : activeActors(db, now).find((one) => one.accountId === account)
  const seated = unitId ?? (account === null ? null : (seatOf(db, account)?.id ?? null))
  const unit = seated === null ? null : workplace(db, seated)
  if (!scopeCovers(actor.scope, [unit?.area ?? context.office.code.slice(0, 6)])) throw new AppError('persons.out_of_scope')
  if (account !== null && (colleague === undefined || !mayWork(colleague, unit?.area ?? null)))
    throw new AppError('slips.colleague_cannot', { name: colleague?.displayName ?? '' })
  const words = [unit?.name, colleague?.displayName].filter((name) => name !== undefined).join(' · ')
  return { unit, account, words }
}

export function assign(context: CommandContext, { parts, dueOn, note: said }: AssignInput): { act: string; ids: string[] } {
  const { db, now, actor, today } = context
  if (dueOn !== null && dueOn < today) throw new AppError('slips.day_past')
  const receivers = parts.map((part) => ({ part, receiver: receiverOf(context, part) }))
  const started = startAct(context, 'assign', [...new Set(receivers.map(({ receiver }) => receiver.words))].join('、'))
  const done = new Set<string>()
  for (const { part, receiver } of receivers)
    for (const id of part.ids) {
      if (done.has(id)) continue
      done.add(id)
      const slip = knownSlip(context, id)
      const held = assignmentOf(db, slip.seq)
      const words = [receiver.words, dueOn === null ? null : `${dueOn} 前办回`, said].filter((word) => word !== null).join('，')
      const event = { action: 'assign', label: held === undefined ? '分派' : '转交', note: words }
      const after = act(context, slip, ['assign'], event)
      const { unit, account } = receiver
      noteBefore(db, started.seq, { slip: slip.seq, status: slip.status, held, gave: 1, status_after: after })
      putAssignment(db, {
        ...{ slip: slip.seq, unit: unit?.id ?? null, code: unit?.area ?? null, account, due_on: dueOn },
        ...{ at: now, by: actor.displayName, act: started.seq }
      })
    }
  return told(context, started.id, done)
}

function told(context: CommandContext, id: string, done: ReadonlySet<string>): { act: string; ids: string[] } {
  context.note({ subject: id, detail: { count: done.size } })
  context.changed('slips')
  return { act: id, ids: [...done] }
}

interface TakeBackInput {
  readonly ids: readonly string[]
  readonly note: string | null
}
export function takeBack(context: CommandContext, { ids, note: said }: TakeBackInput): { act: string; ids: string[] } {
  const { db, actor } = context
  const label = takeBackLabel(actor)
  const started = startAct(context, 'assign', label)
  const done = new Set(ids)
  for (const id of done) {
    const slip = knownSlip(context, id)
    const held = assignmentOf(db, slip.seq)
    if (held === undefined) throw notAllowed(slip, label)
    const after = act(context, slip, ['take_back'], { action: 'takeBack', label, note: said })
    noteBefore(db, started.seq, { slip: slip.seq, status: slip.status, held, gave: 0, status_after: after })
    dropAssignment(db, slip.seq)
  }
  return told(context, started.id, done)
}

/** Whether the slip still stands as the act left it. */
function isUntouched({ db, actor }: CommandContext, number: number, before: Before, slip: SlipStored): boolean {
  const held = assignmentOf(db, slip.seq)
  const stands = before.gave === 1 ? held?.act === number : held === undefined
  return stands && slip.status === before.status_after && (actor.grants.has('sealing.keep') || !isHiddenSlip(db, slip.seq))
}

export function undoAssign(context: CommandContext, { act: id }: { readonly act: string }): { restored: number; kept: number } {
  const { db, now, actor } = context
  const started = standingSlipAct(context, 'assign', id)
  const counts = { restored: 0, kept: 0 }
  for (const before of beforeAct(db, started.seq)) {
    const slip = slipBySeq(db, before.slip)
    if (slip === undefined || !isUntouched(context, started.seq, before, slip)) {
      counts.kept += 1
      continue
    }
    // Not by the life-cycle: this is the state from which the act began.
    setStatus(db, slip.seq, before.status, queueOf({ ...slip, status: before.status }))
    if (before.held === undefined) dropAssignment(db, slip.seq)
    else putAssignment(db, before.held)
    const label = before.gave === 1 ? '撤销分派' : '撤销收回'
    addEvent(db, slip.seq, {
      ...{ at: now, by: actor.displayName, account: actor.accountId },
      ...{ action: 'undoAssign', label, note: null, bundle: null }
    })
    counts.restored += 1
  }
  closeUndone(context, started.seq)
  context.note({ subject: id, detail: counts })
  context.changed('slips')
  return counts
}

/** 备注: a dated word of the office about the slip. */
export function note(context: CommandContext, { id, text }: { readonly id: string; readonly text: string }): { id: string } {
  const { db, now, actor } = context
  addEvent(db, knownSlip(context, id).seq, {
    ...{ at: now, by: actor.displayName, account: actor.accountId },
    ...{ action: 'note', label: '备注', note: text.normalize('NFC'), bundle: null }
  })
  context.note({ subject: id })
  context.changed('slips')
  return { id }
}
