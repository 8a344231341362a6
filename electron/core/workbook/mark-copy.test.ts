/** A marked copy says what is wrong at the cell, and is otherwise the clerk's own file octet by octet. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import iconv from 'iconv-lite'
import readSheets from 'read-excel-file/node'
import writeExcel from 'write-excel-file/node'
import { afterAll, describe, expect, it } from 'vitest'
import { book, relation, sheetOf, stylesOf, worksheet, type BookParts } from '../../../test/workbook/package-kit'
import { markCopy, openWorkbook, type Mark, type MarkedCopy } from '.'
import { openSource } from './byte-source'
import { attribute, scanXml } from './xml-scan'
import { openZip, type ZipArchive } from './zip-archive'

const folder = mkdtempSync(join(tmpdir(), 'marked-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function marked(
  file: Uint8Array,
  marks: readonly Mark[],
  summary: readonly string[] = []
): Promise<{ copy: Buffer; result: MarkedCopy; archive: ZipArchive }> {
  const stream = new PassThrough()
  const whole = buffer(stream)
  const result = await markCopy(file, stream, marks, summary)
  stream.end()
  const copy = await whole
  return {
    copy,
    result,
    archive: copy.subarray(0, 2).toString() === 'PK' ? await openZip(await openSource(copy)) : await openZip(await openSource(sheetOf('')))
  }
}

const mark = (row: number, column: number, text: string, sheet = '表'): Mark => ({ sheet, row, column, text })
const text = async (archive: ZipArchive, name: string): Promise<string> => {
  const entry = archive.find(name)
  return entry ? archive.text(entry) : ''
}

/** Comments of a part by cell, read with the scanner. */
function commentsOf(xml: string): Record<string, string> {
  const found: Record<string, string> = {}
  let reference = ''
  let inText = false
  const scanner = scanXml('comments', {
    open(name, attributes) {
      if (name === 'comment') found[(reference = attribute(attributes, 'ref') ?? '')] = ''
      else if (name === 't') inText = true
    },
    close(name) {
      if (name === 't') inText = false
    },
    text(raw) {
      if (inText) found[reference] = (found[reference] ?? '') + raw
    }
  })
  scanner.push(xml)
  scanner.end()
  return found
}

async function values(file: Uint8Array): Promise<string[]> {
  const workbook = await openWorkbook(file)
  const found: string[] = []
  for (const sheet of workbook.sheets)
    for await (const row of workbook.rows(sheet.name))
      for (const cell of row.cells) found.push(`${sheet.name}!${row.number},${cell.column}=${cell.text}|${cell.format}`)
  return found
}

const ROWS =
  '<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" s="1" t="inlineStr"><is><t>日期</t></is></c></row>' +
  '<row r="3"><c r="B3" s="2"><v>46086</v></c></row>'
const USERS: BookParts = {
  sheets: {
    表: `<sheetData>${ROWS}</sheetData><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><drawing r:id="rId1"/><extLst><ext/></extLst>`,
    别的: '<sheetData/>'
  },
  sheetRelations: relation('rId1', 'drawing', '../drawings/drawing1.xml'),
  extra: [
    { name: 'xl/drawings/drawing1.xml', content: '<xdr:wsDr xmlns:xdr="x"/>' },
    { name: 'xl/media/图片.png', content: Buffer.from([0x89, 0x50, 0, 1, 2, 3]), stored: true },
    { name: 'xl/vbaProject.bin', content: 'macro' }
  ]
}

describe('marked copy › of a workbook', () => {
  it('carries every other part over octet by octet', async () => {
    const file = book(USERS)
    const { archive } = await marked(file, [mark(3, 1, '日期错')])
    const original = await openZip(await openSource(file))
    const changed: string[] = []
    for (const entry of original.entries) {
      const same = archive.find(entry.name)
      const octets = async (from: ZipArchive, name: string): Promise<Buffer> => {
        const pieces: Buffer[] = []
        const found = from.find(name)
        if (found) for await (const piece of from.raw(found)) pieces.push(piece)
        return Buffer.concat(pieces)
      }
      if (!same || !(await octets(archive, entry.name)).equals(await octets(original, entry.name))) changed.push(entry.name)
    }
    expect(changed).toEqual(['[Content_Types].xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/_rels/sheet1.xml.rels'])
  })

  it('changes nothing in the sheet but the marked cells and the drawing they need', async () => {
    const { archive, result } = await marked(book(USERS), [mark(3, 1, '日期错')])
    const before = worksheet(USERS.sheets['表'] ?? '')
    const expected = before
      .replace('r="B3" s="2"', 'r="B3" s="3"')
      .replace(
        '<extLst>',
        '<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdMark1d"/><extLst>'
      )
    expect(await text(archive, 'xl/worksheets/sheet1.xml')).toBe(expected)
    expect(result).toEqual({ commented: 1, colouredOnly: 0 })
  })

  it('says it as comments, tied together the way Excel wants it', async () => {
    const { archive } = await marked(book(USERS), [mark(3, 1, '日期<错>&'), mark(3, 1, '第二条'), mark(1, 0, '标题')], ['共 2 处问题'])
    expect(commentsOf(await text(archive, 'xl/comments1.xml'))).toEqual({ A1: '共 2 处问题\n标题', B3: '日期&lt;错&gt;&amp;\n第二条' })
    expect(await text(archive, 'xl/worksheets/_rels/sheet1.xml.rels')).toMatch(
      /Id="rIdMark1c"[^>]*\/comments" Target="\/xl\/comments1\.xml".*Id="rIdMark1d"[^>]*\/vmlDrawing" Target="\/xl\/drawings\/vmlDrawing1\.vml"/
    )
    const types = await text(archive, '[Content_Types].xml')
    expect(types).toContain('Extension="vml"')
    expect(types).toContain('PartName="/xl/comments1.xml"')
    expect(await text(archive, 'xl/drawings/vmlDrawing1.vml')).toMatch(/<x:Row>2<\/x:Row><x:Column>1<\/x:Column>/)
  })

  it('keeps the look of a marked cell and adds the ground', async () => {
    const { archive, copy } = await marked(book(USERS), [mark(3, 1, '甲'), mark(1, 1, '乙')])
    const styles = await text(archive, 'xl/styles.xml')
    expect(styles).toContain('<fills count="3">')
    expect(styles).toMatch(
      /<cellXfs count="5">.*<xf numFmtId="201"[^>]*fillId="2" applyFill="1"\/><xf numFmtId="202"[^>]*fillId="2" applyFill="1"\/><\/cellXfs>/
    )
    expect(await values(copy)).toEqual(await values(book(USERS)))
  })

  it('makes the cells and rows that are missing', async () => {
    const marks = [mark(1, 4, 'E1'), mark(2, 1, 'B2'), mark(3, 0, 'A3'), mark(3, 2, 'C3'), mark(9, 0, 'A9')]
    const { archive, copy } = await marked(book(USERS), marks)
    const xml = await text(archive, 'xl/worksheets/sheet1.xml')
    expect([...xml.matchAll(/<(row|c) r="(\w+)"/g)].map((found) => found[2])).toEqual([
      '1',
      'A1',
      'B1',
      'E1',
      '2',
      'B2',
      '3',
      'A3',
      'B3',
      'C3',
      '9',
      'A9'
    ])
    expect(xml).not.toContain('spans=')
    expect(await values(copy)).toEqual(await values(book(USERS)))
  })

  it.each(['<sheetData/>', '<sheetData></sheetData>', '<sheetData><row r="2"/></sheetData>'])(
    'marks an empty sheet %s',
    async (content) => {
      const { archive } = await marked(book({ sheets: { 表: content } }), [mark(2, 0, '空')])
      expect(await text(archive, 'xl/worksheets/sheet1.xml')).toMatch(/<row r="2"><c r="A2" s="\d"\/><\/row><\/sheetData><legacyDrawing/)
    }
  )

  it('keeps comments of the user and adds below them', async () => {
    const user: BookParts = {
      sheets: { 表: `<sheetData>${ROWS}</sheetData><legacyDrawing r:id="rId2"/>` },
      sheetRelations: relation('rId2', 'vmlDrawing', '../drawings/vmlDrawing7.vml') + relation('rId3', 'comments', '../comments7.xml'),
      types: '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
      extra: [
        {
          name: 'xl/comments7.xml',
          content:
            '<comments xmlns="m"><authors><author>老张</author></authors><commentList><comment ref="B3" authorId="0"><text><t>问过本人</t></text></comment><comment ref="A1" authorId="0"><text/></comment></commentList></comments>'
        },
        {
          name: 'xl/drawings/vmlDrawing7.vml',
          content:
            '<xml xmlns:v="v" xmlns:o="o"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1,4"/></o:shapelayout><v:shapetype id="_x0000_t202"/><v:shape id="_x0000_s1025"/></xml>'
        }
      ]
    }
    const { archive } = await marked(book(user), [mark(3, 1, '日期错'), mark(1, 1, '新的')])
    expect(commentsOf(await text(archive, 'xl/comments7.xml'))).toEqual({ B3: '问过本人\n日期错', A1: '', B1: '新的' })
    const box = await text(archive, 'xl/drawings/vmlDrawing7.vml')
    expect(box).toContain('data="1,4,5"')
    expect(box).toMatch(/_x0000_s1025.*_x0000_s5121/)
    expect(box.match(/ObjectType="Note"/g)).toHaveLength(1)
    const xml = await text(archive, 'xl/worksheets/sheet1.xml')
    expect(xml.match(/legacyDrawing/g)).toHaveLength(1)
    expect(archive.find('xl/comments1.xml')).toBeUndefined()
  })

  it('marks several sheets, each with parts of its own', async () => {
    const { archive } = await marked(book(USERS), [mark(1, 0, '甲'), mark(5, 3, '乙', '别的')], ['共 2 处'])
    expect(commentsOf(await text(archive, 'xl/comments1.xml'))).toEqual({ A1: '共 2 处\n甲' })
    expect(commentsOf(await text(archive, 'xl/comments2.xml'))).toEqual({ A1: '共 2 处', D5: '乙' })
    expect(await text(archive, 'xl/drawings/vmlDrawing2.vml')).toContain('data="2"')
  })

  it('writes at most 20,000 comments and colours the rest', async () => {
    const marks = Array.from({ length: 20_005 }, (_, i) => mark(i + 1, 0, '错'))
    const { archive, result } = await marked(sheetOf(''), marks, ['很多'])
    expect(result).toEqual({ commented: 20_000, colouredOnly: 5 })
    expect((await text(archive, 'xl/comments1.xml')).match(/<comment /g)).toHaveLength(20_000)
    expect(await text(archive, 'xl/comments1.xml')).toContain('另有 5 处只标了颜色')
    expect((await text(archive, 'xl/worksheets/sheet1.xml')).match(/<c /g)).toHaveLength(20_005)
  })

  it('marks files of another writer and of WPS', async () => {
    const path = join(folder, '别人的.xlsx')
    await writeExcel([
      [
        { value: '姓名', type: String },
        { value: 3, type: Number }
      ],
      [{ value: '王小明', type: String }, null]
    ]).toFile(path)
    const file = readFileSync(path)
    const sheet = (await openWorkbook(file)).sheets[0]?.name ?? ''
    const { copy, archive } = await marked(file, [mark(2, 1, '缺人数', sheet)])
    expect((await readSheets(copy))[0]?.data).toEqual((await readSheets(file))[0]?.data)
    expect(commentsOf(await text(archive, 'xl/comments1.xml'))).toEqual({ B2: '缺人数' })
    const prefixed = `<?xml version='1.0'?><x:worksheet xmlns:x='m'><x:sheetData><x:row><x:c t='inlineStr' s='1'><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`
    const wps = await marked(book({ sheets: { 表: prefixed } }), [mark(1, 0, '错'), mark(1, 1, '缺')])
    expect(await text(wps.archive, 'xl/worksheets/sheet1.xml')).toMatch(
      /<x:c t='inlineStr' s="3"><x:is>.*<x:c r="B1" s="4"\/><\/x:row><\/x:sheetData><x:legacyDrawing /
    )
  })

  it('marks a sheet of many pieces in the right places', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) =>
        `<row r="${i + 1}"><c r="A${i + 1}" t="inlineStr"><is><t>${'字'.repeat(i % 40)}</t></is></c><c r="B${i + 1}"><v>${i}</v></c></row>`
    ).join('')
    const file = sheetOf(rows, { styles: stylesOf(['General']) })
    const marks = Array.from({ length: 500 }, (_, i) => mark(i * 40 + 1, 1, `第${i}处`))
    const { archive, copy } = await marked(file, marks)
    const xml = await text(archive, 'xl/worksheets/sheet1.xml')
    expect([...xml.matchAll(/<c r="(\w+)" s="1"/g)].map((found) => found[1])).toEqual(marks.map((one) => `B${one.row}`))
    expect(await values(copy)).toEqual(await values(file))
  })

  it('names a sheet that is not there and leaves the target as it was', async () => {
    const path = join(folder, '标注.xlsx')
    writeFileSync(path, 'old')
    await expect(markCopy(sheetOf(''), path, [mark(1, 0, 'x', '无')], [])).rejects.toMatchObject({ code: 'workbook.sheet_unknown' })
    expect(readFileSync(path, 'utf8')).toBe('old')
  })
})

describe('marked copy › of a text file', () => {
  const csv = (row: number, column: number, what: string): Mark => mark(row, column, what, 'CSV')

  it('adds a column and leaves every line as it was written', async () => {
    const file = Buffer.from('\ufeff姓名,"证件,号"\r\n王,"=""61"""\n李\r\n赵,2')
    const { copy, result } = await marked(file, [csv(2, 1, '少位'), csv(2, 0, '重名'), csv(3, 1, '缺\n号')], ['共 3 处'])
    expect(copy.toString()).toBe('\ufeff姓名,"证件,号",问题 共 3 处\r\n王,"=""61""",第1列：重名 第2列：少位\n李,,第2列：缺；号\r\n赵,2')
    expect(result.commented).toBe(3)
  })

  it.each(['gb18030', 'utf-16le', 'utf-8'])('stays in its own encoding %s', async (encoding) => {
    const source = '姓名;号\r\n王𠮷;1\r\n刘䶮;2\r\n'
    const file = iconv.encode(encoding === 'utf-16le' ? `\ufeff${source}` : source, encoding)
    const { copy } = await marked(file, [csv(3, 0, '核对')])
    expect(iconv.decode(copy, encoding)).toBe('姓名;号;问题\r\n王𠮷;1\r\n刘䶮;2;第1列：核对\r\n')
  })

  it('replaces the column of an earlier copy', async () => {
    const once = (await marked(Buffer.from('a,b\n1,2\n3,4\n'), [csv(2, 0, '错')], ['一'])).copy
    expect(once.toString()).toBe('a,b,问题 一\n1,2,第1列：错\n3,4\n')
    expect((await marked(once, [csv(3, 1, '还错')], ['二'])).copy.toString()).toBe('a,b,问题 二\n1,2\n3,4,第2列：还错\n')
  })
})
