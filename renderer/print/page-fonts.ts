/**
 * The bundled fonts for one page. What its letters will want first is asked for before it is laid out, so that it is laid out once, in its own letters,
 * instead of in a borrowed font until they come. A page for the printer names just the slices that it may want; to name all 184 takes 20 ms.
 */
import slices from '../../resources/fonts/slices.css?raw'

const FONTS = '../../resources/fonts/'
// Apart from the list: into `?inline` text the bundler puts addresses after it has shortened the code, without the parentheses that a sum needs.
const addresses = import.meta.glob<string>('../../resources/fonts/*.woff2', { query: '?url', import: 'default', eager: true })

const WEIGHTS = ['regular', 'bold'] as const
type Weight = (typeof WEIGHTS)[number]

interface Slice {
  /** `@font-face` of slices.css, with the address in this program. */
  readonly rule: string
  readonly file: string
  readonly address: string
  readonly weights: readonly Weight[]
  readonly isRare: boolean
  /** Draws all that it claims: nobody else is asked. resources/fonts/README.md. */
  readonly isExact: boolean
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

function readSlice(rule: string): Slice {
  const ranges = [...rule.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].map(
    ([, from = '', to = from]) => [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  )
  const [, file = ''] = /url\((.+?)\)/.exec(rule) ?? []
  const address = addresses[FONTS + file]
  if (address === undefined) throw new TypeError(`slices.css names ${file}, which is not there`)
  const isRare = rule.includes('Yipanqi Rare')
  return {
    ...{ rule: rule.replace(file, address), file, address, ranges, isRare },
    weights: isRare ? WEIGHTS : [rule.includes('font-weight:700') ? 'bold' : 'regular'],
    isExact: /-(?:first|usual|beyond)\b/.test(file)
  }
}

let read: readonly Slice[] | undefined
/** As they are tried: the family that writes nearly everything before that of rare letters, and of a family the rule that stands last. */
const inOrder = (): readonly Slice[] =>
  (read ??= (slices.match(/@font-face\{[^}]*\}/g) ?? [])
    .map(readSlice)
    .toReversed()
    .sort((one, other) => Number(one.isRare) - Number(other.isRare)))

type Asked = Readonly<Record<Weight, readonly Slice[]>>
/** Every page has the letters of the one before, nearly. */
const known = new Map<string, Asked>()

/** Those that may be asked for a letter, in their order. */
function askedFor(letter: string): Asked {
  const code = letter.codePointAt(0) ?? 0
  const claiming = inOrder().filter(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
  const ofWeight = (weight: Weight): Slice[] => {
    const all = claiming.filter(({ weights }) => weights.includes(weight))
    const sure = all.findIndex(({ isExact }) => isExact)
    return sure === -1 ? all : all.slice(0, sure + 1)
  }
  const asked = { regular: ofWeight('regular'), bold: ofWeight('bold') }
  known.set(letter, asked)
  return asked
}

/** What rules count and write of themselves: numbers of pages and of rows. */
const ALWAYS = Array.from({ length: 0x7e - 0x20 }, (_, at) => String.fromCodePoint(0x21 + at))

export interface PageFonts {
  /** `@font-face` of every slice that may be asked for a letter of the page. */
  readonly rules: string
  /** Addresses of those that are asked first, the one of most letters before the others. */
  readonly first: readonly string[]
}

/** @param letters each once; those of ASCII may be left out */
export function pageFonts(letters: readonly string[], hasBold: boolean): PageFonts {
  const seen = letters.filter((letter) => /\S/.test(letter))
  const asked = (letter: string): Asked => known.get(letter) ?? askedFor(letter)
  const wanted = new Set([...ALWAYS, ...seen].map(asked).flatMap(({ regular, bold }) => [...regular, ...bold]))
  const likely = new Map<Slice, number>()
  for (const letter of seen) {
    const [first] = asked(letter).regular
    if (first) likely.set(first, (likely.get(first) ?? 0) + 1)
  }
  const first = [...likely].sort(([, one], [, other]) => other - one).map(([slice]) => slice)
  // Words in bold are those of forms; what a name in bold wants beyond them comes a moment later.
  const bold = [...wanted].filter(({ file, weights }) => hasBold && /-first\b/.test(file) && weights.includes('bold'))
  const rules = inOrder().filter((slice) => wanted.has(slice))
  return {
    rules: rules
      .map(({ rule }) => rule)
      .toReversed()
      .join(''),
    first: [...first.slice(0, 2), ...bold, ...first.slice(2)].map(({ address }) => address)
  }
}
