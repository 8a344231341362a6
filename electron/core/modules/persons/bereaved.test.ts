/** Why: a family that lost a child is met with care: no list names it, no table and no paper of many holds it, and a card asks once more (PV-12). */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OFFICES } from '../../../../test/kit/loop'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const TOWN = '610802001'
const NAME = '独慎之'
const NEIGHBOUR = '独邻居'

let office: TestOffice
let other: TestOffice
let id: string
let neighbourId: string
let householdId: string
beforeAll(async () => {
  office = await openTestOffice()
  other = await openTestOffice(OFFICES.b)
  id = await put(NAME)
  neighbourId = await put(NEIGHBOUR)
  householdId = (await office.call('places.saveHousehold', { number: '610802001001000001', headId: id, members: [{ personId: id }] })).id
  await mark(true)
})
afterAll(async () => {
  await office.close()
  await other.close()
})

const put = async (name: string, birthDate = '1990-02-28'): Promise<string> =>
  (
    await office.call('persons.save', {
      person: someone({ name, birthDate, phone: '13900001111', phoneOwner: '本人' }),
      episodes: [stay({ residenceCode: TOWN, residenceText: '独街1号' })]
    })
  ).id
const mark = (bereaved: boolean, whom = id) => office.call('persons.setBereaved', { id: whom, bereaved })
const shown = { name: '独**', sex: '*', birthDate: '1990' }
const table = async (columns: string[], ids: string[] | null = null): Promise<string> => {
  const { file } = await office.finish('workbooks.export', { ids, columns, format: 'csv' })
  return readFileSync(office.connection.take(file.ticket).path, 'utf8')
}
const card = (over: { careful?: boolean } = {}) => office.call('rosters.issue', { wanted: { kind: 'card', persons: [id], ...over } })
const roster = async (): Promise<string> => {
  const { id: list } = await office.call('rosters.issue', { wanted: { kind: 'roster', place: TOWN, columns: ['sex'] } })
  return JSON.stringify(await office.call('rosters.paper', { id: list }))
}

describe('a person to be met with care', () => {
  it('lists, hints and the household › show the first character, the opened file everything', async () => {
    for (const text of [NAME, '独街', '13900001111', ''])
      expect((await office.call('persons.search', { filter: { text } })).rows.find((row) => row.id === id)).toMatchObject(shown)
    const hints = await office.call('persons.hints', { name: NAME, birthDate: '1990-02-28' })
    expect(hints.rows.find(({ person }) => person.id === id)?.person).toMatchObject(shown)
    const { members } = await office.call('places.household', { id: householdId })
    expect(members).toMatchObject([{ person: shown }])
    expect((await office.call('places.searchHouseholds', { text: '610802001001' })).rows).toMatchObject([{ head: shown.name }])
    expect(await office.call('persons.get', { id })).toMatchObject({ name: NAME, birthDate: '1990-02-28', bereaved: true })
  })

  it('a slip › is drafted only when it is said to be needed, and the list shows the first character', async () => {
    const { file } = await other.call('exchange.exportCard', {})
    const offered = office.connection.offer(other.connection.take(file.ticket).path)
    const { id: partnerId } = await office.call('partners.add', { file: offered.ticket })
    const ask = { kind: 'XC' as const, partnerId, items: ['identity'], reason: '本人申请办理登记' }
    await expect(office.call('slips.compose', { ...ask, personIds: [neighbourId, id] })).rejects.toMatchObject({
      code: 'persons.with_care',
      fields: { careful: expect.any(String) as string }
    })
    expect((await office.call('slips.search', {})).rows).toEqual([])
    await office.call('slips.compose', { ...ask, personIds: [id], careful: true })
    const child = await put('独幼', '2020-06-01')
    await expect(office.call('slips.compose', { ...ask, personIds: [child] })).rejects.toMatchObject({ code: 'persons.with_care' })
    const { rows } = await office.call('slips.search', {})
    expect(rows.map(({ subjectName }) => subjectName)).toEqual(['独**'])
  })

  it('lists for the field and tables › hold others only, and count who is left out', async () => {
    expect(await office.call('rosters.preview', { place: TOWN })).toMatchObject({ count: 1, restricted: 1 })
    const printed = await roster()
    expect([printed.includes(NEIGHBOUR), printed.includes(NAME)]).toEqual([true, false])
    const given = await table(['name', 'phone'])
    expect([given.includes(NEIGHBOUR), given.includes(NAME)]).toEqual([true, false])
    expect(await table(['name'], [id])).not.toContain(NAME)
  })

  it('a card › is made only when it is said to be needed', async () => {
    await expect(card()).rejects.toMatchObject({ code: 'persons.with_care' })
    const made = await card({ careful: true })
    expect(JSON.stringify(await office.call('rosters.paper', { id: made.id }))).toContain(NAME)
  })

  it('a list issued before the mark › is printed and shown without the name', async () => {
    await mark(false)
    const { id: list } = await office.call('rosters.issue', { wanted: { kind: 'roster', place: TOWN, columns: ['sex'] } })
    expect(JSON.stringify(await office.call('rosters.paper', { id: list }))).toContain(NAME)
    await mark(true)
    expect(JSON.stringify(await office.call('rosters.paper', { id: list }))).not.toContain(NAME)
    expect(JSON.stringify(await office.call('rosters.rows', { id: list }))).not.toContain(NAME)
  })

  it('merged with another file and taken apart again › stays marked through both', async () => {
    const twin = await put('独慎之甲')
    const revision = async (one: string): Promise<number> => (await office.call('persons.get', { id: one })).revision
    const { act } = await office.call('duplicates.merge', {
      ...{ survivor: twin, merged: id, taken: [], survivorRevision: await revision(twin), mergedRevision: await revision(id) }
    })
    expect(await office.call('persons.get', { id: twin })).toMatchObject({ bereaved: true })
    expect(await roster()).not.toContain('独慎之')
    await office.call('duplicates.unmerge', { act, move: [] })
    expect(await office.call('persons.get', { id: twin })).toMatchObject({ bereaved: false })
    expect(await office.call('persons.get', { id })).toMatchObject({ bereaved: true })
  })

  it('the log › says that the mark was set, by the id of the file and without a word', async () => {
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', { person: null, event: 'person.care_marked' })
    expect(rows[0]).toMatchObject({ subject: id })
    expect(JSON.stringify(rows)).not.toContain(NAME)
  })

  it('without the mark again › stands in lists as everybody', async () => {
    await mark(false)
    expect((await office.call('persons.search', { filter: { text: NAME } })).rows[0]).toMatchObject({ name: NAME, sex: '2' })
    expect(await roster()).toContain(NAME)
    expect(await card()).toMatchObject({ count: 1 })
  })
})
