// Why: what the page says about copies is what people rely on; a failed or lacking copy must never look like a good one.
import type { BackupState } from '@shared/contract/backup'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { clearStage, open, press, text, type Answers } from '../../../test/kit/page-stage'
import BackupTab from './backup-tab.vue'

afterEach(clearStage)

const HERE = '00000000-0000-4000-8000-000000000001'
const STICK = '00000000-0000-4000-8000-000000000002'
const place = (id: string, label: string): BackupState['places'][number] => ({
  ...{ id, label, here: id === HERE, present: true, free: 5_000_000_000, failed: null },
  last: { at: '2026-03-04T10:00:00.000Z', file: 'a.ypqbak', bytes: 2_000_000 }
})
const standing: BackupState = {
  ...{ places: [place(HERE, '本机')], paused: null, warnings: [], lastGood: '2026-03-04T10:00:00.000Z' },
  ...{ keep: { daily: 7, weekly: 4, monthly: 12 }, recent: [] }
}
const job = {
  ...{ id: 'job-1', method: 'backup.run', state: 'done' as const, step: 'tidy', stepLabel: '整理旧备份', done: 0, total: 0 },
  ...{ startedAt: '2026-03-05T01:00:00.000Z', endedAt: '2026-03-05T01:00:01.000Z', error: null }
} as const

const openTab = (state: Partial<BackupState> = {}, answers: Answers = {}) =>
  open(BackupTab, { 'backup.state': () => ({ ...standing, ...state }), ...answers }, ['office.manage', 'exchange.read'])

describe('BackupTab', () => {
  test('a missing stick and a failed copy › are said with their reason, never shown as good', async () => {
    const failed = { at: '2026-03-05T01:00:00.000Z', code: 'backup.differs', params: { place: '红色U盘' } }
    const places = [place(HERE, '本机'), { ...place(STICK, '红色U盘'), failed }, { ...place(STICK, '蓝色U盘'), present: false, last: null }]
    await openTab({ places, warnings: ['place_missing', 'place_failed'] })
    expect(text()).toContain('写到“红色U盘”的备份读回来对不上')
    expect(text()).toContain('没有连上')
    expect(text()).toContain('有备份位置没有连上')
    expect(text()).toContain('最近一次备份没有成功')
  })

  test('backing up now › tells where it went, what failed and what was let go', async () => {
    const made = [{ place: '本机', file: 'b.ypqbak', bytes: 3_000_000 }]
    const failed = [{ place: '红色U盘', code: 'backup.place_gone', params: { place: '红色U盘' } }]
    const stage = await openTab({}, { 'backup.run': () => ({ job: 'job-1' }) })
    await press('现在备份')
    expect(stage.sentTo('backup.run').map(({ input }) => input)).toEqual([{ place: null }])
    stage.push({ event: 'job.updated', value: { ...job, result: { made, failed, removed: 2 } } })
    await flushPromises()
    await flushPromises()
    expect(text()).toContain('本机（2.9 MB）')
    expect(text()).toContain('清理了 2 份旧的')
    expect(text()).toContain('没有成功：红色U盘')
  })

  test('after a restore › what is missing stands beside, and copies wait for one press', async () => {
    const paused = {
      ...{ at: '2026-03-05T01:00:00.000Z', source: 'backup' as const, madeAt: '2026-03-04T10:00:00.000Z', first: '甲', second: '乙' },
      ...{ before: { person: 120 }, after: { person: 100 }, lastAct: null, kept: 'before-restore/x', again: 0 }
    }
    const { sentTo } = await openTab({ paused, warnings: ['paused'] }, { 'backup.confirm': () => ({ confirmed: true }) })
    expect(text()).toContain('由 甲员、乙 用')
    expect(text()).toContain('少 20')
    expect(text()).toContain('那以后登记、修改、收发的内容都不在里面')
    expect(text()).toContain('before-restore/x')
    expect(sentTo('backup.confirm')).toEqual([])
    await press('已核对，确认')
    expect(sentTo('backup.confirm')).toHaveLength(1)
  })

  test('the place on this PC › cannot be taken away', async () => {
    await openTab({ places: [place(HERE, '本机'), place(STICK, '红色U盘')] })
    expect(Array.from(document.querySelectorAll('button')).filter((each) => each.textContent.includes('去掉…'))).toHaveLength(1)
  })
})
