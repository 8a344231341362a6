/** Reads a 2-D code from its squares, written from the standard (ISO/IEC 18004) and nothing else, so that what draws codes does not check itself. */

/** Dark squares, row by row, without the quiet zone. */
export type Squares = readonly (readonly boolean[])[]

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
/** Data octets of versions 1 to 3 at level M, which have a single block. */
const DATA_OCTETS = [16, 28, 44]

export interface QrContent {
  readonly version: number
  readonly level: string
  readonly text: string
}

/** @throws RangeError when it is no code of versions 1 to 3 at level M, or its parts do not agree */
export function readQr(squares: Squares): QrContent {
  const size = squares.length
  const version = (size - 17) / 4
  if (![1, 2, 3].includes(version)) throw new RangeError(`no code of ${String(size)} squares a side`)
  const dark = (row: number, column: number): boolean => squares[row]?.[column] ?? false
  assertFinders(dark, size)
  const { level, mask } = formatOf(dark, size)
  if (level !== 'M') throw new RangeError(`level ${level}`)
  const bits = bitsOf(dark, size, version, MASKS[mask] ?? (() => false))
  return { version, level, text: textOf(bits.slice(0, (DATA_OCTETS[version - 1] ?? 0) * 8)) }
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

function isFunction(row: number, column: number, size: number, version: number): boolean {
  if (row === 6 || column === 6) return true
  if ((row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9)) return true
  const centre = size - 7
  return version > 1 && Math.abs(row - centre) <= 2 && Math.abs(column - centre) <= 2
}

/** Up and down in pairs of columns from the right, over the column of the timing line. */
function bitsOf(dark: Dark, size: number, version: number, isMasked: (row: number, column: number) => boolean): boolean[] {
  const bits: boolean[] = []
  let isUp = true
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step
      for (const column of [right, right - 1])
        if (!isFunction(row, column, size, version)) bits.push(dark(row, column) !== isMasked(row, column))
    }
    isUp = !isUp
  }
  return bits
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function textOf(bits: readonly boolean[]): string {
  let at = 0
  const take = (count: number): number => numberOf(bits.slice(at, (at += count)))
  const octets: number[] = []
  const put = (text: string): void => void octets.push(...Buffer.from(text))
  while (bits.length - at >= 4) {
    const mode = take(4)
    if (mode === 0) break
    if (mode === 1)
      for (let left = take(10); left > 0; left -= 3)
        put(String(take([0, 4, 7, 10][Math.min(left, 3)] ?? 0)).padStart(Math.min(left, 3), '0'))
    else if (mode === 2)
      for (let left = take(9); left > 0; left -= 2) {
        const pair = take(left === 1 ? 6 : 11)
        put(left === 1 ? (ALPHANUMERIC[pair] ?? '') : `${ALPHANUMERIC[Math.floor(pair / 45)] ?? ''}${ALPHANUMERIC[pair % 45] ?? ''}`)
      }
    else if (mode === 4) for (let left = take(8); left > 0; left -= 1) octets.push(take(8))
    else throw new RangeError(`mode ${String(mode)}`)
  }
  return Buffer.from(octets).toString('utf8')
}
