// Why: whatever a clerk typed becomes XML that every reader takes back as the same characters.

const SPECIAL = /[&<>"\ufffe\uffff]|(?![\t\n])\p{Cc}|\p{Cs}|_x[0-9A-Fa-f]{4}_/u
/** Controls, noncharacters and lone halves of a pair (with the u flag a whole pair is no `Cs`). */
const NO_PLACE = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu

const escape = (character: string): string => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text of a cell: characters XML has no place for (controls, lone surrogates) as `_x0001_`, as Excel writes them. */
export function cellText(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(NO_PLACE, escape)
    .replace(/[&<>"]/g, (one) => NAMED[one] ?? one)
}

/** Value of an attribute or plain text of a part; what XML has no place for is left out. */
export const xmlText = (text: string): string =>
  text.replace(NO_PLACE, '').replace(/[&<>"\t\n]/g, (one) => NAMED[one] ?? `&#${one.charCodeAt(0)};`)

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const NAMESPACES = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  office: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  package: 'http://schemas.openxmlformats.org/package/2006/relationships',
  types: 'http://schemas.openxmlformats.org/package/2006/content-types'
} as const
/** Prefix of the content type of every part of a workbook. */
export const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
