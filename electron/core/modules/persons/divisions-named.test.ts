/** Why: names made ready in quiet moments must be the very names a search would have made, and a search must not make them twice. */
import { describe, expect, it } from 'vitest'
import { isDay, type Day, type ReferenceBook } from '@shared/domain'
import { reference } from '../../../../test/kit/register'
import { divisionsNamed, nameDivisions } from './divisions-named'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const TODAY = day('2026-03-05')
const NAMES = ['榆阳', '榆林市', '神木县', '鱼河', '朝阳', '崇文', '米脂', '临县', '城关镇', '没有这里']

/** A book of its own, whose walks through the table are counted. */
function counted(): { book: ReferenceBook; walks: () => number } {
  let walks = 0
  const book: ReferenceBook = {
    ...reference,
    childDivisions(parent) {
      walks += 1
      return reference.childDivisions(parent)
    }
  }
  return { book, walks: () => walks }
}
const said = (book: ReferenceBook, on = TODAY): (readonly string[])[] =>
  NAMES.map((name) => divisionsNamed(book, '610802-00', on)(name, true))

describe('nameDivisions', () => {
  it('nameDivisions › in many small steps › gives the names a search makes at once, which then makes nothing', () => {
    const [ready, atOnce] = [counted(), counted()]
    const steps = [...nameDivisions(ready.book, TODAY)].length
    expect(steps).toBeGreaterThan(1000)
    const before = ready.walks()
    expect(said(ready.book)).toEqual(said(atOnce.book))
    expect(said(ready.book)[0]).toContain('610802')
    expect(ready.walks()).toBe(before)
    expect([...nameDivisions(ready.book, TODAY)]).toEqual([])
  })

  it('nameDivisions › a search that comes in between › is answered whole and ends the steps', () => {
    const { book, walks } = counted()
    const steps = nameDivisions(book, TODAY)
    for (let step = 0; step < 10; step += 1) steps.next()
    expect(said(book)).toEqual(said(reference))
    const before = walks()
    expect([...steps].length).toBeLessThanOrEqual(1)
    expect(walks()).toBe(before)
  })

  it('nameDivisions › is made anew for another day', () => {
    const { book } = counted()
    const old = day('1990-01-01')
    for (const on of [TODAY, old, TODAY]) expect([...nameDivisions(book, on)].length).toBeGreaterThan(1000)
    expect(said(book, old)).toEqual(said(counted().book, old))
  })
})
