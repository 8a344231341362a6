// Why: the rows of a family come and go while they are typed; none may vanish, appear twice or take another one's place.
import type { PersonRow } from '@shared/contract/persons'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { view } from '../../../test/kit/person-view'
import { clearStage, open, press, text, type Answers } from '../../../test/kit/page-stage'
import ChildRows from './components/child-rows.vue'
import EducationField from './components/education-field.vue'
import SpouseFields from './components/spouse-fields.vue'
import { blankChild, blankSpouse, THE_SPOUSE, type ChildForm, type RemovedForm } from './person-form'

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

const other = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1cc'
const row = (id: string, name: string): PersonRow => ({
  ...{ id, name, sex: '1', birthDate: '1988', idNoMasked: null, phoneMasked: null, hukouName: '某县', kind: null },
  ...{ residenceName: null, startedOn: null, status: 'active' }
})
/** What stands under a field when the typing pauses. */
async function offered(field: () => HTMLInputElement | undefined, words: string): Promise<HTMLElement[]> {
  vi.useFakeTimers()
  await write(field(), words)
  await vi.advanceTimersByTimeAsync(300)
  vi.useRealTimers()
  await flushPromises()
  return Array.from(document.querySelectorAll<HTMLElement>('[data-offer]'))
}

async function childRows(start: ChildForm[] = [], spouse = { personId: null as string | null, linkedName: '' }, answers: Answers = {}) {
  const children = ref<ChildForm[]>(start)
  const removed = ref<RemovedForm[]>([])
  const page = defineComponent(
    () => () =>
      h(ChildRows, {
        lists: {},
        today: '2026-03-05',
        except: null,
        spouse,
        modelValue: children.value,
        'onUpdate:modelValue': (now: ChildForm[]) => (children.value = now),
        removed: removed.value,
        'onUpdate:removed': (now: RemovedForm[]) => (removed.value = now)
      })
  )
  await open(page, answers, ['persons.write'])
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
  const offers = await offered(() => inputs('配偶姓名')[0], '测乙')
  expect(offers.map((offer) => offer.textContent.trim())).toEqual([expect.stringContaining('测乙')])
  offers[0]?.click()
  await flushPromises()
  expect(spouse.value).toMatchObject({ personId: other, linkedName: '测乙', idNo: '' })
  expect([text().includes('有自己的档案'), inputs('工作单位').length]).toEqual([true, 0])
  expect(document.activeElement).toBe(inputs('结婚证号')[0])
  await press('改为填写')
  expect(spouse.value).toMatchObject({ personId: null, name: '测乙' })
})

it('child › with a file of its own › is linked, and written down again without its masked facts', async () => {
  const answers = { 'persons.search': () => ({ rows: [row(other, '测小')], next: null }) }
  const { children } = await childRows([], undefined, answers)
  const offers = await offered(() => inputs('孩子姓名')[0], '测小')
  offers[0]?.click()
  await flushPromises()
  expect(children.value).toMatchObject([{ personId: other, name: '测小', birthDate: '', idNo: '' }])
  expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('children.0.relation')
  Object.assign(children.value[0] ?? {}, { name: '测*', birthDate: '2019', sex: '*', idNo: '1411**********001X' })
  await flushPromises()
  await press('改为填写')
  expect(children.value).toMatchObject([{ personId: null, name: '', birthDate: '2019', sex: null, idNo: '' }])
})

it('child › the other parent › is the linked spouse unless somebody else is chosen', async () => {
  const answers = { 'persons.search': () => ({ rows: [row(other, '测前')], next: null }) }
  const start = [{ ...blankChild(), name: '测丙' }]
  const { children } = await childRows(start, { personId: view().id, linkedName: '测乙' }, answers)
  const tick = inputs('另一方是配偶测乙')[0]
  expect([tick?.checked, children.value[0]?.otherParentId]).toEqual([true, THE_SPOUSE])
  tick?.click()
  await flushPromises()
  expect(children.value[0]?.otherParentId).toBeNull()
  const offers = await offered(() => inputs('另一方')[0], '测前')
  offers[0]?.click()
  await flushPromises()
  expect(children.value[0]).toMatchObject({ otherParentId: other, otherParentName: '测前' })
  await press('不记另一方')
  expect(children.value[0]).toMatchObject({ otherParentId: null, otherParentName: '' })
})

it('child › written for the other parent › shows who that is and does not offer to change it', async () => {
  await childRows([{ ...blankChild(), id: 'a', isOwn: false, name: '测丙', otherParentId: other, otherParentName: '测乙' }])
  expect(text()).toContain('在另一方的档案里修改')
  expect([inputs('另一方').length, text().includes('不记另一方')]).toEqual([0, false])
})

it('education › a code of an old edition › keeps its own word until another one is chosen', async () => {
  const chosen = ref<{ code: string | null; edition: string | null }>({ code: '90', edition: 'GB/T 4658-1984' })
  const lists = {
    education: [
      { value: '70', label: '初级中学教育' },
      { value: '90', label: '其他' }
    ],
    'education@GB/T 4658-1984': [{ value: '90', label: '文盲或半文盲' }]
  }
  const page = defineComponent(
    () => () =>
      h(EducationField, {
        ...{ lists, name: 'education', modelValue: chosen.value.code, edition: chosen.value.edition },
        'onUpdate:modelValue': (code: string | null) => (chosen.value = { ...chosen.value, code }),
        'onUpdate:edition': (edition: string | null) => (chosen.value = { ...chosen.value, edition })
      })
  )
  await open(page, {}, ['persons.write'])
  const list = document.querySelector('select')
  if (!list) throw new RangeError('no list')
  const reads = (): string | undefined => list.selectedOptions[0]?.textContent.trim()
  expect(reads()).toBe('文盲或半文盲（GB/T 4658-1984）')
  list.value = '90'
  list.dispatchEvent(new Event('change'))
  await flushPromises()
  expect([reads(), chosen.value]).toEqual(['其他', { code: '90', edition: null }])
})
