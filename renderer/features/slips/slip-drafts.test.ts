// Why: a crash in the middle of drafting or verifying costs two seconds of typing and no more, and a draft never lands on other persons.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { clearStage, field, open, press, Refused, text, type, type Answers } from '../../../test/kit/page-stage'
import { view as person } from '../../../test/kit/person-view'
import { slipView } from '../../../test/kit/slip-view'
import { blankCompose, composeDraftOf } from './compose-form'
import ComposePage from './compose.page.vue'
import SlipsPage from './slips.page.vue'
import { blankTaken } from './taken-form'
import TakenPage from './taken.page.vue'
import { emptyForm, verifyDraftOf } from './verify-form'
import VerifyPage from './verify.page.vue'

afterEach(() => {
  clearStage()
  vi.useRealTimers()
  history.replaceState(null, '')
})

const ONE = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb166'
const TWO = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb167'
const PARTNER = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb168'
const OTHER_PARTNER = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb169'
const WHEN = '2026-03-05T01:00:00.000Z'
const item = (code: string, label: string) => ({ code, label, level: 'L2', value: null })
const offers = {
  rulePack: 'current',
  purposes: [
    { code: 'identity', label: '核对身份' },
    { code: 'movement', label: '变动' }
  ],
  legalBases: [{ code: 'duty', label: '履职', needsConsentRef: false }],
  kinds: [
    {
      kind: 'XC' as const,
      label: '协查',
      answerNeeded: true,
      purpose: 'identity',
      entries: [],
      items: [item('identity', '身份核对'), item('contact', '联系方式')],
      urgencies: [{ code: 'ordinary', label: '普通' }],
      fields: [{ field: 'reason_text', label: '理由', level: 'L2', required: true }]
    }
  ]
}
const composing: Answers = {
  'slips.offers': () => offers,
  'partners.list': () => ({
    rows: [
      { id: PARTNER, name: '临县', code: '141124-00' },
      { id: OTHER_PARTNER, name: '乙县', code: '141125-00' }
    ]
  }),
  'persons.get': () => person(),
  'slips.compose': () => ({ ids: [ONE] })
}
const ledger = { path: '/slips', name: 'slips', component: { render: () => null } }
const draft = (personIds: string[]) => ({
  form: { ...blankCompose(offers, [PARTNER]), items: ['contact'], reason: '没写完的话' },
  personIds
})
const onFile = (value: unknown): Answers => ({ 'drafts.get': () => ({ draft: { value, savedAt: WHEN } }) })
const compose = (personIds: readonly string[], answers: Answers = {}) => {
  history.replaceState({ personIds }, '')
  return open(ComposePage, { ...composing, ...answers }, ['slips.read', 'slips.write', 'persons.read'])
}
const reason = (): HTMLTextAreaElement => {
  const found = document.querySelector('textarea')
  if (!found) throw new RangeError('no field for the reason')
  return found
}
function write(words: string): void {
  reason().value = words
  reason().dispatchEvent(new Event('input', { bubbles: true }))
}

it('compose › typing › is on file within two seconds, with the persons', async () => {
  const { sentTo } = await compose([ONE, TWO])
  vi.useFakeTimers()
  write('还没写完')
  await vi.advanceTimersByTimeAsync(2000)
  expect(sentTo('drafts.save').map(({ input }) => input)).toMatchObject([
    { form: 'slips.compose', subject: '', value: { form: { reason: '还没写完' }, personIds: [ONE, TWO] } }
  ])
})

it('compose › untouched › writes no draft and leaves without a question', async () => {
  const { sentTo, router } = await compose([ONE])
  vi.useFakeTimers()
  await vi.advanceTimersByTimeAsync(5000)
  vi.useRealTimers()
  await router.push('/away')
  await flushPromises()
  expect([router.currentRoute.value.path, sentTo('drafts.save')]).toEqual(['/away', []])
})

it('compose › a draft about the same persons › comes back with its time', async () => {
  await compose([TWO, ONE], onFile(draft([ONE, TWO])))
  expect(reason().value).toBe('没写完的话')
  expect(field('联系方式').checked).toBe(true)
  expect(text()).toContain('已接着 2026-03-05')
  expect(text()).toContain('起草 2 张')
})

it('compose › opened without persons › takes the draft up with its persons, and gives it up whole', async () => {
  const { sentTo } = await compose([], onFile(draft([ONE, TWO])))
  expect(reason().value).toBe('没写完的话')
  expect(text()).toContain('起草 2 张')
  await press('不要草稿')
  expect(text()).toContain('还没有选人')
  expect(sentTo('drafts.discard').map(({ input }) => input)).toEqual([{ form: 'slips.compose', subject: '' }])
})

it('compose › a draft about other persons › is offered with its time and never put unasked', async () => {
  await compose([ONE], onFile(draft([TWO, OTHER_PARTNER])))
  expect(reason().value).toBe('')
  expect(text()).toContain('起草 1 张')
  expect(text()).toContain('2026-03-05')
  await press('改为接着写它')
  expect(reason().value).toBe('没写完的话')
  expect(text()).toContain('起草 2 张')
})

it('compose › a draft about other persons, let go after new words were typed › leaves the new words their draft', async () => {
  const { sentTo } = await compose([ONE], onFile(draft([TWO])))
  write('新的话')
  await flushPromises()
  await press('不要它')
  expect(sentTo('drafts.discard')).toEqual([])
  expect(reason().value).toBe('新的话')
})

it('compose › a person to be met with care › is asked about only after the office asks, and never from a draft', async () => {
  const refusing: Answers = {
    ...onFile({ ...draft([ONE, TWO]), form: { ...draft([]).form, partnerId: PARTNER }, careful: true }),
    'slips.compose': ({ careful }: { careful: boolean }) => {
      if (!careful) throw new Refused('persons.with_care', {}, { careful: '请先确认' })
      return { ids: [ONE] }
    }
  }
  const { sentTo, router } = await compose([], refusing)
  router.addRoute(ledger)
  expect(text()).not.toContain('确有必要')
  await press('起草 2 张')
  await flushPromises()
  expect(text()).toContain('没有起草交流单')
  field('确有必要').click()
  await press('起草 2 张')
  await flushPromises()
  expect(sentTo('slips.compose').map(({ input }) => input)).toMatchObject([{ careful: false }, { careful: true }])
  expect(router.currentRoute.value.path).toBe('/slips')
})

it('compose › success › sends once for the persons of the draft and takes the draft away', async () => {
  const { sentTo, router } = await compose([], onFile({ ...draft([ONE, TWO]), form: { ...draft([]).form, partnerId: PARTNER } }))
  router.addRoute(ledger)
  await press('起草 2 张')
  await flushPromises()
  expect(sentTo('slips.compose').map(({ input }) => input)).toMatchObject([
    { kind: 'XC', partnerId: PARTNER, personIds: [ONE, TWO], items: ['contact'], reason: '没写完的话' }
  ])
  expect([sentTo('drafts.discard').length, router.currentRoute.value.path]).toEqual([1, '/slips'])
})

it('compose › leaving with changes › asks once; 存为草稿 writes it and goes', async () => {
  const { sentTo, router } = await compose([ONE])
  write('半句')
  await flushPromises()
  const leaving = router.push('/away')
  await flushPromises()
  expect(text()).toContain('离开之前怎样处理')
  await press('存为草稿')
  await leaving
  expect([router.currentRoute.value.path, sentTo('drafts.save').length]).toEqual(['/away', 1])
})

it('composeDraftOf › partner, items or kind no longer offered › are left out, and strangers are no draft', () => {
  const old = { ...draft([ONE]), form: { ...draft([]).form, partnerId: 'gone', items: ['contact', 'gone'], purpose: 'gone' } }
  expect(composeDraftOf(old, offers, [PARTNER, OTHER_PARTNER])).toMatchObject({
    form: { partnerId: null, items: ['contact'], purpose: 'identity' }
  })
  expect(composeDraftOf({ ...old, form: { ...old.form, kind: 'ZZ' } }, offers, [])).toBeNull()
  for (const stranger of [null, 'x', {}, { form: null, personIds: [] }]) expect(composeDraftOf(stranger, offers, [])).toBeNull()
})

it('ledger › a half-written drafting on file › is offered with its time, only to those who write', async () => {
  const list: Answers = { 'slips.search': () => ({ rows: [], next: null }), 'slips.count': () => ({ count: 0, more: false }) }
  await open(SlipsPage, { ...list, ...onFile(draft([ONE])) }, ['slips.read', 'slips.write'])
  expect(text()).toContain('有一份没写完的起草')
  clearStage()
  await open(SlipsPage, { ...list, ...onFile(draft([ONE])) }, ['slips.read'])
  expect(text()).not.toContain('有一份没写完的起草')
})

const asked = slipView({ status: 'verifying', kind: 'XC', slipNo: '141124-00-XC-2026-000001' })
const verify = (answers: Answers = {}) =>
  open(
    VerifyPage,
    {
      'slips.get': () => asked,
      'slips.candidates': () => ({ rows: [], sameQuestion: [] }),
      'slips.pair': () => ({ id: asked.id, status: 'verifying' }),
      'slips.answer': () => ({ id: asked.id, status: 'to_review' }),
      ...answers
    },
    ['slips.read', 'slips.verify'],
    'main',
    { path: '/slips/:id/verify', at: `/slips/${asked.id}/verify` }
  )

it('verify › typing › is on file within two seconds, under the slip', async () => {
  const { sentTo } = await verify()
  vi.useFakeTimers()
  write('正在打电话')
  await vi.advanceTimersByTimeAsync(2000)
  expect(sentTo('drafts.save').map(({ input }) => input)).toMatchObject([
    { form: 'slips.verify', subject: asked.id, value: { note: '正在打电话' } }
  ])
})

it('verify › a draft of an earlier visit › comes back with its time and can be given up', async () => {
  const { sentTo } = await verify(onFile({ ...emptyForm(asked, '2026-03-05'), pairing: 'not_found', note: '没写完' }))
  expect([reason().value, field('查无此人').checked]).toEqual(['没写完', true])
  expect(text()).toContain('已接着 2026-03-05')
  await press('不要草稿')
  expect(reason().value).toBe('')
  expect(sentTo('drafts.discard').map(({ input }) => input)).toEqual([{ form: 'slips.verify', subject: asked.id }])
})

it('verify › success › answers and takes the draft away', async () => {
  const { sentTo, router } = await verify()
  router.addRoute(ledger)
  field('查无此人').click()
  await type('核实日期', '2026-03-05')
  write('走访三次')
  await flushPromises()
  await press('送审反馈')
  await flushPromises()
  expect([sentTo('slips.pair').length, sentTo('slips.answer').length, sentTo('drafts.discard').length]).toEqual([1, 1, 1])
  expect(router.currentRoute.value.path).toBe('/slips')
})

it('verifyDraftOf › items the slip no longer asks and values of a wrong kind › are left out', () => {
  const kept = { pairing: 'found', personId: 5, items: { identity: { status: 'confirmed', value: '' }, gone: { status: 'x' } }, note: 7 }
  expect(verifyDraftOf(kept, asked, '2026-03-05')).toEqual({
    ...emptyForm(asked, '2026-03-05'),
    pairing: 'found',
    items: { identity: { status: 'confirmed', value: '' }, contact: { status: null, value: '' } }
  })
  expect(verifyDraftOf({ form: 1 }, asked, '2026-03-05')).toBeNull()
})

const taking: Answers = {
  'slips.offers': () => offers,
  'partners.list': () => ({ rows: [{ id: PARTNER, name: '临县', code: '141124-00', trust: 'paper' }] }),
  'reference.searchDivisions': () => ({ rows: [] }),
  'reference.childDivisions': () => ({ rows: [] }),
  'slips.takeRequest': () => ({ id: ONE, dueOn: null })
}
const take = (answers: Answers = {}) => open(TakenPage, { ...taking, ...answers }, ['slips.read', 'slips.write'])

it('taken › typing › is on file within two seconds', async () => {
  const { sentTo } = await take()
  vi.useFakeTimers()
  field('来文号').value = '临流协〔2026〕1'
  field('来文号').dispatchEvent(new Event('input', { bubbles: true }))
  await vi.advanceTimersByTimeAsync(2000)
  expect(sentTo('drafts.save').map(({ input }) => input)).toMatchObject([
    { form: 'slips.taken', subject: '', value: { number: '临流协〔2026〕1', partnerId: PARTNER } }
  ])
})

it('taken › a draft of an earlier visit › comes back with its time, is sent once, and is gone', async () => {
  const whole = {
    ...blankTaken('2026-03-05', offers, [PARTNER]),
    ...{ issuedOn: '2026-03-01', post: '流管岗', name: '王小明', sex: '1', birthDate: '1970', hukouCode: '141124' },
    ...{ items: ['identity'], reason: '没写完的话' }
  }
  const { sentTo, router } = await take(onFile(whole))
  expect(field('姓名').value).toBe('王小明')
  expect(text()).toContain('已接着 2026-03-05')
  router.addRoute(ledger)
  await press('登记')
  await flushPromises()
  expect(sentTo('slips.takeRequest').map(({ input }) => input)).toMatchObject([{ person: { name: '王小明' }, reason: '没写完的话' }])
  expect([sentTo('drafts.discard').length, router.currentRoute.value.path]).toEqual([1, '/slips'])
})
