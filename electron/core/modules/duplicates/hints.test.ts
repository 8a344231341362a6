/** Why: the cheapest duplicate is the one that is never made; whoever is on file must be seen while the second file is being typed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Output } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { residentIdCheckCharacter } from '@shared/domain'
import { openRegister, type Register } from '../../../../test/kit/register'
import { personHandlers } from '../persons'

const BODY = '61080219830705202'
const NUMBER = BODY + residentIdCheckCharacter(BODY)

let register: Register
beforeAll(async () => {
  register = await openRegister()
  const number = { idType: 'resident_id' as const, idNo: NUMBER, noIdReason: null }
  await register.put({ name: '秦兰英', birthDate: '1983-07-05', phone: '13812345678', ...number })
})
afterAll(() => register.close())

const typed = (over: object): Output<typeof persons.hints>['rows'] => {
  const input = persons.hints.input.parse(over)
  return persons.hints.output.parse(personHandlers.hints(register.office.query(), input)).rows
}

it.each([
  ['the 15-digit number of the old card', { idNo: NUMBER.slice(0, 6) + NUMBER.slice(8, 17) }, '证件号相同（15位与18位）'],
  ['day and month swapped', { name: '秦兰英', birthDate: '1983-05-07' }, '出生日期的日与月颠倒'],
  ['a homophone with the birth date', { name: '秦兰瑛', birthDate: '1983-07-05' }, '姓名同音'],
  ['telephone and birth date under another name', { name: '小兰', birthDate: '1983-07-05', phone: '138 1234 5678' }, '电话相同'],
  ['two digits changed places', { name: '秦兰英', idNo: `${NUMBER.slice(0, 15)}20${NUMBER.slice(17)}` }, '证件号有相邻两位颠倒']
])('hints › %s › is noticed', (_, over, why) => {
  const rows = typed(over)
  expect(rows.map(({ person }) => person.name)).toEqual(['秦兰英'])
  expect(rows[0]?.why).toContain(why)
})

it('hints › somebody else of the same birth date › is nobody', () => {
  expect(typed({ name: '马春花', birthDate: '1983-07-05' })).toEqual([])
})
