// Why: a reminder about somebody who declined, or about what never left the house, would press a resident or blame a neighbour for nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../../shared/contract'
import { reportHandlers } from '../../electron/core/modules/reports'
import { actorNamed } from '../kit/module-office'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void

beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
})
afterEach(() => close())

const LATE = '2026-05-20T09:00:00+08:00'
const clerk = actorNamed('banli', ['window', 'verifier', 'signer'])
const reminder = () =>
  contract.reports.reminder.output.parse(
    reportHandlers.reminder({ ...a.office.query(), db: a.db, actor: clerk }, { partnerId: a.partnerId })
  )
const note = (ids: readonly string[]) =>
  a.office.command(reportHandlers.noteReminded, { partnerId: a.partnerId, ids: [...ids], way: 'paper' as const }, clerk)
const numbersOf = async (ids: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (id) => (await a.call('get', { id })).slipNo))

describe('reminders', () => {
  it('reports.reminder › before the limit › lists nothing', async () => {
    await issue(a, 3)
    take(b, pack(a))
    expect(reminder()).toMatchObject({ rows: [], notCarried: 0 })
  })

  it('reports.reminder › declined, withdrawn, returned and unsent slips › lists only what the partner has and owes, oldest first, names masked', async () => {
    const ids = await issue(a, 8)
    take(b, pack(a))
    const { rows } = await b.call('search', { filter: { direction: 'in', kinds: ['XC'] }, sort: 'due', limit: 20 })
    const [declined, refused] = rows
    await b.call('pair', { id: declined?.id ?? '', result: 'found', personId: b.persons[0] ?? '' })
    const findings = ['identity', 'marital_status', 'hukou_address'].map((code) => ({ code, status: 'declined' as const, value: null }))
    const answered = await b.call('answer', { id: declined?.id ?? '', findings, method: 'phone', verifiedOn: '2026-03-05' })
    const given = await b.call('refuse', { id: refused?.id ?? '', result: 'not_our_area', reason: '户籍不在本辖区' })
    await b.call('release', { ids: [answered.replyId, given.replyId] })
    take(a, pack(b))
    const numbers = await numbersOf(ids)
    const settled = ids.filter((_, at) => numbers[at] === declined?.slipNo || numbers[at] === refused?.slipNo)
    const [withdrawn = '', ...wanted] = ids.filter((id) => !settled.includes(id))
    await a.call('withdraw', { ids: [withdrawn], reason: '填错' })
    const [unsent = ''] = await issue(a, 1, ['identity'])
    a.clock.set(LATE)
    const paper = reminder()
    expect(new Set(paper.rows.map(({ id }) => id))).toEqual(new Set(wanted))
    expect(paper.rows).toHaveLength(5)
    expect(paper.notCarried).toBe(1)
    expect(paper.rows.some(({ id }) => id === unsent)).toBe(false)
    expect(paper.rows.every(({ person }) => /^.\*+$/u.test(person))).toBe(true)
    expect(paper.rows.every(({ daysLate }) => daysLate > 0)).toBe(true)
    expect(a.rate('2026-01-01', '2026-12-31').total).toMatchObject({ issued: 8, answeredInTime: 1, refused: 1, withdrawn: 1, overdue: 6 })
  })

  it('reports.noteReminded › slips still owed and one answered meanwhile › the first tell it in their course, the other does not', async () => {
    const ids = await issue(a, 2)
    take(b, pack(a))
    a.clock.set(LATE)
    const { rows } = reminder()
    expect(rows).toHaveLength(2)
    const [answered = '', waiting = ''] = ids
    await a.call('takeAnswer', {
      ...{ id: answered, way: 'phone', receivedOn: '2026-05-20', post: '流管办', result: 'not_found', method: 'phone' },
      ...{ verifiedOn: '2026-05-20', note: '查无此人' }
    })
    expect(await note(ids)).toMatchObject({ ids: [waiting] })
    const told = async (id: string): Promise<string[]> => (await a.call('get', { id })).timeline.map(({ label }) => label)
    expect(await told(waiting)).toContain('已催办')
    expect(await told(answered)).not.toContain('已催办')
    expect(await numbersOf([waiting])).toEqual([rows.find(({ id }) => id === waiting)?.slipNo])
  })

  it('reports.letter › figures of a period › hold counts and the address, no name and no number of a slip', async () => {
    await issue(a, 4)
    take(b, pack(a))
    a.clock.set(LATE)
    const letter = contract.reports.letter.output.parse(
      reportHandlers.letter(
        { ...a.office.query(), db: a.db, actor: clerk },
        { partnerId: a.partnerId, from: '2026-03-01', to: '2026-03-20' }
      )
    )
    expect(letter.row).toMatchObject({ issued: 4, overdue: 4, rate: null })
    expect(JSON.stringify(letter)).not.toMatch(/王小明|李芳|-XC-/)
  })
})
