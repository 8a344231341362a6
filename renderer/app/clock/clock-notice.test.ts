// Why: a wrong date on the PC makes every limit wrong, so it is said where limits are read, and only while it is wrong.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { clearStage, open, text, type Answers } from '../../../test/kit/page-stage'
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
