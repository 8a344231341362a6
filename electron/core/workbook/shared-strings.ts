// Why: a register of a county holds millions of strings; kept as UTF-8 in a few large buffers they cost a fraction of JavaScript strings.
import { AppError } from '@shared/errors'
import { limits } from './limits'
import { decodeEntities, decodeEscapes, scanXml, type XmlScanner } from './xml-scan'

export interface SharedStrings {
  readonly count: number
  /** @returns undefined for a number outside the table */
  at(index: number): string | undefined
}

const BLOCK = 4_194_304
/** Strings handed out are kept by number up to this many: names of villages and codes come again and again. */
const KEPT = 4_096

/** Collects the table; `scanner` is fed the part, `table` is read afterwards. */
export function collectStrings(): { scanner: XmlScanner; table: SharedStrings } {
  const store = compactStrings()
  let collecting = false
  let phonetic = false
  let text = ''
  const scanner = scanXml('sharedStrings.xml', {
    open(name, _attributes, empty) {
      if (name === 'si') {
        text = ''
        if (empty) store.add('')
      } else if (name === 'rPh') phonetic = !empty
      else if (name === 't') collecting = !empty && !phonetic
    },
    close(name) {
      if (name === 't') collecting = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') store.add(decodeEscapes(text))
    },
    text(raw, isCdata) {
      if (collecting) text += isCdata ? raw : decodeEntities(raw)
    }
  })
  return { scanner, table: store.table }
}

function compactStrings(): { add(text: string): void; table: SharedStrings } {
  const blocks: Buffer[] = []
  let used = BLOCK
  let bytes = 0
  let count = 0
  // Place of each string: block, start, length.
  let places = new Uint32Array(3 * 1024)
  const kept = new Map<number, string>()

  function add(text: string): void {
    const length = Buffer.byteLength(text, 'utf8')
    bytes += length
    if (bytes > limits.stringBytes) throw new AppError('workbook.too_large', { limit: '512 MB' })
    if (used + length > BLOCK) {
      blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)))
      used = 0
    }
    // A lone surrogate has no UTF-8; such a string is rare enough to be kept as it is.
    if (/[\ud800-\udfff]/.test(text) && !text.isWellFormed()) kept.set(-1 - count, text)
    blocks.at(-1)?.write(text, used, 'utf8')
    if (count * 3 >= places.length) {
      const wider = new Uint32Array(places.length * 2)
      wider.set(places)
      places = wider
    }
    places.set([blocks.length - 1, used, length], count * 3)
    used += length
    count++
  }

  function at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= count) return undefined
    const known = kept.get(index) ?? kept.get(-1 - index)
    if (known !== undefined) return known
    const start = places[index * 3 + 1] ?? 0
    const text = blocks[places[index * 3] ?? 0]?.toString('utf8', start, start + (places[index * 3 + 2] ?? 0)) ?? ''
    if (index < KEPT) kept.set(index, text)
    return text
  }

  return {
    add,
    table: {
      get count() {
        return count
      },
      at
    }
  }
}
