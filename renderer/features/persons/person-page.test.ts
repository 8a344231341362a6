// Why: on the page of one person every key and button is about that person, and each is there for whom it is granted.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, provide, type Component } from 'vue'
import { createKeyDesk, keyDesk } from '../../app/page-keys'
import { view } from '../../../test/kit/person-view'
import { clearStage, open, press, type Answers } from '../../../test/kit/page-stage'
import PersonPage from './person.page.vue'

afterEach(clearStage)

const person = view()

/** The page inside a frame whose own F4 leads to the ledger. */
async function framed(grants: string[], answers: Answers = {}) {
  const desk = createKeyDesk()
  const pressed: string[] = []
  desk.add(() => [{ key: 'F4', label: '交流单', run: () => pressed.push('ledger') }])
  const frame = defineComponent(() => {
    provide(keyDesk, desk)
    return () => h(PersonPage as Component)
  })
  const { router } = await open(
    frame,
    { 'persons.get': () => person, 'reference.codeLists': () => ({ lists: {} }), ...answers },
    grants,
    'main',
    { path: '/persons/:id', at: `/persons/${person.id}` }
  )
  router.addRoute({ name: 'slip-compose', path: '/compose', component: defineComponent(() => () => h('p', '起草')) })
  const key = async (name: string): Promise<unknown> => {
    desk.press(name)
    await flushPromises()
    return pressed.shift() ?? router.options.history.state['personIds']
  }
  return { key, router, inBar: () => desk.shown.value.map(({ key: name, label }) => `${name} ${label}`) }
}
const buttons = (): string[] =>
  Array.from(document.querySelectorAll('.page-header button'), (button) => button.textContent.replaceAll(/\s+/g, ' ').trim())

it('person page › F4 › starts a slip for that person', async () => {
  const { key, inBar } = await framed(['persons.read', 'persons.write', 'slips.write'])
  expect(inBar()).toEqual(['F2 修改', 'F4 发交流单'])
  expect(await key('F4')).toEqual([person.id])
})

it('person page › the button › does what its key does', async () => {
  const { router } = await framed(['persons.read', 'slips.write'])
  await press('发交流单')
  expect(router.options.history.state['personIds']).toEqual([person.id])
})

it('person page › each act › is there for whom it is granted, whatever else is not', async () => {
  await framed(['persons.read', 'slips.write'])
  expect(buttons()).toEqual(['返回', expect.stringContaining('发交流单')])
  clearStage()
  await framed(['persons.read', 'persons.write'])
  expect(buttons()).toEqual(['返回', '个案卡', expect.stringContaining('修改')])
})

it('person page › F4 › goes to the ledger › until the record has come', async () => {
  const { key } = await framed(['persons.read', 'slips.write'], { 'persons.get': () => new Promise(() => undefined) })
  expect(await key('F4')).toBe('ledger')
})
