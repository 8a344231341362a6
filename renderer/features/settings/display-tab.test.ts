// Why: the size of the type is one fact per user; two places that each believe their own would tell him different things.
import { useTextSize } from '@renderer/app'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { defineComponent, h, type Component } from 'vue'
import { clearStage, field, open } from '../../../test/kit/page-stage'
import DisplayTab from './display-tab.vue'

afterEach(() => {
  clearStage()
  delete document.documentElement.dataset['size']
})

/** The frame holds the size for its menu and has the page inside it. */
const frame = defineComponent(() => {
  const size = useTextSize()
  return () => h('div', [h('output', size.value), h(DisplayTab as Component)])
})
const menu = (): string => document.querySelector('output')?.textContent ?? ''

test('DisplayTab › the menu of the frame tells the size just chosen', async () => {
  await open(frame, {}, [])
  expect(menu()).toBe('100')
  field('较大 125%').click()
  await flushPromises()
  expect([menu(), document.documentElement.dataset['size']]).toEqual(['125', '125'])
})
