/** Why: the review must count what was done, all of it and nothing else, and hold nobody's name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testClock } from '../../../../test/kit/clock'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone } from '../../../../test/kit/register'

const NAME = '䶮罍夔'
let office: TestOffice
let overseer: Desk
const facts = (from = '2026-01-01', to = '2026-12-31') => overseer.call('protection.facts', { from, to })

beforeAll(async () => {
  office = await openTestOffice({ clock: testClock('2026-03-05T23:30:00+08:00') })
  await office.as('guanli')
  overseer = await office.as('jiandu', ['overseer'])
})
afterAll(() => office.close())

describe('facts of the yearly review', () => {
  it('acts, refusals, requests and files › are counted by the days of China', async () => {
    const { id } = await office.call('persons.save', { person: someone({ name: NAME, phone: '13900001111' }) })
    await office.call('persons.reveal', { id, field: 'phone', reason: '核对' })
    await office.finish('workbooks.export', { columns: ['name'], format: 'csv' })
    await expect(overseer.call('persons.get', { id })).rejects.toMatchObject({ code: 'session.forbidden' })
    // A question is no refusal: nobody was turned away.
    const cards = {
      wanted: { kind: 'card' as const, persons: [(await office.call('persons.save', { person: someone({ birthDate: '2020-06-01' }) })).id] }
    }
    await expect(office.call('rosters.issue', cards)).rejects.toMatchObject({ code: 'persons.with_care' })
    const first = await office.call('desk.receive', { personId: id, kind: 'show', papers: ['id_card'], receivedOn: '2026-03-05' })
    const late = await office.call('desk.receive', {
      personId: id,
      kind: 'correct',
      fields: ['name'],
      wanted: '改名',
      evidence: '户口簿',
      papers: ['id_card'],
      receivedOn: '2026-01-05'
    })
    expect([first.id, late.id]).not.toContain('')
    const told = await facts()
    const act = (event: string) => told.acts.find((one) => one.event === event)
    expect(act('person.revealed')).toMatchObject({ done: 1, refused: 0 })
    expect(act('workbook.exported')).toMatchObject({ done: 1 })
    expect(act('person.seen')).toMatchObject({ refused: 1 })
    expect(told.requests).toEqual([
      { kind: 'correct', received: 1, late: 1 },
      { kind: 'show', received: 1, late: 0 }
    ])
    expect(act('roster.issued')).toMatchObject({ done: 0, refused: 0, failed: 0 })
    expect(told.files).toEqual({ active: 2, others: 0 })
    // The first user of a test office holds every post.
    expect(told.posts.find(({ role }) => role === 'overseer')).toEqual({ role: 'overseer', accounts: 2 })
    expect(told.rules.length).toBeGreaterThan(5)
    expect(JSON.stringify(told)).not.toContain(NAME)
  })

  it('another day › counts nothing of this one, and says from when the log is there', async () => {
    expect((await facts('2026-03-05', '2026-03-05')).acts.length).toBeGreaterThan(0)
    expect((await facts('2026-03-06', '2026-03-06')).acts).toEqual([])
    expect((await facts('2026-03-06', '2026-03-06')).logBegins).toBeNull()
    expect((await facts('2026-01-01', '2026-03-05')).logBegins).toBe((await facts()).logBegins)
    expect((await facts()).logBegins).toMatch(/^2026-03-05T/)
  })

  it('days that go backwards › are refused; who does not read the log gets nothing', async () => {
    await expect(facts('2026-03-06', '2026-03-05')).rejects.toMatchObject({ code: 'request.invalid' })
    const clerk = await office.as('chuangkou', ['window'])
    await expect(clerk.call('protection.facts', { from: '2026-01-01', to: '2026-12-31' })).rejects.toMatchObject({
      code: 'session.forbidden'
    })
  })
})
