/** Why: a font comes in slices, and a sheet must look as if it were whole: every letter from the bundled fonts, every line as high, nothing missed by a printer in haste. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTemplates } from '../../electron/core/modules/forms'
import { codesOf, FONTS, readSlices, tableOf } from '../kit/font-slices'
import { openPress, readPdf, type Press } from '../kit/press'

const SLICES = readSlices()
/** What the fonts call themselves. */
const NAMES: Readonly<Record<string, string>> = {
  'Yipanqi Sans 400': 'NotoSansSC-Regular',
  'Yipanqi Sans 700': 'NotoSansSC-Bold',
  'Yipanqi Rare 400 700': 'HanaMinB'
}
const folder = mkdtempSync(join(tmpdir(), 'yipanqi-fonts-'))
let press: Press
beforeAll(async () => {
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A sheet of a form whose whole body is this. */
async function sheetOf(html: string): Promise<string> {
  const form = loadTemplates(resolve(import.meta.dirname, '../../resources/templates')).edition('marriage_birth', '2014')
  if (!form) throw new RangeError('no form')
  const sheet = { template: { ...form.template, proof: undefined }, html, css: '' }
  return (await press.page({ sheet, pieces: [{ data: {}, title: '' }], practice: false })).html
}

async function fontsAndWords(html: string): Promise<{ fonts: string[]; words: string }> {
  const path = join(folder, 'sheet.pdf')
  writeFileSync(path, await press.pdf(await sheetOf(html)))
  const [, , ...rows] = execFileSync('pdffonts', [path], { encoding: 'utf8' }).trimEnd().split('\n')
  return { fonts: rows.map((row) => (row.split(' ')[0] ?? '').replace(/^[A-Z]{6}\+/, '')), words: readPdf(path).text }
}

/** The first, the middle and the last letter of each slice; letters of compatibility are read back as other letters. */
const lettersOf = SLICES.map(({ file, weight }) => {
  const letters = [...codesOf(file)]
    .map((code) => String.fromCodePoint(code))
    .filter((one) => /[\p{L}\p{So}]/u.test(one) && one === one.normalize('NFKC'))
  return { file, weight, letters: [...new Set([letters.at(0), letters.at(letters.length >> 1), letters.at(-1)])].join('') }
})

describe('slices of the fonts', () => {
  it('slices.css › beside SHA256SUMS › names every file once, and each letter lies in the range of its slice', () => {
    const sums = readFileSync(join(FONTS, 'SHA256SUMS'), 'utf8').trimEnd().split('\n')
    expect(SLICES.map(({ file }) => file).sort()).toEqual(sums.map((line) => line.split('  ')[1]))
    for (const { file, ranges } of SLICES)
      for (const code of codesOf(file))
        expect(
          ranges.some(([from, to]) => code >= from && code <= to),
          `${file} ${code.toString(16)}`
        ).toBe(true)
  }, 30_000)

  it('slices that a print page trusts › draw all that they claim', () => {
    const trusted = SLICES.filter(({ file }) => /-(?:first|usual|beyond)\b/.test(file))
    expect(trusted).toHaveLength(6)
    for (const { file, ranges } of trusted) {
      const drawn = codesOf(file)
      const claimed = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
      expect(
        claimed.filter((code) => !drawn.has(code)),
        file
      ).toEqual([])
    }
  }, 30_000)

  it('heights of a line › in every slice of a family › are the same', () => {
    const heights = new Map<string, Set<string>>()
    for (const { file, family } of SLICES) {
      const [head, hhea, os2] = [tableOf(file, 'head'), tableOf(file, 'hhea'), tableOf(file, 'OS/2')]
      const found = [head.getUint16(18), ...[4, 6, 8].map((at) => hhea.getInt16(at)), ...[68, 70, 72, 74, 76].map((at) => os2.getInt16(at))]
      heights.set(family, (heights.get(family) ?? new Set()).add(found.join(' ')))
    }
    expect([...heights].map(([family, found]) => [family, found.size])).toEqual([
      ['Yipanqi Sans', 1],
      ['Yipanqi Rare', 1]
    ])
  }, 30_000)

  it('a sheet of letters of all slices › as PDF › shows each of them in bundled fonts alone', async () => {
    const lines = lettersOf.map(({ weight, letters }) => (weight === '700' ? `<p><b>${letters}</b></p>` : `<p>${letters}</p>`))
    const { fonts, words } = await fontsAndWords(lines.join(''))
    expect(fonts.sort()).toEqual(SLICES.map(({ family, weight }) => NAMES[`${family} ${weight}`]).sort())
    for (const { file, letters } of lettersOf) for (const letter of letters) expect(words, `${file} ${letter}`).toContain(letter)
  }, 60_000)

  it.each([
    ['姓名：张三，性别：女。ABC 123', ['regular-first']],
    // A rare letter of each font, and one that its block does not hold.
    ['𠮷、𬭚、王㛃', ['hana-min-b-rare-20a00', 'regular-beyond-20000', 'regular-first', 'regular-standard-3000', 'regular-usual']]
  ])('a sheet that says %s › shown › opens the slices it asked for before it was laid out, and no other', async (said, wanted) => {
    const html = await sheetOf(`<p>${said}</p>`)
    const names = (list: readonly string[]): string[] =>
      list.map((name) => /(?:noto-sans-sc-)?([^/]+)\.woff2$/.exec(name)?.[1] ?? name).sort()
    const asked = [...html.matchAll(/<link rel="preload"[^>]*href="([^"]+)"/g)].map(([, href = '']) => href)
    expect(names(asked)).toEqual(wanted)
    const page = await press.show(html)
    const opened = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect(names(opened.filter((name) => name.endsWith('.woff2')))).toEqual(wanted)
  })
})
