/** Makes pictures of screens small enough to live in the repository: 256 colours are plenty for flat areas and type. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS = 256

interface Pixels {
  readonly width: number
  readonly height: number
  /** One 0xRRGGBB number a pixel, row by row. */
  readonly colours: Uint32Array
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** The predictor of PNG filter 4: whichever of left, above, above-left is nearest to left + above − above-left. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

/** Takes the filters off each row, in place; `rows` still holds the filter byte in front of each row. */
function unfilter(rows: Buffer, stride: number, depth: number): void {
  for (let start = 0; start < rows.length; start += stride + 1) {
    const filter = rows[start]
    for (let at = start + 1; at <= start + stride; at++) {
      const left = at - start > depth ? (rows[at - depth] ?? 0) : 0
      const above = rows[at - stride - 1] ?? 0
      const up = start === 0 ? 0 : above
      const corner = start === 0 || at - start <= depth ? 0 : (rows[at - stride - 1 - depth] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      rows[at] = (rows[at] ?? 0) + guess
    }
  }
}

/** @param png 8 bits a channel, RGB or opaque RGBA, not interlaced, as browsers write it */
function decode(png: Buffer): Pixels {
  const chunks = chunksOf(png)
  const head = chunks.find(({ type }) => type === 'IHDR')?.data
  const kind = head?.[9]
  if (!head || head[8] !== 8 || (kind !== 2 && kind !== 6) || head[12] !== 0) throw new TypeError('not a picture as a browser takes it')
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const depth = kind === 6 ? 4 : 3
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  unfilter(rows, width * depth, depth)
  const colours = new Uint32Array(width * height)
  for (let at = 0; at < colours.length; at++) {
    const row = Math.floor(at / width)
    colours[at] = rows.readUIntBE(row * (width * depth + 1) + 1 + (at - row * width) * depth, 3)
  }
  return { width, height, colours }
}

const distance = (a: number, b: number): number => {
  const part = (shift: number): number => (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2
  return part(16) + part(8) + part(0)
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** Frequent colours first; shades hardly to be told from one taken already leave their place to a rarer hue. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour)
  for (const apart of [-1, 12, 48, 108, 192, 300]) {
    const palette: number[] = []
    for (const colour of frequent) if (palette.every((taken) => distance(taken, colour) > apart)) palette.push(colour)
    if (palette.length <= COLOURS) return palette
  }
  return frequent.slice(0, COLOURS)
}

/** @param shades one octet a pixel, row by row, 0 black */
export function greyPng(width: number, shades: Uint8Array): Buffer {
  const height = shades.length / width
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++) rows.set(shades.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** The same picture in 256 colours; every other one goes to its nearest. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png)
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const palette = paletteOf(counts)
  const places = new Map(palette.map((colour, at) => [colour, at]))
  for (const colour of counts.keys())
    if (!places.has(colour)) {
      const nearest = palette.reduce((best, one, at) => (distance(one, colour) < distance(palette[best] ?? 0, colour) ? at : best), 0)
      places.set(colour, nearest)
    }
  const rows = Buffer.alloc((width + 1) * height)
  colours.forEach((colour, at) => (rows[at + Math.floor(at / width) + 1] = places.get(colour) ?? 0))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.alloc(palette.length * 3)
  palette.forEach((colour, at) => table.writeUIntBE(colour, at * 3, 3))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ])
}
