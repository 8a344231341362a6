/** Why: a list that reads the whole register is quick in a test and slow in a county, so the plans are read, not the clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { persons } from '@shared/contract/persons'
import { candidateStatement } from './queries/candidates'
import { countStatement, keyColumns, pageStatement, type Sort } from './queries/list'
import { narrowing } from './queries/narrowing'
import { recorders } from './queries/recorders'
import { searchQuestion } from './search-words'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

const filter = (over: object) => persons.search.input.parse({ filter: over }).filter
const plan = (sql: string, params: readonly unknown[]): string[] =>
  office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...(params as string[])).map((row) => row.detail)

const filters = [
  {},
  { status: null },
  { kind: 'in' },
  {
    more: {
      sex: '2',
      bornFrom: '1990-01-01',
      bornTo: '1990-12-31',
      marital: '20',
      education: '20',
      hukouType: '10',
      hasNumber: true,
      numberWarns: false
    }
  },
  { within: '610802001' },
  { within: '610000', hukouWithin: '140000' },
  { startedFrom: '2025-01-01', startedTo: '2025-12-31' },
  { status: 'set_aside', kind: 'out', within: '610802', hukouWithin: '141124', startedFrom: '2020-01-01', startedTo: '2020-12-31' }
]
const texts = [
  '',
  '张',
  '张三',
  '张三丰',
  'zs',
  '张s',
  '610802',
  '14112419770707123X',
  '5678',
  '%',
  '阿·买',
  '建设路',
  '幸福 12号',
  'J610802-2019-00012',
  '横山',
  '张 横山',
  '横山 张三丰',
  '李 建设路 12号'
]
const sorts: readonly Sort[] = ['relevance', 'pinyin', 'started', 'division']
const place = { rank: 1, sortKey: 'zhang san', started: '2025-01-01', code: '610802', seq: 5 }

describe('plans', () => {
  it.each(sorts)('pageStatement › enters an index and reads no whole register › sort %s', (sort) => {
    for (const text of texts)
      for (const over of filters)
        for (const [after, scope] of [
          [null, null],
          [place, null],
          [place, '610802003']
        ] as const) {
          const statement = pageStatement({
            question: searchQuestion(text, (named) => (named === '横山' ? ['610803', '610803101'] : [])),
            filter: filter(over),
            scope,
            sort,
            after,
            limit: 101
          })
          if (statement === null) throw new RangeError(text)
          const details = plan(statement.sql, statement.params)
          const told = `${text} ${JSON.stringify(over)} ${details.join(' | ')}`
          expect(
            details.filter((detail) => /^SCAN (p|person|h|g|b|s|f|t|d|e)\b/.test(detail)),
            told
          ).toEqual([])
          // Sorted as it is found: the next page starts where this one ended.
          if (text === '')
            expect(
              details.some((detail) => detail.includes('TEMP B-TREE')),
              told
            ).toBe(false)
        }
  })

  it.each([
    ['pinyin', /person_by_pinyin \(sort_key>\?\)/],
    ['relevance', /person_by_pinyin \(sort_key>\?\)/],
    ['started', /person_by_start \(stay_started=\? AND (rowid|seq)<\?\).*person_by_start \(stay_started<\?\)/],
    ['division', /person_by_division \(\(stay_code,sort_key\)>\(\?,\?\)\)/]
  ] as const)('pageStatement › enters the index at the place of the page and nowhere before › sort %s', (sort, entry) => {
    const statement = pageStatement({ question: { kind: 'everybody' }, filter: filter({}), scope: null, sort, after: place, limit: 51 })
    expect(plan(statement?.sql ?? '', statement?.params ?? []).join(' | ')).toMatch(entry)
  })

  it('pageStatement › finds the key of a far row in the index alone › also under conditions', () => {
    for (const [sort, over] of sorts.flatMap((one) => filters.map((other) => [one, other] as const))) {
      const statement = pageStatement(
        { question: { kind: 'everybody' }, filter: filter(over), scope: null, sort, after: place, limit: 1 },
        keyColumns(sort)
      )
      const details = plan(statement?.sql ?? '', statement?.params ?? []).filter((detail) => /^(SEARCH|SCAN)/.test(detail))
      for (const detail of details) expect(detail).toContain('USING COVERING INDEX')
      expect(details.length).toBeGreaterThan(0)
    }
  })

  it('countStatement › counts inside an index', () => {
    for (const text of texts)
      for (const over of filters) {
        const statement = countStatement({ question: searchQuestion(text), filter: filter(over), scope: null }, 100)
        const details = plan(statement?.sql ?? '', statement?.params ?? [])
        expect(
          details.filter((detail) => /^SCAN (p|person|h|g|b|s|f|t|d|e)\b/.test(detail)),
          details.join(' | ')
        ).toEqual([])
      }
  })

  it.each([
    { stayReason: '1', stayScope: 'inter_province' },
    { employer: '018f3c1e-7a1b-7000-8000-000000000001' },
    { dwelling: '018f3c1e-7a1b-7000-8000-000000000001' },
    { missingGlyph: true },
    { childBornFrom: '2012-03-06' },
    { statusFrom: '2026-01-01', statusTo: '2026-02-01', statusReason: 'died' },
    { statusRecordedFrom: '2026-01-01', statusRecordedTo: '2026-02-01' },
    { recordedFrom: '2026-01-01', recordedTo: '2026-02-01' },
    { recordedBy: '某人' },
    { untouchedSince: '2026-01-01' },
    { file: 'incomplete' },
    { file: 'marital' },
    { arrived: { figure: 'submission', side: 'numerator', from: '2026-01-21', to: '2026-02-20' } },
    { arrived: { figure: 'certificate_held', side: 'numerator', from: '2026-01-21', to: '2026-02-20' } }
  ])('narrowing › walks the sort or starts from an index of its own › %j', (more) => {
    office.write.db.run("INSERT INTO person_search (rowid, words) VALUES (1, '02f7ff')")
    const found = narrowing(office.query(), filter({ more }).more)
    office.write.db.run('DELETE FROM person_search WHERE rowid = 1')
    for (const sort of sorts)
      for (const narrow of [found, { ...found, set: null }]) {
        const asked = {
          question: { kind: 'everybody' } as const,
          filter: filter({ more }),
          narrow,
          scope: null,
          sort,
          after: place,
          limit: 51
        }
        const details = [pageStatement(asked), countStatement(asked, 100)].flatMap((one) => plan(one?.sql ?? '', one?.params ?? []))
        const told = details.join(' | ')
        expect(
          details.filter((detail) => /^SCAN (?!hit|born|rare |stay|\(|CONSTANT|person_search VIRTUAL|json_each VIRTUAL)/.test(detail)),
          told
        ).toEqual([])
        if (narrow.set === null) expect(told).not.toMatch(/TEMP B-TREE FOR (?!GROUP)/)
        // A list is sorted as it is found, or from the few that fit.
        if (narrow.set === null) expect(told).toMatch(/SEARCH p USING (COVERING )?INDEX person_by_/)
      }
  })

  it('recorders › steps from name to name', () => {
    const seen: string[] = []
    recorders({ ...office.db, all: (sql: string) => (seen.push(sql), []) })
    const details = plan(seen[0] ?? '', [5])
    expect(details.filter((detail) => /^SCAN c\b/.test(detail))).toEqual([])
    expect(details.join(' | ')).toMatch(/SEARCH c USING INDEX change_by_maker \(by>\?\)/)
  })

  it('candidateStatement › finds every group through its index', () => {
    const known = { name: '张三', sound: 'zhangsan', birthDate: '1990-03-05', idMatch: '610802199003050011', phoneReversed: '87654321831' }
    for (const over of [{}, { name: '', sound: '' }, { birthDate: '1990' }, { idMatch: null, phoneReversed: '' }]) {
      for (const gathering of ['sure', 'wide', 'beside'] as const) {
        const statement = candidateStatement({ ...known, ...over }, gathering)
        const details = plan(statement?.sql ?? '', statement?.params ?? [])
        expect(
          details.filter((detail) => /^SCAN (p|person|h|g|b|s|f|t|d|e)\b/.test(detail)),
          details.join(' | ')
        ).toEqual([])
      }
    }
    for (const gathering of ['sure', 'wide', 'beside'] as const)
      expect(candidateStatement({ name: '', sound: '', birthDate: '1990', idMatch: null, phoneReversed: '12' }, gathering)).toBeNull()
  })
})

describe('tables', () => {
  it('person_change, person_reveal › refuse › to be changed or shortened', () => {
    const { raw, db } = office.write
    const columns = db.all<{ name: string; notnull: number; type: string }>(
      'SELECT name, "notnull", type FROM pragma_table_info(\'person\')'
    )
    const value = ({ name, notnull, type }: { name: string; notnull: number; type: string }) =>
      ({ sex: "'1'", status: "'active'", id_type: "'none'", no_id_reason: "'lost'" })[name] ??
      (notnull ? (type === 'TEXT' ? "'x'" : '1') : 'NULL')
    raw.exec(
      `INSERT INTO person (${columns.map(({ name }) => name).join()}) VALUES (${columns.map((column) => (column.name === 'seq' ? '1' : value(column))).join()})`
    )
    raw.exec(`INSERT INTO person_change (person_seq, at, by, field) VALUES (1, '', '', 'name');
      INSERT INTO person_reveal (person_id, at, by, field, reason) VALUES ('x', '', '', 'idNo', '')`)
    for (const table of ['person_change', 'person_reveal']) {
      expect(() => raw.exec(`UPDATE ${table} SET at = 'y'`)).toThrow('append-only')
      expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow('append-only')
    }
    expect(() => raw.exec("UPDATE person SET no_id_reason = NULL WHERE id = 'x'")).toThrow('person_number_or_reason')
  })
})
