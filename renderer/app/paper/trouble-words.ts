/** What is wrong with papers before they are printed, in words: a letter nobody can draw, and words that do not fit. */
import type { PaperTrouble } from '@renderer/print'

/** Each sheet and field once. */
export const troubleLines = (troubles: readonly PaperTrouble[]): string[] => [
  ...new Set(
    troubles.map(({ piece, field, kind, letters }) => {
      const where = piece === '' ? field : `${piece} 的${field}`
      return kind === 'too_long'
        ? `${where}：字太多，最小字号也放不下`
        : `${where}：字库里没有 ${letters.join('、')}，纸上会是空框，请手写补上`
    })
  )
]

const MOST = 8

/** @returns one sentence for papers that went to the printer; empty when nothing is wrong */
export function troubleWords(troubles: readonly PaperTrouble[]): string {
  const lines = troubleLines(troubles)
  if (lines.length === 0) return ''
  const more = lines.length > MOST ? [`另有 ${String(lines.length - MOST)} 处`] : []
  return `${[...lines.slice(0, MOST), ...more].join('；')}。`
}
