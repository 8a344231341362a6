// Why: a workbook stores dates and padded codes as bare numbers; only the cell's number format tells what the clerk sees.

/** What a number format makes of a number. */
export interface NumberFormat {
  readonly code: string
  readonly kind: 'general' | 'number' | 'date' | 'text'
}

/** Formats that a file names by number only. ECMA-376 part 1 §18.8.30, with the dates of a Chinese Excel (27–36, 50–58). */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  34: 'AM/PMh"时"mm"分"',
  35: 'AM/PMh"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  55: 'AM/PMh"时"mm"分"',
  56: 'AM/PMh"时"mm"分"ss"秒"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"'
}

export const builtInFormat = (id: number): string => BUILT_IN[id] ?? 'General'

/** The format without literals, colours, conditions and locales; `[h]`-like durations stay. */
function bare(code: string): string {
  const first = code.split(';', 1)[0] ?? ''
  return first
    .replace(/"[^"]*"/g, '')
    .replace(/[\\_*]./gs, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
}

export function numberFormat(code: string): NumberFormat {
  const plain = bare(code.slice(0, 255))
  if (plain === '' || /^(general|g\/通用格式)$/i.test(plain)) return { code, kind: 'general' }
  if (plain.trim() === '@') return { code, kind: 'text' }
  const isDate = /[ymdhs年月日]|a{3,}/i.test(plain.replace(/am\/pm|a\/p|general/gi, 'h'))
  return { code, kind: isDate ? 'date' : 'number' }
}

/** A number as a cell of format General shows it: up to 11 digits, else E notation. */
export function showGeneral(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e11) return String(value)
  const size = Math.abs(value)
  if (size >= 1e11 || (size < 1e-4 && size > 0)) return exponent(value, 5, false)
  return String(Number(value.toPrecision(10)))
}

function exponent(value: number, decimals: number, keepZeros: boolean): string {
  const [digits = '', power = '+0'] = value.toExponential(decimals).split('e')
  const shown = keepZeros || !digits.includes('.') ? digits : digits.replace(/\.?0+$/, '')
  return `${shown}E${power.slice(0, 1)}${power.slice(1).padStart(2, '0')}`
}

/** A number in its format: decimals, thousands, percent, E notation and leading zeros; any other format shows it as General does. */
export function showNumber(value: number, format: NumberFormat): string {
  if (format.kind === 'general' || format.kind === 'text') return showGeneral(value)
  const code = bare(format.code)
  if (/^0+$/.test(code)) return (value < 0 ? '-' : '') + Math.abs(value).toFixed(0).padStart(code.length, '0')
  const found = /^(#,##)?0(?:\.(0+))?(%|E\+0+)?[ )]*$/.exec(code)
  if (!found) return showGeneral(value)
  const decimals = found[2]?.length ?? 0
  if (found[3]?.startsWith('E')) return exponent(value, decimals, true)
  const percent = found[3] === '%'
  const fixed = (percent ? value * 100 : value).toFixed(decimals)
  return (found[1] === undefined ? fixed : fixed.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')) + (percent ? '%' : '')
}

/** A number with all its digits and no exponent: what was meant when a code was typed as a number. */
export function plainNumber(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return Math.abs(value) >= 1 ? BigInt(Math.round(value)).toString() : value.toFixed(20).replace(/0+$/, '')
}
