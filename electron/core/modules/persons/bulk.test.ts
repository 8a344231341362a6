/** Files written together stand in the register as files written one by one, and in its search indexes too. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EpisodeInput, PersonInput } from '@shared/contract/persons'
import { openRegister, type Register } from '../../../../test/kit/register'
import { actHandlers, insertPersons, startAct, type NewPerson } from '.'
import { bulkStatements } from './queries/bulk'
import { grownStatements } from './queries/grown'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

const person = (name: string, over: Record<string, unknown> = {}): NewPerson['person'] =>
  PersonInput.parse({
    ...{
      name,
      sex: '2',
      birthDate: '1990-05-17',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '141124',
      hukouText: 'Ａ振兴街𠮷5号'
    },
    ...over
  })
const stay = (over: Record<string, unknown> = {}): NewPerson['episodes'][number] =>
  EpisodeInput.parse({
    ...{ kind: 'in', startedOn: '2025-03-05', residenceCode: '610802', residenceText: 'X某路1号', dwellingKind: '1' },
    ...over
  })

const ROWS: readonly NewPerson[] = [
  { person: person('测甲'), episodes: [stay()] },
  { person: person('阿依·买买提', { hukouText: '街' }), episodes: [stay({ dwellingContact: '测房东', dwellingPhone: '13800000000' })] },
  { person: person('测𠮷', { hukouText: null }), episodes: [stay({ residenceText: '号' }), stay({ startedOn: '2025-04-01' })] },
  { person: person('测丁', { formerName: '测旧' }), episodes: [stay({ employer: { name: '某厂' } })] },
  { person: person('测戊'), episodes: [] }
]

/** Words of an index with the rows they stand in: only the index itself knows them. */
function wordsIn(index: 'person_search' | 'person_search_place'): unknown[] {
  const { db } = register.office.write
  db.run(`CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, ${index}, instance)`)
  const found = db.all('SELECT term, doc FROM temp.words ORDER BY term, doc')
  db.run('DROP TABLE temp.words')
  return found
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g
const dump = (): string => {
  const { db } = register.office
  const tables = ['person', 'person_episode', 'person_change', 'dwelling', 'employer', 'act_person'].map((table) =>
    db.all(`SELECT * FROM ${table} ORDER BY 1, 2`)
  )
  return JSON.stringify([tables, wordsIn('person_search'), wordsIn('person_search_place')]).replace(IDS, 'id')
}

function insert(rows: readonly NewPerson[], act?: number): string[] {
  const { now, today, newId, reference } = register.office.query()
  return register.office.write.transaction(() =>
    insertPersons(
      { db: register.office.write.db, reference, now, today, newId: () => newId(), ...(act === undefined ? {} : { act }) },
      rows
    )
  )
}

describe('insertPersons', () => {
  it('leaves the same rows and words › as the same people one at a time', async () => {
    insert(ROWS)
    const together = dump()
    register.close()
    register = await openRegister()
    for (const row of ROWS) insert([row])
    expect(dump()).toBe(together)
  })

  it('leaves the same words of addresses › as the triggers of single rows enter', () => {
    insert(ROWS)
    const { db } = register.office.write
    const words = wordsIn('person_search_place')
    expect(words.length).toBeGreaterThan(10)
    register.office.write.transaction(() => {
      for (const table of ['person', 'dwelling']) {
        const text = table === 'person' ? 'hukou_text' : 'text'
        db.run(`CREATE TEMP TABLE kept AS SELECT seq, ${text} AS text FROM ${table}`)
        db.run(`UPDATE ${table} SET ${text} = ${text} || '外' WHERE ${text} IS NOT NULL`)
        db.run(`UPDATE ${table} SET ${text} = (SELECT text FROM temp.kept WHERE kept.seq = ${table}.seq) WHERE ${text} IS NOT NULL`)
        db.run('DROP TABLE temp.kept')
      }
    })
    expect(wordsIn('person_search_place')).toEqual(words)
  })

  it('counts the lists as changed once, and lets later saves enter their own words', async () => {
    const version = (): number => register.office.db.value<number>('SELECT version FROM person_search_version') ?? 0
    const before = version()
    insert(ROWS)
    expect(version()).toBe(before + 1)
    await register.put({ name: '测己', hukouText: '另外的街' })
    expect(version()).toBeGreaterThan(before + 1)
    expect(register.search({ filter: { text: '另外的街' } }).rows).toHaveLength(1)
  })

  it('is found by name and address at once, and is gone from both with its act', async () => {
    const { db } = register.office.write
    const empty = dump()
    const context = register.office.job()
    const act = register.office.write.transaction(() =>
      startAct({ db, now: context.now, actor: context.actor, newId: () => context.newId() }, 'import', '测试')
    )
    insert(ROWS, act.seq)
    for (const [text, rows] of [
      ['测甲', 1],
      ['振兴街', 3],
      ['某路', 4]
    ] as const)
      expect(register.search({ filter: { text } }).rows, text).toHaveLength(rows)
    await actHandlers.undo(register.office.job(), { id: act.id })
    expect(dump()).toBe(empty)
  })

  it('writes nothing when one of them cannot be stored', () => {
    const empty = dump()
    const bad = { person: person('测坏', { hukouCode: '999999' }), episodes: [] }
    expect(() => insert([...ROWS, bad])).toThrow(expect.objectContaining({ code: 'reference.division_unknown' }))
    expect(dump()).toBe(empty)
  })

  it.each([...bulkStatements, ...grownStatements])('an index answers › %s', (sql) => {
    const values = Array.from(sql.matchAll(/\?/g), () => '1')
    const plan = register.office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)
    expect(plan.length).toBeGreaterThan(0)
    expect(plan.filter((step) => step.startsWith('SCAN') && !/^SCAN json_each\b/.test(step))).toEqual([])
  })
})
