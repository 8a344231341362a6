// Why: a filter that asks too early, too late or for something else than it shows makes a list lie.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Component } from 'vue'
import FilterDay from './filter-day.vue'
import FilterSelect from './filter-select.vue'
import FilterText from './filter-text.vue'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

/** A control as a list shows it: what it asks for becomes part of the question. */
function show(control: unknown, props: Record<string, unknown>) {
  // The linter does not look into single-file components.
  const wrapper = mount(control as Component, { props: { label: '条件', placeholder: '', question: {}, ...props } })
  mounted = wrapper
  const sent = (event: string): unknown[] => (wrapper.emitted<[unknown]>(event) ?? []).map(([value]) => value)
  return { wrapper, asked: () => sent('update:modelValue'), wrong: () => sent('update:wrong') }
}

describe('FilterText', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('asks once, trimmed, when the hands rest', async () => {
    const { wrapper, asked } = show(FilterText, { modelValue: '' })
    await wrapper.get('input').setValue('张')
    vi.advanceTimersByTime(199)
    await wrapper.get('input').setValue(' 张三 ')
    vi.advanceTimersByTime(199)
    expect(asked()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(asked()).toEqual(['张三'])
  })
  test('leaves a blank at the end alone while one types on', async () => {
    const { wrapper } = show(FilterText, { modelValue: '' })
    await wrapper.get('input').setValue('张 ')
    vi.advanceTimersByTime(200)
    await wrapper.setProps({ modelValue: '张', question: {} })
    expect(wrapper.get('input').element.value).toBe('张 ')
  })
  test('shows what is asked › when the question changes elsewhere', async () => {
    const { wrapper } = show(FilterText, { modelValue: '张' })
    await wrapper.setProps({ modelValue: '', question: {} })
    expect(wrapper.get('input').element.value).toBe('')
  })
  test('asks at once for what waits › when another condition changes', async () => {
    const { wrapper, asked } = show(FilterText, { modelValue: '' })
    await wrapper.get('input').setValue('张')
    await wrapper.setProps({ question: {} })
    expect([asked(), wrapper.get('input').element.value]).toEqual([['张'], '张'])
    vi.advanceTimersByTime(1000)
    expect(asked()).toEqual(['张'])
  })
  test('asks at once for what waits › when the box is left, so that clearing clears it too', async () => {
    const { wrapper, asked } = show(FilterText, { modelValue: '' })
    await wrapper.get('input').setValue('张')
    await wrapper.get('input').trigger('blur')
    expect(asked()).toEqual(['张'])
    await wrapper.setProps({ modelValue: '张', question: {} })
    await wrapper.setProps({ modelValue: '', question: {} })
    vi.advanceTimersByTime(1000)
    expect([asked(), wrapper.get('input').element.value]).toEqual([['张'], ''])
  })
  test('asks nothing › when the box is left untouched', async () => {
    const { wrapper, asked } = show(FilterText, { modelValue: '张' })
    await wrapper.get('input').trigger('blur')
    expect(asked()).toEqual([])
  })
  test('asks nothing › when the list is left meanwhile', async () => {
    const { wrapper, asked } = show(FilterText, { modelValue: '' })
    await wrapper.get('input').setValue('张')
    wrapper.unmount()
    vi.advanceTimersByTime(1000)
    expect(asked()).toEqual([])
  })
})

describe('FilterSelect', () => {
  const options = [
    { value: 'in', label: '收到' },
    { value: 'out', label: '发出' }
  ]
  test('offers not narrowing first, and shows and asks for the choice', async () => {
    const { wrapper, asked } = show(FilterSelect, { modelValue: 'out', options, emptyLabel: '收发都看' })
    expect(wrapper.findAll('option').map((option) => option.text())).toEqual(['收发都看', '收到', '发出'])
    expect(wrapper.get('select').element.value).toBe('out')
    await wrapper.get('select').setValue('')
    expect(asked()).toEqual([''])
  })
  test('has no empty choice › when the list always stands in one way', () => {
    const { wrapper } = show(FilterSelect, { modelValue: 'in', options })
    expect(wrapper.findAll('option').map((option) => option.text())).toEqual(['收到', '发出'])
  })
  test('shows the choice › when its options come later', async () => {
    const { wrapper } = show(FilterSelect, { modelValue: 'out', options: [], emptyLabel: '收发都看' })
    await wrapper.setProps({ options })
    expect(wrapper.get('select').element.value).toBe('out')
  })
})

describe('FilterDay', () => {
  const day = { modelValue: '2026-01-01', wrong: false, today: '2026-03-05' }

  test.each([
    ['3-4', '2026-03-04'],
    [' 今天 ', '2026-03-05'],
    ['', '']
  ])('“%s” asks for “%s”', async (typed, asks) => {
    const { wrapper, asked } = show(FilterDay, day)
    await wrapper.get('input').setValue(typed)
    await wrapper.get('input').trigger('change')
    expect(asked()).toEqual([asks])
  })
  test('marks what is no day and asks nothing', async () => {
    const { wrapper, asked, wrong } = show(FilterDay, day)
    await wrapper.get('input').setValue('20260230')
    await wrapper.get('input').trigger('change')
    expect([asked(), wrong()]).toEqual([[], [true]])
  })
  test('forgets what is no day › when the question changes', async () => {
    const { wrapper, wrong } = show(FilterDay, { ...day, wrong: true })
    await wrapper.get('input').setValue('20260230')
    await wrapper.setProps({ modelValue: '', question: {} })
    expect(wrapper.get('input').element.value).toBe('')
    expect(wrong()).toEqual([false])
  })
})
