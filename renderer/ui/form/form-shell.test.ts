// Why: the keyboard of the forms is promised to people who type all day; a broken Enter loses or doubles their records.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import ChoiceField from '../fields/choice-field.vue'
import TextField from '../fields/text-field.vue'
import FormSection from './form-section.vue'
import FormShell from './form-shell.vue'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

function form(save: (andNext: boolean) => Promise<unknown>, errors: Record<string, string> = {}, focusOnOpen = false) {
  const first = ref('')
  const second = ref('')
  const sex = ref<string | null>('1')
  const page = defineComponent(
    () => () =>
      h(FormShell, { label: '登记', save, errors, focusOnOpen }, () => [
        h(FormSection, { title: '基本', sectionKey: 'a' }, () => [
          h(TextField, { label: '姓名', name: 'name', modelValue: first.value, 'onUpdate:modelValue': (v: string) => (first.value = v) }),
          h(ChoiceField, {
            label: '性别',
            modelValue: sex.value,
            'onUpdate:modelValue': (v: string | null) => (sex.value = v),
            options: [
              { value: '1', label: '男' },
              { value: '2', label: '女' }
            ]
          })
        ]),
        h(FormSection, { title: '居住', sectionKey: 'b' }, () => [
          h(TextField, {
            label: '地址',
            name: 'address',
            modelValue: second.value,
            'onUpdate:modelValue': (v: string) => (second.value = v)
          })
        ])
      ])
  )
  mounted = mount(page, { attachTo: document.body })
  const [name, male, , address] = Array.from(document.querySelectorAll('input'))
  if (!name || !male || !address) throw new Error('fields missing')
  return { name, male, address, sex }
}

const press = (target: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

describe('FormShell › Enter', () => {
  test('walks in page order, once through a group of choices', () => {
    const { name, male, address } = form(() => Promise.resolve())
    name.focus()
    press(name, 'Enter')
    expect(document.activeElement).toBe(male)
    press(male, 'Enter')
    expect(document.activeElement).toBe(address)
  })

  test('steps back › with Shift or with ↑ in a line of text', () => {
    const { name, male, address } = form(() => Promise.resolve())
    address.focus()
    press(address, 'Enter', { shiftKey: true })
    expect(document.activeElement).toBe(male)
    address.focus()
    press(address, 'ArrowUp')
    expect(document.activeElement).toBe(male)
    press(male, 'ArrowUp')
    expect(document.activeElement).toBe(male)
    expect(name).not.toBe(document.activeElement)
  })

  test('saves › on the last field', () => {
    const save = vi.fn(() => Promise.resolve())
    const { address } = form(save)
    address.focus()
    press(address, 'Enter')
    expect(save).toHaveBeenCalledExactlyOnceWith(false)
  })

  test('saves and opens the next › with Ctrl from any field', () => {
    const save = vi.fn(() => Promise.resolve())
    const { name } = form(save)
    press(name, 'Enter', { ctrlKey: true })
    expect(save).toHaveBeenCalledExactlyOnceWith(true)
  })

  test('saves once › when pressed twice before the answer', async () => {
    let settle = (): void => undefined
    const save = vi.fn(() => new Promise<void>((resolve) => (settle = resolve)))
    const { address } = form(save)
    press(address, 'Enter')
    press(address, 'Enter')
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
    expect(save).toHaveBeenCalledTimes(1)
    settle()
    await Promise.resolve()
    await Promise.resolve()
    press(address, 'Enter')
    expect(save).toHaveBeenCalledTimes(2)
  })

  test('does not save › while held down', () => {
    const save = vi.fn(() => Promise.resolve())
    const { address } = form(save)
    press(address, 'Enter', { repeat: true })
    expect(save).not.toHaveBeenCalled()
  })
})

describe('FormShell › input methods keep their Enter', () => {
  test.each([
    ['isComposing', { isComposing: true }],
    ['keyCode 229', { keyCode: 229 }]
  ])('%s', (_, init) => {
    const save = vi.fn(() => Promise.resolve())
    const { name, address } = form(save)
    name.focus()
    press(name, 'Enter', init)
    expect(document.activeElement).toBe(name)
    press(address, 'Enter', init)
    expect(save).not.toHaveBeenCalled()
  })

  test('a plain Enter in the same breath as the end of composition does nothing; after the key is up it walks', () => {
    const { name, male } = form(() => Promise.resolve())
    name.focus()
    name.dispatchEvent(new Event('compositionend', { bubbles: true }))
    press(name, 'Enter')
    expect(document.activeElement).toBe(name)
    name.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }))
    press(name, 'Enter')
    expect(document.activeElement).toBe(male)
  })
})

describe('FormShell › elsewhere', () => {
  test('Alt and a letter goes to the section', () => {
    const { name, address } = form(() => Promise.resolve())
    name.focus()
    expect(press(name, 'b', { altKey: true }).defaultPrevented).toBe(true)
    expect(document.activeElement).toBe(address)
  })

  test('Esc changes nothing', () => {
    const { name } = form(() => Promise.resolve())
    name.value = '王䶮'
    name.dispatchEvent(new Event('input'))
    expect(press(name, 'Escape').defaultPrevented).toBe(false)
    expect(name.value).toBe('王䶮')
  })

  test('a refused save puts the caret into the first wrong field', async () => {
    const { name, address } = form(() => Promise.resolve(), { address: '必填' })
    name.focus()
    press(name, 'Enter', { ctrlKey: true })
    await Promise.resolve()
    await Promise.resolve()
    expect(document.activeElement).toBe(address)
    expect(document.body.textContent).toContain('必填')
  })
})

describe('FormShell › where the keys begin', () => {
  test('in the first field › when the form asks for it, and nowhere else otherwise', () => {
    const save = (): Promise<void> => Promise.resolve()
    form(save)
    expect(document.activeElement).toBe(document.body)
    mounted?.unmount()
    const { name } = form(save, {}, true)
    expect(document.activeElement).toBe(name)
  })
})
