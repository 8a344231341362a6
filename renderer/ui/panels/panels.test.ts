// Why: menus, tabs, dialogs and panels must work from the keyboard alone and give focus back where it came from.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick, onMounted, ref, type Component } from 'vue'
import MenuButton from '../controls/menu-button.vue'
import { stateNames } from '../controls/states'
import StatusTag from '../controls/status-tag.vue'
import ErrorPanel from '../feedback/error-panel.vue'
import type { Problem } from '../feedback/problem'
import ProgressBar from '../feedback/progress-bar.vue'
import ChoiceField from '../fields/choice-field.vue'
import LeaveGuard from '../form/leave-guard.vue'
import AppDialog from './app-dialog.vue'
import AppTabs from './app-tabs.vue'
import ConfirmDialog from './confirm-dialog.vue'
import SidePanel from './side-panel.vue'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())
const key = (name: string, init: KeyboardEventInit = {}) => ({ key: name, ...init })

describe('MenuButton', () => {
  const chosen = vi.fn()
  function menu() {
    chosen.mockReset()
    const items = [
      { id: 'a', label: '甲' },
      { id: 'b', label: '乙', disabled: true },
      { id: 'c', label: '丙', checked: false }
    ]
    mounted = mount(MenuButton, { props: { label: '更多', items, onChoose: chosen }, attachTo: document.body })
    return mounted
  }
  test('opens with ↓, walks in a ring, Esc gives focus back', async () => {
    const wrapper = menu()
    const trigger = wrapper.get('[aria-haspopup]')
    await trigger.trigger('keydown', key('ArrowDown'))
    await nextTick()
    expect(document.activeElement?.textContent).toContain('甲')
    await wrapper.get('[role=menu]').trigger('keydown', key('ArrowUp'))
    expect(document.activeElement?.textContent).toContain('丙')
    await wrapper.get('[role=menu]').trigger('keydown', key('Escape'))
    expect(document.activeElement).toBe(trigger.element)
    expect(wrapper.find('[role=menu]').exists()).toBe(false)
  })
  test('chooses once; a disabled line does nothing; a line that is on or off keeps the menu open', async () => {
    const wrapper = menu()
    await wrapper.get('[aria-haspopup]').trigger('click')
    const [, disabled, checkable] = wrapper.findAll('[role^=menuitem]')
    await disabled?.trigger('click')
    await checkable?.trigger('click')
    expect(chosen.mock.calls).toEqual([['c']])
    expect(wrapper.find('[role=menu]').exists()).toBe(true)
  })
})

describe('AppTabs', () => {
  test('arrows walk in a ring, Home and End jump, one stop for Tab', async () => {
    const shown = ref('a')
    const tabs = ['a', 'b', 'c'].map((id) => ({ id, label: id }))
    mounted = mount(
      defineComponent(
        () => () => h(AppTabs, { tabs, label: '视图', modelValue: shown.value, 'onUpdate:modelValue': (to: string) => (shown.value = to) })
      ),
      { attachTo: document.body }
    )
    const strip = mounted.get('[role=tablist]')
    for (const [name, at] of [
      ['ArrowLeft', 'c'],
      ['ArrowRight', 'a'],
      ['End', 'c'],
      ['Home', 'a']
    ] as const) {
      await strip.trigger('keydown', key(name))
      expect(shown.value).toBe(at)
    }
    expect(mounted.findAll('[role=tab][tabindex="0"]')).toHaveLength(1)
  })
})

describe('SidePanel', () => {
  test('Esc closes it and the list gets its focus back', async () => {
    const open = ref(false)
    mounted = mount(
      defineComponent(() => () => [
        h('button', { id: 'list' }, '列表'),
        open.value ? h(SidePanel, { title: '王䶮', onClose: () => (open.value = false) }, () => '档案') : null
      ]),
      { attachTo: document.body }
    )
    document.getElementById('list')?.focus()
    open.value = true
    await nextTick()
    const panel = mounted.get('aside')
    expect(document.activeElement).toBe(panel.element)
    await panel.trigger('keydown', key('Escape', { isComposing: true }))
    expect(open.value).toBe(true)
    await panel.trigger('keydown', key('Escape'))
    await nextTick()
    expect(document.activeElement?.id).toBe('list')
  })
})

describe('SidePanel › where the keys begin', () => {
  test('with the form inside that asked for them; Esc still gives them back to the list', async () => {
    const open = ref(false)
    const inner = defineComponent(() => {
      const box = ref<HTMLInputElement | null>(null)
      onMounted(() => box.value?.focus())
      return () => h('input', { ref: box })
    })
    mounted = mount(
      defineComponent(() => () => [
        h('button', { id: 'list' }, '列表'),
        open.value ? h(SidePanel, { title: '新增用户', onClose: () => (open.value = false) }, () => h(inner)) : null
      ]),
      { attachTo: document.body }
    )
    document.getElementById('list')?.focus()
    open.value = true
    await nextTick()
    expect(document.activeElement?.tagName).toBe('INPUT')
    await mounted.get('input').trigger('keydown', key('Escape'))
    await nextTick()
    expect(document.activeElement?.id).toBe('list')
  })
})

describe('ConfirmDialog', () => {
  const confirmed = vi.fn()
  const dialog = () =>
    mount(ConfirmDialog, {
      props: {
        open: true,
        title: '撤回',
        touches: '将撤回 12 张，对方会收到撤回通知',
        confirmLabel: '撤回',
        reasonLabel: '原因',
        onConfirm: confirmed
      },
      attachTo: document.body
    })
  test('asks for the reason before the act, and leaves Enter to the input method', async () => {
    confirmed.mockReset()
    mounted = dialog()
    await flushPromises()
    const act = mounted.get<HTMLButtonElement>('button.is-primary')
    expect(act.element.disabled).toBe(true)
    await mounted.get('input').trigger('keydown', key('Enter'))
    await mounted.get('input').setValue('填错')
    await mounted.get('input').trigger('keydown', key('Enter', { isComposing: true }))
    await mounted.get('input').trigger('keydown', key('Enter', { repeat: true }))
    expect(confirmed).not.toHaveBeenCalled()
    await mounted.get('input').trigger('keydown', key('Enter'))
    expect(confirmed.mock.calls).toEqual([['填错']])
    expect(mounted.text()).toContain('将撤回 12 张，对方会收到撤回通知')
  })
})

describe('LeaveGuard', () => {
  test.each([
    ['保存', 'save'],
    ['存为草稿', 'draft'],
    ['不保存', 'drop'],
    ['留在本页', 'stay']
  ])('%s answers %s', async (words, choice) => {
    const guard = ref<{ ask: () => Promise<string> } | null>(null)
    const wrapper = mount(
      defineComponent(() => () => h(LeaveGuard, { ref: guard })),
      { attachTo: document.body }
    )
    mounted = wrapper
    const answer = guard.value?.ask()
    await flushPromises()
    await wrapper
      .findAll('button')
      .find((button) => button.text() === words)
      ?.trigger('click')
    expect(await answer).toBe(choice)
  })
})

describe('AppDialog › where the keys begin', () => {
  const options = ['甲', '乙'].map((label) => ({ value: label, label }))
  const acts = (primaryDisabled = false) => [
    h('button', { class: 'app-button' }, '返回'),
    h('button', { class: 'app-button is-primary', disabled: primaryDisabled }, '签发')
  ]
  async function focusedIn(body: () => unknown, primaryDisabled = false): Promise<Element | null> {
    mounted = mount(AppDialog as Component, {
      props: { open: true, title: '签发' },
      slots: { default: body, acts: () => acts(primaryDisabled) },
      attachTo: document.body
    })
    await flushPromises()
    return document.activeElement
  }
  test('at the first field, a long text as well, before any button of the body', async () => {
    expect((await focusedIn(() => [h('button', '看'), h('textarea')]))?.tagName).toBe('TEXTAREA')
  })
  test('at the chosen one of a group', async () => {
    const focused = await focusedIn(() => h(ChoiceField as Component, { label: '原因', options, modelValue: '乙' }))
    expect(focused?.parentElement?.textContent).toBe('乙')
  })
  test('at the act itself without a field, never at the way out', async () => {
    expect((await focusedIn(() => h('p', '将签发 3 张')))?.textContent).toBe('签发')
  })
  test('at the way out only where nothing else can be pressed', async () => {
    expect((await focusedIn(() => h('p', '没有可签发的'), true))?.textContent).toBe('返回')
  })
})

describe('feedback', () => {
  const problem: Problem = { category: 'storage', what: '磁盘空间不足。', kept: '原有资料完好。', todo: '请清理后重试。', ref: '7F3A' }
  test('an error says what, what was kept, what to do, and its number', () => {
    const text = mount(ErrorPanel, { props: { problem } }).text()
    for (const part of ['磁盘空间不足。', '原有资料完好。', '请清理后重试。', '参考号 7F3A']) expect(text).toContain(part)
  })
  test.each(['busy', 'storage', 'internal'] as const)('%s offers to try again', async (category) => {
    const wrapper = mount(ErrorPanel, { props: { problem: { ...problem, category } } })
    await wrapper.get('.app-button').trigger('click')
    expect(wrapper.emitted('retry')).toHaveLength(1)
  })
  test.each(['forbidden', 'missing', 'conflict', 'untrusted', 'incompatible', 'invalid'] as const)(
    '%s offers no pointless retry',
    (category) => {
      expect(
        mount(ErrorPanel, { props: { problem: { ...problem, category } } })
          .find('.app-button')
          .exists()
      ).toBe(false)
    }
  )
  test('progress says the step and how many of how many', () => {
    const wrapper = mount(ProgressBar, { props: { label: '导入', done: 640, total: 1000 } })
    expect(wrapper.text()).toContain('导入 640/1,000')
    expect(wrapper.get('[role=progressbar]').attributes('aria-valuenow')).toBe('64')
  })
  test('progress of unknown length claims no share', () => {
    expect(
      mount(ProgressBar, { props: { label: '准备' } })
        .get('[role=progressbar]')
        .attributes('aria-valuenow')
    ).toBeUndefined()
  })
  test('every state has a drawing of its own beside its word', () => {
    const drawings = stateNames.map((state) =>
      mount(StatusTag, { props: { state, text: '状态' } })
        .get('path')
        .attributes('d')
    )
    expect(new Set(drawings).size).toBe(stateNames.length)
  })
})
