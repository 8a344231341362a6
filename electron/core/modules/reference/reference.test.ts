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
const today = day('2026-11-21')
const search = (text: string, limit = 10, near: string | null = null) =>
  book.searchDivisions({ text, within: null, levels: [], limit, near, on: today })
const codesOf = (text: string, limit = 100, near: string | null = null) => search(text, limit, near).map((row) => row.code)

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

  it.each([
    ['神木县', '610881', '610821'],
    ['612722', '610881', '612722'],
    ['宁国县', '341881', '342524'],
    ['342524', '341881', '342524'],
    ['加格达奇区', '232761', '232701'],
    ['荷泽', '371700', '371700'],
    ['ningguoxian', '341881', '342524']
  ])("search %s › finds today's %s first and says by which former name or code", (text, now, former) => {
    const found = search(text, 100).find((row) => row.code === now && row.validTo === null)
    expect(found?.foundBy?.code).toBe(former)
    const rows = search(text, 100).filter((row) => row.level !== 'township')
    expect(rows.findIndex((row) => row.code === now)).toBeLessThanOrEqual(
      Math.max(
        rows.findIndex((row) => row.validTo !== null),
        0
      )
    )
  })

  it('search › an abolished name › says what holds its area today; a divided one says all', () => {
    expect(search('612722', 10).find((row) => row.code === '612722')).toMatchObject({
      validTo: '2000',
      now: [{ code: '610881', fullName: '陕西省榆林市神木市' }]
    })
    expect(
      search('江干区', 10)
        .find((row) => row.code === '330104')
        ?.now.map(({ code }) => code)
    ).toEqual(['330102', '330114'])
    expect(
      search('江干区', 10)
        .filter((row) => row.foundBy?.code === '330104')
        .map((row) => row.code)
    ).toEqual(['330102', '330114'])
  })

  it('search › a code that only changed its name › stands once', () => {
    const rows = search('襄樊市', 20).filter((row) => row.code === '420600')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ name: '襄阳市', foundBy: { name: '襄樊市', until: '2011-10' } })
  })

  it('search › by path, with and without spaces', () => {
    for (const text of ['榆林市榆阳区', '榆林 榆阳', '陕西 yuyang', 'yulin 榆阳']) expect(codesOf(text), text).toContain('610802')
    expect(codesOf('山西 榆阳')).toEqual([])
  })

  it('search › near › puts the own county first among equals and looks through its villages', () => {
    const village = book.childDivisions(book.childDivisions('610802')[0]?.code ?? '')[0]
    if (!village) throw new RangeError('no village')
    expect(codesOf(village.name)).not.toContain(village.code)
    expect(codesOf(village.name, 100, '610802')).toContain(village.code)
    expect(codesOf(village.code)).toEqual([village.code])
    const far = codesOf('城关镇', 5)
    const near = codesOf('城关镇', 5, '620102')
    expect(near[0]?.slice(0, 4)).toBe('6201')
    expect(near).not.toEqual(far)
  })

  it('search › villages › by pinyin and initials of the county in hand', () => {
    const named = book
      .childDivisions('610802')
      .flatMap(({ code }) => book.childDivisions(code))
      .find(({ name }) => name.startsWith('金'))
    if (!named) throw new RangeError('no village')
    const found = book.searchDivisions({ text: 'jin', within: '610802', levels: ['village'], limit: 100, on: today })
    expect(found.every(({ level }) => level === 'village')).toBe(true)
    expect(found.map(({ code }) => code)).toContain(named.code)
  })

  it('within › a county whose digits end in zero › is not mistaken for its neighbours', () => {
    const rows = book.searchDivisions({ text: '1101', within: '110110', levels: [], limit: 100, on: today })
    expect(rows.every(({ code }) => code.startsWith('110110'))).toBe(true)
  })

  it('succession and codeOn › follow a place through its codes; longer codes keep their digits', () => {
    expect(book.succession('612722', today).map(({ code, until, to }) => [code, until, to.map((place) => place.code)])).toEqual([
      ['612722', '2000', ['610821']],
      ['610821', '2017', ['610881']]
    ])
    expect(book.succession('610802', today)).toEqual([])
    expect(book.codeOn('612722001', today)).toEqual(['610881001'])
    expect(book.codeOn('610802001000', today)).toEqual(['610802001'])
    expect(book.codeOn('330104001', today)).toEqual(['330102', '330114'])
    expect(book.codeOn('610881', day('1995-01-01'))).toEqual(['612722'])
    expect(book.codeOn('nonsense', today)).toEqual(['nonsense'])
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
        book.searchDivisions({ text: village.name, within: township?.code ?? '', levels: [], limit: 100, on: today }).map((row) => row.code)
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
