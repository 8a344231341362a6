/** Offices that do whatever the screens offer them, and a carrier who loses, repeats and mixes what he carries; one seed, one course. */
import { grantsOf } from '../../../shared/contract'
import { AppError } from '../../../shared/errors'
import { incomingLifecycle, outgoingLifecycle, type LifecycleKind } from '../../../shared/domain'
import { markReceived, noteRefused } from '../../../electron/core/modules/slips'
import { correctable } from '../../../electron/core/modules/slips/corrections'
import { mayComeBack } from '../../../electron/core/modules/slips/heard-return'
import { slipById } from '../../../electron/core/modules/slips/queries/slip-rows'
import { nextStatus, offeredActs } from '../../../electron/core/modules/slips/rules'
import { isQueued } from '../../../electron/core/modules/slips/queries/travel-queries'
import { takesWithdrawal } from '../../../electron/core/modules/slips/taken-back'
import { testClock, type TestClock } from '../../kit/clock'
import { pack, reference, take, type Load } from '../offices'
import { clerkActs, compose, offerTable, type Draw, type SlipFacts } from './acts'
import { newPartner, openMemoryOffice, type MemoryOffice, type Move } from './memory-office'
import { backUp, echo, letter, many, merge, nothingKept, part, putBack, undo, type Kept } from './turns'

export interface Course {
  readonly seed: number
  readonly offices: number
  readonly steps: number
  /** Leaves a rule of the carrier out: what is withdrawn never travels. */
  readonly loseWithdrawals?: boolean
}

interface File {
  readonly from: number
  readonly to: number
  readonly load: Load
  /** Record ids that the reader's program will not take. */
  readonly refused: readonly string[]
}

export interface World {
  readonly offices: readonly MemoryOffice[]
  /** partners[a][b]: office b in the books of a. */
  readonly partners: readonly (readonly string[])[]
  /** In the books of each: an office without the program. */
  readonly papers: readonly string[]
  readonly kept: readonly Kept[]
  readonly clock: TestClock
  readonly draw: Draw
  readonly course: Course
  /** Files under way. */
  readonly flying: File[]
  /** Every file ever written, for the next trip: what was lost is carried again. */
  readonly written: File[]
  readonly arrived: Set<File>
  readonly refusedRecords: Set<string>
  readonly done: Map<string, number>
  readonly moves: Map<string, number>
  readonly faults: string[]
}

/** A small generator of its own, so that a seed means the same course for ever. */
function drawing(seed: number): Draw {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    below,
    chance: (part) => next() < part,
    one<T>(list: readonly T[]): T {
      const found = list[below(list.length)]
      if (found === undefined) throw new RangeError('nothing to choose from')
      return found
    }
  }
}

const CODES = ['610802-00', '141124-00', '150602-00', '610881-00', '610824-00', '610822-00', '610825-00', '610826-00']

export function openWorld(course: Course): World {
  const clock = testClock()
  const rules = reference.rulePack('order-555')
  if (!rules) throw new RangeError('order-555')
  let ids = 0
  const newId = (): string =>
    `0192f0c0-${(course.seed & 0xffff).toString(16).padStart(4, '0')}-7000-8000-${(ids += 1).toString(16).padStart(12, '0')}`
  const offices = CODES.slice(0, course.offices).map((code, at) =>
    openMemoryOffice(code, String(at + 1).padStart(32, 'a'), clock, rules, newId)
  )
  const partners = offices.map((office, own) => offices.map(({ code }, other) => (own === other ? '' : newPartner(office, code))))
  const papers = offices.map((office) => newPartner(office, '632801-00'))
  for (const office of offices) office.moves()
  return {
    ...{ offices, partners, papers, kept: offices.map(nothingKept) },
    ...{ clock, draw: drawing(course.seed), course, flying: [], written: [] },
    ...{ arrived: new Set(), refusedRecords: new Set(), done: new Map(), moves: new Map(), faults: [] }
  }
}

export const closeWorld = ({ offices }: World): void => offices.forEach((office) => office.close())

const count = (world: World, what: string): void => void world.done.set(what, (world.done.get(what) ?? 0) + 1)
const allGrants = grantsOf(['window', 'verifier', 'signer'])

/** Whether the life-cycle table leads from one state to the other, in one act or two done as one. */
function isInTable({ direction, kind, before, after }: Move): boolean {
  const table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>> =
    direction === 'out' ? outgoingLifecycle[kind as LifecycleKind] : incomingLifecycle[kind as LifecycleKind]
  const next = (status: string): string[] => Object.values(table[status] ?? {}).filter((one) => one !== undefined)
  return next(before).some((middle) => middle === after || next(middle).includes(after))
}

/** An answer that comes back after a restore was given already, wherever its question stands. */
const HOME: ReadonlySet<string> = new Set(['answered', 'transferred', 'duplicate'])

/** @param back an act was taken back: the table is read the other way */
function watch(world: World, at: number, what: string, back = false): void {
  for (const move of world.offices[at]?.moves() ?? []) {
    const words = `${move.direction} ${move.kind} ${move.before} → ${move.after}`
    world.moves.set(words, (world.moves.get(words) ?? 0) + 1)
    const read = back ? { ...move, before: move.after, after: move.before } : move
    const isHome = world.kept[at]?.wentBack === true && HOME.has(move.after) && move.direction === 'in'
    if (!isHome && !isInTable(read)) world.faults.push(`${what}: ${words} is not in the table`)
  }
}

function write(world: World, from: number, to: number): void {
  const office = world.offices[from]
  const partnerId = world.partners[from]?.[to]
  if (!office || !partnerId) return
  const load = pack(office.towards(partnerId))
  if (load.records.length === 0) return
  const known = new Set(world.written.flatMap((file) => file.load.records.map(({ id }) => id)))
  // What a program took in once it takes in again.
  const stubborn = load.records
    .filter(({ id, kind }) => kind !== 'withdraw' && !known.has(id) && world.draw.chance(0.01))
    .map(({ id }) => id)
  const records = world.course.loseWithdrawals ? load.records.filter(({ kind }) => kind !== 'withdraw') : load.records
  const file = { from, to, load: { ...load, records }, refused: stubborn }
  world.flying.push(file)
  world.written.push(file)
}

/** The reader takes a file in, and what he says of it reaches the writer. */
function deliver(world: World, file: File, acknowledged: boolean): void {
  const { from, to, load, refused } = file
  const [writer, reader] = [world.offices[from], world.offices[to]]
  if (!writer || !reader) return
  const good = load.records.filter(({ id }) => !refused.includes(id))
  const bundleId = world.arrived.has(file) ? `${load.bundleId} again ${String(world.draw.below(1e9))}` : load.bundleId
  take(reader.towards(world.partners[to]?.[from] ?? ''), { ...load, records: good }, bundleId)
  world.arrived.add(file)
  for (const id of refused) world.refusedRecords.add(id)
  if (!acknowledged) return
  const { now } = writer.context()
  writer.transaction(() => {
    markReceived(writer.db, load.bundleId, now)
    noteRefused(
      writer.db,
      load.bundleId,
      refused.map((id) => [id, 'E_SCHEMA', 'reason_text']),
      now
    )
  })
}

const FACTS = 'SELECT seq, id, direction, kind, status, partner_id, body_record, pairing FROM slip'

/** One of the latest slips, so that a course goes on with what it began. */
function someSlip({ draw }: World, { db }: MemoryOffice): SlipFacts | undefined {
  const last = db.value<number | null>('SELECT max(seq) FROM slip') ?? 0
  if (last === 0) return undefined
  const from = draw.chance(0.8) ? Math.max(1, last - 60) : 1
  return db.one<SlipFacts>(`${FACTS} WHERE seq >= ? ORDER BY seq LIMIT 1`, from + draw.below(last - from + 1))
}

/** What the screen offers for a slip, besides the buttons of the life-cycle. */
function offered(office: MemoryOffice, slip: SlipFacts, paper: string | undefined): string[] {
  const acts = offeredActs(slip, allGrants).map(({ action }) => action)
  const stored = slipById(office.db, slip.id)
  const asks = slip.kind === 'CX' || slip.kind === 'XC'
  if (stored && correctable(office.db, stored)) acts.push('correct')
  if (slip.direction === 'out' && asks && nextStatus(slip, 'note_answered') !== null) acts.push('takeAnswer')
  if (stored && mayComeBack(stored)) acts.push('takeReturn')
  if (stored && takesWithdrawal(office.db, stored)) acts.push('takeWithdrawal')
  if (slip.partner_id === paper && isQueued(office.db, slip.seq)) acts.push('mail')
  return acts.filter((name) => Object.hasOwn(clerkActs, name))
}

function attempt(world: World, at: number, slip: SlipFacts, name: string, mayBeRefused: boolean): void {
  const office = world.offices[at]
  if (!office) return
  const others = (world.partners[at] ?? []).filter((id) => id !== '' && id !== slip.partner_id)
  try {
    clerkActs[name]?.(office, slip, world.draw, others)
    count(world, name)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    count(world, `${name} refused`)
    const expected =
      mayBeRefused ||
      ['slips.field_not_allowed', 'slips.incomplete_answer', 'slips.declined_stands', 'slips.table_not_agreed'].includes(error.code)
    if (!expected) world.faults.push(`${name} was offered for ${slip.direction} ${slip.kind} ${slip.status} and refused: ${error.code}`)
    if (office.moves().length > 0) world.faults.push(`${name} was refused and changed a state`)
  }
}

const ASIDE: ReadonlySet<string> = new Set([
  'withdraw',
  'discard',
  'sendBack',
  'takeAnswer',
  'takeReturn',
  'takeWithdrawal',
  'correct',
  'refuse',
  'pair',
  'close',
  'adopt'
])

function clerkStep(world: World, at: number): void {
  const { draw } = world
  const office = world.offices[at]
  const slip = office && someSlip(world, office)
  if (!office || !slip) return
  if (draw.chance(0.05)) {
    const name = draw.one(Object.keys(clerkActs))
    // What a stick carries is not posted as well.
    if (name === 'mail' && slip.partner_id !== world.papers[at]) return
    attempt(world, at, slip, name, true)
    return
  }
  const acts = offered(office, slip, world.papers[at])
  // What ends a course, or leads aside, is done less often: else little would ever be answered and asked again.
  const likely = acts.filter((name) => !ASIDE.has(name) || draw.chance(name.startsWith('take') ? 0.05 : 0.2))
  const fit = likely.filter((name) => name !== 'answer' || slip.pairing !== null)
  if (fit.length > 0) attempt(world, at, slip, draw.one(fit), false)
}

export function step(world: World): void {
  const { draw, offices, flying } = world
  const at = draw.below(offices.length)
  const other = (at + 1 + draw.below(offices.length - 1)) % offices.length
  const office = offices[at]
  const partnerId = world.partners[at]?.[other]
  if (!office || !partnerId) return
  const dice = draw.below(100)
  if (dice < 8) {
    const kind = draw.one(['XC', 'XC', 'CX', 'TB-LD', 'XC', 'XC', 'CX', 'TB-LD', 'TJ'] as const)
    if (kind === 'TJ') tell(world, office, partnerId)
    else compose(office, draw, kind, draw.chance(0.1) ? (world.papers[at] ?? '') : partnerId)
    count(world, `compose ${kind}`)
  } else if (dice < 18) {
    write(world, at, other)
    count(world, 'bundle')
  } else if (dice < 30) {
    const file = flying[draw.below(flying.length || 1)]
    if (file) carry(world, file)
  } else if (dice < 31) {
    world.clock.advance(7 * 3_600_000)
    count(world, 'time passes')
  } else if (dice < 37) turn(world, at, other)
  else clerkStep(world, at)
  for (const [index] of offices.entries()) watch(world, index, [...world.done.keys()].at(-1) ?? '')
}

/** What befalls an office now and then. */
function turn(world: World, at: number, other: number): void {
  const { draw, offices, papers } = world
  const [office, kept] = [offices[at], world.kept[at]]
  if (!office || !kept) return
  const dice = draw.below(100)
  if (dice < 20) say(world, 'merge', () => merge(office, draw, kept))
  else if (dice < 35) say(world, 'unmerge', () => part(office, draw, kept))
  else if (dice < 60) count(world, many(office, draw, kept) ?? 'many of nothing')
  else if (dice < 75) {
    if (undo(office, draw, kept)) count(world, 'undo')
    watch(world, at, 'undo', true)
  } else if (dice < 85) {
    letter(office, draw, papers[at] ?? '')
    count(world, 'letter')
  } else if (dice < 93) homecoming(world, at, other)
  else if (dice < 97) {
    if (kept.image === null || draw.chance(0.3)) backUp(office, kept)
  } else if (putBack(office, kept)) count(world, 'restore')
}

const say = (world: World, what: string, work: () => string[]): void => {
  world.faults.push(...work())
  count(world, what)
}

/** A partner brings back what he holds under the seal of an office that went back. */
function homecoming(world: World, at: number, from: number): void {
  const office = world.offices[at]
  if (!office || !world.kept[at]?.wentBack) return
  const held = world.written.filter((file) => file.from === at && file.to === from && world.arrived.has(file))
  const lines = held.flatMap(({ load }) => load.records.map(({ value }) => JSON.stringify(value)))
  echo(office, world.partners[at]?.[from] ?? '', lines)
  count(world, 'echo')
}

function tell(world: World, office: MemoryOffice, partnerId: string): void {
  try {
    offerTable(office, world.draw, partnerId)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'slips.table_waiting') throw error
    count(world, 'table refused')
  }
}

/** In any order; sometimes lost, sometimes twice, sometimes with no word back. */
function carry(world: World, file: File): void {
  const { draw, flying } = world
  if (draw.chance(0.15)) count(world, 'lost')
  else {
    const acknowledged = draw.chance(0.8)
    deliver(world, file, acknowledged)
    count(world, acknowledged ? 'deliver' : 'deliver without word')
    if (draw.chance(0.1)) {
      count(world, 'deliver twice')
      return
    }
  }
  flying.splice(flying.indexOf(file), 1)
}

/** Everything written arrives and is acknowledged; what that brings about is written and arrives too. */
export function settle(world: World): void {
  world.flying.length = 0
  for (const [from] of world.offices.entries()) for (const [to] of world.offices.entries()) if (from !== to) write(world, from, to)
  for (const file of world.written) deliver(world, file, true)
  for (const [at] of world.offices.entries()) for (const [from] of world.offices.entries()) if (at !== from) homecoming(world, at, from)
  for (const [index] of world.offices.entries()) watch(world, index, 'settling')
}
