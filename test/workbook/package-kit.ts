/** Builds workbooks part by part for tests: what Excel and WPS write, what they never write, and what an attacker would. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  readonly name: string
  readonly content: string | Uint8Array
  /** Stored instead of deflated. */
  readonly stored?: boolean
  /** Lies in the directory: sizes, checksum, flags. */
  readonly claims?: { readonly size?: number; readonly crc?: number; readonly flags?: number; readonly method?: number }
}

/** A zip file of the parts in order. @param wide sizes and places in zip64 fields, as some writers put them for every file */
export function zip(parts: readonly Part[], wide = false): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, stored = false, claims = {} } of parts) {
    const plain = Buffer.from(content)
    const packed = stored ? plain : deflateRawSync(plain)
    const label = Buffer.from(name, 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(claims.flags ?? 0x0800, 2)
    fields.writeUInt16LE(claims.method ?? (stored ? 0 : 8), 4)
    fields.writeUInt32LE(claims.crc ?? crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claims.size ?? plain.length, 18)
    fields.writeUInt16LE(label.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, label, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(wide ? wideEntry(fields, tail, label) : Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, label]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  if (!wide) return Buffer.concat([...locals, directory, end])
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(parts.length), at)
  record.writeBigUInt64LE(BigInt(directory.length), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeBigUInt64LE(BigInt(offset + directory.length), 8)
  locator.writeUInt32LE(1, 16)
  end.fill(0xff, 8, 20)
  return Buffer.concat([...locals, directory, record, locator, end])
}

/** A directory entry whose sizes and place stand in a zip64 field. */
function wideEntry(fields: Buffer, tail: Buffer, label: Buffer): Buffer {
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(BigInt(fields.readUInt32LE(18)), 4)
  extra.writeBigUInt64LE(BigInt(fields.readUInt32LE(14)), 12)
  extra.writeBigUInt64LE(BigInt(tail.readUInt32LE(10)), 20)
  const [head, end] = [Buffer.from(fields), Buffer.from(tail)]
  head.fill(0xff, 14, 22)
  head.writeUInt16LE(extra.length, 24)
  end.fill(0xff, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02\x2d\x00', 'latin1'), head, end, label, extra])
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE_RELS = 'http://schemas.openxmlformats.org/package/2006/relationships'

export interface BookParts {
  /** Sheet name → the content of `<worksheet>`, or the whole part when it starts with `<?xml` or `<!`. */
  readonly sheets: Readonly<Record<string, string>>
  readonly strings?: string
  readonly styles?: string
  readonly date1904?: boolean
  readonly hiddenSheets?: readonly string[]
  readonly extra?: readonly Part[]
  /** Relations of the first sheet. */
  readonly sheetRelations?: string
  /** Further lines of [Content_Types].xml. */
  readonly types?: string
}

export const relations = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${PACKAGE_RELS}">${content}</Relationships>`
export const relation = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="${RELS}/${kind}" Target="${target}"/>`
export const worksheet = (content: string): string =>
  /^<[?!]/.test(content)
    ? content
    : `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="${MAIN}" xmlns:r="${RELS}">${content}</worksheet>`

/** Parts of an .xlsx as Excel lays them out. */
export function bookParts(book: BookParts): Part[] {
  const names = Object.keys(book.sheets)
  const hidden = (name: string): string => (book.hiddenSheets?.includes(name) === true ? ' state="hidden"' : '')
  const sheetList = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}"${hidden(name)} r:id="rId${i + 1}"/>`).join('')
  const sheetRelations = names.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('')
  const types = names
    .map(
      (_, i) =>
        `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
    )
    .join('')
  const parts: Part[] = [
    {
      name: '[Content_Types].xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${book.types ?? ''}</Types>`
    },
    { name: '_rels/.rels', content: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      content: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${RELS}">${book.date1904 === true ? '<workbookPr date1904="1"/>' : '<workbookPr/>'}<sheets>${sheetList}</sheets></workbook>`
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(
        sheetRelations + relation('rIdS', 'styles', 'styles.xml') + relation('rIdT', 'sharedStrings', '/xl/sharedStrings.xml')
      )
    },
    {
      name: 'xl/styles.xml',
      content: book.styles ?? stylesOf(['General', '@', 'yyyy/m/d'])
    },
    { name: 'xl/sharedStrings.xml', content: `<sst xmlns="${MAIN}">${book.strings ?? ''}</sst>` },
    ...names.map((name, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: worksheet(book.sheets[name] ?? '') }))
  ]
  if (book.sheetRelations !== undefined)
    parts.push({ name: 'xl/worksheets/_rels/sheet1.xml.rels', content: relations(book.sheetRelations) })
  return [...parts, ...(book.extra ?? [])]
}

/** A style table whose cell format number i is the i-th code. */
export const stylesOf = (codes: readonly string[]): string =>
  `<styleSheet xmlns="${MAIN}"><numFmts count="${codes.length}">${codes.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escapeXml(code)}"/>`).join('')}</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${codes.length}">${codes.map((_, i) => `<xf numFmtId="${200 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`

export const book = (parts: BookParts): Buffer => zip(bookParts(parts))
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)

/** One sheet 表 of the rows given as XML. */
export const sheetOf = (rows: string, more: Omit<BookParts, 'sheets'> = {}): Buffer =>
  book({ sheets: { 表: `<sheetData>${rows}</sheetData>` }, ...more })
