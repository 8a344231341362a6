/** Random days of two clerks, a printer that jams and copies that come back, beside a book of what was truly on paper. */
import type { CopyState, PaperSeen } from '../../shared/domain'
import { AppError } from '../../shared/errors'
import { blocksGiven } from '../../electron/core/modules/certificates'
import { explain } from '../../electron/core/modules/certificates/numbers'
import { allBlocks } from '../../electron/core/modules/certificates/queries/blocks'
import { FIRST, openCounty, SECOND, type Copy, type County, type Return } from './county'

export interface Course {
  readonly seed: number
  readonly steps: number
  /** False takes away what leaves numbers out after a return. */
  readonly leaveOut?: boolean
  /** SQL that takes a rule away from the database. */
  readonly mutation?: string
}

interface Sheet {
  readonly run: string
  readonly position: number
  readonly certificate: string
}

/** What really happened, which no restore takes back. */
interface Truth {
  /** number → id of the certificate that bears it. */
  readonly numbers: Map<string, string>
  /** id → what was signed. */
  readonly signed: Map<string, string>
  /** What the present database ought to know; goes back with it. */
  handed: Sheet[]
  out: Set<string>
}

interface World {
  readonly county: County
  readonly truth: Truth
  readonly draw: (below: number) => number
  readonly faults: string[]
  readonly done: Map<string, number>
  kept: { readonly copy: Copy; readonly handed: readonly Sheet[]; readonly out: ReadonlySet<string> } | null
}

/** mulberry32 */
function drawer(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below) | 0
  }
}

interface Found {
  readonly id: string
  readonly status: string
  readonly number: string | null
}

const clerk = ({ draw }: World) => (draw(2) === 0 ? FIRST : SECOND)
const one = <T>({ draw }: World, list: readonly T[]): T | undefined => list[draw(list.length)]
const anyOf = (world: World, ...statuses: string[]): Found | undefined =>
  one(
    world,
    world.county
      .db()
      .all<Found>('SELECT id, status, number FROM certificate WHERE status IN (SELECT value FROM json_each(?))', JSON.stringify(statuses))
  )

function noteSigned({ truth, faults }: World, rows: readonly { readonly id: string; readonly number: string }[]): void {
  for (const { id, number } of rows) {
    const bearer = truth.numbers.get(number)
    if (bearer !== undefined) faults.push(`${number} stands on ${bearer} and ${id}`)
    truth.numbers.set(number, id)
  }
}

function handOver(world: World, run: string, count: number): void {
  const { sheets } = world.county.call('hand', { run, count }, clerk(world))
  world.truth.handed.push(...sheets.map(({ position, id }) => ({ run, position, certificate: id })))
}

const acts: Readonly<Record<string, (world: World) => void>> = {
  allocate: ({ county, draw }) =>
    void county.call('allocate', {
      unit: county.towns[draw(2)] ?? null,
      form: 'marriage_birth',
      count: 1 + draw(6),
      nextYear: draw(4) === 0
    }),
  returnBlock: (world) => {
    const row = one(world, world.county.call('blocks', {}).rows)
    if (row) world.county.call('returnBlock', { id: row.id, reason: 'not_needed' }, clerk(world))
  },
  draft: (world) => {
    const { county, draw } = world
    const personId = one(world, county.persons) ?? ''
    county.call('draft', { personId, form: 'marriage_birth', unit: county.towns[draw(2)] ?? null, data: { said: draw(9) } }, clerk(world))
  },
  edit: (world) => void world.county.call('edit', { id: anyOf(world, 'drafted', 'reviewed', 'signed')?.id ?? '', data: { said: 10 } }),
  review: (world) => void world.county.call('review', { id: anyOf(world, 'drafted')?.id ?? '' }, clerk(world)),
  sign: (world) => {
    const id = anyOf(world, 'reviewed')?.id ?? ''
    const said = world.county.db().value<string>('SELECT draft FROM certificate WHERE id = ?', id) ?? ''
    noteSigned(world, world.county.call('sign', { ids: [id] }, clerk(world)).rows)
    world.truth.signed.set(id, said)
  },
  replace: (world) => {
    const { county } = world
    const former = anyOf(world, 'signed', 'printed', 'issued')?.id ?? ''
    const personId = county.db().value<string>('SELECT person_id FROM certificate WHERE id = ?', former) ?? ''
    county.call('draft', { personId, form: 'marriage_birth', data: {}, replaces: former, reason: 'lost' })
  },
  void: (world) => {
    const id = anyOf(world, 'signed', 'sent', 'printed', 'issued')?.id ?? ''
    world.county.call('void', { id, reason: 'lost' }, clerk(world))
  },
  issue: (world) => {
    // Of the many certificates few lie there printed, and those are what this is about.
    const id = (world.draw(4) === 0 ? anyOf(world, 'signed', 'sent') : anyOf(world, 'printed'))?.id ?? ''
    world.county.call('issue', { id, collector: '本人' }, clerk(world))
  },
  print: (world) => {
    const all = world.county
      .db()
      .all<Found>("SELECT id, status, number FROM certificate WHERE status = 'signed' ORDER BY seq LIMIT ?", 1 + world.draw(4))
    const { run } = world.county.call('startRun', { ids: all.map(({ id }) => id) })
    handOver(world, run, 1 + world.draw(3))
  },
  reprint: (world) => {
    const { run } = world.county.call('startRun', { ids: [anyOf(world, 'printed', 'issued')?.id ?? ''], reprint: 'damaged' })
    handOver(world, run, 1)
  },
  more: (world) => {
    const run = one(world, world.county.db().all<{ id: string }>('SELECT id FROM print_run'))
    if (run) handOver(world, run.id, 1 + world.draw(3))
  },
  tell: (world) => {
    const { county, truth, draw } = world
    const sheet = one(world, truth.handed)
    if (!sheet) return
    const seen: PaperSeen = (['out', 'out', 'none', 'spoiled'] as const)[draw(4)] ?? 'out'
    const unit = county.db().value<string>('SELECT unit FROM certificate WHERE id = ?', sheet.certificate) ?? null
    const stock = "SELECT number FROM booklet WHERE unit IS ? AND state = 'in_stock'"
    const blank = draw(2) === 0 ? undefined : one(world, county.db().all<{ number: string }>(stock, unit))
    const stocked = blank === undefined && one(world, county.db().all(stock, unit)) !== undefined
    const told = { run: sheet.run, from: sheet.position, to: sheet.position, seen, reason: seen === 'spoiled' ? 'jam' : null }
    county.call('tell', { ...told, booklet: blank?.number ?? null }, clerk(world))
    if (stocked && seen !== 'none') world.faults.push(`${sheet.certificate} is told ${seen}, and no booklet went for it`)
    const went = county.db().value<string>('SELECT state FROM booklet WHERE number = ?', blank?.number ?? '')
    if (blank && went !== { out: 'used', none: 'in_stock', spoiled: 'spoiled' }[seen])
      world.faults.push(`${blank.number} is ${went ?? 'nothing'} after a sheet was told ${seen}`)
    if (blank && seen !== 'none') world.done.set('booklet', (world.done.get('booklet') ?? 0) + 1)
    truth.handed = truth.handed.filter((other) => other.run !== sheet.run || other.position !== sheet.position)
    if (seen === 'out') truth.out.add(sheet.certificate)
  },
  stop: (world) => {
    const run = one(world, world.county.db().all<{ id: string }>('SELECT id FROM print_run'))
    if (run) world.county.call('stopRun', { run: run.id })
  },
  spoil: (world) => {
    const id = anyOf(world, 'printed')?.id ?? ''
    world.county.call('spoil', { id, reason: 'torn' }, clerk(world))
    world.truth.out.delete(id)
  },
  receive: ({ county, draw }) => {
    const first = 1_000 + draw(200)
    county.stock('receive', { form: 'marriage_birth', first: String(first), last: String(first + draw(20)) })
  },
  give: (world) => {
    const { county, draw } = world
    const lying = county.db().all<{ number: string; unit: string | null }>("SELECT number, unit FROM booklet WHERE state = 'in_stock'")
    const { number: first = '1000', unit: from = null } = one(world, lying) ?? {}
    county.stock('give', { form: 'marriage_birth', first, last: String(Number(first) + draw(3)), from, to: county.towns[draw(3)] ?? null })
  },
  writeOff: ({ county, draw }) => {
    const first = String(1_000 + draw(220))
    const how = draw(2) === 0 ? ({ as: 'lost' } as const) : ({ as: 'spoiled', reason: 'torn' } as const)
    county.stock('writeOff', { form: 'marriage_birth', first, last: first, unit: county.towns[draw(3)] ?? null, ...how })
  },
  keep: (world) => {
    const { truth } = world
    // An older copy comes back more than once.
    if (world.kept && world.draw(2) !== 0) return
    world.kept = { copy: world.county.copy(), handed: [...truth.handed], out: new Set(truth.out) }
  },
  year: ({ county, draw }) => {
    if (draw(6) === 0) county.clock.advance(200 * 86_400_000)
  }
}

function comeBack(world: World, leaveOut: boolean): void {
  const { kept, county, truth, draw } = world
  if (!kept || draw(8) !== 0) return
  const how = (['by_hand', 'by_program', 'blind'] as const satisfies readonly Return[])[draw(3)] ?? 'blind'
  county.comeBack(kept.copy, how, leaveOut)
  truth.handed = [...kept.handed]
  truth.out = new Set(kept.out)
  world.done.set(how, (world.done.get(how) ?? 0) + 1)
}

interface Event {
  readonly id: string
  readonly action: string
  readonly account: string
}

/** What was drafted, without what the program gave it at the signature. */
function draftIn(data: string): string {
  const said = JSON.parse(data) as Record<string, unknown> // Written by the ledger.
  for (const given of ['number', 'signedOn', 'validTo', 'officeName', 'officePhone', 'code']) Reflect.deleteProperty(said, given)
  return JSON.stringify(said)
}

/** Everything that must hold after every step. */
function look({ county, truth, faults }: World): void {
  const db = county.db()
  for (const block of allBlocks(db))
    for (const { what, first } of explain(db, block))
      if (what === '没有记录') faults.push(`${block.series} ${String(first)} is not explained`)
  for (const number of db.all<{ number: string }>(
    "SELECT b.number FROM booklet b JOIN certificate_copy c ON c.seq = b.copy WHERE (b.state = 'spoiled') <> (c.state = 'spoiled')"
  ))
    faults.push(`${number.number} is spoiled and its sheet is not, or the other way round`)
  for (const { id, status } of db.all<Found>("SELECT id, status, number FROM certificate WHERE status IN ('printed', 'issued')"))
    if (!truth.out.has(id)) faults.push(`${id} is ${status} without paper`)
  for (const { unit, used, spoiled, left } of county.stock('balance', { form: 'marriage_birth' }).rows) {
    const lying = db.value<number>("SELECT count(*) FROM booklet WHERE unit IS ? AND state = 'in_stock'", unit)
    const gone = (state: string) => db.value<number>('SELECT count(*) FROM booklet WHERE unit IS ? AND state = ?', unit, state)
    if (gone('used') !== used || gone('spoiled') !== spoiled)
      faults.push(
        `${String(used)} used and ${String(spoiled)} spoiled by the books, ${String(gone('used'))} and ${String(gone('spoiled'))} by their places`
      )
    if (lying !== left) faults.push(`${String(left)} booklets by the books, ${String(lying)} by their places`)
  }
  const runs = county.call('asked', {}).rows
  const asked = runs.flatMap(({ run }) =>
    county.call('run', { run }).sheets.flatMap(({ position, state }) => (state === 'sent' ? [`${run} ${String(position)}`] : []))
  )
  const handed = truth.handed.map(({ run, position }) => `${run} ${String(position)}`)
  if (JSON.stringify(asked.sort()) !== JSON.stringify(handed.sort())) faults.push(`asked about ${asked.join()}, handed ${handed.join()}`)
  const waiting = db.value<number>("SELECT count(*) FROM certificate_copy WHERE state = 'queued'") ?? 0
  const told = runs.reduce((sum, { queued }) => sum + queued, 0)
  if (told !== waiting) faults.push(`${String(waiting)} wait to be printed, ${String(told)} of them told`)
  const events = db.all<Event>('SELECT c.id, e.action, e.account FROM certificate_event e JOIN certificate c ON c.seq = e.certificate')
  for (const { id, action, account } of events)
    if (action === 'sign' && events.some((other) => other.id === id && other.action === 'review' && other.account === account))
      faults.push(`${account} signed ${id}, which it verified`)
  for (const { id, data } of db.all<{ id: string; data: string }>(
    'SELECT c.id, s.data FROM certificate_snapshot s JOIN certificate c ON c.seq = s.certificate'
  ))
    if (truth.signed.get(id) !== draftIn(data)) faults.push(`${id} says something else than was signed`)
}

export interface Explored {
  readonly faults: readonly string[]
  readonly done: ReadonlyMap<string, number>
  readonly states: ReadonlySet<CopyState>
  readonly given: number
}

export function explore({ seed, steps, leaveOut = true, mutation }: Course): Explored {
  const county = openCounty()
  if (mutation !== undefined) county.db().run(mutation)
  const truth: Truth = { numbers: new Map(), signed: new Map(), handed: [], out: new Set() }
  const world: World = { county, truth, draw: drawer(seed), faults: [], done: new Map(), kept: null }
  const names = [...Object.keys(acts), 'sign', 'review', 'draft', 'tell', 'print', 'issue', 'comeBack']
  for (let at = 0; at < steps && world.faults.length === 0; at++) {
    const name = one(world, names) ?? 'draft'
    try {
      if (name === 'comeBack') comeBack(world, leaveOut)
      else acts[name]?.(world)
      world.done.set(name, (world.done.get(name) ?? 0) + 1)
    } catch (error) {
      if (!(error instanceof AppError) && !(error instanceof Error && error.name === 'ZodError')) throw error
      if (error instanceof AppError && error.code.startsWith('storage.')) throw error
      world.done.set(`${name} refused`, (world.done.get(`${name} refused`) ?? 0) + 1)
    }
    look(world)
  }
  const states = new Set(
    county
      .db()
      .all<{ state: CopyState }>('SELECT DISTINCT state FROM certificate_copy')
      .map(({ state }) => state)
  )
  const given = blocksGiven(county.db()).length
  county.close()
  return { faults: world.faults, done: world.done, states, given }
}
