// Why: a text file has no comments, so what is wrong stands in a last column of its own and the rest of each line stays as it was written.
import iconv from 'iconv-lite'
import { openCsv, readRecords, type CsvFile } from './csv-open'
import type { ByteSource } from './byte-source'
import type { CsvRecord } from './csv-records'
import { limits } from './limits'
import { byCell, type MarkedCopy, type MarkJob } from './marks'

const TITLE = '问题'
const PIECE = 65_536
const MARKS: Readonly<Record<string, string>> = { 'utf-8': '\ufeff', 'utf-16le': '\ufeff', 'utf-16be': '\ufeff' }

/** Copies a text file in its own encoding with a last column 问题; that of an earlier copy is replaced. */
export async function markCsv({ source, into, marks, summary, signal }: MarkJob): Promise<MarkedCopy> {
  const file = await openCsv(source)
  const { width, header, keep } = await shapeOf(source, file)
  const rows = byCell(marks)
  let text = file.skip > 0 ? (MARKS[file.encoding] ?? '') : ''
  let number = 0
  let commented = 0
  const flush = async (): Promise<void> => {
    signal?.throwIfAborted()
    await into.write(iconv.encode(text, file.encoding))
    text = ''
  }
  for await (const record of readRecords(source, file)) {
    number++
    const cells = rows.get(number)
    commented += cells?.size ?? 0
    const problems = cells
      ? [...cells].sort(([a], [b]) => a - b).map(([column, what]) => `第${column + 1}列：${what.replaceAll('\n', '；')}`)
      : []
    const said = number === header ? [TITLE, ...summary, ...problems].join(' ') : problems.join(' ')
    text += withColumn(record, { file, width, keep, said }) + (record.lineEnd === '' && said === '' ? '' : record.lineEnd || file.lineEnd)
    if (text.length >= PIECE) await flush()
  }
  await flush()
  return { commented, colouredOnly: 0 }
}

interface Shape {
  /** Columns of the widest line, an earlier 问题 not counted. */
  readonly width: number
  /** Number of the first line that holds something. */
  readonly header: number
  /** Columns kept of each line; infinite when there is no earlier 问题. */
  readonly keep: number
}

async function shapeOf(source: ByteSource, file: CsvFile): Promise<Shape> {
  let width = 0
  let header = 0
  let keep = Infinity
  let number = 0
  for await (const { fields } of readRecords(source, file)) {
    number++
    if (header === 0 && fields.some((field) => field !== '') && !/^sep=/.test(fields[0] ?? '')) {
      header = number
      if (fields.at(-1)?.startsWith(TITLE) === true) keep = fields.length - 1
    }
    width = Math.max(width, Math.min(fields.length, keep, limits.columns))
  }
  return { width, header, keep }
}

interface Column {
  readonly file: CsvFile
  readonly width: number
  readonly keep: number
  readonly said: string
}

function withColumn({ source, fields }: CsvRecord, { file, width, keep, said }: Column): string {
  const own = fields.length > keep ? fields.slice(0, keep).map((field) => quoted(field, file.delimiter)) : null
  const line = own ? own.join(file.delimiter) : source
  if (said === '') return line
  return line + file.delimiter.repeat(Math.max(1, width - (own ?? fields).length + 1)) + quoted(said, file.delimiter)
}

const quoted = (field: string, delimiter: string): string =>
  field.includes(delimiter) || /["\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
