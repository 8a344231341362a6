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
  type ReferenceBook
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { loadDivisions, type Divisions } from './divisions'

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
  const names = new Map<string, string>()
  return {
    division: (code) => divisions().find(code),
    divisionName(code) {
      const known = names.get(code)
      if (known !== undefined) return known
      const name = divisions().find(code)?.fullName ?? code
      names.set(code, name)
      return name
    },
    searchDivisions: (query) => divisions().search(query),
    childDivisions: (parent) => divisions().children(parent),
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
