// Why: what was confided to the service desk may be counted only where the count tells of nobody, and must then be right.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Role } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { type Day } from '@shared/domain'
import { drawing, later, REGISTERS, takenBack } from '../../../../test/kit/drawn-registers'
import { TOWN } from '../../../../test/kit/field-lists'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, type Register } from '../../../../test/kit/register'
import { insertPersons } from '../persons'
import { reportHandlers } from '.'

let register: Register
const { some, oneOf } = drawing(47)

function freeService(from: Day, to: Day, roles: readonly Role[], scope: string | null = null) {
  const { input, output } = contract.reports.indicators
  const context = { ...register.office.query(), db: register.office.write.db, actor: actorNamed('banli', roles, scope) }
  const row = output.parse(reportHandlers.indicators(context, input.parse({ from, to }))).rows.find(({ id }) => id === 'free_service')
  if (row === undefined) throw new RangeError('free_service')
  return row
}

beforeAll(async () => {
  register = await openRegister()
  const { write } = register.office
  write.transaction(() =>
    write.db.run("INSERT INTO account(id, name, display_name, roles, created_at) VALUES ('fuwu', 'fuwu', '服务', '[]', '2026-01-01')")
  )
})
afterAll(() => register.close())

describe('免费服务落实率', () => {
  interface Asked {
    readonly person: number
    readonly type: '1' | '2'
    readonly on: Day
    readonly asked: boolean
    readonly done: boolean
    readonly free: 0 | 1 | null
  }
  const [from, to] = ['2026-01-21' as Day, '2026-02-20' as Day]

  function putServices(people: number, merged: ReadonlySet<number>, all: readonly Asked[]): void {
    const { db } = register.office.write
    const fresh = persons.save.input.parse({ person: someone(), episodes: [] })
    const ids = insertPersons(
      { ...register.office.query(), db, reference },
      Array.from({ length: people }, () => ({ person: fresh.person, episodes: [] }))
    )
    const seqs = ids.map((id) => db.value<number>('SELECT seq FROM person WHERE id = ?', id) ?? 0)
    const [root = 0] = seqs
    for (const nth of merged)
      db.run("UPDATE person SET status = 'merged', merged_into = ?, survivor = ? WHERE seq = ?", root, root, seqs[nth] ?? 0)
    for (const { person, type, on, asked, done, free } of all)
      db.run(
        `INSERT INTO service_record (id, person_seq, type, asked_by_self, served_on, performed, free, purpose_ended_on, purge_after, revision, recorded_at,
           recorded_by, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '9999-12-31', 1, '', ?, '', ?)`,
        ...[randomUUID(), seqs[person] ?? 0, type, asked ? 1 : 0, on, done ? 1 : 0, free, on, 'fuwu', 'fuwu']
      )
  }
  function handCount(merged: ReadonlySet<number>, all: readonly Asked[]) {
    const owner = (person: number): number => (merged.has(person) ? 0 : person)
    const wanted = all.filter(({ asked, free, on }) => asked && free !== 0 && on >= from && on <= to)
    const people = [...new Set(wanted.map(({ person }) => owner(person)))]
    const got = people.filter((person) =>
      wanted
        .filter((one) => owner(one.person) === person)
        .every(({ type, on }) =>
          all.some((one) => owner(one.person) === person && one.type === type && one.done && one.on >= on && one.on <= to)
        )
    )
    return { denominator: people.length, numerator: got.length }
  }

  it(`reports.indicators › ${String(REGISTERS)} random registers of services › is what a slow counter finds, and nothing below ten`, () => {
    let [shown, withheld] = [0, 0]
    for (let run = 0; run < REGISTERS; run++) {
      const people = 14 + some(30)
      const merged = new Set(Array.from({ length: some(4) }, () => 1 + some(people - 1)))
      const readily = some(6)
      const all = Array.from({ length: people * 2 }, (): Asked => {
        const on = later('2026-01-10' as Day, some(50))
        return {
          person: some(people),
          type: oneOf(['1', '2']),
          on,
          asked: some(4) > 0,
          done: some(6) < readily,
          free: oneOf([1, 1, null, 0])
        }
      })
      takenBack(register, () => {
        putServices(people, merged, all)
        const want = handCount(merged, all)
        const few = [want.numerator, want.denominator - want.numerator].some((count) => count > 0 && count < 10) || want.denominator < 10
        const { counted, rule } = freeService(from, to, ['statistician'])
        if (few) expect([run, counted, rule.includes('不足 10 人')]).toEqual([run, null, true])
        else expect([run, counted]).toMatchObject([run, want])
        if (few) withheld += 1
        else shown += 1
      })
    }
    expect([shown > REGISTERS / 20, withheld > REGISTERS / 20]).toEqual([true, true])
  }, 600_000)

  it.each([
    ['a township', from, to, TOWN],
    ['days that are no whole month', from, later(to, -1), null],
    ['another day', later(from, 1), to, null],
    ['a month that has not ended', '2026-02-21' as Day, '2026-03-20' as Day, null]
  ] as const)('reports.indicators › of %s › is not told, for the difference of two would tell of a few', (_, first, last, scope) => {
    takenBack(register, () => {
      const all = Array.from({ length: 30 }, (__, person): Asked => ({
        person,
        type: '1',
        on: '2026-02-21' as Day,
        asked: true,
        done: true,
        free: 1
      }))
      putServices(30, new Set(), [...all, ...all.map((one) => ({ ...one, on: '2026-02-01' as Day }))])
      expect(freeService(from, to, ['statistician']).counted).toMatchObject({ numerator: 30, denominator: 30, rate: '100.0' })
      expect(freeService(first, last, ['verifier'], scope)).toMatchObject({
        counted: null,
        rule: expect.stringContaining('密封内容') as string
      })
    })
  })
})
