// Why: an assessment is settled by these figures; each must equal what somebody would count file by file, under any rules, and the list it opens.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import type { FileState, MinimumField, RulePack } from '@shared/domain'
import { drawing, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { VILLAGE, TOWN, OTHER_TOWN } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, stay, type Register, type TypedStay } from '../../../../test/kit/register'
import { insertPersons, personHandlers } from '../persons'
import { reportHandlers } from '.'

let register: Register
const { some, oneOf } = drawing(43)

interface Known {
  readonly sex: '1' | '2' | '0' | '9'
  readonly marital: string
  readonly birthDate: string
  readonly hukouCode: string
  readonly stays: readonly TypedStay[]
  readonly status: 'active' | 'set_aside' | 'closed' | 'merged'
}

const drawnStay = (): TypedStay =>
  stay({
    ...{ kind: oneOf(['in', 'out', 'intra_county']), startedOn: oneOf(['2024', '2025-03', '2025-09-01']) },
    residenceCode: oneOf(['141124', TOWN, OTHER_TOWN, VILLAGE, VILLAGE]),
    endedOn: oneOf([null, null, '2025-12-31'])
  })
const drawn = (): Known => ({
  ...{ sex: oneOf(['1', '2', '2', '9', '0']), marital: oneOf(['10', '21', '20', '30', '90']), birthDate: oneOf(['1990', '1988-02-29']) },
  ...{ hukouCode: oneOf(['610802', TOWN, VILLAGE, '141124']), stays: Array.from({ length: some(3) }, drawnStay) },
  status: oneOf(['active', 'active', 'active', 'active', 'set_aside', 'closed', 'merged'])
})

function put(people: readonly Known[]): void {
  const { office } = register
  const { db } = office.write
  const ids = insertPersons(
    { ...office.query(), db, reference },
    people.map(({ sex, marital, birthDate, hukouCode, stays }) => {
      const { person, episodes } = persons.save.input.parse({
        ...{ person: someone({ sex, marital, birthDate, hukouCode }), episodes: [...stays] }
      })
      return { person, episodes }
    })
  )
  for (const [nth, { status }] of people.entries()) {
    const into = status === 'merged' ? 'seq' : 'NULL'
    db.run(`UPDATE person SET status = ?, merged_into = ${into}, survivor = ${into} WHERE id = ?`, status, ids[nth] ?? '')
  }
}

/** The stay that lasts, else the one that began last. */
const presentOf = ({ stays }: Known): readonly TypedStay[] =>
  [...stays].sort((a, b) => Number(a.endedOn !== null) - Number(b.endedOn !== null) || (a.startedOn < b.startedOn ? 1 : -1)).slice(0, 1)

/** By hand: one fact of one file after the other, in the words of domain.md §3. A stay drawn twice for one day may be either. */
function holds(person: Known, field: MinimumField, digits = 0): boolean {
  const [present] = presentOf(person)
  switch (field) {
    case 'sex':
      return person.sex === '1' || person.sex === '2'
    case 'marital':
      return person.marital !== '90'
    case 'hukouCode':
      return person.hukouCode.length >= digits
    case 'episode.kind':
    case 'episode.startedOn':
      return present !== undefined
    case 'episode.residenceCode':
      return present !== undefined && present.residenceCode.length >= digits
    default:
      return true
  }
}
const isTold = ({ stays }: Known): boolean =>
  new Set(stays.map(({ endedOn, startedOn }) => `${String(endedOn)}${startedOn}`)).size === stays.length
const livesIn = (person: Known, scope: string | null): boolean =>
  scope === null ||
  [person.hukouCode, ...presentOf(person).map(({ residenceCode }) => residenceCode)].some((code) => code.startsWith(scope))

function byHand(people: readonly Known[], { counting: { minimumFile } }: RulePack, scope: string | null) {
  const counted = people.filter((person) => person.status === 'active' && livesIn(person, scope))
  const lacking = (person: Known) => minimumFile.fields.filter(({ field, digits }) => !holds(person, field, digits))
  return {
    persons: counted.length,
    complete: counted.filter((person) => lacking(person).length === 0).length,
    gaps: minimumFile.fields.map(({ field }) => counted.filter((person) => lacking(person).some((one) => one.field === field)).length)
  }
}

const packOf = (id: string): RulePack => {
  const pack = reference.rulePack(id)
  if (!pack) throw new RangeError(id)
  return pack
}
const asking = (fields: RulePack['counting']['minimumFile']['fields'], pack = packOf('current')): RulePack => ({
  ...pack,
  counting: { ...pack.counting, minimumFile: { fields, source: '测试' } }
})
const packs = [
  ...['pre-2009', 'order-555', 'e-certificate', 'current'].map(packOf),
  asking([{ field: 'sex' }]),
  asking([{ field: 'marital' }, { field: 'episode.residenceCode', digits: 9 }, { field: 'hukouCode', digits: 12 }]),
  asking([{ field: 'episode.startedOn' }, { field: 'episode.residenceCode' }, { field: 'name' }])
] as const

const ask = async (rules: RulePack, scope: string | null = null, roles: readonly Role[] = ['signer']) => {
  const { db } = register.office.write
  const actor = actorNamed('banli', roles, scope)
  return contract.reports.registerIndicators.output.parse(
    await reportHandlers.registerIndicators({ ...register.office.query(), db, actor, rules }, {})
  )
}
const countedOf = ({ rows }: Awaited<ReturnType<typeof ask>>, id: string) => rows.find((row) => row.id === id)?.counted

/** Few files are counted before the first pause. */
const withRegister = <T>(people: readonly Known[], work: () => Promise<T>): Promise<T> =>
  takenBack(register, () => {
    put(people)
    return work()
  })

beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

describe('indicators of the register', () => {
  it(`reports.registerIndicators › ${String(REGISTERS)} random registers, rules and scopes › are what a slow counter finds`, async () => {
    let lacking = 0
    for (let run = 0; run < REGISTERS; run++) {
      const people = Array.from({ length: 2 + some(14) }, drawn).filter(isTold)
      const [rules, scope] = [packs[run % packs.length] ?? packs[0], oneOf([null, null, TOWN])]
      const found = await withRegister(people, () => ask(rules, scope))
      const want = byHand(people, rules, scope)
      expect(countedOf(found, 'filed')).toMatchObject({ numerator: want.complete, denominator: want.persons })
      const all = want.persons * want.gaps.length
      const missing = want.gaps.reduce((sum, count) => sum + count, 0)
      expect(countedOf(found, 'complete')).toMatchObject({ numerator: all - missing, denominator: all })
      expect(found.gaps.map((gap) => gap.persons)).toEqual(want.gaps)
      for (const { counted } of found.rows) expect(counted?.rate === null).toBe((counted?.denominator ?? 0) < 10)
      lacking += missing
    }
    expect(lacking).toBeGreaterThan(REGISTERS)
    if (process.env['REGISTERS'] !== undefined)
      console.info(`${String(REGISTERS)} registers, ${String(lacking)} facts found missing by hand`)
  }, 600_000)

  it('reports.registerIndicators › who may not open files › is told no gaps and no count of a few', async () => {
    const whole: Known = { ...drawn(), sex: '2', marital: '10', status: 'active', hukouCode: OTHER_TOWN, stays: [] }
    const rules = asking([{ field: 'marital' }])
    const people = (lacking: number) => Array.from({ length: 20 }, (_, nth) => ({ ...whole, marital: nth < lacking ? '90' : '10' }))
    const seen = (lacking: number) => withRegister(people(lacking), () => ask(rules, OTHER_TOWN, ['statistician']))
    const before = countedOf(await ask(rules, OTHER_TOWN), 'filed')
    expect(before).toMatchObject({ denominator: 0 })
    expect([await seen(5), await seen(0)].map((found) => [countedOf(found, 'filed')?.rate, found.gaps])).toEqual([
      ['75.0', []],
      ['100.0', []]
    ])
    for (const few of [1, 4, 16, 19]) {
      const { rows, gaps } = await seen(few)
      expect([rows.filter(({ id }) => id !== 'shared').map(({ counted }) => counted), gaps]).toEqual([[null, null], []])
      expect(rows[0]?.rule).toContain('不足 5 人')
    }
  })

  it('reports.registerIndicators › every number › is the length of the list it opens, and the file names what it lacks', async () => {
    const people = Array.from({ length: 80 }, drawn).filter(isTold)
    const { office } = register
    const { db } = office.write
    office.write.transaction(() => {
      put(people)
      // Counted as everybody: one restricted, one to be met with care.
      const [one, other] = db.all<{ id: string }>("SELECT id FROM person WHERE status = 'active' AND marital = '90' LIMIT 2")
      const now = '2026-03-05T01:00:00.000Z'
      const restricted =
        "INSERT INTO person_mark (person_id, kind, field, request, placed_at, placed_by) VALUES (?, 'restricted', '', 1, ?, '甲')"
      db.run(restricted, one?.id ?? '', now)
      db.run("INSERT INTO bereaved_mark (person_id, placed_at, placed_by) VALUES (?, ?, '甲')", other?.id ?? '', now)
    })
    expect(countedOf(await ask(packOf('current')), 'filed')?.denominator).toBe(byHand(people, packOf('current'), null).persons)
    const rules = packOf('current')
    for (const scope of [null, TOWN]) {
      const found = await ask(rules, scope)
      const context = { ...register.office.query(), rules, actor: actorNamed('banli', ['verifier'], scope) }
      const listed = async (file?: FileState) => {
        const filter = file === undefined ? {} : { more: { file } }
        const { rows } = await personHandlers.search(context, persons.search.input.parse({ filter, limit: 200 }))
        expect(await personHandlers.count(context, persons.count.input.parse({ filter }))).toEqual({ count: rows.length, more: false })
        return rows
      }
      const filed = countedOf(found, 'filed')
      expect([await listed('complete'), await listed()].map((rows) => rows.length)).toEqual([filed?.numerator, filed?.denominator])
      const incomplete = await listed('incomplete')
      expect(incomplete).toHaveLength((filed?.denominator ?? 0) - (filed?.numerator ?? 0))
      for (const { field, persons: count, label } of found.gaps) {
        const lacking = await listed(field)
        expect([field, lacking.length]).toEqual([field, count])
        for (const { id } of incomplete) expect(register.get(id).missing.includes(label)).toBe(lacking.some((row) => row.id === id))
      }
      if (scope === null)
        expect([incomplete.some((row) => row.restricted), incomplete.some((row) => row.name === '测**')]).toEqual([true, true])
      expect(filed?.rate).toMatch(/^\d+\.\d$/)
    }
    for (const { id } of register.search({ filter: { status: 'closed' }, limit: 200 }).rows) expect(register.get(id).missing).toEqual([])
  })

  it('reports.indicators › of a period › leaves the register to its own table', () => {
    const { input, output } = contract.reports.indicators
    const asked = input.parse({ from: '2026-01-21', to: '2026-02-20' })
    const ids = output.parse(reportHandlers.indicators(register.office.query(['signer']), asked)).rows.map(({ id }) => id)
    expect(ids).toContain('answer')
    expect(ids).not.toContain('filed')
  })
})
