// Why: what was handed over on a stick is one list with one digest, so that paper and stick can be compared by anybody. docs/formats/exchange.md §9.

export interface HandedFile {
  readonly name: string
  readonly size: number
  /** SHA-256 of the file, 64 lower-case hex characters. */
  readonly sha256: string
}

const byName = (a: HandedFile, b: HandedFile): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** The manifest in its one canonical writing: JSON without blanks, files by name, members in this order. */
export const manifestText = (files: readonly HandedFile[]): string =>
  JSON.stringify([...files].sort(byName).map(({ name, sha256, size }) => ({ name, sha256, size })))

/** More files than this are not listed one by one in the 2-D code. */
export const MOST_LISTED = 20
const SHORT = 12

export interface SheetCode {
  /** Office codes. */
  readonly from: string
  readonly to: string
  /** YYYY-MM-DD. */
  readonly writtenOn: string
  readonly count: number
  readonly bytes: number
  /** SHA-256 of the manifest, 64 lower-case hex characters. */
  readonly digest: string
  /** In the order of the manifest; empty when there are too many. */
  readonly files: readonly { readonly short: string; readonly size: number }[]
}

/** What the 2-D code says: capitals, digits and signs that every scanner types alike. */
export function sheetCodeText(sheet: Omit<SheetCode, 'count' | 'bytes' | 'files'>, files: readonly HandedFile[]): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const listed = files.length > MOST_LISTED ? [] : [...files].sort(byName)
  const parts = ['JHD1', sheet.from, sheet.to, sheet.writtenOn.replaceAll('-', ''), String(files.length), String(bytes), sheet.digest]
  return [...parts, ...listed.map(({ sha256, size }) => `${sha256.slice(0, SHORT)}.${String(size)}`)].join('/').toUpperCase()
}

const OFFICE = /^[1-9]\d{5}-\d{2}$/
const COUNT = /^\d{1,12}$/

/** Reads what a scanner typed, full-width signs of an input method included; null for anything else. */
export function readSheetCode(typed: string): SheetCode | null {
  const [mark, from = '', to = '', on = '', count = '', bytes = '', digest = '', ...rest] = typed
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replaceAll('、', '/')
    .replace(/\s/g, '')
    .toUpperCase()
    .split('/')
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(on)
  if (mark !== 'JHD1' || !OFFICE.test(from) || !OFFICE.test(to) || !day || !COUNT.test(count) || !COUNT.test(bytes)) return null
  if (!/^[0-9A-F]{64}$/.test(digest) || rest.length > MOST_LISTED) return null
  const files = rest.map((part) => /^([0-9A-F]{12})\.(\d{1,12})$/.exec(part))
  if (files.some((found) => found === null)) return null
  if (rest.length > 0 && rest.length !== Number(count)) return null
  return {
    ...{ from, to, writtenOn: day.slice(1).join('-'), count: Number(count), bytes: Number(bytes), digest: digest.toLowerCase() },
    files: files.flatMap((found) => (found ? [{ short: (found[1] ?? '').toLowerCase(), size: Number(found[2]) }] : []))
  }
}

export interface Comparison {
  /** Every file is there, whole and under its name. */
  readonly whole: boolean
  /** All contents are there, but some file has another name. */
  readonly renamed: boolean
  /** Places in the list of the sheet, from 1, of files that were not found; empty where the code does not list them. */
  readonly missing: readonly { readonly at: number; readonly short: string; readonly size: number }[]
  readonly found: number
}

/**
 * @param candidates files on the stick addressed from and to the offices of the sheet @param digestOf SHA-256 of a text as 64 hex characters
 */
export function compareWithSheet(code: SheetCode, candidates: readonly HandedFile[], digestOf: (text: string) => string): Comparison {
  if (code.files.length === 0) {
    const whole = candidates.length === code.count && digestOf(manifestText(candidates)) === code.digest
    return { whole, renamed: false, missing: [], found: candidates.length }
  }
  const left = [...candidates]
  const taken: HandedFile[] = []
  const missing = code.files.flatMap(({ short, size }, index) => {
    const at = left.findIndex((file) => file.size === size && file.sha256.startsWith(short))
    const [file] = at < 0 ? [] : left.splice(at, 1)
    if (file) taken.push(file)
    return file ? [] : [{ at: index + 1, short, size }]
  })
  const whole = missing.length === 0 && digestOf(manifestText(taken)) === code.digest
  return { whole, renamed: missing.length === 0 && !whole, missing, found: taken.length }
}
