/** What is written is read back as the same text by this house and by an independent reader; nothing in it runs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import readSheets from 'read-excel-file/node'
import { afterAll, describe, expect, it } from 'vitest'
import { CSV_SHEET, openWorkbook, writeCsv, writeWorkbook, type CsvOptions, type WriteBook, type WriteCell, type WriteColumn } from '.'
import { openSource } from './byte-source'
import { openZip } from './zip-archive'

const folder = mkdtempSync(join(tmpdir(), 'workbook-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function written(book: WriteBook): Promise<Buffer> {
  const stream = new PassThrough()
  const whole = buffer(stream)
  await writeWorkbook(stream, book)
  stream.end()
  return whole
}

async function read(file: Uint8Array, sheet?: string): Promise<string[][]> {
  const workbook = await openWorkbook(file)
  const rows: string[][] = []
  for await (const row of workbook.rows(sheet ?? workbook.sheets[0]?.name ?? '')) {
    const texts: string[] = []
    for (const cell of row.cells) texts[cell.column] = cell.plain
    rows[row.number - 1] = Array.from(texts, (text: string | undefined) => text ?? '')
  }
  return Array.from(rows, (row: string[] | undefined) => row ?? [])
}

const column = (title: string, more: Partial<WriteColumn> = {}): WriteColumn => ({ title, width: 12, ...more })
const one = (columns: readonly WriteColumn[], rows: readonly (readonly WriteCell[])[]): WriteBook => ({
  sheets: [{ name: '表', columns, rows }]
})

async function part(file: Buffer, name: string): Promise<string> {
  const archive = await openZip(await openSource(file))
  const entry = archive.find(name)
  return entry ? archive.text(entry) : ''
}

// Every plane, private use, noncharacters, lone halves, controls, and what Excel's escapes look like.
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.nat(0xffff), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        '_x000D_',
        '_x005F_',
        '_',
        '=',
        '+',
        "'",
        '"',
        ',',
        '\r\n',
        '\t',
        '<b>',
        '&amp;',
        ' ',
        '𰻝',
        '\u{2ebf0}',
        '610802199003071234',
        '007',
        '1E5'
      ),
      { maxLength: 5 }
    )
    .map((parts) => parts.join(''))
)

describe('workbook › written', () => {
  it('is read back as the same texts, whatever characters they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyText, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), async (rows) => {
        const columns = [column('甲'), column('乙', { text: true }), column('丙'), column('丁', { text: true })]
        const found = await read(await written(one(columns, rows)))
        expect(rows.map((row, i) => row.map((_, at) => found[i + 1]?.[at] ?? ''))).toEqual(rows)
      }),
      { numRuns: 300 }
    )
  })

  it('holds a character of every block in every plane', async () => {
    const rows: string[][] = []
    for (let code = 0x20; code < 0x110000; code += 0x3f) if (code < 0xd800 || code > 0xdfff) rows.push([String.fromCodePoint(code)])
    const found = await read(await written(one([column('字')], rows)))
    expect(found.slice(1)).toEqual(rows)
  })

  it('is read the same by an independent reader', async () => {
    const file = await written(
      one(
        [column('证件号', { text: true }), column('人数'), column('日期'), column('在册')],
        [
          ['610802199003071234', 3, { date: '2026-03-05' }, true],
          ['=1+1', -0.5, { date: '1899-12' }, false]
        ]
      )
    )
    const [sheet] = await readSheets(file)
    expect(sheet?.data).toEqual([
      ['证件号', '人数', '日期', '在册'],
      ['610802199003071234', 3, new Date(Date.UTC(2026, 2, 5)), true],
      ['=1+1', -0.5, '1899-12', false]
    ])
  })

  it('keeps digits text, blank rows of the column included', async () => {
    const file = await written(one([column('号', { text: true })], [['0912'], [610802]]))
    const workbook = await openWorkbook(file)
    for await (const row of workbook.rows('表', 2)) expect(row.cells[0]).toMatchObject({ type: 'text', format: '@' })
    expect(await part(file, 'xl/worksheets/sheet1.xml')).toContain('<col min="1" max="1" width="12" style="2" customWidth="1"/>')
  })

  it('T76 text that looks like a formula › is no formula, stays text when edited, and is read back as it was', async () => {
    const texts = [
      '=1+1',
      '+86',
      '-x',
      '@cmd',
      '\t=1',
      '\r=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠x',
      '=HYPERLINK("http://x","y")',
      "=cmd|' /C calc'!A0"
    ]
    const rows = texts.map((text) => [text, text])
    const file = await written(one([column('甲'), column('乙', { text: true })], rows))
    const xml = await part(file, 'xl/worksheets/sheet1.xml')
    expect(xml).not.toMatch(/<f[ >]/)
    for (const line of texts.keys()) {
      expect(xml).toContain(`A${String(line + 2)}" s="6"`)
      expect(xml).toContain(`B${String(line + 2)}" s="3"`)
    }
    expect((await read(file)).slice(1)).toEqual(rows)
    expect(await part(file, 'xl/styles.xml')).toMatch(/quotePrefix="1"/)
  })

  it('offers lists: short ones in the rule, long ones from a hidden sheet, beside the notes', async () => {
    const long = Array.from({ length: 90 }, (_, i) => `编码${i},说明`)
    const file = await written({
      sheets: [{ name: '登记', columns: [column('性别', { list: ['男', '女'] }), column('民族', { list: long })], rows: [] }],
      noteSheet: ['第一行', '=第二行']
    })
    const workbook = await openWorkbook(file)
    expect(workbook.sheets).toEqual([
      { name: '登记', hidden: false },
      { name: '填写说明', hidden: false },
      { name: '选项', hidden: true }
    ])
    const xml = await part(file, 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('sqref="A2:A1048576"><formula1>&quot;男,女&quot;</formula1>')
    expect(xml).toContain("<formula1>'选项'!$A$1:$A$90</formula1>")
    expect((await read(file, '选项')).map((row) => row[0])).toEqual(long)
    expect(await read(file, '填写说明')).toEqual([['第一行'], ['=第二行']])
  })

  it('gives sheets names that Excel accepts, each once', async () => {
    const names = ['榆阳区/航宇路?', '榆阳区_航宇路_', '', `${'长'.repeat(30)}𠮷村`, `${'长'.repeat(30)}𠮷庄`]
    const file = await written({ sheets: names.map((name) => ({ name, columns: [column('甲')], rows: [] })) })
    expect((await openWorkbook(file)).sheets.map((sheet) => sheet.name)).toEqual([
      '榆阳区_航宇路_',
      '榆阳区_航宇路_(2)',
      '表',
      '长'.repeat(30),
      `${'长'.repeat(28)}(2)`
    ])
  })

  it('replaces a file only when it is whole', async () => {
    const path = join(folder, '名单.xlsx')
    writeFileSync(path, 'old')
    const failing = async function* (): AsyncGenerator<WriteCell[]> {
      yield ['甲']
      await Promise.resolve()
      throw new RangeError('disk full')
    }
    await expect(writeWorkbook(path, { sheets: [{ name: '表', columns: [column('甲')], rows: failing() }] })).rejects.toThrow('disk full')
    await expect(writeWorkbook(path, one([column('甲')], [['x'.repeat(32_768)]]))).rejects.toMatchObject({
      code: 'workbook.cell_too_long',
      params: { row: 2, column: 1 }
    })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(await writeWorkbook(path, one([column('甲')], [['1'], ['2']]))).toBe(2)
    expect(readdirSync(folder)).toEqual(['名单.xlsx'])
    expect(await read(readFileSync(path))).toEqual([['甲'], ['1'], ['2']])
  })

  it('is the same octets for the same content', async () => {
    const content = one([column('甲')], [['1', 2, null, { date: '2026-01-01' }]])
    expect((await written(content)).equals(await written(content))).toBe(true)
  })

  it('refuses one row more than a sheet holds', async () => {
    const endless = function* (): Generator<WriteCell[]> {
      for (let i = 0; i < 1_048_576; i++) yield []
    }
    await expect(written({ sheets: [{ name: '表', columns: [], rows: endless() }] })).rejects.toMatchObject({
      code: 'workbook.too_many_rows'
    })
  })
})

describe('csv › written', () => {
  async function csv(rows: readonly (readonly WriteCell[])[], options: CsvOptions = {}, titles = ['甲', '乙', '丙']): Promise<Buffer> {
    const stream = new PassThrough()
    const whole = buffer(stream)
    await writeCsv(stream, { columns: titles.map((title) => column(title)), rows }, options)
    stream.end()
    return whole
  }

  it.each<CsvOptions>([{}, { guard: 'none' }, { encoding: 'gb18030' }, { encoding: 'gb18030', guard: 'none' }])(
    'is read back as the same texts, %o',
    async (options) => {
      const text = anyText.filter(
        (one) => one.isWellFormed() && !/[\ud83f-\udbff\ue5e5\ue78d-\ue864\0\ufffd]/.test(one) && !/[\p{Co}\ufffe\uffff]/u.test(one)
      )
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }), async (rows) => {
          const whole = await csv(rows, options)
          const found = await read(whole, CSV_SHEET)
          expect(rows.map((row, i) => row.map((_, at) => found[i + 1]?.[at] ?? ''))).toEqual(rows)
        }),
        { numRuns: 150 }
      )
    }
  )

  it('T76 text that looks like a formula › is guarded in every spelling and read back as it was', async () => {
    const texts = ['=1+1', '+86', '-x', '@cmd', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠x']
    for (const guard of ['excel', 'none'] as const) {
      const whole = await csv(
        texts.map((text) => [text, '', '']),
        { guard }
      )
      const cells = whole.toString().split('\r\n').slice(1, -1)
      for (const cell of cells) expect(cell).toMatch(/^"?'/)
      expect((await read(whole, CSV_SHEET)).slice(1).map((row) => row[0])).toEqual(texts)
    }
  })

  it('has a mark in UTF-8, guards for Excel and no formula', async () => {
    const rows = [
      ['610802199003071234', '0912', '=1+1'],
      ['1E5', -3, { date: '2026-03-05' }]
    ] as const
    expect((await csv(rows)).toString()).toBe(
      '\ufeff甲,乙,丙\r\n"=""610802199003071234""","=""0912""",\'=1+1\r\n"=""1E5""",-3,2026-03-05\r\n'
    )
    expect((await csv(rows, { guard: 'none' })).toString()).toBe("\ufeff甲,乙,丙\r\n610802199003071234,0912,'=1+1\r\n1E5,-3,2026-03-05\r\n")
  })

  it('never writes a question mark for a character', async () => {
    await expect(csv([['甲'], ['乙,"', '\ud800']], { encoding: 'gb18030' })).rejects.toMatchObject({
      code: 'workbook.cannot_encode',
      params: { row: 3, column: 2, character: 'U+D800' }
    })
    await expect(csv([['\ue5e5']], { encoding: 'gb18030' })).rejects.toMatchObject({ params: { row: 2, column: 1, character: 'U+E5E5' } })
    expect(new TextDecoder('gb18030').decode(await csv([['㛃𠮷𫖮𰻝\u{2ebf0}']], { encoding: 'gb18030' }))).toContain('㛃𠮷𫖮𰻝\u{2ebf0}')
  })
})
