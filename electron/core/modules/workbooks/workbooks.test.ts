/** Lists come in by dry run and one act, change only what they say, and go back without a trace. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { workbooks, type ImportReport } from '@shared/contract/workbooks'
import { AppError } from '@shared/errors'
import { openWorkbook, type RawRow } from '../../workbook'
import { counts, csv, HEAD, idNo, listHandlers, listRow as ROW, listsOn, type Lists } from '../../../../test/kit/lists'
import { openRegister, type Register } from '../../../../test/kit/register'

let register: Register
let lists: Lists
beforeEach(async () => {
  register = await openRegister()
  lists = listsOn(register)
})
afterEach(() => register.close())

const offer: Lists['offer'] = (content, name) => lists.offer(content, name)
const look: Lists['look'] = (ticket) => lists.look(ticket)
const check: Lists['check'] = (ticket, over) => lists.check(ticket, over)
const apply: Lists['apply'] = (ticket, over) => lists.apply(ticket, over)
const dump = (): string => lists.dump()
const codes = ({ problems }: ImportReport) => problems.map(({ code, count }) => `${code} ${String(count)}`)
const names = (): string[] => register.office.db.all<{ name: string }>('SELECT name FROM person ORDER BY seq').map(({ name }) => name)

describe('look', () => {
  it('proposes sheet, header and columns, and remembers what was confirmed', async () => {
    const ticket = offer(csv(['某镇流入人口花名册'], HEAD, ROW('测甲', idNo('1990-02-28', 11))))
    const first = await look(ticket)
    expect(first).toMatchObject({ kind: 'csv', headerRow: 2, moveKind: 'in', remembered: false })
    expect(first.columns.map(({ key }) => key)).toEqual([
      ...['name', 'idNo', 'hukouCode', 'phone', 'stay.startedOn', 'stay.residenceCode', 'stay.residenceText', 'education']
    ])
    expect(first.columns[0]).toMatchObject({ letters: 'A', title: '姓名', samples: ['测甲'] })
    expect([first.columns[1]?.samples, first.columns[3]?.samples]).toEqual([['6108**********0116'], ['138****0000']])
    await check(ticket, {
      columns: [
        { column: 0, key: 'name' },
        { column: 3, key: 'phone' }
      ],
      kind: 'out'
    })
    const again = await look(ticket)
    expect(again).toMatchObject({ remembered: true, moveKind: 'out' })
    expect(again.columns.map(({ key }) => key)).toEqual(['name', null, null, 'phone', null, null, null, null])
  })

  it('knows a title of the county again in any other list, once somebody has named it', async () => {
    const own = '户主手机（本县）'
    const strange = offer(csv(['姓名', '身份证号', own], ['测甲', idNo('1990-02-28', 11), '13800000000']))
    expect((await look(strange)).columns.map(({ key }) => key)).toEqual(['name', 'idNo', null])
    await check(strange, {
      columns: [
        { column: 0, key: 'name' },
        { column: 2, key: 'phone' }
      ]
    })
    const other = offer(csv(['序号', own, '姓名', '户籍地区划'], ['1', '13900000000', '测乙', '141124']))
    const found = await look(other)
    expect(found.remembered).toBe(false)
    expect(found.columns.map(({ key }) => key)).toEqual([null, 'phone', 'name', 'hukouCode'])
    const twice = await look(offer(csv(['姓名', '联系电话', own], ['测丙', '13700000000', '13600000000'])))
    expect(twice.columns.map(({ key }) => key)).toEqual(['name', 'phone', null])
  })

  it.each([
    [[{ column: 3, key: 'phone' }], 'workbooks.name_needed'],
    [
      [
        { column: 0, key: 'name' },
        { column: 1, key: 'name' }
      ],
      'workbooks.field_twice'
    ],
    [[{ column: 0, key: 'health' }], 'workbooks.field_unknown']
  ] as const)('a mapping that cannot be is refused: %j', async (columns, code) => {
    const refused = await check(offer(csv(HEAD)), { columns: [...columns] }).catch((error: unknown) =>
      error instanceof AppError ? error.code : ''
    )
    expect(refused).toBe(code)
  })
})

describe('check and apply', () => {
  it('new people come in with stay and history; the same list again changes nothing', async () => {
    const list = csv(HEAD, ROW('测甲', idNo('1990-02-28', 11)), ROW('测乙', idNo('1985-07-01', 22), '13900000000', '2025/4/1'))
    const before = dump()
    const { report, marked } = await check(offer(list))
    expect(counts(report)).toEqual({ rows: 2, fresh: 2, changed: 0, unchanged: 0, doubtful: 0, wrong: 0 })
    expect([report.problems, marked, dump() === before]).toEqual([[], null, true])
    const done = await apply(offer(list))
    expect(counts(done.report)).toEqual(counts(report))
    const id = register.search({ filter: { text: '测甲' } }).rows[0]?.id ?? ''
    expect(register.get(id)).toMatchObject({
      ...{ name: '测甲', sex: '1', birthDate: '1990-02-28', idType: 'resident_id', hukouCode: '141124' },
      ...{ education: '60', educationEdition: 'GB/T 4658-2006' },
      episodes: [{ kind: 'in', startedOn: '2025-03-05', residenceCode: '610802', residenceText: '某路1号' }]
    })
    expect(register.history(id)[0]).toMatchObject({
      field: 'created',
      by: 'banli',
      why: '第 2 行',
      act: { kind: 'import', note: '导入“花名册.csv”' }
    })
    const after = dump()
    expect(counts((await apply(offer(list))).report)).toMatchObject({ fresh: 0, changed: 0, unchanged: 2 })
    expect(dump()).toBe(after)
  })

  it('only what a repaired list says otherwise is changed; blanks leave, or clear where the clerk says so', async () => {
    const number = idNo('1990-02-28', 11)
    await apply(offer(csv(HEAD, ROW('测甲', number))))
    const id = register.search({ filter: { text: '测甲' } }).rows[0]?.id ?? ''
    const repaired = csv(['姓名', '身份证号', '联系电话', '曾用名'], ['测甲', number, '13811111111', ''])
    await apply(offer(repaired))
    const lines = register.history(id).filter(({ why }) => why === '第 2 行')
    expect(lines.map(({ field }) => field)).toEqual(['phone', 'created'])
    expect(register.get(id)).toMatchObject({ hukouCode: '141124', education: '60' })
    const cleared = await apply(offer(csv(['姓名', '身份证号', '联系电话'], ['测甲', number, ''])), {
      columns: [
        { column: 0, key: 'name' },
        { column: 1, key: 'idNo' },
        { column: 2, key: 'phone', clear: true }
      ]
    })
    expect(counts(cleared.report)).toMatchObject({ changed: 1 })
    expect(register.get(id).phoneMasked).toBeNull()
  })

  it('rows with errors stay out and are named by kind; the copy marks them', async () => {
    const list = csv(
      HEAD,
      ROW('测甲', idNo('1990-02-28', 11)),
      ROW('测乙', '6.10802E+17'),
      ROW('测丙', idNo('1991-01-01', 13), '13800000000', '2025-02-30'),
      ['测丁', idNo('1992-01-01', 15), '999999', '', '', '', '', ''],
      ['测戊', idNo('1993-01-01', 17), '141124', '', '', '', '', '大学肄业'],
      ['测己', '', '141124', '', '', '', '', ''],
      ['测庚', idNo('1994-01-01', 19), '141124', '', '2025-01-01', '', '', ''],
      ROW('测甲', idNo('1990-02-28', 11))
    )
    const { report, marked } = await check(offer(list))
    expect(counts(report)).toMatchObject({ rows: 8, fresh: 1, wrong: 7 })
    expect(codes(report).sort()).toEqual([
      ...['date_impossible 1', 'list_unknown 1', 'missing 1', 'place_unknown 1', 'scientific 1', 'stay_incomplete 1', 'twice 1']
    ])
    expect(report.problems.find(({ code }) => code === 'date_impossible')?.rows).toMatchObject([{ row: 4, column: 'E' }])
    const path = register.office.desk.find(marked?.ticket ?? '').path
    const copy = await openWorkbook(path)
    const rows: RawRow[] = []
    for await (const row of copy.rows('CSV')) rows.push(row)
    await copy.close()
    expect(rows[2]?.cells.at(-1)?.text).toContain('科学计数法')
    await apply(offer(list))
    expect(names()).toEqual(['测甲'])
  })

  it('who might be somebody on file is asked about, and the answer is remembered', async () => {
    const { id } = await register.put({ name: '测甲', birthDate: '1990-02-28', sex: '1', hukouCode: '330104' })
    const list = csv(HEAD, ROW('测甲', idNo('1990-02-28', 11)))
    const { report } = await check(offer(list))
    expect(counts(report)).toMatchObject({ doubtful: 1, fresh: 0 })
    expect(report.doubts).toMatchObject([{ row: 2, name: '测甲', why: '同名同生日，户籍地不同', candidates: [{ id }], decided: null }])
    expect(counts((await apply(offer(list))).report)).toMatchObject({ doubtful: 1, fresh: 0 })
    const key = report.doubts[0]?.key ?? ''
    expect(counts((await check(offer(list), { decisions: [{ key, personId: id }] })).report)).toMatchObject({ changed: 1, doubtful: 0 })
    expect(counts((await check(offer(list))).report)).toMatchObject({ changed: 1, doubtful: 0 })
    expect(counts((await apply(offer(list), { decisions: [{ key, personId: null }] })).report)).toMatchObject({ fresh: 1 })
    expect(names()).toEqual(['测甲', '测甲'])
  })

  it('the same number under another name is asked about, a 15-digit one is the same person', async () => {
    await register.put({ name: '测甲', birthDate: '1990-02-28', sex: '1', idType: 'resident_id', idNo: idNo('1990-02-28', 11) })
    const other = await check(offer(csv(HEAD, ROW('测别', idNo('1990-02-28', 11)))))
    expect(other.report.doubts).toMatchObject([{ why: '号码相同，姓名不同' }])
    const old = idNo('1990-02-28', 11).replace(/^(\d{6})19(\d{9})./, '$1$2')
    expect(counts((await check(offer(csv(HEAD, ROW('测甲', old))))).report)).toMatchObject({ changed: 1, doubtful: 0 })
  })

  it('spouse and children of our own template come in once and are changed in place', async () => {
    const head = ['姓名', '身份证号', '户籍地区划', '配偶姓名', '子女1姓名', '子女1性别', '子女1出生日期', '子女2出生日期']
    const row = ['测甲', idNo('1990-02-28', 11), '141124', '测乙', '测小一', '男', '2015-05-05', '2018-06']
    await apply(offer(csv(head, row)))
    const id = register.search({ filter: { text: '测甲' } }).rows[0]?.id ?? ''
    expect(register.get(id)).toMatchObject({ spouses: [{ name: '测乙' }] })
    expect(register.get(id).children).toHaveLength(2)
    const after = dump()
    expect(counts((await apply(offer(csv(head, row)))).report)).toMatchObject({ unchanged: 1 })
    expect(dump()).toBe(after)
    const { report } = await check(offer(csv(head, row.with(3, '测丙'))))
    expect(codes(report)).toEqual(['spouse_differs 1'])
  })

  it('an account of a part of the county takes in nobody outside', async () => {
    const context = register.office.job()
    const ticket = offer(
      csv(['姓名', '身份证号', '户籍地区划'], ['测甲', idNo('1990-02-28', 11), '141124'], ['测乙', idNo('1990-02-28', 13), '610802'])
    )
    const wanted = workbooks.check.input.parse(await lists.planned(ticket))
    const { report } = await listHandlers.check({ ...context, actor: { ...context.actor, scope: '610802' } }, wanted)
    expect(counts(report)).toMatchObject({ fresh: 1, wrong: 1 })
    expect(codes(report)).toEqual(['refused 1'])
  })
})
