/** Why: one save carries a family, so a refusal must name the record it is about, or the sentence stands at somebody else's field. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { openRegister, someone, stay, type Register, type SaveInput } from '../../../../test/kit/register'

let register: Register
beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

const fieldsOf = async (work: Promise<unknown>): Promise<unknown> => {
  const refusal: unknown = await work.catch((error: unknown) => error)
  return refusal instanceof AppError ? refusal.fields : refusal
}

/** No slip may carry it. */
const UNSEEN = '\u200b'
const someChild = { name: '测小', birthDate: '2012' }

const cases: readonly (readonly [string, Partial<SaveInput>, string])[] = [
  ['the name of a spouse', { spouses: [{ name: `测${UNSEEN}偶` }] }, 'spouses.0.name'],
  ['the second child', { children: [someChild, { name: '测大', birthDate: '2012-02-30' }] }, 'children.1.birthDate'],
  ['a child of whom nothing is known', { children: [someChild, {}] }, 'children.1.name'],
  ['the place of a stay', { episodes: [stay({ residenceCode: '999999' })] }, 'episodes.0.residenceCode'],
  ['the kind of an employer', { episodes: [stay({ employer: { name: '测厂', kind: 'x' } })] }, 'episodes.0.employer.kind'],
  ['a further telephone', { phones: [{ number: '1' }, { number: '2', owner: UNSEEN }] }, 'phones.1.owner'],
  ['a second open marriage', { spouses: [{ name: '测甲' }, { name: '测乙' }] }, 'spouses.0.startedOn'],
  ['the person', { person: { ...someone(), note: UNSEEN } }, 'note']
]

it.each(cases)('save › points at its field › when %s is refused', async (_what, input, path) => {
  expect(await fieldsOf(register.save({ person: someone(), ...input }))).toEqual({ [path]: expect.stringMatching(/\p{sc=Han}/u) as string })
})

it('save › points at the other parent › when a child is given the same file twice', async () => {
  const own = await register.save({ person: someone() })
  const child = await register.save({ person: someone({ name: '测子', birthDate: '2010' }) })
  const refuse = (link: object) => fieldsOf(register.change(register.get(own.id), { children: [link] }))
  expect(await refuse({ personId: child.id, otherParentId: child.id })).toEqual({ 'children.0.otherParentId': '请重新选择' })
  expect(await refuse({ personId: own.id })).toEqual({ 'children.0.personId': '请重新选择' })
  expect(await refuse({ personId: child.id, otherParentId: own.id })).toEqual({ 'children.0.otherParentId': '请重新选择' })
})
