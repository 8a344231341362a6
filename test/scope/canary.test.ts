/** Why: values planted where nobody could mistake them are looked for wherever an office speaks: what is sealed comes out by one door, what is sensitive by another. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { methods, offeredRoles, type Role } from '@shared/contract'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'
import { someone, stay } from '../kit/register'
import { inputsFor, type Pool } from './call-everything'

/** L4: in `services.open` for the post 服务, nowhere else; what travelled sealed, in `slips.openSealed` (test/slips/sealed-results.test.ts). */
const SEALED = { outcome: '夔夔罍罍结果', reason: '鼗鼗来问原因' }
/** L3: a child under 14; whole only by `persons.reveal`. */
const CHILD = { name: '䶮䶮罡罡', birthCertNo: 'Z987650123' }
/** The service desk's own words, for no other post. */
const DESK_ONLY = { institution: '鬲鬲站点' }
const QUERIES = 24
const ACTS = 3

let office: TestOffice
let service: Desk
let pool: Pool
let personId: string
let childRecord: string
let serviceId: string

beforeAll(async () => {
  office = await openTestOffice()
  service = await office.as('fuwu', ['service'])
  const saved = await office.call('persons.save', {
    person: someone({ name: '测母', ethnicity: '21', phone: '13900004321' }),
    episodes: [stay({ residenceText: '某街' })],
    children: [{ name: CHILD.name, sex: '1', birthDate: '2020-05-01', birthCertNo: CHILD.birthCertNo, relation: null }]
  })
  personId = saved.id
  childRecord = saved.records.children[0] ?? ''
  const input = {
    type: '6',
    askedBySelf: true,
    servedOn: '2026-02-01',
    performed: true,
    method: '3',
    ...DESK_ONLY,
    outcome: SEALED.outcome
  }
  serviceId = (await service.call('services.save', { personId, service: input })).id
  await service.call('services.open', { id: serviceId, reason: SEALED.reason })
  pool = { ids: [personId, serviceId, childRecord], words: ['测母', '13900004321', '核对'], codes: ['610802', '141124'] }
}, 120_000)
afterAll(() => office.close())

/** What a call tells, the result of a job and what its file holds included. */
async function told(desk: Desk, method: string, input: unknown): Promise<string> {
  const reply = await desk.raw(method, input)
  if (!reply.ok || methods.get(method)?.kind !== 'job') return JSON.stringify(reply)
  const { job } = z.object({ job: z.string() }).parse(reply.value)
  let view = await desk.call('jobs.get', { id: job })
  for (; view.state === 'running'; view = await desk.call('jobs.get', { id: job })) await new Promise((resolve) => setImmediate(resolve))
  const file = z.object({ file: z.object({ ticket: z.string() }) }).safeParse(view.result)
  const bytes = file.success ? readFileSync(desk.connection.take(file.data.file.ticket).path).toString('utf8') : ''
  return JSON.stringify([view.result, view.error]) + bytes
}

async function heard(
  desk: Desk,
  kinds: readonly string[],
  most: number,
  except: readonly string[]
): Promise<{ method: string; text: string }[]> {
  const all: { method: string; text: string }[] = []
  for (const [method, spec] of methods)
    if (kinds.includes(spec.kind) && !except.includes(method))
      for (const input of inputsFor(spec, pool, most)) all.push({ method, text: await told(desk, method, input) })
  return all
}

const leaks = (all: readonly { method: string; text: string }[], secrets: readonly string[]): string[] => [
  ...new Set(all.flatMap(({ method, text }) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${method}: ${secret}`)))
]
/** Ends the caller's own session or account. */
const OWN_END = ['accounts.changeOwnPassphrase']

describe('canaries', () => {
  it.each(offeredRoles)(
    '%s › whatever is asked › hears nothing sealed, and of a child under 14 nothing whole',
    { timeout: 240_000 },
    async (role: Role) => {
      const desk = await office.as(`tan${role}`, [role])
      const all = await heard(desk, ['query'], QUERIES, [])
      if (role !== 'service' && role !== 'administrator')
        all.push(...(await heard(desk, ['command', 'job'], ACTS, ['persons.reveal', ...OWN_END])))
      const secrets = [...Object.values(SEALED), ...Object.values(CHILD), ...(role === 'service' ? [] : Object.values(DESK_ONLY))]
      expect(leaks(all, secrets)).toEqual([])
      expect(leaks([{ method: 'push', text: JSON.stringify(desk.pushes) }], secrets)).toEqual([])
    }
  )

  it('the two doors › tell exactly what they are for, to whom they are for', async () => {
    expect(await service.call('services.open', { id: serviceId, reason: SEALED.reason })).toEqual({ method: '3', outcome: SEALED.outcome })
    const child = { id: personId, record: `child:${childRecord}`, field: 'child', reason: '本人来问' } as const
    expect(JSON.stringify(await office.call('persons.reveal', child))).toContain(CHILD.name)
    for (const role of offeredRoles) {
      const desk = await office.as(`tan${role}`, [role])
      const open = await desk.raw('services.open', { id: serviceId, reason: '想看' })
      expect(open.ok, role).toBe(role === 'service')
      const travelled = await desk.raw('slips.openSealed', { id: serviceId, reason: '想看' })
      expect(travelled, role).toMatchObject({ error: { code: role === 'service' ? 'slips.unknown' : 'session.forbidden' } })
      const reveal = await desk.raw('persons.reveal', child)
      expect(reveal.ok, role).toBe(['window', 'verifier', 'signer', 'keeper'].includes(role))
    }
  })

  it('an export with masked numbers › holds neither; one with whole numbers nothing of services', async () => {
    const { fields } = await office.call('workbooks.layouts', {})
    const input = { columns: fields.map(({ key }) => key), format: 'csv', reason: '核对' }
    const [masked, whole] = [
      await told(office, 'workbooks.export', input),
      await told(office, 'workbooks.export', { ...input, whole: true })
    ]
    // Children under 14 with a second person's word only.
    expect(await office.raw('workbooks.export', { ...input, whole: true, children: true })).toMatchObject({
      error: { code: 'approval.needed' }
    })
    for (const text of [masked, whole]) expect(text).toContain('测母')
    const never = [...Object.values(SEALED), ...Object.values(DESK_ONLY)]
    expect(leaks([{ method: 'whole', text: whole }], [...never, ...Object.values(CHILD)])).toEqual([])
    expect(leaks([{ method: 'masked', text: masked }], [...never, ...Object.values(CHILD)])).toEqual([])
  })

  it('log › after all of that › names no value and no reason', async () => {
    const overseer = await office.as('jiandu', ['overseer'])
    let before: number | null = null
    for (;;) {
      const { rows }: { rows: readonly { readonly seq: number }[] } = await overseer.call('audit.search', { before, limit: 200 })
      expect(leaks([{ method: 'log', text: JSON.stringify(rows) }], [...Object.values(SEALED), ...Object.values(CHILD), '测母'])).toEqual(
        []
      )
      const last = rows.at(-1)
      if (last === undefined) break
      before = last.seq
    }
  })

  it('data folder › read as it lies on the disk › holds none of them', () => {
    const secrets = [...Object.values(SEALED), ...Object.values(CHILD), ...Object.values(DESK_ONLY), '测母', '13900004321']
    const found: string[] = []
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name)
        if (statSync(path).isDirectory()) walk(path)
        // What a clerk asked for and took lies in the spool until the program closes; it holds what the test above looked through.
        else if (!path.includes('spool'))
          for (const secret of secrets)
            for (const code of ['utf8', 'utf16le'] as const)
              if (readFileSync(path).includes(Buffer.from(secret, code))) found.push(`${name}: ${secret}`)
      }
    }
    walk(office.dir)
    expect(found).toEqual([])
  })
})
