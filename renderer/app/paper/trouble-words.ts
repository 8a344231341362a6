/** What is wrong with papers before they are printed, in words: a letter nobody can draw, words that do not fit, and no telephone for complaints. */
import type { PaperTrouble } from '@renderer/print'

const whereOf = ({ piece, row, field }: PaperTrouble): string => {
  const line = row === undefined ? '' : `第 ${String(row.number)} 行${row.name === '' ? '' : `“${row.name}”`}`
  const place = [piece, line].filter((part) => part !== '').join(' ')
  return place === '' ? field : `${place}${place.endsWith('”') ? '' : ' '}的${field}`
}

function lineOf(trouble: PaperTrouble): string {
  switch (trouble.kind) {
    case 'too_long':
      return `${whereOf(trouble)}：字太多，最小字号也放不下`
    case 'not_drawn':
      return `${whereOf(trouble)}：字库里没有 ${trouble.letters.join('、')}，纸上会是空框，请手写补上`
    case 'no_phone':
      return '本单位没有填联系电话，纸上没有投诉电话。请管理员在“设置”的“单位”填好，再打印'
  }
}

/** Each sheet, row and field once. */
export const troubleLines = (troubles: readonly PaperTrouble[]): string[] => [...new Set(troubles.map(lineOf))]

const MOST = 8

/** @returns one sentence for papers that went to the printer; empty when nothing is wrong */
export function troubleWords(troubles: readonly PaperTrouble[]): string {
  const lines = troubleLines(troubles)
  if (lines.length === 0) return ''
  const more = lines.length > MOST ? [`另有 ${String(lines.length - MOST)} 处`] : []
  return `${[...lines.slice(0, MOST), ...more].join('；')}。`
}
