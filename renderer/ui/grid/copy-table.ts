/** Cells as spreadsheets take them: tab-separated text, and a table whose every cell is marked as text so that long numbers survive. */

const oneLine = (text: string): string => text.replace(/[\t\r\n]+/g, ' ')
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

export function asTabText(table: readonly (readonly string[])[]): string {
  return table.map((row) => row.map(oneLine).join('\t')).join('\r\n')
}

/** `mso-number-format:'\@'` is the text format of Excel and WPS; without it an 18-digit number loses its last three. */
export function asHtmlTable(table: readonly (readonly string[])[]): string {
  const cell = (text: string): string => `<td style="mso-number-format:'\\@'">${escaped(oneLine(text))}</td>`
  return `<table>${table.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`
}
