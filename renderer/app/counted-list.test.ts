// Why: a number that belongs to another question, or a record that will not close, misleads whoever reads the list.
import { createListeners, createOffice, installOffice, type Link } from '@renderer/client'
import { AppError } from '@shared/errors'
import type { ShellPort, WirePush } from '@shared/contract'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, shallowRef, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useCountedList, type CountedList } from './counted-list'

interface Query {
  readonly text: string
  readonly kind: string
}
interface Asked extends Query {
  readonly found: (count: number) => void
  readonly fail: (error: unknown) => void
}

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

/** A list opened at `at`, its counts answered by hand. */
async function open(at: string) {
  const pushes = createListeners<WirePush>()
  const call = () => Promise.reject(new RangeError('the list itself asks nothing'))
  const shell = { can: () => false }
  const office = createOffice(
    { call, onPush: pushes.add, onLink: createListeners<Link>().add, close: () => undefined },
    shell as unknown as ShellPort // The list never reaches for the shell.
  )
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', name: 'list', component: { render: () => null } }] })
  await router.push(at)
  const grid = {
    refresh: vi.fn(),
    focus: vi.fn(),
    chooseColumns: vi.fn(),
    clearSelection: vi.fn(),
    columnPlaces: () => [],
    shownTable: vi.fn(),
    arrangeColumns: vi.fn()
  }
  const asked: Asked[] = []
  const made: CountedList<Query, number>[] = []
  const page = defineComponent(() => {
    const list = useCountedList<Query, Query, number>({
      page: 'list',
      record: 'person',
      topic: 'persons',
      grid: shallowRef(grid),
      queryOf: ({ text, kind }) => ({ text: typeof text === 'string' ? text : '', kind: typeof kind === 'string' ? kind : '' }),
      addressOf: (query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
      searchOf: (query) => query,
      count: (query) => new Promise((found, fail) => asked.push({ ...query, found, fail }))
    })
    made.push(list)
    return () => h('p')
  })
  mounted = mount(page, { global: { plugins: [router, { install: (app: App) => installOffice(app, office) }] } })
  const [list] = made
  if (!list) throw new RangeError('no list was made')
  return { list, grid, asked, router, push: pushes.tell }
}
const answer = async (question: Asked | undefined, count: number): Promise<void> => {
  question?.found(count)
  await flushPromises()
}

describe('useCountedList › counts', () => {
  test('what the address asks, at once', async () => {
    const { list, asked } = await open('/?text=张')
    expect(asked.map(({ text }) => text)).toEqual(['张'])
    expect(list.counted.value).toBeNull()
    await answer(asked[0], 7)
    expect(list.counted.value).toBe(7)
  })
  test('a late answer to the question before is left out', async () => {
    const { list, asked, router } = await open('/?text=张')
    list.query.value = { text: '李', kind: '' }
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ text: '李' })
    expect(asked.map(({ text }) => text)).toEqual(['张', '李'])
    await answer(asked[1], 2)
    await answer(asked[0], 7)
    expect(list.counted.value).toBe(2)
  })
  test('two conditions of the same moment › are asked together', async () => {
    const { list, asked, router } = await open('/?text=张')
    list.query.value = { ...list.query.value, text: '李' }
    list.query.value = { ...list.query.value, kind: 'in' }
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ text: '李', kind: 'in' })
    expect(asked.at(-1)).toMatchObject({ text: '李', kind: 'in' })
    await router.push('/?text=王')
    expect(list.query.value).toEqual({ text: '王', kind: '' })
  })
  test('nothing stands while the new question is counted', async () => {
    const { list, asked } = await open('/')
    await answer(asked[0], 7)
    list.query.value = { text: '李', kind: '' }
    await flushPromises()
    expect(list.counted.value).toBeNull()
  })
  test('what counting throws is kept for the page', async () => {
    const { list, asked } = await open('/')
    const refused = new AppError('carrier.lost')
    asked[0]?.fail(refused)
    await flushPromises()
    expect(list.failure.value).toBe(refused)
    expect(list.counted.value).toBeNull()
  })
  test('again when its own records changed, and only then; the old number stands meanwhile', async () => {
    const { list, asked, grid, push } = await open('/')
    await answer(asked[0], 7)
    push({ event: 'records.changed', value: { topics: ['bundles'] } })
    expect([asked.length, grid.refresh.mock.calls.length]).toEqual([1, 0])
    push({ event: 'records.changed', value: { topics: ['slips', 'persons'] } })
    expect([asked.length, grid.refresh.mock.calls.length]).toEqual([2, 1])
    expect(list.counted.value).toBe(7)
    await answer(asked[1], 8)
    expect(list.counted.value).toBe(8)
  })
})

describe('useCountedList › the record beside the list', () => {
  test('is the one the address names, then and later', async () => {
    const { list, router } = await open('/?person=a')
    expect(list.opened.value).toBe('a')
    await router.push('/?person=b')
    expect(list.opened.value).toBe('b')
    await router.push('/')
    expect(list.opened.value).toBe('b')
  })
  test('closes in the address too, keeps the question and gives the keys back', async () => {
    const { list, grid, router } = await open('/?text=张&person=a')
    list.close()
    await flushPromises()
    expect(list.opened.value).toBeNull()
    expect(router.currentRoute.value.query).toEqual({ text: '张' })
    expect(grid.focus).toHaveBeenCalledOnce()
  })
})
