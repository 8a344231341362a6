/** Why: rules change while slips are under way; what was signed keeps its limits and its whitelist at both ends, and what is signed later takes the new ones. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RulePack } from '../../shared/domain'
import { AppError } from '../../shared/errors'
import { issue, openPair, pack, reference, take, type SlipOffice } from './offices'

const OLD = 'e-certificate'
/** May be asked under the old rules and not under the new ones. */
const GONE = 'certificate_status'
const packNamed = (id: string): RulePack => {
  const found = reference.rulePack(id)
  if (!found) throw new RangeError(id)
  return found
}
/** The rules from September 2021 on, with a shorter limit so that the two can be told apart. */
const next: RulePack = {
  ...packNamed('current'),
  deadlines: packNamed('current').deadlines.map((rule) => (rule.id === 'answer_ordinary' ? { ...rule, value: 10 } : rule))
}
const [BEFORE, AFTER] = ['2021-08-25T09:00:00+08:00', '2021-09-06T09:00:00+08:00']
/** Thirty days from before the change, thirty and ten days from after it. */
const [OLD_DUE, OLD_DUE_AGAIN, NEW_DUE] = ['2021-09-24', '2021-10-06', '2021-09-16']

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair(OLD)
  a = pair.a
  b = pair.b
  a.clock.set(BEFORE)
  close = () => pair.close()
})
afterEach(() => close())

const change = (): void => {
  a.clock.set(AFTER)
  a.use(next)
  b.use(next)
}
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )
const draft = async (items: string[], basis: { legalBasis?: string; consentRef?: string } = {}): Promise<string> => {
  const about = { kind: 'XC', partnerId: a.partnerId, personIds: a.persons.slice(0, 1), items, reason: '办证', ...basis } as const
  return (await a.call('compose', about)).ids[0] ?? ''
}
async function arrived(): Promise<string> {
  take(b, pack(a))
  const { rows } = await b.call('search', { filter: { direction: 'in' } })
  return rows[0]?.id ?? ''
}
async function answer(id: string): Promise<void> {
  await b.call('pair', { id, result: 'found', personId: b.persons[0] ?? '' })
  const { items } = await b.call('get', { id })
  const findings = items.map(({ code }) => ({ code, status: 'unverifiable' as const, value: null }))
  await b.call('answer', { id, findings, method: 'file', verifiedOn: '2021-08-25', note: null })
  await b.call('release', { ids: [id] })
}
const shown = async (office: SlipOffice, id: string) => {
  const { rulePack, dueOn, items } = await office.call('get', { id })
  return { rulePack, dueOn, items: items.map(({ code }) => code) }
}
const keepsOld = { rulePack: packNamed(OLD).label, dueOn: OLD_DUE, items: [GONE] }

describe.each(['received', 'answered', 'heard'] as const)('a question signed under the old rules, which change before it is %s', (when) => {
  it('keeps limit and items at both ends, and is answered and asked again by them', async () => {
    const [id = ''] = await issue(a, 1, [GONE])
    if (when === 'received') change()
    const theirs = await arrived()
    if (when === 'answered') change()
    expect(await shown(b, theirs)).toEqual(keepsOld)
    await answer(theirs)
    if (when === 'heard') change()
    take(a, pack(b))
    expect(await a.call('get', { id })).toMatchObject({ status: 'answered', findings: [{ code: GONE, status: 'unverifiable' }] })
    expect(await shown(a, id)).toEqual(keepsOld)
    // Asked again it is the same question: the item stays, and the limit runs anew by the rules it was issued under.
    expect(await a.call('recheck', { id, reason: '再看一次' })).toMatchObject({ status: 'recheck', dueOn: OLD_DUE_AGAIN })
    take(b, pack(a))
    expect(await shown(b, theirs)).toEqual({ ...keepsOld, dueOn: OLD_DUE_AGAIN })
    await answer(theirs)
    take(a, pack(b))
    expect((await a.call('get', { id })).status).toBe('answered')
  })
})

describe('drafts and new questions', () => {
  it('a draft of the old rules › is signed under the new ones with their limit, and refused where they do not know its item', async () => {
    // The law it rests on must be one that both packs know: order 555 is no basis any more.
    const [stands, gone] = [await draft(['identity'], { legalBasis: 'consent', consentRef: 'TY-2021-7' }), await draft([GONE])]
    await a.call('submit', { ids: [stands, gone] })
    change()
    const { slips } = await a.call('sign', { ids: [stands] })
    expect(slips).toMatchObject([{ dueOn: NEW_DUE }])
    expect(await shown(a, stands)).toEqual({ rulePack: next.label, dueOn: NEW_DUE, items: ['identity'] })
    expect(await refusal(a.call('sign', { ids: [gone] }))).toBe('slips.field_not_allowed')
    expect((await a.call('get', { id: gone })).status).toBe('to_sign')
    const theirs = await arrived()
    expect(await shown(b, theirs)).toEqual({ rulePack: next.label, dueOn: NEW_DUE, items: ['identity'] })
  })

  it('a new question › takes the new rules › beside one that keeps the old', async () => {
    await issue(a, 1, [GONE])
    const old = await arrived()
    change()
    expect(await refusal(draft([GONE]))).toBe('slips.field_not_allowed')
    await issue(a, 1, ['identity'])
    const fresh = await arrived()
    expect([await shown(b, old), await shown(b, fresh)]).toEqual([keepsOld, { rulePack: next.label, dueOn: NEW_DUE, items: ['identity'] }])
    await answer(old)
    await answer(fresh)
    take(a, pack(b))
    const { rows } = await a.call('search', { filter: { direction: 'out', statuses: ['answered'] } })
    expect(rows).toHaveLength(2)
  })
})
