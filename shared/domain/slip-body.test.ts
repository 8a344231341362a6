// Why: the whitelist is a promise to the resident; each way of breaking it is tried here, leaving and arriving alike.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyIn, keyMemberOf, personKeyFor } from './person-key'
import { rulePackSchema, slipFields, type RulePack } from './rule-pack'
import { askedItems, checkSlipBody, slipBodyReasons, type SlipBodyReason } from './slip-body'
import { slipKinds, type SlipKind } from './slip-kinds'

const packOf = (id: string): RulePack =>
  rulePackSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, `../../resources/codes/rule-packs/${id}.json`), 'utf8')))
const current = packOf('current')
const order555 = packOf('order-555')

type Body = Record<string, unknown>

const person = {
  name: '尉迟阿依古丽·买买提',
  sex: '2',
  birth_date: '1988-01-01',
  id_no: '440524188001010014',
  hukou_code: '610802001003'
}
const header = (type: SlipKind, pack: RulePack): Body => ({
  type,
  schema_version: 1,
  policy_profile: pack.id,
  slip_no: `610802-00-${type}-2026-000123`,
  sender_org: '610802000000',
  receiver_org: '141124000000',
  issued_on: '2026-03-05',
  contact_post: '流动人口管理岗',
  contact_phone: '0912-3812345'
})
const grounds = { subject_ref: '0192f0c0aa', purpose_code: 'identity', legal_basis_code: 'request', consent_ref: 'TY-2026-17' }
const limits = { urgency: 'ordinary', due_on: '2026-04-04' }

/** One body per type that the pack accepts. */
const valid = (kind: SlipKind, pack: RulePack): Body => {
  const top = header(kind, pack)
  const about = { ...top, ...grounds }
  const bodies: Record<SlipKind, Body> = {
    CX: { ...about, ...limits, person, questions: ['on_file', 'serving_office'] },
    XC: {
      ...about,
      ...limits,
      person,
      items: [{ code: 'identity' }, { code: 'children_count', claimed: 1 }],
      reason_text: '本人申请办理登记'
    },
    FK: {
      ...about,
      reply_to: '141124-00-XC-2026-000007',
      pairing_result: 'found',
      items: [
        { code: 'identity', status: 'confirmed' },
        { code: 'hukou_address', status: 'differs', value: { code: '610802001003', text: '青山路街道' } },
        { code: 'marital_status', status: 'declined' }
      ],
      verified_on: '2026-03-12',
      method: 'file'
    },
    'TB-FW': { ...about, person, service_type: '1', served_on: '2026-03-01', institution: '榆阳区妇幼保健院' },
    'TB-DJ': { ...about, couple: [person], registration_no: 'DJ2026-1', registered_on: '2026-03-01', result_code: 'registered' },
    'TB-CS': {
      ...about,
      mother: { name: person.name, birth_date: '1988', no_id_reason: 'lost', hukou_code: '610802' },
      child_birth_date: '2011-02-03',
      child_count: 1
    },
    'TB-LD': {
      ...about,
      person: { ...person, residence_code: '141124' },
      event: 'arrived',
      event_date: '2026-03',
      new_area_code: '141124'
    },
    'TB-ZM': { ...about, person, certificate_no: '610802001-11-00001', certificate_status: 'void', status_on: '2026-03-01' },
    QR: { ...top, receipts: [{ slip_no: '141124-00-XC-2026-000007', result: 'received' }] },
    TH: { ...top, returned_slip_no: '141124-00-XC-2026-000007', return_reason_code: 'not_our_area', suggested_receiver: '610881' },
    BZ: {
      ...about,
      corrected_slip_no: '610802-00-XC-2026-000001',
      corrected_field: 'sex',
      corrected_value: '2',
      correction_reason: 'typing_error'
    },
    CH: { ...top, withdrawn_slip_no: '610802-00-XC-2026-000001', withdraw_reason: 'consent_withdrawn' },
    TJ: {
      ...top,
      period: '2026-02',
      table_code: 'T5',
      cells: [
        { row: 'XC', column: 'due', count: 12 },
        { row: 'CX', column: 'due', suppressed: 'small_number' }
      ]
    }
  }
  return bodies[kind]
}

const reasonOf = (pack: RulePack, kind: SlipKind, body: unknown, asked?: string[]): string => {
  const found = checkSlipBody(pack, kind, body, asked === undefined ? {} : { asked })
  return found.ok ? 'ok' : `${found.path}: ${found.reason}`
}
const altered = (kind: SlipKind, pack: RulePack, change: Body): Body => ({ ...valid(kind, pack), ...change })
const without = (body: Body, name: string): Body => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))

describe('checkSlipBody', () => {
  it.each(slipKinds)('checkSlipBody › accepts a right body › %s under order-555', (kind) => {
    expect(reasonOf(order555, kind, valid(kind, order555))).toBe('ok')
  })

  it.each(slipKinds)('checkSlipBody › today’s pack › accepts %s exactly when it is in use', (kind) => {
    expect(reasonOf(current, kind, valid(kind, current))).toBe(current.slipTypes[kind].enabled ? 'ok' : 'type: kind_disabled')
  })

  it.each(slipKinds)('checkSlipBody › %s › refuses every missing required member by name', (kind) => {
    const body = valid(kind, order555)
    for (const [name, field] of Object.entries(slipFields(order555, kind))) {
      if (field.required) expect(reasonOf(order555, kind, without(body, name))).toBe(`${name}: missing`)
    }
  })

  it('checkSlipBody › any type › refuses any member that is not on the list', () => {
    fc.assert(
      fc.property(fc.constantFrom(...slipKinds), fc.stringMatching(/^[a-z_]{3,20}$/), (kind, name) => {
        fc.pre(!Object.hasOwn(slipFields(order555, kind), name))
        expect(reasonOf(order555, kind, altered(kind, order555, { [name]: 'x' }))).toMatch(/^[a-z_]+: (?:unknown|forbidden)$/)
      })
    )
  })

  it('checkSlipBody › inside a block › refuses any member that is not on the list', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{3,20}$/), (name) => {
        fc.pre(!Object.hasOwn(order555.blocks.person_key?.fields ?? {}, name))
        const changed = altered('XC', order555, { person: { ...person, [name]: 'x' } })
        expect(reasonOf(order555, 'XC', changed)).toMatch(/^person\.[a-z_]+: (?:unknown|forbidden)$/)
      })
    )
  })

  it('checkSlipBody › hostile names › are unknown members, not inherited ones', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"type":"QR"}}')
    for (const name of ['toString', 'constructor', 'hasOwnProperty']) {
      expect(reasonOf(order555, 'QR', altered('QR', order555, { [name]: 'x' }))).toBe(`${name}: unknown`)
      expect(reasonOf(order555, 'XC', altered('XC', order555, { items: [{ code: name }] }))).toBe('items.0.code: value')
    }
    expect(reasonOf(order555, 'QR', hostile)).toBe('__proto__: unknown')
  })

  it('checkSlipBody › anything at all › answers with a known reason and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...slipKinds), fc.jsonValue(), (kind, body) => {
        const found = checkSlipBody(order555, kind, body)
        if (!found.ok) expect(Object.keys(slipBodyReasons)).toContain(found.reason)
        expect(found.ok).toBe(false)
      })
    )
  })

  it.each<[string, SlipKind, Body, string]>([
    ['a health field in a query', 'CX', { contraception: '1' }, 'contraception: forbidden'],
    ['a diagnosis in a service notice', 'TB-FW', { diagnosis: '…' }, 'diagnosis: forbidden'],
    ['a declined service', 'TB-FW', { declined: true }, 'declined: forbidden'],
    ['a street in a movement notice', 'TB-LD', { person: { ...person, residence_text: '某路1号' } }, 'person.residence_text: forbidden'],
    ['a village code in a movement notice', 'TB-LD', { new_area_code: '141124001001' }, 'new_area_code: value'],
    ['the sex of a child in a birth notice', 'TB-CS', { child_sex: '1' }, 'child_sex: forbidden'],
    ['a person in a receipt', 'QR', { person }, 'person: forbidden'],
    ['a person in statistics', 'TJ', { name: '张三' }, 'name: forbidden'],
    ['money', 'XC', { amount: 100 }, 'amount: forbidden'],
    ['another type', 'XC', { type: 'CX' }, 'type: value'],
    ['another rule pack', 'XC', { policy_profile: 'current' }, 'policy_profile: value'],
    ['a newer body schema', 'XC', { schema_version: 2 }, 'schema_version: value'],
    ['a due day before issue', 'XC', { due_on: '2026-03-04' }, 'due_on: conflict'],
    ['30 February', 'XC', { due_on: '2026-02-30' }, 'due_on: value'],
    ['an overlong reason', 'XC', { reason_text: '核'.repeat(201) }, 'reason_text: too_long'],
    ['an invisible character', 'XC', { reason_text: '核\u200b实' }, 'reason_text: unsafe_text'],
    ['a name that is not NFC', 'XC', { person: { ...person, name: 'e\u0301' } }, 'person.name: unsafe_text'],
    ['no number and no reason', 'XC', { person: without(person, 'id_no') }, 'person.id_no: missing'],
    ['a number and a reason', 'XC', { person: { ...person, no_id_reason: 'lost' } }, 'person.no_id_reason: conflict'],
    ['a placeholder number', 'XC', { person: { ...person, id_no: '000000000000000000' } }, 'person.id_no: value'],
    ['no items', 'XC', { items: [] }, 'items: missing'],
    ['an unknown item', 'XC', { items: [{ code: 'income' }] }, 'items.0.code: value'],
    ['an item twice', 'XC', { items: [{ code: 'identity' }, { code: 'identity' }] }, 'items.1: conflict'],
    ['a value of another shape', 'XC', { items: [{ code: 'children_count', claimed: '1' }] }, 'items.0.claimed: type'],
    ['a value where the status is the answer', 'XC', { items: [{ code: 'identity', claimed: 'x' }] }, 'items.0.claimed: unknown'],
    ['a finding in a request', 'XC', { items: [{ code: 'identity', status: 'confirmed' }] }, 'items.0.status: forbidden'],
    [
      'a value beside 本人不同意提供',
      'FK',
      { items: [{ code: 'children_count', status: 'declined', value: 1 }] },
      'items.0.value: conflict'
    ],
    ['findings about a person not found', 'FK', { pairing_result: 'not_found' }, 'items: conflict'],
    ['a person found and nothing settled', 'FK', { items: [] }, 'items: unanswered'],
    ['a list as body member', 'QR', { receipts: 'all' }, 'receipts: type']
  ])('checkSlipBody › refuses › %s', (_, kind, change, expected) => {
    expect(reasonOf(order555, kind, altered(kind, order555, change))).toBe(expected)
  })

  it('checkSlipBody › consent as the basis › needs its record', () => {
    expect(reasonOf(current, 'XC', without(valid('XC', current), 'consent_ref'))).toBe('consent_ref: consent')
    expect(reasonOf(current, 'XC', without(altered('XC', current, { legal_basis_code: 'statutory_duty' }), 'consent_ref'))).toBe('ok')
    expect(reasonOf(current, 'TB-FW', without(altered('TB-FW', current, { legal_basis_code: 'statutory_duty' }), 'consent_ref'))).toBe(
      'service_type: consent'
    )
  })

  it('checkSlipBody › health items › travel only with consent and a basis that allows it, and not at all today', () => {
    const ask = (pack: RulePack, change: Body): string =>
      reasonOf(pack, 'XC', altered('XC', pack, { items: [{ code: 'contraception_status' }], ...change }))
    expect(ask(order555, {})).toBe('ok')
    expect(ask(order555, { legal_basis_code: 'order_555' })).toBe('items.0.code: legal_basis')
    expect(reasonOf(order555, 'XC', without(altered('XC', order555, { items: [{ code: 'pregnancy_status' }] }), 'consent_ref'))).toBe(
      'items.0.code: consent'
    )
    expect(ask(current, {})).toBe('items.0.code: value')
    const answer = (status: string): string =>
      reasonOf(order555, 'FK', without(altered('FK', order555, { items: [{ code: 'pregnancy_status', status }] }), 'consent_ref'))
    expect(answer('confirmed')).toBe('items.0.code: consent')
    expect(answer('declined')).toBe('consent_ref: consent')
  })

  it('checkSlipBody › an item above the level of the type › is refused even if the pack was loaded unchecked', () => {
    const loose = structuredClone(order555)
    loose.slipTypes.XC.maxLevel = 'L2'
    expect(reasonOf(loose, 'XC', altered('XC', order555, { items: [{ code: 'contraception_status' }] }))).toBe('items.0.code: level')
  })

  it('checkSlipBody › a reply › answers what was asked, all of it and nothing else', () => {
    const reply = valid('FK', order555)
    const asked = askedItems(reply)
    expect(asked).toEqual(['identity', 'hukou_address', 'marital_status'])
    expect(reasonOf(order555, 'FK', reply, asked)).toBe('ok')
    expect(reasonOf(order555, 'FK', reply, ['identity', 'hukou_address'])).toBe('items.2.code: not_asked')
    expect(reasonOf(order555, 'FK', reply, [...asked, 'children_count'])).toBe('items: unanswered')
    expect(reasonOf(order555, 'FK', altered('FK', order555, { pairing_result: 'moved_away', items: [] }), asked)).toBe('ok')
    expect(askedItems(valid('CX', order555))).toEqual(['on_file', 'serving_office'])
    const declined = altered('FK', order555, { items: asked.map((code) => ({ code, status: 'declined' })) })
    expect(reasonOf(order555, 'FK', declined, asked)).toBe('ok')
  })

  it('SlipBodyCheck › field › is the member of body a receipt can name', () => {
    const found = checkSlipBody(order555, 'XC', altered('XC', order555, { person: { ...person, sex: '5' } }))
    expect(found).toEqual({ ok: false, field: 'person', path: 'person.sex', reason: 'value' satisfies SlipBodyReason })
  })
})

describe('personKeyFor', () => {
  const source = {
    ...person,
    no_id_reason: null,
    hukou_text: '榆阳区青山路',
    residence_code: '141124001001',
    residence_text: '临泉镇某路1号'
  }

  it.each(slipKinds)('personKeyFor › %s › gives a key the whitelist accepts', (kind) => {
    const key = personKeyFor(order555, kind, source)
    const about = keyMemberOf(order555, kind)
    expect(key === null).toBe(about === null)
    expect(about === null).toBe(!Object.keys(slipFields(order555, kind)).some((name) => ['person', 'mother', 'couple'].includes(name)))
    if (about === null || key === null) return
    const body = altered(kind, order555, { [about.member]: about.most > 1 ? [key] : key })
    expect(reasonOf(order555, kind, body)).toBe('ok')
    expect(keyIn(body)).toEqual(key)
  })

  it('personKeyFor › movement notice › shortens the code to the county and drops the street', () => {
    expect(personKeyFor(order555, 'TB-LD', source)).toEqual({ ...person, hukou_text: '榆阳区青山路', residence_code: '141124' })
  })

  it('personKeyFor › no number › names the reason instead', () => {
    const key = personKeyFor(order555, 'XC', { ...source, id_no: null, no_id_reason: 'lost' })
    expect(key).toMatchObject({ no_id_reason: 'lost' })
    expect(key).not.toHaveProperty('id_no')
    expect(personKeyFor(order555, 'XC', { ...source, no_id_reason: 'lost' })).not.toHaveProperty('no_id_reason')
  })
})
