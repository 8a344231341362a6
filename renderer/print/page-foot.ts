/** What stands in the margin below every sheet of paper. There are no elements there: words are a string of CSS, in which nothing typed may end anything. */
export const FOOT_FONT = "font-family:'Yipanqi Sans','Noto Sans CJK SC',sans-serif;font-size:9pt"
const quoted = (words: string): string =>
  `"${words.replace(/["\\<\n\r\f]/g, (letter) => `\\${(letter.codePointAt(0) ?? 0).toString(16)} `)}"`

/** @param words by which a loose sheet is told, left of its own number */
export const footCss = (words: string): string =>
  `@page{@bottom-left{content:${quoted(words)};${FOOT_FONT}}@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";${FOOT_FONT}}}`
