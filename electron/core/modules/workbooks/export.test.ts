/** What is given out comes back as what it was, and says no more than it may. */
import { resolve } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, Contract } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { workbooks } from '@shared/contract/workbooks'
import { residentIdCheckCharacter } from '@shared/domain'
import { cellAt, openWorkbook, type RawRow } from '../../workbook'
import { openRegister, stay, someone, type Register, type SaveInput } from '../../../../test/kit/register'
import { personHandlers } from '../persons'
import { createWorkbookHandlers, exportQuestion, loadLayouts } from '.'
import { fields } from './fields'

const handlers = createWorkbookHandlers(loadLayouts(resolve(import.meta.dirname, '../../../../resources/workbooks')))
type Wanted = CallInput<Contract['workbooks']['export']>

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

const ALL = fields.map(({ key }) => key)
const give = async (wanted: Partial<Wanted>) =>
  handlers.export(register.office.job(), workbooks.export.input.parse({ columns: ALL, ...wanted }))

async function rowsOf(ticket: string): Promise<string[][]> {
  const book = await openWorkbook(register.office.desk.find(ticket).path)
  const rows: RawRow[] = []
  for await (const row of book.rows(book.sheets[0]?.name ?? '')) rows.push(row)
  await book.close()
  const width = Math.max(...rows.map((row) => row.cells.length))
  return rows.map((row) => Array.from({ length: width }, (_, at) => cellAt(row, at)?.plain ?? ''))
}

async function takeIn(ticket: string) {
  const { sheet, headerRow, columns, moveKind } = await handlers.look(register.office.job(), workbooks.look.input.parse({ ticket }))
  const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
  const wanted = workbooks.apply.input.parse({ ticket, sheet, headerRow, columns: mapped, kind: moveKind })
  return { mapped, ...(await handlers.apply(register.office.job(), wanted)) }
}

const idNo = (birth: string, order: number): string => {
  const first = `610802${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`
  return `${first}${residentIdCheckCharacter(first)}`
}
const dump = (): string =>
  JSON.stringify(
    ['person', 'person_episode', 'person_spouse', 'person_child', 'person_change', 'dwelling', 'employer'].map((table) =>
      register.office.db.all(`SELECT * FROM ${table} ORDER BY 1, 2`)
    )
  )

const adult: SaveInput = {
  person: someone({
    ...{ name: '测甲·乙', idType: 'resident_id', idNo: idNo('1990-02-28', 12), phone: '13812345678', ethnicity: '02' },
    ...{ education: '60', educationEdition: 'GB/T 4658-1984', note: '第一行\n第二行', hukouText: '=某路1号' }
  }),
  episodes: [
    stay({
      residenceText: '某村3号',
      employer: { name: '某厂', address: '某街9号' },
      companions: 2,
      reason: 'school',
      dwellingPhone: '0912-1234567'
    })
  ],
  spouses: [{ name: '测配', idNo: idNo('1988-01-01', 11) }],
  children: [{ name: '测小一', birthDate: '2020-05-05', sex: '1' }, { birthDate: '2001' }]
}

describe('export', () => {
  it.each(['xlsx', 'csv', 'csv-gb18030'] as const)('as %s › comes back unchanged, whole and masked', async (format) => {
    await register.save(adult)
    await register.put({ name: '测丙', birthDate: '1975', noIdReason: 'lost' })
    const before = dump()
    for (const whole of [true, false]) {
      const { file, rows } = await give({ format, whole, reason: '核对' })
      expect(rows).toBe(2)
      const { report, mapped } = await takeIn(file.ticket)
      expect(mapped.map(({ key }) => key)).toEqual(ALL)
      expect(report.problems).toEqual([])
      expect(report).toMatchObject({ rows: 2, fresh: 0, changed: 0, unchanged: 2, doubtful: 0, wrong: 0 })
      expect(dump()).toBe(before)
    }
  })

  it('for random registers › the way out and in again changes nothing', async () => {
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
    const words = fc.string({
      unit: fc.constantFrom('甲', '某', '𠮷', 'a', '1', '0', '=', '-', '"', ',', "'", '@', ' ', '；'),
      maxLength: 8
    })
    const person = fc.record({
      birth: fc.constantFrom('1990-02-28', '1960', '1971-12', '2001-02-03'),
      text: maybe(words),
      note: maybe(words),
      phone: maybe(fc.constantFrom('13812345678', '0912-1234567', '1234567')),
      education: maybe(fc.constantFrom(['60', 'GB/T 4658-1984'], ['90', 'GB/T 4658-1984'], ['60', 'GB/T 4658-2006'])),
      marital: fc.constantFrom('10', '20', '40', '90'),
      reason: maybe(fc.constantFrom('1', 'school', '9')),
      home: maybe(words),
      child: maybe(fc.constantFrom('测小一', '测小二')),
      format: fc.constantFrom('xlsx' as const, 'csv' as const, 'csv-gb18030' as const),
      whole: fc.boolean()
    })
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 6 }), async (people) => {
        const shared = register
        register = await openRegister()
        try {
          for (const [at, one] of people.entries()) {
            const [education, educationEdition] = one.education ?? [null, null]
            await register.save({
              person: someone({
                name: `测${String(at)}`,
                ...{ birthDate: one.birth, hukouText: one.text?.trim() ?? null, note: one.note?.trim() ?? null, phone: one.phone },
                ...{ education, marital: one.marital, ...(educationEdition === null ? {} : { educationEdition }) }
              }),
              episodes: one.home === null ? [] : [stay({ residenceText: one.home.trim(), reason: one.reason })],
              children: one.child === null ? [] : [{ name: one.child }]
            })
          }
          const before = dump()
          const { file } = await give({ format: people[0]?.format ?? 'xlsx', whole: people[0]?.whole ?? true, reason: '核对' })
          const { report } = await takeIn(file.ticket)
          expect(report, JSON.stringify(report.problems)).toMatchObject({ fresh: 0, changed: 0, unchanged: people.length })
          expect(dump()).toBe(before)
        } finally {
          register.close()
          register = shared
        }
      }),
      { numRuns: 25 }
    )
  }, 120_000)

  it('masks numbers, telephones, peoples and children by default', async () => {
    await register.save(adult)
    const { file } = await give({})
    const [head = [], row = []] = await rowsOf(file.ticket)
    const told = Object.fromEntries(head.map((title, at) => [title, row[at]]))
    expect(told).toMatchObject({
      民族: '*',
      子女1出生日期: '2001',
      子女2姓名: '*',
      子女2出生日期: '',
      联系电话: '138****5678'
    })
    expect(told['公民身份号码']).toMatch(/\*{4}/)
    expect(told['配偶公民身份号码']).toMatch(/\*{4}/)
    expect(JSON.stringify(row)).not.toContain('13812345678')
  })

  it('masks who is under fourteen, and takes the list back without changing the file', async () => {
    await register.put({ name: '测小禾', formerName: '测晓禾', sex: '1', birthDate: '2019-06-07' })
    const before = dump()
    const { file } = await give({})
    const [head = [], row = []] = await rowsOf(file.ticket)
    const told = Object.fromEntries(head.map((title, at) => [title, row[at]]))
    expect(told).toMatchObject({ 姓名: '测**', 曾用名: '测**', 性别: '*', 出生日期: '' })
    expect((await takeIn(file.ticket)).report).toMatchObject({ fresh: 0, changed: 0, unchanged: 1 })
    expect(dump()).toBe(before)
  })

  it('gives out a whole list but those left out, and the chosen ones alone', async () => {
    const [one, two, three] = [
      await register.put({ name: '测丙' }),
      await register.put({ name: '测丁' }),
      await register.put({ name: '测戊' })
    ]
    const names = async (wanted: Partial<Wanted>): Promise<string[]> =>
      (await rowsOf((await give({ columns: ['name'], ...wanted })).file.ticket)).slice(1).flat()
    expect(await names({ except: [two.id] })).toEqual(['测丙', '测戊'])
    expect(await names({ ids: [three.id, one.id] })).toEqual(['测戊', '测丙'])
    expect(await names({ filter: { text: '测丁' } })).toEqual(['测丁'])
    const many = give({ columns: ['name'], whole: true, reason: '核对', except: [one.id, one.id] })
    expect((await many).rows).toBe(2)
  })

  it('says what became of a file, wherever its columns stand, and takes nothing of it back in', async () => {
    const { id, revision } = await register.put({ name: '测丙' })
    await register.put({ name: '测丁' })
    const change = { id, revision, status: 'closed', on: '2026-01-31', reason: 'died', note: '火化证\n已看' }
    await register.office.command(personHandlers.setStatus, persons.setStatus.input.parse(change))
    const before = dump()
    const filter = { status: null }
    const mixed = ['statusNote', 'name', 'status', 'sex', 'statusOn', 'statusRecordedOn', 'statusReason']
    const [head, ...rows] = await rowsOf((await give({ columns: mixed, filter })).file.ticket)
    expect(head).toEqual(['状态说明', '姓名', '档案状态', '性别', '状态日期', '状态登记日期', '状态原因'])
    expect(rows).toEqual([
      ['火化证 已看', '测丙', '注销', '女', '2026-01-31', '2026-03-05', '死亡'],
      ['', '测丁', '在册', '女', '', '', '']
    ])
    const { report, mapped } = await takeIn((await give({ columns: [...ALL, 'status', 'statusOn', 'statusReason'], filter })).file.ticket)
    expect(mapped.map(({ key }) => key)).toEqual(ALL)
    expect(report).toMatchObject({ fresh: 0, changed: 0 })
    expect(dump()).toBe(before)
    await expect(give({ columns: ['status', 'statusPlace'] })).rejects.toMatchObject({ code: 'workbooks.field_unknown' })
  })

  it('whole numbers › of children under 14 › stay masked unless they are asked for, and then two persons are needed', async () => {
    await register.put({ name: '测小童', birthDate: '2020-05-01', phone: '13900004321' })
    const columns = ['name', 'birthDate', 'phone']
    const asked = { columns, whole: true, reason: '核对' }
    const told = async (more: object) => JSON.stringify(await rowsOf((await give({ ...asked, ...more })).file.ticket))
    const masked = await told({})
    for (const value of ['测小童', '2020-05-01', '13900004321']) expect(masked).not.toContain(value)
    const whole = await told({ children: true })
    for (const value of ['测小童', '2020-05-01', '13900004321']) expect(whole).toContain(value)
    const question = (more: object) => exportQuestion(register.office.job(), workbooks.export.input.parse({ ...asked, ...more }))
    expect(await question({})).toBeNull()
    expect((await question({ children: true }))?.sentence).toContain('连同不满14周岁儿童的')
  })

  it('whole numbers need the right, a reason, and for many a second yes', async () => {
    await register.put()
    await expect(give({ whole: true })).rejects.toMatchObject({ code: 'workbooks.reason_needed' })
    const context = register.office.job()
    const poor = { ...context, actor: { ...context.actor, grants: new Set(['persons.read' as const]) } }
    const wanted = workbooks.export.input.parse({ columns: ['name'], whole: true, reason: '核对' })
    await expect(handlers.export(poor, wanted)).rejects.toMatchObject({ code: 'workbooks.whole_not_allowed' })
    for (let at = 0; at < 1000; at++) await register.put({ name: `测众${String(at)}` })
    await expect(give({ whole: true, reason: '核对', columns: ['name'] })).rejects.toMatchObject({
      code: 'workbooks.confirm_needed',
      params: { count: 1001 }
    })
    const { rows } = await give({ whole: true, reason: '核对', columns: ['name'], confirmed: 1001 })
    expect(rows).toBe(1001)
    expect(register.office.notes.at(-1)).toEqual({
      detail: { rows: 1001, whole: true, children: false, format: 'xlsx', columns: ['name'] }
    })
    // The reason stands in the office's own book, not in the log, since people write what they like into it.
    await give({ columns: ['name', 'idNo'], reason: '没有用上' })
    const made = workbooks.exports.output.parse(handlers.exports(register.office.query(), {})).rows
    expect(made).toMatchObject([
      { by: 'banli', persons: 1001, whole: false, reason: '', columns: ['姓名', '公民身份号码'] },
      { by: 'banli', persons: 1001, whole: true, reason: '核对', columns: ['姓名'] }
    ])
    expect(() => register.office.write.db.run('DELETE FROM workbook_export')).toThrow('append-only')
    expect(() => register.office.write.db.run("UPDATE workbook_export SET reason = ''")).toThrow('append-only')
  }, 60_000)
})

describe('template', () => {
  it.each(['own', 'henan-2012', 'township-in', 'township-out'])('%s › is recognised when it comes back', async (layout) => {
    const { file } = await handlers.template(register.office.job(), { layout })
    const looked = await handlers.look(register.office.job(), workbooks.look.input.parse({ ticket: file.ticket }))
    const { layouts } = handlers.layouts(register.office.query(), {}) as Awaited<ReturnType<typeof handlers.layouts>>
    const expected = layouts.find(({ id }) => id === layout)
    expect(looked.columns.map(({ key }) => key)).toEqual(expected?.columns.map(({ key }) => key))
    expect(looked).toMatchObject({ headerRow: 1, moveKind: expected?.kind ?? null })
    expect(looked.sheets.map(({ name }) => name)).toContain('填写说明')
  })
})
