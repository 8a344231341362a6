/** Why: every notice of the trade goes the whole way by the rows of the rule pack alone, and tells nothing that the pack does not name. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '../../shared/contract'
import { noticeKinds, type NoticeKind } from '../../shared/domain'
import { lineOf, openPair, pack, take, type SlipOffice } from './offices'

type Told = NonNullable<CallInput<SpecOf<'slips.compose'>>['told']>

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

/** What a clerk types, and what of it the receiver reads. */
const told: Readonly<Record<NoticeKind, readonly [Told, Readonly<Record<string, unknown>>]>> = {
  'TB-FW': [
    { service_type: '1', served_on: '2026-03-02', institution: ' 测县妇幼保健院 ' },
    { service_type: '1', served_on: '2026-03-02', institution: '测县妇幼保健院' }
  ],
  'TB-DJ': [
    { registration_no: 'DJ-2026-17', registered_on: '2026-03-02', result_code: 'registered', result_reason_code: '' },
    { registration_no: 'DJ-2026-17', registered_on: '2026-03-02', result_code: 'registered' }
  ],
  'TB-CS': [
    { child_birth_date: '2026-02-20', child_count: '2' },
    { child_birth_date: '2026-02-20', child_count: 2 }
  ],
  'TB-LD': [
    { event: 'left', event_date: '2026-03', new_area_code: '610824000000' },
    { event: 'left', event_date: '2026-03', new_area_code: '610824' }
  ],
  'TB-ZM': [
    { certificate_no: 'ZM0017', certificate_status: 'void', status_on: '2026-03-02' },
    { certificate_no: 'ZM0017', certificate_status: 'void', status_on: '2026-03-02' }
  ]
}

const drafted = async (kind: NoticeKind, values: Told): Promise<string> => {
  const { ids } = await a.call('compose', { kind, partnerId: a.partnerId, personIds: a.persons.slice(1, 2), told: values })
  return ids[0] ?? ''
}
const bodyOf = (office: SlipOffice, id: string): Record<string, unknown> => {
  const line = JSON.parse(
    office.db.value<string>('SELECT r.content FROM slip s JOIN slip_record r ON r.record_id = s.record_id WHERE s.id = ?', id) ?? '{}'
  ) as { body?: Record<string, unknown> }
  return line.body ?? {}
}

describe('notices', () => {
  it.each(noticeKinds)('%s › drafted, signed, carried › arrives with what was typed, is paired and closed', async (kind) => {
    const [typed, travelling] = told[kind]
    const id = await drafted(kind, typed)
    const seen = (await a.call('preview', { id })).fields
    await a.call('submit', { ids: [id] })
    await a.call('sign', { ids: [id] })
    expect(take(b, pack(a)).kinds).toEqual(new Map([[kind, 1]]))
    const { rows } = await b.call('search', { filter: { kinds: [kind] } })
    const arrived = rows[0]?.id ?? ''
    expect(rows[0]).toMatchObject({ kind, direction: 'in', dueOn: null })
    expect(rows[0]?.subjectName).toBe(seen.find(({ label }) => label.endsWith('姓名'))?.value)
    expect(bodyOf(b, arrived)).toMatchObject(travelling)
    expect((await b.call('get', { id: arrived })).fields.map(({ field }) => field)).toEqual(seen.map(({ field }) => field))
    expect((await b.call('home', {})).mine.count).toBe(1)
    const { rows: found } = await b.call('candidates', { id: arrived })
    expect(await b.call('pair', { id: arrived, result: 'found', personId: found[0]?.person.id ?? null })).toMatchObject({
      status: 'pairing'
    })
    expect(await b.call('close', { ids: [arrived] })).toBeDefined()
    expect((await b.call('home', {})).mine.count).toBe(0)
  })

  it.each([
    ['what is missing', 'TB-FW', { served_on: '2026-03-02', institution: '测县医院' }, 'slips.field_missing'],
    ['a code the pack does not know', 'TB-ZM', { ...told['TB-ZM'][0], certificate_status: 'fine' }, 'slips.field_not_allowed'],
    ['too many children at once', 'TB-CS', { child_birth_date: '2026-02-20', child_count: '10' }, 'slips.field_not_allowed'],
    ['a number that is none', 'TB-CS', { child_birth_date: '2026-02-20', child_count: '两个' }, 'slips.field_not_allowed'],
    ['a result without consent', 'TB-FW', { ...told['TB-FW'][0], result_code: 'done' }, 'slips.field_not_allowed'],
    ['a remark the pack does not name', 'TB-LD', { ...told['TB-LD'][0], remark: '随便写写' }, 'slips.field_not_allowed'],
    ['the number of the slip', 'TB-LD', { ...told['TB-LD'][0], slip_no: '610802-00-TB-LD-2026-000001' }, 'slips.field_not_allowed'],
    ['another person', 'TB-CS', { ...told['TB-CS'][0], mother: '某某' }, 'slips.field_not_allowed']
  ] as const)('%s › is refused and nothing is drafted', async (_what, kind, values, code) => {
    await expect(drafted(kind, values)).rejects.toMatchObject({ code })
    expect((await a.call('search', {})).rows).toEqual([])
  })

  it('a sealed result › cannot be told, and one that comes is shown to no post that reads slips', async () => {
    const about = { kind: 'TB-FW' as const, partnerId: a.partnerId, personIds: a.persons.slice(1, 2), consentRef: 'TY-2026-17' }
    const sealed = a.call('compose', { ...about, told: { ...told['TB-FW'][0], result_code: 'done' } })
    await expect(sealed).rejects.toMatchObject({ code: 'slips.field_not_allowed' })
    const { ids } = await a.call('compose', { ...about, told: told['TB-FW'][0] })
    await a.call('submit', { ids })
    await a.call('sign', { ids })
    const load = pack(a)
    const [line] = load.records.map(({ value }) => value)
    if (line === undefined) throw new TypeError('nothing was packed')
    take(b, { ...load, records: [lineOf({ ...line, body: { ...line.body, result_code: 'follow_up_wished' } })] })
    const { rows } = await b.call('search', { filter: { kinds: ['TB-FW'] } })
    for (const roles of [['window'], ['verifier'], ['signer'], ['service', 'window']] as const) {
      const seen = JSON.stringify(await b.call('get', { id: rows[0]?.id ?? '' }, roles))
      expect(seen).not.toMatch(/follow_up_wished|回访/)
    }
  })

  it('offers › of every kind in use › say what is filled in, and never header or person key', async () => {
    const { kinds } = await a.call('offers', {})
    const entries = Object.fromEntries(kinds.map(({ kind, entries: told }) => [kind, told.map(({ field }) => field)]))
    expect(entries).toEqual({ ...Object.fromEntries(noticeKinds.map((kind) => [kind, expect.any(Array)])), CX: [], XC: [] })
    expect(entries['TB-FW']).toEqual(['service_type', 'served_on', 'institution'])
    expect(entries['TB-LD']).toEqual(['event', 'event_date', 'new_area_code'])
    expect(entries['TB-DJ']).toEqual(['registration_no', 'registered_on', 'result_code', 'result_reason_code'])
    expect(kinds.map(({ kind, purpose }) => [kind, purpose])).toContainEqual(['TB-DJ', 'birth_registration'])
  })
})
