// Why: how right the files are is told from what visits found; who could not be asked says nothing of a file, and each figure equals a count fact by fact.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { type Day } from '@shared/domain'
import { changedFacts, visitAsks, visitResults, type ChangedFact, type VisitAsk, type VisitResult } from '@shared/domain/roster'
import { drawing, later, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { here, OTHER_TOWN, TOWN, VILLAGE } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, type Register } from '../../../../test/kit/register'
import { reportHandlers } from '.'

const FIRST = '2025-12-01' as Day

let register: Register
let person = ''
let serial = 0
const { some, oneOf } = drawing(52)
const someOf = <T>(list: readonly T[]): T[] => list.filter(() => some(2) === 0)

interface Visit {
  readonly on: Day
  readonly result: VisitResult
  readonly fields: readonly ChangedFact[]
  readonly stands: boolean
}
interface Listed {
  readonly kind: 'visit' | 'roster'
  readonly place: string
  readonly asks: readonly VisitAsk[]
  readonly visits: readonly Visit[]
}

function drawnVisit(): Visit {
  const result = oneOf<VisitResult>([...visitResults, 'found', 'changed'])
  return { on: later(FIRST, some(95)), result, fields: result === 'changed' ? someOf(changedFacts) : [], stands: some(5) > 0 }
}
const drawn = (): Listed[] =>
  Array.from({ length: 1 + some(5) }, () => ({
    ...{ kind: oneOf(['visit', 'visit', 'visit', 'roster'] as const), place: oneOf([VILLAGE, VILLAGE, TOWN, OTHER_TOWN]) },
    ...{ asks: someOf(visitAsks), visits: Array.from({ length: 1 + some(12) }, drawnVisit) }
  }))

function put(lists: readonly Listed[]): void {
  const { db } = register.office.write
  for (const { kind, place, asks, visits } of lists) {
    serial += 1
    db.run(
      `INSERT INTO roster (seq, id, number, kind, at, by, account, place, place_name, basis, columns, asks, whole, count)
        VALUES (?, ?, ?, ?, ?, '', '', ?, '', 'residence', '[]', ?, 0, ?)`,
      ...[serial, randomUUID(), 100_000_000 + serial, kind, `${FIRST}T01:00:00.000Z`, place, JSON.stringify(asks), visits.length]
    )
    for (const [at, { on, result, fields, stands }] of visits.entries()) {
      db.run("INSERT INTO roster_row (roster, row, person_id, cells) VALUES (?, ?, ?, '{}')", serial, at + 1, person)
      db.run(
        `INSERT INTO roster_entry (id, roster, row, person_id, at, by, account, visited_on, result, fields, stands)
          VALUES (?, ?, ?, ?, '', '', '', ?, ?, ?, ?)`,
        ...[randomUUID(), serial, at + 1, person, on, result, JSON.stringify(fields), stands ? 1 : 0]
      )
    }
  }
}

/** One fact of one visit after the other, in the words of the page. */
function byHand(lists: readonly Listed[], from: Day, to: Day, scope: string | null) {
  const facts: boolean[] = []
  for (const { kind, place, asks, visits } of lists) {
    if (kind !== 'visit' || (scope !== null && !place.startsWith(scope))) continue
    for (const { on, result, fields, stands } of visits) {
      if (!stands || on < from || on > to || result === 'unknown' || result === 'declined') continue
      if (result === 'moved') {
        facts.push(false)
        continue
      }
      const wrong = new Set<string>(fields)
      for (const ask of asks) if (ask !== 'notice' && !wrong.has(ask)) facts.push(true)
      for (let left = wrong.size; left > 0; left--) facts.push(false)
    }
  }
  return { denominator: facts.length, numerator: facts.filter(Boolean).length }
}

function accuracy(from: Day, to: Day, scope: string | null = null, roles: readonly Role[] = ['verifier']) {
  const { input, output } = contract.reports.indicators
  const rules = reference.rulePack('current')
  if (!rules) throw new RangeError('current')
  const context = { ...register.office.query(), db: register.office.write.db, rules, actor: actorNamed('banli', roles, scope) }
  const row = output.parse(reportHandlers.indicators(context, input.parse({ from, to }))).rows.find(({ id }) => id === 'accurate')
  if (!row) throw new RangeError('accurate')
  return row
}

beforeAll(async () => {
  register = await openRegister()
  person = (await register.put({ name: '测走访' }, here())).id
})
afterAll(() => register.close())

describe('信息准确率', () => {
  it(`reports.indicators › ${String(REGISTERS)} random sets of lists and visits › is what a slow counter finds`, () => {
    let [all, right] = [0, 0]
    for (let run = 0; run < REGISTERS; run++) {
      const [lists, from, scope] = [drawn(), later(FIRST, some(60)), oneOf([null, null, TOWN])]
      const to = later(from, 10 + some(60))
      takenBack(register, () => {
        put(lists)
        const want = byHand(lists, from, to, scope)
        const { counted } = accuracy(from, to, scope)
        expect([run, counted]).toMatchObject([run, want])
        expect(counted?.rate === null).toBe(want.denominator < 10)
        all += want.denominator
        right += want.numerator
      })
    }
    expect([right > REGISTERS * 2, all - right > REGISTERS * 2]).toEqual([true, true])
    if (process.env['REGISTERS'] !== undefined)
      console.info(`${String(REGISTERS)} sets, ${String(right)} of ${String(all)} facts right by hand`)
  }, 600_000)

  it('who may not open files › is told no count of a few', () => {
    const visits = (result: VisitResult, count: number): Visit[] =>
      Array.from({ length: count }, () => ({ on: FIRST, result, fields: [], stands: true }))
    for (const [wrong, isTold] of [
      [0, true],
      [4, false],
      [5, true]
    ] as const)
      takenBack(register, () => {
        put([{ kind: 'visit', place: VILLAGE, asks: ['present'], visits: [...visits('found', 20), ...visits('moved', wrong)] }])
        const { counted, rule } = accuracy(FIRST, FIRST, null, ['statistician'])
        expect([wrong, counted !== null]).toEqual([wrong, isTold])
        if (!isTold) expect(rule).toContain('不足 5 项')
        expect(accuracy(FIRST, FIRST).counted).toMatchObject({ numerator: 20, denominator: 20 + wrong })
      })
  })
})
