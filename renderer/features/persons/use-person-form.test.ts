// Why: the form may never save twice, overwrite a colleague unasked or forget a draft, so its work is played against an office that refuses.
import { usePins } from '@renderer/ui'
import type { CallInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, shallowRef } from 'vue'
import { clearStage, open, Refused, type Answers } from '../../../test/kit/page-stage'
import { formOf } from './form-of-person'
import { blankForm, type PersonForm } from './person-form'
import { view } from '../../../test/kit/person-view'
import { usePersonForm } from './use-person-form'

afterEach(() => {
  clearStage()
  vi.useRealTimers()
})

type Work = ReturnType<typeof usePersonForm>
const ID = view().id
const filled = (): PersonForm => ({
  ...blankForm(),
  name: '测甲',
  sex: '2',
  birthDate: '1990-03-05',
  idNo: '610802199003050029',
  hukouCode: '141124'
})
const noRecords = { episodes: [], spouses: [], children: [], phones: [], consents: [] }
const noWarnings = { warnings: [], birthDate: '1990-03-05', sex: '2', placeholder: false, upgraded: null }

/** @param meanwhile what happens before the draft has come */
async function work(
  id: string | null,
  answers: Answers = {},
  meanwhile: (work: Work) => void = () => undefined
): Promise<{ work: Work; sentTo: Awaited<ReturnType<typeof open>>['sentTo'] }> {
  let made: Work | null = null
  const page = defineComponent(() => {
    made = usePersonForm(id, usePins('person'), shallowRef({}))
    return () => null
  })
  const { sentTo } = await open(
    page,
    {
      'persons.get': () => view(),
      'persons.save': () => ({ id: ID, revision: 4, warnings: [], records: noRecords }),
      'persons.checkId': () => noWarnings,
      ...answers
    },
    ['persons.read', 'persons.write']
  )
  const found = made as Work | null
  if (found === null) throw new RangeError('the page did not open')
  const loaded = found.load()
  meanwhile(found)
  await loaded
  return { work: found, sentTo }
}

it('store › sends nothing and marks the fields › while something is missing', async () => {
  const { work: form, sentTo } = await work(null)
  expect(await form.store()).toBeUndefined()
  expect(Object.keys(form.errors.value)).toEqual(['name', 'sex', 'birthDate', 'noIdReason', 'hukouCode'])
  expect(sentTo('persons.save')).toEqual([])
  form.form.value.name = '测甲'
  await flushPromises()
  expect(form.errors.value).not.toHaveProperty('name')
  expect(form.errors.value).toHaveProperty('sex')
})

it('store › sends once › for two presses of the same moment', async () => {
  const { work: form, sentTo } = await work(null)
  form.form.value = filled()
  const both = await Promise.all([form.store(), form.store()])
  expect(both.filter((saved) => saved !== undefined)).toHaveLength(1)
  expect(sentTo('persons.save')).toHaveLength(1)
})

it('store › keeps its key › when the same is tried again after a failure', async () => {
  let tries = 0
  const { work: form, sentTo } = await work(null, {
    'persons.save': () => {
      tries += 1
      if (tries === 1) throw new Refused('storage.full', { need: '500 MB' })
      return { id: ID, revision: 1, warnings: [], records: noRecords }
    }
  })
  form.form.value = filled()
  expect(await form.store()).toBeUndefined()
  expect(form.problem.value?.category).toBe('storage')
  expect(form.form.value.name).toBe('测甲')
  await form.store()
  const [first, second] = sentTo('persons.save')
  expect([first?.key === second?.key, form.problem.value]).toEqual([true, null])
})

it('store › keeps what was typed, shows both versions › and saves over a rival only what was chosen', async () => {
  let held = 3
  const { work: form, sentTo } = await work(ID, {
    'persons.get': () => (held === 3 ? view() : view({ revision: held, note: '别人的话', hukouText: '某村', updatedBy: '李四' })),
    'persons.save': ({ revision }: CallInput<typeof persons.save>) => {
      if (revision !== held) throw new Refused('persons.changed_meanwhile', { by: '李四' })
      return { id: ID, revision: held + 1, warnings: [], records: noRecords }
    }
  })
  held = 5
  form.form.value.note = '我的话'
  expect(await form.store()).toBeUndefined()
  expect(form.form.value.note).toBe('我的话')
  expect(form.rival.value?.by).toBe('李四')
  expect(form.rival.value?.rows).toEqual([
    { path: 'hukouText', label: '户籍地详址', theirs: '某村', mine: '（空）', isContested: false },
    { path: 'note', label: '备注', theirs: '别人的话', mine: '我的话', isContested: true }
  ])
  expect(await form.settleRival(new Set(['hukouText']))).toMatchObject({ revision: 6 })
  expect(sentTo('persons.save').map(({ input }) => input)).toMatchObject([
    { revision: 3 },
    { revision: 5, person: { note: '我的话', hukouText: '某村' } }
  ])
})

it('store › asks about every difference › when a draft was typed over a revision that is gone', async () => {
  const kept = { form: { ...formOf(view()), note: '半句', phoneOwner: '丈夫' }, revision: 2 }
  const { work: form } = await work(ID, {
    'drafts.get': () => ({ draft: { value: kept, savedAt: '2026-03-05T01:00:00.000Z' } }),
    'persons.save': () => {
      throw new Refused('persons.changed_meanwhile', { by: '李四' })
    }
  })
  expect(await form.store()).toBeUndefined()
  expect(form.rival.value?.rows.map(({ path, isContested }) => [path, isContested])).toEqual([
    ['phoneOwner', true],
    ['note', true]
  ])
})

it('load › puts the draft back over the revision it was typed on', async () => {
  const kept = { form: { ...filled(), note: '半句' }, revision: 2 }
  const { work: form, sentTo } = await work(ID, { 'drafts.get': () => ({ draft: { value: kept, savedAt: '2026-03-05T01:00:00.000Z' } }) })
  expect([form.form.value.note, form.kept.restoredAt.value, form.kept.changed.value]).toEqual(['半句', '2026-03-05T01:00:00.000Z', true])
  await form.store()
  expect(sentTo('persons.save')[0]?.input).toMatchObject({ revision: 2 })
})

it('load › keeps what was typed before the draft came, and offers the draft', async () => {
  const kept = { form: { ...filled(), note: '半句' }, revision: null }
  let arrive = (): void => undefined
  const late = new Promise((resolve) => (arrive = () => resolve({ draft: { value: kept, savedAt: '2026-03-05T01:00:00.000Z' } })))
  const { work: form } = await work(null, { 'drafts.get': () => late }, (made) => {
    made.form.value.name = '打了一半'
    arrive()
  })
  expect([form.form.value.name, form.kept.restoredAt.value, form.kept.offered.value?.value.form.note]).toEqual(['打了一半', null, '半句'])
})

it('kept.forget › goes back to what the office holds', async () => {
  const kept = { form: { ...filled(), note: '半句' }, revision: 3 }
  const { work: form, sentTo } = await work(ID, { 'drafts.get': () => ({ draft: { value: kept, savedAt: '2026-03-05T01:00:00.000Z' } }) })
  await form.kept.forget()
  expect([form.form.value.note, form.kept.changed.value, sentTo('drafts.discard').length]).toEqual(['', false, 1])
})

it('typing › is on file within two seconds', async () => {
  const { work: form, sentTo } = await work(null)
  vi.useFakeTimers()
  form.form.value.name = '打了一半'
  await vi.advanceTimersByTimeAsync(2000)
  expect(sentTo('drafts.save').map(({ input }) => (input as { value: { form: PersonForm } }).value.form.name)).toEqual(['打了一半'])
})

it('checkNumber › fills sex and birth date only where they are empty › and never asks about a masked number', async () => {
  const { work: form, sentTo } = await work(null)
  form.form.value.idNo = '610802199003050029'
  form.form.value.birthDate = '1991'
  await form.checkNumber()
  expect([form.form.value.birthDate, form.form.value.sex]).toEqual(['1991', '2'])
  form.form.value.idNo = '6108**********0029'
  await form.checkNumber()
  expect(sentTo('persons.checkId')).toHaveLength(1)
})

it('mayLeave › asks once and does what was chosen', async () => {
  const settled = (): boolean => true
  const { work: form, sentTo } = await work(null)
  expect(await form.mayLeave(() => Promise.reject(new RangeError('nothing to ask')), settled)).toBe(true)
  form.form.value = filled()
  expect(await form.mayLeave(() => Promise.resolve('stay'), settled)).toBe(false)
  expect(await form.mayLeave(() => Promise.resolve('draft'), settled)).toBe(true)
  expect(sentTo('drafts.save')).toHaveLength(1)
  expect(
    await form.mayLeave(
      () => Promise.resolve('save'),
      () => false
    )
  ).toBe(false)
  expect(sentTo('persons.save')).toHaveLength(0)
  expect(await form.mayLeave(() => Promise.resolve('save'), settled)).toBe(true)
  expect(sentTo('persons.save')).toHaveLength(1)
})

it('store › says a refusal aloud › when its field is not on the form', async () => {
  const { work: form } = await work(null, {
    'persons.save': () => {
      throw new Refused('persons.marriage_open', { name: '测乙' })
    }
  })
  form.form.value = filled()
  await form.store()
  expect(form.problem.value?.what).toContain('测乙')
})
