// Why: a code that a scanner cannot read makes the whole list worthless, and nobody sees it by eye.
import { rowCode } from '@shared/domain/scan-code'
import { longestCode } from '@shared/domain/code-room'
import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readQr, squaresOf, withoutQuiet } from '../../test/kit/qr-reader'
import { qrShape, qrSvg } from './qr-code'

const rows = fc.record({ list: fc.integer({ min: 1, max: 999_999_999 }), row: fc.integer({ min: 1, max: 99_999 }), practice: fc.boolean() })

describe('qrShape', () => {
  test('every row code › is read back by a reader of another hand, in the smallest version, at level M', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const code = rowCode(row)
        expect(readQr(withoutQuiet(squaresOf(qrShape(code))))).toEqual({ version: 1, level: 'M', text: code })
      }),
      { numRuns: 200 }
    )
  })

  test('capital letters and any text › are read back too', () => {
    for (const text of ['YIPANQI-1', '名单第3行', 'a'.repeat(40), 'Ab:1'])
      expect(readQr(withoutQuiet(squaresOf(qrShape(text)))).text).toBe(text)
  })

  test('four modules around it › are blank', () => {
    const squares = squaresOf(qrShape(rowCode({ list: 1, row: 1, practice: false })))
    expect(squares).toHaveLength(29)
    const rim = squares.flatMap((row, y) => row.filter((_, x) => Math.min(x, y, 28 - x, 28 - y) < 4))
    expect(rim.every((isDark) => !isDark)).toBe(true)
  })

  test('the same text › is the same picture, without a hairline between squares', () => {
    const code = rowCode({ list: 1, row: 1, practice: false })
    expect(qrShape(code)).toEqual(qrShape(code))
    expect(qrShape(code).path).toMatch(/^(M\d+ \d+([hv]-?\d+){3,}z)+$/)
  })
})

describe('qrSvg', () => {
  test('has its size in millimetres and tells what it is, quotes and all', () => {
    const svg = qrSvg('1234567890', 16, '名单 "7" <第12行>')
    expect(svg).toContain('width="16mm" height="16mm" viewBox="0 0 29 29"')
    expect(svg).toContain('aria-label="名单 &quot;7&quot; &lt;第12行&gt;"')
    expect(svg).toContain('fill-rule="evenodd"')
  })

  test.each([16, 22, 26, 30, 36, 60])('of %i mm › holds the longest code for it, and not one character more', (side) => {
    const most = longestCode(side)
    expect(most).toBeGreaterThan(20)
    expect(qrSvg('A'.repeat(most), side, 'x')).toContain('<path')
    expect(() => qrSvg('A'.repeat(most + 1), side, 'x')).toThrow(RangeError)
  })
  test('of a side that nothing fits on › holds nothing', () => {
    expect([0, 9].map(longestCode)).toEqual([0, 0])
  })

  test('too fine for a printer › is refused', () => {
    for (const mm of [9, 0, -1, Number.NaN]) expect(() => qrSvg('1234567890', mm, 'x')).toThrow(RangeError)
  })
})

const hasZbar = spawnSync('zbarimg', ['--version']).error === undefined
describe.skipIf(!hasZbar)('qrShape against zbarimg (skipped when zbar-tools is not installed)', () => {
  test('codes of three lists › are read by the stock tool from a picture', () => {
    const home = mkdtempSync(join(tmpdir(), 'qr-'))
    const codes = [1, 77, 99_999].map((row) => rowCode({ list: 123_456_789, row, practice: row === 77 }))
    const read = codes.map((code, at) => {
      const squares = squaresOf(qrShape(code))
      const scale = 6
      const pixels = squares
        .flatMap((row) =>
          Array.from({ length: scale }, () => row.flatMap((isDark) => Array.from({ length: scale }, () => (isDark ? 0 : 255))))
        )
        .flat()
      const side = String(squares.length * scale)
      const file = join(home, `${String(at)}.pgm`)
      writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${side} ${side}\n255\n`), Buffer.from(pixels)]))
      return spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' }).stdout.trim()
    })
    rmSync(home, { recursive: true })
    expect(read).toEqual(codes)
  })
})
