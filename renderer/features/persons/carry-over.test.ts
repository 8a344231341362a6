/** Why: what was typed for somebody who is on file already must arrive there, and must overwrite nothing that stands there. */
import { expect, test } from 'vitest'
import { carriedOver, receive, sendOver } from './carry-over'
import { blankChild, blankForm, blankSpouse, type PersonForm } from './person-form'

const file: PersonForm = {
  ...blankForm(),
  ...{ name: '测甲', idType: 'resident_id', idNo: '6108**********0029', phone: '138****1234', hukouCode: '141124', note: '' },
  ...{ stayId: 'stay', startedOn: '2025-01-01', residenceCode: '610802', marital: '20' },
  children: [{ ...blankChild(), id: 'child', name: '测丙', birthDate: '2010' }]
}
const typed: PersonForm = {
  ...blankForm(),
  ...{ name: '测甲', idNo: '610802199003050029', phone: '13900005678', hukouText: '某村3号', note: '今天来过', marital: '10' },
  ...{ startedOn: '2026-03-01', residenceCode: '610802001', residenceText: '东街1号' },
  spouse: { ...blankSpouse(), name: '测乙' },
  children: [
    { ...blankChild(), name: '测丙' },
    { ...blankChild(), name: '测丁', birthDate: '2012' }
  ]
}

test('carriedOver › fills what the file does not say, adds stay, telephone, spouse and child, and leaves what it says', () => {
  const next = carriedOver(file, typed)
  expect(next).toMatchObject({
    ...{ name: '测甲', idNo: '6108**********0029', phone: '138****1234', marital: '20', hukouText: '某村3号', note: '今天来过' },
    ...{ stayId: null, startedOn: '2026-03-01', residenceCode: '610802001', residenceText: '东街1号' },
    phones: [{ id: null, number: '13900005678' }],
    spouse: { name: '测乙' }
  })
  expect(next.children.map(({ id, name }) => [id, name])).toEqual([
    ['child', '测丙'],
    [null, '测丁']
  ])
})

test('carriedOver › the same telephone, the same stay, a spouse on file › are not entered twice', () => {
  const same = { ...typed, phone: '13800001234', startedOn: '2025-01-01', residenceCode: '610802' }
  const next = carriedOver({ ...file, spouse: { ...blankSpouse(), id: 'row', name: '测戊' } }, same)
  expect(next).toMatchObject({ stayId: 'stay', phones: [], spouse: { name: '测戊' } })
})

test('receive › another account, another file, a second time › gives nothing', () => {
  sendOver('jia', 'one', typed)
  expect(receive('yi', 'one')).toBeNull()
  sendOver('jia', 'one', typed)
  expect(receive('jia', 'two')).toBeNull()
  sendOver('jia', 'one', typed)
  expect([receive('jia', 'one'), receive('jia', 'one')]).toEqual([typed, null])
})
