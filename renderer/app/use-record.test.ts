// Why: a record that shows late, under another's name, makes the clerk act on the wrong person.
import { createListeners, createOffice, installOffice, type Link } from '@renderer/client'
import type { ShellPort, WirePush } from '@shared/contract'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, ref, type App } from 'vue'
import { useRecord, type OpenRecord } from './use-record'

let mounted: VueWrapper | undefined
afterEach(() => mounted?.unmount())

/** A record of `id`, its questions answered by hand. */
function open(first: string) {
  const pushes = createListeners<WirePush>()
  const call = () => Promise.reject(new RangeError('the record asks through `read` alone'))
  const office = createOffice(
    { call, onPush: pushes.add, onLink: createListeners<Link>().add, close: () => undefined },
    { can: () => false } as unknown as ShellPort // A record never reaches for the shell.
  )
  const id = ref(first)
  const asked: { id: string; found: (record: string) => Promise<void>; fail: (error: Error) => Promise<void> }[] = []
  const read = (wanted: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const after = (act: () => void) => async (): Promise<void> => {
        act()
        await flushPromises()
      }
      asked.push({ id: wanted, found: (record) => after(() => resolve(record))(), fail: (error) => after(() => reject(error))() })
    })
  const loaded = vi.fn<(record: string | null) => void>()
  const made: OpenRecord<string>[] = []
  const page = defineComponent(() => {
    made.push(useRecord<string>({ id: () => id.value, read, topics: ['persons'], loaded }))
    return () => null
  })
  mounted = mount(page, { global: { plugins: [{ install: (app: App) => installOffice(app, office) }] } })
  const [record] = made
  if (!record) throw new RangeError('no record was opened')
  return { ...record, id, asked, read, loaded, push: pushes.tell }
}

test('useRecord › reads at once and tells what it read', async () => {
  const { asked, record, loaded } = open('甲')
  await asked[0]?.found('甲的档案')
  expect([record.value, loaded.mock.calls]).toEqual(['甲的档案', [['甲的档案']]])
})
test('useRecord › leaves out what comes late, answer or refusal › when another was opened', async () => {
  const { asked, record, loaded, failure, id } = open('甲')
  id.value = '乙'
  await flushPromises()
  await asked[1]?.found('乙的档案')
  await asked[0]?.found('甲的档案')
  expect([record.value, loaded.mock.calls]).toEqual(['乙的档案', [['乙的档案']]])
  id.value = '丙'
  await flushPromises()
  id.value = '丁'
  await flushPromises()
  await asked[2]?.fail(new TypeError('late'))
  expect([record.value, failure.value]).toEqual(['乙的档案', null])
})
test('useRecord › shows no record › when it could not be read, and the failure goes with the next that is', async () => {
  const { asked, record, loaded, failure, load } = open('甲')
  const refused = new TypeError('refused')
  await asked[0]?.fail(refused)
  expect([record.value, failure.value, loaded.mock.calls]).toEqual([null, refused, [[null]]])
  void load()
  await asked[1]?.found('甲的档案')
  expect([record.value, failure.value]).toEqual(['甲的档案', null])
})
test('useRecord › reads again on its own news only', () => {
  const { asked, push } = open('甲')
  push({ event: 'records.changed', value: { topics: ['slips'] } })
  expect(asked).toHaveLength(1)
  push({ event: 'records.changed', value: { topics: ['slips', 'persons'] } })
  expect(asked).toHaveLength(2)
})
test('useRecord › asks more about the open record, and leaves out a late answer', async () => {
  const { asked, ask, read, id, failure } = open('甲')
  const taken: string[] = []
  void ask(read, (answer) => taken.push(answer))
  void ask(read, (answer) => taken.push(answer))
  expect(asked.map((one) => one.id)).toEqual(['甲', '甲', '甲'])
  await asked[1]?.found('甲的经过')
  id.value = '乙'
  await flushPromises()
  await asked[2]?.found('迟到的经过')
  expect([taken, failure.value]).toEqual([['甲的经过'], null])
})
