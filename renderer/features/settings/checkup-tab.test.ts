// Why: what was found wrong must not look sound, and a problem report goes out only as it was read.
import { checkupSheet } from '@renderer/print'
import type { CheckupReport } from '@shared/contract/checkup'
import { checkNames } from '@shared/domain/checkup'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { CheckupNotice } from '@renderer/app'
import { clearStage, field, open, press, Refused, text, type Answers } from '../../../test/kit/page-stage'
import CheckupTab from './checkup-tab.vue'
import { countWords, paperOf } from './checkup-words'

afterEach(clearStage)

const report: CheckupReport = {
  ...{ at: '2026-03-05T01:00:00.000Z', why: 'asked', thorough: true, appVersion: '0.1.0' },
  findings: checkNames.map((check) => ({
    check,
    verdict: check === 'audit' ? 'bad' : check === 'disk' ? 'note' : check === 'printers' ? 'unknown' : 'good',
    found: `查到${check}。`,
    todo: check === 'audit' ? '请报告负责人。' : ''
  }))
}
const standing = { last: report, dueOn: '2026-03-12', earlier: [] }
const job = {
  ...{ id: 'job-1', method: 'checkup.run', state: 'done' as const, step: 'look', stepLabel: '逐项检查', done: 0, total: 0 },
  ...{ startedAt: '2026-03-05T01:00:00.000Z', endedAt: '2026-03-05T01:00:01.000Z', error: null }
} as const
const openTab = (answers: Answers = {}) => open(CheckupTab, { 'checkup.state': () => standing, ...answers }, ['office.manage'])

describe('CheckupTab', () => {
  test('each thing › stands in its row with its verdict in words and what to do', async () => {
    await openTab()
    const rows = [...document.querySelectorAll('table[aria-label=体检结果] tbody tr')].map((row) => row.textContent)
    expect(rows).toHaveLength(checkNames.length)
    expect(rows.find((row) => row.startsWith('操作记录'))).toMatch(/有问题.*请报告负责人。/)
    expect(text()).toContain('有问题 1，留意 1，查不了 1，好 18')
  })

  test('before the first one › says so and offers no paper', async () => {
    await openTab({ 'checkup.state': () => ({ last: null, dueOn: '2026-03-05', earlier: [] }) })
    expect(text()).toContain('还没有体检过')
    expect(text()).not.toContain('打印')
  })

  test('a whole look › is asked for as such and tells its outcome', async () => {
    const stage = await openTab({ 'checkup.run': () => ({ job: 'job-1' }) })
    await press('整库检查')
    expect(stage.sentTo('checkup.run').map(({ input }) => input)).toEqual([{ thorough: true }])
    stage.push({ event: 'job.updated', value: { ...job, result: report } })
    await flushPromises()
    await flushPromises()
    expect(text()).toContain('体检做完：有问题 1')
  })

  test('a second one meanwhile › is refused in words', async () => {
    await openTab({
      'checkup.run': () => {
        throw new Refused('checkup.running')
      }
    })
    await press('现在体检')
    expect(text()).toContain('另一次体检正在进行')
  })

  test('a problem report › is shown whole, names the office only when ticked, and is saved as it was read', async () => {
    const file = { ticket: 'ticket-1', name: '问题报告-2026-03-05.txt', size: 9 }
    const { sentTo, shell } = await openTab({
      'checkup.problem': ({ withOffice }: { withOffice: boolean }) => ({ text: withOffice ? '单位：榆阳' : '单位：（未写）' }),
      'checkup.saveProblem': () => ({ file })
    })
    await press('问题报告…')
    await flushPromises()
    expect(document.querySelector<HTMLTextAreaElement>('textarea')?.value).toBe('单位：（未写）')
    field('写上本单位的名称和代码').click()
    await flushPromises()
    expect(document.querySelector<HTMLTextAreaElement>('textarea')?.value).toBe('单位：榆阳')
    await press('保存…')
    expect(sentTo('checkup.saveProblem').map(({ input }) => input)).toEqual([{ text: '单位：榆阳' }])
    expect(shell.saveFile).toHaveBeenCalledExactlyOnceWith(file)
  })
})

describe('CheckupNotice', () => {
  test('something wrong › is named where the day begins; what is only worth a word is not', async () => {
    await open(CheckupNotice, { 'checkup.state': () => standing }, ['signed-in'])
    expect(text()).toContain('体检发现有问题：操作记录。')
    expect(text()).not.toContain('磁盘空间')
  })
})

describe('on paper', () => {
  test('words are escaped, every row is there, the office is named once', () => {
    const html = checkupSheet(paperOf(report, { office: '甲<乙>', practice: true, by: '管理员' }))
    expect(html).toContain('甲&lt;乙&gt;')
    expect(html.match(/<tr>/g)).toHaveLength(checkNames.length + 1)
    expect(html).toContain('整库检查')
    expect(html).toContain('data-practice')
  })
  test('nothing at all › no counts', () => expect(countWords({})).toBe(''))
})
