/** Pages of a PDF as pixels, by poppler: what colour stands where, and whether two pages look alike. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

export interface Picture {
  readonly width: number
  readonly height: number
  /** Octets of a pixel: 1 grey, 3 colours. */
  readonly depth: number
  readonly pixels: Uint8Array
}

/** PGM or PPM of 8 bits, as pdftoppm writes it. */
function readPnm(file: Buffer): Picture {
  const head = /^P([56])\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 64))
  if (!head) throw new TypeError('neither PGM nor PPM')
  const [start = '', kind, width, height] = head
  return { width: Number(width), height: Number(height), depth: kind === '5' ? 1 : 3, pixels: file.subarray(start.length) }
}

/** @returns every page, in order */
export function picturesOf(pdf: string, dotsPerInch: number, grey: boolean): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'yipanqi-paper-'))
  try {
    execFileSync('pdftoppm', [...(grey ? ['-gray'] : []), '-r', String(dotsPerInch), pdf, join(folder, 'page')])
    return readdirSync(folder)
      .sort()
      .map((name) => readPnm(readFileSync(join(folder, name))))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads what `greyPng` wrote: rows without a filter. */
export function readGreyPng(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const rows = inflateSync(png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8))
  const pixels = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) pixels.set(rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)), row * width)
  return { width, height, depth: 1, pixels }
}

const BLOCK = 8

/** Mean shade of each block of 8×8 pixels, row by row; what is left at the edges of the page is white. */
function blocksOf({ width, height, pixels }: Picture): number[] {
  const [across, down] = [Math.floor(width / BLOCK), Math.floor(height / BLOCK)]
  const sums = Array.from({ length: across * down }, () => 0)
  for (let y = 0; y < down * BLOCK; y++)
    for (let x = 0; x < across * BLOCK; x++) {
      const at = Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK)
      sums[at] = (sums[at] ?? 0) + (pixels[y * width + x] ?? 0)
    }
  return sums.map((sum) => sum / (BLOCK * BLOCK))
}

/** @returns the largest difference of two blocks at one place, 0 to 255; 255 for pages of two sizes */
export function difference(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return 255
  const blocks = blocksOf(other)
  return blocksOf(one).reduce((most, shade, at) => Math.max(most, Math.abs(shade - (blocks[at] ?? 0))), 0)
}

/** Flat colours that no blend of black, white and red makes; 250 of them. */
const RED = 200
const BLUE = 77
export const markColour = (nth: number): string => `rgb(${String(RED)},${String(nth + 1)},${String(BLUE)})`

export interface Mark {
  readonly page: number
  /** Millimetres from the top left edge of the page. */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Of the pictures that are measured: fewer do not show three tenths of a millimetre. */
export const DOTS_PER_MM = 10

/** Dots, counted from the top left edge; the right and lower ones belong to it no more. */
export type Edges = readonly [left: number, top: number, right: number, bottom: number]

/** @returns where each colour of `markColour` stands, by its number */
export function edgesOf({ width, pixels }: Picture): Map<number, Edges> {
  const found = new Map<number, [left: number, top: number, right: number, bottom: number]>()
  for (let at = 0, x = 0, y = 0; at < pixels.length; at += 3, x++) {
    if (x === width) {
      x = 0
      y++
    }
    if (pixels[at] !== RED || pixels[at + 2] !== BLUE) continue
    const nth = (pixels[at + 1] ?? 0) - 1
    const edges = found.get(nth)
    if (!edges) found.set(nth, [x, y, x + 1, y + 1])
    else {
      if (x < edges[0]) edges[0] = x
      if (x >= edges[2]) edges[2] = x + 1
      if (y >= edges[3]) edges[3] = y + 1
    }
  }
  return found
}

/** @returns where each colour stands on which page; the last one where it stands on several */
export function marksOf(pdf: string): Map<number, Mark> {
  const found = new Map<number, Mark>()
  const mm = (dots: number): number => dots / DOTS_PER_MM
  for (const [at, picture] of picturesOf(pdf, 25.4 * DOTS_PER_MM, false).entries())
    for (const [nth, [left, top, right, bottom]] of edgesOf(picture))
      found.set(nth, { page: at + 1, x: mm(left), y: mm(top), w: mm(right - left), h: mm(bottom - top) })
  return found
}
