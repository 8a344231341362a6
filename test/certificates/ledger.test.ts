/** Why: what two persons signed is proof before others, so each refusal says what happened, what was not changed and what to do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Day } from '../../shared/domain'
import type { ReadDb } from '../../electron/core/db'
import { certificatesBefore, type ListAsked } from '../../electron/core/modules/certificates/queries/certificates'
import { deleteAgain, layFile, takeFile } from '../../electron/core/modules/erasure'
import { reference } from '../slips/offices'
import { clerkNamed, FIRST, openCounty, refusal, SECOND, signed, TOWNS, type County } from './county'

let county: County
beforeEach(() => {
  county = openCounty()
})
afterEach(() => county.close())

const code = (work: () => unknown): string => refusal(work).code
const block = (count = 5, unit: string | null = null) => county.call('allocate', { unit, form: 'marriage_birth', count })
const drafted = (over: object = {}): string =>
  county.call('draft', { personId: county.persons[0] ?? '', form: 'marriage_birth', data: { name: '某某' }, ...over }).id
const status = (id: string): string => county.call('get', { id }).status

describe('numbers', () => {
  it('a unit without a block › nothing is signed, and the sentence says who is to give one', () => {
    const id = drafted()
    county.call('review', { id })
    const error = refusal(() => county.call('sign', { ids: [id] }, SECOND))
    expect(error.code).toBe('certificates.no_block')
    expect(error.params).toEqual({ unit: '测试甲区卫生健康局', series: '6108020002026#####' })
    expect(status(id)).toBe('reviewed')
  })

  it('the last numbers › are told before they are gone, and then another block goes on', () => {
    block(2)
    const ids = [drafted(), drafted(), drafted()]
    for (const id of ids) county.call('review', { id })
    const [one = '', two = '', three = ''] = ids
    expect(county.call('sign', { ids: [one] }, SECOND)).toMatchObject({ rows: [{ number: '610802000202600001' }], left: 1, few: true })
    expect(code(() => county.call('sign', { ids: [two, three] }, SECOND))).toBe('certificates.block_used_up')
    // Nothing of it was done.
    expect(status(two)).toBe('reviewed')
    block(30)
    const { rows, left, few } = county.call('sign', { ids: [two, three] }, SECOND)
    expect(rows.map(({ number }) => number)).toEqual(['610802000202600002', '610802000202600003'])
    expect([left, few]).toEqual([29, false])
  })

  it('a new year › begins at one, from a block given the year before', () => {
    block(1)
    expect(county.call('allocate', { form: 'marriage_birth', count: 5, nextYear: true }).first).toBe('610802000202700001')
    signed(county)
    county.clock.set('2027-01-01T09:00:00+08:00')
    expect(signed(county, 1).number).toBe('610802000202700001')
  })

  it('units › each in its own series, none seen by the other', () => {
    const [one, two] = county.towns
    block(5, one)
    block(5, two)
    expect(signed(county, 0, one).number).toBe(`${TOWNS[0]}202600001`)
    const { id } = signed(county, 0, two)
    const clerk = clerkNamed('zhen', TOWNS[0])
    expect(county.call('list', {}, clerk).rows.map(({ number }) => number)).toEqual([`${TOWNS[0]}202600001`])
    expect(county.call('blocks', {}, clerk).rows).toHaveLength(1)
    expect(code(() => county.call('get', { id }, clerk))).toBe('certificates.out_of_scope')
    expect(code(() => county.call('void', { id, reason: 'lost' }, clerk))).toBe('certificates.out_of_scope')
    expect(clerk.grants.has('certificates.manage')).toBe(false)
    expect(county.call('list', {}).rows).toHaveLength(2)
  })

  it('a block given back › its rest is explained, never used, and the next begins behind it', () => {
    block(5)
    signed(county)
    const [row] = county.call('blocks', {}).rows
    expect(code(() => county.call('returnBlock', { id: row?.id ?? '', reason: 'why' }))).toBe('certificates.reason_unknown')
    county.call('returnBlock', { id: row?.id ?? '', reason: 'not_needed' })
    expect(county.call('block', { id: row?.id ?? '' }).spans.map(({ what, count }) => [what, count])).toEqual([
      ['已签发', 1],
      ['号段已交回', 4]
    ])
    expect(code(() => county.call('returnBlock', { id: row?.id ?? '', reason: 'not_needed' }))).toBe('certificates.block_ended')
    expect(block(2).first).toBe('610802000202600006')
  })

  it('a full series › is said, and nothing is given', () => {
    for (let times = 0; times < 49; times++) block(2_000)
    const error = refusal(() => block(2_000))
    expect([error.code, error.params]).toEqual(['certificates.series_full', { series: '6108020002026#####', left: 1_999 }])
    expect(block(1_999).last).toBe('610802000202699999')
  })

  it('two returns to before the first block, the mark gone each time › what was given between them is not given again', () => {
    county.comeBack(county.copy(), 'blind')
    const before = county.copy()
    block()
    const { number: first } = signed(county)
    county.comeBack(before, 'blind')
    block()
    const { number: second } = signed(county)
    expect(Number(second)).toBeGreaterThan(Number(first))
  })

  it('the database › gives no number twice, whatever writes', () => {
    block(2)
    const { id } = signed(county)
    const run = (sql: string) => () => county.db().run(sql)
    expect(run('UPDATE certificate_block SET given = given - 1')).toThrow()
    expect(run('DELETE FROM certificate_block')).toThrow()
    expect(
      run("INSERT INTO certificate_block SELECT 99, 'x', series, unit, unit_code, 2, 9, 1, 'open', '', '' FROM certificate_block")
    ).toThrow()
    expect(run(`UPDATE certificate SET number = 'x' WHERE id = '${id}'`)).toThrow()
    expect(run('DELETE FROM certificate')).toThrow()
    expect(run("UPDATE certificate_snapshot SET data = '{}'")).toThrow()
    expect(run('DELETE FROM certificate_snapshot')).toThrow()
    expect(run("UPDATE certificate_event SET note = 'x'")).toThrow()
    expect(run('DELETE FROM certificate_event')).toThrow()
  })
})

describe('two persons', () => {
  it('whoever verified › does not sign, also after another verified it once more', () => {
    block()
    const id = drafted()
    county.call('review', { id })
    expect(code(() => county.call('sign', { ids: [id] }, FIRST))).toBe('certificates.same_person')
    county.call('sendBack', { id, note: '年龄不对' }, SECOND)
    county.call('edit', { id, data: { name: '某某', age: 31 } })
    county.call('review', { id }, SECOND)
    for (const clerk of [FIRST, SECOND]) expect(code(() => county.call('sign', { ids: [id] }, clerk))).toBe('certificates.same_person')
    county.call('sign', { ids: [id] }, clerkNamed('bing'))
    expect(JSON.parse(county.call('get', { id }).data ?? '')).toMatchObject({
      age: 31,
      name: '某某',
      signedOn: '2026-03-05',
      validTo: '2029-03-04'
    })
  })

  it('nothing about health or debts › is asked for', () => {
    block()
    const id = drafted({ data: {} })
    county.call('review', { id })
    expect(county.call('sign', { ids: [id] }, SECOND).rows).toHaveLength(1)
  })

  it('what is not text › is refused at its field; markup stays text', () => {
    const error = refusal(() => drafted({ data: { name: '某\u202e某' } }))
    expect([error.code, error.fields]).toEqual(['certificates.bad_data', { name: '含有看不见的字符或者改变方向的字符' }])
    expect(() => drafted({ data: { name: '字'.repeat(61) } })).toThrow('certificates.bad_data')
    expect(refusal(() => drafted({ data: { other: 1 } })).fields).toEqual({ other: '本表没有这一栏' })
    expect(code(() => drafted({ form: 'notice' }))).toBe('forms.unknown')
    expect(() => drafted({ data: { name: '字'.repeat(10_000) } })).toThrow(/最多 2000 个字/)
    const id = drafted({ data: { name: '<script>]]>=1+1' } })
    expect(county.call('get', { id }).data).toBe('{"name":"<script>]]>=1+1"}')
  })
})

describe('in place of another', () => {
  it('the former one › stands until the new one is signed, and both name each other', () => {
    block()
    const former = signed(county)
    const personId = county.persons[1] ?? ''
    expect(code(() => drafted({ personId, replaces: former.id, reason: 'damaged' }))).toBe('certificates.other_person')
    const id = drafted({ replaces: former.id, reason: 'damaged' })
    expect(status(former.id)).toBe('signed')
    expect(code(() => drafted({ replaces: former.id, reason: 'damaged' }))).toBe('certificates.being_replaced')
    county.call('review', { id })
    const { rows } = county.call('sign', { ids: [id] }, SECOND)
    expect(rows[0]?.number).not.toBe(former.number)
    expect(county.call('get', { id })).toMatchObject({ replaces: former.number, status: 'signed' })
    expect(county.call('get', { id: former.id })).toMatchObject({ status: 'replaced', replacedBy: rows[0]?.number })
    expect(code(() => county.call('issue', { id: former.id, collector: '本人' }))).toBe('certificates.not_now')
  })

  it('a draft that was dropped › leaves the former one free', () => {
    block()
    const former = signed(county)
    county.call('drop', { id: drafted({ replaces: former.id, reason: 'lost' }) })
    expect(status(former.id)).toBe('signed')
    drafted({ replaces: former.id, reason: 'lost' })
  })
})

describe('paper', () => {
  const run = (count: number): { readonly run: string; readonly ids: readonly string[] } => {
    block(count)
    const ids = Array.from({ length: count }, (_, at) => signed(county, at % 8).id)
    return { run: county.call('startRun', { ids }).run, ids }
  }
  const states = (of: string): string[] => county.call('run', { run: of }).sheets.map(({ state }) => state)

  it('thirty with a jam at seventeen › sixteen confirmed, the jammed one recorded, and on from there', () => {
    const { run: id, ids } = run(30)
    county.call('hand', { run: id, count: 20 })
    county.call('tell', { run: id, from: 1, to: 16, seen: 'out' })
    county.call('tell', { run: id, from: 17, to: 17, seen: 'spoiled', reason: 'jam' })
    county.call('tell', { run: id, from: 18, to: 30, seen: 'none' })
    expect(states(id)).toEqual([...Array<string>(16).fill('printed'), ...Array<string>(14).fill('queued')])
    const { sheets } = county.call('hand', { run: id, count: 100 })
    expect(sheets.map(({ position }) => position)).toEqual(Array.from({ length: 14 }, (_, at) => at + 17))
    county.call('tell', { run: id, from: 17, to: 30, seen: 'out' })
    expect(
      county
        .call('run', { run: id })
        .sheets.filter(({ spoiled }) => spoiled > 0)
        .map(({ position }) => position)
    ).toEqual([17])
    expect(county.call('get', { id: ids[16] ?? '' }).copies.map(({ state, reason }) => [state, reason])).toEqual([
      ['spoiled', '卡纸'],
      ['printed', null]
    ])
    expect(ids.map(status)).toEqual(Array<string>(30).fill('printed'))
  })

  it('the lights go out › exactly what was handed over and not confirmed is asked about', () => {
    const { run: id, ids } = run(5)
    county.call('hand', { run: id, count: 3 })
    county.call('tell', { run: id, from: 1, to: 1, seen: 'out' })
    expect(county.call('asked', {}).rows).toMatchObject([{ run: id, sent: 2, queued: 2, next: 4 }])
    expect(ids.map(status)).toEqual(['printed', 'sent', 'sent', 'signed', 'signed'])
    const waiting = ids[1] ?? ''
    for (const work of [
      () => county.call('issue', { id: waiting, collector: '本人' }),
      () => county.call('void', { id: waiting, reason: 'lost' }),
      () => county.call('startRun', { ids: [waiting] })
    ])
      expect(code(work)).toBe('certificates.not_now')
    expect(code(() => county.call('void', { id: ids[4] ?? '', reason: 'lost' }))).toBe('certificates.at_printer')
    county.call('stopRun', { run: id })
    county.call('void', { id: ids[4] ?? '', reason: 'lost' })
    expect(county.call('asked', {}).rows).toMatchObject([{ run: id, sent: 2, queued: 0, next: null }])
    expect(code(() => county.call('hand', { run: id, count: 1 }))).toBe('certificates.run_done')
  })

  it('a run left in the middle › is told with its next sheet until all of it was printed or taken out, each unit its own', () => {
    const { run: id, ids } = run(5)
    const asked = (clerk = FIRST) => county.call('asked', {}, clerk).rows
    // Nothing was handed over yet.
    expect(asked()).toMatchObject([{ run: id, at: '2026-03-05T01:00:00.000Z', by: FIRST.displayName, sent: 0, queued: 5, next: 1 }])
    county.call('hand', { run: id, count: 3 })
    county.call('tell', { run: id, from: 1, to: 1, seen: 'out' })
    county.call('tell', { run: id, from: 2, to: 2, seen: 'spoiled', reason: 'jam' })
    county.call('tell', { run: id, from: 3, to: 3, seen: 'none' })
    expect(asked()).toMatchObject([{ run: id, sent: 0, queued: 4, next: 2 }])
    expect(code(() => county.call('startRun', { ids: ids.slice(1) }))).toBe('certificates.at_printer')
    expect(asked(clerkNamed('zhen', TOWNS[0]))).toEqual([])
    county.call('hand', { run: id, count: 1 })
    county.call('tell', { run: id, from: 2, to: 2, seen: 'out' })
    expect(asked()).toMatchObject([{ queued: 3, next: 3 }])
    expect(county.call('stopRun', { run: id })).toEqual({ takenOut: 3 })
    expect(asked()).toEqual([])
    expect(county.call('startRun', { ids: ids.slice(2) }).count).toBe(3)
  })

  it('printed › is not issued; 补打 says the same and is marked', () => {
    const { run: id, ids } = run(1)
    const [only = ''] = ids
    const [first] = county.call('hand', { run: id, count: 1 }).sheets
    expect(code(() => county.call('tell', { run: id, from: 2, to: 9, seen: 'out' }))).toBe('certificates.nothing_asked')
    county.call('tell', { run: id, from: 1, to: 1, seen: 'out' })
    expect(status(only)).toBe('printed')
    county.call('issue', { id: only, collector: '本人' })
    expect(code(() => county.call('startRun', { ids: [only] }))).toBe('certificates.not_now')
    const again = county.call('startRun', { ids: [only], reprint: 'unreadable' })
    const [second] = county.call('hand', { run: again.run, count: 1 }).sheets
    expect(second).toEqual({ ...first, reprint: true })
    expect(status(only)).toBe('issued')
    county.call('tell', { run: again.run, from: 1, to: 1, seen: 'spoiled', reason: 'smudged' })
    expect(status(only)).toBe('issued')
    expect(county.call('get', { id: only }).events.at(-1)).toMatchObject({ action: 'issue', note: '本人' })
  })

  it('what is not what was signed › is not printed', () => {
    const { run: id } = run(1)
    county.db().run('DROP TRIGGER certificate_snapshot_never_changes')
    county.db().run(`UPDATE certificate_snapshot SET data = '{"name":"别人"}'`)
    expect(code(() => county.call('hand', { run: id, count: 1 }))).toBe('certificates.damaged')
    expect(states(id)).toEqual(['queued'])
  })
})

it('a file that is deleted › takes its words along; number, digest and what became of it stay', () => {
  block()
  const { id, number } = signed(county)
  const open = drafted()
  const db = county.db()
  const now = '2026-03-05T01:00:00.000Z'
  const context = {
    db,
    now,
    today: '2026-03-05' as Day,
    reference,
    office: { code: '610802-00' },
    actor: { displayName: '甲' },
    newId: () => 'n'
  }
  expect(deleteAgain(context, [{ kind: 'person', id: county.persons[0] ?? '', at: now }])).toBe(1)
  expect(db.one('SELECT person_id, subject_name, status, number FROM certificate WHERE id = ?', id)).toEqual({
    ...{ person_id: null, subject_name: null, status: 'signed', number }
  })
  expect(db.one('SELECT data, length(digest) AS digest FROM certificate_snapshot')).toEqual({ data: null, digest: 71 })
  expect(db.one('SELECT status, draft, subject_name FROM certificate WHERE id = ?', open)).toEqual({
    status: 'dropped',
    draft: null,
    subject_name: null
  })
})

it('a file under its seal › its certificates tell nothing, cannot be signed or printed, and come back whole', () => {
  block()
  const { id } = signed(county)
  const open = drafted()
  county.call('review', { id: open })
  const { run } = county.call('startRun', { ids: [id] })
  const [before, waiting] = [county.call('get', { id }), county.call('get', { id: open })]
  const db = county.db()
  const { packet } = takeFile({ db, now: '2026-03-05T01:00:00.000Z', by: '甲' }, county.persons[0] ?? '', 's')
  expect(county.call('list', {}).rows.map(({ subjectName }) => subjectName)).toEqual([null, null])
  expect(county.call('get', { id })).toMatchObject({ data: null, personId: null, subjectName: null, number: before.number })
  expect(code(() => county.call('hand', { run, count: 1 }))).toBe('certificates.unknown')
  expect(code(() => county.call('sign', { ids: [open] }, SECOND))).toBe('certificates.unknown')
  layFile(db, packet, () => undefined)
  expect([county.call('get', { id }), county.call('get', { id: open })]).toEqual([before, waiting])
  expect(county.call('hand', { run, count: 1 }).sheets).toHaveLength(1)
})

it.each<[string, Partial<ListAsked>, string]>([
  ['all', {}, 'certificate USING INTEGER PRIMARY KEY'],
  ['by state', { status: 'sent' }, 'certificate_by_status'],
  ['by number', { number: '1' }, 'certificate_number_once'],
  ['of a unit', { code: TOWNS[0] }, 'certificate_by_unit (unit_code=? AND seq<?)'],
  ['of a unit by state', { code: TOWNS[0], status: 'sent' }, 'certificate_by_unit_status'],
  ['of a person', { personIds: ['x'] }, 'certificate_of_person']
])('the list %s › is found through an index', (_what, asked, index) => {
  const plans: string[] = []
  const db = county.db()
  const seen: ReadDb = {
    ...db,
    all: (sql, ...given) => {
      plans.push(...db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...given).map(({ detail }) => detail))
      return []
    }
  }
  certificatesBefore(seen, { status: null, personIds: null, number: null, code: null, ...asked }, 99, 10)
  expect(plans.join(' | ')).toContain(index)
})
