/** What Excel and WPS write is read as the clerk sees it, whatever way the file says it. */
import { describe, expect, it } from 'vitest'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { book, bookParts, sheetOf, stylesOf, zip } from '../../../test/workbook/package-kit'
import { cellAt, markCopy, openWorkbook, type RawCell, type RawRow } from '.'
import { openSource } from './byte-source'
import { openZip } from './zip-archive'

async function rowsOf(file: Uint8Array, sheet = '表', from = 1): Promise<RawRow[]> {
  const workbook = await openWorkbook(file)
  const rows: RawRow[] = []
  for await (const row of workbook.rows(sheet, from)) rows.push(row)
  await workbook.close()
  return rows
}

async function cellOf(xml: string, more: Parameters<typeof sheetOf>[1] = {}): Promise<RawCell> {
  const [row] = await rowsOf(sheetOf(`<row r="1">${xml}</row>`, more))
  const [cell] = row?.cells ?? []
  if (!cell) throw new TypeError('no cell')
  return cell
}

const shown = ({ text, plain, type }: RawCell): unknown[] => [text, plain, type]

describe('cell › text', () => {
  it('reads shared, inline and formula strings alike', async () => {
    const rows = await rowsOf(
      sheetOf(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>王𠮷</t></is></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>张三x</v></c></row>',
        { strings: '<si><t>张三</t></si>' }
      )
    )
    expect(rows[0]?.cells.map((cell) => [cell.column, cell.text, cell.formula])).toEqual([
      [0, '张三', false],
      [1, '王𠮷', false],
      [2, '张三x', true]
    ])
  })

  it('joins rich text and leaves phonetic runs out › when WPS or Excel adds them', async () => {
    const strings =
      '<si><r><rPr><b/></rPr><t xml:space="preserve">欧阳 </t></r><r><t>娜娜</t></r><rPh sb="0" eb="2"><t>オウヨウ</t></rPh><phoneticPr fontId="1"/></si>'
    expect((await cellOf('<c r="A1" t="s"><v>0</v></c>', { strings })).text).toBe('欧阳 娜娜')
  })

  it('decodes entities, CDATA and Excel escapes', async () => {
    const cell = await cellOf(
      '<c r="A1" t="inlineStr"><is><t>&lt;a&gt; &amp;amp; &#x4DAE;&#20013;<![CDATA[<b>]]>_x000D__x005F_x0041_</t></is></c>'
    )
    expect(cell.text).toBe('<a> &amp; 䶮中<b>\r_x0041_')
  })

  it('numbers rows and columns on › when WPS leaves the r attributes out', async () => {
    const rows = await rowsOf(
      sheetOf(
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
      )
    )
    expect(rows.map((row) => [row.number, ...row.cells.map((cell) => `${cell.column}=${cell.plain}`)])).toEqual([
      [1, '0=甲', '1=2'],
      [5, '2=3', '3=4'],
      [6, '0=5']
    ])
  })

  it('reads parts with a namespace prefix, single quotes and upper-case part names', async () => {
    const xml = `<?xml version='1.0'?><x:worksheet xmlns:x='m'><x:sheetData><x:row r='1'><x:c r='B1' t='inlineStr'><x:is><x:t>a>b</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`
    const rows = await rowsOf(book({ sheets: { 表: xml } }))
    expect(rows[0]?.cells[0]).toMatchObject({ column: 1, text: 'a>b' })
  })
})

describe('package', () => {
  const parts = bookParts({
    sheets: { 表: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>' },
    strings: '<si><t>刘䶮</t></si>'
  })

  it('is read with zip64 fields, stored parts and part names with backslashes', async () => {
    const files = [
      zip(parts, true),
      zip(parts.map((part) => ({ ...part, stored: true }))),
      zip(parts.map((part) => ({ ...part, name: part.name.replaceAll('/', '\\') })))
    ]
    for (const file of files) expect((await rowsOf(file))[0]?.cells[0]?.text).toBe('刘䶮')
  })

  it('is read in UTF-16, and its marked copy is UTF-8 that says so', async () => {
    const wide = parts.map((part) =>
      part.name.includes('sheet1') || part.name.includes('styles')
        ? { ...part, content: Buffer.from(`\ufeff${String(part.content).replace('UTF-8', 'UTF-16')}`, 'utf16le') }
        : part
    )
    expect((await rowsOf(zip(wide)))[0]?.cells[0]?.text).toBe('刘䶮')
    const stream = new PassThrough()
    const whole = buffer(stream)
    await markCopy(zip(wide), stream, [{ sheet: '表', row: 1, column: 0, text: '核对' }], [])
    stream.end()
    const copy = await whole
    const archive = await openZip(await openSource(copy))
    const entry = archive.find('xl/worksheets/sheet1.xml')
    expect(entry && (await archive.text(entry))).toMatch(/^<\?xml version="1.0" encoding="UTF-8"/)
    expect((await rowsOf(copy))[0]?.cells[0]?.text).toBe('刘䶮')
  })
})

describe('cell › number', () => {
  const styles = stylesOf(['General', '@', '000000', '0.00E+00', '#,##0.00', '0%', 'G/通用格式'])

  it.each([
    ['610802199003071000', 0, '6.10802E+17', '610802199003071000'],
    ['6.1080219900307098E+17', 0, '6.10802E+17', '610802199003071000'],
    ['610802001001', 0, '6.10802E+11', '610802001001'],
    ['13800138000', 0, '13800138000', '13800138000'],
    ['10802', 2, '010802', '010802'],
    ['610802', 3, '6.11E+05', '610802'],
    ['-1234567.891', 4, '-1,234,567.89', '-1234567.891'],
    ['0.5', 5, '50%', '0.5'],
    ['1E-7', 0, '1E-07', '0.0000001'],
    ['0.30000000000000004', 0, '0.3', '0.30000000000000004'],
    ['12', 6, '12', '12']
  ])('shows %s in style %i as %s and takes it as %s', async (raw, style, text, plain) => {
    const cell = await cellOf(`<c r="A1" s="${style}"><v>${raw}</v></c>`, { styles })
    expect([...shown(cell), cell.raw]).toEqual([text, plain, 'number', raw])
  })

  it('reads booleans, errors and a formula without a stored result', async () => {
    const [row] = await rowsOf(
      sheetOf('<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>SUM(A1)</f></c></row>')
    )
    expect(row?.cells.map((cell) => [...shown(cell), cell.formula])).toEqual([
      ['TRUE', 'TRUE', 'boolean', false],
      ['#DIV/0!', '', 'error', true],
      ['', '', 'blank', true]
    ])
  })
})

describe('cell › date', () => {
  const styles = stylesOf([
    'yyyy/m/d',
    'yyyy"年"m"月"d"日"',
    'yyyy"年"m"月"',
    '[$-804]yyyy-mm-dd;@',
    'yyyy/m/d h:mm',
    'h:mm',
    'General',
    'mm:ss'
  ])

  it.each([
    ['46086', 0, '2026/3/5', '2026-03-05'],
    ['46086', 1, '2026年3月5日', '2026-03-05'],
    ['46082', 2, '2026年3月', '2026-03'],
    ['46086', 3, '2026-03-05', '2026-03-05'],
    ['46086.395833333336', 4, '2026/3/5 9:30', '2026-03-05T09:30:00'],
    ['0.395833333333333', 5, '9:30', '09:30:00'],
    ['1', 0, '1900/1/1', '1900-01-01'],
    ['59', 0, '1900/2/28', '1900-02-28'],
    ['61', 0, '1900/3/1', '1900-03-01'],
    ['2958465', 0, '9999/12/31', '9999-12-31'],
    ['46086.999999999', 0, '2026/3/6', '2026-03-06']
  ])('reads serial %s in style %i as %s', async (raw, style, text, plain) => {
    expect(shown(await cellOf(`<c r="A1" s="${style}"><v>${raw}</v></c>`, { styles }))).toEqual([text, plain, 'date'])
  })

  it.each(['60', '-1', '2958466', '1E300'])('shows %s as Excel does and calls it no date', async (raw) => {
    expect(await cellOf(`<c r="A1" s="0"><v>${raw}</v></c>`, { styles })).toMatchObject({ text: '########', type: 'number' })
  })

  it('counts from 1904 › when the workbook says so', async () => {
    expect((await cellOf('<c r="A1" s="0"><v>44624</v></c>', { styles, date1904: true })).plain).toBe('2026-03-05')
    expect((await cellOf('<c r="A1" s="0"><v>0</v></c>', { styles, date1904: true })).plain).toBe('1904-01-01')
  })

  it('knows the built-in dates of a Chinese Excel and ISO cells', async () => {
    const numbered = '<styleSheet><cellXfs><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="57"/></cellXfs></styleSheet>'
    expect((await cellOf('<c r="A1" s="1"><v>46086</v></c>', { styles: numbered })).text).toBe('2026年3月5日')
    expect((await cellOf('<c r="A1" s="2"><v>46082</v></c>', { styles: numbered })).plain).toBe('2026-03')
    expect((await cellOf('<c r="A1" s="0" t="d"><v>2026-03-05T00:00:00</v></c>', { styles: numbered })).plain).toBe('2026-03-05')
  })
})

describe('sheet', () => {
  const merged = (rows: string, references: readonly string[]): Buffer =>
    book({
      sheets: {
        表: `<sheetData>${rows}</sheetData><mergeCells>${references.map((one) => `<mergeCell ref="${one}"/>`).join('')}</mergeCells>`
      }
    })

  it('tells what a merged area covers › down, across and in rows the file leaves out', async () => {
    const file = merged(
      '<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>1</v></c></row><row r="4"><c r="A4"><v>99</v></c><c r="B4"><v>3</v></c></row>',
      ['A2:A4', 'C2:D2']
    )
    const [first, second] = await rowsOf(file)
    expect(first?.cells.map((cell) => [cell.column, cell.merged, cell.spanned])).toEqual([
      [0, 'origin', null],
      [1, null, null],
      [3, 'covered', '']
    ])
    expect(second && cellAt(second, 0)).toMatchObject({ merged: 'covered', type: 'blank', plain: '', spanned: '7' })
  })

  it('tells hidden rows, columns and sheets', async () => {
    const file = book({
      sheets: {
        表: '<cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row></sheetData>',
        旧: '<sheetData/>'
      },
      hiddenSheets: ['旧']
    })
    const workbook = await openWorkbook(file)
    expect(workbook.sheets).toEqual([
      { name: '表', hidden: false },
      { name: '旧', hidden: true }
    ])
    expect((await workbook.facts('表')).hiddenColumns).toEqual([1, 2])
    expect((await workbook.facts('旧')).rowElements).toBe(0)
    expect((await rowsOf(file))[0]?.hidden).toBe(true)
  })

  it('starts at a row and leaves out rows without content', async () => {
    const rows = await rowsOf(
      sheetOf(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="1"/></row><row r="3"/><row r="4"><c r="A4"><v>4</v></c></row>'
      ),
      '表',
      2
    )
    expect(rows.map((row) => row.number)).toEqual([4])
  })

  it('refuses a sheet that is not there', async () => {
    await expect(rowsOf(sheetOf(''), '别的')).rejects.toMatchObject({ code: 'workbook.sheet_unknown', params: { sheet: '别的' } })
  })

  it('finds the end of the rows wherever a piece is cut', async () => {
    const filler = Array.from(
      { length: 3000 },
      (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="inlineStr"><is><t>sheetData> ${'钱'.repeat((i * 7) % 60)}</t></is></c></row>`
    ).join('')
    for (let pad = 0; pad < 40; pad++) {
      const file = book({
        sheets: { 表: `<sheetData>${filler}<!--${'x'.repeat(pad)}--></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>` }
      })
      const workbook = await openWorkbook(file)
      expect((await workbook.facts('表')).merges).toHaveLength(1)
    }
  })

  it('stops reading › when the user cancels', async () => {
    const controller = new AbortController()
    const workbook = await openWorkbook(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>'), { signal: controller.signal })
    controller.abort(new RangeError('cancelled'))
    await expect(workbook.facts('表')).rejects.toThrow('cancelled')
  })
})
