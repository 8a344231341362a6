/** Text tables of any encoding and spelling are read as Excel and WPS would show them, without their damage. */
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { CSV_SHEET, openWorkbook, type Workbook } from '.'
import { splitRecords } from './csv-records'

const open = (content: string | Uint8Array): Promise<Workbook> => openWorkbook(Buffer.from(content))

async function table(content: string | Uint8Array): Promise<string[][]> {
  const rows: string[][] = []
  for await (const row of (await open(content)).rows(CSV_SHEET)) {
    const texts: string[] = []
    for (const cell of row.cells) texts[cell.column] = cell.plain
    rows.push(Array.from(texts, (text: string | undefined) => text ?? ''))
  }
  return rows
}

const NAMES = '姓名,身份证号\r\n王𠮷,610802199003071234\r\n刘䶮,1\r\n'

describe('csv › encoding', () => {
  it.each([
    ['UTF-8', Buffer.from(NAMES), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(`\ufeff${NAMES}`), 'utf-8'],
    ['GB 18030', iconv.encode(NAMES, 'gb18030'), 'gb18030'],
    ['UTF-16 LE with mark', Buffer.from(`\ufeff${NAMES}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 LE without mark', Buffer.from(NAMES, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with mark', Buffer.from(`\ufeff${NAMES}`, 'utf16le').swap16(), 'utf-16be']
  ])('recognises %s', async (_, content, encoding) => {
    expect((await open(content)).csv?.encoding).toBe(encoding)
    expect(await table(content)).toEqual([
      ['姓名', '身份证号'],
      ['王𠮷', '610802199003071234'],
      ['刘䶮', '1']
    ])
  })

  it('recognises GB 18030 › when the first Chinese character comes after a megabyte', async () => {
    const content = iconv.encode(`${'a,b\r\n'.repeat(250_000)}中,文\r\n`, 'gb18030')
    expect((await open(content)).csv?.encoding).toBe('gb18030')
  })

  it('locates octets that are no text by line and reads the rest', async () => {
    const lines = iconv.encode('甲,1\n乙,2\n丙,3\n丁,4\n戊,5\n己,6\n', 'gb18030')
    const broken = Buffer.concat([lines.subarray(0, 10), Buffer.from([0xff]), lines.subarray(10)])
    const workbook = await open(broken)
    expect(workbook.csv).toMatchObject({ encoding: 'gb18030', badLines: [3] })
    const rows = await table(broken)
    expect(rows.map(([name]) => name)).toEqual(['甲', '乙', '\ufffd丙', '丁', '戊', '己'])
  })

  it('refuses what is no text at all', async () => {
    await expect(open(Buffer.from([1, 2, 0, 0, 0, 3, 200, 201]))).rejects.toMatchObject({ code: 'workbook.not_a_workbook' })
  })
})

describe('csv › fields', () => {
  it('splits by comma, tab or semicolon, whichever the file uses', async () => {
    for (const delimiter of [',', '\t', ';'])
      expect(await table(`甲${delimiter}"a${delimiter}b"${delimiter}\n1${delimiter}2${delimiter}3\n`)).toEqual([
        ['甲', `a${delimiter}b`],
        ['1', '2', '3']
      ])
    expect(await table('sep=;\r\na,b;c\r\n')).toEqual([['a,b', 'c']])
  })

  it('keeps line ends, quotes and delimiters inside quotes', async () => {
    expect(await table('"他说""好""\r\n再见,",2\n"",x\n"a"b,c')).toEqual([
      ['他说"好"\r\n再见,', '2'],
      ['', 'x'],
      ['ab', 'c']
    ])
  })

  it('takes off the guards that keep Excel from damaging digits and running formulas', async () => {
    expect(await table(`"=""610802199003071234""","'=1+1",'+86,''x,'610802,=1+1`)).toEqual([
      ['610802199003071234', '=1+1', '+86', "'x", "'610802", '=1+1']
    ])
  })

  it('numbers rows as Excel does and leaves blank lines out', async () => {
    const workbook = await open('a,b\n\n"x\ny",1\n,,\n2,3\n')
    const numbers: number[] = []
    for await (const row of workbook.rows(CSV_SHEET)) numbers.push(row.number)
    expect(numbers).toEqual([1, 3, 5])
  })

  it('refuses a quote that never ends and says where it began', async () => {
    await expect(table('a,b\n1,2\n3,"4\n5,6\n')).rejects.toMatchObject({ code: 'workbook.quote_open', params: { row: 3 } })
  })

  it('refuses content behind the last column it takes', async () => {
    await expect(table(`${','.repeat(256)}x\n`)).rejects.toMatchObject({ code: 'workbook.too_many_columns' })
    expect(await table(`a${','.repeat(300)}\n`)).toEqual([['a']])
  })
})

describe('csv › records', () => {
  it('are the same however the text is cut into pieces', () => {
    const field = fc.stringMatching(/^[a"',\n\r ;中]{0,6}$/)
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5), { minLength: 1 }),
        (rows, cuts) => {
          const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')
          const splitter = splitRecords(',')
          const found: (readonly string[])[] = []
          let at = 0
          for (let i = 0; at < text.length; i++) {
            const size = 1 + (cuts[i % cuts.length] ?? 0)
            found.push(...splitter.push(text.slice(at, at + size)).map((record) => record.fields))
            at += size
          }
          found.push(...splitter.end().map((record) => record.fields))
          expect(found).toEqual(rows)
        }
      ),
      { numRuns: 500 }
    )
  })
})
