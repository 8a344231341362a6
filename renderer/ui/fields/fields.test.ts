// Why: fields read what clerks really type, never block on a warning, and never act on an Enter that belongs to an input method.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Component } from 'vue'
import ChoiceField from './choice-field.vue'
import DateField from './date-field.vue'
import { divisionOption, type DivisionOption } from './division'
import DivisionPicker from './division-picker.vue'
import IdNumberField from './id-number-field.vue'
import PassphraseStrength from './passphrase-strength.vue'
import SelectField from './select-field.vue'
import TextField from './text-field.vue'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

describe('DateField', () => {
  const type = async (text: string, atLeast: 'day' | 'year' = 'day') => {
    const wrapper = mount(DateField as Component, { props: { label: '出生日期', modelValue: '', today: '2026-03-05', atLeast } })
    await wrapper.get('input').setValue(text)
    await wrapper.get('input').trigger('blur')
    return {
      value: (wrapper.emitted<[string]>('update:modelValue') ?? []).at(-1)?.[0],
      text: wrapper.text(),
      shown: wrapper.get<HTMLInputElement>('input').element.value
    }
  }
  test.each([
    ['20260305', '2026-03-05'],
    ['3-5', '2026-03-05'],
    ['今天', '2026-03-05'],
    ['２０２６．３．５', '2026-03-05'],
    ['19600229', '1960-02-29']
  ])('%s is %s', async (typed, date) => {
    expect((await type(typed)).value).toBe(date)
  })
  test('keeps what was typed, so that no save loses it, and says how › when it is no date', async () => {
    const { value, text, shown } = await type('20260230')
    expect(value).toBe('20260230')
    expect(text).toContain('没有“20260230”这个日期')
    expect(shown).toBe('20260230')
  })
  test('takes a bare year › only where part of a date is a date', async () => {
    expect((await type('1968', 'year')).value).toBe('1968')
    expect((await type('1968', 'day')).text).toContain('没有“1968”这个日期')
  })
  test('shows the lunar day as a hint', () => {
    const wrapper = mount(DateField, { props: { label: '出生日期', modelValue: '2026-03-05', today: '2026-03-05' } })
    expect(wrapper.text()).toContain('农历丙午年正月十七')
  })
})

describe('IdNumberField', () => {
  const warned = { label: '证件号码', modelValue: '', warnings: [{ code: 'check_digit', text: '证件号校验位不符' }] }
  test('tidies full-width digits, blanks and a small x', async () => {
    const wrapper = mount(IdNumberField, { props: { ...warned, warnings: [] } })
    await wrapper.get('input').setValue('６１０８ 02x')
    expect(wrapper.emitted('update:modelValue')).toEqual([['610802X']])
  })
  test('leaves the text alone › while an input method composes', async () => {
    const wrapper = mount(IdNumberField, { props: { ...warned, warnings: [] } })
    await wrapper.get('input').trigger('compositionstart')
    await wrapper.get('input').setValue('ｘ')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    await wrapper.get('input').trigger('compositionend')
    expect(wrapper.emitted('update:modelValue')).toEqual([['X']])
  })
  test('a warning offers 已核实原件 and does not mark the field wrong', async () => {
    const wrapper = mount(IdNumberField, { props: warned })
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('false')
    await wrapper.get('input[type=checkbox]').setValue(true)
    expect(wrapper.emitted('update:verified')).toEqual([[true]])
  })
  test('withdraws 已核实原件 › when the number changes', async () => {
    const wrapper = mount(IdNumberField, { props: { ...warned, verified: true } })
    await wrapper.get('input').setValue('6108')
    expect(wrapper.emitted('update:verified')).toEqual([[false]])
  })
})

describe('ChoiceField, SelectField, TextField', () => {
  const options = [
    { value: '1', label: '男' },
    { value: '2', label: '女' }
  ]
  test('a digit chooses', async () => {
    const wrapper = mount(ChoiceField, { props: { label: '性别', modelValue: null, options } })
    await wrapper.get('[role=radiogroup]').trigger('keydown', { key: '2' })
    expect(wrapper.emitted('update:modelValue')).toEqual([['2']])
  })
  test('nothing chosen is null, not an empty text', async () => {
    const wrapper = mount(SelectField, { props: { label: '性别', modelValue: '1', options } })
    await wrapper.get('select').setValue('')
    expect(wrapper.emitted('update:modelValue')).toEqual([[null]])
  })
  test('the message stands with the field for those who hear the page', () => {
    const wrapper = mount(TextField, { props: { label: '姓名', modelValue: '', error: '必填' } })
    const described = wrapper.get('input').attributes('aria-describedby')
    expect(wrapper.get(`[id="${described ?? ''}"]`).text()).toBe('必填')
  })
})

const place = (code: string, fullName: string, more: Partial<DivisionOption> = {}): DivisionOption => ({
  code,
  name: fullName.slice(-3),
  fullName,
  validFrom: null,
  validTo: null,
  hasChildren: true,
  ...more
})

describe('DivisionPicker', () => {
  const yuyang = place('610802', '陕西省榆林市榆阳区', { validFrom: '2000-07-01' })
  const linxian = place('141124', '山西省吕梁市临县')
  const picker = (search: (text: string, signal: AbortSignal) => Promise<readonly DivisionOption[]>) => {
    const children = vi.fn((parent: string | null) =>
      Promise.resolve(parent === null ? [yuyang, linxian] : [place('610802101', '陕西省榆林市榆阳区鱼河镇', { hasChildren: false })])
    )
    mounted = mount(DivisionPicker, { props: { label: '户籍地', modelValue: '', search, children }, attachTo: document.body })
    return { wrapper: mounted, input: mounted.get('input'), children }
  }
  const press = (wrapper: ReturnType<typeof picker>['input'], key: string, init = {}) => wrapper.trigger('keydown', { key, ...init })

  test('finds by text, picks with Enter, shows the full path and the date', async () => {
    const { wrapper, input } = picker(() => Promise.resolve([linxian, yuyang]))
    await input.setValue('yy')
    await flushPromises()
    await press(input, 'ArrowDown')
    await press(input, 'Enter')
    expect(wrapper.emitted('update:modelValue')).toEqual([['610802']])
    expect(input.element.value).toBe('陕西省榆林市榆阳区')
    expect(wrapper.text()).toContain('2000-07-01 起有效')
  })
  test('says by which former name a place was found, and what an abolished one is today', async () => {
    const shenmu = divisionOption({
      ...{ code: '610881', name: '神木市', fullName: '陕西省榆林市神木市', level: 'county', validFrom: '2017', validTo: null },
      foundBy: { code: '610821', name: '神木县', until: '2017' },
      now: []
    })
    const old = divisionOption({
      ...{ code: '610821', name: '神木县', fullName: '陕西省榆林市神木县', level: 'county', validFrom: '2000', validTo: '2017' },
      now: [{ fullName: '陕西省榆林市神木市' }]
    })
    const { wrapper, input } = picker(() => Promise.resolve([shenmu, old]))
    await input.setValue('神木县')
    await flushPromises()
    const [first, second] = wrapper.findAll('[role=option]').map((option) => option.text().replace(/\s+/g, ' '))
    expect(first).toBe('陕西省榆林市神木市610881 原“神木县”610821 2017 起有效')
    expect(second).toBe('陕西省榆林市神木县610821 2000 起，2017 起已撤销，现为陕西省榆林市神木市')
    await press(input, 'ArrowDown')
    await press(input, 'Enter')
    expect(wrapper.text()).toContain('现为陕西省榆林市神木市')
  })
  test('a code that only changed its name › is not written twice', () => {
    const row = { code: '420600', name: '襄阳市', fullName: '湖北省襄阳市', level: 'prefecture', validFrom: '2011-10', validTo: null }
    expect(divisionOption({ ...row, foundBy: { code: '420600', name: '襄樊市', until: '2011-10' } }).formerly).toBe('原“襄樊市”')
    expect(divisionOption(row)).toMatchObject({ code: '420600', hasChildren: true })
    expect(divisionOption({ ...row, level: 'county' }, 'county').hasChildren).toBe(false)
  })
  test('leaves Enter to the input method › while it composes', async () => {
    const { wrapper, input } = picker(() => Promise.resolve([yuyang]))
    await input.setValue('榆')
    await flushPromises()
    await press(input, 'Enter', { isComposing: true })
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })
  test('Enter before the answer takes the one place that fits, and never an older one', async () => {
    const answers: ((found: DivisionOption[]) => void)[] = []
    const { wrapper, input } = picker(() => new Promise((resolve) => answers.push(resolve)))
    await input.setValue('1')
    answers[0]?.([linxian])
    await flushPromises()
    await input.setValue('610802')
    await press(input, 'Enter')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    answers[1]?.([yuyang])
    await flushPromises()
    expect(wrapper.emitted('update:modelValue')).toEqual([['610802']])
  })
  test('an answer that comes too late is dropped', async () => {
    const answers: ((found: DivisionOption[]) => void)[] = []
    const { wrapper, input } = picker(() => new Promise((resolve) => answers.push(resolve)))
    await input.setValue('a')
    await input.setValue('ab')
    answers[1]?.([yuyang])
    await flushPromises()
    answers[0]?.([linxian])
    await flushPromises()
    expect(wrapper.findAll('[role=option]').map((option) => option.text())).toEqual([expect.stringContaining('榆阳区')])
  })
  test('walks the tree with → and ←', async () => {
    const { wrapper, input, children } = picker(() => Promise.resolve([]))
    await press(input, 'ArrowDown')
    await flushPromises()
    await press(input, 'ArrowRight')
    await flushPromises()
    expect(children).toHaveBeenLastCalledWith('610802', expect.anything())
    await press(input, 'ArrowLeft')
    await flushPromises()
    expect(children).toHaveBeenLastCalledWith(null, expect.anything())
    expect(wrapper.findAll('[role=option]')).toHaveLength(2)
  })
  test('says so › when something was typed and nothing picked', async () => {
    const { wrapper, input } = picker(() => Promise.resolve([yuyang]))
    await input.setValue('榆')
    await flushPromises()
    await input.trigger('blur')
    expect(wrapper.text()).toContain('还没有从列表中选定“榆”')
  })
  test('Esc closes the list and leaves the place', async () => {
    const { wrapper, input } = picker(() => Promise.resolve([yuyang]))
    await input.setValue('榆')
    await flushPromises()
    await press(input, 'Escape')
    expect(wrapper.find('[role=listbox]').exists()).toBe(false)
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })
})

describe('ChoiceField as one stop', () => {
  const options = ['甲', '乙', '丙'].map((label) => ({ value: label, label }))
  const stops = (modelValue: string | null) =>
    mount(ChoiceField as Component, { props: { label: '类型', modelValue, options } })
      .findAll('input')
      .map((input) => input.attributes('tabindex'))
  test.each([
    ['乙', ['-1', '0', '-1']],
    [null, ['0', '-1', '-1']],
    ['丁', ['0', '-1', '-1']]
  ])('with %s chosen it is entered at %j', (chosen, expected) => {
    expect(stops(chosen)).toEqual(expected)
  })
  test('its label leads to the chosen one, so that pressing the label changes nothing', () => {
    const wrapper = mount(ChoiceField as Component, { props: { label: '类型', modelValue: '丙', options } })
    const label = wrapper.findAll('label').find((each) => each.text().startsWith('类型'))
    expect(label?.attributes('for')).toBe(wrapper.findAll('input')[2]?.attributes('id'))
  })
})

describe('PassphraseStrength', () => {
  const saying = (passphrase: string) =>
    mount(PassphraseStrength as Component, { props: { passphrase, name: 'zhangsan', displayName: '张三' } })

  test('a weak one › is told with its reason; a better one with its word; an empty field says nothing', () => {
    expect(saying('123456').text()).toContain('口令强度：太弱，少于 12 个字符')
    expect(saying('zhangsan19900305').text()).toContain('太弱')
    expect(saying('春风 拂面 山高 水长 同舟').text()).toMatch(/口令强度：(可以|较强|很强)/)
    expect(saying('').text()).toBe('')
  })
})
