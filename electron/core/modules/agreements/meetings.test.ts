/** Meetings of bordering regions: written down, corrected, their items told before they are due, finished once, never lost. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '@shared/contract'
import { openTestOffice, type TestOffice } from '../../../../test/kit/office'

let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(() => office.close())

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
type Input = CallInput<SpecOf<'meetings.save'>>
const written = (over: Partial<Input> = {}): Input => ({
  ...{
    title: '陕晋毗邻地区协作会议',
    heldOn: '2026-03-04',
    place: '榆阳',
    topics: '流动人口协查',
    decisions: '一、按期反馈\n二、每季度碰头'
  },
  participants: [{ office: '榆阳区局', post: '流动人口管理岗' }, { office: '临县局' }],
  items: [
    { text: '交换联系岗位表', office: '临县局', dueOn: '2026-03-10' },
    { text: '商定下次会期', office: '榆阳区局', dueOn: '2026-06-30' }
  ],
  ...over
})
const due = async () => (await office.call('meetings.due', {})).rows.map(({ text, daysLeft }) => [text, daysLeft])

it('a meeting › is kept with its items, those due within a week are told, and a finished one no more', async () => {
  const { id } = await office.call('meetings.save', written())
  expect(await due()).toEqual([['交换联系岗位表', 5]])
  const seen = await office.call('meetings.get', { id })
  expect(seen).toMatchObject({ open: 2, revision: 1, offices: ['榆阳区局', '临县局'] })
  const item = seen.items[0]?.id ?? ''
  await refused(office.call('meetings.finish', { item, on: '2026-03-06' }), 'meetings.bad_day')
  await office.call('meetings.finish', { item, on: '2026-03-05', result: '已收到' })
  await refused(office.call('meetings.finish', { item, on: '2026-03-05' }), 'meetings.item_done')
  expect(await due()).toEqual([])
  const [done, open] = (await office.call('meetings.get', { id })).items
  expect(done).toMatchObject({ doneOn: '2026-03-05', result: '已收到', daysLeft: null })
  // Left out of a correction: what is done stays, what is open is dropped, another is added.
  const items = [{ text: '通报反馈率', office: '临县局', dueOn: '2026-03-09' }]
  await office.call('meetings.save', { ...written({ items }), id, revision: 1 })
  const after = await office.call('meetings.get', { id })
  expect(after.items.map(({ text }) => text)).toEqual(['交换联系岗位表', '通报反馈率'])
  await refused(office.call('meetings.finish', { item: open?.id ?? '', on: '2026-03-05' }), 'meetings.unknown')
  await refused(office.call('meetings.save', { ...written(), id, revision: 1 }), 'agreements.changed_meanwhile')
})

it('a meeting › to come, with impossible days, or of nobody › is refused', async () => {
  await refused(office.call('meetings.save', written({ heldOn: '2026-03-06' })), 'meetings.bad_day')
  await refused(office.call('meetings.save', written({ items: [{ text: '早', office: '乙', dueOn: '2026-03-03' }] })), 'meetings.bad_day')
  await refused(office.call('meetings.save', written({ participants: [] })), 'request.invalid')
  await refused(office.call('meetings.save', written({ topics: '议\u202e题' })), 'agreements.bad_text')
  await refused(office.call('meetings.get', { id: '0192f0c0-aa00-7000-8000-00000000dead' }), 'meetings.unknown')
})

it('meetings › are listed the latest first, page by page', async () => {
  for (const day of ['2026-01-05', '2026-02-05']) await office.call('meetings.save', written({ heldOn: day, items: [] }))
  const first = await office.call('meetings.list', { limit: 2 })
  const rest = await office.call('meetings.list', { limit: 2, cursor: first.next })
  expect([...first.rows, ...rest.rows].map(({ heldOn }) => heldOn)).toEqual(['2026-03-04', '2026-02-05', '2026-01-05'])
  expect(rest.next).toBeNull()
})
