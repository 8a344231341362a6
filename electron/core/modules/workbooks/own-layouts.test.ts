/** Why: a county asks its townships for its own list; it must come back under the county's titles without anybody mapping it again. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallInput } from '@shared/contract'
import { workbooks } from '@shared/contract/workbooks'
import { AppError } from '@shared/errors'
import { openWorkbook, type RawRow } from '../../workbook'
import { csv, idNo, listHandlers, listsOn, type Lists } from '../../../../test/kit/lists'
import { openRegister, type Register } from '../../../../test/kit/register'

let register: Register
let lists: Lists
beforeEach(async () => {
  register = await openRegister()
  lists = listsOn(register)
})
afterEach(() => register.close())

const save = (input: CallInput<typeof workbooks.saveLayout>) =>
  register.office.command<{ id: string; revision: number }>(listHandlers.saveLayout, workbooks.saveLayout.input.parse(input))
const remove = (input: CallInput<typeof workbooks.removeLayout>) => register.office.command(listHandlers.removeLayout, input)
const all = () => workbooks.layouts.output.parse(listHandlers.layouts(register.office.query(), {})).layouts
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )

const COLUMNS = [
  { key: 'name', title: '务工人员' },
  { key: 'idNo', title: '证号' },
  { key: 'stay.dwellingPhone', title: '电话' }
]

it('saveLayout › keeps a template of the office › before those that are shipped, which nobody changes', async () => {
  const shipped = all()
  expect(shipped.every(({ revision }) => revision === null)).toBe(true)
  const { id } = await save({ name: '本县务工花名册', kind: 'out', columns: COLUMNS })
  expect(all()).toEqual([{ id, name: '本县务工花名册', kind: 'out', columns: COLUMNS, revision: 1 }, ...shipped])
  await save({ id, revision: 1, name: '本县外出花名册', kind: 'out', columns: COLUMNS.slice(0, 2) })
  expect(all()[0]).toMatchObject({ id, name: '本县外出花名册', revision: 2, columns: COLUMNS.slice(0, 2) })
  expect(await codeOf(save({ id, revision: 1, name: '旧的', columns: COLUMNS }))).toBe('workbooks.layout_changed')
  expect(await codeOf(save({ name: '本县外出花名册', columns: COLUMNS }))).toBe('workbooks.layout_name_taken')
  expect(await codeOf(save({ name: shipped[0]?.name ?? '', columns: COLUMNS }))).toBe('workbooks.layout_name_taken')
  expect(await codeOf(save({ name: '甲', columns: [{ key: 'health', title: '甲' }] }))).toBe('workbooks.field_unknown')
  const twice = COLUMNS.map(({ title }) => ({ key: 'name', title }))
  expect(await codeOf(save({ name: '甲', columns: twice }))).toBe('workbooks.field_twice')
  expect(await codeOf(remove({ id, revision: 1 }))).toBe('workbooks.layout_changed')
  await remove({ id, revision: 2 })
  expect(all()).toEqual(shipped)
  expect(await codeOf(remove({ id, revision: 2 }))).toBe('workbooks.layout_unknown')
})

it.each([
  ['a sheet no program would open', { name: '甲/乙', columns: COLUMNS }],
  ['no column', { name: '甲', columns: [] }],
  ['one title twice', { name: '甲', columns: COLUMNS.map(({ key }) => ({ key, title: '同' })) }]
])('saveLayout › is refused at the gate › with %s', (_what, input) => {
  expect(workbooks.saveLayout.input.safeParse(input).success).toBe(false)
})

it('look › reads a list made from an own template by its titles › whatever they mean elsewhere', async () => {
  const elsewhere = csv(['务工人员', '证号', '电话'], ['测甲', idNo('1990-02-28', 11), '13800000000'])
  expect((await lists.look(lists.offer(elsewhere))).columns[2]?.key).toBe('phone')
  await save({ name: '本县务工花名册', kind: 'out', columns: COLUMNS })
  const found = await lists.look(
    lists.offer(csv(['序号', '务工人员', '证号', '电话', '联系电话'], ['1', '测甲', idNo('1990-02-28', 11), '13800000000', '13900000000']))
  )
  expect(found).toMatchObject({ moveKind: 'out', remembered: false })
  expect(found.columns.map(({ key }) => key)).toEqual([null, 'name', 'idNo', 'stay.dwellingPhone', 'phone'])
})

it('template › of the office › is a list with its own titles', async () => {
  const { id } = await save({ name: '本县务工花名册', kind: 'out', columns: COLUMNS })
  const { file } = await listHandlers.template(register.office.job(), { layout: id })
  const workbook = await openWorkbook(register.office.desk.find(file.ticket).path, {})
  const rows: RawRow[] = []
  for await (const row of workbook.rows('本县务工花名册', 1)) rows.push(row)
  await workbook.close()
  expect(rows[0]?.cells.map(({ text }) => text)).toEqual(['务工人员', '证号', '电话'])
})
