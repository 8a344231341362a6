/** The register as a clerk lives in it: mixed searches beside their raw statements, first page, far rows and scrolling beside a small register. */
import { statSync } from 'node:fs'
import { openRead, type Connection } from '../electron/core/db'
import { divisionsNamed } from '../electron/core/modules/persons/divisions-named'
import { pageStatement } from '../electron/core/modules/persons/queries/list'
import { searchQuestion } from '../electron/core/modules/persons/search-words'
import { loadReference } from '../electron/core/modules/reference'
import { systemClock } from '../electron/core/platform'
import { today } from '../electron/core/rpc'
import { benchOffice, resourcesDir, type BenchOffice } from './bench-office'
import { loopbackCaller, type Caller } from './loopback-caller'
import { median, race, type Comparison } from './measure'
import { join } from 'node:path'

const SMALL = 1000
/** Many short rounds: other work on the machine then falls on both sides alike. */
const ROUNDS = 75
const PER_ROUND = 4
/** Of each kind of question. */
const EACH = 12
const LIMIT = 50
/** Kilobytes of 1,024 octets a person may take. */
const MOST_OCTETS = 2048
const OFFICE_CODE = '610802-00'
const EMPTY = ['drafts.get', { form: 'bench' }] as const
const FILTER = { kind: null, status: 'active', within: null, hukouWithin: null, startedFrom: null, startedTo: null } as const

export async function listsBench(rows: number): Promise<Comparison[]> {
  const [big, small] = [await benchOffice(rows), await benchOffice(SMALL)]
  const [ours, floor] = [await loopbackCaller(big.dir), await loopbackCaller(small.dir)]
  try {
    return [...(await mixedSearches(rows, big, ours)), ...(await walking(rows, ours, floor)), await cold(rows, ours), size(rows, big)]
  } finally {
    await ours.close()
    await floor.close()
    big.remove()
    small.remove()
  }
}

interface Sample {
  name: string
  initials: string
  id_no: string | null
  phone: string | null
  hukou_text: string | null
}

/** What clerks type, taken from persons who are on file: whole numbers, ends, one to three characters, initials, telephones, addresses. */
function questions(raw: Connection, rows: number): string[] {
  const found: string[] = []
  for (let at = 0; at < EACH; at++) {
    const person = raw.db.one<Sample>(
      'SELECT name, initials, id_no, phone, hukou_text FROM person WHERE seq = ?',
      1 + Math.floor((at + 0.5) * (rows / EACH))
    )
    if (person === undefined) throw new TypeError('no such person')
    const characters = Array.from(person.name)
    found.push(
      person.id_no ?? '6108',
      (person.id_no ?? '1234').slice(-6),
      characters.slice(-1).join(''),
      characters.slice(-2).join(''),
      person.name,
      person.initials,
      (person.phone ?? '13800000000').slice(-7),
      Array.from(person.hukou_text ?? '幸福路')
        .slice(0, 4)
        .join('')
    )
  }
  return found
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

async function mixedSearches(rows: number, office: BenchOffice, caller: Caller): Promise<Comparison[]> {
  const raw = openRead(office.open)
  const named = divisionsNamed(loadReference(join(resourcesDir, 'codes')), OFFICE_CODE, today(systemClock))
  const ours: number[] = []
  const floor: number[] = []
  try {
    const texts = questions(raw, rows)
    const statements = texts.map((text) => {
      const question = searchQuestion(text, named)
      const statement = pageStatement({
        question,
        filter: { ...FILTER, text },
        scope: null,
        sort: 'relevance',
        after: null,
        limit: LIMIT + 1
      })
      if (!statement) throw new TypeError('no statement')
      return { prepared: raw.raw.prepare(statement.sql), params: statement.params }
    })
    const ask = async (at: number): Promise<number> => {
      const start = performance.now()
      await caller.call('persons.search', { filter: { text: texts[at] }, sort: 'relevance', limit: LIMIT })
      return performance.now() - start
    }
    const bare = async (at: number): Promise<number> => {
      const start = performance.now()
      const { prepared, params } = statements[at] ?? {}
      prepared?.all(...(params ?? []))
      await caller.call(...EMPTY)
      return performance.now() - start
    }
    for (let round = 0; round < 4; round++)
      for (let at = 0; at < texts.length; at++) {
        const first = (round + at) % 2 === 0
        const [a, b] = first ? [await ask(at), await bare(at)] : [await bare(at), await ask(at)]
        if (round === 0) continue
        ours.push(first ? a : b)
        floor.push(first ? b : a)
      }
    const told = { rows, floorName: 'raw statement + empty call', bound: 1.5, note: `${texts.length} questions of 8 kinds` }
    const line = (name: string, own: number, base: number): Comparison => ({ ...told, name, ours: own, floor: base, ratio: own / base })
    return [
      line('mixed search, whole stack, p50', median(ours), median(floor)),
      line('mixed search, whole stack, p95', p95(ours), p95(floor))
    ]
  } finally {
    raw.close()
  }
}

/** The same acts on the large and on the small register, over the same carrier. */
async function walking(rows: number, big: Caller, small: Caller): Promise<Comparison[]> {
  const act = (name: string, ask: (caller: Caller, size: number, at: number) => Promise<unknown>): Promise<Comparison> => {
    const many = (caller: Caller, size: number) => async (): Promise<undefined> => {
      for (let at = 0; at < PER_ROUND; at++) await ask(caller, size, at)
      return undefined
    }
    const floorName = `the same at ${SMALL.toLocaleString('en')} rows`
    return race({
      name,
      rows,
      rounds: ROUNDS,
      bound: 1.2,
      floorName,
      ours: many(big, rows),
      floor: many(small, SMALL),
      note: `${PER_ROUND} a round`
    })
  }
  const page = (caller: Caller, input: object): Promise<unknown> =>
    caller.call('persons.search', { limit: LIMIT, sort: 'pinyin', ...input })
  return [
    await act('first page', (caller) => page(caller, {})),
    await act('jump to row 90 %', (caller, size, at) => page(caller, { at: Math.floor(size * 0.9) + at })),
    await act('End', (caller, size) => page(caller, { at: size - LIMIT })),
    await act('scrolling: the next page by its cursor', scroller())
  ]
}

function scroller(): (caller: Caller, size: number) => Promise<unknown> {
  const cursors = new Map<Caller, string | null>()
  return async (caller) => {
    const cursor = cursors.get(caller) ?? null
    const { next } = (await caller.call('persons.search', { limit: LIMIT, sort: 'pinyin', cursor })) as { next: string | null }
    cursors.set(caller, next)
  }
}

/** A list that nobody counted yet, or that changed: the walk that makes all its rows near, paid once. */
async function cold(rows: number, caller: Caller): Promise<Comparison> {
  const times: number[] = []
  for (const kind of ['in', 'out', 'intra_county']) {
    const start = performance.now()
    await caller.call('persons.count', { filter: { ...FILTER, kind }, sort: 'pinyin' })
    times.push(performance.now() - start)
  }
  const own = median(times)
  return {
    name: 'count of a list never counted',
    rows,
    ours: own,
    floor: own,
    floorName: '—',
    ratio: 1,
    bound: null,
    note: 'once a change'
  }
}

function size(rows: number, { open }: BenchOffice): Comparison {
  const octets = statSync(open.path).size / rows
  const note = 'octets a person, not milliseconds'
  return {
    name: 'database',
    rows,
    ours: octets,
    floor: MOST_OCTETS,
    floorName: '2 kB a person',
    ratio: octets / MOST_OCTETS,
    bound: 1,
    note
  }
}
