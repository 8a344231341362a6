// Why: a rare character gets into a name without the mouse and without disturbing the form, and nothing is converted or left undrawn unsaid.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import axe from 'axe-core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import NameField from './name-field.vue'
import { insertAt, type FindCharacters, type RareCharacter } from './rare-character'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

const character = (char: string, more: Partial<RareCharacter> = {}): RareCharacter => ({
  char,
  codePoint: `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  readings: [],
  strokes: 6,
  drawnBy: 'HanaMin B',
  ...more
})
const eight = ['吉', '𠮷', '咭', '佶', '喆', '嚞', '桔', '𮯰'].map((char) => character(char, char === '𮯰' ? { drawnBy: null } : {}))
const all: FindCharacters = () => Promise.resolve({ rows: eight, total: 312 })

function field(typed = '', search: FindCharacters = all) {
  const value = ref(typed)
  const leave = vi.fn()
  const outer = vi.fn()
  const form = defineComponent(
    () => () =>
      h('form', { onKeydown: outer, onSubmit: (event: Event) => event.preventDefault() }, [
        h(NameField, {
          label: '姓名',
          search,
          modelValue: value.value,
          'onUpdate:modelValue': (next: string) => (value.value = next),
          onLeave: leave
        }),
        h('button', { type: 'button', id: 'next' }, '下一栏')
      ])
  )
  mounted = mount(form, { attachTo: document.body })
  const wrapper = mounted
  const name = wrapper.get<HTMLInputElement>('input.control')
  const panel = () => wrapper.get<HTMLInputElement>('.rare-panel input')
  const open = async (at = value.value.length) => {
    name.element.focus()
    name.element.setSelectionRange(at, at)
    await name.trigger('keydown', { key: 'F7' })
    await flushPromises()
  }
  const find = async (text: string) => {
    await panel().setValue(text)
    await flushPromises()
  }
  return { wrapper, value, leave, outer, name, panel, open, find }
}

describe('NameField', () => {
  test('F7 opens the panel, the arrows choose, Enter puts the character at the caret and goes back', async () => {
    const { wrapper, value, outer, name, panel, open, find } = field('李明')
    await open(1)
    expect(document.activeElement).toBe(panel().element)
    await find('土口')
    await panel().trigger('keydown', { key: 'ArrowRight' })
    expect(wrapper.findAll('[role=option]').map((option) => option.attributes('aria-selected'))).toEqual([
      'false',
      'true',
      ...Array.from({ length: 6 }, () => 'false')
    ])
    await panel().trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(value.value).toBe('李𠮷明')
    expect(wrapper.find('.rare-panel').exists()).toBe(false)
    expect(document.activeElement).toBe(name.element)
    expect(name.element.selectionStart).toBe(3)
    expect(outer).not.toHaveBeenCalled()
  })

  test('↓ ↑ move by a row, stay inside, and the number found is said', async () => {
    const { wrapper, panel, open, find } = field()
    await open()
    await find('吉')
    const active = () => wrapper.findAll('[role=option]').findIndex((option) => option.attributes('aria-selected') === 'true')
    await panel().trigger('keydown', { key: 'ArrowDown' })
    expect(active()).toBe(6)
    await panel().trigger('keydown', { key: 'ArrowDown' })
    expect(active()).toBe(7)
    await panel().trigger('keydown', { key: 'ArrowUp' })
    expect(active()).toBe(1)
    await panel().trigger('keydown', { key: 'ArrowLeft' })
    expect(active()).toBe(0)
    expect(panel().attributes('aria-activedescendant')).toBe(wrapper.findAll('[role=option]')[0]?.attributes('id'))
    expect(wrapper.text()).toContain('共 312 个，先列 8 个')
  })

  test('Esc and F7 close it, change nothing and reach no one else', async () => {
    for (const key of ['Escape', 'F7']) {
      const { wrapper, value, outer, name, panel, open, find } = field('李')
      await open()
      await find('吉')
      await panel().trigger('keydown', { key })
      await flushPromises()
      expect(wrapper.find('.rare-panel').exists()).toBe(false)
      expect([value.value, document.activeElement]).toEqual(['李', name.element])
      expect(outer).not.toHaveBeenCalled()
      wrapper.unmount()
    }
  })

  test('keys of the input method are left to it', async () => {
    const search = vi.fn(all)
    const { wrapper, value, panel, open, find } = field('李', search)
    await open()
    await find('吉')
    await panel().trigger('keydown', { key: 'Enter', isComposing: true })
    await panel().trigger('keydown', { key: 'Escape', isComposing: true })
    expect(wrapper.find('.rare-panel').exists()).toBe(true)
    expect(value.value).toBe('李')
    const before = search.mock.calls.length
    await panel().trigger('compositionstart')
    panel().element.value = 'ji'
    panel().element.dispatchEvent(new InputEvent('input', { isComposing: true }))
    await flushPromises()
    expect(search.mock.calls.length).toBe(before)
  })

  test('Enter before the answer takes the one character that fits; an answer too late is dropped', async () => {
    const answers: ((rows: readonly RareCharacter[]) => void)[] = []
    const { value, panel, open, find } = field(
      '',
      () => new Promise((resolve) => answers.push((rows) => resolve({ rows, total: rows.length })))
    )
    await open()
    await find('U+20')
    await find('U+20BB7')
    await panel().trigger('keydown', { key: 'Enter' })
    answers[0]?.([character('龘')])
    await flushPromises()
    expect(value.value).toBe('')
    answers[1]?.([character('𠮷')])
    await flushPromises()
    expect(value.value).toBe('𠮷')
  })

  test('a search that fails says so and keeps the panel', async () => {
    const { wrapper, open, find } = field('', () => Promise.reject(new RangeError('gone')))
    await open()
    await find('吉')
    expect(wrapper.text()).toContain('没有查成')
  })

  test('names the characters no font draws, in the field and in the panel', async () => {
    const { wrapper, value, open, find } = field('李𮯰')
    expect(wrapper.get('.words [role=status]').text()).toContain('缺字：𮯰（U+2EBF0）')
    await open()
    await find('吉')
    expect(wrapper.findAll('[role=option]').at(-1)?.attributes('aria-label')).toContain('缺字')
    value.value = '李明'
    await flushPromises()
    expect(wrapper.get('.words [role=status]').text()).toBe('')
  })

  test('a look-alike dot and a private character are put right on leaving, and said', async () => {
    const { wrapper, value, leave, name } = field('古丽•\ue863')
    expect(wrapper.text()).toContain('间隔号与规定的“·”不同，保存为：古丽·')
    name.element.focus()
    await name.trigger('focusout', { relatedTarget: wrapper.get('#next').element })
    expect(value.value).toBe('古丽·䶮')
    expect(wrapper.text()).toContain('间隔号已改为规定的“·”')
    expect(wrapper.text()).toContain('已换成标准字：䶮')
    expect(leave).toHaveBeenCalledOnce()
    await name.setValue('古丽')
    expect(wrapper.text()).not.toContain('已改为')
  })

  test('what may not be stored is named at the field; a private character nobody knows asks for a look', () => {
    const { wrapper } = field('李\u200b白\ue000')
    expect(wrapper.get('.error').text()).toContain('U+200B')
    expect(wrapper.get('.words [role=status]').text()).toContain('自造字')
    expect(wrapper.get('input.control').attributes('aria-invalid')).toBe('true')
  })

  test('going into the panel is not leaving the field', async () => {
    const { leave, panel, open, name } = field('李')
    await open()
    await name.trigger('focusout', { relatedTarget: panel().element })
    expect(leave).not.toHaveBeenCalled()
  })

  test('Enter walks past the panel: it is no stop of the form', async () => {
    const { panel, open } = field()
    await open()
    expect(panel().attributes('tabindex')).toBe('-1')
  })

  test('the open panel has no serious finding of axe', async () => {
    const { wrapper, open, find } = field('李𮯰')
    await open()
    await find('吉')
    const { violations } = await axe.run(wrapper.get<HTMLElement>('form').element, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } }
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })

  test('insertAt › over a mark, at the ends › counts as the browser does', () => {
    expect(insertAt('李x明', 1, 2, '𠮷')).toEqual({ text: '李𠮷明', caret: 3 })
    expect(insertAt('', 0, 0, '吉')).toEqual({ text: '吉', caret: 1 })
    expect(insertAt('𠮷', 2, 2, '吉')).toEqual({ text: '𠮷吉', caret: 3 })
  })
})
