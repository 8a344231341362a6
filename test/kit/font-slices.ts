/** The bundled fonts as they lie in resources/fonts: which slices there are, and what each of them draws. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

export const FONTS = resolve(import.meta.dirname, '../../resources/fonts')

export interface FontSlice {
  readonly file: string
  readonly family: string
  readonly weight: string
  /** Code points of `unicode-range`, both ends included. */
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** In the order of slices.css. */
export function readSlices(): FontSlice[] {
  const rule = /font-family:'(.+?)';font-weight:(.+?);.*src:url\((.+?)\).*unicode-range:(.+?)\}/
  return readFileSync(join(FONTS, 'slices.css'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, family = '', weight = '', file = '', range = ''] = rule.exec(line) ?? []
      const ranges = [...range.matchAll(/U\+(\w+)(?:-(\w+))?/g)].map(
        ([, from = '', to = from]) => [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
      )
      return file === '' ? [] : [{ file, family, weight, ranges }]
    })
}

/** Tags by their number in a WOFF2 directory; only those up to `loca` matter here. Source: W3C WOFF 2.0 §4.1. */
const TAGS = { cmap: 0, head: 1, hhea: 2, 'OS/2': 6 } as const
const GLYF = 10
const LOCA = 11

/** WOFF2 keeps these tables as they are inside one Brotli stream, so they can be read without rebuilding the font. */
export function tableOf(name: string, wanted: keyof typeof TAGS): DataView {
  const file = readFileSync(join(FONTS, name))
  let at = 48
  const base128 = (): number => {
    let value = 0
    for (;;) {
      const byte = file[at++] ?? 0
      value = value * 128 + (byte & 0x7f)
      if (byte < 128) return value
    }
  }
  const tables: { tag: number; length: number }[] = []
  for (let table = 0; table < file.readUInt16BE(12); table += 1) {
    const flags = file[at++] ?? 0
    const tag = flags & 0x3f
    if (tag === 0x3f) at += 4
    const original = base128()
    const transformed = tag === GLYF || tag === LOCA ? flags >> 6 === 0 : flags >> 6 !== 0
    tables.push({ tag, length: transformed ? base128() : original })
  }
  const data = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)))
  let from = data.byteOffset
  for (const { tag, length } of tables) {
    if (tag === TAGS[wanted]) return new DataView(data.buffer, from, length)
    from += length
  }
  throw new RangeError(`${name} has no ${wanted}`)
}

/** Code points of the format 12 or, without it, format 4 subtable that map to a glyph. */
export function codesOf(name: string): Set<number> {
  const cmap = tableOf(name, 'cmap')
  const codes = new Set<number>()
  const offsets = Array.from({ length: cmap.getUint16(2) }, (_, at) => cmap.getUint32(4 + at * 8 + 4))
  for (const offset of new Set(offsets)) {
    const format = cmap.getUint16(offset)
    if (format === 12) {
      for (let group = 0; group < cmap.getUint32(offset + 12); group += 1) {
        const entry = offset + 16 + group * 12
        for (let code = cmap.getUint32(entry); code <= cmap.getUint32(entry + 4); code += 1) codes.add(code)
      }
    } else if (format === 4) {
      const count = cmap.getUint16(offset + 6)
      for (let segment = 0; segment < count; segment += 2) {
        const [to, from] = [cmap.getUint16(offset + 14 + segment), cmap.getUint16(offset + 16 + count + segment)]
        if (from !== 0xffff) for (let code = from; code <= to; code += 1) codes.add(code)
      }
    }
  }
  return codes
}
