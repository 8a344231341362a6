/** How a printer prints aside, and how a number of a ruler is read. */
import { shiftOf, type PrinterFit } from '@shared/domain/printer-calibration'

const told = (value: number, digits: number, [more, less]: readonly [string, string], unit: string): string[] => {
  const amount = Math.abs(value).toFixed(digits)
  return Number(amount) === 0 ? [] : [`${value > 0 ? more : less} ${amount} ${unit}`]
}

export function fitWords(fit: PrinterFit, size: readonly [width: number, height: number]): string {
  const { x, y } = shiftOf(fit, size)
  const parts = [
    ...told(x, 1, ['偏右', '偏左'], '毫米'),
    ...told(y, 1, ['偏下', '偏上'], '毫米'),
    ...told((fit.scaleX - 1) * 100, 1, ['横向放大', '横向缩小'], '%'),
    ...told((fit.scaleY - 1) * 100, 1, ['纵向放大', '纵向缩小'], '%'),
    ...told((fit.turn * 180) / Math.PI, 1, ['顺时针斜', '逆时针斜'], '度')
  ]
  return parts.length === 0 ? '不偏' : parts.join('，')
}

export const printerWords = ({ printer, tray }: { readonly printer: string; readonly tray: string }): string =>
  tray === '' ? printer : `${printer}，${tray}`

/** @returns null for what is no number of millimetres */
export function readMm(words: string): number | null {
  const plain = words.normalize('NFKC').trim()
  return /^[0-9]{1,3}(\.[0-9]{1,2})?$/.test(plain) ? Number(plain) : null
}
