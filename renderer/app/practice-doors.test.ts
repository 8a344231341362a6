// Why: practice is entered, left and rebuilt from several doors; none may build unasked, twice, or touch the real office.
import { fromWire } from '@shared/errors'
import type { OfficeStatus } from '@shared/contract/office'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { clearScreen, office, screen, sessionOf, statusOf, type Answers } from '../../test/kit/frame-stage'

// The frame is tried alone; features have their own tests.
vi.mock('./features', () => ({ features: [] }))
afterEach(clearScreen)

describe('the welcome page › while practice stands already', () => {
  const standing: Answers = {
    'office.status': () => statusOf({ state: 'needs_setup', office: null, accounts: [] }),
    'practice.create': () => ({}),
    'practice.enter': () => statusOf({ state: 'ready', slot: 'yuyang', session: sessionOf('演练', true) })
  }
  const practiceCalls = (calls: readonly string[]): string[] => calls.filter((method) => method.startsWith('practice.'))
  const press = async (words: string, at = 0): Promise<void> => {
    const named = Array.from(document.querySelectorAll('button')).filter((button) => button.textContent.trim() === words)
    named.at(at)?.click()
    await flushPromises()
  }
  test('the first offer goes on where practice was left, building nothing', async () => {
    const { wrapper, calls } = await screen(standing)
    expect(document.activeElement?.textContent).toContain('继续演练')
    await wrapper.get('.is-primary').trigger('click')
    await flushPromises()
    expect(practiceCalls(calls)).toEqual(['practice.enter'])
  })
  test('starting over › says once what it touches, and only then builds and enters', async () => {
    const { wrapper, calls } = await screen(standing)
    await press('重新开始')
    expect(wrapper.text()).toContain('演练资料全部重做')
    expect(wrapper.text()).toContain('正式资料不动')
    expect(practiceCalls(calls)).toEqual([])
    await press('重新开始', -1)
    expect(practiceCalls(calls)).toEqual(['practice.create', 'practice.enter'])
  })
  test('starting over › thought better of › touches nothing', async () => {
    const { wrapper, calls } = await screen(standing)
    await press('重新开始')
    await press('返回')
    expect(practiceCalls(calls)).toEqual([])
    expect(wrapper.text()).toContain('继续演练')
  })
  test('a door that refuses after the building › is tried again without building twice', async () => {
    let tries = 0
    const { wrapper, calls } = await screen({
      ...standing,
      'practice.enter': () => {
        tries += 1
        return tries === 1 ? Promise.reject(fromWire({ code: 'storage.busy', params: {}, ref: 'r' })) : statusOf({ state: 'ready' })
      }
    })
    await press('重新开始')
    await press('重新开始', -1)
    await wrapper.get('.error-panel .app-button').trigger('click')
    await flushPromises()
    expect(practiceCalls(calls)).toEqual(['practice.create', 'practice.enter', 'practice.enter'])
  })
})

describe('the other desk in practice', () => {
  const working = (slot: OfficeStatus['slot']): Answers => ({
    'office.status': () => statusOf({ state: 'ready', slot, session: sessionOf('演练', true) }),
    'practice.enter': () => statusOf({ state: 'ready', slot: 'linxian', session: sessionOf('演练', true) })
  })
  test('换到对方单位 is reached and pressed by keys alone from the name in the corner', async () => {
    const { wrapper, calls, restart } = await screen(working('yuyang'))
    const corner = wrapper.get<HTMLButtonElement>('.top-bar [aria-haspopup=menu]')
    expect(corner.element.tabIndex).toBe(0)
    corner.element.focus()
    await corner.trigger('keydown', { key: 'ArrowDown' })
    await nextTick()
    const named = (): string => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim() ?? ''
    for (let step = 0; step < 10 && named() !== '换到对方单位'; step += 1)
      await wrapper.get('[role=menu]').trigger('keydown', { key: 'ArrowDown' })
    expect(named()).toBe('换到对方单位')
    ;(document.activeElement as HTMLElement).click()
    await flushPromises()
    expect(calls).toContain('practice.enter')
    expect(restart).toHaveBeenCalledOnce()
  })
  test('outside practice there is no such line', async () => {
    const { wrapper } = await screen({ 'office.status': () => statusOf({ state: 'ready', session: sessionOf('张三') }) })
    await wrapper.get('.top-bar [aria-haspopup=menu]').trigger('click')
    expect(wrapper.get('[role=menu]').text()).not.toContain('换到对方单位')
  })
  test('a locked practice office offers the other desk as well, in one press', async () => {
    const { wrapper, calls } = await screen({
      ...working('yuyang'),
      'office.status': () => statusOf({ slot: 'linxian', office: { ...office, practice: true } })
    })
    await wrapper
      .findAll('button')
      .find((button) => button.text() === '换到对方单位')
      ?.trigger('click')
    await flushPromises()
    expect(calls).toContain('practice.enter')
  })
})
