/** Searching and saving through the whole stack, beside the raw statement plus an empty call over the same carrier. */
import { randomUUID } from 'node:crypto'
import type { CallInput, Contract } from '@shared/contract'
import { openRead, openWrite } from '../electron/core/db'
import { pageStatement } from '../electron/core/modules/persons/queries/list'
import { searchQuestion } from '../electron/core/modules/persons/search-words'
import { benchOffice } from './bench-office'
import { loopbackCaller } from './loopback-caller'
import { race, type Comparison } from './measure'

const PER_ROUND = 40
const ROUNDS = 15
const SEARCHES = ['秀英', '海燕', '桂兰', '小红', '玉兰', '彩霞', '建国', '淑珍', '欧阳', '王伟']
/** Answers from the session alone, with one look for a row that is not there. */
const EMPTY = ['drafts.get', { form: 'bench' }] as const

export async function registerBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const caller = await loopbackCaller(office.dir)
  try {
    return [await searching(rows, office.open, caller), await saving(rows, office.open, caller)]
  } finally {
    await caller.close()
    office.remove()
  }
}

type Office = Awaited<ReturnType<typeof benchOffice>>
type Caller = Awaited<ReturnType<typeof loopbackCaller>>

const FILTER = { text: '', kind: null, status: 'active', within: null, hukouWithin: null, startedFrom: null, startedTo: null } as const

async function searching(rows: number, open: Office['open'], caller: Caller): Promise<Comparison> {
  const raw = openRead(open)
  const statements = SEARCHES.map((text) => {
    const statement = pageStatement({
      question: searchQuestion(text),
      filter: { ...FILTER, text },
      scope: null,
      sort: 'pinyin',
      after: null,
      limit: 51
    })
    if (!statement) throw new TypeError('no statement')
    return { prepared: raw.raw.prepare(statement.sql), params: statement.params }
  })
  try {
    return await race({
      name: 'two-character name search, whole stack',
      rows,
      rounds: ROUNDS,
      bound: 1.5,
      floorName: 'raw statement + empty call',
      ours: async () => {
        for (let i = 0; i < PER_ROUND; i++)
          await caller.call('persons.search', { filter: { text: SEARCHES[i % SEARCHES.length] }, limit: 50 })
        return undefined
      },
      floor: async () => {
        for (let i = 0; i < PER_ROUND; i++) {
          const { prepared, params } = statements[i % statements.length] ?? { prepared: null, params: [] }
          prepared?.all(...params)
          await caller.call(...EMPTY)
        }
        return undefined
      },
      note: `${PER_ROUND} searches a round`
    })
  } finally {
    raw.close()
  }
}

async function saving(rows: number, open: Office['open'], caller: Caller): Promise<Comparison> {
  // A table of its own in the same file: raw inserts of a person's columns, one commit each at synchronous=FULL.
  const raw = openWrite(open)
  raw.raw.exec('CREATE TABLE bench_person AS SELECT * FROM person LIMIT 0')
  const columns = raw.raw
    .prepare<[], { name: string }>("SELECT name FROM pragma_table_info('bench_person')")
    .all()
    .map((column) => column.name)
  const insert = raw.raw.prepare(`INSERT INTO bench_person SELECT ${columns.join(', ')} FROM person WHERE seq = ?`)
  let saved = 0
  try {
    return await race({
      name: 'save of a person, whole stack',
      rows,
      rounds: ROUNDS,
      bound: 3,
      floorName: 'raw insert at FULL + empty call',
      ours: async () => {
        for (let i = 0; i < PER_ROUND; i++) {
          saved += 1
          await caller.call('persons.save', newPerson(saved), randomUUID())
        }
        return undefined
      },
      floor: async () => {
        for (let i = 0; i < PER_ROUND; i++) {
          insert.run(1 + (i % Math.max(1, rows)))
          await caller.call(...EMPTY)
        }
        return undefined
      },
      note: `${PER_ROUND} saves a round`
    })
  } finally {
    raw.raw.exec('DROP TABLE bench_person')
    raw.close()
  }
}

/** Input of `persons.save`. */
export const newPerson = (serial: number): CallInput<Contract['persons']['save']> => ({
  person: {
    name: `测${serial}`,
    sex: '2',
    birthDate: '1990-05-17',
    idType: 'none',
    noIdReason: 'not_shown',
    marital: '20',
    hukouCode: '141124',
    hukouText: '测试街1号'
  },
  episodes: [{ kind: 'in', reason: '1', startedOn: '2026-02-01', residenceCode: '610802' }]
})
