// Why: a list of places that is cut off by a scrolling box above a list, or by the edge of the window, cannot be chosen from.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref, useTemplateRef } from 'vue'
import { useHangBelow } from './hang-below'

let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
})

async function stage(left: number, top: number) {
  const open = ref(false)
  const at = { left, top }
  mounted = mount(
    defineComponent(() => {
      const field = useTemplateRef<HTMLElement>('field')
      useHangBelow(field, useTemplateRef<HTMLElement>('list'))
      return () => [h('input', { ref: 'field' }), open.value ? h('div', { ref: 'list' }) : null]
    }),
    { attachTo: document.body }
  )
  const field: HTMLElement = mounted.get('input').element
  field.getBoundingClientRect = () => new DOMRect(at.left, at.top, 200, 30)
  open.value = true
  await nextTick()
  const list: HTMLElement = mounted.get('div').element
  const style = (name: string): string => list.style.getPropertyValue(name)
  return { open, at, style }
}

it('hangs below its field, as wide at least, with the room there is', async () => {
  const { style } = await stage(100, 50)
  expect([style('top'), style('bottom'), style('left'), style('min-width')]).toEqual(['82px', 'auto', '100px', '200px'])
  expect(style('--room')).toBe(`${String(window.innerHeight - 80 - 10)}px`)
})

it('turns up where there is no room below, and never leaves the window at the side', async () => {
  const { style } = await stage(-50, window.innerHeight - 60)
  expect([style('top'), style('bottom'), style('left')]).toEqual(['auto', '62px', '8px'])
})

it('follows the field while something scrolls, and no longer once it is shut', async () => {
  const { open, at, style } = await stage(100, 50)
  at.top = 20
  document.body.dispatchEvent(new Event('scroll'))
  expect(style('top')).toBe('52px')
  open.value = false
  await nextTick()
  at.top = 0
  window.dispatchEvent(new Event('resize'))
  expect(style('top')).toBe('52px')
})
