/** The desk of a busy office: home, its counts and narrowed lists beside their raw statements, and pairing of what a stick brings. */
import { join } from 'node:path'
import { residentIdCheckCharacter, type Day } from '@shared/domain'
import { openRead, openWrite, type Connection, type ReadDb } from '../electron/core/db'
import { pairCandidates, type Wanted } from '../electron/core/modules/persons'
import { loadReference } from '../electron/core/modules/reference'
import { countStatement, pageStatement, type ListFilter, type Statement } from '../electron/core/modules/slips/queries/slip-list'
import { systemClock } from '../electron/core/platform'
import { today } from '../electron/core/rpc'
import { benchOffice, resourcesDir, type BenchOffice } from './bench-office'
import { loopbackCaller, type Caller } from './loopback-caller'
import { median, type Comparison } from './measure'

const SLIPS = 200_000
const PARTNERS = 300
const INCOMING = 10_000
/** Slips a millisecond. */
const GOAL = 2
const ROUNDS = 40
const LIMIT = 50
const EMPTY = ['drafts.get', { form: 'bench' }] as const
const TOWN = '610802001'
const partnerOf = (at: number): string => `0192f0c0-aa00-7000-8000-${String(at).padStart(12, '0')}`

export async function workQueueBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const day = today(systemClock)
  fill(office, day)
  const raw = openRead(office.open)
  const caller = await loopbackCaller(office.dir)
  try {
    return [...(await lists(rows, raw, caller, day)), ...pairing(rows, raw, day)]
  } finally {
    await caller.close()
    raw.close()
    office.remove()
  }
}

const COLUMNS = `id, record_id, rev, direction, kind, status, waits, owed, partner_id, person_id, slip_no, issued_on, due_on, work_due_on, created_at,
  created_by, subject_name, subject_sex, subject_birth, rule_pack`
const SLIP = `INSERT INTO slip(${COLUMNS}) VALUES (${COLUMNS.split(',')
  .map(() => '?')
  .join(', ')})`

/** A year of slips: some hundred open on either side, the rest closed; every third open question is given out. */
function fill(office: BenchOffice, day: Day): void {
  const connection = openWrite(office.open)
  const { db } = connection
  const persons = db.all<{ id: string; name: string; birth_date: string; sex: string }>(
    'SELECT id, name, birth_date, sex FROM person LIMIT 5000'
  )
  const year = day.slice(0, 4)
  connection.transaction(() => {
    for (let at = 0; at < PARTNERS; at++)
      db.run(
        "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '', 'paper', '2026-01-01')",
        partnerOf(at),
        `往来单位${String(at)}`,
        `${String(110101 + at)}-00`
      )
    db.run(
      "INSERT INTO organisation(id, level, code, name, short_name, post, phone, position) VALUES ('o', 'county', '610802', '县', '', '', '', 1)"
    )
    db.run(
      "INSERT INTO organisation(id, parent, level, code, name, short_name, post, phone, position) VALUES ('t', 'o', 'township', ?, '镇', '', '', '', 1)",
      TOWN
    )
    db.run("INSERT INTO act(seq, id, kind, at, by, state) VALUES (1000000, 'bench', 'assign', '2026-01-01', '测', 'done')")
  })
  const insert = db.prepared(SLIP)
  const give = db.prepared("INSERT INTO slip_assignment(slip, unit, code, at, by, act) VALUES (?, 't', ?, '2026-01-01', '测', 1000000)")
  for (let done = 0; done < SLIPS; done += 20_000)
    connection.transaction(() => {
      for (let at = done; at < done + 20_000; at++) {
        const person = persons[(at * 7) % persons.length]
        const isIn = at % 2 === 0
        const isOpen = at % 100 < 3
        const due = `${year}-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`
        const status = isOpen ? (isIn ? 'to_assign' : 'delivered') : 'closed'
        const number = String(at).padStart(6, '0')
        insert(
          ...[`s${number}`, Buffer.from(number.padStart(16, '0')), 1, isIn ? 'in' : 'out', 'XC', status],
          ...[isOpen ? (isIn ? 'us' : 'peer') : null, isOpen ? 1 : 0, partnerOf(at % PARTNERS), person?.id ?? null],
          ...[`610802-00-XC-${year}-${number}`, due, due, due, '2026-01-01', '测', person?.name ?? '测', person?.sex ?? '1'],
          ...[person?.birth_date ?? '1990-01-01', 'current']
        )
        if (isIn && isOpen && at % 3 === 0) give(db.value<number>('SELECT seq FROM slip WHERE id = ?', `s${number}`) ?? 0, TOWN)
      }
    })
  connection.raw.exec('PRAGMA optimize')
  connection.close()
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

const OPEN: ListFilter = {
  ...{ text: '', direction: null, kinds: [], statuses: [], partnerId: null, queue: null, open: null, issuedFrom: null, issuedTo: null },
  ...{ place: null, due: null, dueFrom: null, dueTo: null, hand: null, personId: null, counted: null, indicator: null }
}
const KINDS: readonly (readonly [name: string, filter: Partial<ListFilter>])[] = [
  ['home', {}],
  ['home of one partner', { partnerId: partnerOf(7) }],
  ['home of one township', { place: TOWN }],
  ['home, overdue', { due: 'late' }],
  ['home, given to nobody', { hand: 'none' }]
]

/** What home asks of the database: three counts and three first pages. */
function statementsOf(filter: Partial<ListFilter>, day: Day): Statement[] {
  return (['today', 'mine', 'partner'] as const).flatMap((queue) => {
    const asked = {
      filter: { ...OPEN, ...filter, queue },
      scope: null,
      keeper: false,
      me: { accounts: [], unit: null },
      files: [],
      today: day
    }
    return [countStatement(asked), pageStatement(asked, 'due', null, LIMIT)]
  })
}

async function lists(rows: number, raw: Connection, caller: Caller, day: Day): Promise<Comparison[]> {
  const found: Comparison[] = []
  for (const [name, filter] of KINDS) {
    const prepared = statementsOf(filter, day).map(({ sql, params }) => ({ statement: raw.raw.prepare(sql), params }))
    const ours: number[] = []
    const floor: number[] = []
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now()
      await work()
      return performance.now() - start
    }
    const ask = (): Promise<unknown> => caller.call('slips.home', { filter, limit: LIMIT })
    const bare = async (): Promise<void> => {
      for (const { statement, params } of prepared) statement.all(...params)
      await caller.call(...EMPTY)
    }
    for (let round = 0; round <= ROUNDS; round++) {
      const first = round % 2 === 0
      const [a, b] = first ? [await timed(ask), await timed(bare)] : [await timed(bare), await timed(ask)]
      if (round === 0) continue
      ours.push(first ? a : b)
      floor.push(first ? b : a)
    }
    const told = {
      rows,
      floorName: 'raw statements + empty call',
      bound: 1.5,
      note: `${SLIPS.toLocaleString('en')} slips, ${String(PARTNERS)} partners`
    }
    const line = (which: string, own: number, base: number): Comparison => ({
      ...{ ...told, name: `${name}, whole stack, ${which}` },
      ...{ ours: own, floor: base, ratio: own / base }
    })
    found.push(line('p50', median(ours), median(floor)), line('p95', p95(ours), p95(floor)))
  }
  return found
}

interface Seeded extends Wanted {
  readonly id: string
}

/** What a neighbour writes of somebody who is on file: as it stands, without a number, day and month exchanged, one digit wrong, one character of the name off. */
function seeded(db: ReadDb): Seeded[] {
  const people = db.all<{ id: string; name: string; sex: string; birth_date: string; id_no: string | null }>(
    'SELECT id, name, sex, birth_date, id_no FROM person WHERE survivor IS NULL ORDER BY seq LIMIT ?',
    INCOMING
  )
  return people.map(({ id, name, sex, birth_date: birthDate, id_no: idNo }, at) => {
    const as = { id, name, sex, birthDate, idNo }
    if (at % 10 === 6) return { ...as, idNo: null }
    if (at % 10 === 7) return { ...as, idNo: null, birthDate: `${birthDate.slice(0, 4)}-${birthDate.slice(8)}-${birthDate.slice(5, 7)}` }
    if (at % 10 === 8 && idNo !== null) return { ...as, idNo: wrongDigit(idNo) }
    if (at % 10 === 9) return { ...as, name: `${Array.from(name).slice(0, -1).join('')}某` }
    return as
  })
}
function wrongDigit(idNo: string): string {
  const body = `${idNo.slice(0, 15)}${String((Number(idNo[15]) + 1) % 10)}${idNo[16] ?? '0'}`
  return body + residentIdCheckCharacter(body)
}

/** Slips of one stick against the register, one after the other as the list of candidates asks for them. */
function pairing(rows: number, raw: Connection, day: Day): Comparison[] {
  const { db } = raw
  const reference = loadReference(join(resourcesDir, 'codes'))
  const incoming = seeded(db)
  const context = { db, reference, today: day }
  let hits = 0
  const start = performance.now()
  for (const { id, ...wanted } of incoming) if (pairCandidates(context, wanted, 3).some(({ person }) => person.id === id)) hits += 1
  const ours = performance.now() - start
  const floor = incoming.length / GOAL
  const second = Math.round((incoming.length / ours) * 1000)
  const recall = (hits / incoming.length).toFixed(4)
  return [
    {
      ...{ name: 'pairing of incoming slips', rows, ours, floor, floorName: '2,000 a second', ratio: ours / floor, bound: 1 },
      note: `${incoming.length.toLocaleString('en')} slips, ${second.toLocaleString('en')} a second, recall ${recall} among the first three`
    }
  ]
}
