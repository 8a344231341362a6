// Why: a section that stands shut must open by its letter and put the caret into its first field, or the form needs a mouse.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import TextField from '../fields/text-field.vue'
import FormSection from './form-section.vue'
import FormShell from './form-shell.vue'

let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
})

function stage() {
  const open = ref(false)
  const saved: number[] = []
  const field = (label: string, past = false) =>
    h(TextField, { label, modelValue: '', name: label, ...(past ? { 'data-walk-past': '' } : {}) })
  const page = defineComponent(
    () => () =>
      h(FormShell, { label: '表', save: () => Promise.resolve(saved.push(1)) }, () => [
        h(FormSection, { title: '甲', sectionKey: 'a' }, () => [field('一'), field('已知', true), field('二')]),
        h(
          FormSection,
          {
            title: '乙',
            sectionKey: 'b',
            collapsible: true,
            brief: '三',
            open: open.value,
            'onUpdate:open': (now: boolean) => (open.value = now)
          },
          () => [field('三')]
        )
      ])
  )
  mounted = mount(page, { attachTo: document.body })
  const focus = (label: string): void => input(label)?.focus()
  const input = (label: string) => document.querySelector<HTMLInputElement>(`[data-field="${label}"] input`)
  const press = (key: string, more: KeyboardEventInit = {}): void =>
    void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  const here = (): string | undefined => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? undefined
  return { open, saved, focus, input, press, here }
}

test('FormSection › Alt and its letter › opens a shut section and enters it', async () => {
  const { open, focus, input, press, here } = stage()
  expect(input('三')).toBeNull()
  focus('一')
  press('b', { altKey: true })
  await nextTick()
  await nextTick()
  expect([open.value, here()]).toEqual([true, '三'])
})

test('FormShell › Enter › passes what is known, saves behind the last open field and goes back to everything', async () => {
  const { saved, focus, press, here } = stage()
  focus('一')
  press('Enter')
  expect(here()).toBe('二')
  press('Enter', { shiftKey: true })
  expect(here()).toBe('已知')
  focus('二')
  press('Enter')
  await nextTick()
  expect(saved).toEqual([1])
})
