/** Files that were cut, flipped, blown up or built to harm are refused in words; none crashes, hangs or fills the memory. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openWorkbook } from '../../electron/core/workbook'
import { AppError, type ErrorCode } from '@shared/errors'
import { book, bookParts, relation, relations, sheetOf, zip, type Part } from './package-kit'

/** Reads everything there is. @returns the code it was refused with, or the number of cells */
async function readAll(file: Uint8Array): Promise<ErrorCode | number> {
  try {
    const workbook = await openWorkbook(file)
    let cells = 0
    for (const sheet of workbook.sheets) for await (const row of workbook.rows(sheet.name)) cells += row.cells.length
    return cells
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const replaced = (name: string, content: string): Part[] => [
  ...bookParts({ sheets: { 表: '<sheetData/>' } }).filter((part) => part.name !== name),
  { name, content }
]
const ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
const ole = (words: string): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), Buffer.from(words, 'utf16le'), Buffer.alloc(1000)])

describe('a file of another kind', () => {
  it.each<[string, Uint8Array, ErrorCode]>([
    ['nothing', Buffer.alloc(0), 'workbook.not_a_workbook'],
    ['an .xls of before 2007', ole('Workbook'), 'workbook.old_format'],
    ['a workbook locked by a password', ole('EncryptedPackage'), 'workbook.encrypted'],
    [
      'a web page called .xls',
      Buffer.from('\ufeff  <html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'),
      'workbook.old_format'
    ],
    ['an XML workbook of 2003', Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'), 'workbook.old_format'],
    ['a PDF', Buffer.from('%PDF-1.7 ...'), 'workbook.not_a_workbook'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'workbook.not_a_workbook'],
    [
      'an OpenDocument table',
      zip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' }]),
      'workbook.old_format'
    ],
    ['a binary workbook', zip([...bookParts({ sheets: {} }), { name: 'xl/workbook.bin', content: 'x' }]), 'workbook.old_format'],
    ['a zip of something else', zip([{ name: 'a.txt', content: 'x' }]), 'workbook.not_a_workbook'],
    ['a text document', zip([{ name: 'word/document.xml', content: '<w/>' }]), 'workbook.not_a_workbook'],
    ['a book without sheets', book({ sheets: {} }), 'workbook.damaged']
  ])('is refused by name: %s', async (_, file, code) => {
    expect(await readAll(file)).toBe(code)
  })

  it('reads a macro workbook and never looks at its macros', async () => {
    expect(await readAll(sheetOf(ROW, { extra: [{ name: 'xl/vbaProject.bin', content: 'Sub AutoOpen()' }] }))).toBe(1)
  })
})

describe('an attack', () => {
  const bomb = Buffer.alloc(100_000_000, '<a/>')
  const entity = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
  const laughs = '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

  it.each<[string, () => Uint8Array, ErrorCode]>([
    [
      'a part that inflates a thousandfold',
      () => zip([...replaced('xl/worksheets/sheet1.xml', '').slice(0, -1), { name: 'xl/worksheets/sheet1.xml', content: bomb }]),
      'workbook.hostile'
    ],
    [
      'shared strings that inflate a thousandfold',
      () => zip([...replaced('xl/sharedStrings.xml', '').slice(0, -1), { name: 'xl/sharedStrings.xml', content: bomb }]),
      'workbook.hostile'
    ],
    [
      'an external entity',
      () => book({ sheets: { 表: `${entity}<worksheet><sheetData>${ROW}</sheetData></worksheet>` } }),
      'workbook.hostile'
    ],
    ['entities within entities', () => zip(replaced('xl/workbook.xml', `${laughs}<workbook/>`)), 'workbook.hostile'],
    ['an entity in the relations', () => zip(replaced('xl/_rels/workbook.xml.rels', `${entity}<Relationships/>`)), 'workbook.hostile'],
    ['a name that climbs out of the folder', () => sheetOf(ROW, { extra: [{ name: '../../evil.sh', content: 'x' }] }), 'workbook.hostile'],
    ['an absolute name', () => sheetOf(ROW, { extra: [{ name: 'C:/evil.exe', content: 'x' }] }), 'workbook.hostile'],
    [
      'a relation that climbs out of the package',
      () => zip(replaced('xl/_rels/workbook.xml.rels', relations(relation('rId1', 'worksheet', '../../../etc/passwd')))),
      'workbook.hostile'
    ],
    ['two parts of one name', () => sheetOf(ROW, { extra: [{ name: 'XL/workbook.xml', content: '<workbook/>' }] }), 'workbook.hostile'],
    ['an encrypted part', () => sheetOf(ROW, { extra: [{ name: 'x', content: 'x', claims: { flags: 1 } }] }), 'workbook.encrypted'],
    ['an unknown packing', () => sheetOf(ROW, { extra: [{ name: 'x', content: 'x', claims: { method: 99 } }] }), 'workbook.damaged'],
    [
      'a wrong checksum',
      () =>
        zip(
          bookParts({ sheets: { 表: '<sheetData/>' } }).map((part) =>
            part.name.includes('sheet1') ? { ...part, claims: { crc: 1 } } : part
          )
        ),
      'workbook.damaged'
    ],
    [
      'a wrong size',
      () =>
        zip(
          bookParts({ sheets: { 表: '<sheetData/>' } }).map((part) =>
            part.name.includes('sheet1') ? { ...part, claims: { size: 5 } } : part
          )
        ),
      'workbook.damaged'
    ],
    ['a sheet that stops in a row', () => book({ sheets: { 表: `<sheetData>${ROW}<row r="2"><c r="A2"><v>1` } }), 'workbook.damaged'],
    ['a row after the last', () => sheetOf('<row r="1048577"><c r="A1"><v>1</v></c></row>'), 'workbook.too_many_rows'],
    [
      'rows that go back',
      () => sheetOf('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
      'workbook.damaged'
    ],
    ['cells that go back', () => sheetOf('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'), 'workbook.damaged'],
    ['a cell after the last column', () => sheetOf('<row r="1"><c r="IW1"><v>1</v></c></row>'), 'workbook.too_many_columns'],
    [
      'more merged areas than anybody makes',
      () => book({ sheets: { 表: `<sheetData/><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(65_537)}</mergeCells>` } }),
      'workbook.hostile'
    ],
    ['a tag without end', () => sheetOf(`<row r="1" x="${'a'.repeat(3_000_000)}`), 'workbook.damaged'],
    [
      'not UTF-8',
      () =>
        zip(
          replaced('xl/styles.xml', '').map((part) =>
            part.name === 'xl/styles.xml' ? { ...part, content: Buffer.from([0x3c, 0x61, 0xff, 0x3e]) } : part
          )
        ),
      'workbook.damaged'
    ]
  ])('is refused: %s', async (_, file, code) => {
    expect(await readAll(file())).toBe(code)
  })

  it('costs no more time than its size › long attribute rubbish, thousands of merges over every row', async () => {
    const rubbish = `<row r="1" ${'a'.repeat(1_000_000)}><c r="A1" ${'b '.repeat(500_000)}><v>1</v></c></row>`
    expect(await readAll(sheetOf(rubbish))).toBe(1)
    const rows = Array.from({ length: 3000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>1</v></c></row>`).join('')
    const merges = Array.from({ length: 60_000 }, (_, i) => `<mergeCell ref="B${(i % 3000) + 1}:IV1048576"/>`).join('')
    expect(await readAll(book({ sheets: { 表: `<sheetData>${rows}</sheetData><mergeCells>${merges}</mergeCells>` } }))).toBeGreaterThan(
      3000
    )
  })

  it('never resolves an entity it does not know', async () => {
    const workbook = await openWorkbook(sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>&passwd;&#0;&#x110000;</t></is></c></row>'))
    for await (const row of workbook.rows('表')) expect(row.cells[0]?.text).toBe('&passwd;&#0;&#x110000;')
  })
})

describe('damage on the way', () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c><c r="B${i + 1}"><v>${i}</v></c></row>`
  ).join('')
  const whole = sheetOf(rows, { strings: '<si><t>王小明</t></si>' })
  const cells = 80

  it('is noticed at every cut', async () => {
    for (let length = 2; length < whole.length; length += 7) expect(await readAll(whole.subarray(0, length))).toBeTypeOf('string')
  })

  it('never crashes, hangs or gives other rows › when bits flip', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(7)), { minLength: 1, maxLength: 4 }), async (flips) => {
        const file = Buffer.from(whole)
        for (const [at, bit] of flips) file[at] = (file[at] ?? 0) ^ (1 << bit)
        const found = await readAll(file)
        // Some octets mean nothing (times, versions); a number of cells must then be the true one or text read as a table.
        if (typeof found === 'number' && file.subarray(0, 2).toString() === 'PK') expect(found).toBe(cells)
      }),
      { numRuns: 1500 }
    )
  })
})
