/** Why: idempotency, permission, masks and the audit line are the gate's work; this holds that the register's methods really pass through it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desk, openTestOffice, PASSPHRASE, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(() => office.close())

describe('persons through the gate', () => {
  it('save › makes one record › for the same key pressed twice, also at once', async () => {
    const key = randomUUID()
    const input = { person: someone({ name: '双击甲' }), episodes: [stay()] }
    const all = await Promise.all([office.call('persons.save', input, key), office.call('persons.save', input, key)])
    all.push(await office.call('persons.save', input, key))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect((await office.call('persons.count', { filter: { text: '双击甲' } })).count).toBe(1)
  })

  it('audit › names the act and the record, never a name, a number or a reason', async () => {
    const { id } = await office.call('persons.save', {
      person: someone({ name: '审计甲', idType: 'resident_id', idNo: '610802199003050029', noIdReason: null })
    })
    await office.call('persons.reveal', { id, field: 'idNo', reason: '核对户口簿原件' })
    const { rows } = await office.call('audit.search', {})
    const mine = JSON.stringify(rows)
    expect(mine).toContain('person.revealed')
    expect(mine).toContain(id)
    for (const secret of ['审计甲', '610802199003050029', '核对户口簿原件']) expect(mine).not.toContain(secret)
  })

  it('reveal, save › are refused and recorded › without the permission', async () => {
    const { id } = await office.call('persons.save', { person: someone({ name: '权限甲' }) })
    const collector = await office.as('caiji', ['collector'])
    await expect(collector.call('persons.reveal', { id, field: 'idNo', reason: '看看' })).rejects.toMatchObject({
      code: 'session.forbidden'
    })
    const statistician = await office.as('tongji', ['statistician'])
    await expect(statistician.call('persons.search', {})).rejects.toMatchObject({ code: 'session.forbidden' })
  })

  it('save › is on file and found › after the office was closed and opened again', async () => {
    const { id } = await office.call('persons.save', { person: someone({ name: '重开甲' }), episodes: [stay()] })
    const again = desk(await office.restart())
    await again.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    expect(await again.call('persons.get', { id })).toMatchObject({ name: '重开甲', revision: 1 })
    expect((await again.call('persons.search', { filter: { text: '开甲' } })).rows.map((row) => row.id)).toEqual([id])
  })
})
