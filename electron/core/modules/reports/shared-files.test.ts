// Why: that both ends have somebody on file is known from slips alone; the figure must equal a count person by person and slip by slip, and the list it opens.
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import type { IndicatorSide } from '@shared/domain'
import { drawing, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { OTHER_TOWN, TOWN } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { insertPersons, personHandlers } from '../persons'
import { reportHandlers } from '.'

const DAY = '2026-02-01'

let register: Register
let serial = 0
const { some, oneOf } = drawing(53)

/** Other ends of a move, where each lies today, and how far that is. */
const ENDS = {
  '612722': { now: '610881', scope: '3' },
  '610881': { now: '610881', scope: '3' },
  '610113': { now: '610113', scope: '2' },
  '141124': { now: '141124', scope: '1' }
} as const
type End = keyof typeof ENDS
const OFFICES = ['612722', '610881', '610113', '141124'] as const

interface Slip {
  readonly office: (typeof OFFICES)[number]
  readonly direction: 'in' | 'out'
  readonly kind: 'CX' | 'XC' | 'TB-LD' | 'QR'
  readonly withdrawn: boolean
  /** What each reply said, and whether it came on paper. */
  readonly replies: readonly { readonly result: 'found' | 'not_found'; readonly heard: boolean; readonly withdrawn: boolean }[]
}
interface Known {
  readonly kind: 'in' | 'out' | 'intra_county'
  readonly end: End
  readonly town: string
  readonly status: 'active' | 'set_aside'
  /** The file before this one that it was merged into. */
  readonly mergedInto: number | null
  readonly slips: readonly Slip[]
}

const drawnSlip = (): Slip => ({
  ...{ office: oneOf(OFFICES), direction: oneOf(['in', 'out', 'out']), kind: oneOf(['CX', 'XC', 'TB-LD', 'QR']), withdrawn: some(6) === 0 },
  replies: Array.from({ length: some(3) }, () => ({
    ...{ result: oneOf(['found', 'found', 'not_found'] as const), heard: some(3) === 0, withdrawn: some(6) === 0 }
  }))
})
function drawn(): Known[] {
  const people: Known[] = []
  for (let left = 4 + some(16); left > 0; left--) {
    const roots = people.flatMap(({ mergedInto }, nth) => (mergedInto === null ? [nth] : []))
    people.push({
      ...{ kind: oneOf(['in', 'in', 'out', 'intra_county']), end: oneOf(['612722', '610881', '610113', '141124']) },
      ...{ town: oneOf([TOWN, TOWN, OTHER_TOWN]), status: oneOf(['active', 'active', 'active', 'set_aside']) },
      mergedInto: some(6) === 0 ? (roots[some(roots.length)] ?? null) : null,
      slips: Array.from({ length: some(4) }, drawnSlip)
    })
  }
  return people
}

function put(people: readonly Known[]): void {
  const { office } = register
  const { db } = office.write
  const insert = (
    direction: string,
    kind: string,
    status: string,
    partner: string,
    rest: Readonly<Record<string, string | number | null>>
  ): number => {
    serial += 1
    const row = { person_id: null, answer_to: null, body_record: null, draft: null, ...rest }
    db.run(
      `INSERT INTO slip (seq, id, record_id, rev, direction, kind, status, owed, partner_id, person_id, slip_no, issued_on, created_at, rule_pack,
        answer_to, body_record, draft) VALUES (?, ?, ?, 1, ?, ?, ?, 0, ?, ?, ?, ?, ?, 'current', ?, ?, ?)`,
      ...[serial, randomUUID(), randomBytes(16), direction, kind, status, partner, row.person_id],
      ...[`N-${String(serial)}`, DAY, `${DAY}T01:00:00.000Z`, row.answer_to, row.body_record, row.draft]
    )
    return serial
  }
  const record = (body: object): number => {
    const line = JSON.stringify({ body })
    db.run(
      `INSERT INTO slip_record (record_id, rev, kind, slip_kind, rule_pack, content) VALUES (?, 1, 'reply', 'FK', 'current', ?)`,
      randomBytes(16),
      line
    )
    return db.value<number>('SELECT max(seq) FROM slip_record') ?? 0
  }
  const ids = insertPersons(
    { ...office.query(), db, reference },
    people.map(({ kind, town }) => {
      const parsed = persons.save.input.parse({ person: someone({ hukouCode: town }), episodes: [stay({ kind, residenceCode: town })] })
      return { person: parsed.person, episodes: parsed.episodes }
    })
  )
  const seqs = ids.map((id) => db.value<number>('SELECT seq FROM person WHERE id = ?', id) ?? 0)
  for (const [nth, { kind, end, town, status, mergedInto, slips }] of people.entries()) {
    const parent = mergedInto === null ? null : (seqs[mergedInto] ?? null)
    const [home, residence] = kind === 'in' ? [`${end}000000`.slice(0, oneOf([6, 12])), town] : kind === 'out' ? [town, end] : [town, town]
    db.run(
      'UPDATE person SET status = ?, merged_into = ?, survivor = ?, stay_kind = ?, stay_code = ?, hukou_code = ?, stay_scope = ? WHERE seq = ?',
      ...[parent === null ? status : 'merged', parent, parent, kind, residence, home, kind === 'intra_county' ? '5' : ENDS[end].scope],
      seqs[nth] ?? 0
    )
    for (const slip of slips) {
      const [person_id, partner] = [ids[nth] ?? '', slip.office]
      const asked = insert(slip.direction, slip.kind, slip.withdrawn ? 'withdrawn' : 'delivered', partner, { person_id })
      for (const { result, heard, withdrawn } of slip.replies) {
        const said = { pairing_result: result }
        const how = heard ? { draft: JSON.stringify(said) } : { body_record: record(said) }
        insert(slip.direction === 'out' ? 'in' : 'out', 'FK', withdrawn ? 'withdrawn' : 'imported', partner, { answer_to: asked, ...how })
      }
    }
  }
}

/** One slip after the other. */
const knows = ({ direction, kind, withdrawn, replies }: Slip): boolean =>
  direction === 'in' ? kind !== 'QR' && !withdrawn : replies.some((reply) => reply.result === 'found' && !reply.withdrawn)
function byHand(people: readonly Known[], scope: string | null): Readonly<Record<IndicatorSide, number>> {
  const counted = people.flatMap(({ kind, end, town, status, mergedInto }, nth) => {
    if (mergedInto !== null || status !== 'active' || kind === 'intra_county' || ENDS[end].scope === '1') return []
    if (scope !== null && !town.startsWith(scope)) return []
    const slips = people.filter((one, at) => at === nth || one.mergedInto === nth).flatMap((one) => one.slips)
    return [slips.some((slip) => knows(slip) && ENDS[slip.office].now === ENDS[end].now)]
  })
  return { denominator: counted.length, numerator: counted.filter(Boolean).length }
}

function contextOf(scope: string | null = null, roles: readonly Role[] = ['verifier']) {
  const rules = reference.rulePack('current')
  if (!rules) throw new RangeError('current')
  return { ...register.office.query(), db: register.office.write.db, rules, actor: actorNamed('banli', roles, scope) }
}
const rowOf = async (context = contextOf()) => {
  const found = contract.reports.registerIndicators.output.parse(await reportHandlers.registerIndicators(context, {}))
  return found.rows.find(({ id }) => id === 'shared')
}
/** It is asked before the first pause. */
const asked = (people: readonly Known[], context: ReturnType<typeof contextOf>): ReturnType<typeof rowOf> =>
  takenBack(register, () => {
    put(people)
    return rowOf(context)
  })

beforeAll(async () => {
  register = await openRegister()
  for (const code of OFFICES)
    register.office.write.transaction(() =>
      register.office.write.db.run(
        "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '', 'paper', ?)",
        ...[code, `${code}测试局`, code, DAY]
      )
    )
})
afterAll(() => register.close())

describe('共管率', () => {
  it(`reports.registerIndicators › ${String(REGISTERS)} random registers, slips, replies and scopes › is what a slow counter finds`, async () => {
    let [all, both] = [0, 0]
    for (let run = 0; run < REGISTERS; run++) {
      const [people, scope] = [drawn(), oneOf([null, null, TOWN])]
      const want = byHand(people, scope)
      expect([run, (await asked(people, contextOf(scope)))?.counted]).toMatchObject([run, want])
      all += want.denominator
      both += want.numerator
    }
    expect([both > REGISTERS / 2, all - both > REGISTERS / 2]).toEqual([true, true])
    if (process.env['REGISTERS'] !== undefined)
      console.info(`${String(REGISTERS)} registers, ${String(both)} of ${String(all)} people by hand`)
  }, 600_000)

  it('who may not open files › is told no count of a few', async () => {
    const known: Known = { kind: 'in', end: '610113', town: OTHER_TOWN, status: 'active', mergedInto: null, slips: [] }
    const told: Slip = { office: '610113', direction: 'in', kind: 'TB-LD', withdrawn: false, replies: [] }
    for (const [count, isTold] of [
      [0, true],
      [4, false],
      [5, true],
      [16, false]
    ] as const) {
      const people = Array.from({ length: 20 }, (_, nth) => ({ ...known, slips: nth < count ? [told] : [] }))
      const seen = async (roles: readonly Role[]) => (await asked(people, contextOf(OTHER_TOWN, roles)))?.counted
      expect([count, (await seen(['statistician'])) !== null]).toEqual([count, isTold])
      expect(await seen(['verifier'])).toMatchObject({ numerator: count, denominator: 20 })
    }
  })

  it('persons.search › each number › lists as many as the figure says', async () => {
    register.office.write.transaction(() => Array.from({ length: 20 }, drawn).forEach(put))
    for (const scope of [null, TOWN]) {
      const context = contextOf(scope)
      const counted = (await rowOf(context))?.counted
      expect(counted?.rate).toMatch(/^\d+\.\d$/)
      for (const [shared, side] of [
        ['either', 'denominator'],
        ['both', 'numerator']
      ] as const) {
        const filter = { more: { shared } }
        const { rows } = await personHandlers.search(context, persons.search.input.parse({ filter, limit: 200 }))
        expect([shared, rows.length]).toEqual([shared, counted?.[side]])
        expect(await personHandlers.count(context, persons.count.input.parse({ filter }))).toEqual({ count: counted?.[side], more: false })
      }
    }
  })
})
