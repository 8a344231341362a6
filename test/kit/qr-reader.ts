/** Reads a 2-D code from its squares, written from the standard (ISO/IEC 18004) and nothing else, so that what draws codes does not check itself. */

/** Dark squares, row by row, without the quiet zone. */
export type Squares = readonly (readonly boolean[])[]

/** Which squares an outline fills by the even-odd rule, counted along a ray from the middle of each. */
export function squaresOf({ side, path }: { readonly side: number; readonly path: string }): boolean[][] {
  const walls = new Map<number, Set<number>>()
  let [x, y] = [0, 0]
  for (const [, command = '', first = '0', second = '0'] of path.matchAll(/([Mhvz])(-?\d+)?(?: (-?\d+))?/g)) {
    if (command === 'M') [x, y] = [Number(first), Number(second)]
    else if (command === 'h') x += Number(first)
    else if (command === 'v') {
      const to = y + Number(first)
      for (let row = Math.min(y, to); row < Math.max(y, to); row += 1) {
        const columns = walls.get(row) ?? new Set<number>()
        // Two sides on one line close each other.
        if (!columns.delete(x)) columns.add(x)
        walls.set(row, columns)
      }
      y = to
    }
  }
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => [...(walls.get(row) ?? [])].filter((wall) => wall <= column).length % 2 === 1)
  )
}
/** The quiet zone is four squares wide. */
export const withoutQuiet = (squares: boolean[][]): Squares => squares.slice(4, -4).map((row) => row.slice(4, -4))

const LEVELS: Readonly<Record<number, string>> = { 0b01: 'L', 0b00: 'M', 0b11: 'Q', 0b10: 'H' }
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0
]
/** Blocks at level M and octets of correction in each, by version. Source: ISO/IEC 18004 table 9. */
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45,
  47, 49
]
const CORRECTION = [
  10,
  16,
  26,
  18,
  24,
  16,
  18,
  22,
  22,
  26,
  30,
  22,
  22,
  24,
  24,
  28,
  28,
  26,
  26,
  26,
  26,
  ...Array.from({ length: 19 }, () => 28)
]

export interface QrContent {
  readonly version: number
  readonly level: string
  readonly text: string
}

/** @throws RangeError when it is no code at level M, its parts do not agree, or its octets are not those that its correction stands for */
export function readQr(squares: Squares): QrContent {
  const size = squares.length
  const version = (size - 17) / 4
  if (!(Number.isInteger(version) && version >= 1 && version <= 40)) throw new RangeError(`no code of ${String(size)} squares a side`)
  const dark = (row: number, column: number): boolean => squares[row]?.[column] ?? false
  assertFinders(dark, size)
  const { level, mask } = formatOf(dark, size)
  if (level !== 'M') throw new RangeError(`level ${level}`)
  if (version >= 7) assertVersion(dark, size, version)
  const bits = bitsOf(dark, size, version, MASKS[mask] ?? (() => false))
  const octets = Array.from({ length: bits.length >> 3 }, (_, at) => numberOf(bits.slice(at * 8, at * 8 + 8)))
  return { version, level, text: textOf(dataOf(octets, version), version) }
}

/** The octets of all blocks lie in turns; the last blocks have one more. */
function dataOf(octets: readonly number[], version: number): boolean[] {
  const [count, correction] = [BLOCKS[version - 1] ?? 1, CORRECTION[version - 1] ?? 0]
  const shortest = Math.floor(octets.length / count) - correction
  const longer = count - (octets.length % count)
  const blocks: number[][] = Array.from({ length: count }, () => [])
  const put = (block: number, at: number): void => void blocks[block]?.push(octets[at] ?? 0)
  let at = 0
  for (let step = 0; step <= shortest; step += 1) for (let block = step < shortest ? 0 : longer; block < count; block += 1) put(block, at++)
  for (let step = 0; step < correction; step += 1) for (let block = 0; block < count; block += 1) put(block, at++)
  for (const block of blocks) assertWhole(block, correction)
  return blocks
    .flatMap((block) => block.slice(0, -correction))
    .flatMap((octet) => Array.from({ length: 8 }, (_, bit) => ((octet >> (7 - bit)) & 1) === 1))
}

/** A block is a multiple of the generator: its polynomial is nothing at 2⁰, 2¹, … Source: ISO/IEC 18004 §7.5.2, field of x⁸+x⁴+x³+x²+1. */
function assertWhole(block: readonly number[], correction: number): void {
  for (let power = 0, point = 1; power < correction; power += 1, point = times(point, 2))
    if (block.reduce((sum, octet) => times(sum, point) ^ octet, 0) !== 0) throw new RangeError('the correction does not fit')
}
function times(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0)
    if ((other >> bit) & 1) product ^= one
  }
  return product
}

/** From version 7 on it is written twice, with twelve bits of its own correction. Source: ISO/IEC 18004 §7.10. */
function assertVersion(dark: Dark, size: number, version: number): void {
  let rest = version << 12
  for (let at = 17; at >= 12; at -= 1) if ((rest >> at) & 1) rest ^= 0x1f25 << (at - 12)
  const word = (version << 12) | rest
  for (let bit = 0; bit < 18; bit += 1) {
    const [far, near] = [size - 11 + (bit % 3), Math.floor(bit / 3)]
    const wanted = ((word >> bit) & 1) === 1
    if (dark(near, far) !== wanted || dark(far, near) !== wanted) throw new RangeError('the notes about the version are wrong')
  }
}

type Dark = (row: number, column: number) => boolean

/** Three nested squares in three corners, and the light line around each. */
function assertFinders(dark: Dark, size: number): void {
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0]
  ] as const)
    for (let row = -1; row <= 7; row += 1)
      for (let column = -1; column <= 7; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3))
        const [y, x] = [top + row, left + column]
        const isInside = y >= 0 && x >= 0 && y < size && x < size
        if (isInside && dark(y, x) !== (ring !== 2 && ring !== 4)) throw new RangeError('corner squares are wrong')
      }
}

function formatOf(dark: Dark, size: number): { level: string; mask: number } {
  const near = [0, 1, 2, 3, 4, 5, 7].map((column) => dark(8, column))
  const down = [8, 7, 5, 4, 3, 2, 1, 0].map((row) => dark(row, 8))
  const first = numberOf([...near, ...down]) ^ 0b101010000010010
  const below = [1, 2, 3, 4, 5, 6, 7].map((row) => dark(size - row, 8))
  const right = [8, 7, 6, 5, 4, 3, 2, 1].map((column) => dark(8, size - column))
  const second = numberOf([...below, ...right]) ^ 0b101010000010010
  if (first !== second || !isBch(first) || !dark(size - 8, 8)) throw new RangeError('the two notes about the format are wrong')
  return { level: LEVELS[first >> 13] ?? '?', mask: (first >> 10) & 7 }
}

function isBch(word: number): boolean {
  let rest = word
  for (let at = 14; at >= 10; at -= 1) if ((rest >> at) & 1) rest ^= 0b10100110111 << (at - 10)
  return rest === 0
}

const numberOf = (bits: readonly boolean[]): number => bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0)

/** Middles of the small squares, along either side. Source: ISO/IEC 18004 annex E. */
function middlesOf(version: number): number[] {
  if (version === 1) return []
  const [count, last] = [Math.floor(version / 7) + 2, version * 4 + 10]
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - (count - 2 - at) * step)]
}

function isFunction(row: number, column: number, size: number, middles: readonly number[]): boolean {
  if (row === 6 || column === 6) return true
  if ((row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9)) return true
  const hasVersion = size >= 45
  if (hasVersion && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return true
  const isCorner = (y: number, x: number): boolean => (y === 6 && (x === 6 || x === size - 7)) || (y === size - 7 && x === 6)
  return middles.some((y) => middles.some((x) => !isCorner(y, x) && Math.abs(row - y) <= 2 && Math.abs(column - x) <= 2))
}

/** Up and down in pairs of columns from the right, over the column of the timing line. */
function bitsOf(dark: Dark, size: number, version: number, isMasked: (row: number, column: number) => boolean): boolean[] {
  const bits: boolean[] = []
  const middles = middlesOf(version)
  let isUp = true
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step
      for (const column of [right, right - 1])
        if (!isFunction(row, column, size, middles)) bits.push(dark(row, column) !== isMasked(row, column))
    }
    isUp = !isUp
  }
  return bits
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Bits that count digits, pairs of capitals and octets. Source: ISO/IEC 18004 table 3. */
const countsOf = (version: number): readonly [number, number, number] =>
  version < 10 ? [10, 9, 8] : version < 27 ? [12, 11, 16] : [14, 13, 16]

function textOf(bits: readonly boolean[], version: number): string {
  const [ofDigits, ofCapitals, ofOctets] = countsOf(version)
  let at = 0
  const take = (count: number): number => numberOf(bits.slice(at, (at += count)))
  const octets: number[] = []
  const put = (text: string): void => void octets.push(...Buffer.from(text))
  while (bits.length - at >= 4) {
    const mode = take(4)
    if (mode === 0) break
    if (mode === 1)
      for (let left = take(ofDigits); left > 0; left -= 3)
        put(String(take([0, 4, 7, 10][Math.min(left, 3)] ?? 0)).padStart(Math.min(left, 3), '0'))
    else if (mode === 2)
      for (let left = take(ofCapitals); left > 0; left -= 2) {
        const pair = take(left === 1 ? 6 : 11)
        put(left === 1 ? (ALPHANUMERIC[pair] ?? '') : `${ALPHANUMERIC[Math.floor(pair / 45)] ?? ''}${ALPHANUMERIC[pair % 45] ?? ''}`)
      }
    else if (mode === 4) for (let left = take(ofOctets); left > 0; left -= 1) octets.push(take(8))
    else throw new RangeError(`mode ${String(mode)}`)
  }
  return Buffer.from(octets).toString('utf8')
}
