/** The door of the reference module: the dated tables of the trade, read once from the program's resources. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  codeListsSchema,
  editionOn,
  holidayTableSchema,
  offeredCodes,
  rulePackOn,
  rulePackSchema,
  workCalendar,
  type Day,
  type DivisionEntry,
  type ReferenceBook,
  type VillageRow
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { loadDivisions, type Divisions } from './divisions'
import { loadVillages } from './villages'

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** Runs `make` at the first use and keeps what it made. */
const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** @param folder the program's `codes` folder; a fault in it is a broken installation and throws as it is */
export function loadReference(folder: string): ReferenceBook {
  const lists = lazy(() => codeListsSchema.parse(json(join(folder, 'code-lists.json'))).lists)
  const calendar = lazy(() => workCalendar(holidayTableSchema.parse(json(join(folder, 'holidays.json')))))
  const packs = lazy(() =>
    readdirSync(join(folder, 'rule-packs'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => rulePackSchema.parse(json(join(folder, 'rule-packs', name))))
      .sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))
  )
  const divisions = lazy<Divisions>(() => loadDivisions(join(folder, 'divisions.tsv.br')))
  const villages = lazy(() => loadVillages(join(folder, 'villages.tsv.br')))
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
  const names = new Map<string, string>()
  return {
    division: find,
    divisionName(code) {
      const known = names.get(code)
      if (known !== undefined) return known
      const name = find(code)?.fullName ?? code
      names.set(code, name)
      return name
    },
    searchDivisions(query) {
      const found = divisions().search(query)
      // Villages are 620,000: they are looked through where a township is already chosen.
      if (query.within?.length !== 9 || (query.levels.length > 0 && !query.levels.includes('village'))) return found
      const typed = query.text.normalize('NFKC').trim()
      const villages = villagesOf(query.within).filter(({ name, code }) => typed !== '' && (name.includes(typed) || code.startsWith(typed)))
      return [...found, ...villages].slice(0, query.limit)
    },
    childDivisions: (parent) => (parent?.length === 9 ? villagesOf(parent) : divisions().children(parent)),
    get codeLists() {
      return lists()
    },
    label(list, code) {
      for (const edition of [...(lists()[list]?.editions ?? [])].reverse()) {
        const entry = edition.codes.find((known) => known.code === code)
        if (entry) return entry.label
      }
      return code
    },
    get rulePacks() {
      return packs()
    },
    rulePack: (id) => packs().find((pack) => pack.id === id),
    rulePackOn(day) {
      const pack = rulePackOn(packs(), day) ?? packs().at(-1)
      if (!pack) throw new AppError('office.rule_pack_unknown', { pack: day })
      return pack
    },
    get calendar() {
      return calendar()
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

const view = (entry: NonNullable<ReturnType<ReferenceBook['division']>>) => ({
  code: entry.code,
  name: entry.name,
  fullName: entry.fullName,
  level: entry.level,
  parent: entry.parent,
  validFrom: entry.validFrom,
  validTo: entry.validTo,
  successors: [...entry.successors],
  statisticalOnly: entry.statisticalOnly
})

/** Reference data holds no personal data, so it may be asked before sign-in (the set-up wizard needs it). */
export const publicReference = (book: ReferenceBook, today: () => Day) => ({
  searchDivisions: (query: Parameters<ReferenceBook['searchDivisions']>[0]) => ({ rows: book.searchDivisions(query).map(view) }),
  childDivisions: ({ parent }: { parent: string | null }) => ({ rows: book.childDivisions(parent).map(view) }),
  division: ({ code }: { code: string }) => {
    const entry = book.division(code)
    if (!entry) throw new AppError('reference.division_unknown', { code })
    return view(entry)
  },
  codeLists: () => ({
    lists: Object.fromEntries(
      Object.entries(book.codeLists).map(([name, list]) => [
        name,
        {
          label: list.label,
          edition: editionOn(list, today())?.edition ?? '',
          entries: offeredCodes(list, today()).map((entry) => ({ code: entry.code, label: entry.label, group: entry.parent ?? null }))
        }
      ])
    )
  }),
  rulePacks: () => ({
    proposed: book.rulePackOn(today()).id,
    rows: book.rulePacks.map((pack) => ({
      id: pack.id,
      name: pack.label,
      validFrom: pack.validFrom,
      validTo: pack.validTo,
      note: pack.notes.join(' ')
    }))
  })
})
