// Why: what a notice tells is drawn from the rules, so the form asks for just that, and sends nothing that another kind left behind.
import { describe, expect, it } from 'vitest'
import { blankCompose, composeDraftOf, composeFaults, composeInput, needsConsent, ofKind, type ComposeForm } from './compose-form'
import type { SlipOffers } from './slip-types'

const entry = (field: string, label: string, more: object) => ({
  ...{ field, label, level: 'L2', required: true, needsConsent: false, kind: 'text' as const, options: [], most: null },
  ...more
})
const kind = (name: 'XC' | 'TB-FW' | 'TB-CS', purpose: string, entries: SlipOffers['kinds'][number]['entries']) => ({
  ...{ kind: name, label: name, answerNeeded: name === 'XC', purpose, entries, items: [], urgencies: [], fields: [] }
})
const offers: SlipOffers = {
  rulePack: 'order-555',
  purposes: [
    { code: 'identity', label: '核对身份' },
    { code: 'service', label: '提供服务' }
  ],
  legalBases: [{ code: 'order_555', label: '条例', needsConsentRef: false }],
  kinds: [
    kind('XC', 'identity', []),
    kind('TB-FW', 'service', [
      entry('service_type', '服务类型', { kind: 'code', options: [{ code: '1', label: '孕情检查' }] }),
      entry('served_on', '服务日期', { kind: 'day' }),
      entry('result_code', '服务结果', { kind: 'code', required: false, needsConsent: true, options: [{ code: 'done', label: '已办' }] })
    ]),
    kind('TB-CS', 'service', [entry('child_count', '出生人数', { kind: 'integer', most: 9 })])
  ]
}
const PARTNER = '0190d0d0-0000-7000-8000-000000000001'
const service: ComposeForm = ofKind(blankCompose(offers, [PARTNER]), 'TB-FW', offers)
const whole: ComposeForm = { ...service, told: { service_type: '1', served_on: '2026-03-02', result_code: '' } }

describe('notice form', () => {
  it('a kind chosen › brings its usual purpose and its own places, and forgets those of the kind before', () => {
    expect([service.purpose, Object.keys(service.told)]).toEqual(['service', ['service_type', 'served_on', 'result_code']])
    const births = ofKind(whole, 'TB-CS', offers)
    expect([births.told, ofKind(births, 'XC', offers).told]).toEqual([{ child_count: '' }, {}])
  })

  it('what is missing › is named at its place, and nothing is sent', () => {
    expect(composeFaults(service, offers).told).toEqual({ service_type: '请选服务类型', served_on: '请填服务日期', result_code: '' })
    expect(composeInput(service, [PARTNER], offers)).toBeNull()
    expect(composeInput(whole, [PARTNER], offers)).toMatchObject({ kind: 'TB-FW', told: whole.told, items: [], urgency: null })
  })

  it.each([
    ['两个', '请填不大于 9 的整数'],
    ['10', '请填不大于 9 的整数'],
    ['-1', '请填不大于 9 的整数'],
    [' 2 ', '']
  ])('出生人数 “%s” › %s', (text, fault) => {
    const births = { ...ofKind(whole, 'TB-CS', offers), told: { child_count: text } }
    expect(composeFaults(births, offers).told).toEqual({ child_count: fault })
  })

  it('what goes only with consent › asks for its record as soon as it is filled in', () => {
    expect(needsConsent(whole, offers)).toBe(false)
    const told = { ...whole, told: { ...whole.told, result_code: 'done' } }
    expect([needsConsent(told, offers), composeFaults(told, offers).consentRef]).toEqual([true, '请填同意或申请记录的编号'])
    expect(composeInput({ ...told, consentRef: 'TY-2026-17' }, [PARTNER], offers)).toMatchObject({ consentRef: 'TY-2026-17' })
  })

  it('a kept draft › keeps what its kind knows and nothing else, whatever an older program wrote', () => {
    const kept = (told: unknown) => composeDraftOf({ form: { ...whole, told }, personIds: [PARTNER] }, offers, [PARTNER])?.form.told
    expect(kept({ service_type: '1', street: '某路', served_on: 7 })).toEqual({ service_type: '1', served_on: '', result_code: '' })
    expect([kept(null), kept('x')]).toEqual([service.told, service.told])
  })
})
