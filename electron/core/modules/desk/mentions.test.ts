/** Why: what others' records say about an erased person is found, decided place by place and recorded; nothing of it is taken or left unseen. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestOffice, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'

const NAME = '䶮罍夔'
const PHONE = '13900005678'
let office: TestOffice
let signer: Desk
let gone: string
let other: string
let tenant: string
beforeEach(async () => {
  office = await openTestOffice()
  signer = await office.as('qianfa', ['signer'])
  gone = await put({ name: NAME, phone: PHONE })
  other = await put({ name: '另一人', note: `原由${NAME}代办，电话${PHONE}` })
  tenant = (
    await office.call('persons.save', {
      person: someone({ name: '租房人' }),
      episodes: [stay({ residenceCode: '610802001', residenceText: '东街9号', dwellingContact: NAME, dwellingPhone: PHONE })]
    })
  ).id
})
afterEach(() => office.close())

const put = async (over: Parameters<typeof someone>[0]): Promise<string> =>
  (await office.call('persons.save', { person: someone(over) })).id
async function agreed(): Promise<{ id: string; revision: number }> {
  const { id } = await office.call('desk.receive', { personId: gone, kind: 'erase', papers: ['id_card'], receivedOn: '2026-03-05' })
  await signer.call('desk.decide', { id, revision: 1, decision: 'granted', reason: null })
  return { id, revision: 2 }
}
type Decisions = { mentions?: { ref: string; replace: boolean; reason?: string | null }[]; others?: string | null }
async function erase(held: { id: string; revision: number }, decided: Decisions = {}): Promise<unknown> {
  const input = { ...held, mode: 'delete' as const, ...decided }
  const { id } = await signer.call('approvals.request', { method: 'desk.erase', input, reason: '本人要求' })
  await (await office.as('guanli')).call('approvals.approve', { id })
  const done = await signer.raw('desk.erase', input, undefined, id)
  return done.ok ? null : done.error
}
const noteOf = async (): Promise<string | null> => (await office.call('persons.get', { id: other })).note

describe('places where others name the person', () => {
  it('found › notes and contacts with their words around, and none of the own file', async () => {
    const held = await agreed()
    const { rows, more } = await signer.call('desk.mentions', { id: held.id })
    expect(more).toBe(0)
    expect(rows.map(({ where, about, sure }) => [where, about, sure])).toEqual([
      ['档案的备注', '另一人', true],
      ['居住记录里的房主或联系人', '租房人', false],
      ['居住记录里房主或联系人的电话', '租房人', true],
      ['住处的房主或联系人', null, false],
      ['住处房主或联系人的电话', null, true]
    ])
    expect(rows[0]?.around).toBe(`原由${NAME}代办，电话${PHONE}`)
  })

  it('undecided, or kept without a reason › nothing is deleted', async () => {
    const held = await agreed()
    expect(await erase(held)).toMatchObject({ code: 'desk.mentions_open', params: { count: 5 } })
    const { rows } = await signer.call('desk.mentions', { id: held.id })
    const mentions = rows.map(({ ref }) => ({ ref, replace: false }))
    expect(await erase(held, { mentions, others: '都留' })).toMatchObject({ code: 'desk.mentions_open' })
    expect((await office.call('persons.get', { id: gone })).name).toBe(NAME)
  })

  it('replaced › the words are gone from text and history, kept ones stay with their reason on the reply', async () => {
    await office.call('persons.save', {
      ...{ id: other, revision: (await office.call('persons.get', { id: other })).revision },
      person: someone({ name: '另一人', note: `先由${NAME}代办` }),
      why: `${NAME}来电说明`
    })
    const held = await agreed()
    const { rows } = await signer.call('desk.mentions', { id: held.id })
    const mentions = rows.map(({ ref, where }) => ({ ref, replace: where !== '住处的房主或联系人', reason: `房产由${NAME}登记` }))
    expect(await erase(held, { mentions })).toBeNull()
    expect(await noteOf()).toBe('先由某人代办')
    expect(JSON.stringify(await office.call('persons.history', { id: other }))).not.toContain(NAME)
    const [stayed] = (await office.call('persons.get', { id: tenant })).episodes
    expect(stayed).toMatchObject({ dwellingContact: '某人', dwellingPhoneMasked: null })
    const house = await office.call('places.dwelling', { id: stayed?.dwellingId ?? '' })
    expect(JSON.stringify(house)).toContain(NAME)
    const view = await office.call('desk.get', { id: held.id })
    expect(view.kept).toContainEqual({
      what: '住处的房主或联系人里提到的 1 处',
      rule: '经办人决定保留',
      until: null,
      reason: '房产由某人登记'
    })
    expect(view.history.at(-1)?.detail).toBe('删除；别处提到的换成“某人” 4 处，保留 1 处')
    const overseer = await office.as('jiandu', ['overseer'])
    const [line] = (await overseer.call('audit.search', { event: 'desk.erased', limit: 1 })).rows
    expect(line?.detail).toMatchObject({ replaced: 4, keptPlaces: 1 })
  })

  it('kept all together › for one reason, recorded once for each', async () => {
    const held = await agreed()
    expect(await erase(held, { others: '都是房屋登记' })).toBeNull()
    expect(await noteOf()).toBe(`原由${NAME}代办，电话${PHONE}`)
    const { kept } = await office.call('desk.get', { id: held.id })
    expect(kept.filter(({ reason }) => reason === '都是房屋登记')).toHaveLength(5)
  })
})
