/** A county full of offices that write slips, lose sticks, come back from old backups and copy their databases; then peace, in which all must heal. */
import {
  beginAnew,
  closeOthers,
  lastEnvelope,
  liveStates,
  RULES,
  uncoveredBundles,
  wantsFor,
  type Rules
} from '../../electron/core/modules/exchange/protocol'
import { allowEchoes, echoesWaiting, isFlagged } from '../../electron/core/modules/exchange/queries/recovery-queries'
import { waitingReceipts } from '../../electron/core/modules/exchange/queries/own-stream-queries'
import { ownCard } from '../../electron/core/modules/partners'
import { queuedRecords } from '../../electron/core/modules/slips'
import { endsInLoss } from './cards'
import { natureOf, type Mishaps, type Nature } from './nature'
import type { SimFile } from './paper'
import { Pc } from './pc'
import { partnerId, PowerCut, type Sim } from './sim'
import { breakIn, mischief, Watch, type Thief } from './thief'

export interface Course {
  readonly seed: number
  readonly offices: number
  readonly steps: number
  /** Of all steps. */
  readonly backups: number
  readonly restores: number
  readonly copies: number
  readonly rotations: number
  /** A PC gets into other hands, keys and all. */
  readonly thefts: number
  readonly mishaps: Mishaps
  readonly rules?: Partial<Rules>
  readonly trustsLost?: boolean
  readonly firstStands?: boolean
  /** Only for what no rule can take away: changes what is written. */
  readonly spoil?: (file: SimFile) => SimFile
  /** Called for every file before it is read. */
  readonly witness?: (file: SimFile) => void
  /** Asked after each step; true ends the steps early. */
  readonly stop?: () => boolean
}

export interface Counts {
  slips: number
  bundles: number
  echoes: number
  files: number
  refused: number
  lost: number
  harmed: number
  restores: number
  silent: number
  copies: number
  rotations: number
  thefts: number
  stolen: number
  powerCuts: number
  steps: number
  rounds: number
}

export interface World {
  readonly course: Course
  readonly nature: Nature
  readonly sim: Sim
  readonly counts: Counts
  /** Living PCs of each office. */
  readonly offices: Pc[][]
  readonly neighbours: readonly (readonly number[])[]
  /** Version of the last card that each office's root signed; the root file lies in the safe and comes back from no backup. */
  readonly signed: number[]
  /** Record id → its two ends. */
  readonly slips: Map<string, { readonly author: number; readonly recipient: number }>
  /** Slips that a rollback or a retired PC took with it. */
  readonly atRisk: Set<string>
  readonly watch: Watch
  inFlight: SimFile[]
}

const RING_REACH = 60

function neighboursOf(nature: Nature, offices: number): number[][] {
  const sets = Array.from({ length: offices }, () => new Set<number>())
  const link = (a: number, b: number): void => {
    if (a === b) return
    sets[a]?.add(b)
    sets[b]?.add(a)
  }
  for (let i = 0; i < offices; i++) {
    link(i, (i + 1) % offices)
    if (offices > 3 && nature.chance(0.5)) link(i, (i + 1 + nature.upTo(Math.min(RING_REACH, offices - 1))) % offices)
  }
  return sets.map((set) => [...set])
}

export function openWorld(course: Course): World {
  const nature = natureOf(course.seed, course.mishaps)
  const counts: Counts = {
    slips: 0,
    bundles: 0,
    echoes: 0,
    files: 0,
    refused: 0,
    lost: 0,
    harmed: 0,
    restores: 0,
    silent: 0,
    copies: 0,
    rotations: 0,
    thefts: 0,
    stolen: 0,
    powerCuts: 0,
    steps: 0,
    rounds: 0
  }
  const watch = new Watch()
  const sim: Sim = {
    nature,
    onTaking: watch.onTaking,
    rules: { ...RULES, ...course.rules },
    unreadable: new Set(),
    contents: new Map(),
    disowned: new Set(),
    returned: new Set(),
    trustsLost: course.trustsLost === true,
    firstStands: course.firstStands === true,
    counts
  }
  const neighbours = neighboursOf(nature, course.offices)
  const offices = neighbours.map((near, office) => [new Pc(office, near, sim)])
  return {
    course,
    nature,
    sim,
    counts,
    offices,
    neighbours,
    signed: offices.map(() => 1),
    slips: new Map(),
    atRisk: new Set(),
    watch,
    inFlight: []
  }
}

export function closeWorld({ offices, watch }: World): void {
  for (const pc of [...offices.flat(), ...watch.thieves.map((thief) => thief.pc)]) pc.sim_db.close()
}

const pick = <T>(nature: Nature, list: readonly T[]): T => {
  const one = list[nature.upTo(list.length)]
  if (one === undefined) throw new RangeError('nothing to choose from')
  return one
}

/** The time of troubles. */
export function live(world: World): void {
  const { course, nature, counts } = world
  for (; counts.steps < course.steps && !course.stop?.(); counts.steps++) {
    const pc = pick(nature, pick(nature, world.offices))
    const near = pick(nature, world.neighbours[pc.office] ?? [])
    try {
      step(world, pc, near)
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      counts.powerCuts += 1
    }
    thieving(world, pc)
  }
}

/** Of so many offices a thief is as busy as all others together; among more he goes by the pace of one office, as they do. */
const A_COUNTY = 5

/** Beside all that: who holds a stolen key comes by now and then, and now and then a loss is noticed. */
function thieving(world: World, pc: Pc): void {
  const { course, nature, counts, watch } = world
  const pace = Math.min(1, A_COUNTY / course.offices)
  if (nature.theft.chance(course.thefts)) steal(world, pc)
  for (const thief of watch.thieves) {
    const near = world.neighbours[thief.office] ?? []
    const to = near[nature.theft.upTo(near.length)]
    if (to !== undefined && nature.theft.chance(0.1 * pace)) {
      const files = mischief(thief, to, { flying: world.inFlight, isNoticed: (world.signed[thief.office] ?? 0) > thief.ver }, nature.theft)
      counts.stolen += files.length
      world.inFlight.push(...files)
    }
    if (nature.theft.chance(0.02 * pace)) notice(world, thief)
  }
}

/** Cards are the same in all courses, so keys are changed until it is the turn of one that will be lost. */
function steal(world: World, victim: Pc): void {
  const { watch, signed, course, counts } = world
  const ready = (): boolean =>
    victim.signing !== null && ownCard(victim.db).ver === signed[victim.office] && endsInLoss(ownCard(victim.db).ver)
  for (let changes = 0; changes < 5 && !ready(); changes++) changeKeys(world, victim)
  if (!ready() || watch.thieves.some(({ office, ver }) => office === victim.office && ver === signed[office])) return
  watch.join(breakIn(victim, world.sim, course.seed + watch.thieves.length + 1))
  counts.thefts += 1
}

/** The office tells that its key is lost, by one of its PCs. */
function notice(world: World, { office, ver }: Thief): void {
  const [pc] = world.offices[office] ?? []
  while (pc && (world.signed[office] ?? 0) <= ver) changeKeys(world, pc)
}

function step(world: World, pc: Pc, near: number): void {
  const { course, nature } = world
  if (nature.rare(course.rotations)) changeKeys(world, pc)
  else if (nature.chance(course.restores)) restore(world, pc)
  else if (nature.chance(course.copies)) copy(world, pc)
  else if (nature.chance(course.backups)) pc.backups = [...pc.backups.slice(-2), pc.sim_db.image()]
  else ordinary(world, pc, near)
}

/** The rates of a quiet county. */
function ordinary(world: World, pc: Pc, near: number): void {
  const { nature } = world
  const dice = nature.upTo(95)
  if (dice < 45) world.slips.set(pc.createSlip(near), { author: pc.office, recipient: near })
  else if (dice < 65) send(world, pc, near)
  else deliverOne(world)
}

function send(world: World, pc: Pc, near: number): void {
  world.inFlight.push(...written(world, pc, near))
}

const written = ({ course }: World, pc: Pc, near: number): SimFile[] => {
  const files = pc.writeStick(near)
  return course.spoil ? files.map(course.spoil) : files
}

const outSlips = (pc: Pc): string[] =>
  pc.db.all<{ id: string }>("SELECT lower(hex(record_id)) AS id FROM slip WHERE direction = 'out'").map(({ id }) => id)

function restore(world: World, pc: Pc): void {
  const { nature, counts } = world
  if (pc.backups.length === 0) return
  const image = pick(nature, pc.backups)
  const before = outSlips(pc)
  const seen = lastEnvelope(pc.db)
  pc.replaceBy(image)
  const kept = new Set(outSlips(pc))
  for (const id of before) if (!kept.has(id)) world.atRisk.add(id)
  counts.restores += 1
  if (nature.chance(0.5)) counts.silent += 1
  else pc.sim_db.transaction(() => beginAnew(pc.db, seen, 0, pc.at().now))
}

/** The root file is put in: cards it signed that this database lacks come first, with their very octets. */
function changeKeys({ signed, counts }: World, pc: Pc): void {
  const own = ownCard(pc.db).ver
  const last = signed[pc.office] ?? 0
  if (own < last) pc.takeCards(own + 1, last)
  else {
    signed[pc.office] = own + 1
    pc.takeNewCard(own + 1)
    counts.rotations += 1
  }
}

function copy(world: World, pc: Pc): void {
  const { nature, counts } = world
  const all = world.offices[pc.office] ?? []
  if (all.length > 2) return
  const twin = new Pc(pc.office, [], world.sim, pc.sim_db.image())
  twin.backups = [...pc.backups]
  twin.keys = pc.keys
  counts.copies += 1
  if (nature.chance(0.5)) twin.sim_db.transaction(() => beginAnew(twin.db, lastEnvelope(twin.db), 0, twin.at().now))
  all.push(twin)
}

function deliverOne(world: World): void {
  const { nature, counts, inFlight } = world
  if (inFlight.length === 0) return
  const at = nature.upTo(inFlight.length)
  const found = inFlight[at]
  const last = inFlight.pop()
  if (!found || !last) return
  if (at < inFlight.length) inFlight[at] = last
  if (nature.chance(0.15)) return void (counts.lost += 1)
  // Cards are files of their own.
  const file = nature.rare(0.3) ? { ...found, beside: [] } : found
  if (nature.chance(0.1)) inFlight.push(file)
  const harmed = nature.chance(0.05)
  if (harmed) counts.harmed += 1
  const office = nature.chance(0.02) ? nature.upTo(world.offices.length) : nature.chance(0.01) ? file.from : file.to
  hand(world, pick(nature, world.offices[office] ?? []), harmed ? { ...file, harmed } : file)
}

/** I7: what is harmed, or meant for somebody else, changes nothing. */
function hand(world: World, pc: Pc, file: SimFile): void {
  const { course } = world
  course.witness?.(file)
  const before = pc.sim_db.changes()
  const taken = world.watch.over(pc, file, () => pc.take(file))
  if (!taken && pc.sim_db.changes() !== before) throw new RangeError('I7: a refused file changed the database')
}

// — peace —

const ROUNDS = 16
/** After so many rounds people act on what the screens say. */
const PEOPLE_ACT = 4
const QUIET = 3

/** Every stick arrives. @returns false when something still moves after the last round (I6) */
export function heal(world: World): boolean {
  const { nature, watch } = world
  nature.calm()
  for (const thief of watch.thieves) notice(world, thief)
  const flying = world.inFlight
  world.inFlight = []
  for (const file of shuffled(nature, flying)) hand(world, pick(nature, world.offices[file.to] ?? []), file)
  const healed = settle(world)
  if (watch.thieves.length === 0) return healed
  // Everybody is warned by now, and the thieves try once more with all they have.
  for (const { files } of watch.thieves) for (const file of files) for (const pc of world.offices[file.to] ?? []) hand(world, pc, file)
  return settle(world) && healed
}

/** @returns false when something still moves after the last round */
function settle(world: World): boolean {
  let quiet = 0
  for (let round = 1; round <= ROUNDS && quiet < QUIET; round++) {
    world.counts.rounds += 1
    if (round >= PEOPLE_ACT) peopleAct(world)
    const needed = round < PEOPLE_ACT && waitsForPeople(world)
    quiet = fairRound(world) || needed ? 0 : quiet + 1
  }
  return quiet >= QUIET
}

function shuffled<T>(nature: Nature, list: readonly T[]): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = nature.upTo(i + 1)
    const [a, b] = [mixed[i], mixed[j]]
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a]
  }
  return mixed
}

/** @returns whether anything but status files travelled, or anybody still asks */
function fairRound(world: World): boolean {
  let busy = false
  for (const pc of world.offices.flat())
    for (const near of world.neighbours[pc.office] ?? []) {
      const files = written(world, pc, near)
      busy ||= files.some(({ data }) => data !== null) || wantsFor(pc.db, partnerId(near), world.sim.rules).length > 0
      for (const other of world.offices[near] ?? []) for (const file of files) hand(world, other, file)
    }
  return busy
}

const waitsForPeople = ({ offices, neighbours, signed }: World): boolean =>
  offices.some((pcs, office) => pcs.length > 1 || pcs.some((pc) => ownCard(pc.db).ver < (signed[office] ?? 0) || !pc.signing)) ||
  offices
    .flat()
    .some(
      (pc) =>
        isFlagged(pc.db, 'own-twice') || (neighbours[pc.office] ?? []).some((near) => echoesWaiting(pc.db, partnerId(near)).bundles > 0)
    )

/** Somebody allows what is asked back, retires all PCs but one, and says of that one that it is the only one. */
function peopleAct(world: World): void {
  for (const [office, pcs] of world.offices.entries()) {
    for (const retired of pcs.splice(1)) {
      for (const id of outSlips(retired)) world.atRisk.add(id)
      retired.sim_db.close()
      pcs[0]?.sim_db.transaction(() => void closeOthers(pcs[0]?.db ?? retired.db, pcs[0]?.at().now ?? ''))
    }
    const [pc] = pcs
    if (!pc) continue
    if (!pc.signing || ownCard(pc.db).ver < (world.signed[office] ?? 0)) changeKeys(world, pc)
    if (!pc.signing) changeKeys(world, pc)
    if (isFlagged(pc.db, 'own-twice')) pc.sim_db.transaction(() => void closeOthers(pc.db, pc.at().now))
    for (const near of world.neighbours[office] ?? [])
      if (echoesWaiting(pc.db, partnerId(near)).bundles > 0) pc.sim_db.transaction(() => void allowEchoes(pc.db, partnerId(near)))
  }
}

/** What is still on its way from one PC to one partner. */
export const unsettled = (pc: Pc, near: number, rules: Rules): number =>
  uncoveredBundles(pc.db, partnerId(near), rules).length +
  queuedRecords(pc.db, partnerId(near), 1).length +
  waitingReceipts(pc.db, partnerId(near), 1).length

export const liveEpochsOf = (pc: Pc, near: number): number => liveStates(pc.db, partnerId(near)).length
