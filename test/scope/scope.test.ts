/** Why: whoever is bound to a township learns nothing of the others, by no method of the contract and with no input that somebody could think of. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { methods } from '@shared/contract'
import { scopeCovers } from '@shared/domain'
import { OFFICES } from '../kit/loop'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'
import { boundDesk, buildTree, settlePersons, type Home, type Resident } from './bound-county'
import { inputsFor, type Pool } from './call-everything'

/** Inputs per method, spread over all that its schema allows. */
const MOST = 80
/** An act that is refused waits for the disk: its refusal is in the log. */
const MOST_ACTS = 12
const PERSONS = 13

let neighbour: TestOffice
let card: string
beforeAll(async () => {
  neighbour = await openTestOffice(OFFICES.b)
  const { file } = await neighbour.call('exchange.exportCard', {})
  card = neighbour.connection.take(file.ticket).path
})
afterAll(() => neighbour.close())

interface County {
  readonly office: TestOffice
  readonly residents: readonly Resident[]
  readonly pool: Pool
  readonly open: ReadonlyMap<string, string>
}

async function idsOfRecords(desk: Desk, residents: readonly Resident[]): Promise<string[]> {
  const ids: string[] = []
  for (const { id } of residents) {
    const view = await desk.call('persons.get', { id })
    ids.push(...view.spouses.map((row) => row.id), ...view.episodes.flatMap((row) => [row.dwellingId ?? '', row.employer?.id ?? '']))
  }
  return ids.filter((id) => id !== '')
}

const revisionOf = async (desk: Desk, id: string): Promise<number> => (await desk.call('persons.get', { id })).revision

/** Slips, a household over the border, pairs, a merge: everything that could carry a name from one township into another. */
async function fill(office: TestOffice, homes: readonly Home[], codes: readonly string[]): Promise<County> {
  const residents = await settlePersons(office, homes)
  const { id: partnerId } = await office.call('partners.add', { file: office.connection.offer(card).ticket })
  const about = { kind: 'XC' as const, partnerId, items: ['identity'], reason: '本人申请办理登记' }
  const { ids: slips } = await office.call('slips.compose', { ...about, personIds: residents.map(({ id }) => id) })
  const [head, other] = residents
  const household = await office.call('places.saveHousehold', {
    ...{ number: `${(codes[0] ?? '610802').padEnd(12, '0')}000001`, headId: head?.id ?? null },
    members: [head, other].flatMap((one) => (one === undefined ? [] : [{ personId: one.id }]))
  })
  const [merged, survivor] = residents.slice(-2)
  if (merged !== undefined && survivor !== undefined) {
    const [mergedRevision, survivorRevision] = [await revisionOf(office, merged.id), await revisionOf(office, survivor.id)]
    await office.call('duplicates.merge', { survivor: survivor.id, merged: merged.id, survivorRevision, mergedRevision, taken: [] })
  }
  await office.settle('duplicates.scan', {})
  const words = residents.flatMap(({ name, idNo, phone, street, employer }) => [name, idNo, phone, idNo.slice(-4), street, employer])
  const records = await idsOfRecords(office, residents)
  const merges = (await office.call('duplicates.merges', {})).rows.map(({ act }) => act)
  const ids = [...residents.map(({ id }) => id), ...slips, household.id, ...merges, partnerId, ...records]
  const open = new Map(slips.flatMap((slip, at) => [[slip, residents[at]?.id ?? '']]))
  return { office, residents, pool: { ids, words, codes: [...codes, '610802'] }, open }
}

/** Members that only say that somebody is linked; the id opens nothing. */
const LINKS = new Set(['personId', 'ofPerson'])

/** Of these at least one input must have been answered, or nothing was tried. */
const ANSWERED = [
  ...['persons.search', 'persons.count', 'persons.hints', 'persons.get', 'persons.asOf', 'persons.history', 'acts.list', 'partners.list'],
  ...['places.searchHouseholds', 'places.searchDwellings', 'places.searchEmployers', 'places.dwelling', 'places.employer'],
  ...[
    'duplicates.list',
    'duplicates.status',
    'duplicates.merges',
    'slips.search',
    'slips.count',
    'slips.home',
    'slips.get',
    'slips.preview'
  ],
  'reports.returnRate'
]

/** Every text of an answer that is a fact of somebody outside; a name may stand for its first character, with the id of the link beside it. */
function leaks(value: unknown, isSecret: (text: string) => boolean, isFar: (id: string) => boolean, at = ''): string[] {
  if (typeof value === 'string') {
    const key = at.slice(at.lastIndexOf('.') + 1)
    return isSecret(value) || (isFar(value) && !LINKS.has(key)) ? [`${at} = ${value}`] : []
  }
  if (Array.isArray(value)) return value.flatMap((one, nth) => leaks(one, isSecret, isFar, `${at}[${String(nth)}]`))
  if (typeof value !== 'object' || value === null) return []
  const isLink = 'name' in value && typeof value.name === 'string' && value.name.endsWith('*') && Object.keys(value).length === 2
  return Object.entries(value).flatMap(([key, inner]) => (isLink && key === 'id' ? [] : leaks(inner, isSecret, isFar, `${at}.${key}`)))
}

interface Outside {
  readonly ids: ReadonlySet<string>
  /** Facts of nobody else. */
  readonly facts: readonly string[]
}

function outsideOf({ residents }: County, scope: string): Outside {
  // Of the two files that became one the last goes on; where it had no stay of its own, it has that of the other.
  const [merged, survivor] = residents.slice(-2)
  const home = (at: number): (string | null)[] =>
    at < residents.length - 2
      ? [residents[at]?.stay ?? null, residents[at]?.hukou ?? null]
      : [survivor?.stay ?? merged?.stay ?? null, survivor?.hukou ?? null]
  const far = residents.filter((_, at) => !scopeCovers(scope, home(at)))
  const facts = far.flatMap(({ name, idNo, phone, street, contact, stay }) =>
    // A house is its township's, whoever lives in it.
    stay !== null && scopeCovers(scope, [stay]) ? [name, idNo, phone] : [name, idNo, phone, street, contact]
  )
  return { ids: new Set(far.map(({ id }) => id)), facts }
}

/** The list of all that the account finds, whole numbers and all columns. */
async function exported(desk: Desk): Promise<string> {
  const { fields } = await desk.call('workbooks.layouts', {})
  const columns = fields.map(({ key }) => key)
  const { file } = await desk.settle('workbooks.export', { columns, format: 'csv', whole: true, reason: '入户核对' })
  return readFileSync(desk.connection.take(file.ticket).path, 'utf8')
}

/** What one call tells: a job is waited for and tells its result. */
async function tell(desk: Desk, method: string, input: unknown): Promise<{ ok: boolean; value: unknown }> {
  const reply = await desk.raw(method, input)
  if (!reply.ok) return { ok: false, value: reply.error }
  if (methods.get(method)?.kind !== 'job') return { ok: true, value: reply.value }
  const { job } = z.object({ job: z.string() }).parse(reply.value)
  let view = await desk.call('jobs.get', { id: job })
  for (; view.state === 'running'; view = await desk.call('jobs.get', { id: job })) await new Promise((resolve) => setImmediate(resolve))
  return { ok: view.error === null, value: [view.result, view.error] }
}

async function everythingSeen(
  county: County,
  desk: Desk,
  scope: string,
  kinds: readonly string[]
): Promise<{ found: string[]; silent: string[] }> {
  const far = outsideOf(county, scope)
  const farSlips = new Set([...county.open].filter(([, person]) => far.ids.has(person)).map(([slip]) => slip))
  const found: string[] = []
  const answered = new Set<string>()
  for (const [method, spec] of methods) {
    if (!kinds.includes(spec.kind) || method.startsWith('session.')) continue
    for (const input of inputsFor(spec, county.pool, spec.kind === 'query' ? MOST : MOST_ACTS)) {
      const asked = JSON.stringify(input)
      const reply = await tell(desk, method, input)
      if (reply.ok) answered.add(method)
      const isSecret = (text: string): boolean => far.facts.some((secret) => text.includes(secret) && !asked.includes(secret))
      const isFar = (id: string): boolean => far.ids.has(id) || farSlips.has(id)
      const told = leaks(reply.value, isSecret, reply.ok ? isFar : () => false)
      // An answer that only gives back the id it was asked with says nothing new: acts of the county's own kind are judged by the refusal below.
      found.push(
        ...told
          .filter((leak) => !(spec.kind !== 'query' && asked.includes(leak.split(' = ')[1] ?? '')))
          .map((leak) => `${method} ${asked} → ${leak}`)
      )
    }
  }
  const asked = [...methods].filter(([name, { kind }]) => kinds.includes(kind) && !name.startsWith('session.')).map(([name]) => name)
  return { found, silent: asked.filter((name) => !answered.has(name)) }
}

const place = (codes: readonly string[]) => fc.constantFrom(...codes, '610802', '141124')
const homesOf = (codes: readonly string[]) =>
  fc.array(fc.record({ stay: fc.option(place(codes)), hukou: place(codes) }), { minLength: PERSONS, maxLength: PERSONS })

describe('scope', () => {
  it(
    'every query, act and job › random homes, any unit of the tree, any input › tells nothing of persons outside',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(1_000_000), fc.nat(11), async (seed, chosen) => {
          const office = await openTestOffice(OFFICES.a)
          try {
            const admin = await office.as('guanli')
            const units = await buildTree(admin)
            const codes = units.flatMap(({ code }) => (code === null ? [] : [code]))
            const unit = units[chosen % units.length]
            const [homes = []] = fc.sample(homesOf(codes), { numRuns: 1, seed })
            const county = await fill(office, [{ stay: unit?.code ?? null, hukou: '141124' }, ...homes], codes)
            const desk = await boundDesk(office, admin, 'xiangzhen', unit?.id ?? '')
            const scope = unit?.code ?? ''
            const seen = await everythingSeen(county, desk, scope, ['query'])
            expect(seen.found).toEqual([])
            expect(seen.silent.filter((name) => ANSWERED.includes(name))).toEqual([])
            const list = await exported(desk)
            expect(outsideOf(county, scope).facts.filter((fact) => list.includes(fact))).toEqual([])
            expect(list).toContain(county.residents[0]?.idNo)
            const before = await standing(county)
            expect((await everythingSeen(county, desk, scope, ['command', 'job'])).found).toEqual([])
            expect(changedOutside(county, scope, before, await standing(county))).toEqual([])
          } finally {
            await office.close()
          }
        }),
        // A parent's file merged into one of another township, seen on an earlier day and in the history; a file that takes its stay from the merged one.
        {
          ...{ numRuns: 2, endOnFailure: true },
          examples: [
            [112929, 9],
            [347614, 1]
          ]
        }
      )
    }
  )
})

/** Every file as the county sees it. */
async function standing({ office, residents }: County): Promise<string[]> {
  const clerk = await office.as('xianji')
  const views: string[] = []
  for (const { id } of residents) {
    const { name, idNoMasked, phoneMasked, hukouText, status, note, household } = await clerk.call('persons.get', { id, own: true })
    views.push(JSON.stringify({ name, idNoMasked, phoneMasked, hukouText, status, note, household }))
  }
  return views
}

function changedOutside({ residents }: County, scope: string, before: readonly string[], after: readonly string[]): string[] {
  return residents.flatMap(({ stay, hukou, name }, at) =>
    scopeCovers(scope, [stay, hukou]) || at >= residents.length - 2 || before[at] === after[at] ? [] : [`${name}: ${after[at] ?? ''}`]
  )
}
