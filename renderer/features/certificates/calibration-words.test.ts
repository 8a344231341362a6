// Why: whoever measured a printer judges by these words whether the sheet lay right, and a sign the wrong way round sends him looking at the wrong edge.
import { describe, expect, it } from 'vitest'
import { fitWords, printerWords, readMm } from './calibration-words'

const straight = { scaleX: 1, scaleY: 1, turn: 0, left: 0, top: 0 }
const BOOKLET = [106, 72] as const

describe('words of a calibration', () => {
  it('fitWords › names every way a printer goes aside, and says when it goes none', () => {
    expect(fitWords(straight, BOOKLET)).toBe('不偏')
    expect(fitWords({ ...straight, left: 2, top: -1.25 }, BOOKLET)).toBe('偏右 2.0 毫米，偏上 1.3 毫米')
    expect(fitWords({ ...straight, left: -0.04 }, BOOKLET)).toBe('不偏')
    expect(fitWords({ ...straight, scaleX: 1.01, left: -0.53 }, BOOKLET)).toBe('横向放大 1.0 %')
    expect(fitWords({ ...straight, scaleY: 0.98, top: 0.72 }, BOOKLET)).toBe('纵向缩小 2.0 %')
    const turn = (0.5 * Math.PI) / 180
    expect(fitWords({ ...straight, turn, left: 36 * turn, top: -53 * turn }, BOOKLET)).toBe('顺时针斜 0.5 度')
  })

  it('readMm › takes what a ruler and an input method give, and nothing else', () => {
    expect(['10', ' 10.5', '１０．５', '0', '10.', '.5', '-3', '1e2', '10,5', '', '一'].map(readMm)).toEqual([
      ...[10, 10.5, 10.5, 0],
      ...Array.from({ length: 7 }, () => null)
    ])
  })

  it('printerWords › adds the tray where there is one', () => {
    expect([printerWords({ printer: '甲', tray: '' }), printerWords({ printer: '甲', tray: '手送' })]).toEqual(['甲', '甲，手送'])
  })
})
