/** The table of characters in memory: numbers in typed arrays, texts left in the file's bytes until somebody asks for them. */
import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

export interface CharacterTable {
  readonly size: number
  /** Code points, ascending. */
  readonly codes: Int32Array
  readonly strokes: Uint8Array
  /** 1: of 通用规范汉字表; 2: a radical's form that is typed but never offered. */
  readonly marks: Uint8Array
  /** Radical numbers, two a row; 0 where there is no second one. */
  readonly radicals: Uint8Array
  /** Strokes beside that radical; zero or less: the radical itself. */
  readonly residues: Int8Array
  /** Where the parts of a row begin in `parts`; one longer than the table. */
  readonly partStarts: Int32Array
  readonly parts: Int32Array
  /** @returns the row of a code point, or -1 */
  rowOf(codePoint: number): number
  readingsOf(row: number): string[]
  lookalikesOf(row: number): string[]
}

export const STANDARD = 1
export const FORM_ONLY = 2

const LF = 0x0a
const READINGS = 4
const LOOKALIKES = 6

const emptyTable = (): CharacterTable => readTable(Buffer.from('\n'))

/** @returns the table of `characters.tsv.br`; an empty one where an installation left the file out */
export const loadCharacterTable = (path: string): CharacterTable =>
  existsSync(path) ? readTable(brotliDecompressSync(readFileSync(path))) : emptyTable()

function lineStarts(bytes: Buffer): number[] {
  const starts: number[] = []
  for (let at = bytes.indexOf(LF) + 1; at > 0 && at < bytes.length; at = bytes.indexOf(LF, at) + 1) starts.push(at)
  return [...starts, bytes.length]
}

function readTable(bytes: Buffer): CharacterTable {
  const starts = Int32Array.from(lineStarts(bytes))
  const size = starts.length - 1
  const columns = (row: number): string[] => bytes.toString('utf8', starts[row], (starts[row + 1] ?? 1) - 1).split('\t')
  const table = {
    size,
    codes: new Int32Array(size),
    strokes: new Uint8Array(size),
    marks: new Uint8Array(size),
    radicals: new Uint8Array(size * 2),
    residues: new Int8Array(size * 2),
    partStarts: new Int32Array(size + 1)
  }
  const parts: number[] = []
  for (let row = 0; row < size; row += 1) {
    const [char = '', strokes = '', radicals = '', mark = '', , own = ''] = columns(row)
    table.codes[row] = char.codePointAt(0) ?? 0
    table.strokes[row] = Number(strokes)
    table.marks[row] = mark === '1' ? STANDARD : mark === '-' ? FORM_ONLY : 0
    radicals.split(' ', 2).forEach((radical, at) => {
      const [number = '', residue = ''] = radical.replace(/'/gu, '').split('.')
      table.radicals[row * 2 + at] = Number(number)
      table.residues[row * 2 + at] = Number(residue)
    })
    for (const part of own) parts.push(part.codePointAt(0) ?? 0)
    table.partStarts[row + 1] = parts.length
  }
  return {
    ...table,
    parts: Int32Array.from(parts),
    rowOf: (codePoint) => rowOf(table.codes, codePoint),
    readingsOf: (row) => (columns(row)[READINGS] ?? '').split(' ').filter((reading) => reading !== ''),
    lookalikesOf: (row) => [...(columns(row)[LOOKALIKES] ?? '')]
  }
}

function rowOf(codes: Int32Array, codePoint: number): number {
  let low = 0
  let high = codes.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = codes[middle] ?? 0
    if (found === codePoint) return middle
    if (found < codePoint) low = middle + 1
    else high = middle - 1
  }
  return -1
}
