// Why: a batch of codes is changed on the word of these rules, so each answer must be one the tables bear out, and doubt must stay doubt.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { isDivisionCode, type DivisionCode } from './division-code'
import { conversionPlan, convertCode, type ConversionBook } from './division-conversion'
import { divisionHistory } from './division-succession'
import { isDivisionInForce, readDivisionTable } from './division-table'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const code = (text: string): DivisionCode => {
  if (!isDivisionCode(text)) throw new RangeError(text)
  return text
}
const table = readFileSync(join(import.meta.dirname, '../../resources/codes/divisions.tsv.br'))
const rows = [...readDivisionTable(brotliDecompressSync(table).toString('utf8'))]
const history = divisionHistory(rows)
const today = day('2026-11-21')
const [town] = rows.filter((row) => row.parent === '610881' && row.level === 'township').map((row) => row.code)
if (town === undefined) throw new RangeError('610881')
const digits = town.slice(6)
const villages = new Map([
  [
    town,
    [
      { code: code(`${town}201`), name: '大柳塔村民委员会' },
      { code: code(`${town}202`), name: '前柳塔村' }
    ]
  ]
])
const book: ConversionBook = {
  history,
  isPlace: (one) =>
    one.length === 12 ? (villages.get(code(one.slice(0, 9))) ?? []).some((each) => each.code === one) : history.rowsOf(one).length > 0,
  below: (one) => villages.get(one) ?? rows.filter((row) => row.parent === one && row.level === 'township')
}
const convert = (text: string, address = '', asOf: Day | null = null) => convertCode(code(text), today, book, address, asOf)
const townshipOf = (county: string, at = 0) => {
  const found = book.below(code(county))[at]
  if (!found) throw new RangeError(county)
  return found
}

describe('conversionPlan', () => {
  const plan = conversionPlan(rows, today, history)
  const kindOf = (text: string) => plan.find((change) => change.old.code === text)?.kind

  it('names each abolished code once per name, what it became and how', () => {
    expect(kindOf('610821')).toBe('replaced')
    expect(kindOf('330104')).toBe('divided')
    expect(kindOf('371200')).toBe('merged')
    expect(kindOf('130502')).toBeUndefined()
    expect(plan.filter(({ kind }) => kind === 'unknown').map(({ old }) => old.code)).toEqual([])
  })

  it('every heir › is in force on the day of the plan', () => {
    expect(plan.length).toBeGreaterThan(450)
    for (const { to, old } of plan) for (const row of to) expect(isDivisionInForce(row, today), `${old.code} > ${row.code}`).toBe(true)
  })

  it('on an earlier day › holds only what had ended by then', () => {
    const early = conversionPlan(rows, day('2010-06-01'), history)
    expect(early.some(({ old }) => old.code === '612722')).toBe(true)
    expect(early.some(({ old }) => old.code === '610821')).toBe(false)
  })
})

describe('convertCode', () => {
  it('what lasts › stays, at every depth; twelve digits ending in zeros are the county', () => {
    for (const text of ['610881', '610881000000', townshipOf('610881').code]) expect(convert(text)).toEqual({ kind: 'current' })
  })

  it('a county with one heir › is replaced', () => {
    expect(convert('612722')).toEqual({ kind: 'sure', to: '610881', why: 'successor' })
    expect(convert('342524', '安徽省宁国县')).toEqual({ kind: 'sure', to: '341881', why: 'successor' })
  })

  it('township digits › are kept when the heir has them and the address does not say otherwise', () => {
    const { code: township, name } = townshipOf('610881')
    const other = townshipOf('610881', 3)
    const old = `610821${township.slice(6)}`
    expect(convert(old)).toEqual({ kind: 'sure', to: township, why: 'digits' })
    expect(convert(old, `神木县${name}一号`)).toEqual({ kind: 'sure', to: township, why: 'digits' })
    expect(convert(old, `神木县${other.name}一号`)).toEqual({
      kind: 'choose',
      among: [other.code, township, '610881'],
      proposed: other.code,
      why: 'text'
    })
    expect(convert('610821999')).toEqual({ kind: 'choose', among: ['610881'], proposed: '610881', why: 'township_unknown' })
  })

  it('village digits › are kept as far as places stand under them', () => {
    expect(convert(`610821${digits}201`)).toEqual({ kind: 'sure', to: `${town}201`, why: 'digits' })
    expect(convert(`610821${digits}299`)).toEqual({ kind: 'sure', to: town, why: 'digits' })
  })

  it('a divided county › is never decided, but the address proposes', () => {
    const blank = convert('330104')
    expect(blank).toEqual({ kind: 'choose', among: ['330102', '330114'], proposed: null, why: 'divided' })
    const { name } = townshipOf('330114', 1)
    expect(convert('330104', `杭州市江干区${name}幸福路`)).toMatchObject({ kind: 'choose', proposed: '330114', why: 'text' })
    expect(convert('330104', '杭州市上城区')).toMatchObject({ kind: 'choose', proposed: '330102', why: 'text' })
  })

  it('a code given to another place later › is read by the day it was written down', () => {
    expect(convert('469025')).toEqual({ kind: 'current' })
    expect(convert('469025', '', day('2005-01-01'))).toEqual({ kind: 'sure', to: '469021', why: 'successor' })
  })

  it('codes on no list › stay unknown', () => {
    for (const text of ['999999', '610881999', '610899']) expect(convert(text)).toEqual({ kind: 'unknown' })
  })

  it('every abolished code of the table › gets an answer that is a place in force', () => {
    for (const { old } of conversionPlan(rows, today, history)) {
      const found = convertCode(old.code, today, book)
      const answers = found.kind === 'sure' ? [found.to] : found.kind === 'choose' ? found.among : []
      for (const answer of answers)
        expect(
          history.rowsOf(answer).some((row) => isDivisionInForce(row, today)),
          `${old.code} > ${answer}`
        ).toBe(true)
      if (found.kind === 'unknown') throw new RangeError(old.code)
    }
  })
})
