// Why: whether a number is a date stands not at the cell but in the style table it points to.
import { limits } from './limits'
import { builtInFormat, numberFormat, type NumberFormat } from './number-format'
import { attribute, scanXml } from './xml-scan'

const GENERAL: NumberFormat = { code: 'General', kind: 'general' }

export interface CellStyles {
  /** Format of a cell by its `s` attribute; General for a number outside the table. */
  at(index: number): NumberFormat
}

export const noStyles: CellStyles = { at: () => GENERAL }

/** Reads number formats and cell formats out of `styles.xml`. */
export function readStyles(xml: string): CellStyles {
  const custom = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  const scanner = scanXml('styles.xml', {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? 'General')
      else if (name === 'cellXfs') inCells = true
      else if (inCells && name === 'xf' && ids.length < limits.rows) ids.push(Number(attribute(attributes, 'numFmtId') ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
    text() {}
  })
  scanner.push(xml)
  scanner.end()
  const formats = new Map<number, NumberFormat>()
  const formatOf = (id: number): NumberFormat => {
    const known = formats.get(id) ?? numberFormat(custom.get(id) ?? builtInFormat(id))
    formats.set(id, known)
    return known
  }
  return { at: (index) => (index < ids.length ? formatOf(ids[index] ?? 0) : GENERAL) }
}
