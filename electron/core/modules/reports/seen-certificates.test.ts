// Why: whose certificate was seen is told from the register of checks; each figure must equal what somebody counts file by file, and the list it opens.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { indicatorSides, type ArrivalIndicator, type Day, type RulePack } from '@shared/domain'
import { drawing, later, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { OTHER_TOWN, TOWN } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { insertPersons, personHandlers } from '../persons'
import { reportHandlers } from '.'

const TODAY = '2026-03-05' as Day
const FIRST = '2025-12-01' as Day

let register: Register
let serial = 0
const { some, oneOf } = drawing(51)
const someDay = (): Day => later(FIRST, some(95))

interface Finding {
  readonly finding: 'genuine' | 'differs' | 'not_issued'
  readonly on: Day
}
interface Check {
  readonly on: Day
  readonly form: string | null
  readonly answer: 'valid' | 'voided' | 'unconfirmed'
  readonly reason: string | null
  readonly findings: readonly Finding[]
}
interface Known {
  readonly sex: '1' | '2' | '9'
  readonly birthDate: string
  readonly residence: string
  readonly status: 'active' | 'set_aside'
  /** The file before this one that it was merged into. */
  readonly mergedInto: number | null
  readonly stays: readonly { readonly kind: 'in' | 'out' | 'intra_county'; readonly startedOn: string; readonly recordedOn: Day }[]
  readonly checks: readonly Check[]
}

function drawnStay(): Known['stays'][number] {
  const recordedOn = someDay()
  const started = later(recordedOn, -some(20))
  return { kind: oneOf(['in', 'in', 'in', 'out', 'intra_county']), startedOn: oneOf([started, started.slice(0, 7), '2025']), recordedOn }
}
function drawnCheck(): Check {
  const on = someDay()
  const answer = oneOf<Check['answer']>(['valid', 'valid', 'voided', 'unconfirmed', 'unconfirmed'])
  return {
    ...{ on, answer, form: oneOf([null, 'marriage_birth_booklet', 'marriage_birth_booklet', 'health_service_proof']) },
    reason: answer === 'unconfirmed' ? oneOf(['no_code', 'expired', 'not_yet', 'unknown_issuer']) : null,
    findings: Array.from({ length: some(3) }, () => ({
      finding: oneOf<Finding['finding']>(['genuine', 'genuine', 'differs', 'not_issued']),
      on: later(on, some(20))
    })).sort((a, b) => (a.on < b.on ? -1 : 1))
  }
}
function drawn(): Known[] {
  const people: Known[] = []
  for (let left = 6 + some(16); left > 0; left--) {
    const roots = people.flatMap(({ mergedInto }, nth) => (mergedInto === null ? [nth] : []))
    people.push({
      ...{ sex: oneOf(['2', '2', '2', '1', '9']), residence: oneOf([TOWN, TOWN, OTHER_TOWN]) },
      birthDate: oneOf(['1990-06-15', '1990', '2007-12', '2007-12-20', '2008-01-10', '1976-01-05', '1976', '1975-12-24', '1976-02-29']),
      status: oneOf(['active', 'active', 'active', 'set_aside']),
      mergedInto: some(6) === 0 ? (roots[some(roots.length)] ?? null) : null,
      ...{ stays: Array.from({ length: 1 + some(2) }, drawnStay), checks: Array.from({ length: some(4) }, drawnCheck) }
    })
  }
  return people
}

/** One in the morning here is still the day before in Greenwich. */
const instant = (day: Day): string => oneOf([`${day}T01:00:00.000Z`, `${later(day, -1)}T17:00:00.000Z`])

function putCheck(personId: string, { on, form, answer, reason, findings }: Check): void {
  const { db } = register.office.write
  serial += 1
  db.run(
    `INSERT INTO proof_check (seq, id, at, by, account, way, digest, answer, reason, said, voided_on, form, number, proof_id, practice, person_id)
      VALUES (?, ?, ?, '', '', ?, ?, ?, ?, '', ?, ?, ?, ?, 0, ?)`,
    ...[serial, randomUUID(), instant(on), form === null ? 'typed' : 'scan', 'd', answer, reason],
    ...[answer === 'voided' ? FIRST : null, form, `N-${String(serial)}`, 'a'.repeat(32), personId]
  )
  const checked = serial
  for (const one of findings)
    db.run(
      "INSERT INTO proof_finding (checked, finding, way, asked, at, by, account) VALUES (?, ?, 'phone', '', ?, '', '')",
      ...[checked, one.finding, instant(one.on)]
    )
}
function put(people: readonly Known[]): void {
  const { office } = register
  const { db } = office.write
  const ids = insertPersons(
    { ...office.query(), db, reference },
    people.map(({ sex, birthDate, residence, stays }) => {
      const episodes = stays.map(({ kind, startedOn }) => stay({ kind, startedOn, residenceCode: residence }))
      const parsed = persons.save.input.parse({ person: someone({ sex, birthDate, hukouCode: '141124' }), episodes })
      return { person: parsed.person, episodes: parsed.episodes }
    })
  )
  const seqs = ids.map((id) => db.value<number>('SELECT seq FROM person WHERE id = ?', id) ?? 0)
  for (const [nth, { stays, checks, status, mergedInto, residence }] of people.entries()) {
    const [seq = 0, parent] = [seqs[nth], mergedInto === null ? null : (seqs[mergedInto] ?? null)]
    const left = [...stays]
    for (const row of db.all<{ id: string; kind: string; started_on: string }>('SELECT * FROM person_episode WHERE person_seq = ?', seq)) {
      const [drawnAs] = left.splice(
        left.findIndex(({ kind, startedOn }) => kind === row.kind && startedOn === row.started_on),
        1
      )
      db.run('UPDATE person_episode SET recorded_on = ? WHERE person_seq = ? AND id = ?', drawnAs?.recordedOn ?? '', seq, row.id)
    }
    db.run(
      'UPDATE person SET status = ?, merged_into = ?, survivor = ?, stay_code = ?, hukou_code = ? WHERE seq = ?',
      ...[parent === null ? status : 'merged', parent, parent, residence, '141124', seq]
    )
    for (const check of checks) putCheck(ids[nth] ?? '', check)
  }
}

/** Birthday after birthday. */
function yearsOn(day: Day, birth: string): number {
  const [year = 0, month = 1, date = 1] = birth.split('-').map(Number)
  const [nowYear = 0, nowMonth = 1, nowDate = 1] = day.split('-').map(Number)
  const had = nowMonth > month || (nowMonth === month && nowDate >= date)
  return nowYear - year - (had ? 0 : 1)
}
const isGood = ({ answer, reason, findings }: Check, end: Day): boolean => {
  if (answer === 'voided' || reason === 'expired' || reason === 'not_yet') return false
  const said = findings.filter(({ on }) => on <= end).at(-1)
  return said === undefined ? answer === 'valid' : said.finding === 'genuine'
}

/** One person after the other, one stay after the other: null of whom nothing is asked. */
function metByHand(people: readonly Known[], nth: number, [from, to]: readonly [Day, Day], held: boolean): boolean | null {
  const own = people.filter((one, at) => at === nth || one.mergedInto === nth)
  const end = to < TODAY ? to : TODAY
  const { sex, birthDate = '' } = people[nth] ?? {}
  const answers = own
    .flatMap(({ stays }) => stays)
    .filter(({ kind, recordedOn }) => kind === 'in' && recordedOn >= from && recordedOn <= to)
    .filter(({ recordedOn }) => sex === '2' && yearsOn(recordedOn, birthDate) >= 18 && yearsOn(recordedOn, birthDate) <= 49)
    .map(({ startedOn, recordedOn }) => {
      const since = startedOn < recordedOn ? startedOn : recordedOn
      return own
        .flatMap(({ checks }) => checks)
        .some((one) => one.form !== 'health_service_proof' && one.on >= since && one.on <= end && (!held || isGood(one, end)))
    })
  return answers.length === 0 ? null : answers.every(Boolean)
}
function byHand(people: readonly Known[], span: readonly [Day, Day], held: boolean, scope: string | null) {
  const met = people.flatMap((person, nth) => {
    const isListed = person.mergedInto === null && person.status === 'active' && (scope === null || person.residence.startsWith(scope))
    const answer = isListed ? metByHand(people, nth, span, held) : null
    return answer === null ? [] : [answer]
  })
  return { denominator: met.length, numerator: met.filter(Boolean).length }
}

const packOf = (id: string): RulePack => {
  const pack = reference.rulePack(id)
  if (!pack) throw new RangeError(id)
  return pack
}
const contextOf = (roles: readonly Role[] = ['verifier'], scope: string | null = null, rules = packOf('order-555')) => ({
  ...register.office.query(),
  ...{ db: register.office.write.db, rules, actor: actorNamed('banli', roles, scope) }
})
function figureOf(id: ArrivalIndicator, [from, to]: readonly [Day, Day], context = contextOf()) {
  const { input, output } = contract.reports.indicators
  return output.parse(reportHandlers.indicators(context, input.parse({ from, to }))).rows.find((one) => one.id === id)
}

beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

const FIGURES = ['certificate_seen', 'certificate_held'] as const

describe('查验率, 持证率', () => {
  it(`reports.indicators › ${String(REGISTERS)} random registers, checks, findings, periods and scopes › is what a slow counter finds`, () => {
    const total = { asked: 0, certificate_seen: 0, certificate_held: 0 }
    for (let run = 0; run < REGISTERS; run++) {
      const [people, from, scope] = [drawn(), later(FIRST, some(60)), oneOf([null, null, TOWN])]
      const span = [from, later(from, 10 + some(60))] as const
      takenBack(register, () => {
        put(people)
        for (const figure of FIGURES) {
          const want = byHand(people, span, figure === 'certificate_held', scope)
          const counted = figureOf(figure, span, contextOf(['verifier'], scope))?.counted
          expect([run, figure, counted]).toMatchObject([run, figure, want])
          expect(counted?.rate === null).toBe(want.denominator < 10)
          total.asked += want.denominator / 2
          total[figure] += want.numerator
        }
      })
    }
    const { asked, certificate_seen: seen, certificate_held: held } = total
    expect([held > REGISTERS / 8, seen - held > REGISTERS / 8, asked - seen > REGISTERS / 4]).toEqual([true, true, true])
    if (process.env['REGISTERS'] !== undefined) console.info(`${String(REGISTERS)} registers, by hand: ${JSON.stringify(total)}`)
  }, 600_000)

  it('persons.search › each number › lists as many as the figure says', async () => {
    register.office.write.transaction(() => Array.from({ length: 40 }, drawn).forEach(put))
    const [from, to] = ['2025-12-21' as Day, '2026-01-20' as Day]
    for (const figure of FIGURES)
      for (const scope of [null, TOWN]) {
        const context = contextOf(['verifier'], scope)
        const counted = figureOf(figure, [from, to], context)?.counted
        expect(counted?.rate).toMatch(/^\d+\.\d$/)
        for (const side of indicatorSides) {
          const filter = { more: { arrived: { figure, side, from, to } } }
          const { rows } = await personHandlers.search(context, persons.search.input.parse({ filter, limit: 200 }))
          expect([side, rows.length]).toEqual([side, counted?.[side]])
          expect(await personHandlers.count(context, persons.count.input.parse({ filter }))).toEqual({
            count: counted?.[side],
            more: false
          })
        }
      }
  })

  it('rules of today › ask for no certificate › no figure stands on the page, and no list is opened by an old address', async () => {
    const [from, to] = ['2025-12-21' as Day, '2026-01-20' as Day]
    const today = contextOf(['verifier'], null, packOf('current'))
    for (const figure of FIGURES) {
      expect(figureOf(figure, [from, to], today)).toBeUndefined()
      const filter = { more: { arrived: { figure, side: 'denominator' as const, from, to } } }
      const { rows } = await personHandlers.search(today, persons.search.input.parse({ filter, limit: 200 }))
      expect(rows).toEqual([])
    }
    for (const id of ['pre-2009', 'order-555', 'e-certificate'])
      expect(figureOf('certificate_seen', [from, to], contextOf(['verifier'], null, packOf(id)))?.rule).toContain(
        '满 18 岁不满 50 岁的女性'
      )
  })

  it('who may not open files › is told no count of a few', () => {
    const day = '2026-02-25' as Day
    const came = (isSeen: boolean): Known => ({
      ...{ sex: '2', birthDate: '1990', residence: TOWN, status: 'active', mergedInto: null },
      stays: [{ kind: 'in', startedOn: day, recordedOn: day }],
      checks: isSeen ? [{ on: day, form: null, answer: 'valid', reason: null, findings: [] }] : []
    })
    const seen = (count: number, roles: readonly Role[]) => {
      let found: ReturnType<typeof figureOf>
      takenBack(register, () => {
        register.office.write.db.run('DELETE FROM person_episode WHERE recorded_on = ?', day)
        put(Array.from({ length: 20 }, (_, nth) => came(nth < count)))
        found = figureOf('certificate_seen', [day, day], contextOf(roles))
      })
      return found
    }
    for (const few of [1, 4, 16, 19]) {
      expect(seen(few, ['statistician'])).toMatchObject({ counted: null, rule: expect.stringContaining('不足 5 人') as string })
      expect(seen(few, ['verifier'])?.counted).toMatchObject({ numerator: few, denominator: 20 })
    }
    for (const many of [0, 5, 15, 20]) expect(seen(many, ['statistician'])?.counted).toMatchObject({ numerator: many, denominator: 20 })
  })
})
