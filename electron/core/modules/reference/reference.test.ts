/** The shipped dated data answers what clerks and rules ask of it. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from '@shared/domain'
import { loadReference } from '.'

const book = loadReference(resolve(import.meta.dirname, '../../../../resources/codes'))
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const search = (text: string, limit = 10) => book.searchDivisions({ text, within: null, levels: [], limit })

describe('divisions', () => {
  it.each([
    ['610802', '陕西省榆林市榆阳区'],
    ['141124', '山西省吕梁市临县'],
    ['110101', '北京市东城区'],
    ['429004', '湖北省仙桃市']
  ])('%s › has the full name %s as papers print it', (code, name) => {
    expect(book.divisionName(code)).toBe(name)
  })

  it('search › finds by code, name, pinyin, initials and old name', () => {
    for (const text of ['610802', '榆阳', 'yuyang', 'yyq', 'yuyangqu'])
      expect(
        search(text, 100).map((row) => row.code),
        text
      ).toContain('610802')
    expect(search('榆林市', 100).some((row) => row.code === '612701' && row.validTo !== null)).toBe(true)
  })

  it('search › puts what stands today before what was abolished › and is harmless with odd input', () => {
    const rows = search('神木', 20)
    expect(rows[0]?.validTo).toBeNull()
    for (const text of ['', ' ', '%', '_', "'", '\\', '榆'.repeat(100)]) expect(() => search(text)).not.toThrow()
  })

  it('abolished code › names its successor', () => {
    expect(book.division('612701')?.successors).toContain('610802')
  })

  it('children › are current and go down to townships', () => {
    const townships = book.childDivisions('610802')
    expect(townships.length).toBeGreaterThan(5)
    expect(townships.every((row) => row.level === 'township' && row.validTo === null)).toBe(true)
    expect(book.childDivisions(null).length).toBeGreaterThanOrEqual(31)
  })
})

describe('villages', () => {
  const [township] = book.childDivisions('610802')
  it('children of a township › are its villages › each found again by code, name and full name', () => {
    const villages = book.childDivisions(township?.code ?? '')
    expect(villages.length).toBeGreaterThan(0)
    for (const village of villages) {
      expect(village).toMatchObject({ level: 'village', parent: township?.code })
      expect(book.division(village.code)).toEqual(village)
      expect(book.divisionName(village.code)).toBe((township?.fullName ?? '') + village.name)
      expect(
        book.searchDivisions({ text: village.name, within: township?.code ?? '', levels: [], limit: 100 }).map((row) => row.code)
      ).toContain(village.code)
    }
  })

  it('twelve digits that end in zeros › stand for the township, six zeros for the county', () => {
    expect(book.divisionName(`${township?.code ?? ''}000`)).toBe(township?.fullName)
    expect(book.divisionName('610802000000')).toBe('陕西省榆林市榆阳区')
    expect(book.division('610802999999')).toBeUndefined()
  })
})

describe('rule packs', () => {
  it.each([
    ['2005-01-01', 'pre-2009'],
    ['2009-09-30', 'pre-2009'],
    ['2009-10-01', 'order-555'],
    ['2015-06-01', 'e-certificate'],
    ['2026-11-21', 'current']
  ])('on %s › %s is in force', (on, id) => {
    expect(book.rulePackOn(day(on)).id).toBe(id)
  })
})
