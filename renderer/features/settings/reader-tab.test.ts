// Why: choosing a program that reads cards is the administrator's act alone; the page must say what runs and what went wrong, and never whose card it was.
import { catalogue } from '@shared/errors'
import type { ReaderStatus } from '@shared/contract/reader'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clearStage, open, press, Refused, text, type Answers } from '../../../test/kit/page-stage'
import { readerFacts } from './reader-facts'
import ReaderTab from './reader-tab.vue'

afterEach(clearStage)

const none: ReaderStatus = {
  kind: 'none',
  name: null,
  file: null,
  running: false,
  reading: false,
  helper: null,
  canPhoto: false,
  problem: null
}
const program: ReaderStatus = { ...none, kind: 'program', name: '甲牌读卡程序', file: 'reader.exe' }
const trial = { helper: '甲牌', kind: 'resident', fields: ['姓名', '证件号码'], numberAgrees: true, milliseconds: 1234 }
const button = (words: string): boolean =>
  Array.from(document.querySelectorAll('button')).some((each) => each.textContent.trim().startsWith(words))

/** The page with a shell that gives `folder` out; null is a changed mind. */
async function openTab(standing: ReaderStatus, answers: Answers = {}, folder: string | null = 'ticket-12') {
  const stage = await open(ReaderTab, { 'reader.status': () => ({ ...standing }), ...answers }, ['office.manage'])
  const chooseFolder = vi.fn(() => Promise.resolve(folder === null ? null : { ticket: folder, name: '甲牌', size: 0 }))
  Object.assign(stage.shell, { can: () => true, chooseFolder })
  stage.push({ event: 'records.changed', value: { topics: ['office'] } })
  await flushPromises()
  return { ...stage, chooseFolder }
}

describe('ReaderTab › choosing', () => {
  test('nothing chosen › says so and offers no trial', async () => {
    await openTab(none)
    expect(text()).toContain('没有读卡程序，登记时手工录入')
    expect([button('试读'), button('不用')]).toEqual([false, false])
  })

  test('a folder › is handed on by its ticket, and what was chosen is named', async () => {
    const { sentTo } = await openTab(none, { 'reader.configure': () => program })
    await press('选择读卡程序…')
    expect(sentTo('reader.configure').map(({ input }) => input)).toEqual([{ folder: 'ticket-12' }])
    expect(text()).toContain('甲牌读卡程序（reader.exe）')
    expect(text()).toContain('请放一张证件试读')
  })

  test('a changed mind › sends nothing', async () => {
    const { sentTo, chooseFolder } = await openTab(none, {}, null)
    await press('选择读卡程序…')
    expect([chooseFolder.mock.calls.length, sentTo('reader.configure').length]).toEqual([1, 0])
  })

  test('an unsuitable folder › is told with its reason, and the old choice stands', async () => {
    const refuse = (): never => {
      throw new Refused('reader.unsuitable', { reason: '没有找到 yipanqi-reader.json' })
    }
    await openTab(program, { 'reader.configure': refuse })
    await press('选择读卡程序…')
    expect(text()).toContain('没有找到 yipanqi-reader.json')
    expect(text()).toContain('甲牌读卡程序')
  })

  test('giving it up › happens only after its consequences were confirmed', async () => {
    const { sentTo } = await openTab(program, { 'reader.configure': () => none })
    await press('不用读卡程序…')
    expect(sentTo('reader.configure')).toEqual([])
    expect(text()).toContain('已登记的人不受影响')
    await press('不用')
    expect(sentTo('reader.configure').map(({ input }) => input)).toEqual([{ folder: null }])
    expect(text()).toContain('登记时手工录入')
  })

  test('in practice › the practice reader stands and nothing can be chosen', async () => {
    await openTab({ ...none, kind: 'practice', name: '演练读卡器' })
    expect(text()).toContain('编造的人')
    expect([button('选择读卡程序'), button('试读')]).toEqual([false, true])
  })
})

describe('ReaderTab › trial', () => {
  test('a card › is told by its kind and fields', async () => {
    const { sentTo } = await openTab(program, { 'reader.tryOut': () => trial })
    await press('试读')
    expect(sentTo('reader.tryOut')).toHaveLength(1)
    expect(text()).toContain('读到一张居民身份证，用时 1.2 秒。有：姓名、证件号码。')
    expect(text()).toContain('号码与证面相符')
  })

  test('while it waits › it can be stopped, and stopping is no fault', async () => {
    const waiting = Promise.withResolvers<never>()
    const { sentTo } = await openTab(program, {
      'reader.tryOut': () => waiting.promise,
      'reader.cancel': () => {
        waiting.reject(new Refused('reader.cancelled'))
        return { cancelled: true }
      }
    })
    await press('试读')
    expect(text()).toContain('请把一张证件放在读卡器上')
    await press('停止')
    await flushPromises()
    const [asked] = sentTo('reader.tryOut')
    expect(sentTo('reader.cancel').map(({ input }) => input)).toEqual([{ reading: (asked?.input as { reading: string }).reading }])
    expect(text()).toContain('已停止，没有读取')
    expect(document.querySelector('[role=alert]')).toBeNull()
  })

  test('leaving the page › stops the reading', async () => {
    const { sentTo, router } = await openTab(program, {
      'reader.tryOut': () => new Promise(() => undefined),
      'reader.cancel': () => ({ cancelled: true })
    })
    await press('试读')
    clearStage()
    await router.push('/away')
    expect(sentTo('reader.cancel')).toHaveLength(1)
  })

  test('a failure › gives its three sentences and the way out', async () => {
    const refuse = (): never => {
      throw new Refused('reader.no_device')
    }
    await openTab(program, { 'reader.tryOut': refuse })
    await press('试读')
    expect(text()).toContain('没有找到读卡器')
    expect(text()).toContain('参考号 ABC234')
  })
})

describe('readerFacts', () => {
  test('every failure › is a sentence without gaps', () => {
    const codes = Object.keys(catalogue).filter((code) => code.startsWith('reader.'))
    const texts = codes.map((problem) => readerFacts({ ...program, problem }).find(({ label }) => label === '状态')?.text ?? '')
    expect(codes.length).toBeGreaterThan(10)
    expect(texts.filter((state) => !/^上次没有读成：[^—]+。$/.test(state))).toEqual([])
  })

  test('a running helper › is told by its own name and what it can do', () => {
    const facts = readerFacts({ ...program, running: true, helper: '甲牌 3.1', canPhoto: true })
    expect(facts.map(({ text: words }) => words)).toEqual(['甲牌读卡程序（reader.exe）', '已启动，可以读卡', '甲牌 3.1，能读照片'])
  })
})
