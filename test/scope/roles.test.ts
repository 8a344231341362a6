/** Why: posts are worth what the gate makes of them; every method is tried with random posts and places, and those who may see no person see none. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenByPosts, grantsOf, methods, roleNames, type Role } from '@shared/contract'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'
import { boundDesk, buildTree, settlePersons, type Resident } from './bound-county'
import { inputsFor, type Pool } from './call-everything'

let office: TestOffice
let admin: Desk
let units: readonly { readonly id: string; readonly code: string | null }[]
let residents: readonly Resident[]
let pool: Pool

beforeAll(async () => {
  office = await openTestOffice()
  admin = await office.as('guanli')
  units = await buildTree(admin)
  const codes = units.flatMap(({ code }) => (code === null ? [] : [code]))
  const homes = Array.from({ length: 6 }, (_, at) => ({ stay: codes[at % codes.length] ?? null, hukou: '610802' }))
  residents = await settlePersons(office, homes)
  const words = residents.flatMap(({ name, idNo, phone }) => [name, idNo, phone])
  pool = { ids: residents.map(({ id }) => id), words, codes }
}, 120_000)
afterAll(() => office.close())

/** Methods of the office itself; doors are answered before anybody has a post. */
const asked = [...methods].filter(([, { kind }]) => kind !== 'door')
let made = 0

/** Any that one person may hold together. */
const posts = fc.subarray([...roleNames], { minLength: 1, maxLength: 3 }).filter((held) => brokenByPosts(held) === null)

describe('posts', () => {
  it('any set of posts, in the county or bound to any unit › may call exactly what its permissions say', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(posts, fc.option(fc.nat(11)), async (held, bound) => {
        const name = `gangwei${String(++made)}`
        const unit = bound === null ? undefined : units[bound % units.length]
        await office.as(name, held)
        const desk = unit === undefined ? await office.as(name) : await boundDesk(office, admin, name, unit.id)
        const grants = grantsOf(held, unit?.code ?? null)
        const wrong: string[] = []
        for (const [method, spec] of asked) {
          const may = grants.has(spec.needs)
          // What is granted is tried only where it changes nothing.
          if (may && spec.kind !== 'query') continue
          const [input = {}] = inputsFor(spec, pool, 1)
          const reply = await desk.raw(method, input)
          const shut = !reply.ok && (reply.error.code === 'session.forbidden' || reply.error.code === 'session.county_only')
          if (shut === may) wrong.push(`${held.join('+')} ${method}: ${reply.ok ? 'answered' : reply.error.code}`)
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 10, endOnFailure: true }
    )
  })

  it.each(['administrator', 'overseer', 'statistician'] as const)(
    '%s › whatever is asked › reads no name, number, telephone or address of anybody',
    { timeout: 120_000 },
    async (role: Role) => {
      const desk = await office.as(`wuren${role}`, [role])
      const facts = residents.flatMap(({ name, idNo, phone, street, contact, employer }) => [name, idNo, phone, street, contact, employer])
      const told: string[] = []
      for (const [method, spec] of asked)
        // Who writes a name somewhere himself (a list's name, a user's) has learnt nothing.
        for (const input of inputsFor(spec, spec.kind === 'query' ? pool : { ...pool, words: ['核对'] }, spec.kind === 'query' ? 20 : 4)) {
          const question = JSON.stringify(input)
          const reply = JSON.stringify(await desk.raw(method, input))
          for (const fact of facts) if (reply.includes(fact) && !question.includes(fact)) told.push(`${method} ${question}`)
        }
      const pushed = JSON.stringify(desk.pushes)
      expect([...told, ...facts.filter((fact) => pushed.includes(fact))]).toEqual([])
    }
  )

  it('log › holds no name, number or telephone of anybody › after all of that', async () => {
    const overseer = await office.as('jiandu', ['overseer'])
    let before: number | null = null
    let lines = 0
    for (;;) {
      const { rows }: { rows: readonly { readonly seq: number }[] } = await overseer.call('audit.search', { before, limit: 200 })
      lines += rows.length
      const text = JSON.stringify(rows)
      expect(residents.flatMap(({ name, idNo, phone }) => [name, idNo, phone]).filter((fact) => text.includes(fact))).toEqual([])
      const last = rows.at(-1)
      if (last === undefined) break
      before = last.seq
    }
    expect(lines).toBeGreaterThan(100)
  })
})
