// Why: the tree is walked by keys alone, and what it says of each line must be true for those who hear it.
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { treeStep, type TreeRow } from './tree-row'
import TreeView from './tree-view.vue'

const row = (id: string, level: number, open: boolean | null, more: Partial<TreeRow> = {}): TreeRow => ({
  ...{ id, level, label: id, open, position: 1, siblings: 1 },
  ...more
})
const rows = [row('县', 1, true), row('甲镇', 2, true), row('一村', 3, null), row('二村', 3, null), row('乙镇', 2, false)]

describe('treeStep', () => {
  test.each([
    ['县', 'ArrowDown', { to: '甲镇' }],
    ['县', 'ArrowUp', { to: '县' }],
    ['县', 'ArrowRight', { to: '甲镇' }],
    ['县', 'ArrowLeft', { turn: false }],
    ['乙镇', 'ArrowRight', { turn: true }],
    ['乙镇', 'ArrowLeft', { to: '县' }],
    ['二村', 'ArrowLeft', { to: '甲镇' }],
    ['二村', 'ArrowRight', null],
    ['一村', 'End', { to: '乙镇' }],
    ['一村', 'Home', { to: '县' }],
    ['一村', 'PageDown', { to: '乙镇' }],
    ['没有', 'ArrowDown', { to: '甲镇' }],
    ['县', 'x', null]
  ])('from %s with %s', (from, key, expected) => expect(treeStep(rows, from, key)).toEqual(expected))

  test('without lines › goes nowhere', () => expect(treeStep([], null, 'ArrowDown')).toBeNull())
})

describe('TreeView', () => {
  let wrapper: ReturnType<typeof open> | undefined
  const open = () => mount(TreeView, { props: { label: '机构', rows, active: '甲镇' }, attachTo: document.body })
  afterEach(() => wrapper?.unmount())

  test('says level, place and state of each line', () => {
    wrapper = open()
    const items = wrapper.findAll('[role=treeitem]')
    expect(items.map((item) => item.attributes('aria-level'))).toEqual(['1', '2', '3', '3', '2'])
    expect(items.map((item) => item.attributes('aria-expanded'))).toEqual(['true', 'true', undefined, undefined, 'false'])
    expect(wrapper.get('[role=tree]').attributes('aria-activedescendant')).toBe(items[1]?.attributes('id'))
  })

  test('keys walk, turn, open and shift; an input method keeps its keys', async () => {
    wrapper = open()
    const tree = wrapper.get('[role=tree]')
    await tree.trigger('keydown', { key: 'ArrowLeft' })
    await tree.trigger('keydown', { key: 'Enter' })
    await tree.trigger('keydown', { key: 'ArrowUp', altKey: true })
    await tree.trigger('keydown', { key: 'Enter', isComposing: true })
    await tree.trigger('keydown', { key: 'ArrowDown' })
    expect(wrapper.emitted('update:active')).toEqual([['一村']])
    expect(wrapper.emitted('turn')).toEqual([['甲镇', false]])
    expect(wrapper.emitted('open')).toEqual([['甲镇']])
    expect(wrapper.emitted('shift')).toEqual([['甲镇', -1]])
  })
})
