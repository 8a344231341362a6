/** Why: what an answer told wrong is put right beside it, item by item, by the rules of an answer; the asker takes it over or not, in whatever order the two come. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '../../shared/contract'
import { personField } from '../../electron/core/modules/persons'
import { checkIncoming } from '../../electron/core/incoming'
import { issue, lineOf, openPair, pack, reference, take, type SlipOffice } from './offices'

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

type Finding = CallInput<SpecOf<'slips.answer'>>['findings'][number]
const FOUND: Finding[] = [
  { code: 'identity', status: 'confirmed', value: null },
  { code: 'marital_status', status: 'differs', value: '20' },
  { code: 'hukou_address', status: 'confirmed', value: '141124 城关镇' },
  { code: 'contact', status: 'confirmed', value: '13900004321' }
]

interface Asked {
  /** The question at the asker, and where it is answered. */
  readonly own: string
  readonly theirs: string
  readonly replyId: string
}
async function answered(findings = FOUND): Promise<Asked> {
  const [own = ''] = await issue(
    a,
    1,
    findings.map(({ code }) => code)
  )
  take(b, pack(a))
  const theirs = (await b.call('search', { filter: { direction: 'in', kinds: ['XC'] } })).rows[0]?.id ?? ''
  const { rows } = await b.call('candidates', { id: theirs })
  await b.call('pair', { id: theirs, result: 'found', personId: rows[0]?.person.id ?? null })
  const { replyId } = await b.call('answer', { id: theirs, findings, method: 'file', verifiedOn: '2026-03-05', note: '说明' })
  await b.call('release', { ids: [theirs] })
  return { own, theirs, replyId }
}
type Typed = Pick<CallInput<SpecOf<'slips.correct'>>, 'field' | 'status' | 'value'>
const MARRIED: Typed = { field: 'marital_status', status: 'differs', value: '10' }
async function corrected(id: string, typed: Typed = MARRIED): Promise<string> {
  const { draftId } = await b.call('correct', { id, ...typed, reason: 'typing_error' })
  await b.call('submit', { ids: [draftId] })
  await b.call('sign', { ids: [draftId] })
  return draftId
}
const atAsker = async (): Promise<string> => (await a.call('search', { filter: { direction: 'in', kinds: ['BZ'] } })).rows[0]?.id ?? ''
const remote = async (id: string, code = 'marital_status') => (await a.call('get', { id })).differences.find((row) => row.code === code)

describe('更正反馈', () => {
  it('the form › from the question and from the answer › offers what the answer says and the rules let be corrected', async () => {
    const { theirs, replyId } = await answered()
    const form = await b.call('correctForm', { id: theirs })
    expect(form).toEqual(await b.call('correctForm', { id: replyId }))
    expect(form.fields.map(({ entry, value, finding }) => [entry.field, finding?.status ?? null, value])).toEqual([
      ['identity', 'confirmed', ''],
      ['hukou_address', 'confirmed', '141124 城关镇'],
      ['marital_status', 'differs', '20'],
      ['contact', 'confirmed', '13900004321'],
      ['verified_on', null, '2026-03-05'],
      ['method', null, 'file']
    ])
    expect((await b.call('get', { id: theirs })).actions).toContainEqual({ action: 'correct', label: '更正反馈', permitted: true })
    expect((await b.call('get', { id: replyId })).actions).toContainEqual({ action: 'correct', label: '更正反馈', permitted: true })
  })

  it('at the asker › stands beside question and answer, and is offered in place of the old value; the file changes when a person says so', async () => {
    const { own, theirs } = await answered()
    take(a, pack(b))
    const personId = a.persons[0] ?? ''
    await a.call('adopt', { id: own, codes: ['marital_status'] })
    expect(personField(a.db, personId, 'marital')).toBe('20')
    await corrected(theirs)
    const load = pack(b)
    expect(take(a, load).kinds).toEqual(new Map([['BZ', 1]]))
    expect(take(a, load, 'sha256:again')).toMatchObject({ fresh: 0, duplicates: 1 })
    expect(personField(a.db, personId, 'marital')).toBe('20')
    const bz = await atAsker()
    const view = await a.call('get', { id: own })
    const told = { label: '婚姻状况', before: '不符，已婚', after: '不符，未婚', reason: '录入错误', about: 'here' }
    expect(view.corrections).toMatchObject([{ ...told, id: bz }])
    const [reply] = view.answers
    expect((await a.call('get', { id: reply?.id ?? '' })).corrections).toMatchObject([told])
    expect((await b.call('get', { id: theirs })).corrections).toMatchObject([told])
    expect([(await remote(own))?.remote, (await remote(bz))?.remote]).toEqual(['未婚', '未婚'])
    expect((await a.call('home', {})).mine.rows.map((row) => row.kind)).toEqual(['BZ'])
    const lines = (await a.call('get', { id: bz })).fields
    expect(lines.find(({ field }) => field === 'corrected_value')?.value).toBe('不符，未婚')
    expect(await a.call('adopt', { id: bz, codes: ['marital_status'] })).toMatchObject({ status: 'closed', changed: ['marital'] })
    expect(personField(a.db, personId, 'marital')).toBe('10')
  })

  it('before the answer was looked at › 采信 offers what is right now', async () => {
    const { own, theirs } = await answered()
    take(a, pack(b))
    await corrected(theirs, { field: 'hukou_address', status: 'differs', value: '150602 东胜某街' })
    take(a, pack(b))
    expect(await remote(own, 'hukou_address')).toMatchObject({ status: 'differs', field: 'hukouCode' })
    await a.call('adopt', { id: own, codes: ['hukou_address'] })
    expect(personField(a.db, a.persons[0] ?? '', 'hukouCode')).toBe('150602')
    expect(personField(a.db, a.persons[0] ?? '', 'hukouText')).toBe('东胜某街')
  })

  it('the correction before its answer › waits, says so, and joins it with the person', async () => {
    const { own, theirs } = await answered()
    const first = pack(b)
    await corrected(theirs)
    take(a, pack(b))
    const bz = await atAsker()
    expect((await a.call('get', { id: bz })).corrections).toMatchObject([{ about: 'missing', before: null, after: '不符，未婚' }])
    take(a, first)
    expect(await a.call('get', { id: bz })).toMatchObject({ person: { id: a.persons[0] }, corrections: [{ about: 'here' }] })
    expect((await remote(own))?.remote).toBe('未婚')
  })

  it('a telephone › is masked in the correction, and adopted whole', async () => {
    const { own, theirs } = await answered()
    take(a, pack(b))
    await corrected(theirs, { field: 'contact', status: 'differs', value: '13900008765' })
    take(a, pack(b))
    const bz = await atAsker()
    for (const [office, ids] of [
      [a, [own, bz]],
      [b, [theirs]]
    ] as const)
      for (const id of ids) expect(JSON.stringify(await office.call('get', { id }, ['window']))).not.toMatch(/13900008765|13900004321/)
    await a.call('adopt', { id: bz, codes: ['contact'] })
    expect(personField(a.db, a.persons[0] ?? '', 'phone')).toBe('13900008765')
  })

  it('day and way of verifying › are put right; the remark, free words, is not', async () => {
    const { own, theirs } = await answered()
    take(a, pack(b))
    await corrected(theirs, { field: 'verified_on', value: '2026-03-04' })
    await corrected(theirs, { field: 'method', value: 'visit' })
    take(a, pack(b))
    const { corrections } = await a.call('get', { id: own })
    expect(corrections.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['核实日期', '2026-03-05', '2026-03-04'],
      ['核实方式', '档案', '入户']
    ])
    await expect(b.call('correct', { id: theirs, field: 'remark', value: '别的话', reason: 'typing_error' })).rejects.toMatchObject({
      code: 'slips.field_not_allowed'
    })
  })

  it.each<readonly [string, Typed, string]>([
    ['what it says already', { ...MARRIED, value: '20' }, 'slips.field_not_allowed'],
    ['a code that is none', { ...MARRIED, value: '77' }, 'slips.field_not_allowed'],
    ['no conclusion', { field: 'marital_status', value: '10' }, 'slips.field_missing'],
    ['an item nobody asked for', { field: 'children_count', status: 'confirmed', value: '2' }, 'slips.field_not_allowed'],
    ['a value where the status is all', { field: 'identity', status: 'differs', value: '某某' }, 'slips.field_not_allowed'],
    ['the pairing itself', { field: 'pairing_result', value: 'not_found' }, 'slips.field_not_allowed'],
    ['a day that is none', { field: 'verified_on', value: '2026-02-30' }, 'slips.field_not_allowed'],
    ['nothing', { field: 'verified_on', value: '' }, 'slips.field_missing']
  ])('%s › is refused and nothing is drafted', async (_what, typed, code) => {
    const { theirs } = await answered()
    await expect(b.call('correct', { id: theirs, ...typed, reason: 'typing_error' })).rejects.toMatchObject({ code })
    expect((await b.call('search', { filter: { kinds: ['BZ'] } })).rows).toEqual([])
  })

  it('本人不同意提供 › stands once it left; what was said may still become it', async () => {
    const { theirs } = await answered([...FOUND.slice(0, 1), { code: 'marital_status', status: 'declined', value: null }])
    await expect(b.call('correct', { id: theirs, ...MARRIED, reason: 'typing_error' })).rejects.toMatchObject({
      code: 'slips.declined_stands'
    })
    await corrected(theirs, { field: 'identity', status: 'declined', value: '' })
    await a.call('search', {})
    take(a, pack(b))
    const own = (await a.call('search', { filter: { direction: 'out' } })).rows[0]?.id ?? ''
    await a.call('recheck', { id: own, reason: '请再核实' })
    take(b, pack(a))
    const findings: Finding[] = [
      { code: 'identity', status: 'confirmed', value: null },
      { code: 'marital_status', status: 'declined', value: null }
    ]
    await b.call('pair', { id: theirs, result: 'found', personId: b.persons[0] ?? '' })
    await expect(b.call('answer', { id: theirs, findings, method: 'file', verifiedOn: '2026-03-05', note: null })).rejects.toMatchObject({
      code: 'slips.declined_stands'
    })
  })

  it('asked once more › the answer of then is corrected no longer, the new one is', async () => {
    const { own, theirs, replyId } = await answered()
    take(a, pack(b))
    await a.call('recheck', { id: own, reason: '请再核实' })
    take(b, pack(a))
    await b.call('pair', { id: theirs, result: 'found', personId: b.persons[0] ?? '' })
    const again = await b.call('answer', { id: theirs, findings: FOUND, method: 'visit', verifiedOn: '2026-03-05', note: null })
    await b.call('release', { ids: [theirs] })
    await expect(b.call('correct', { id: replyId, ...MARRIED, reason: 'typing_error' })).rejects.toMatchObject({
      code: 'slips.action_not_allowed'
    })
    await corrected(again.replyId)
    take(a, pack(b))
    expect((await remote(own))?.remote).toBe('未婚')
  })

  it('the question is withdrawn › a draft is dropped, and what is under way tells nothing when it comes', async () => {
    const { own, theirs } = await answered()
    await corrected(theirs)
    const late = pack(b)
    await a.call('withdraw', { ids: [own], reason: '误发' })
    const { draftId } = await b.call('correct', { id: theirs, field: 'method', value: 'visit', reason: 'typing_error' })
    take(b, pack(a))
    expect((await b.call('get', { id: draftId })).status).toBe('ended')
    expect((await b.call('get', { id: theirs })).actions.map(({ action }) => action)).not.toContain('correct')
    take(a, late)
    const bz = await a.call('get', { id: await atAsker() })
    expect(bz).toMatchObject({ status: 'withdrawn', corrections: [{ about: 'withdrawn', after: null }] })
    expect((await a.call('home', {})).mine.count).toBe(0)
  })

  it('a question asked again and then withdrawn › takes the correction of its first answer with it', async () => {
    const { own, theirs } = await answered()
    await corrected(theirs)
    take(a, pack(b))
    await a.call('recheck', { id: own, reason: '请再核实' })
    await a.call('withdraw', { ids: [own], reason: '误发' })
    expect(await a.call('get', { id: await atAsker() })).toMatchObject({ status: 'withdrawn', corrections: [{ after: null }] })
  })

  it.each([
    ['a code that is none', 'marital_status', 'differs 77'],
    ['a status that is none', 'marital_status', 'perhaps 10'],
    ['a value beside 本人不同意提供', 'marital_status', 'declined 10'],
    ['what is sealed', 'contraception_status', 'differs 2'],
    ['a day that is none', 'verified_on', '2026-02-30'],
    ['a way that is none', 'method', 'rumour'],
    ['free words', 'remark', '听说']
  ])('%s, sent by another program › is not let in', async (_what, field, value) => {
    const { theirs } = await answered()
    pack(b)
    await corrected(theirs)
    const [sent] = pack(b).records
    if (!sent) throw new RangeError('nothing was packed')
    expect(checkIncoming(reference.rulePacks, sent.value)).toBeNull()
    const forged = lineOf({ ...sent.value, body: { ...sent.value.body, corrected_field: field, corrected_value: value } })
    expect(checkIncoming(reference.rulePacks, forged.value)).toMatchObject({ code: 'E_SCHEMA' })
  })
})
