/** Why: the whole way of 套打 on paper — sheet printed aside, crosses measured, solved, printed again — must bring every box within half a millimetre of the stationery. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calibrationMarks, correctionOf, sheetSize, solveCalibration, type PaperPoint } from '../../shared/domain'
import { loadTemplates, type StoredForm } from '../../electron/core/modules/forms'
import { DOTS_PER_MM, edgesOf, markColour, picturesOf, type Picture } from '../kit/paper-picture'
import { openPress, readPdf, type Press } from '../kit/press'

const KEPT = process.env['YIPANQI_KEEP_PAPER']
const dir = KEPT ?? mkdtempSync(join(tmpdir(), 'yipanqi-calibration-'))
let press: Press
beforeAll(async () => {
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  if (KEPT === undefined) rmSync(dir, { recursive: true, force: true })
})

const stored = loadTemplates(resolve(import.meta.dirname, '../../resources/templates')).edition('marriage_birth_booklet', '2009')
if (!stored) throw new RangeError('no booklet')
const booklet: StoredForm = stored
const BOOKLET = sheetSize(booklet.template.paper)
interface Aside {
  readonly left: number
  readonly top: number
  readonly x: number
  readonly y: number
  readonly degrees: number
}

/** What such a printer makes of a page: a rigid turn, then a stretch along the way of the paper, then a shift; what leaves the paper is lost. */
function printed({ width, height, depth, pixels }: Picture, { left, top, x: sx, y: sy, degrees }: Aside): Picture {
  const turn = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const paper = new Uint8Array(pixels.length).fill(255)
  for (let row = 0, to = 0; row < height; row++)
    for (let column = 0; column < width; column++, to += depth) {
      const [u, v] = [(column + 0.5 - left * DOTS_PER_MM) / sx, (row + 0.5 - top * DOTS_PER_MM) / sy]
      const [fromX, fromY] = [Math.floor(cos * u + sin * v), Math.floor(cos * v - sin * u)]
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue
      const from = (fromY * width + fromX) * depth
      for (let colour = 0; colour < depth; colour++) paper[to + colour] = pixels[from + colour] ?? 0
    }
  return { width, height, depth, pixels: paper }
}

const withCss = (html: string, css: string): string => html.replace('</style>', `${css}</style>`)
async function pages(name: string, html: string): Promise<Picture[]> {
  const path = join(dir, `${name}.pdf`)
  writeFileSync(path, await press.pdf(html))
  return picturesOf(path, 25.4 * DOTS_PER_MM, false)
}

const sheet = (size: readonly [number, number]): Promise<string> =>
  press.calibration({
    ...{ size, form: booklet.template.label, printer: '窗口打印机', tray: '手送纸', practice: false },
    printedOn: '2026-03-05'
  })

/** The middle of each cross as it lies on the paper, read as a person reads a ruler: to the half millimetre. */
async function measured(printer: Aside): Promise<PaperPoint[]> {
  const coloured = calibrationMarks(BOOKLET)
    .map((_mark, at) => `.sheet .m${String(at + 1)}{stroke:${markColour(at)};stroke-width:.8}`)
    .join('')
  const [page] = await pages('crosses', withCss(await sheet(BOOKLET), coloured))
  if (!page) throw new RangeError('no page')
  const found = edgesOf(printed(page, printer))
  const half = (value: number): number => Math.round(value * 2) / 2
  return calibrationMarks(BOOKLET).map((_mark, at) => {
    const edges = found.get(at)
    if (!edges) throw new RangeError(`cross ${String(at + 1)} is not on the paper`)
    const [left, top, right, bottom] = edges
    return { x: half((left + right) / 2 / DOTS_PER_MM), y: half((top + bottom) / 2 / DOTS_PER_MM) }
  })
}

const colours = booklet.template.boxes
  .map((_box, at) => `.b${String(at)}{background:${markColour(at)};color:transparent!important}`)
  .join('')
/** @returns how far the edges of each box lie from where the form has them, in millimetres */
async function offs(name: string, printer: Aside, correction?: string): Promise<Map<string, number>> {
  const { html } = await press.page({
    ...{ sheet: booklet, pieces: [{ data: booklet.sample, title: '' }], practice: false },
    ...(correction === undefined ? {} : { correction })
  })
  const papers = (await pages(name, withCss(html, colours))).map((page) => edgesOf(printed(page, printer)))
  expect(papers).toHaveLength(2)
  const { boxes } = booklet.template
  return new Map(
    boxes.map(({ shows, page, x, y, w, h }, at) => {
      const edges = papers[page - 1]?.get(at)
      if (!edges) throw new RangeError(`${shows} is not on page ${String(page)}`)
      const wanted = [x, y, x + w, y + h]
      return [shows, Math.max(...edges.map((edge, side) => Math.abs(edge / DOTS_PER_MM - (wanted[side] ?? 0))))]
    })
  )
}

const printers: readonly Aside[] = [
  { left: 3.2, top: -2.1, x: 1.004, y: 0.996, degrees: 0.3 },
  { left: -2.6, top: 4.4, x: 0.985, y: 1.012, degrees: -0.6 },
  { left: 1.5, top: 2.5, x: 1.015, y: 1.015, degrees: 0.8 }
]

describe('calibration on paper', () => {
  it('the sheet › is one page of the paper of the form, small and large, and says how to measure', async () => {
    for (const size of [BOOKLET, [210, 297]] as const) {
      const path = join(dir, `sheet-${String(size[0])}.pdf`)
      writeFileSync(path, await press.pdf(await sheet(size)))
      const { sizes, text } = readPdf(path)
      expect(sizes).toHaveLength(1)
      expect(sizes[0]?.map(Math.round)).toEqual([...size])
      for (const words of ['套打校准页', '从纸边量起', '窗口打印机', '不缩放']) expect(text.replace(/\s/g, '')).toContain(words)
    }
  })

  it('a printer that prints straight › puts crosses and boxes where they are said to stand', async () => {
    const straight = { left: 0, top: 0, x: 1, y: 1, degrees: 0 }
    expect(await measured(straight)).toEqual(calibrationMarks(BOOKLET))
    expect(Math.max(...(await offs('straight', straight)).values())).toBeLessThanOrEqual(0.15)
  })

  for (const [at, printer] of printers.entries())
    it(`printer ${String(at + 1)} › spoils the stationery before, and lands within half a millimetre after one calibration`, async () => {
      const solved = solveCalibration(BOOKLET, await measured(printer))
      if ('fault' in solved) throw new RangeError(JSON.stringify(solved.fault))
      expect(Math.max(...(await offs('aside', printer)).values())).toBeGreaterThan(1.5)
      const after = await offs(`mended-${String(at + 1)}`, printer, correctionOf(solved.fit))
      expect([...after].filter(([, off]) => off > 0.5)).toEqual([])
    })

  it('the trial sheet › shows the edges of the boxes and words, and nothing of the stationery', async () => {
    const { html } = await press.page({
      ...{ sheet: booklet, pieces: [{ data: booklet.sample, title: '' }], practice: false },
      trial: true
    })
    const path = join(dir, 'trial.pdf')
    writeFileSync(path, await press.pdf(html))
    const { pages: count, text } = readPdf(path)
    expect(count).toBe(2)
    expect(text).toContain('王')
    expect(text).not.toContain('签发日期')
    expect(html).toContain('outline:.2mm solid')
  })
})
