/** The proposal is drawn from what is shown alone: hidden counts change neither its words nor its place. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { adviseFlow, shownCount, SMALL_CELL, type FlowSide } from './flow'

const count = fc.nat(400)
const side = (over: Partial<FlowSide> = {}): FlowSide => ({
  ...{ inflow: shownCount(20, true), outflow: shownCount(5, true), sent: 3, answered: 2, received: 1, known: true, agreement: 'none' },
  ...over
})

it('a count › below five is a band to those who may not look behind it, and nothing else is', () => {
  fc.assert(
    fc.property(count, (value) => {
      expect(shownCount(value, true)).toEqual({ count: value, text: String(value) })
      const hidden = shownCount(value, false)
      expect(hidden.text).toBe(value > 0 && value < SMALL_CELL ? '1–4' : String(value))
    })
  )
})

it('the proposal › is the same for every count inside the band', () => {
  const small = fc.integer({ min: 1, max: SMALL_CELL - 1 })
  fc.assert(
    fc.property(small, small, fc.nat(9), (one, other, sent) => {
      const of = (value: number) => adviseFlow(side({ inflow: shownCount(value, false), outflow: shownCount(value, false), sent }))
      expect(of(one)).toEqual(of(other))
    })
  )
})

it('the proposal › of more traffic never stands behind that of less, with the same agreement', () => {
  fc.assert(
    fc.property(count, count, fc.constantFrom('none', 'ending', 'holds'), fc.boolean(), (less, more, agreement, known) => {
      const of = (value: number) => adviseFlow(side({ inflow: shownCount(value, true), agreement, known })).weight
      expect(of(less + more)).toBeGreaterThanOrEqual(of(less))
    })
  )
})

it('the advice › says what to do and why', () => {
  expect(adviseFlow(side())).toMatchObject({
    advice: 'agree',
    reason: '流入 20 人、流出 5 人，近一年发出 3 张、对方反馈 2 张，收到 1 张，往来多，没有协议。'
  })
  expect(adviseFlow(side({ known: false })).advice).toBe('enter')
  expect(adviseFlow(side({ agreement: 'ending' })).advice).toBe('renew')
  expect(adviseFlow(side({ agreement: 'holds' })).advice).toBe('settled')
  const quiet = { inflow: shownCount(1, true), outflow: shownCount(0, true), sent: 0, answered: 0, received: 0 }
  expect(adviseFlow(side(quiet))).toMatchObject({ advice: 'watch', reason: expect.stringContaining('近一年没有交流单') as string })
})
