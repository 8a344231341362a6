// Why: an .xlsx is a package of parts tied together by relations; this finds the sheets, strings and styles whatever the writer called them.
import { AppError } from '@shared/errors'
import { limits } from './limits'
import { collectStrings, type SharedStrings } from './shared-strings'
import { noStyles, readStyles, type CellStyles } from './styles'
import { attribute, prefixedAttribute, scanXml } from './xml-scan'
import { xmlDecoder, type ZipArchive, type ZipEntry } from './zip-archive'

export interface SheetPart {
  readonly name: string
  /** Hidden by the user or by a program. */
  readonly hidden: boolean
  readonly entry: ZipEntry
}

export interface XlsxPackage {
  readonly sheets: readonly SheetPart[]
  readonly date1904: boolean
  readonly styles: CellStyles
  readonly strings: SharedStrings | null
  /** Names of the parts that marking changes. */
  readonly workbookPart: string
  readonly stylesPart: string | null
}

export interface Relation {
  readonly id: string
  /** Last word of the type, the same in transitional and strict files: `worksheet`, `styles`, `comments` … */
  readonly kind: string
  /** Part name without leading slash; the target as written when it lies outside. */
  readonly target: string
  readonly external: boolean
}

/** Name of the part that holds the relations of another: `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`. */
export const relationsPart = (part: string): string => part.replace(/([^/]*)$/, '_rels/$1.rels')

/** Relations of a part; none when it has no such part. @throws AppError workbook.hostile for a target above the package */
export async function readRelations(archive: ZipArchive, part: string): Promise<Relation[]> {
  const entry = archive.find(relationsPart(part))
  if (!entry) return []
  const found: Relation[] = []
  const scanner = scanXml(entry.name, {
    open(name, attributes) {
      if (name !== 'Relationship' || found.length >= limits.zipEntries) return
      const external = attribute(attributes, 'TargetMode') === 'External'
      const written = attribute(attributes, 'Target') ?? ''
      const target = external ? written : resolveTarget(part, written)
      found.push({ id: attribute(attributes, 'Id') ?? '', kind: attribute(attributes, 'Type')?.split('/').at(-1) ?? '', target, external })
    },
    close() {},
    text() {}
  })
  scanner.push(await archive.text(entry))
  scanner.end()
  return found
}

function resolveTarget(part: string, target: string): string {
  const steps = target.startsWith('/') ? [] : part.split('/').slice(0, -1)
  for (const step of target.replaceAll('\\', '/').split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) throw new AppError('workbook.hostile', { part: relationsPart(part) })
  }
  return steps.join('/')
}

/** Reads the package's plan. @throws AppError workbook.not_a_workbook, .damaged, .hostile, .too_large */
export async function openPackage(archive: ZipArchive): Promise<XlsxPackage> {
  const workbookPart = await findWorkbook(archive)
  const entry = archive.find(workbookPart)
  if (!entry) throw new AppError('workbook.damaged', { part: workbookPart })
  const relations = await readRelations(archive, workbookPart)
  const { listed, date1904 } = readBook(await archive.text(entry))
  const sheets: SheetPart[] = []
  for (const { id, name, hidden } of listed) {
    const relation = relations.find((one) => one.id === id)
    // A chart or dialog sheet holds no rows.
    if (relation?.kind !== 'worksheet') continue
    const part = archive.find(relation.target)
    if (!part) throw new AppError('workbook.damaged', { part: relation.target })
    sheets.push({ name, hidden, entry: part })
  }
  if (sheets.length === 0) throw new AppError('workbook.damaged', { part: workbookPart })
  const partOf = (kind: string): ZipEntry | undefined => {
    const target = relations.find((one) => one.kind === kind)?.target
    const part = target === undefined ? undefined : archive.find(target)
    // Without its styles every date would be read as a bare number.
    if (kind === 'styles' && target !== undefined && !part) throw new AppError('workbook.damaged', { part: target })
    return part
  }
  const stylesEntry = partOf('styles')
  const stringsEntry = partOf('sharedStrings')
  return {
    sheets,
    date1904,
    styles: stylesEntry ? readStyles(await archive.text(stylesEntry)) : noStyles,
    strings: stringsEntry ? await readStrings(archive, stringsEntry) : null,
    workbookPart,
    stylesPart: stylesEntry?.name ?? null
  }
}

async function findWorkbook(archive: ZipArchive): Promise<string> {
  const [root] = (await readRelations(archive, '')).filter((one) => one.kind === 'officeDocument')
  const name = root?.target ?? 'xl/workbook.xml'
  if (archive.find('xl/workbook.bin')) throw new AppError('workbook.old_format', { format: '.xlsb' })
  const mimetype = archive.find('mimetype')
  if (mimetype) throw new AppError('workbook.old_format', { format: '.ods' })
  if (!archive.find(name))
    throw new AppError('workbook.not_a_workbook', { found: archive.find('word/document.xml') ? ' Word 文档' : '压缩包' })
  return name
}

interface ListedSheet {
  readonly id: string
  readonly name: string
  readonly hidden: boolean
}

function readBook(xml: string): { listed: ListedSheet[]; date1904: boolean } {
  const listed: ListedSheet[] = []
  let date1904 = false
  const scanner = scanXml('workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet' || listed.length >= limits.sheets) return
      const state = attribute(attributes, 'state') ?? 'visible'
      listed.push({ id: prefixedAttribute(attributes, 'id') ?? '', name: attribute(attributes, 'name') ?? '', hidden: state !== 'visible' })
    },
    close() {},
    text() {}
  })
  scanner.push(xml)
  scanner.end()
  return { listed, date1904 }
}

async function readStrings(archive: ZipArchive, entry: ZipEntry): Promise<SharedStrings> {
  const { scanner, table } = collectStrings()
  let decoder: ReturnType<typeof xmlDecoder> | null = null
  for await (const piece of archive.read(entry)) {
    decoder ??= xmlDecoder(piece, entry.name)
    scanner.push(decoder.decode(piece, true))
  }
  decoder?.decode(Buffer.alloc(0))
  scanner.end()
  return table
}
