// Why: the committed division files must be the ones the script built, whole, in one tree, and right where the trade looks first.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isDay, type Day } from './calendar-day'
import { isDivisionCode, type DivisionCode } from './division-code'
import { DIVISION_COLUMNS, isDivisionInForce, readDivisionTable, type DivisionRow } from './division-table'
import { firstDayOf } from './partial-date'
import { readVillageTable } from './village-table'

const codes = join(import.meta.dirname, '../../resources/codes')
const manifest = z
  .object({
    sources: z.array(z.object({ name: z.string(), digest: z.string().optional() })),
    rows: z.record(z.string(), z.number()),
    files: z.array(z.object({ file: z.string(), digest: z.string(), contentDigest: z.string() }))
  })
  .parse(JSON.parse(readFileSync(join(codes, 'manifest.json'), 'utf8')))

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const textOf = (file: string): string => brotliDecompressSync(readFileSync(join(codes, file))).toString('utf8')
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const code = (text: string): DivisionCode => {
  if (!isDivisionCode(text)) throw new RangeError(text)
  return text
}
const today = day('2026-11-21')

let rows: DivisionRow[] = []
const byCode = new Map<DivisionCode, DivisionRow[]>()
const rowsOf = (of: DivisionCode): readonly DivisionRow[] => byCode.get(of) ?? []
const nameOn = (text: string, on: string): string | undefined => rowsOf(code(text)).find((row) => isDivisionInForce(row, day(on)))?.name

beforeAll(() => {
  rows = [...readDivisionTable(textOf('divisions.tsv.br'))]
  for (const row of rows) byCode.set(row.code, [...rowsOf(row.code), row])
})

describe('division files', () => {
  it('manifest › digests › are those of the committed files and of the patch', () => {
    for (const { file, digest, contentDigest } of manifest.files) {
      const bytes = readFileSync(join(codes, file))
      expect(sha256(bytes), file).toBe(digest)
      expect(sha256(brotliDecompressSync(bytes)), file).toBe(contentDigest)
    }
    const patch = manifest.sources.find((source) => source.name === 'divisions-patch.csv')
    expect(sha256(readFileSync(join(codes, 'divisions-patch.csv')))).toBe(patch?.digest)
  })

  it('manifest › counts › are those of the table', () => {
    for (const [level, count] of Object.entries(manifest.rows)) expect(rows.filter((row) => row.level === level)).toHaveLength(count)
    const real = rows.filter(
      (row) => row.level === 'county' && !row.statisticalOnly && isDivisionInForce(row, today) && !/^[78]/.test(row.code)
    )
    expect(real).toHaveLength(2842)
  })
})

describe('division table', () => {
  it('division table › parents and successors › exist, and no path leads back to itself', () => {
    for (const row of rows) {
      expect(row.parent === null || byCode.has(row.parent), row.code).toBe(true)
      expect(row.parent === null).toBe(row.level === 'province')
      for (const heir of row.successors) expect(byCode.has(heir), `${row.code} > ${heir}`).toBe(true)
      const path = new Set<string>()
      for (let at: DivisionCode | null = row.code; at !== null; at = rowsOf(at)[0]?.parent ?? null) {
        if (path.has(at)) throw new RangeError(`cycle at ${at}`)
        path.add(at)
      }
    }
  })

  it('division table › one code › never has two names on one day, and ends no sooner than it begins', () => {
    for (const [of, own] of byCode) {
      const spans = own.map(
        (row) => [row.validFrom === null ? '' : firstDayOf(row.validFrom), row.validTo === null ? '9' : firstDayOf(row.validTo)] as const
      )
      for (const [index, [from, to]] of spans.entries()) {
        expect(from <= to, of).toBe(true)
        if (index > 0) expect((spans[index - 1]?.[1] ?? '9') <= from, of).toBe(true)
      }
    }
  })

  it('division table › what lasts › has no successor', () => {
    for (const row of rows) if (row.validTo === null) expect(row.successors, row.code).toEqual([])
  })

  it.each([
    ['610802', '2026-11-21', '榆阳区'],
    ['141124', '2026-11-21', '临县'],
    ['142326', '2003-01-01', '临县'],
    ['610821', '2016-01-01', '神木县'],
    ['610881', '2026-11-21', '神木市'],
    ['130502', '2019-12-31', '桥东区'],
    ['130502', '2021-01-01', '襄都区'],
    ['469025', '2005-01-01', '定安县'],
    ['469025', '2026-11-21', '白沙黎族自治县'],
    ['612701', '1999-12-31', '榆林市'],
    ['540602', '2026-11-21', '色尼区']
  ])('division table › %s on %s › is %s', (text, on, name) => expect(nameOn(text, on)).toBe(name))

  it('division table › pseudo-areas and placeholders › are flagged, real places are not', () => {
    for (const text of ['130171', '320576', '610101', '110100', '460321', '632857'])
      expect(rowsOf(code(text)).at(-1)?.statisticalOnly, text).toBe(true)
    for (const text of ['610802', '141124', '632803']) expect(rowsOf(code(text)).at(-1)?.statisticalOnly, text).toBe(false)
    expect(rows.filter((row) => /^[0-9]{4}7[1-9]$/.test(row.code) && !row.statisticalOnly)).toEqual([])
    expect(rows.filter((row) => row.level === 'township' && row.code.startsWith('130171')).every((row) => row.statisticalOnly)).toBe(true)
  })

  it('division table › pinyin › reads place names as the place does', () => {
    const keys = (text: string): string[] => rowsOf(code(text)).map((row) => `${row.pinyin}|${row.initials}`)
    expect(keys('610802')).toEqual(['yu yang qu|yyq'])
    expect(keys('610829')).toEqual(['wu bu xian|wbx'])
    expect(keys('500000')).toEqual(['chong qing shi|cqs'])
    expect(keys('341500')).toEqual(['lu an shi|las'])
    for (const row of rows) expect(row.pinyin, row.code + row.name).toMatch(/^[a-z0-9]+(?: [a-z0-9]+)*$/)
  })

  it('readDivisionTable › another shape › names the line', () => {
    const good = '610802\t榆阳区\t610800\tcounty\t\t\t\t\tgb2260\tyu yang qu\tyyq'
    expect([...readDivisionTable(`${DIVISION_COLUMNS}\n${good}\n`)]).toHaveLength(1)
    const bad = [
      `${good}\n`,
      `${DIVISION_COLUMNS}\n${good}\tx`,
      `${DIVISION_COLUMNS}\n${good.replace('610802', '61080')}`,
      `${DIVISION_COLUMNS}\n${good.replace('county', 'town')}`,
      `${DIVISION_COLUMNS}\n${good.replace('榆阳区', '')}`,
      `${DIVISION_COLUMNS}\n${good.replace('610800', 'x')}`
    ]
    for (const text of bad) expect(() => [...readDivisionTable(text)], text).toThrow(/division table, line [12]$/)
  })
})

describe('village table', () => {
  it('villages.tsv.br › every village › is unique, in order, in a township of the table', () => {
    let count = 0
    let last = ''
    const towns = new Set<DivisionCode>()
    for (const village of readVillageTable(textOf('villages.tsv.br'))) {
      count += 1
      if (village.code <= last) throw new RangeError(village.code)
      last = village.code
      towns.add(village.township)
    }
    expect(count).toBe(620_573)
    expect([...towns].filter((town) => !byCode.has(town))).toEqual([])
  })

  it('readVillageTable › numbering › follows on unless a number is given', () => {
    const read = (text: string): string[] => [...readVillageTable(text)].map((village) => village.code + village.name)
    expect(read('610802001\t甲社区\t乙社区\t203:丙村\t丁村\n610802002\t005:303厂社区\n')).toEqual([
      '610802001001甲社区',
      '610802001002乙社区',
      '610802001203丙村',
      '610802001204丁村',
      '610802002005303厂社区'
    ])
    expect(() => read('610802\t甲\n')).toThrow('village table, line 1')
    expect(() => read('610802001\t甲\n610802002\t\n')).toThrow('village table, line 2')
    expect(() => read('610802001\t999:甲\t乙\n')).toThrow('village table, line 1')
  })
})
