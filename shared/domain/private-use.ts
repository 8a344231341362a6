// Why: older Chinese systems kept characters in the private use area that Unicode has long encoded; imported names get the real ones.

/**
 * Runs of private code points and what they stand for, in order.
 * Source: GB 18030-2000/2005 assigned the free codes of GBK rows A2, A6, A8, A9 and FE to U+E766 and on; GB 18030-2022 gives each its encoded
 * character. The 80 from U+E815 are FE50–FEA0 without FE7F.
 */
const STANDARD_RUNS: readonly (readonly [number, string])[] = [
  [0xe76c, '€'],
  [0xe78d, '\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19'],
  [0xe7c7, 'ḿǹ'],
  [0xe7e7, '〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻'],
  [
    0xe815,
    '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻'
  ]
]

const standard: ReadonlyMap<string, string> = new Map(
  STANDARD_RUNS.flatMap(([from, characters]) => [...characters].map((to, at) => [String.fromCodePoint(from + at), to] as const))
)

const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu
/** Kangxi radicals look like the characters they stand for; copied out of a PDF they get into names. */
const KANGXI_RADICAL = /[\u2f00-\u2fd5]/gu
/** The twelve unified ideographs of the block (﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩) have no other form, and NFC leaves them alone. */
const COMPATIBILITY = /[\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu

export interface MappedCharacter {
  readonly from: string
  readonly to: string
  /** `private_use`: a GB 18030 code without its own character then; `radical`, `compatibility`: a look-alike double of the character */
  readonly kind: 'private_use' | 'radical' | 'compatibility'
}

export interface PrivateUseMapping {
  readonly text: string
  /** each kind of replacement once, in order of appearance */
  readonly mapped: readonly MappedCharacter[]
  /** private characters that no standard explains, each once: a name with one needs a look at the paper */
  readonly left: readonly string[]
}

/** @returns the text with every private or doubled ideograph that a standard explains replaced by its encoded character */
export function mapPrivateUse(text: string): PrivateUseMapping {
  const mapped = new Map<string, MappedCharacter>()
  const left = new Set<string>()
  const note = (from: string, to: string, kind: MappedCharacter['kind']): string => {
    if (from !== to) mapped.set(from, { from, to, kind })
    return to
  }
  const replaced = text
    .replace(PRIVATE_USE, (from) => {
      const to = standard.get(from)
      if (to !== undefined) return note(from, to, 'private_use')
      left.add(from)
      return from
    })
    .replace(KANGXI_RADICAL, (from) => note(from, from.normalize('NFKC'), 'radical'))
    .replace(COMPATIBILITY, (from) => note(from, from.normalize('NFC'), 'compatibility'))
  return { text: replaced, mapped: [...mapped.values()], left: [...left] }
}

/** @returns whether the text holds a character of the private use areas */
export const hasPrivateUse = (text: string): boolean => text.search(PRIVATE_USE) >= 0
