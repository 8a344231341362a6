// Why: a marked cell keeps its own look and gets a coloured ground; the style table of the user's file grows by copies, nothing in it changes.

/** Gives out style numbers for marked cells and then the table that holds them. */
export interface MarkStyles {
  /** Number of the marked copy of a style. */
  marked(style: number): number
  /** The style part with everything given out so far. */
  xml(): string
}

const TAG = /<(\/?)([\w.-]+:)?([\w.-]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g
const FILL = '<{}fill><{}patternFill patternType="solid"><{}fgColor rgb="FFFFE699"/><{}bgColor indexed="64"/></{}patternFill></{}fill>'

interface Table {
  readonly prefix: string
  readonly fills: Place
  readonly formats: Place
  /** Raw text of each cell format. */
  readonly xfs: readonly string[]
  readonly fillCount: number
}

interface Place {
  /** Of the start tag. */
  readonly from: number
  readonly tagEnd: number
  /** Of the end tag. */
  readonly to: number
}

/** @returns null when the file has no table of fills and formats to add to; marked cells then carry comments only */
export function markStyles(styles: string): MarkStyles | null {
  const table = readTable(styles)
  if (!table) return null
  const { xfs, fillCount, prefix } = table
  const copies = new Map<number, number>()
  return {
    marked(style) {
      const from = style < xfs.length ? style : 0
      const known = copies.get(from) ?? xfs.length + copies.size
      copies.set(from, known)
      return known
    },
    xml() {
      const added = [...copies.keys()].map((style) => filled(xfs[style] ?? '', fillCount)).join('')
      const fill = FILL.replaceAll('{}', prefix)
      return insert(styles, [
        { place: table.fills, count: fillCount + 1, content: fill },
        { place: table.formats, count: xfs.length + copies.size, content: added }
      ])
    }
  }
}

function readTable(styles: string): Table | null {
  const places = new Map<string, Place>()
  const xfs: string[] = []
  let prefix = ''
  let fillCount = 0
  let inside = ''
  let open = { from: 0, tagEnd: 0 }
  let xfFrom = -1
  for (const found of styles.matchAll(TAG)) {
    const [whole, slash, before = '', name = '', rest = ''] = found
    const end = found.index + whole.length
    const empty = rest.endsWith('/')
    if ((name === 'fills' || name === 'cellXfs') && slash === '' && !empty) {
      inside = name
      prefix = before
      open = { from: found.index, tagEnd: end }
    } else if (name === inside && slash === '/') {
      places.set(name, { ...open, to: found.index })
      inside = ''
    } else if (inside === 'fills' && name === 'fill' && slash === '') fillCount++
    else if (inside === 'cellXfs' && name === 'xf') {
      if (slash === '' && !empty) xfFrom = found.index
      else xfs.push(styles.slice(slash === '/' ? xfFrom : found.index, end))
    }
  }
  const [fills, formats] = [places.get('fills'), places.get('cellXfs')]
  return fills && formats && xfs.length > 0 ? { prefix, fills, formats, xfs, fillCount } : null
}

/** The format with the marking fill in place of its own. */
function filled(xf: string, fill: number): string {
  const end = xf.indexOf('>')
  const bare = xf.slice(0, end).replace(/\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
  const empty = bare.endsWith('/')
  return `${empty ? bare.slice(0, -1) : bare} fillId="${fill}" applyFill="1"${empty ? '/' : ''}${xf.slice(end)}`
}

interface Insertion {
  readonly place: Place
  readonly count: number
  readonly content: string
}

function insert(text: string, insertions: readonly Insertion[]): string {
  let out = ''
  let at = 0
  for (const { place, count, content } of [...insertions].sort((a, b) => a.place.from - b.place.from)) {
    const tag = text.slice(place.from, place.tagEnd)
    const counted = tag.replace(/(\scount\s*=\s*)(?:"[^"]*"|'[^']*')/, `$1"${count}"`)
    out += text.slice(at, place.from) + counted + text.slice(place.tagEnd, place.to) + content
    at = place.to
  }
  return out + text.slice(at)
}
