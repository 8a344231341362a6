/** Why: every fact by which somebody under 14 is known is sensitive (PIPL art. 28), in the child's own file as in that of its parents. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duplicates } from '@shared/contract/duplicates'
import { persons, type PersonView } from '@shared/contract/persons'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, someone, stay, type Register } from '../../../../test/kit/register'
import { duplicateHandlers } from '../duplicates'
import { personHandlers, personRow } from '.'

const NAME = '测小禾'
const FORMER = '测晓禾'
const BORN = '2019-06-07'

let register: Register
let id: string
beforeAll(async () => {
  register = await openRegister()
  const child = { name: NAME, formerName: FORMER, sex: '1', birthDate: BORN } as const
  id = (await register.put(child, stay({ residenceText: '某村9号' }))).id
  await register.put({ name: '测成年', birthDate: '2012-03-04' })
})
afterAll(() => register.close())

const shown = { name: '测**', sex: '*', birthDate: '2019' }
/** The form as the screen filled it from the view. */
const givenBack = (view: PersonView) =>
  someone({
    ...{ name: view.name, pinyin: view.pinyin, formerName: view.formerName, birthDate: view.birthDate },
    sex: view.sex === '*' ? '*' : '1'
  })
const reveal = (field: 'child', by = 'banli') =>
  register.office.command<{ child: unknown }>(
    personHandlers.reveal,
    persons.reveal.input.parse({ id, field, reason: '接种核对' }),
    actorNamed(by)
  )

describe('a file of somebody under 14', () => {
  it('get, search, history, hints › show the first character and the year of birth', async () => {
    expect(register.get(id)).toMatchObject({ ...shown, masked: true, pinyin: '*', initials: '*', formerName: '测**' })
    expect(register.search({ filter: { text: NAME } }).rows).toMatchObject([{ id, ...shown }])
    expect(register.search({ filter: { text: FORMER } }).rows).toMatchObject([{ id, found: { field: 'formerName', text: '测**' } }])
    expect(personRow(register.office.query(), id)).toMatchObject(shown)
    await register.change(register.get(id), { person: { ...givenBack(register.get(id)), name: '测小和' } })
    await register.change(register.get(id), { person: { ...givenBack(register.get(id)), name: NAME } })
    const lines = register.history(id)
    expect(lines.filter(({ field }) => field === 'name').map(({ before, after }) => [before, after])).toEqual([
      ['测**', '测**'],
      ['测**', '测**']
    ])
    const said = JSON.stringify([register.get(id), lines, register.search({ filter: { text: '' } })])
    for (const fact of [NAME, FORMER, BORN, '测小和', 'xiao']) expect(said).not.toContain(fact)
  })

  it('save › of what was shown masked › changes nothing, of a new value changes it', async () => {
    const view = register.get(id)
    await register.change(view, { person: givenBack(view) })
    expect(register.get(id).revision).toBe(view.revision)
    expect(register.office.db.one('SELECT name, former_name, sex, birth_date FROM person WHERE id = ?', id)).toEqual({
      ...{ name: NAME, former_name: FORMER, sex: '1', birth_date: BORN }
    })
    await register.change(view, { person: { ...givenBack(view), birthDate: '2019-06-08', sex: '2' } })
    expect(register.office.db.one('SELECT sex, birth_date FROM person WHERE id = ?', id)).toEqual({ sex: '2', birth_date: '2019-06-08' })
    await register.change(register.get(id), { person: { ...givenBack(register.get(id)), birthDate: BORN, sex: '1' } })
    await expect(register.save({ person: someone({ sex: '*' }) })).rejects.toMatchObject({ code: 'persons.bad_text' })
  })

  it('reveal › with a reason › shows the facts once', async () => {
    const { child } = await reveal('child')
    expect(child).toMatchObject({ name: NAME, sex: '1', birthDate: BORN, masked: false })
  })

  it('compare › of two such files › tells that they differ and not what they say', async () => {
    const other = (await register.put({ name: '测小河', sex: '1', birthDate: '2019-07-06' })).id
    const found = duplicateHandlers.compare(register.office.query(), duplicates.compare.input.parse({ a: id, b: other }))
    const said = JSON.stringify(await found)
    for (const fact of [NAME, '测小河', BORN, '2019-07-06']) expect(said).not.toContain(fact)
    expect((await found).fields.find(({ choice }) => choice === 'birthDate')).toMatchObject({ a: '2019', b: '2019', same: false })
  })

  it('somebody of 14 and more › is shown whole', () => {
    const [row] = register.search({ filter: { text: '测成年' } }).rows
    expect(row).toMatchObject({ name: '测成年', birthDate: '2012-03-04' })
  })
})
