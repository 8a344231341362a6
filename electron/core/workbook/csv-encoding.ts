// Why: Chinese text files come in three encodings and none says which; guessing wrong turns every name into rubbish.
import { AppError } from '@shared/errors'
import { pieces, type ByteSource } from './byte-source'

export type CsvEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export interface FoundEncoding {
  readonly encoding: CsvEncoding
  /** Octets of the byte order mark. */
  readonly skip: number
  /** Lines (1-based, at most 1,000) that hold octets which are no text in this encoding; their characters are read as U+FFFD. */
  readonly badLines: readonly number[]
}

const MOST_BAD = 1000
/** More bad lines than this share, and the file is no text in any encoding known. */
const BAD_SHARE = 0.2
const LF = 0x0a
const LONGEST_LINE = 16_777_216

/** Goes through the whole file: UTF-8 if every octet fits, else GB 18030, else whichever fits more lines. @throws AppError workbook.not_a_workbook */
export async function findEncoding(source: ByteSource): Promise<FoundEncoding> {
  const start = await source.read(0, 4096)
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf)
    return {
      encoding: 'utf-8',
      skip: 3,
      badLines: (await fits(source, 'utf-8')) ? [] : ((await linesNotIn(source, ['utf-8']))[0]?.bad ?? [])
    }
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: 'utf-16le', skip: 2, badLines: [] }
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: 'utf-16be', skip: 2, badLines: [] }
  const wide = wideWithoutMark(start)
  if (wide) return { encoding: wide, skip: 0, badLines: [] }
  if (start.includes(0)) throw notText()
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(source, encoding)) return { encoding, skip: 0, badLines: [] }
  const [best] = (await linesNotIn(source, ['utf-8', 'gb18030'])).sort((a, b) => a.count - b.count)
  if (!best || best.count > Math.max(1, best.lines * BAD_SHARE)) throw notText()
  return { encoding: best.encoding, skip: 0, badLines: best.bad }
}

const notText = (): AppError => new AppError('workbook.not_a_workbook', { found: '二进制文件' })

/** UTF-16 text of commas, digits and line ends has a zero in every second octet. */
function wideWithoutMark(start: Buffer): CsvEncoding | null {
  const zeros = [0, 0]
  for (const [at, octet] of start.entries()) if (octet === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > start.length / 8 && even === 0) return 'utf-16le'
  return even > start.length / 8 && odd === 0 ? 'utf-16be' : null
}

async function fits(source: ByteSource, encoding: 'utf-8' | 'gb18030'): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const piece of pieces(source)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

interface Fit {
  readonly encoding: 'utf-8' | 'gb18030'
  count: number
  lines: number
  readonly bad: number[]
}

/** Tries every line alone: octet 0x0A is a line end in all of these and never part of a character. */
async function linesNotIn(source: ByteSource, encodings: readonly Fit['encoding'][]): Promise<Fit[]> {
  const fitted: Fit[] = encodings.map((encoding) => ({ encoding, count: 0, lines: 0, bad: [] }))
  const decoders = encodings.map((encoding) => new TextDecoder(encoding, { fatal: true }))
  const tryLine = (line: Uint8Array): void => {
    for (const [i, fit] of fitted.entries()) {
      fit.lines++
      try {
        decoders[i]?.decode(line)
      } catch {
        fit.count++
        if (fit.bad.length < MOST_BAD) fit.bad.push(fit.lines)
      }
    }
  }
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of pieces(source)) {
    const both = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let at = 0
    for (let end = both.indexOf(LF); end >= 0; end = both.indexOf(LF, at)) {
      tryLine(both.subarray(at, end))
      at = end + 1
    }
    rest = both.subarray(at)
    if (rest.length > LONGEST_LINE) throw notText()
  }
  if (rest.length > 0) tryLine(rest)
  return fitted
}
