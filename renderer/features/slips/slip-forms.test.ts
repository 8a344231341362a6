// Why: what may be done with a choice, and when an answer is whole, is decided before anything is sent.
import { describe, expect, it } from 'vitest'
import { slipRow as row, slipView as view } from '../../../test/kit/slip-view'
import { batchActs } from './batch-acts'
import { addressOf, openQuery, queryOf, searchOf } from './list-query'
import { shortLabel, stateOf } from './slip-words'
import type { SlipOffers } from './slip-types'
import { blankTaken, takenDraftOf, takenFaults, takenInput, type TakenForm } from './taken-form'
import { answerOf, emptyForm, faultsOf } from './verify-form'

describe('batchActs', () => {
  it('batchActs › a mixed choice › each act takes only the slips that stand before it', () => {
    const rows = [
      row({ id: 'a' }),
      row({ id: 'b', status: 'to_sign' }),
      row({ id: 'c', status: 'delivered' }),
      row({ id: 'd', kind: 'FK', status: 'to_sign' })
    ]
    const found = batchActs(rows, () => true).map(({ method, ids }) => [method, ids])
    expect(found).toEqual([
      ['submit', ['a']],
      ['sign', ['b']],
      ['release', ['d']],
      ['withdraw', ['c']]
    ])
    expect(batchActs(rows, (permission) => permission === 'slips.write').map(({ method }) => method)).toEqual(['submit'])
  })
})

describe('verify form', () => {
  it('faultsOf › nothing chosen, then found without a person or a conclusion › names each place', () => {
    const form = emptyForm(view(), '2026-03-05')
    expect(faultsOf(form, view())).toEqual({ pairing: '请选配对结果' })
    expect(Object.keys(faultsOf({ ...form, pairing: 'found' }, view()))).toEqual(['personId', 'identity', 'contact'])
    expect(Object.keys(faultsOf({ ...form, pairing: 'not_found' }, view()))).toEqual(['note'])
  })

  it('answerOf › 本人不同意提供 › is complete and carries no value, whatever was typed before', () => {
    const form = { ...emptyForm(view(), '2026-03-05'), pairing: 'found', personId: 'x' }
    form.items = { identity: { status: 'confirmed', value: '' }, contact: { status: 'declined', value: '13900001111' } }
    expect(faultsOf(form, view())).toEqual({})
    expect(answerOf(form, view()).findings).toEqual([
      { code: 'identity', status: 'confirmed', value: null },
      { code: 'contact', status: 'declined', value: null }
    ])
  })
})

describe('question from paper', () => {
  const offers = {
    legalBases: [
      { code: 'order_555', needsConsentRef: false },
      { code: 'consent', needsConsentRef: true }
    ]
  } as unknown as SlipOffers // all that the form asks of them
  const today = '2026-03-05'
  const whole: TakenForm = {
    ...blankTaken(today, offers, ['0190d0d0-0000-7000-8000-000000000001']),
    ...{
      issuedOn: '2026-03-01',
      post: '流管岗',
      name: '王小明',
      sex: '1',
      birthDate: '1970',
      hukouCode: '141124',
      items: ['identity'],
      reason: '登记'
    }
  }

  it('takenFaults › an empty form, days in the wrong order, a consent without its record › names each place', () => {
    expect(Object.keys(takenFaults(blankTaken(today, offers), offers, today))).toEqual([
      'partnerId',
      'post',
      'issuedOn',
      'name',
      'sex',
      'birthDate',
      'hukouCode',
      'items',
      'reason'
    ])
    expect(Object.keys(takenFaults({ ...whole, receivedOn: '2026-02-28' }, offers, today))).toEqual(['receivedOn'])
    expect(Object.keys(takenFaults({ ...whole, receivedOn: '2026-03-06' }, offers, today))).toEqual(['receivedOn'])
    expect(Object.keys(takenFaults({ ...whole, dueOn: '2026-02-01', legalBasis: 'consent' }, offers, today))).toEqual([
      'dueOn',
      'consentRef'
    ])
    expect(takenInput({ ...whole, items: [] }, offers, today)).toBeNull()
  })

  it('takenInput › sends what stands there, blanks as nothing; a draft of another form is none', () => {
    expect(takenInput(whole, offers, today)).toMatchObject({
      way: 'paper',
      dueOn: null,
      person: { birthDate: '1970', idNo: null, residenceCode: null }
    })
    expect(takenDraftOf({ form: {}, personIds: [] }, whole)).toBeNull()
    expect(takenDraftOf({ ...whole, sex: 7, items: ['a', 1], more: 'x' }, blankTaken(today, offers))).toMatchObject({
      sex: null,
      items: ['a'],
      name: '王小明'
    })
  })
})

describe('list query', () => {
  it('queryOf › what addressOf wrote › is read again, and nonsense is left out', () => {
    const query = { ...openQuery, text: '000123', queue: 'mine' as const, kind: 'TB-LD', from: '2026-03-01' }
    expect(queryOf(addressOf(query) as Record<string, string>)).toEqual(query)
    expect(queryOf({ kind: 'ZZ', status: '<b>', queue: 'all', from: '2026-02-30', partner: '1' })).toEqual(openQuery)
    expect([searchOf(query).sort, searchOf(openQuery).sort]).toEqual(['due', 'newest'])
  })
})

describe('words', () => {
  it('stateOf › an answer still owed › is never shown as done', () => {
    expect(stateOf({ direction: 'out', status: 'received_by_peer', daysLeft: 20 }).state).toBe('pending')
    expect(stateOf({ direction: 'out', status: 'received_by_peer', daysLeft: -1 }).state).toBe('late')
    expect(stateOf({ direction: 'in', status: 'answered', daysLeft: null })).toEqual({ state: 'done', text: '已反馈' })
  })

  it('shortLabel › nested places › keeps what a reader needs', () => {
    expect([shortLabel('人员·姓名'), shortLabel('协查事项·第2项·事项'), shortLabel('用途')]).toEqual(['姓名', '事项2', '用途'])
  })
})
