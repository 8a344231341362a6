/** The flow between counties: counted from the register without a name, small counts hidden from those who may not look behind them. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openModuleOffice } from '../../../../test/kit/module-office'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'
import { FLOW_PAGE } from './queries/flow-queries'

let office: TestOffice
let statistician: Desk
beforeAll(async () => {
  office = await openTestOffice()
  statistician = await office.as('tongji', ['statistician'])
  const put = (hukouCode: string, kind: 'in' | 'out', residenceCode: string, at: number) =>
    office.call('persons.save', {
      person: someone({
        name: `测${String.fromCodePoint(0x4e00 + at)}`,
        hukouCode,
        birthDate: `1990-01-${String((at % 28) + 1).padStart(2, '0')}`
      }),
      episodes: [stay({ kind, residenceCode })]
    })
  for (let at = 0; at < 12; at++) await put('141124', 'in', '610802001', at)
  for (let at = 0; at < 3; at++) await put('141125', 'in', '610802001', 20 + at)
  for (let at = 0; at < 6; at++) await put('610802', 'out', '420106', 40 + at)
})
afterAll(() => office.close())

const counted = async (by: 'county' | 'prefecture', desk: Desk = office) =>
  (await desk.finish('agreements.flow', { by })).rows.map(({ code, inflow, outflow, advice }) => [code, inflow.text, outflow.text, advice])

it('flow › by county and by prefecture › counts present stays and proposes the busiest first', async () => {
  expect(await counted('county')).toEqual([
    ['141124', '12', '0', 'enter'],
    ['420106', '0', '6', 'watch'],
    ['141125', '3', '0', 'watch']
  ])
  expect(await counted('prefecture')).toEqual([
    ['141100', '15', '0', 'enter'],
    ['420100', '0', '6', 'watch']
  ])
})

it('flow › to those who see no files › hides counts below five, in the sentence too', async () => {
  expect(await counted('county', statistician)).toContainEqual(['141125', '1–4', '0', 'watch'])
  const { rows } = await statistician.finish('agreements.flow', {})
  const row = rows.find(({ code }) => code === '141125')
  expect(row).toMatchObject({ inflow: { count: null }, reason: expect.stringContaining('流入 1–4 人') as string })
  expect(JSON.stringify(rows)).not.toContain('测')
})

it('flow › with the office entered and an agreement signed › says so', async () => {
  const { id } = await office.call('agreements.saveOffice', { identity: { name: '临县局', code: '141124-00', phone: '' } })
  expect((await counted('county'))[0]).toEqual(['141124', '12', '0', 'agree'])
  const { clauses } = await office.call('agreements.terms', {})
  await office.call('agreements.save', {
    ...{ partnerId: id, number: '测1号', signedOn: '2026-01-05', validFrom: '2026-01-05', kinds: ['XC'], clauses },
    validTo: '2026-03-20'
  })
  expect((await counted('county'))[0]).toEqual(['141124', '12', '0', 'renew'])
  const { rows } = await office.finish('agreements.flow', {})
  expect(rows[0]).toMatchObject({ agreement: '测1号', partnerId: id })
})

it('flow › reads the index alone, page by page', async () => {
  const module = await openModuleOffice()
  const plan = module.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${FLOW_PAGE}`, '', '', 0, 10).map(({ detail }) => detail)
  expect(plan).toEqual([expect.stringContaining('USING COVERING INDEX person_by_division')])
  module.close()
})
