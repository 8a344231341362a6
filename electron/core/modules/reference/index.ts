/** The door of the reference module: the dated tables of the trade, read once from the program's resources. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  agreementTermsOn,
  agreementTermsSchema,
  codeListsSchema,
  editionOn,
  holidayTableSchema,
  isDay,
  keyLifeOn,
  keyLifeSchema,
  numberRule,
  numberRulesSchema,
  offeredCodes,
  retentionRule,
  retentionSchema,
  rulePackOn,
  rulePackSchema,
  twoPersonRulesSchema,
  twoPersonsOn,
  workCalendar,
  type CodeEntry,
  type CodeList,
  type Day,
  type DivisionEntry,
  type ReferenceBook
} from '@shared/domain'
import type { Contract, HandlerInput } from '@shared/contract'
import { AppError } from '@shared/errors'
import { loadCharacters } from './characters'
import { divisionPlaces } from './division-places'
import { loadDivisions, type Divisions } from './divisions'
import { loadVillages } from './villages'

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

export { characterHandlers } from './character-handlers'

/** Runs `make` at the first use and keeps what it made. */
const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const DIVISIONS = 'divisions.tsv.br'
const manifestSchema = z.object({ files: z.array(z.object({ file: z.string(), contentDigest: z.string() })) })

const editionOf = (manifest: unknown, file: string): string =>
  manifestSchema.parse(manifest).files.find((each) => each.file === file)?.contentDigest ?? ''

/** @param folder the program's `codes` folder; a fault in it is a broken installation and throws as it is */
export function loadReference(folder: string): ReferenceBook {
  const lists = lazy(() => codeListsSchema.parse(json(join(folder, 'code-lists.json'))).lists)
  const calendar = lazy(() => workCalendar(holidayTableSchema.parse(json(join(folder, 'holidays.json')))))
  const twoPersons = lazy(() => twoPersonRulesSchema.parse(json(join(folder, 'two-persons.json'))).editions)
  const keyLife = lazy(() => keyLifeSchema.parse(json(join(folder, 'key-life.json'))).editions)
  const retention = lazy(() => retentionSchema.parse(json(join(folder, 'retention.json'))).rules)
  const terms = lazy(() => agreementTermsSchema.parse(json(join(folder, 'agreement-terms.json'))).editions)
  const numbers = lazy(() => numberRulesSchema.parse(json(join(folder, 'certificate-numbers.json'))).rules)
  const packs = lazy(() =>
    readdirSync(join(folder, 'rule-packs'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => rulePackSchema.parse(json(join(folder, 'rule-packs', name))))
      .sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))
  )
  const edition = lazy(() => editionOf(json(join(folder, 'manifest.json')), DIVISIONS))
  const divisions = lazy<Divisions>(() => loadDivisions(join(folder, DIVISIONS)))
  const villages = lazy(() => loadVillages(join(folder, 'villages.tsv.br')))
  const places = divisionPlaces(divisions, villages)
  const characters = loadCharacters(join(folder, 'characters.tsv.br'))
  const names = new Map<string, string>()
  return {
    ...places,
    get divisionsEdition() {
      return edition()
    },
    divisionName(code) {
      const known = names.get(code)
      if (known !== undefined) return known
      const name = places.division(code)?.fullName ?? code
      names.set(code, name)
      return name
    },
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
    twoPersonsOn: (day) => twoPersonsOn(twoPersons(), day),
    keyLifeOn: (day) => keyLifeOn(keyLife(), day),
    retentionOn: (record, day, code) => retentionRule(retention(), record, day, code),
    agreementTermsOn(day) {
      const edition = agreementTermsOn(terms(), day) ?? terms().at(-1)
      if (!edition) throw new RangeError('agreement-terms.json holds no edition')
      return edition
    },
    certificateNumberOn: (asked, day) => numberRule(numbers(), asked, day),
    get calendar() {
      return calendar()
    },
    characters
  }
}

const view = (entry: DivisionEntry) => ({
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

function codeListView(list: CodeList, today: Day) {
  const entriesOf = (codes: readonly CodeEntry[]) => codes.map(({ code, label, parent }) => ({ code, label, group: parent ?? null }))
  const present = editionOn(list, today)
  const others = list.editions.filter((edition) => edition !== present)
  return {
    label: list.label,
    edition: present?.edition ?? '',
    entries: entriesOf(offeredCodes(list, today)),
    ...(others.length === 0 ? {} : { earlier: others.map(({ edition, codes }) => ({ edition, entries: entriesOf(codes) })) })
  }
}

type Asked<M extends keyof Contract['reference']> = HandlerInput<Contract['reference'][M]>

const dayOr = (asked: string | null, today: Day): Day => {
  if (asked === null) return today
  if (!isDay(asked)) throw new AppError('request.invalid', { summary: `没有 ${asked} 这一天` })
  return asked
}

/** Reference data holds no personal data, so it may be asked before sign-in (the set-up wizard needs it). */
export const publicReference = (book: ReferenceBook, today: () => Day) => ({
  searchDivisions: (query: Asked<'searchDivisions'>) => ({
    rows: book.searchDivisions({ ...query, on: today() }).map((found) => ({
      ...view(found),
      foundBy: found.foundBy === null ? null : { ...found.foundBy },
      now: found.now.map((place) => ({ ...place }))
    }))
  }),
  childDivisions: ({ parent }: { parent: string | null }) => ({ rows: book.childDivisions(parent).map(view) }),
  division: ({ code }: { code: string }) => {
    const entry = book.division(code)
    if (!entry) throw new AppError('reference.division_unknown', { code })
    return view(entry)
  },
  successors: ({ code, on, asOf }: Asked<'successors'>) => {
    const day = dayOr(on, today())
    const written = asOf === null ? null : dayOr(asOf, day)
    if (!book.division(code)) throw new AppError('reference.division_unknown', { code })
    return {
      on: day,
      steps: book.succession(code, day, written).map((step) => ({ ...step, to: step.to.map((place) => ({ ...place })) })),
      codes: book.codeOn(code, day, written).map((one) => ({ code: one, fullName: book.divisionName(one) }))
    }
  },
  conversionPlan: ({ on }: Asked<'conversionPlan'>) => {
    const day = dayOr(on, today())
    return {
      on: day,
      rows: book.conversionPlan(day).map(({ old, kind, on: since, to }) => ({
        code: old.code,
        name: old.name,
        kind,
        since,
        to: to.map(({ code }) => ({ code, fullName: book.divisionName(code) }))
      }))
    }
  },
  codeLists: () => ({
    lists: Object.fromEntries(Object.entries(book.codeLists).map(([name, list]) => [name, codeListView(list, today())]))
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
