/** Why: whatever order people, clerks and merges act in, a file that somebody asked to be kept only leaves by no way, and one that nobody restricted is held back by none. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OFFICES } from '../../../../test/kit/loop'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const TOWN = '610802001'
const PERSONS = 3
const RUNS = Number(process.env['DESK_RUNS'] ?? 6)

let office: TestOffice
let neighbour: TestOffice
let partnerId: string
beforeAll(async () => {
  office = await openTestOffice()
  neighbour = await openTestOffice(OFFICES.b)
  const { file } = await neighbour.call('exchange.exportCard', {})
  const card = office.connection.offer(neighbour.connection.take(file.ticket).path)
  partnerId = (await office.call('partners.add', { file: card.ticket })).id
})
afterAll(async () => {
  await office.close()
  await neighbour.close()
})

type Step =
  | { readonly act: 'restrict' | 'contest'; readonly whom: number }
  | { readonly act: 'refuse' | 'grant' | 'withdraw' | 'lift' | 'close'; readonly which: number }
  | { readonly act: 'merge'; readonly whom: number; readonly other: number }
  | { readonly act: 'unmerge' }

const index = fc.nat({ max: PERSONS - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('restrict' as const, 'contest' as const), whom: index }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('refuse' as const, 'grant' as const, 'withdraw' as const, 'lift' as const, 'close' as const),
      which: fc.nat({ max: 3 })
    })
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('merge' as const), whom: index, other: index }) },
  { weight: 1, arbitrary: fc.constant({ act: 'unmerge' as const }) }
)

interface Asked {
  readonly id: string
  readonly restricts: boolean
  /** Files it marked, by number of the person, while the mark stands. */
  files: readonly number[]
}

/** The office beside what it should say. */
class World {
  readonly people: readonly string[]
  readonly names: readonly string[]
  readonly requests: Asked[] = []
  readonly merges: { readonly act: string; readonly from: number; readonly into: number }[] = []

  constructor(people: readonly string[], names: readonly string[]) {
    this.people = people
    this.names = names
  }
  /** The file that goes on. */
  end(whom: number): number {
    const merge = this.merges.find(({ from }) => from === whom)
    return merge === undefined ? whom : this.end(merge.into)
  }
  group(whom: number): number[] {
    const end = this.end(whom)
    return this.people.map((_, at) => at).filter((at) => this.end(at) === end)
  }
  restricted(whom: number): boolean {
    const group = this.group(whom)
    return this.requests.some(({ restricts, files }) => restricts && files.some((file) => group.includes(file)))
  }
}

const id = (world: World, whom: number): string => world.people[whom] ?? ''
const revisionOf = async (person: string): Promise<number> => (await office.call('persons.get', { id: person, own: true })).revision

async function ask(world: World, kind: 'restrict' | 'contest', whom: number): Promise<void> {
  const said = kind === 'contest' ? { fields: ['name' as const], wanted: '不对' } : {}
  const made = await office.call('desk.receive', {
    ...{ personId: id(world, whom), kind, papers: ['id_card'], receivedOn: '2026-03-05' },
    ...said
  })
  world.requests.push({ id: made.id, restricts: kind === 'restrict', files: world.group(whom) })
}

/** What the office refuses changes nothing; the model asks it what it did. */
async function treat(world: World, act: 'refuse' | 'grant' | 'withdraw' | 'lift' | 'close', which: number): Promise<void> {
  const request = world.requests[which]
  if (request === undefined) return
  const view = await office.call('desk.get', { id: request.id })
  const held = { id: request.id, revision: view.revision }
  const ended = view.state === 'closed' || view.state === 'withdrawn'
  if (act === 'lift') {
    if (request.files.length > 0) await office.call('desk.lift', { ...held, why: '解除' })
    request.files = []
  } else if (ended) return
  else if (act === 'withdraw') {
    await office.call('desk.withdraw', { ...held, why: '撤回' })
    request.files = []
  } else if (act === 'refuse') {
    await office.call('desk.decide', { ...held, decision: 'refused', reason: '没有依据' })
    request.files = []
  } else if (act === 'grant') {
    await office.call('desk.decide', { ...held, decision: 'partly', reason: '部分' })
    const person = world.people.findIndex((one) => one === view.person?.id)
    if (request.files.length === 0) request.files = world.group(person)
  } else if (view.state === 'decided') await office.call('desk.close', { ...held, handed: 'paper' })
}

async function merge(world: World, whom: number, other: number): Promise<void> {
  const [from, into] = [world.end(whom), world.end(other)]
  if (from === into) return
  const [merged, survivor] = [id(world, from), id(world, into)]
  const { act } = await office.call('duplicates.merge', {
    ...{ survivor, merged, taken: [] },
    ...{ survivorRevision: await revisionOf(survivor), mergedRevision: await revisionOf(merged) }
  })
  world.merges.push({ act, from, into })
}

async function unmerge(world: World): Promise<void> {
  const last = world.merges.pop()
  if (last !== undefined) await office.call('duplicates.unmerge', { act: last.act, move: [] })
}

async function follow(world: World, one: Step): Promise<void> {
  if ('whom' in one && one.act !== 'merge') await ask(world, one.act, one.whom)
  else if ('which' in one) await treat(world, one.act, one.which)
  else if (one.act === 'merge') await merge(world, one.whom, one.other)
  else await unmerge(world)
}

async function leaves(world: World, whom: number): Promise<boolean> {
  const way = { kind: 'XC' as const, partnerId, items: ['identity'], reason: '本人申请办理登记', personIds: [id(world, whom)] }
  try {
    await office.call('slips.compose', way)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'persons.restricted' })
    return false
  }
}

it('every way out › lets through exactly who is not restricted', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      run += 1
      const names = Array.from({ length: PERSONS }, (_, at) => `限${String.fromCodePoint(0x4e00 + run)}${'甲乙丙'[at] ?? ''}`)
      const people: string[] = []
      for (const name of names)
        people.push((await office.call('persons.save', { person: someone({ name }), episodes: [stay({ residenceCode: TOWN })] })).id)
      const world = new World(people, names)
      for (const one of steps) await follow(world, one)

      const free = people.map((_, at) => at).filter((at) => !world.restricted(at))
      for (const at of people.keys()) expect(await leaves(world, at), names[at]).toBe(free.includes(at))
      const { file } = await office.finish('workbooks.export', { ids: people, columns: ['name'], format: 'csv' })
      const table = readFileSync(office.connection.take(file.ticket).path, 'utf8')
      const living = people.map((_, at) => at).filter((at) => world.end(at) === at)
      for (const at of living) expect(table.includes(names[at] ?? ''), names[at]).toBe(free.includes(at))
      const list = living.some((at) => free.includes(at))
        ? await office.call('rosters.issue', { wanted: { kind: 'roster', place: TOWN, columns: ['sex'] } })
        : null
      const printed = list === null ? '' : JSON.stringify(await office.call('rosters.paper', { id: list.id }))
      for (const at of living) expect(printed.includes(names[at] ?? ''), names[at]).toBe(free.includes(at))
    }),
    { numRuns: RUNS }
  )
}, 120_000)
