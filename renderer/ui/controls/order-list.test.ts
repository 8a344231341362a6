// Why: the order of the columns of a table is made without the mouse as well as with it, and several steps follow each other.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { moved } from './moved'
import OrderList from './order-list.vue'

let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
})

function stage(...names: string[]) {
  const order = ref(names)
  mounted = mount(
    defineComponent(
      () => () =>
        h(OrderList, {
          label: '列的次序',
          things: order.value.map((key) => ({ key, label: `${key}列` })),
          onOrder: (keys: string[]) => (order.value = keys)
        })
    ),
    { attachTo: document.body }
  )
  const list = mounted.get('[role=listbox]')
  const press = async (...keys: [key: string, altKey?: boolean][]): Promise<void> => {
    for (const [key, altKey = false] of keys) await list.trigger('keydown', { key, altKey })
    await nextTick()
  }
  const button = (words: string) => mounted?.findAll('button').find((each) => each.text().startsWith(words))
  const active = () => mounted?.get('[aria-selected=true]').text()
  return { order, list, press, button, active }
}

it('moved › moves one column by one place › as far as there is room', () => {
  expect([moved(['甲', '乙'], 1, -1), moved(['甲', '乙'], 0, -1), moved(['甲', '乙'], 1, 1)]).toEqual([
    ['乙', '甲'],
    ['甲', '乙'],
    ['甲', '乙']
  ])
})

it('OrderList › arrows choose and Alt with them moves, and the moved one stays chosen', async () => {
  const { order, press, active } = stage('甲', '乙', '丙')
  await press(['ArrowDown'], ['ArrowDown', true])
  expect([order.value, active()]).toEqual([['甲', '丙', '乙'], '3. 乙列'])
  await press(['ArrowDown', true], ['ArrowUp', true], ['ArrowUp', true])
  expect([order.value, active()]).toEqual([['乙', '甲', '丙'], '1. 乙列'])
  await press(['End'], ['ArrowUp', true], ['Home'])
  expect([order.value, active()]).toEqual([['乙', '丙', '甲'], '1. 乙列'])
})

it('OrderList › Delete takes one away and the next is chosen, down to none', async () => {
  const { order, press, active } = stage('甲', '乙', '丙')
  await press(['End'], ['Delete'])
  expect([order.value, active()]).toEqual([['甲', '乙'], '2. 乙列'])
  await press(['Home'], ['Delete'], ['Delete'], ['Delete'])
  expect(order.value).toEqual([])
})

it('OrderList › buttons do the same, end where there is no room, and leave the keys in the list', async () => {
  const { order, list, button } = stage('甲', '乙')
  expect(button('上移')?.attributes('disabled')).toBeDefined()
  await button('下移')?.trigger('click')
  expect(order.value).toEqual(['乙', '甲'])
  expect(document.activeElement).toBe(list.element)
  expect(button('下移')?.attributes('disabled')).toBeDefined()
  await button('移去')?.trigger('click')
  expect(order.value).toEqual(['乙'])
})

it('OrderList › an input method keeps its keys', async () => {
  const { order, list } = stage('甲', '乙')
  await list.trigger('keydown', { key: 'Delete', isComposing: true })
  expect(order.value).toEqual(['甲', '乙'])
})
