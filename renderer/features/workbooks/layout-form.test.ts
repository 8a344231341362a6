// Why: an own template decides what every list made from it will mean, so no column may be lost, doubled or left without a meaning.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { clearStage, open, press, submit, text, type } from '../../../test/kit/page-stage'
import TemplateList from './components/template-list.vue'
import { changing, copying, layoutDraft, layoutErrors, type Layout } from './layout-form'

afterEach(clearStage)

const fields = [
  { key: 'name', label: '姓名' },
  { key: 'phone', label: '联系电话' }
]
const shipped: Layout = {
  ...{ id: 'township-in', name: '乡镇流入花名册', kind: 'in', revision: null },
  columns: [
    { key: 'id', title: '内部编号' },
    { key: 'name', title: '姓名' }
  ]
}
const own: Layout = {
  ...shipped,
  id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb3aa',
  name: '本县的',
  revision: 4,
  columns: [{ key: 'name', title: '务工人员' }]
}

it('layoutErrors › names the first column that has no title, no meaning or another one already', () => {
  const columns = [
    { title: '姓名', key: 'name' },
    { title: '姓名', key: 'phone' }
  ]
  expect(layoutErrors({ name: '甲', kind: null, columns })).toEqual({ columns: '第 2 列的标题“姓名”前面已经有了' })
  expect(layoutErrors({ name: ' ', kind: null, columns: [] })).toEqual({ name: '请填模板名称', columns: '请至少留一列' })
  expect(layoutErrors({ name: '甲/乙', kind: null, columns: [{ title: '甲', key: null }] })).toEqual({
    name: '名称不能有 \\ / : * ? " < > | [ ] 这些符号',
    columns: '第 1 列没有选对应的项目'
  })
  expect(layoutErrors(changing(own).form)).toEqual({})
})

it('copying › makes a new one without the own number', () => {
  expect(copying(shipped)).toMatchObject({ id: null, revision: null, form: { name: '本单位乡镇流入花名册', columns: [{ key: 'name' }] } })
})

it('layoutDraft › takes a draft of this form › and nothing else', () => {
  const { form } = changing(own)
  expect(layoutDraft(JSON.parse(JSON.stringify(form)))).toEqual(form)
  expect([null, {}, { ...form, columns: [3] }, { ...form, name: 1 }].map(layoutDraft)).toEqual([null, null, null, null])
})

async function templates(mayWrite = true) {
  let changed = 0
  const page = defineComponent(
    () => () => h(TemplateList, { layouts: [own, shipped], fields, busy: false, mayWrite, onChanged: () => (changed += 1) })
  )
  const { sentTo } = await open(
    page,
    {
      'workbooks.saveLayout': () => ({ id: own.id, revision: 5 }),
      'workbooks.removeLayout': () => ({ id: own.id })
    },
    ['persons.read', 'persons.write']
  )
  return { sentTo, changed: () => changed }
}
const control = (label: string): HTMLInputElement | HTMLSelectElement => {
  const found = document.querySelector(`[aria-label="${label}"]`)
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found
  throw new RangeError(`no ${label}`)
}

it('templates › one of the office › gets a column of its own and is saved over the revision on screen', async () => {
  const { sentTo, changed } = await templates()
  document.querySelector<HTMLElement>('[aria-label="修改“本县的”"]')?.click()
  await flushPromises()
  await press('再加一列')
  const list = control('第2列对应')
  list.value = 'phone'
  list.dispatchEvent(new Event('change'))
  await flushPromises()
  expect(control('第2列的标题').value).toBe('联系电话')
  control('第2列的标题').value = '户主手机'
  control('第2列的标题').dispatchEvent(new Event('input'))
  await submit('本单位的模板')
  expect(sentTo('workbooks.saveLayout')[0]?.input).toEqual({
    ...{ id: own.id, revision: 4, name: '本县的', kind: 'in' },
    columns: [
      { key: 'name', title: '务工人员' },
      { key: 'phone', title: '户主手机' }
    ]
  })
  expect([changed(), text().includes('模板已保存')]).toEqual([1, true])
})

it('templates › a shipped one › is copied, and a name that cannot be is refused on screen', async () => {
  const { sentTo } = await templates()
  document.querySelector<HTMLElement>('[aria-label="照“乡镇流入花名册”做本单位的"]')?.click()
  await flushPromises()
  await type('模板名称', '甲:乙')
  await submit('本单位的模板')
  expect([sentTo('workbooks.saveLayout').length, text().includes('这些符号')]).toEqual([0, true])
})

it('templates › one of the office › is deleted after a question, and nobody without the right is offered either', async () => {
  const { sentTo } = await templates()
  document.querySelector<HTMLElement>('[aria-label="删去“本县的”"]')?.click()
  await flushPromises()
  await press('删去模板')
  expect(sentTo('workbooks.removeLayout')[0]?.input).toEqual({ id: own.id, revision: 4 })
  clearStage()
  await templates(false)
  expect(text()).not.toMatch(/照此做|删去…/)
})
