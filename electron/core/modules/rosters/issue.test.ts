/** Why: a list carries people's names out of the door; it holds no more than it must, stays as issued, and shows nobody of another's area. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EpisodeInput, PersonInput } from '@shared/contract/persons'
import { rosters } from '@shared/contract/rosters'
import { clerk, codeOf, fieldListsOn, here, OTHER_TOWN, TOWN, VILLAGE, type FieldLists } from '../../../../test/kit/field-lists'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { insertPersons } from '../persons'
import { rosterHandlers } from '.'

let register: Register
let lists: FieldLists
beforeEach(async () => {
  register = await openRegister()
  lists = fieldListsOn(register)
})
afterEach(() => register.close())

describe('issue', () => {
  it('a visit list › holds name, sex, year, door and what to ask › and nothing else of the person', async () => {
    await register.put(
      { name: '王𰻝', idType: 'resident_id', idNo: '610802199002281001', noIdReason: null, phone: '13812345678', marital: '21' },
      here('东街1号')
    )
    const { id, count } = await lists.visit()
    expect(count).toBe(1)
    const printed = register.office.db.all<{ cells: string }>('SELECT cells FROM roster_row')
    expect(printed.map(({ cells }) => JSON.parse(cells) as unknown)).toEqual([
      { name: '王𰻝', sex: '女', birthYear: '1990', door: '东街1号', ask: '仍住此处、电话' }
    ])
    expect(lists.get(id)).toMatchObject({ kind: 'visit', placeName: reference.divisionName(VILLAGE), whole: false, progress: { open: 1 } })
  })

  it('rows › stand as one walks: by address with numbers by value, without an address last', async () => {
    for (const text of ['东街10号', '西街1号', null, '东街2号', '东街２号甲']) await register.put({ name: `测${text ?? '无'}` }, here(text))
    const { id } = await lists.visit()
    expect(lists.names(id)).toEqual(['测东街2号', '测东街２号甲', '测东街10号', '测西街1号', '测无'])
    expect(lists.rows(id).map(({ row }) => row)).toEqual([1, 2, 3, 4, 5])
  })

  it('a township › tells the village before the door', async () => {
    await register.put({}, here('东街1号'))
    const { id } = await lists.visit({ place: TOWN })
    const village = reference.division(VILLAGE)?.name ?? ''
    expect(lists.rows(id)[0]?.cells['door']).toBe(`${village} 东街1号`)
  })

  it('who left, is not on file any more or is under 14 › is not on the list', async () => {
    const gone = await register.put({ name: '测退档' }, here())
    register.office.write.transaction(() => register.office.write.db.run("UPDATE person SET status = 'closed' WHERE id = ?", gone.id))
    await register.put({ name: '测小童', birthDate: '2015-01-01' }, here())
    await register.put({ name: '测别处' }, stay({ residenceCode: OTHER_TOWN }))
    await register.put({ name: '测在此' }, here())
    expect(lists.preview()).toEqual({ count: 1, declined: 0, young: 1, restricted: 0, most: 1000, tooMany: false })
    expect(lists.names((await lists.visit()).id)).toEqual(['测在此'])
  })

  it('who moved away › is not looked for where she lived, until the day she goes', async () => {
    await register.put({ name: '测已走' }, here('东街1号', { endedOn: '2026-03-05' }))
    await register.put({ name: '测将走' }, here('东街2号', { endedOn: '2026-03-06' }))
    const back = await register.put({ name: '测回来' }, here('东街3号', { endedOn: '2025-12-31' }))
    const other = await register.put({ name: '测同回' }, here('东街3号'))
    expect(lists.names((await lists.visit()).id)).toEqual(['测将走', '测同回'])
    await lists.merge(back.id, other.id)
    expect(lists.names((await lists.visit()).id)).toEqual(['测将走', '测回来'])
  })

  it('by 户籍地 and by kind › lists those who went away', async () => {
    await register.put({ name: '测流出', hukouCode: VILLAGE, hukouText: '三组5号' }, stay({ kind: 'out', residenceCode: '140602' }))
    await register.put({ name: '测在家', hukouCode: VILLAGE }, here())
    const { id } = await lists.visit({ basis: 'hukou', moveKind: 'out' })
    expect(lists.rows(id).map(({ cells }) => [cells['name'], cells['door']])).toEqual([['测流出', '三组5号']])
  })

  it('nobody there, an unknown place, nothing to ask, no column › is refused', async () => {
    expect(await codeOf(() => lists.visit())).toBe('rosters.nobody')
    expect(await codeOf(() => lists.visit({ place: '999999' }))).toBe('reference.division_unknown')
    expect(await codeOf(() => lists.issue({ kind: 'visit', place: VILLAGE, asks: [] }))).toBe('rosters.column_needed')
    expect(await codeOf(() => lists.issue({ kind: 'roster', place: VILLAGE, columns: [] }))).toBe('rosters.column_needed')
    expect(await codeOf(() => lists.issue({ kind: 'card', persons: ['0190aaaa-0000-7000-8000-000000000001'] }))).toBe('persons.unknown')
    expect(register.office.db.value('SELECT count(*) FROM roster')).toBe(0)
  })

  it('more than one walk › asks for smaller places', async () => {
    const { office } = register
    const people = Array.from({ length: 1001 }, (_, at) => ({
      person: PersonInput.parse(someone({ name: `测${String(at)}` })),
      episodes: [EpisodeInput.parse(here(`路${String(at)}号`))]
    }))
    const { reference: book, now, today, newId } = office.query()
    office.write.transaction(() => insertPersons({ db: office.write.db, reference: book, now, today, newId }, people))
    expect(lists.preview()).toMatchObject({ count: 1001, tooMany: true })
    expect(await codeOf(() => lists.visit())).toBe('rosters.too_many')
  })

  it('numbers of lists › are nine digits and come by chance', async () => {
    await register.put({}, here())
    const numbers = new Set<number>()
    for (let at = 0; at < 5; at += 1) numbers.add((await lists.visit()).number)
    expect(numbers.size).toBe(5)
    for (const number of numbers) expect(String(number)).toMatch(/^[1-9]\d{8}$/)
    const sorted = [...numbers].sort((a, b) => a - b)
    expect(sorted.some((number, at) => at > 0 && number !== (sorted[at - 1] ?? 0) + 1)).toBe(true)
  })
})

describe('a list as issued', () => {
  it('prints the same again › whatever happened to the files', async () => {
    const { id: person } = await register.put({ name: '测原名' }, here('东街1号'))
    const { id } = await lists.visit()
    const before = lists.paper(id)
    await register.change(register.get(person), { person: { ...someone({ name: '测改名' }) } })
    expect(register.get(person).name).toBe('测改名')
    expect(lists.paper(id)).toEqual(before)
    expect(register.office.notes.at(-1)).toMatchObject({ subject: id, detail: { persons: 1, whole: false } })
    const { db } = register.office.write
    for (const sql of ['UPDATE roster SET count = 2', 'DELETE FROM roster', "UPDATE roster_row SET cells = '{}'", 'DELETE FROM roster_row'])
      expect(await codeOf(() => register.office.write.transaction(() => db.run(sql))), sql).not.toBe('nothing was refused')
  })

  it('a roster › carries the columns chosen, numbers masked', async () => {
    const number = '610802199002281001'
    await register.put({ name: '测花名', idType: 'resident_id', idNo: number, noIdReason: null, phone: '13812345678' }, here())
    const { id } = await lists.issue({ kind: 'roster', place: VILLAGE, columns: ['sex', 'idNo', 'phone', 'residence', 'note'] })
    expect(lists.get(id).columns.map(({ title }) => title)).toEqual(['姓名', '性别', '证件号码', '联系电话', '现居住地', '备注'])
    const cells = { name: '测花名', sex: '女', idNo: '6108**********1001', phone: '138****5678', residence: '东街1号', note: '' }
    expect(lists.paper(id).rows).toEqual([{ row: 1, cells }])
  })

  it('whole numbers › need the right and a reason, stand on paper only', async () => {
    const number = '610802199002281001'
    await register.put({ name: '测花名', idType: 'resident_id', idNo: number, noIdReason: null }, here())
    const wanted: Extract<Parameters<FieldLists['issue']>[0], { kind: 'roster' }> = {
      kind: 'roster',
      place: VILLAGE,
      columns: ['idNo'],
      whole: true,
      reason: '民政核对'
    }
    expect(await codeOf(() => lists.issue(wanted, clerk(null, ['collector'])))).toBe('rosters.whole_not_allowed')
    expect(await codeOf(() => lists.issue({ ...wanted, reason: ' ' }))).toBe('rosters.reason_needed')
    const { id } = await lists.issue(wanted)
    expect(lists.paper(id).rows[0]?.cells['idNo']).toBe(number)
    expect(JSON.stringify(lists.rows(id))).not.toContain(number)
    expect(lists.rows(id)[0]?.cells['idNo']).toBe('6108**********1001')
    expect(await codeOf(() => lists.paper(id, clerk(null, ['collector'])))).toBe('rosters.whole_not_allowed')
    expect(JSON.stringify(register.office.notes)).not.toContain(number)
  })

  it('rows › are recorded as looked at when they are many, and answer from any row on', async () => {
    for (let at = 1; at <= 25; at += 1) await register.put({ name: `测${String(at)}` }, here(`东街${String(at)}号`))
    const { id } = await lists.visit()
    const from = (row: number, limit: number) =>
      rosters.rows.output.parse(rosterHandlers.rows(lists.looking(), { id, from: row, limit })).rows.map((one) => one.row)
    expect(from(24, 10)).toEqual([24, 25])
    register.office.notes.length = 0
    from(1, 20)
    expect(register.office.notes).toEqual([])
    from(1, 25)
    expect(register.office.notes).toEqual([{ subject: id, detail: { rows: 25 } }])
  })
})

describe('scope', () => {
  it('an account of a township › issues, sees and answers its own lists only', async () => {
    await register.put({}, here())
    await register.put({}, stay({ residenceCode: OTHER_TOWN, residenceText: '西街1号' }))
    const [own, other] = [clerk(TOWN, undefined, 'xiangzhen'), clerk(OTHER_TOWN, undefined, 'lingzhen')]
    const mine = await lists.visit({}, own)
    const county = await lists.visit({ place: '610802' })
    expect(await codeOf(() => lists.visit({}, other))).toBe('persons.out_of_scope')
    expect(await codeOf(() => lists.preview({ place: '610802' }, own))).toBe('persons.out_of_scope')
    const seen = async (actor = clerk()) =>
      rosters.list.output.parse(await rosterHandlers.list(lists.looking(actor), { cursor: null, limit: 1 })).rows.map(({ id }) => id)
    expect(await seen(own)).toEqual([mine.id])
    expect(await seen(other)).toEqual([])
    expect(await seen()).toEqual([county.id])
    for (const work of [
      () => lists.rows(mine.id, other),
      () => lists.paper(mine.id, other),
      () => lists.get(mine.id, other),
      () => lists.enter(mine.id, 1, {}, other)
    ])
      expect(await codeOf(work)).toBe('rosters.unknown')
    expect(await codeOf(() => rosterHandlers.find(lists.looking(other), { number: mine.number, row: 1 }))).toBe('rosters.code_unknown')
    expect((await lists.enter(mine.id, 1, {}, own)).progress.open).toBe(0)
  })

  it('a card › is printed of persons in scope only, and seen by who issued it', async () => {
    const { id: person } = await register.put({}, here())
    expect(await codeOf(() => lists.issue({ kind: 'card', persons: [person] }, clerk(OTHER_TOWN)))).toBe('persons.out_of_scope')
    const own = clerk(TOWN, undefined, 'xiangzhen')
    const { id } = await lists.issue({ kind: 'card', persons: [person] }, own)
    expect(lists.get(id, own).count).toBe(1)
    expect(await codeOf(() => lists.get(id, clerk(TOWN, undefined, 'tongshi')))).toBe('rosters.unknown')
  })
})

describe('cards', () => {
  it('tell the file in words, children under 14 masked, the others of the household without numbers', async () => {
    const number = '610802199002281001'
    const saved = await register.save({
      person: someone({ name: '测户主', idType: 'resident_id', idNo: number, noIdReason: null, marital: '21', phone: '13812345678' }),
      episodes: [here('东街1号', { kind: 'intra_county' })],
      spouses: [{ name: '测配偶', startedOn: '2012' }],
      children: [{ name: '测幼童', sex: '1', birthDate: '2018-05-01' }]
    })
    const { id } = await lists.issue({ kind: 'card', persons: [saved.id, saved.id], household: true, sheet: 'A4' })
    const { list, rows } = lists.paper(id)
    expect(list).toMatchObject({ kind: 'card', sheet: 'A4', count: 1 })
    expect(rows[0]?.cells).toMatchObject({
      ...{ name: '测户主', sex: '女', marital: '初婚', idNo: '6108**********1001', phone: '138****5678', spouse: '测配偶' },
      children: '测** 2018年'
    })
    expect(rows[0]?.cells['residence']).toContain('东街1号')
    const whole = await lists.issue({ kind: 'card', persons: [saved.id], whole: true, reason: '本人申请' })
    expect(lists.paper(whole.id).rows[0]?.cells['idNo']).toBe(number)
  })

  it('of a child under 14 › is asked about once more, and masked whatever is asked for', async () => {
    const number = '610802201801011008'
    const born = { birthDate: '2018-01-01', idType: 'resident_id', idNo: number, noIdReason: null } as const
    const { id: child } = await register.put({ name: '测幼童', ...born }, here())
    const wanted = { kind: 'card' as const, persons: [child], whole: true, reason: '监护人申请' }
    expect(await codeOf(() => lists.issue(wanted))).toBe('persons.with_care')
    const { id } = await lists.issue({ ...wanted, careful: true })
    expect(lists.paper(id).rows[0]?.cells).toMatchObject({ name: '测**', sex: '', birthDate: '2018年', idNo: '6108**********1008' })
  })

  it('a merged file › gives the card of the one that goes on, once', async () => {
    const [one, other] = [await register.put({ name: '测甲' }, here()), await register.put({ name: '测乙' }, here())]
    await lists.merge(one.id, other.id)
    const { id, count } = await lists.issue({ kind: 'card', persons: [other.id, one.id] })
    expect(count).toBe(1)
    expect(lists.rows(id)[0]?.personId).toBe(one.id)
  })
})
