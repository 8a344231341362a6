/** A household that a bulk change made goes with it, unless somebody else has come to live in it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PersonInput } from '@shared/contract/persons'
import { openRegister, type Register } from '../../../../test/kit/register'
import { actHandlers, insertPersons, startAct } from '.'
import { insertPlace } from './queries/places'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

const HOUSEHOLD = '00000000-0000-7000-8000-000000000001'
const person = (name: string): ReturnType<typeof PersonInput.parse> =>
  PersonInput.parse({
    ...{ name, sex: '2', birthDate: '1990-05-17', idType: 'none', noIdReason: 'not_shown', hukouCode: '141124' },
    householdId: HOUSEHOLD
  })

/** An act that makes a household and two people in it. @returns its id */
function bulk(): string {
  const context = register.office.job()
  const { db } = register.office.write
  return register.office.write.transaction(() => {
    const act = startAct({ db, now: context.now, actor: context.actor, newId: () => context.newId() }, 'import', '测试')
    const stamps = { revision: 1, created_act: act.seq, updated_at: context.now, updated_by: '办理' }
    insertPlace(db, 'household', { id: HOUSEHOLD, number: '610802001001010001', head_id: null, note: null, ...stamps })
    const { now, today, reference } = context
    insertPersons(
      { db, reference, now, today, newId: () => context.newId(), act: act.seq },
      ['测甲', '测乙'].map((name) => ({ person: person(name), episodes: [] }))
    )
    return act.id
  })
}

const count = (table: 'household' | 'person'): number => register.office.db.value<number>(`SELECT count(*) FROM ${table}`) ?? 0

describe('an act that made a household', () => {
  it('takes it back with its people', async () => {
    const act = bulk()
    expect([count('household'), count('person')]).toEqual([1, 2])
    await actHandlers.undo(register.office.job(), { id: act })
    expect([count('household'), count('person')]).toEqual([0, 0])
  })

  it('leaves it › when somebody else lives in it by now', async () => {
    const act = bulk()
    const { id } = await register.put({ name: '测丙', birthDate: '1991-01-01', sex: '1', hukouCode: '141124', householdId: HOUSEHOLD })
    await actHandlers.undo(register.office.job(), { id: act })
    expect([count('household'), count('person')]).toEqual([1, 1])
    expect(register.office.db.value('SELECT household_id FROM person WHERE id = ?', id)).toBe(HOUSEHOLD)
  })
})
