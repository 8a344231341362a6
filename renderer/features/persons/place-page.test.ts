// Why: a house and an employer are shared by many files, so what is typed about them may neither get lost nor overwrite a colleague unasked.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { view } from '../../../test/kit/person-view'
import { clearStage, field, open, press, Refused, submit, text, type, type Answers } from '../../../test/kit/page-stage'
import { placeDraft } from './place-form'
import PlacePage from './place.page.vue'

afterEach(clearStage)

const ID = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb200'
const row = {
  ...{ id: view().id, name: '测甲', sex: '2', birthDate: '1990', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
  ...{ residenceName: null, startedOn: null, status: 'active' }
}
const stays = { now: [{ person: row, episode: ID, startedOn: '2024', endedOn: null }], before: [], more: false }
const works = { id: ID, revision: 4, name: '测试厂', address: '某路', kind: '1', phone: null }
const lists = {
  employer_kind: {
    ...{ label: '单位类别', edition: '1' },
    entries: ['1 工厂', '2 商店'].map((one) => ({ code: one.slice(0, 1), label: one.slice(2), group: null }))
  }
}

const employerPage = (answers: Answers, grants = ['persons.read', 'persons.write']) =>
  open(
    PlacePage,
    { 'reference.codeLists': () => ({ lists }), 'places.employer': () => ({ employer: works, ...stays }), ...answers },
    grants,
    'main',
    { path: '/employers/:id', at: `/employers/${ID}` }
  )

it('employer page › a change › is saved over the revision on screen and the page shows what stands now', async () => {
  let phone: string | null = null
  const { sentTo } = await employerPage({
    'places.employer': () => ({ employer: { ...works, phone }, ...stays }),
    'places.saveEmployer': () => {
      phone = '0912-3888888'
      return { id: ID, revision: 5 }
    }
  })
  await press('修改')
  expect(field('单位名称').value).toBe('测试厂')
  await type('单位电话', '0912-3888888')
  await submit('修改单位')
  expect(sentTo('places.saveEmployer')[0]?.input).toMatchObject({
    ...{ id: ID, revision: 4, name: '测试厂', address: '某路', kind: '1', phone: '0912-3888888', why: null }
  })
  expect([document.querySelector('dialog[open]'), text().includes('0912-3888888')]).toEqual([null, true])
})

it('employer page › a rival › shows both versions and saves what was chosen over his revision', async () => {
  let now = works
  const { sentTo } = await employerPage({
    'places.employer': () => ({ employer: now, ...stays }),
    'places.saveEmployer': (input: { revision: number }) => {
      if (input.revision === 4) throw new Refused('places.changed_meanwhile', { by: '乙员' })
      return { id: ID, revision: 6 }
    }
  })
  await press('修改')
  now = { ...works, revision: 5, address: '新路2号', kind: '2' }
  await type('单位地址', '新路1号')
  await submit('修改单位')
  const both = document.querySelector('[aria-label="两人同时修改"]')?.textContent ?? ''
  expect(['乙员刚改过这个单位', '新路2号', '新路1号', '商店', '工厂'].filter((words) => !both.includes(words))).toEqual([])
  await press('按所选保存')
  expect(sentTo('places.saveEmployer')[1]?.input).toMatchObject({ revision: 5, address: '新路1号', kind: '2' })
})

it('employer page › closing with something typed › asks first, and keeps the draft', async () => {
  const { sentTo } = await employerPage({})
  await press('修改')
  await type('单位地址', '半条路')
  document.querySelector('dialog[open]')?.dispatchEvent(new Event('cancel', { cancelable: true }))
  await flushPromises()
  await press('存为草稿')
  expect(sentTo('drafts.save').at(-1)?.input).toMatchObject({ form: 'place', subject: ID })
  expect(document.querySelector('form')).toBeNull()
})

it('dwelling page › the contact › goes back masked where nobody touched the number', async () => {
  const house = {
    ...{ id: ID, revision: 2, kind: null, code: '610802', placeName: '榆阳区', text: '某路1号' },
    ...{ contact: '房东赵', contactPhoneMasked: '138****0009' }
  }
  const { sentTo, router } = await open(
    PlacePage,
    {
      'reference.codeLists': () => ({ lists }),
      'places.dwelling': () => ({ dwelling: house, ...stays }),
      'places.employer': () => ({ employer: works, ...stays }),
      'places.saveDwelling': () => ({ id: ID, revision: 3 })
    },
    ['persons.read', 'persons.write']
  )
  router.addRoute({ name: 'dwelling', path: '/dwellings/:id', component: PlacePage as never })
  await router.push({ name: 'dwelling', params: { id: ID } })
  await flushPromises()
  await press('修改')
  await type('房主或联系人', '房东钱')
  await submit('修改住处的联系人')
  expect(sentTo('places.saveDwelling')[0]?.input).toEqual({
    id: ID,
    revision: 2,
    contact: '房东钱',
    contactPhone: '138****0009',
    why: null
  })
})

it('employer page › whoever may only read › is offered no change', async () => {
  await employerPage({}, ['persons.read'])
  expect(text()).not.toContain('修改')
})

it('placeDraft › takes a draft of this form › and nothing else', () => {
  const draft = { name: '厂', address: '', kind: null, phone: '', contact: '', contactPhone: '', why: '换号' }
  expect(placeDraft({ ...draft, more: 1 })).toEqual(draft)
  expect([null, '厂', {}, { ...draft, why: 3 }].map(placeDraft)).toEqual([null, null, null, null])
})
