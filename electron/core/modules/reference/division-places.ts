/** Divisions and villages asked as one tree: found, walked down, followed through their changes. */
import {
  codesOn,
  conversionPlan,
  convertCode,
  countyOfDivision,
  isDivisionCode,
  normaliseDivisionCode,
  rowMeant,
  successionChain,
  type ConversionBook,
  type DivisionCode,
  type DivisionEntry,
  type DivisionRow,
  type ReferenceBook,
  type VillageRow
} from '@shared/domain'
import { searchDivisions } from './division-search'
import type { Divisions } from './divisions'
import type { Villages } from './villages'

type Places = Pick<
  ReferenceBook,
  'division' | 'searchDivisions' | 'childDivisions' | 'codeOn' | 'succession' | 'conversionPlan' | 'convert'
>

/** Both tables are read at their first use. */
export function divisionPlaces(divisions: () => Divisions, villages: () => Villages): Places {
  const villagesOf = (township: string): DivisionEntry[] => {
    const above = divisions().find(township)
    return above === undefined
      ? []
      : villages()
          .of(township)
          .map((row) => villageEntry(row, above))
  }
  const find = (code: string): DivisionEntry | undefined =>
    isVillage(code) ? villagesOf(code.slice(0, 9)).find((village) => village.code === code) : divisions().find(code)
  const children = (parent: string | null): DivisionEntry[] => (parent?.length === 9 ? villagesOf(parent) : divisions().children(parent))
  const book: ConversionBook = {
    get history() {
      return divisions().history
    },
    isPlace: (code) => find(code)?.validTo === null,
    below: (code) => children(code).flatMap(({ code: below, name }) => (isDivisionCode(below) ? [{ code: below, name }] : []))
  }
  return {
    division: find,
    searchDivisions: (query) => {
      const wantsVillages = query.levels.length === 0 || query.levels.includes('village')
      const townships = wantsVillages ? townshipsInHand(divisions(), query) : []
      return searchDivisions(divisions(), villages().rowsOf(townships), query)
    },
    childDivisions: children,
    codeOn(code, day, asOf = null) {
      const short = normaliseDivisionCode(code)
      if (short === null) return [code]
      const county = countyOfDivision(short)
      const codes = codesOn(county, day, divisions().history, asOf)
      return codes.length === 1 ? codes.map((one) => one + short.slice(6)) : codes
    },
    succession(code, day, asOf = null) {
      const { history, entry } = divisions()
      const from = isDivisionCode(code) ? rowMeant(code, day, history, asOf) : undefined
      const place = (row: DivisionRow) => ({ code: row.code, fullName: entry(row).fullName })
      return (from === undefined ? [] : successionChain(from, day, history)).map(({ row, next }) => ({
        ...place(row),
        until: row.validTo ?? '',
        to: next.map(place)
      }))
    },
    conversionPlan: (day) => conversionPlan(divisions().rows, day, divisions().history),
    convert(code, day, text = '', asOf = null) {
      return isDivisionCode(code) ? convertCode(code, day, book, text, asOf) : { kind: 'unknown' }
    }
  }
}

/** Twelve digits that do not end in zeros; those that do stand for the division above. */
const isVillage = (code: string): boolean => code.length === 12 && !code.endsWith('000')

/** A village has no dates of its own: it stands as long as its township's newest name does. */
const villageEntry = ({ code, name, township }: VillageRow, above: DivisionEntry): DivisionEntry => ({
  ...{ code, name, level: 'village', parent: township, successors: [] },
  fullName: above.fullName + name,
  validFrom: null,
  validTo: above.validTo,
  statisticalOnly: above.statisticalOnly
})

/** Villages are 620,000: only those of the county or township in hand are looked through, which a typed code names by itself. */
function townshipsInHand(divisions: Divisions, query: Parameters<ReferenceBook['searchDivisions']>[0]): readonly DivisionRow[] {
  const typed = /^\d{9,12}$/.exec(query.text.normalize('NFKC').trim())?.[0].slice(0, 9)
  const areas = new Set([query.within, query.near, typed].flatMap((code) => normaliseDivisionCode(code ?? '') ?? []))
  return [...areas].flatMap((area) => townshipsOf(divisions, area))
}

function townshipsOf({ history, children }: Divisions, area: DivisionCode): readonly DivisionRow[] {
  if (area.length >= 9) return history.rowsOf(normaliseDivisionCode(area.slice(0, 9)) ?? area).filter(({ validTo }) => validTo === null)
  const below = children(area).filter(({ level }) => level === 'township')
  return below.flatMap(({ code }) => (isDivisionCode(code) ? history.rowsOf(code) : [])).filter(({ validTo }) => validTo === null)
}
