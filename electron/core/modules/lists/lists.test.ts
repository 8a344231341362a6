/** Why: a file says what the screen said, cell by cell, and the log says that it left the office. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput } from '@shared/contract'
import { lists, MOST_LISTED } from '@shared/contract/lists'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { cellAt, openWorkbook } from '../../workbook'
import { listHandlers } from '.'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

type Wanted = CallInput<typeof lists.export>
const wanted: Wanted = {
  name: '交流单',
  columns: [
    { title: '单号', width: 24 },
    { title: '当事人', width: 12 }
  ],
  rows: [['610802-00-XC-2026-000123', '张**'], ['=1+1', '𠮷\u{30edd}'], ['00123']]
}
const give = (over: Partial<Wanted> = {}) => listHandlers.export(office.job(), lists.export.input.parse({ ...wanted, ...over }))

describe('lists.export', () => {
  it.each(['xlsx', 'csv', 'csv-gb18030'] as const)('writes every cell as the text it was › %s', async (format) => {
    const { file, rows } = await give({ format })
    expect([rows, file.name]).toEqual([3, `交流单-2026-03-05.${format === 'xlsx' ? 'xlsx' : 'csv'}`])
    const book = await openWorkbook(office.desk.find(file.ticket).path)
    const told: string[][] = []
    for await (const row of book.rows(book.sheets[0]?.name ?? '')) told.push([0, 1].map((at) => cellAt(row, at)?.plain ?? ''))
    await book.close()
    expect(told).toEqual([
      ['单号', '当事人'],
      ['610802-00-XC-2026-000123', '张**'],
      ['=1+1', '𠮷\u{30edd}'],
      ['00123', '']
    ])
    expect(office.notes.at(-1)).toEqual({ detail: { list: '交流单', rows: 3, format, columns: ['单号', '当事人'] } })
  })

  it('takes a name that can stand in the log and on a file, and no more rows than one file holds', () => {
    const fits = (over: Partial<Wanted>): boolean => lists.export.input.safeParse({ ...wanted, ...over }).success
    for (const name of ['../交流单', 'slips', '交流单.xlsx', '']) expect(fits({ name }), name).toBe(false)
    expect(fits({ rows: Array.from({ length: MOST_LISTED }, () => ['甲']) })).toBe(true)
    expect(fits({ rows: Array.from({ length: MOST_LISTED + 1 }, () => ['甲']) })).toBe(false)
  })
})
