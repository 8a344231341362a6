// Why: a wrong date on the PC makes every limit wrong, so it is said where limits are read, and only while it is wrong.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, press, text, type Answers } from '../../../test/kit/page-stage'
import ClockNotice from './clock-notice.vue'

afterEach(clearStage)

const told = async (answer: object): Promise<string> => {
  await open(ClockNotice, { 'exchange.clock': () => ({ today: '2026-03-05', ...answer }) } satisfies Answers, [])
  await flushPromises()
  return text()
}

it.each([
  ['early', null, '比程序做好的日子还早'],
  ['went_back', '2026-04-01', '比程序以前记下的 2026-04-01 还早'],
  ['behind_peer', '2026-03-09', '比往来单位 2026-03-09 写来的交换包还早一天以上']
])('clock › %s › says why, what is in doubt, and what to do', async (fault, evidence, why) => {
  const words = await told({ fault, evidence })
  for (const part of ['电脑日期 2026-03-05', why, '先不要照着催办或签发', '已经记下的没有变', '请把电脑的日期和时间调准'])
    expect(words).toContain(part)
})

it('clock › nothing against it › nothing said; set right, the line goes when the window is looked at again', async () => {
  expect(await told({ fault: null, evidence: null })).not.toContain('电脑日期')
  clearStage()
  let fault: string | null = 'went_back'
  await open(ClockNotice, { 'exchange.clock': () => ({ today: '2026-03-05', fault, evidence: null }) }, [])
  await flushPromises()
  expect(text()).toContain('电脑日期')
  fault = null
  window.dispatchEvent(new Event('focus'))
  await flushPromises()
  expect(text()).not.toContain('电脑日期')
})

it('clock › somebody who works on slips says it is right › asked once more with the date in sight, sent, and the line goes', async () => {
  let fault: string | null = 'went_back'
  const answers = {
    'exchange.clock': () => ({ today: '2026-03-05', fault, evidence: '2027-04-01' }),
    'exchange.confirmClock': () => {
      fault = null
      return { today: '2026-03-05' }
    }
  }
  const { sentTo } = await open(ClockNotice, answers, ['slips.write'])
  await flushPromises()
  await press('日期是对的…')
  expect(text()).toContain('请先与日历、手机对过再确认')
  expect(sentTo('exchange.confirmClock')).toEqual([])
  const dialog = document.querySelector('dialog[open]')
  ;[...(dialog?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === '日期是对的')?.click()
  await flushPromises()
  expect(sentTo('exchange.confirmClock')).toHaveLength(1)
  expect(text()).not.toContain('可能不准')
})

it.each([
  ['whoever only reads', 'went_back', []],
  ['a day before the program was made', 'early', ['slips.write']]
])('clock › %s › finds no such button', async (_who, fault, grants) => {
  await open(ClockNotice, { 'exchange.clock': () => ({ today: '2026-03-05', fault, evidence: null }) }, grants)
  await flushPromises()
  expect(text()).toContain('可能不准')
  expect(text()).not.toContain('日期是对的')
})
