// Why: a place that was typed and not chosen must never be left out of a saved record in silence, whichever form it stands in.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import DivisionPicker from '../fields/division-picker.vue'
import type { DivisionOption } from '../fields/division'
import TextField from '../fields/text-field.vue'
import FormSection from './form-section.vue'
import FormShell from './form-shell.vue'

let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
})

const place: DivisionOption = {
  ...{ code: '610802', name: '榆阳区', fullName: '陕西省榆林市榆阳区' },
  ...{ validFrom: null, validTo: null, hasChildren: false }
}

function stage() {
  const code = ref('')
  const home = ref('')
  const shown = ref(true)
  const open = ref(true)
  const saved: string[] = []
  const picker = (label: string, value: typeof code) =>
    h(DivisionPicker, {
      label,
      name: label,
      modelValue: value.value,
      'onUpdate:modelValue': (now: string) => (value.value = now),
      search: () => Promise.resolve([place])
    })
  const page = defineComponent(
    () => () =>
      h(FormShell, { label: '表', save: () => Promise.resolve(saved.push(code.value)) }, () => [
        h(TextField, { label: '姓名', modelValue: '' }),
        h(
          FormSection,
          { title: '住处', collapsible: true, open: open.value, 'onUpdate:open': (now: boolean) => (open.value = now) },
          () => [picker('户籍地', code), ...(shown.value ? [picker('居住地', home)] : [])]
        )
      ])
  )
  mounted = mount(page, { attachTo: document.body })
  const wrapper = mounted
  const field = (label: string) => wrapper.get(`[data-field="${label}"]`)
  const type = async (label: string, words: string) => {
    await field(label).get('input').setValue(words)
    await flushPromises()
  }
  const save = async () => {
    await wrapper.get('form').trigger('submit')
    await flushPromises()
  }
  return { wrapper, code, shown, open, saved, field, type, save }
}

test('FormShell › words typed and not chosen › stop the save with a sentence at every such field, and the caret goes to the first', async () => {
  const { saved, field, type, save } = stage()
  await type('户籍地', '榆')
  await type('居住地', '米脂')
  await save()
  expect(saved).toEqual([])
  expect(field('户籍地').text()).toContain('还没有从列表中选定“榆”：请选定一项，或清空这一栏')
  expect(field('居住地').text()).toContain('还没有从列表中选定“米脂”')
  expect(document.activeElement).toBe(field('户籍地').get('input').element)
})

test('FormShell › Ctrl+Enter while the list still hangs open › takes the place before anything is saved', async () => {
  const { saved, code, field, type } = stage()
  await type('户籍地', '榆')
  await field('户籍地').get('input').trigger('keydown', { key: 'Enter', ctrlKey: true })
  await flushPromises()
  expect([saved, code.value]).toEqual([[], '610802'])
})

test('FormShell › once chosen, or emptied › saves', async () => {
  const { saved, code, field, type, save } = stage()
  await type('户籍地', '榆')
  await save()
  await type('户籍地', '榆阳')
  await field('户籍地').get('input').trigger('keydown', { key: 'Enter' })
  await type('居住地', '米')
  await type('居住地', '')
  await save()
  expect([saved, code.value]).toEqual([['610802'], '610802'])
})

test('FormShell › words written over a chosen place › do not save the old place', async () => {
  const { saved, field, type, save } = stage()
  await type('户籍地', '榆阳')
  await field('户籍地').get('input').trigger('keydown', { key: 'Enter' })
  await type('户籍地', '神木')
  await save()
  expect(saved).toEqual([])
})

test('FormSection › with open words inside › does not fold them away', async () => {
  const { wrapper, open, field, type } = stage()
  await type('居住地', '米脂')
  await wrapper.get('[data-section-opener]').trigger('click')
  expect(open.value).toBe(true)
  expect(field('居住地').text()).toContain('还没有从列表中选定“米脂”')
  await type('居住地', '')
  await wrapper.get('[data-section-opener]').trigger('click')
  expect(open.value).toBe(false)
})

test('FormShell › a field that is gone › stops nothing', async () => {
  const { shown, saved, type, save } = stage()
  await type('居住地', '米脂')
  shown.value = false
  await nextTick()
  await save()
  expect(saved).toEqual([''])
})

test('DivisionPicker › a place that comes from elsewhere › takes the words and their message away', async () => {
  const { code, saved, field, type, save } = stage()
  await type('户籍地', '榆')
  await save()
  code.value = '610881'
  await nextTick()
  expect(field('户籍地').text()).not.toContain('还没有')
  await save()
  expect(saved).toEqual(['610881'])
})
