/** Why: a correction stands beside the slip it corrects, in whatever order the two come; nothing of a file changes until a person takes it over. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../../shared/contract'
import { slipHandlers } from '../../electron/core/modules/slips'
import { addFirstAccount } from '../../electron/core/modules/accounts'
import { personField } from '../../electron/core/modules/persons'
import { actorNamed } from '../kit/module-office'
import { issue, lineOf, openPair, pack, take, type SlipOffice } from './offices'

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

const signed = async (ids: readonly string[]): Promise<void> => {
  await a.call('submit', { ids: [...ids] })
  await a.call('sign', { ids: [...ids] })
}
async function notice(event_date = '2026-03-01'): Promise<string> {
  const told = { event: 'left', event_date, new_area_code: '610824000000' }
  const { ids } = await a.call('compose', { kind: 'TB-LD', partnerId: a.partnerId, personIds: a.persons.slice(1, 2), told })
  await signed(ids)
  return ids[0] ?? ''
}
const correction = async (id: string, field = 'new_area_code', value = '610802000000'): Promise<string> => {
  const { draftId } = await a.call('correct', { id, field, value, reason: 'typing_error' })
  await signed([draftId])
  return draftId
}
const arrived = async (kind: 'TB-LD' | 'BZ' | 'XC'): Promise<string> =>
  (await b.call('search', { filter: { direction: 'in', kinds: [kind] } })).rows[0]?.id ?? ''

async function adoptNotice(): Promise<string> {
  const id = await arrived('TB-LD')
  const { rows } = await b.call('candidates', { id })
  const personId = rows[0]?.person.id ?? ''
  await b.call('pair', { id, result: 'found', personId })
  await b.call('adopt', { id, codes: ['new_area_code'] })
  return personId
}

describe('更正', () => {
  it('the form › offers what the slip says and the rules let be corrected, with what it says now', async () => {
    const id = await notice()
    const { fields, reasons } = await a.call('correctForm', { id })
    const offered = fields.map(({ entry, value }) => [entry.field, value])
    expect(offered).toContainEqual(['event_date', '2026-03-01'])
    expect(offered).toContainEqual(['new_area_code', '610824'])
    expect(fields.map(({ entry }) => entry.field)).not.toContain('certificate_no')
    expect(reasons.map(({ code }) => code)).toEqual(['typing_error', 'document_shown', 'person_request', 'code_change'])
  })

  it('a value adopted meanwhile › is offered anew beside the old one; the file changes when a person says so', async () => {
    const id = await notice()
    take(b, pack(a))
    const personId = await adoptNotice()
    expect(personField(b.db, personId, 'residenceCode')).toBe('610824')
    await correction(id)
    const load = pack(a)
    expect(take(b, load).kinds).toEqual(new Map([['BZ', 1]]))
    expect(take(b, load, 'sha256:again')).toMatchObject({ fresh: 0, duplicates: 1 })
    expect(personField(b.db, personId, 'residenceCode')).toBe('610824')
    const beside = (await b.call('get', { id: await arrived('TB-LD') })).corrections
    expect(beside).toMatchObject([{ label: '新居住地代码', reason: '录入错误', about: 'here' }])
    expect([beside[0]?.before, beside[0]?.after]).toEqual([expect.stringContaining('靖边'), expect.stringContaining('榆阳')])
    const bz = await arrived('BZ')
    const home = await b.call('home', {})
    expect(home.mine.rows.map((row) => [row.id, row.kind])).toEqual([[bz, 'BZ']])
    const { differences } = await b.call('get', { id: bz })
    expect(differences).toMatchObject([{ code: 'new_area_code', field: 'residenceCode', adopted: false }])
    expect(await b.call('adopt', { id: bz, codes: ['new_area_code'] })).toMatchObject({ status: 'closed', changed: ['residenceCode'] })
    expect(personField(b.db, personId, 'residenceCode')).toBe('610802')
    expect((await b.call('home', {})).mine.count).toBe(0)
  })

  it('the correction before its slip › waits, says so, and joins it; pairing the slip names the person of both', async () => {
    const id = await notice()
    const first = pack(a)
    await correction(id)
    take(b, pack(a))
    const bz = await arrived('BZ')
    expect((await b.call('get', { id: bz })).corrections).toMatchObject([{ about: 'missing', before: null }])
    take(b, first)
    expect((await b.call('get', { id: bz })).corrections).toMatchObject([{ about: 'here' }])
    expect((await b.call('get', { id: bz })).corrections[0]?.before).toContain('靖边')
    const theirs = await arrived('TB-LD')
    const { rows } = await b.call('candidates', { id: theirs })
    await b.call('pair', { id: theirs, result: 'found', personId: rows[0]?.person.id ?? null })
    expect((await b.call('get', { id: bz })).person?.id).toBe(rows[0]?.person.id)
  })

  it.each([
    ['before', true],
    ['after', false]
  ] as const)('its slip was withdrawn %s it came › says so, and keeps nothing of what it told', async (_when, early) => {
    const id = await notice()
    take(b, pack(a))
    const bz = await correction(id)
    const load = pack(a)
    await a.call('withdraw', { ids: [id], reason: '误发' })
    expect((await a.call('get', { id: bz })).status).toBe('withdrawn')
    const tombstone = pack(a)
    for (const each of early ? [tombstone, load] : [load, tombstone]) take(b, each)
    const view = await b.call('get', { id: await arrived('BZ') })
    expect(view).toMatchObject({ status: 'withdrawn', subjectName: null, corrections: [{ about: 'withdrawn', after: null }] })
    expect(b.db.all("SELECT content FROM slip_record WHERE content IS NOT NULL AND slip_kind = 'BZ'")).toEqual([])
  })

  it('two hands › who wrote the correction does not sign it', async () => {
    for (const name of ['yi', 'er'])
      a.office.write.transaction(() =>
        addFirstAccount(a.db, { id: `account-${name}`, name, displayName: name, roles: ['window', 'signer'] }, '2026-03-05T01:00:00.000Z')
      )
    const id = await notice()
    const who = (name: string) => actorNamed(name, ['window', 'signer'])
    const input = contract.slips.correct.input.parse({ id, field: 'event_date', value: '2026-03-02', reason: 'document_shown' })
    const { draftId } = await a.office.command<{ draftId: string }>(slipHandlers.correct, input, who('yi'))
    await a.office.command(slipHandlers.submit, { ids: [draftId] }, who('yi'))
    const sign = (name: string) => a.office.command(slipHandlers.sign, { ids: [draftId] }, who(name))
    await expect(sign('yi')).rejects.toMatchObject({ code: 'slips.same_person' })
    await sign('er')
    expect((await a.call('get', { id: draftId })).slipNo).toContain('-BZ-2026-')
  })

  it.each([
    ['a member the slip does not hold', 'certificate_no', 'ZM0017'],
    ['a member no correction may carry', 'service_type', '1'],
    ['what it says already', 'event_date', '2026-03-01'],
    ['a day that is none', 'event_date', '2026-02-30'],
    ['a number that is none', 'id_no', '123']
  ])('%s › is refused and nothing is drafted', async (_what, field, value) => {
    const id = await notice()
    await expect(a.call('correct', { id, field, value, reason: 'typing_error' })).rejects.toMatchObject({
      code: 'slips.field_not_allowed'
    })
    expect((await a.call('search', { filter: { kinds: ['BZ'] } })).rows).toEqual([])
  })

  it('a slip that has not left, or was taken back › is not corrected', async () => {
    const told = { event: 'left', event_date: '2026-03-01', new_area_code: '610824000000' }
    const { ids } = await a.call('compose', { kind: 'TB-LD', partnerId: a.partnerId, personIds: a.persons.slice(1, 2), told })
    const wrong = { id: ids[0] ?? '', field: 'event_date', value: '2026-03-02', reason: 'typing_error' }
    await expect(a.call('correct', wrong)).rejects.toMatchObject({ code: 'slips.action_not_allowed' })
    expect((await a.call('get', { id: ids[0] ?? '' })).actions.map(({ action }) => action)).not.toContain('correct')
  })

  it('a member of the person key › is put right, and what is sent on afterwards says it so', async () => {
    const [id = ''] = await issue(a, 1)
    take(b, pack(a))
    await correction(id, 'name', '王小铭')
    take(b, pack(a))
    const theirs = await arrived('XC')
    expect((await b.call('get', { id: theirs })).corrections).toMatchObject([{ label: '姓名', before: '王小明', after: '王小铭' }])
    await b.call('refuse', { id: theirs, result: 'not_our_area', reason: '不属本县' })
    await b.call('release', { ids: [theirs] })
    take(a, pack(b))
    const { draftId } = await a.call('resend', { id, partnerId: a.partnerId })
    expect((await a.call('get', { id: draftId })).body['person']).toMatchObject({ name: '王小铭' })
  })

  it('a number › is masked wherever the correction is read', async () => {
    const id = await notice()
    take(b, pack(a))
    await correction(id)
    const [line] = pack(a).records.map(({ value }) => value)
    if (!line) throw new RangeError('nothing was packed')
    const body = { ...line.body, corrected_field: 'id_no', corrected_value: '110101199003070134' }
    take(b, { bundleId: 'sha256:number', records: [lineOf({ ...line, body })] })
    for (const seen of [await arrived('BZ'), await arrived('TB-LD')]) {
      const view = JSON.stringify(await b.call('get', { id: seen }))
      expect(view).toContain('1101**********0134')
      expect(view).not.toContain('110101199003070134')
    }
  })
})
