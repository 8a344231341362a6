/** Why: a clerk drags to the middle of the register and must land on the very row of that number, whatever was written since. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { persons } from '@shared/contract/persons'
import { insertPersons, personHandlers } from '.'

let register: Register
const SIZE = 3500
beforeAll(async () => {
  register = await openRegister()
  const { office } = register
  const context = { ...office.query(), db: office.write.db, reference }
  const rows = Array.from({ length: SIZE }, (_, at) =>
    persons.save.input.parse({
      person: someone({ name: `${'赵钱孙李周吴郑王'[at % 8] ?? ''}${String.fromCodePoint(0x4e00 + ((at * 37) % 5000))}` }),
      episodes:
        at % 3 === 0
          ? []
          : [stay({ startedOn: `20${String(10 + (at % 15))}-0${String(1 + (at % 9))}`, residenceCode: at % 2 === 0 ? '141124' : '610802' })]
    })
  )
  const people = rows.map(({ person, episodes }) => ({ person, episodes }))
  office.write.transaction(() => insertPersons(context, people))
}, 60_000)
afterAll(() => register.close())

type Input = Parameters<Register['search']>[0]
const ids = (input: Input): string[] => register.search({ limit: 50, ...input }).rows.map((row) => row.id)
const counted = async (input: object): Promise<{ count: number; more: boolean }> =>
  persons.count.output.parse(await personHandlers.count(register.office.query(), persons.count.input.parse(input)))

function wholeList(input: Input): string[] {
  const all: string[] = []
  let cursor: string | null = null
  do {
    const page: ReturnType<Register['search']> = register.search({ ...input, cursor, limit: 200 })
    all.push(...page.rows.map((row) => row.id))
    cursor = page.next
  } while (cursor !== null)
  return all
}

const sorts = ['pinyin', 'started', 'division', 'relevance'] as const
const filters = [
  {},
  { kind: 'in' },
  { within: '141100' },
  { status: null, startedFrom: '2015-01-01' },
  { text: '赵' },
  { text: '141' }
] as const

describe('rows by their number', () => {
  it.each(sorts)('search › begins with the very row › at any number, sort %s', async (sort) => {
    for (const filter of filters) {
      const all = wholeList({ filter, sort })
      expect(await counted({ filter, sort })).toEqual({ count: all.length, more: false })
      fc.assert(
        fc.property(fc.nat(all.length + 50), (at) => {
          expect(ids({ filter, sort, at })).toEqual(all.slice(at, at + 50))
        }),
        { numRuns: 25 }
      )
    }
  })

  it('search › goes on behind the row › by the cursor it handed out, and ends', () => {
    const all = wholeList({ sort: 'pinyin' })
    const page = register.search({ sort: 'pinyin', at: SIZE - 60, limit: 50 })
    expect(page.next).not.toBeNull()
    const rest = register.search({ sort: 'pinyin', cursor: page.next, limit: 50 })
    expect([...page.rows, ...rest.rows].map((row) => row.id)).toEqual(all.slice(SIZE - 60))
    expect(rest.next).toBeNull()
    expect(register.search({ sort: 'pinyin', at: SIZE + 5000 })).toEqual({ rows: [], next: null })
  })

  it('search › counts anew › after a file was added, renamed, moved or closed', async () => {
    const check = async (): Promise<void> => {
      for (const sort of sorts) {
        const all = wholeList({ sort })
        expect(ids({ sort, at: 2990 }), sort).toEqual(all.slice(2990, 3040))
        expect((await counted({ sort })).count, sort).toBe(all.length)
      }
    }
    await check()
    const { id, revision } = await register.put({ name: '阿最前' })
    await check()
    const renamed = await register.save({ id, revision, person: someone({ name: '卓最后' }) })
    await check()
    const moved = await register.save({
      id,
      revision: renamed.revision,
      person: someone({ name: '卓最后' }),
      episodes: [stay({ residenceCode: '110101' })]
    })
    await check()
    const closing = { id, revision: moved.revision, status: 'closed', on: '2026-01-05', reason: 'moved_on', note: null }
    await register.office.command(personHandlers.setStatus, closing)
    await check()
  })
})
