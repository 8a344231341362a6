/** Columns find their fields by whatever title the township gave them. */
import { describe, expect, it } from 'vitest'
import { book, sheetOf } from '../../../test/workbook/package-kit'
import { findHeader, foldTitle, guessColumns, openWorkbook, type RawRow, type TitleEntry } from '.'

const FIELDS: readonly TitleEntry[] = [
  { key: 'name', titles: ['姓名', '名字', '人员姓名'] },
  { key: 'id', titles: ['公民身份号码', '身份证号', '身份证号码', '证件号码'] },
  { key: 'phone', titles: ['联系电话', '电话', '手机号'] },
  { key: 'homeCode', titles: ['户籍地区划', '户籍地/区划代码'] },
  { key: 'homeText', titles: ['户籍地址', '户籍地/详细地址'] },
  { key: 'stayCode', titles: ['现居住地区划', '现居住地/区划代码'] },
  { key: 'stayText', titles: ['现居住地址', '现居住地/详细地址'] }
]
const keys = (header: readonly string[]): (string | null)[] => guessColumns(header, FIELDS).map((one) => one.key)

async function rows(file: Uint8Array): Promise<RawRow[]> {
  const found: RawRow[] = []
  for await (const row of (await openWorkbook(file)).rows('表')) found.push(row)
  return found
}

const cells = (row: number, texts: readonly string[]): string =>
  `<row r="${row}">${texts.map((text, i) => (text === '' ? '' : `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`)).join('')}</row>`

describe('titles', () => {
  it.each([
    [' 姓　名* ', '姓名'],
    ['联系电话（手机）', '联系电话'],
    ['1.姓名：', '姓名'],
    ['ＩＤ\n号码', 'id号码'],
    ['（备注）', '备注']
  ])('%j folds to %s', (title, folded) => {
    expect(foldTitle(title)).toBe(folded)
  })

  it('are mapped by name, synonym or what they contain; each field once', () => {
    expect(keys(['序号', '姓 名', '身份证号码（18位）', '手机号码', '电话', '户籍地址'])).toEqual([
      null,
      'name',
      'id',
      null,
      'phone',
      'homeText'
    ])
    expect(keys(['本人姓名', '配偶姓名'])).toEqual(['name', null])
    const [own, synonym] = guessColumns(['姓名', '证件号码'], FIELDS)
    expect([own?.confidence, synonym?.confidence]).toEqual([1, 0.9])
  })

  it('that nobody knows are left to the clerk', () => {
    expect(keys(['', '号', '备注', 'x'.repeat(40_000)])).toEqual([null, null, null, null])
  })
})

describe('header', () => {
  it('is found below a heading and notes', async () => {
    const found = findHeader(
      await rows(
        sheetOf(
          cells(1, ['流动人口花名册']) +
            cells(2, ['单位：', '联系电话']) +
            cells(4, ['姓名', '身份证号', '电话']) +
            cells(5, ['王小明', '610802199003071234', '13800138000'])
        )
      ),
      FIELDS
    )
    expect([found.first, found.last, found.columns.map((one) => one.key)]).toEqual([4, 4, ['name', 'id', 'phone']])
  })

  it('of two rows is joined across merged cells', async () => {
    const file = book({
      sheets: {
        表: `<sheetData>${cells(1, ['花名册'])}${cells(2, ['姓名', '户籍地', '', '现居住地'])}${cells(3, ['', '区划代码', '详细地址', '区划代码', '详细地址'])}${cells(4, ['王', '610802', '航宇路', '410102', '花园路'])}</sheetData><mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="D2:E2"/></mergeCells>`
      }
    })
    const found = findHeader(await rows(file), FIELDS)
    expect([found.first, found.last]).toEqual([2, 3])
    expect(found.columns.map(({ title, key }) => [title, key])).toEqual([
      ['姓名', 'name'],
      ['户籍地/区划代码', 'homeCode'],
      ['户籍地/详细地址', 'homeText'],
      ['现居住地/区划代码', 'stayCode'],
      ['现居住地/详细地址', 'stayText']
    ])
  })

  it('is not invented › when no row looks like one', async () => {
    expect(findHeader(await rows(sheetOf(cells(1, ['王小明', '610802199003071234']) + cells(2, ['李', '1']))), FIELDS)).toMatchObject({
      first: 0,
      columns: []
    })
    expect(findHeader([], FIELDS).first).toBe(0)
  })
})
