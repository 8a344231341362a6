/** Why: what somebody confided to the service desk is read by that post alone, one record at a time, for a reason that is kept, and nobody else learns that it exists. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone } from '../../../../test/kit/register'

let office: TestOffice
let clerk: Desk
let service: Desk
let overseer: Desk
let personId: string
beforeAll(async () => {
  office = await openTestOffice()
  clerk = office
  service = await office.as('fuwu', ['service'])
  overseer = await office.as('jiandu', ['overseer'])
  personId = (await clerk.call('persons.save', { person: someone({ name: '服务对象' }) })).id
})
afterAll(() => office.close())

const RESULT = '结果甲乙丙丁'
const plain = { type: '2', askedBySelf: true, servedOn: '2026-01-10', performed: true } as const
const save = (input: object = {}, id: string | null = null, revision: number | null = null) =>
  service.call('services.save', { personId, id, revision, service: { ...plain, ...input } })
const rowOf = async (id: string) => (await service.call('services.list', { personId })).rows.find((row) => row.id === id)
const refused = (code: string) => ({ code })

describe('services', () => {
  it('save › keeps the open part in the list and the sealed part out of it', async () => {
    const { consent } = await clerk.call('persons.saveConsent', {
      ...{ id: personId, revision: (await clerk.call('persons.get', { id: personId })).revision },
      consent: { purpose: 'service', givenOn: '2026-01-01' }
    })
    const { id } = await save({
      institution: '测试服务站',
      nextOn: '2026-02-10',
      free: true,
      source: 'office',
      consent,
      method: '6',
      outcome: RESULT
    })
    expect(await rowOf(id)).toMatchObject({
      ...{ ...plain, institution: '测试服务站', nextOn: '2026-02-10', free: true, source: 'office', consent, sealed: true, revision: 1 },
      ...{ ofPerson: personId, recordedBy: 'fuwu', purgeAfter: '2027-02-10' }
    })
    expect(JSON.stringify(await service.call('services.list', { personId }))).not.toContain(RESULT)
    expect(await service.call('services.open', { id, reason: '本人来问' })).toEqual({ method: '6', outcome: RESULT })
  })

  it('blank › is stored as blank › nobody owes a method or a result', async () => {
    const { id } = await save({ method: '', outcome: '' })
    expect(await rowOf(id)).toMatchObject({ sealed: false, endedOn: null, free: null })
    expect(await service.call('services.open', { id, reason: '核对' })).toEqual({ method: null, outcome: null })
  })

  it('a correction › leaves what is not said, clears what is null, and needs the revision on screen', async () => {
    const { id } = await save({ method: '3', outcome: RESULT, institution: '测试服务站' })
    await save({ endedOn: '2026-03-01' }, id, 1)
    expect(await service.call('services.open', { id, reason: '核对' })).toEqual({ method: '3', outcome: RESULT })
    expect(await rowOf(id)).toMatchObject({ institution: '测试服务站', endedOn: '2026-03-01', purgeAfter: '2027-03-01', revision: 2 })
    await expect(save({ outcome: null }, id, 1)).rejects.toMatchObject(refused('services.changed_meanwhile'))
    await save({ outcome: null }, id, 2)
    expect(await service.call('services.open', { id, reason: '核对' })).toEqual({ method: '3', outcome: null })
    await expect(service.call('services.remove', { id, revision: 2 })).rejects.toMatchObject(refused('services.changed_meanwhile'))
    await service.call('services.remove', { id, revision: 3 })
    await expect(service.call('services.open', { id, reason: '核对' })).rejects.toMatchObject(refused('services.unknown'))
  })

  it.each([
    [{ servedOn: '2026-02-30' }, 'services.bad_date'],
    [{ servedOn: '2099-01-01' }, 'services.bad_date'],
    [{ endedOn: '2026-01-09' }, 'services.bad_date'],
    [{ nextOn: '2025-12-31' }, 'services.bad_date'],
    [{ type: '77' }, 'services.code_unknown'],
    [{ method: 'x' }, 'services.code_unknown'],
    [{ source: 'rumour' }, 'services.code_unknown'],
    [{ outcome: '看\u202e反' }, 'services.bad_text'],
    [{ consent: '00000000-0000-7000-8000-000000000000' }, 'services.consent_unknown']
  ])('save › %j › is refused with %s, and says nothing of what was typed', async (input, code) => {
    const reply = await service.raw('services.save', { personId, service: { ...plain, ...input } })
    expect(reply).toMatchObject({ ok: false, error: { code } })
    expect(JSON.stringify(reply)).not.toContain('看')
  })

  it.each(['window', 'collector', 'verifier', 'signer', 'statistician', 'administrator', 'overseer'] as const)(
    '%s › is refused everything and learns nothing from the file',
    async (role) => {
      const { id } = await save({ outcome: RESULT })
      const other = await office.as(`qita${role}`, [role])
      for (const [method, input] of [
        ['services.list', { personId }],
        ['services.open', { id, reason: '想看' }],
        ['services.save', { personId, service: plain }],
        ['services.remove', { id, revision: 1 }]
      ] as const)
        expect(await other.raw(method, input)).toMatchObject({ ok: false, error: { code: 'session.forbidden' } })
      for (const method of ['persons.get', 'persons.history'] as const) {
        const told = JSON.stringify(await other.raw(method, { id: personId }))
        expect([id, RESULT, '测试服务站'].filter((fact) => told.includes(fact))).toEqual([])
      }
    }
  )

  it('open › is recorded by the id of the person › with neither value nor reason', async () => {
    const { id } = await save({ outcome: RESULT })
    await service.call('services.open', { id, reason: '复诊时本人来问' })
    const [line] = (await overseer.call('audit.search', { event: 'service.opened', limit: 1 })).rows
    expect(line).toMatchObject({ account: 'fuwu', subject: personId, outcome: 'done', detail: { service: id } })
    const all = JSON.stringify((await overseer.call('audit.search', { limit: 200 })).rows)
    expect(all).not.toContain(RESULT)
    expect(all).not.toContain('复诊')
  })

  it('open › sent twice with one key › is answered twice and recorded twice', async () => {
    const { id } = await save({ outcome: RESULT })
    const before = (await overseer.call('audit.search', { event: 'service.opened', limit: 200 })).rows.length
    const key = '018f0000-0000-7000-8000-000000000001'
    for (let turn = 0; turn < 2; turn += 1) await service.call('services.open', { id, reason: '核对' }, key)
    expect((await overseer.call('audit.search', { event: 'service.opened', limit: 200 })).rows.length).toBe(before + 2)
  })

  it('a merge › moves nothing, and the file that goes on shows both', async () => {
    const other = (await clerk.call('persons.save', { person: someone({ name: '重复建档' }) })).id
    const { id } = await service.call('services.save', { personId: other, service: plain })
    const [a, b] = await Promise.all([personId, other].map((one) => clerk.call('persons.get', { id: one })))
    await clerk.call('duplicates.merge', {
      ...{ survivor: personId, merged: other, survivorRevision: a?.revision ?? 0, mergedRevision: b?.revision ?? 0, taken: [] }
    })
    expect(await rowOf(id)).toMatchObject({ ofPerson: other })
    expect((await service.call('services.list', { personId: other })).rows.some((row) => row.id === id)).toBe(true)
    await expect(service.call('services.save', { personId: other, service: plain })).rejects.toMatchObject(refused('persons.merged'))
    const third = (await clerk.call('persons.save', { person: someone({ name: '别人' }) })).id
    await expect(service.call('services.save', { personId: third, id, revision: 1, service: plain })).rejects.toMatchObject(
      refused('services.unknown')
    )
  })

  it('a desk bound to another township › reaches neither list nor sealed part', async () => {
    const admin = await office.as('guanli')
    await admin.call('organisation.fromDivisions', { villages: false })
    const [county] = (await admin.call('organisation.tree', {})).rows
    const towns = (await admin.call('organisation.tree', { below: county?.id ?? null })).rows
    const { id } = await save({ outcome: RESULT })
    const far = await office.as('yuanfang', ['service'])
    const account = (await admin.call('accounts.list', {})).rows.find(({ name }) => name === 'yuanfang')?.id ?? ''
    await admin.call('organisation.bindAccount', { account, unit: towns.at(-1)?.id ?? '' })
    const out = refused('persons.out_of_scope')
    await expect(far.call('services.list', { personId })).rejects.toMatchObject(out)
    await expect(far.call('services.open', { id, reason: '想看' })).rejects.toMatchObject(out)
    await expect(far.call('services.remove', { id, revision: 1 })).rejects.toMatchObject(out)
    await expect(far.call('services.save', { personId, service: plain })).rejects.toMatchObject(out)
  })
})
