// Why: words at the foot of a sheet stand in CSS, where a quote or the end of a style would let them act.
import { expect, test } from 'vitest'
import { footCss } from './page-foot'

test('plain words › stand as they are, beside the number of the sheet', () => {
  const css = footCss('名单号 482 163 905')
  expect(css).toContain('@bottom-left{content:"名单号 482 163 905";')
  expect(css).toContain('"第 " counter(page) " 页，共 " counter(pages) " 页"')
})

test.each(['"}body{display:none}', '\\', '</style><script>', 'a\nb', '\\"'])('%j › ends neither the string nor the style', (hostile) => {
  const [, words = ''] = /content:"((?:[^"\\\n]|\\[0-9a-f]+ )*)";font/.exec(footCss(hostile)) ?? []
  expect(words).not.toMatch(/["<\n]/)
  expect(words.replace(/\\([0-9a-f]+) /g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))).toBe(hostile)
})
