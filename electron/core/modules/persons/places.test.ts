/** Why: who lives in one house, works at one place or belongs to one household is found together, however it was typed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, someone, stay, type Register } from '../../../../test/kit/register'
import type { CallInput, Output } from '@shared/contract'
import { places } from '@shared/contract/places'
import { placeHandlers } from '.'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

describe('households, dwellings and employers', () => {
  type Handler = (ctx: ReturnType<ModuleOffice['query']>, input: unknown) => unknown
  const ask = (handler: unknown, input: unknown): unknown => (handler as Handler)(office.query(), input)
  const household = (id: string) => ask(placeHandlers.household, { id }) as Output<typeof places.household>
  const saveHousehold = (input: CallInput<typeof places.saveHousehold>) =>
    office.command<{ id: string; revision: number }>(placeHandlers.saveHousehold, places.saveHousehold.input.parse(input))
  const next = (code: string, group = '00') => (ask(placeHandlers.nextHouseholdNumber, { code, group }) as { number: string }).number

  it('saveHousehold › leaves whoever joined since in the household › and takes out only those who were shown', async () => {
    const [head, gone, late] = [
      await register.put({ name: '户主丙' }),
      await register.put({ name: '某员丁' }),
      await register.put({ name: '某员戊' })
    ]
    const made = await saveHousehold({
      number: next('610802004'),
      headId: head.id,
      members: [{ personId: head.id }, { personId: gone.id }]
    })
    await register.save({ id: late.id, revision: late.revision, person: someone({ name: '某员戊', householdId: made.id }) })
    await saveHousehold({
      ...{ id: made.id, revision: 1, number: '610802004000000001', headId: head.id },
      ...{ members: [{ personId: head.id }], shown: [head.id, gone.id] }
    })
    expect(household(made.id).members.map(({ person }) => person.name)).toEqual(['某员戊', '户主丙'])
  })

  it('saveHousehold › numbers it, names the head, moves members in and out', async () => {
    const [one, two] = [await register.put({ name: '户主甲' }), await register.put({ name: '户员乙' })]
    expect(next('610802003')).toBe('610802003000000001')
    const made = await saveHousehold({
      number: next('610802003'),
      headId: one.id,
      members: [{ personId: one.id }, { personId: two.id, relation: '10' }]
    })
    expect(next('610802003')).toBe('610802003000000002')
    expect(next('610802003', '07')).toBe('610802003000070001')
    expect(household(made.id).members.map(({ person, relation }) => [person.name, relation])).toEqual([
      ['户主甲', '02'],
      ['户员乙', '10']
    ])
    expect(register.get(two.id)).toMatchObject({
      household: { number: '610802003000000001', head: { name: '户主甲' } },
      relationToHead: '10'
    })
    expect((ask(placeHandlers.searchHouseholds, { text: '户员', limit: 5 }) as Output<typeof places.searchHouseholds>).rows).toMatchObject([
      { id: made.id, head: '户主甲', members: 2 }
    ])
    expect(
      (ask(placeHandlers.searchHouseholds, { text: '610802003', limit: 5 }) as Output<typeof places.searchHouseholds>).rows
    ).toHaveLength(1)
    await saveHousehold({
      id: made.id,
      revision: 1,
      number: '610802003000000009',
      headId: one.id,
      members: [{ personId: one.id, relation: '02' }]
    })
    expect(register.get(two.id).household).toBeNull()
    expect(register.history(two.id)[0]).toMatchObject({ field: expect.stringMatching(/householdId|relationToHead/) as string, after: null })
    for (const [code, input] of [
      ['places.household_number_taken', { number: '610802003000000009' }],
      ['places.head_not_member', { number: '610802003000000010', headId: two.id }],
      ['places.changed_meanwhile', { id: made.id, revision: 1, number: '610802003000000009' }],
      ['reference.division_unknown', { number: '999999003000000010' }]
    ] as const)
      await expect(saveHousehold(input), code).rejects.toMatchObject({ code })
  })

  it('dwelling › finds the tenants of one house together, now and before › however the address was typed', async () => {
    const typed = ['幸福路 8 号-2', '幸福路８号-2', '幸福路8号2']
    for (const [at, residenceText] of typed.entries())
      await register.put(
        { name: `房客${String(at)}` },
        stay({
          residenceText,
          residenceCode: '610802003',
          dwellingKind: '1',
          endedOn: at === 2 ? '2025-12-01' : null,
          dwellingContact: at === 1 ? '老王' : null
        })
      )
    const { rows } = ask(placeHandlers.searchDwellings, {
      text: '幸福路',
      limit: 10,
      within: '610802'
    }) as Output<typeof places.searchDwellings>
    expect(rows).toHaveLength(1)
    const house = rows[0]!
    const page = ask(placeHandlers.dwelling, { id: house.id }) as Output<typeof places.dwelling>
    expect(page).toMatchObject({ dwelling: { contact: '老王', text: '幸福路 8 号-2' }, more: false })
    expect(page.now.map(({ person }) => person.name).sort()).toEqual(['房客0', '房客1'])
    expect(page.before.map(({ person }) => person.name)).toEqual(['房客2'])
    const saved = await office.command<{ revision: number }>(
      placeHandlers.saveDwelling,
      places.saveDwelling.input.parse({ id: house.id, revision: page.dwelling.revision, contact: '老李', contactPhone: '13800000099' })
    )
    const again = (ask(placeHandlers.dwelling, { id: house.id }) as Output<typeof places.dwelling>).dwelling
    expect(again).toMatchObject({ contact: '老李', contactPhoneMasked: '138****0099', revision: saved.revision })
    // A tenant's form saved without a change of the stay leaves the new contact alone.
    const tenant = register.search({ filter: { text: '房客1' } }).rows[0]!
    const view = register.get(tenant.id)
    await register.change(view, {
      episodes: [{ id: view.episodes[0]!.id, kind: 'in', startedOn: '2025-09-01', residenceCode: '610802003', dwellingContact: '老王' }],
      person: someone({ name: '房客1', note: '改' })
    })
    expect((ask(placeHandlers.dwelling, { id: house.id }) as Output<typeof places.dwelling>).dwelling.contact).toBe('老李')
  })

  it('employer › gathers the people of one employer, is renamed for all, and never becomes another one', async () => {
    for (const name of ['职工甲', '职工乙'])
      await register.put({ name }, stay({ employer: { name: '榆林砖厂', address: '北郊', kind: '1' } }))
    await register.put({ name: '职工丙' }, stay({ employer: { name: '榆林瓷厂' } }))
    const find = (text: string) => (ask(placeHandlers.searchEmployers, { text, limit: 10 }) as Output<typeof places.searchEmployers>).rows
    expect(
      find('榆林')
        .map(({ name }) => name)
        .sort()
    ).toEqual(['榆林瓷厂', '榆林砖厂'].sort())
    const [brick] = find('砖厂')
    const page = ask(placeHandlers.employer, { id: brick!.id }) as Output<typeof places.employer>
    expect(page.now.map(({ person }) => person.name).sort()).toEqual(['职工乙', '职工甲'].sort())
    await office.command(
      placeHandlers.saveEmployer,
      places.saveEmployer.input.parse({ id: brick!.id, revision: 1, name: '榆林新砖厂', address: '北郊', kind: '1' })
    )
    expect(find('新砖厂')).toHaveLength(1)
    await expect(
      office.command(placeHandlers.saveEmployer, places.saveEmployer.input.parse({ id: brick!.id, revision: 2, name: '榆林瓷厂' }))
    ).rejects.toMatchObject({ code: 'places.exists' })
  })
})
