/** The register of partner offices: offices of every kind are entered, found, corrected with their history, and a card outranks what was typed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { partnerWayOf } from '@shared/domain'
import { OFFICES } from '../../../../test/kit/loop'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'

let office: TestOffice
let neighbour: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
  neighbour = await openTestOffice(OFFICES.b)
})
afterAll(async () => {
  await office.close()
  await neighbour.close()
})

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const enter = (name: string, code: string, over: object = {}) =>
  office.call('agreements.saveOffice', { identity: { name, code, phone: '0912-1234567' }, ...over })
const find = async (text: string, over: object = {}): Promise<string[]> =>
  (await office.call('agreements.offices', { text, ...over })).rows.map(({ name }) => name)

it('offices › with and without telephone way › are entered, found by name, code and number, and walked page by page', async () => {
  await enter('某县卫生健康局', '141125-00', {
    address: '某县某路1号',
    postcode: '033000',
    posts: [{ post: '流动人口管理岗', phone: '0358-7654321' }]
  })
  await enter('某县第二服务站', '141125-01', { way: 'phone' })
  await enter('外省某区卫生健康局', '420106-00')
  expect(await find('服务站')).toEqual(['某县第二服务站'])
  expect(await find('1411')).toEqual(['某县卫生健康局', '某县第二服务站'])
  expect(await find('09121234')).toHaveLength(3)
  expect(await find('', { way: 'phone' })).toEqual(['某县第二服务站'])
  expect(await find('', { way: 'stick' })).toEqual([])
  const first = await office.call('agreements.offices', { limit: 2 })
  const rest = await office.call('agreements.offices', { limit: 2, cursor: first.next })
  expect([...first.rows, ...rest.rows].map(({ code }) => code)).toEqual(['141125-00', '141125-01', '420106-00'])
  expect(rest.next).toBeNull()
  await refused(office.call('agreements.offices', { cursor: 'x' }), 'request.invalid')
})

it('an office › twice, our own, nameless, with hidden characters › is refused', async () => {
  await refused(enter('又一个', '141125-00'), 'agreements.office_known')
  await refused(enter('我们', '610802-00'), 'agreements.own_office')
  await refused(office.call('agreements.saveOffice', {}), 'agreements.name_needed')
  await refused(enter('看不见\u200b的局', '141126-00'), 'agreements.bad_text')
  await refused(office.call('agreements.office', { id: '0192f0c0-aa00-7000-8000-00000000dead' }), 'partners.unknown')
})

it('a correction › is kept field by field with its writer, and not over another’s', async () => {
  const [row] = (await office.call('agreements.offices', { text: '420106' })).rows
  const id = row?.id ?? ''
  const identity = { name: '外省某区卫健局', code: '420106-00', phone: '' }
  await office.call('agreements.saveOffice', { id, revision: 1, identity, way: 'phone', note: '只接电话' })
  const seen = await office.call('agreements.office', { id })
  expect(seen).toMatchObject({ revision: 2, way: 'phone', name: '外省某区卫健局', phone: '', note: '只接电话' })
  expect(
    seen.history
      .map(({ label, before, after }) => [label, before, after])
      .slice(0, 4)
      .sort()
  ).toEqual([
    ['单位名称', '外省某区卫生健康局', '外省某区卫健局'],
    ['备注', null, '只接电话'],
    ['没有密钥卡时', '纸面邮寄', '电话核实'],
    ['电话', '0912-1234567', null]
  ])
  await refused(office.call('agreements.saveOffice', { id, revision: 1, note: '晚了' }), 'agreements.changed_meanwhile')
})

it('a key card › makes the office one of the stick, keeps what was written, and alone changes the name', async () => {
  const { id } = await enter('手写的名字', OFFICES.b.code, { address: '某路2号', way: 'phone' })
  const { file } = await neighbour.call('exchange.exportCard', {})
  const card = office.connection.offer(neighbour.connection.take(file.ticket).path)
  expect((await office.call('partners.add', { file: card.ticket })).id).toBe(id)
  const seen = await office.call('agreements.office', { id })
  expect(seen).toMatchObject({ way: 'stick', handWay: 'phone', address: '某路2号', name: OFFICES.b.name })
  const renamed = { name: '乱改', code: OFFICES.b.code, phone: '' }
  await refused(office.call('agreements.saveOffice', { id, revision: 1, identity: renamed }), 'agreements.speaks_by_card')
  await office.call('agreements.saveOffice', { id, revision: 1, address: '某路3号', way: 'phone' })
  expect(await office.call('agreements.office', { id })).toMatchObject({ address: '某路3号', name: OFFICES.b.name })
  await office.call('partners.discard', { id })
  expect((await office.call('agreements.office', { id })).way).toBe('phone')
})

it('the way › is the stick whenever there is a card, else what was written, else post', () => {
  for (const written of ['paper', 'phone', null] as const) {
    expect(partnerWayOf(true, written)).toBe('stick')
    expect(partnerWayOf(false, written)).toBe(written ?? 'paper')
  }
})
