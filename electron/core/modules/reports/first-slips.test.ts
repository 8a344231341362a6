// Why: an assessment is settled by these figures; each must equal what somebody would count person by person and day by day, and the list it opens.
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { indicatorSides, type Day } from '@shared/domain'
import { drawing, later, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { OTHER_TOWN, TOWN } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { insertPersons, personHandlers } from '../persons'
import { reportHandlers } from '.'

const TODAY = '2026-03-05' as Day
const FIRST = '2025-12-01' as Day
const SPAN = 95

let register: Register
let serial = 0
const { some, oneOf } = drawing(47)
const someDay = (): Day => later(FIRST, some(SPAN))

/** Where each county lies today: one renamed, one divided, two as they were. */
const COUNTIES: Readonly<Record<string, readonly string[]>> = {
  '612722': ['610881'],
  '610881': ['610881'],
  '330104': ['330102', '330114'],
  '330102': ['330102'],
  '330114': ['330114'],
  '141124': ['141124'],
  '141125': ['141125']
}
const OFFICES = ['141124', '610881', '612722', '330114'] as const
const HOMES = ['141124', '141125', '612722', '610881', '330104', '330102', '330114', '141124000000', '612722101000'] as const

interface Stay {
  readonly kind: 'in' | 'out' | 'intra_county'
  readonly startedOn: string
  readonly recordedOn: Day
}
interface Slip {
  readonly kind: 'TB-LD' | 'CX' | 'XC'
  readonly office: string
  readonly issuedOn: Day
  readonly withdrawnOn: Day | null
  readonly direction: 'out' | 'in'
}
interface Known {
  readonly home: string
  readonly residence: string
  readonly status: 'active' | 'set_aside'
  /** The file before this one that it was merged into. */
  readonly mergedInto: number | null
  readonly stays: readonly Stay[]
  readonly slips: readonly Slip[]
}
interface Agreed {
  readonly office: string
  readonly signedOn: Day
  readonly from: Day
  readonly to: Day | null
  readonly endedOn: Day | null
  readonly kinds: readonly string[]
}
interface World {
  readonly people: readonly Known[]
  readonly agreed: readonly Agreed[]
}

function drawnStay(): Stay {
  const recordedOn = someDay()
  const started = later(recordedOn, -some(20))
  return {
    kind: oneOf(['in', 'in', 'in', 'out', 'intra_county']),
    startedOn: oneOf([started, started, started.slice(0, 7), '2025']),
    recordedOn
  }
}
function drawnSlip(): Slip {
  const issuedOn = someDay()
  const kind = oneOf<Slip['kind']>(['TB-LD', 'TB-LD', 'TB-LD', 'TB-LD', 'CX', 'XC'])
  return {
    kind,
    office: oneOf(OFFICES),
    issuedOn,
    withdrawnOn: some(5) === 0 ? later(issuedOn, some(20)) : null,
    direction: some(8) === 0 ? 'in' : 'out'
  }
}
const drawnAgreement = (): Agreed => {
  const [signedOn, from] = [someDay(), later(FIRST, some(120) - 60)]
  const length = some(100)
  return {
    ...{
      office: oneOf(OFFICES),
      signedOn,
      from,
      to: oneOf([null, later(from, length)]),
      endedOn: some(4) === 0 ? later(from, some(80)) : null
    },
    kinds: oneOf([['TB-LD'], ['TB-LD', 'CX'], ['TB-LD'], ['CX'], []])
  }
}
function drawn(): World {
  const people: Known[] = []
  for (let left = 6 + some(16); left > 0; left--) {
    const roots = people.flatMap(({ mergedInto }, nth) => (mergedInto === null ? [nth] : []))
    people.push({
      ...{ home: oneOf(HOMES), residence: oneOf([TOWN, TOWN, OTHER_TOWN]), status: oneOf(['active', 'active', 'active', 'set_aside']) },
      mergedInto: some(6) === 0 ? (roots[some(roots.length)] ?? null) : null,
      stays: Array.from({ length: 1 + some(2) }, drawnStay),
      slips: Array.from({ length: 2 + some(5) }, drawnSlip)
    })
  }
  return { people, agreed: Array.from({ length: 8 + some(8) }, drawnAgreement) }
}

function putSlip(personId: string, { kind, office, issuedOn, withdrawnOn, direction }: Slip): void {
  serial += 1
  register.office.write.db.run(
    `INSERT INTO slip(seq, id, record_id, rev, direction, kind, status, owed, partner_id, person_id, slip_no, issued_on, withdrawn_on, created_at, rule_pack,
       body_record) VALUES (?, ?, ?, 1, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 'current', 1)`,
    ...[serial, randomUUID(), randomBytes(16), direction, kind, withdrawnOn === null ? 'delivered' : 'withdrawn', office, personId],
    ...[`N-${String(serial)}`, issuedOn, withdrawnOn, `${issuedOn}T01:00:00.000Z`]
  )
}
function putAgreement({ office, signedOn, from, to, endedOn, kinds }: Agreed): void {
  serial += 1
  register.office.write.db.run(
    `INSERT INTO agreement (seq, id, revision, partner_id, number, signed_on, valid_from, valid_to, kinds, items, deadlines, our_posts, their_posts, clauses,
       ended_on, ended_why, updated_at, updated_by) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]', '[]', '', ?, ?, '', '')`,
    ...[serial, randomUUID(), office, `协 ${String(serial)}`, signedOn, from, to, JSON.stringify(kinds), endedOn, endedOn && '测试']
  )
}
function put({ people, agreed }: World): void {
  const { office } = register
  const { db } = office.write
  agreed.forEach(putAgreement)
  const ids = insertPersons(
    { ...office.query(), db, reference },
    people.map(({ home, residence, stays }) => {
      const episodes = stays.map(({ kind, startedOn }) => stay({ kind, startedOn, residenceCode: residence }))
      const parsed = persons.save.input.parse({ person: someone({ hukouCode: home.slice(0, 6) }), episodes })
      return { person: parsed.person, episodes: parsed.episodes }
    })
  )
  for (const [nth, { stays, slips, status, mergedInto, residence, home }] of people.entries()) {
    const [id, into] = [ids[nth] ?? '', mergedInto === null ? null : (ids[mergedInto] ?? null)]
    const seq = db.value<number>('SELECT seq FROM person WHERE id = ?', id) ?? 0
    const left = [...stays]
    const rows = db.all<{ id: string; kind: string; started_on: string }>(
      'SELECT id, kind, started_on FROM person_episode WHERE person_seq = ?',
      seq
    )
    for (const row of rows) {
      const [drawnAs] = left.splice(
        left.findIndex(({ kind, startedOn }) => kind === row.kind && startedOn === row.started_on),
        1
      )
      db.run('UPDATE person_episode SET recorded_on = ? WHERE person_seq = ? AND id = ?', drawnAs?.recordedOn ?? '', seq, row.id)
    }
    const parent = into === null ? null : (db.value<number>('SELECT seq FROM person WHERE id = ?', into) ?? null)
    db.run(
      'UPDATE person SET status = ?, merged_into = ?, survivor = ?, stay_code = ?, hukou_code = ? WHERE seq = ?',
      parent === null ? status : 'merged',
      parent,
      parent,
      residence,
      home,
      seq
    )
    for (const slip of slips) putSlip(id, slip)
  }
}

const countiesOf = (code: string): readonly string[] => COUNTIES[code.slice(0, 6)] ?? []
const isHome = (home: string, office: string): boolean => countiesOf(home).some((county) => countiesOf(office).includes(county))

/** By hand: the agreement that counts with an office on a day, in the words of the rule. */
function holding(agreed: readonly Agreed[], office: string, day: Day): Agreed | undefined {
  const held = agreed.filter(
    (one) => one.office === office && one.from <= day && (one.to ?? '9999') >= day && (one.endedOn ?? '9999') > day
  )
  // Of two signed on one day the one written later.
  return held.reduce<Agreed | undefined>((best, one) => (best === undefined || one.signedOn >= best.signedOn ? one : best), undefined)
}

/** One person after the other, one stay after the other: null where nobody has to be told. */
function toldByHand(world: World, nth: number, from: Day, to: Day): boolean | null {
  const own = world.people.filter((one, at) => at === nth || one.mergedInto === nth)
  const { home = '' } = world.people[nth] ?? {}
  const end = to < TODAY ? to : TODAY
  const stays = own
    .flatMap(({ stays: all }) => all)
    .filter(({ kind, recordedOn }) => kind === 'in' && recordedOn >= from && recordedOn <= to)
  const answers = stays.flatMap(({ startedOn, recordedOn }) => {
    const offices = OFFICES.filter((office) => isHome(home, office) && holding(world.agreed, office, recordedOn)?.kinds.includes('TB-LD'))
    if (offices.length === 0) return []
    const since = startedOn < recordedOn ? startedOn : recordedOn
    const slips = own.flatMap((one) => one.slips).filter(({ kind, direction }) => kind === 'TB-LD' && direction === 'out')
    return [
      slips.some(
        ({ office, issuedOn, withdrawnOn }) =>
          offices.some((one) => one === office) && issuedOn >= since && issuedOn <= end && (withdrawnOn === null || withdrawnOn > end)
      )
    ]
  })
  return answers.length === 0 ? null : answers.every(Boolean)
}
function byHand(world: World, from: Day, to: Day, scope: string | null) {
  const told = world.people.flatMap((person, nth) => {
    const listed = person.mergedInto === null && person.status === 'active'
    const seen = scope === null || person.residence.startsWith(scope) || person.home.startsWith(scope)
    const answer = listed && seen ? toldByHand(world, nth, from, to) : null
    return answer === null ? [] : [answer]
  })
  return { denominator: told.length, numerator: told.filter(Boolean).length }
}

const contextOf = (roles: readonly Role[] = ['verifier'], scope: string | null = null) => {
  const rules = reference.rulePack('current')
  if (!rules) throw new RangeError('current')
  return { ...register.office.query(), db: register.office.write.db, rules, actor: actorNamed('banli', roles, scope) }
}
function figureOf(id: string, from: Day, to: Day, roles?: readonly Role[], scope?: string | null) {
  const { input, output } = contract.reports.indicators
  const found = output.parse(reportHandlers.indicators(contextOf(roles, scope), input.parse({ from, to })))
  const row = found.rows.find((one) => one.id === id)
  if (row === undefined) throw new RangeError(id)
  return row
}
const submission = (from: Day, to: Day, roles?: readonly Role[], scope?: string | null) => figureOf('submission', from, to, roles, scope)

beforeAll(async () => {
  register = await openRegister()
  const { write } = register.office
  write.transaction(() => {
    for (const code of OFFICES)
      write.db.run(
        "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '', 'paper', ?)",
        code,
        `${code}测试局`,
        code,
        FIRST
      )
  })
})
afterAll(() => register.close())

describe('信息提交率', () => {
  it(`reports.indicators › ${String(REGISTERS)} random registers, agreements, slips, periods and scopes › is what a slow counter finds`, () => {
    let [owed, told] = [0, 0]
    for (let run = 0; run < REGISTERS; run++) {
      const [world, from, scope] = [drawn(), later(FIRST, some(60)), oneOf([null, null, TOWN])]
      const to = later(from, 10 + some(60))
      takenBack(register, () => {
        put(world)
        const want = byHand(world, from, to, scope)
        const { counted } = submission(from, to, ['verifier'], scope)
        expect([run, counted]).toMatchObject([run, want])
        expect(counted?.rate === null).toBe(want.denominator < 10)
        owed += want.denominator
        told += want.numerator
      })
    }
    expect([told > REGISTERS / 4, owed - told > REGISTERS / 4]).toEqual([true, true])
    if (process.env['REGISTERS'] !== undefined)
      console.info(`${String(REGISTERS)} registers, ${String(told)} of ${String(owed)} people told of by hand`)
  }, 600_000)

  it('persons.search › each side › lists as many as the figure says, also where many arrived', async () => {
    const worlds = Array.from({ length: 40 }, drawn)
    register.office.write.transaction(() => worlds.forEach(put))
    const [from, to] = ['2025-12-21' as Day, '2026-01-20' as Day]
    for (const scope of [null, TOWN]) {
      const { counted, rule } = submission(from, to, ['verifier'], scope)
      expect(rule).toContain('流动变动通报')
      expect(counted?.rate).toMatch(/^\d+\.\d$/)
      const context = contextOf(['verifier'], scope)
      for (const side of indicatorSides) {
        const filter = { more: { arrived: { figure: 'submission', side, from, to } } }
        const { rows } = await personHandlers.search(context, persons.search.input.parse({ filter, limit: 200 }))
        expect([side, rows.length]).toEqual([side, counted?.[side]])
        expect(await personHandlers.count(context, persons.count.input.parse({ filter }))).toEqual({ count: counted?.[side], more: false })
      }
    }
  })

  it('reports.indicators › who may not open files › is told no count of a few', () => {
    const whole: Known = { home: '141125', residence: TOWN, status: 'active', mergedInto: null, stays: [], slips: [] }
    const [day, last] = ['2026-02-25' as Day, '2026-02-28' as Day]
    const arrived = (told: boolean): Known => ({
      ...whole,
      home: '141124',
      stays: [{ kind: 'in', startedOn: day, recordedOn: day }],
      slips: told ? [{ kind: 'TB-LD', office: '141124', issuedOn: day, withdrawnOn: null, direction: 'out' }] : []
    })
    const agreed: Agreed = { office: '141124', signedOn: TODAY, from: day, to: null, endedOn: null, kinds: ['TB-LD'] }
    const seen = (told: number, roles: readonly Role[]) => {
      let found: ReturnType<typeof submission> | null = null
      takenBack(register, () => {
        register.office.write.db.run('DELETE FROM person_episode WHERE recorded_on BETWEEN ? AND ?', day, last)
        put({ people: Array.from({ length: 20 }, (_, nth) => arrived(nth < told)), agreed: [agreed] })
        found = submission(day, last, roles)
      })
      return found as ReturnType<typeof submission> | null
    }
    for (const few of [1, 4, 16, 19]) {
      expect(seen(few, ['statistician'])).toMatchObject({ counted: null, rule: expect.stringContaining('不足 5 人') as string })
      expect(seen(few, ['verifier'])?.counted).toMatchObject({ numerator: few, denominator: 20 })
    }
    for (const many of [0, 5, 15, 20]) expect(seen(many, ['statistician'])?.counted).toMatchObject({ numerator: many, denominator: 20 })
  })
})
