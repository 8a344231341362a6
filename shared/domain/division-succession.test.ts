// Why: a code written down years ago must lead to today's place, today's place back to its old codes, and no path may run in a circle or into nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { isDivisionCode, type DivisionCode } from './division-code'
import { codesOn, divisionHistory, nextOf, rowsOnDay, successionChain } from './division-succession'
import { isDivisionInForce, readDivisionTable, type DivisionRow } from './division-table'
import { firstDayOf } from './partial-date'

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
const ended = rows.filter((row) => row.validTo !== null && !row.statisticalOnly)

const made = (of: string, to: string[], more: Partial<DivisionRow> = {}): DivisionRow => ({
  code: code(of),
  name: '甲县',
  parent: null,
  level: 'county',
  validFrom: null,
  validTo: day('2000-01-01'),
  successors: to.map(code),
  statisticalOnly: false,
  source: 'patch',
  pinyin: 'jia xian',
  initials: 'jx',
  ...more
})

describe('codesOn', () => {
  it.each([
    ['612701', ['610802']],
    ['612722', ['610881']],
    ['610821', ['610881']],
    ['342524', ['341881']],
    ['142326', ['141124']],
    ['330104', ['330102', '330114']],
    ['371200', ['370100']],
    ['450411', ['450403', '450405']],
    ['450106', ['450105', '450107']],
    ['321011', ['321003']],
    ['340203', ['340209']],
    ['410211', ['410202']],
    ['450331', ['450381']],
    ['232702', ['232762']],
    ['610802', ['610802']],
    ['999999', ['999999']]
  ])('%s › leads to %j today', (text, expected) => expect(codesOn(code(text), today, history)).toEqual(expected))

  it.each([
    ['610881', '2010-01-01', ['610821']],
    ['610881', '1995-01-01', ['612722']],
    ['341881', '1990-01-01', ['342524']],
    ['610802', '2010-01-01', ['610802']],
    ['371200', '2010-01-01', ['371200']]
  ])('%s › going back to %s › was %j', (text, on, expected) => expect(codesOn(code(text), day(on), history)).toEqual(expected))

  it('a code used again for another place › follows the place, when its day is known', () => {
    expect(codesOn(code('469025'), today, history, day('2005-01-01'))).toEqual(['469021'])
    expect(codesOn(code('469025'), today, history)).toEqual(['469025'])
    expect(codesOn(code('232701'), today, history, day('2008-01-01'))).toEqual(['232761'])
    expect(codesOn(code('232701'), today, history)).toEqual(['232701'])
    expect(codesOn(code('610821'), day('2016-01-01'), history)).toEqual(['610821'])
  })

  it('made-up rows that lead in a circle, to themselves or nowhere › end, and give the code back', () => {
    const circle = divisionHistory([made('110001', ['110002']), made('110002', ['110001']), made('110003', []), made('110004', ['110004'])])
    for (const text of ['110001', '110002', '110003', '110004', '999999'])
      for (const on of ['1980-01-01', '2020-01-01']) expect(codesOn(code(text), day(on), circle, day('2020-01-01')), text).toEqual([text])
  })

  it('random graphs of successors › always end with codes in force or the code itself', () => {
    const codes = Array.from({ length: 12 }, (_, at) => code(String(110101 + at)))
    const arbitrary = fc.array(
      fc.record({
        at: fc.nat(11),
        from: fc.option(fc.integer({ min: 1980, max: 2020 })),
        length: fc.option(fc.integer({ min: 0, max: 20 })),
        to: fc.uniqueArray(fc.nat(11), { maxLength: 3 })
      }),
      { maxLength: 25 }
    )
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1970, max: 2030 }), fc.nat(11), (parts, year, at) => {
        const graph = parts.map((part) =>
          made(
            codes[part.at] ?? '',
            part.to.map((to) => codes[to] ?? ''),
            {
              validFrom: part.from === null ? null : day(`${String(part.from)}-01-01`),
              validTo: part.length === null ? null : day(`${String((part.from ?? 1980) + part.length)}-01-01`)
            }
          )
        )
        const found = divisionHistory(graph)
        const on = day(`${String(year)}-06-01`)
        const start = codes[at] ?? code('110101')
        const result = codesOn(start, on, found)
        const inForce = result.every((one) => found.rowsOf(one).some((row) => isDivisionInForce(row, on)))
        expect(inForce || (result.length === 1 && result[0] === start)).toBe(true)
      })
    )
  })
})

describe('the shipped table', () => {
  it('every abolished place › leads to places in force today', () => {
    const lost = ended.filter((row) => rowsOnDay(row, today, history).length === 0).map((row) => `${row.code} ${row.name}`)
    // Sea areas of 三沙 that the lists drop and take up again.
    expect(lost).toEqual([])
  })

  it('every successor › exists when it takes over, and no chain comes back to a row it left', () => {
    for (const row of ended) {
      for (const next of nextOf(row, history)) {
        expect(next, row.code).not.toBe(row)
        // Lists are months apart: an heir may stand on a list of the next years only, never after it ended.
        expect(
          next.validTo === null || row.validTo === null || firstDayOf(next.validTo) > firstDayOf(row.validTo),
          `${row.code} > ${next.code}`
        ).toBe(true)
      }
    }
  })

  it('there and back › the old code is among those its heirs came from', () => {
    for (const row of ended) {
      const then = row.validFrom === null ? day('1989-01-01') : firstDayOf(row.validFrom)
      if (!isDivisionInForce(row, then) || row.validTo === null) continue
      for (const heir of rowsOnDay(row, today, history)) {
        if (isDivisionInForce(heir, then)) continue
        expect(
          rowsOnDay(heir, then, history).map((one) => one.code),
          `${row.code} > ${heir.code}`
        ).toContain(row.code)
      }
    }
  })

  it('successionChain › 612722 › names each step with its day', () => {
    const [first] = history.rowsOf(code('612722'))
    if (!first) throw new RangeError('612722')
    expect(successionChain(first, today, history).map(({ row, next }) => [row.code, row.validTo, next.map((one) => one.name)])).toEqual([
      ['612722', '2000', ['神木县']],
      ['610821', '2017', ['神木市']]
    ])
  })
})
