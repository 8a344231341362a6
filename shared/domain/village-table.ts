// Why: 620,000 villages are kept as one compact text, read a township at a time so that nobody needs them all in memory.
import { isDivisionCode, type DivisionCode } from './division-code'

export interface VillageRow {
  /** 12 digits */
  code: DivisionCode
  name: string
  /** 9 digits */
  township: DivisionCode
}

/**
 * Reads the text of resources/codes/villages.tsv (after brotli): per line a township code and its villages, each one number after the last
 * unless `NNN:` stands before its name.
 * @throws RangeError naming the line that has another shape
 */
export function* readVillageTable(text: string): Generator<VillageRow> {
  let line = 0
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const row = text.slice(start, end < 0 ? text.length : end)
    start = end < 0 ? text.length : end + 1
    line += 1
    const [township = '', ...cells] = row.split('\t')
    if (!isDivisionCode(township) || township.length !== 9) throw new RangeError(`village table, line ${line}`)
    yield* villagesOf(township, cells, line)
  }
}

function* villagesOf(township: DivisionCode, cells: readonly string[], line: number): Generator<VillageRow> {
  let number = 0
  for (const cell of cells) {
    const numbered = cell[3] === ':'
    number = numbered ? Number(cell.slice(0, 3)) : number + 1
    const code = township + String(number).padStart(3, '0')
    const name = numbered ? cell.slice(4) : cell
    if (!isDivisionCode(code) || code.length !== 12 || name === '') throw new RangeError(`village table, line ${line}`)
    yield { code, name, township }
  }
}
