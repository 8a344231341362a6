// Why: the calibration in force decides where every numbered sheet is printed: it must be the newest that stands, of that printer and tray, and never one that cannot be right.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { calibrationMarks, type PaperPoint } from '@shared/domain'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'

const FORM = 'marriage_birth_booklet'
let office: TestOffice
let window: Desk
let collector: Desk
let printer: string
let count = 0
beforeAll(async () => {
  office = await openTestOffice()
  window = await office.as('chuangkou', ['window'])
  collector = await office.as('caiji', ['collector'])
})
afterAll(() => office.close())
beforeEach(() => {
  printer = `打印机${String((count += 1))}`
})

const aside = (left: number, top: number): PaperPoint[] => calibrationMarks([106, 72]).map(({ x, y }) => ({ x: x + left, y: y + top }))
const save = async (left: number, top: number, tray = ''): Promise<string> =>
  (await window.call('calibrations.save', { form: FORM, printer, tray, measured: aside(left, top) })).id
const rows = async () => (await window.call('calibrations.list', { form: FORM })).rows.filter((row) => row.printer === printer)
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })

describe('calibrations', () => {
  it('saved › holds what was measured, what was solved, who and for which paper', async () => {
    const id = await save(2.5, -1)
    const [row] = await rows()
    expect(row).toMatchObject({ id, printer, tray: '', form: FORM, size: [106, 72], counts: true, measured: aside(2.5, -1) })
    expect(row?.fit.left).toBeCloseTo(2.5, 9)
    expect(row?.fit.top).toBeCloseTo(-1, 9)
    expect(row?.fit.scaleX).toBeCloseTo(1, 9)
    expect(row?.rest).toBeLessThan(1e-9)
  })

  it('measured again › the newest counts, the earlier one stays; another tray has its own', async () => {
    const first = await save(1, 1)
    const second = await save(2, 2)
    const tray = await save(3, 3, '手送')
    expect((await rows()).map(({ id, counts }) => [id, counts])).toEqual([
      [tray, true],
      [second, true],
      [first, false]
    ])
  })

  it('taken away › the one before counts again, and comes back by undo', async () => {
    const first = await save(1, 1)
    const second = await save(2, 2)
    await window.call('calibrations.remove', { id: second })
    expect((await rows()).map(({ id, counts }) => [id, counts])).toEqual([[first, true]])
    await refused(window.call('calibrations.remove', { id: second }), 'calibrations.unknown')
    await window.call('calibrations.restore', { id: second })
    await refused(window.call('calibrations.restore', { id: second }), 'calibrations.unknown')
    expect((await rows()).map(({ id, counts }) => [id, counts])).toEqual([
      [second, true],
      [first, false]
    ])
  })

  it('what cannot be right › is refused, and what stood stays', async () => {
    const kept = await save(1, 1)
    const slip = aside(1, 1).map((point, at) => (at === 3 ? { ...point, y: point.y + 9 } : point))
    const saving = (form: string, measured: PaperPoint[]) => window.call('calibrations.save', { form, printer, measured })
    await expect(saving(FORM, slip)).rejects.toMatchObject({
      code: 'calibrations.off',
      params: { fault: expect.stringContaining('第 4 个十字的“上”') as string }
    })
    await refused(saving(FORM, aside(18, 0)), 'calibrations.off')
    await refused(saving('marriage_birth', aside(1, 1)), 'calibrations.no_stationery')
    await refused(saving('no_such_form', aside(1, 1)), 'forms.unknown')
    await refused(saving(FORM, aside(1, 1).slice(1)), 'request.invalid')
    expect((await rows()).map(({ id }) => id)).toEqual([kept])
  })

  it('whoever prints no certificates › makes none', async () => {
    const id = await save(1, 1)
    await refused(collector.call('calibrations.save', { form: FORM, printer, measured: aside(1, 1) }), 'session.forbidden')
    await refused(collector.call('calibrations.remove', { id }), 'session.forbidden')
  })
})
