// Why: a card goes where the clerk's keys are and nowhere else, and what cannot be read is said.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { clearStage, open, Refused, type Answers } from '../../../test/kit/page-stage'
import { blankForm, type PersonForm } from './person-form'
import { useCard } from './use-card'

afterEach(clearStage)

const card = {
  ...{ kind: 'resident', idType: 'resident_id', name: '测乙', sex: '1', ethnicity: null, birthDate: '1988-03-05', address: '某村' },
  ...{ idNo: '141124198803050031', issuer: null, validFrom: null, validTo: null, longTerm: true, photo: null, warnings: [] }
}

async function stage(over: Partial<PersonForm> = {}, answers: Answers = {}) {
  const form = ref<PersonForm>({ ...blankForm(), ...over })
  const made: ReturnType<typeof useCard>[] = []
  const page = defineComponent(() => {
    made.push(useCard(form, ref({})))
    return () => h('fieldset', { 'data-section-key': 'p' }, h('input', { id: 'spouse' }))
  })
  const status = {
    kind: 'practice',
    name: '演练读卡器',
    file: null,
    running: true,
    reading: false,
    helper: null,
    canPhoto: false,
    problem: null
  }
  await open(page, { 'reader.status': () => status, 'reader.read': () => card, ...answers }, ['persons.write'])
  const [work] = made
  if (work === undefined) throw new RangeError('the page did not open')
  return { form, work }
}

it('read › fills the person › and keeps no photo', async () => {
  const { form, work } = await stage()
  expect(work.present.value).toBe(true)
  await work.read()
  expect([form.value.name, form.value.birthDate, form.value.spouse.name, work.told.value]).toEqual([
    '测乙',
    '1988-03-05',
    '',
    '已按证件填好，照片没有保存。'
  ])
})

it('read › fills the spouse › while the keys are there, and leaves another one alone', async () => {
  const { form, work } = await stage({ name: '测甲' })
  document.getElementById('spouse')?.focus()
  await work.read()
  expect([form.value.name, form.value.spouse.name, form.value.spouse.idNo]).toEqual(['测甲', '测乙', card.idNo])
  form.value.spouse.name = '测别人'
  form.value.spouse.idNo = ''
  await work.read()
  expect([form.value.spouse.name, form.value.spouse.idNo, work.told.value.includes('没有填入')]).toEqual(['测别人', '', true])
})

it('read › says what went wrong › and nothing when it was stopped', async () => {
  let code: 'reader.no_card' | 'reader.cancelled' = 'reader.no_card'
  const { work } = await stage(
    {},
    {
      'reader.read': () => {
        throw new Refused(code)
      }
    }
  )
  await work.read()
  expect(work.failure.value).not.toBeNull()
  code = 'reader.cancelled'
  await work.read()
  await flushPromises()
  expect([work.failure.value, work.reading.value]).toEqual([null, null])
})
