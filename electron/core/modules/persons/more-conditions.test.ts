/** Why: conditions on stays, houses, children, papers and clerks are asked by people who act on the list, so it must hold exactly the right ones. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput } from '@shared/contract'
import { persons, type PersonView } from '@shared/contract/persons'
import { missingGlyphs, movementScopeLabels, movementScopes, type Day } from '@shared/domain'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { fileOf, personHandlers } from '.'
import { withoutAges } from './ages'
import { personById } from './queries/files'
import { page } from './queries/list'
import { narrowing } from './queries/narrowing'
import { storeFile } from './store'

type More = NonNullable<NonNullable<CallInput<typeof persons.search>['filter']>['more']>

interface Known {
  readonly view: PersonView
  readonly maker: string
}

const DAYS = ['2026-01-10', '2026-01-31', '2026-02-01', '2026-02-28', '2026-03-05'] as const
const CLERKS = ['王录入', '李窗口', '赵采集'] as const
const HOMES = ['610802', '610803', '610102', '141124', '141102', '110105'] as const
const PLACES = ['610802', '610802003', '610803', '141124', '141102'] as const
/** Stands in no font: the last code points of a plane are no characters. */
const UNDRAWN = '\u{2f7ff}'
/** Births of children, the last ones known by year or month alone or not at all. */
const BIRTHS = ['2012-03-05', '2012-03-06', '2020-01-01', '2025-12-31', '2012', '2012-03', '2013', null] as const

describe('more conditions', () => {
  let register: Register
  let people: Known[] = []
  let births: ReadonlyMap<string, string | null> = new Map()
  const employers: string[] = []
  const houses: string[] = []
  const pick = <T>(list: readonly T[], at: number): T => {
    const one = list[at % list.length]
    if (one === undefined) throw new RangeError('empty list')
    return one
  }

  /** As a merge leaves it: the file goes into the other one. */
  function mergeInto(id: string, into: string): void {
    const { db } = register.office.write
    const [gone, kept] = [personById(db, id), personById(db, into)]
    if (gone === undefined || kept === undefined) throw new RangeError('both must be on file')
    const before = fileOf(db, gone)
    const person = { ...before.person, status: 'merged' as const, merged_into: kept.seq, survivor: kept.seq }
    register.office.write.transaction(() => storeFile({ db, reference }, before, { ...before, person }))
  }

  async function fill(): Promise<void> {
    const { office } = register
    const written = new Map<string, string | null>()
    const ids: string[] = []
    const values = fc.sample(fc.array(fc.nat(9999), { minLength: 12, maxLength: 12 }), { numRuns: 160, seed: 4711 })
    for (const [nth, value] of values.entries()) {
      const at = (index: number): number => value[index] ?? 0
      office.clock.set(`${pick(DAYS, nth % 2 === 0 ? 4 : at(0))}T${nth % 3 === 0 ? '00:00:00' : '23:59:59'}+08:00`)
      const own =
        at(1) % 5 === 0 ? await register.save({ person: someone({ name: '孩子', birthDate: pick(BIRTHS, at(2)) ?? '1990' }) }) : null
      const other = nth > 0 && at(3) % 4 === 0 ? pick(ids, at(4)) : null
      const born = pick(BIRTHS, at(5))
      const saved = await register.save(
        {
          person: someone({
            name: `多条${String.fromCodePoint(0x4e00 + nth)}${at(6) % 11 === 0 ? UNDRAWN : ''}`,
            formerName: at(6) % 13 === 1 ? `旧${UNDRAWN}` : null,
            hukouCode: pick(HOMES, at(7))
          }),
          episodes:
            at(8) % 5 === 0
              ? []
              : [
                  stay({
                    ...{ residenceCode: pick(PLACES, at(9)), startedOn: pick(['2025-09-01', '2025-10', '2024'], at(8)) },
                    ...{ reason: pick([null, '1', '2', '4'], at(10)), residenceText: pick(['甲楼', '乙楼', null], at(11)) },
                    ...(at(10) % 3 === 0 ? { employer: { name: pick(['一厂', '二厂'], at(11)) } } : {})
                  })
                ],
          children:
            at(3) % 3 === 0
              ? []
              : [own === null ? { name: '小名', birthDate: born, otherParentId: other } : { personId: own.id, otherParentId: other }]
        },
        pick(CLERKS, at(0))
      )
      for (const child of saved.records.children) written.set(child, own === null ? born : (pick(BIRTHS, at(2)) ?? '1990'))
      ids.push(saved.id)
      if (at(4) % 6 === 0)
        await office.command(
          personHandlers.setStatus,
          persons.setStatus.input.parse({
            ...{ id: saved.id, revision: saved.revision, status: pick(['set_aside', 'closed', 'active'], at(5)) },
            ...{ on: pick(DAYS, at(6)), reason: pick(['moved_on', 'died'], at(7)) }
          })
        )
    }
    office.clock.set('2026-03-05T12:00:00+08:00')
    for (let at = 0; at < 12; at += 1) mergeInto(pick(ids, at * 7 + 3), pick(ids, at * 7 + 4))
    births = written
  }

  beforeAll(async () => {
    register = await openRegister()
    await fill()
    const { office } = register
    employers.push(...office.db.all<{ id: string }>('SELECT id FROM employer').map(({ id }) => id))
    houses.push(...office.db.all<{ id: string }>('SELECT id FROM dwelling').map(({ id }) => id))
    people = office.db.all<{ id: string }>("SELECT id FROM person WHERE status <> 'merged'").map(({ id }) => ({
      view: register.get(id),
      maker: register.history(id).findLast(({ field, record }) => field === 'created' && record === null)?.by ?? ''
    }))
  }, 120_000)
  afterAll(() => register.close())

  const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)
  /** The stay that lasts, else the one that began last. */
  const present = ({ episodes }: PersonView): PersonView['episodes'][number] | undefined =>
    [...episodes].sort((a, b) => {
      const key = (one: typeof a): string => `${one.endedOn === null ? '1' : '0'}${one.startedOn.padEnd(10)}${one.id}`
      return key(a) < key(b) ? 1 : -1
    })[0]
  /** First day of the year, month or day that follows. */
  const isUnder = (birth: string | null, years: number): boolean =>
    birth !== null && birth.padEnd(10, '~') > `${String(2026 - years)}-03-05`

  /** Of those who are asked for here. */
  const isMissing = (view: PersonView, file: More['file']): boolean =>
    file === 'marital' ? view.marital === '90' : (present(view)?.residenceCode.length ?? 0) < 12

  function fits({ view, maker }: Known, more: More): boolean {
    const now = present(view)
    const between = (value: string | null, from: string | undefined, to: string | undefined): boolean =>
      (from === undefined || (value !== null && value >= from)) && (to === undefined || (value !== null && value <= to))
    const isIn = (id: string | null | undefined, asked: string | undefined): boolean => asked === undefined || id === asked
    return (
      (more.stayReason === undefined || now?.reason === more.stayReason) &&
      (more.stayScope === undefined || now?.scope === movementScopeLabels[more.stayScope]) &&
      isIn(now?.employer?.id, more.employer) &&
      isIn(now?.dwellingId, more.dwelling) &&
      (more.file === undefined || isMissing(view, more.file)) &&
      (more.missingGlyph === undefined || missingGlyphs(view.name + (view.formerName ?? '')).length > 0) &&
      (more.childUnder === undefined || view.children.some(({ id }) => isUnder(births.get(id) ?? null, more.childUnder ?? 0))) &&
      between(view.statusOn, more.statusFrom, more.statusTo) &&
      between(view.statusRecordedOn, more.statusRecordedFrom, more.statusRecordedTo) &&
      isIn(view.statusReason, more.statusReason) &&
      between(dayOf(view.createdAt), more.recordedFrom, more.recordedTo) &&
      isIn(maker, more.recordedBy) &&
      (more.untouchedSince === undefined || dayOf(view.updatedAt) < more.untouchedSince)
    )
  }

  const asked = (): fc.Arbitrary<More> => {
    const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 1 })
    const days = maybe(fc.constantFrom(...DAYS, '2026-01-30'))
    const all = {
      ...{ stayReason: maybe(fc.constantFrom('1', '2', '4', '9')), stayScope: maybe(fc.constantFrom(...movementScopes)) },
      ...{ employer: maybe(fc.constantFrom(...employers)), dwelling: maybe(fc.constantFrom(...houses)) },
      ...{ missingGlyph: maybe(fc.constant(true as const)), childUnder: maybe(fc.constantFrom(1, 6, 13, 14)) },
      ...{ statusFrom: days, statusTo: days, statusRecordedFrom: days, statusRecordedTo: days },
      ...{ statusReason: maybe(fc.constantFrom('moved_on', 'died')), recordedBy: maybe(fc.constantFrom(...CLERKS, '没有的人')) },
      file: maybe(fc.constantFrom('marital', 'episode.residenceCode')),
      ...{ recordedFrom: days, recordedTo: days, untouchedSince: days }
    }
    // One to three at a time: more find nobody.
    return fc
      .tuple(fc.record(all), fc.subarray(Object.keys(all), { minLength: 1, maxLength: 3 }))
      .map(([values, keys]) =>
        Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== undefined && keys.includes(key)))
      )
  }

  it('search › lists exactly those of whom the conditions are true › in every order, with a text and by row number', async () => {
    let answered = 0
    await fc.assert(
      fc.asyncProperty(
        asked(),
        fc.constantFrom('pinyin', 'started', 'division', 'relevance'),
        fc.constantFrom('', '多条'),
        fc.constantFrom(null, 'active', 'closed'),
        async (more, sort, text, status) => {
          const filter = { text, more, status }
          const want = people
            .filter(({ view }) => (text === '' || view.name.includes(text)) && (status === null || view.status === status))
            .filter((person) => fits(person, more))
            .map(({ view }) => view.id)
          if (want.length > 0) answered += 1
          const found = register.search({ filter, sort, limit: 200 }).rows.map(({ id }) => id)
          expect([...found].sort()).toEqual([...want].sort())
          const counted = await personHandlers.count(register.office.query(), persons.count.input.parse({ filter, sort }))
          expect(counted).toEqual({ count: want.length, more: false })
          expect(register.search({ filter, sort, at: 3, limit: 5 }).rows.map(({ id }) => id)).toEqual(found.slice(3, 8))
          const first = register.search({ filter, sort, limit: 4 })
          // Many are walked in the order of the sort, few are fetched; both must find the same.
          const { db } = register.office
          const resolved = withoutAges(persons.search.input.parse({ filter }).filter, '2026-03-05' as Day) // A day as it is written.
          const walked = { question: { kind: 'everybody' } as const, filter: resolved, scope: null, sort, after: null, limit: 200 }
          const ids = page(db, { ...walked, narrow: { ...narrowing(register.office.query(), resolved.more), set: null } }).map(
            ({ id }) => id
          )
          if (text === '') expect(ids).toEqual(found)
          if (first.next !== null)
            expect(register.search({ filter, sort, cursor: first.next, limit: 4 }).rows.map(({ id }) => id)).toEqual(found.slice(4, 8))
        }
      ),
      { numRuns: 400 }
    )
    expect(answered).toBeGreaterThan(100)
  }, 120_000)

  it('recorders › names everybody who made a file › once', () => {
    expect(personHandlers.recorders(register.office.query(), {})).toEqual({ names: ['banli', ...CLERKS].sort() })
  })
})
