// Why: the rows of a family come and go while they are typed; none may vanish, appear twice or take another one's place.
import type { PersonRow } from '@shared/contract/persons'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { view } from '../../../test/kit/person-view'
import { clearStage, open, press, text } from '../../../test/kit/page-stage'
import ChildRows from './components/child-rows.vue'
import SpouseFields from './components/spouse-fields.vue'
import { blankChild, blankSpouse, type ChildForm, type RemovedForm } from './person-form'

afterEach(() => {
  clearStage()
  vi.useRealTimers()
})

const inputs = (label: string): HTMLInputElement[] =>
  Array.from(document.querySelectorAll('label')).flatMap((each) => {
    const control = each.textContent.trim() === label ? document.getElementById(each.htmlFor) : null
    return control instanceof HTMLInputElement ? [control] : []
  })
async function write(control: HTMLInputElement | undefined, words: string): Promise<void> {
  if (!control) throw new RangeError('no such field')
  control.focus()
  control.value = words
  control.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}

async function childRows(start: ChildForm[] = []) {
  const children = ref<ChildForm[]>(start)
  const removed = ref<RemovedForm[]>([])
  const page = defineComponent(
    () => () =>
      h(ChildRows, {
        lists: {},
        today: '2026-03-05',
        modelValue: children.value,
        'onUpdate:modelValue': (now: ChildForm[]) => (children.value = now),
        removed: removed.value,
        'onUpdate:removed': (now: RemovedForm[]) => (removed.value = now)
      })
  )
  await open(page, {}, ['persons.write'])
  return { children, removed }
}

it('child rows › the waiting row becomes a child with its first character › and another one waits', async () => {
  const { children } = await childRows()
  expect([children.value.length, inputs('孩子姓名').length]).toEqual([0, 1])
  const first = inputs('孩子姓名')[0]
  await write(first, '测丙')
  expect(children.value.map(({ name }) => name)).toEqual(['测丙'])
  expect([inputs('孩子姓名').length, document.activeElement === first]).toEqual([2, true])
  await write(inputs('孩子姓名')[1], '测丁')
  expect(children.value.map(({ name }) => name)).toEqual(['测丙', '测丁'])
})

it('child rows › the number tells sex and birth › and never overwrites what was typed', async () => {
  const { children } = await childRows([
    { ...blankChild(), name: '测丙' },
    { ...blankChild(), name: '测丁', birthDate: '2019' }
  ])
  await write(inputs('孩子证件号')[0], '14112420180305001X')
  await write(inputs('孩子证件号')[1], '141124201903050017')
  expect(children.value.map(({ sex, birthDate }) => [sex, birthDate])).toEqual([
    ['1', '2018-03-05'],
    ['1', '2019']
  ])
})

it('child rows › what was taken away comes back in its place', async () => {
  const rows = ['测丙', '测丁', '测戊'].map((name, at) => ({ ...blankChild(), id: `id-${String(at)}`, name }))
  const { children, removed } = await childRows(rows)
  await press('移去第2个孩子')
  expect([children.value.map(({ name }) => name), removed.value]).toEqual([['测丙', '测戊'], [{ kind: 'child', id: 'id-1' }]])
  await press('撤销移去')
  expect([children.value.map(({ name }) => name), removed.value]).toEqual([['测丙', '测丁', '测戊'], []])
})

it('spouse › somebody on file is linked instead of written down › and never the person in hand', async () => {
  const row = (id: string, name: string): PersonRow => ({
    ...{ id, name, sex: '1', birthDate: '1988', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
    ...{ residenceName: null, startedOn: null, status: 'active' }
  })
  const other = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1cc'
  const spouse = ref(blankSpouse())
  const page = defineComponent(
    () => () =>
      h(SpouseFields, {
        lists: {},
        today: '2026-03-05',
        except: view().id,
        modelValue: spouse.value,
        'onUpdate:modelValue': (now: typeof spouse.value) => (spouse.value = now)
      })
  )
  const rows = [row(view().id, '测甲'), row(other, '测乙')]
  await open(page, { 'persons.search': () => ({ rows, next: null }) }, ['persons.write'])
  vi.useFakeTimers()
  const name = inputs('配偶姓名')[0]
  if (!name) throw new RangeError('no field for the name')
  name.focus()
  name.value = '测乙'
  name.dispatchEvent(new Event('input', { bubbles: true }))
  await vi.advanceTimersByTimeAsync(300)
  vi.useRealTimers()
  await flushPromises()
  const offers = Array.from(document.querySelectorAll<HTMLElement>('[data-offer]'))
  expect(offers.map((offer) => offer.textContent.trim())).toEqual([expect.stringContaining('测乙')])
  offers[0]?.click()
  await flushPromises()
  expect(spouse.value).toMatchObject({ personId: other, linkedName: '测乙', idNo: '' })
  expect([text().includes('已连到档案'), document.activeElement === inputs('工作单位')[0]]).toEqual([true, true])
  await press('改为填写')
  expect(spouse.value).toMatchObject({ personId: null, name: '测乙' })
})
