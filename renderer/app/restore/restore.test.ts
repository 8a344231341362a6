// Why: the way back is walked on a bad day; it must say what would be missing and ask for two different people before anything happens.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { clearStage, open, press, Refused, text, type Answers } from '../../../test/kit/page-stage'
import { keptLines, kindRows, lossSentence, warningWords, withNames } from './restore-words'
import RestorePanel from './restore-panel.vue'

afterEach(clearStage)

const PLACE = '00000000-0000-4000-8000-000000000001'
const copy = { place: PLACE, placeLabel: '本机', file: 'a.ypqbak', madeAt: '2026-03-04T10:00:00.000Z', why: 'daily', bytes: 2_000_000 }
const looked = {
  facts: {
    ...{ madeAt: copy.madeAt, why: 'daily', office: { code: '610802-00', name: '榆阳区卫生健康局' }, other: false, newer: false },
    ...{ appVersion: '1', bytes: 2_000_000, counts: { person: 100 }, lastAct: copy.madeAt, accounts: [{ name: '旧', displayName: '旧人' }] }
  },
  ...{ present: { counts: { person: 120 }, lastAct: '2026-03-05T01:00:00.000Z' }, persons: 2, accountsOf: 'present' }
}
const answers: Answers = {
  'backup.found': () => ({ rows: [copy], missing: ['红色U盘'] }),
  'backup.look': () => looked,
  'backup.progress': () => ({ work: null })
}

async function type(at: number, account: string, secret: string): Promise<void> {
  const list = document.querySelectorAll<HTMLSelectElement>('select')[at]
  const field = document.querySelectorAll<HTMLInputElement>('input[type=password]')[at]
  if (!list || !field) throw new RangeError(`no proof ${String(at)}`)
  list.value = account
  list.dispatchEvent(new Event('change'))
  field.value = secret
  field.dispatchEvent(new Event('input'))
  await flushPromises()
}

describe('RestorePanel', () => {
  test('choosing › compares with today and says what would be missing before anybody types a secret', async () => {
    await open(RestorePanel, answers, ['office.manage'])
    expect(text()).toContain('没有连上：红色U盘')
    await press('选这份')
    expect(text()).toContain('少 20')
    expect(text()).toContain('不会删除')
  })

  test('the same person twice › is not sent', async () => {
    const { sentTo } = await open(RestorePanel, answers, ['office.manage'])
    await press('选这份')
    await type(0, '甲', '口令')
    await type(1, '甲', '口令')
    await press('用这份备份恢复')
    expect(sentTo('backup.restore')).toEqual([])
    expect(text()).toContain('要另一个人')
  })

  test('a copy of an older passphrase › asks for that one too, and sends all three', async () => {
    let tries = 0
    const restore = () => {
      if (tries++ === 0) throw new Refused('backup.wrong_secret')
      return { madeAt: copy.madeAt, before: null, after: { person: 100 }, kept: 'before-restore/x', again: 0, newerKeys: false }
    }
    const { sentTo } = await open(RestorePanel, { ...answers, 'backup.restore': restore }, ['office.manage'])
    await press('选这份')
    await type(0, '甲', '口令一')
    await type(1, '*', '12345')
    await press('用这份备份恢复')
    expect(text()).toContain('打不开这份备份')
    await type(2, '旧', '那时的口令')
    await press('用这份备份恢复')
    expect(sentTo('backup.restore')[1]?.input).toEqual({
      from: { place: PLACE, file: 'a.ypqbak' },
      first: { account: '甲', secret: '口令一' },
      second: { account: null, secret: '12345' },
      unlock: { account: '旧', secret: '那时的口令' }
    })
    expect(text()).toContain('before-restore/x')
    expect(text()).toContain('之后登记、修改、收发的内容都不在里面')
  })

  test('the copy of another office › can be looked at and not restored', async () => {
    const other = { ...looked, facts: { ...looked.facts, other: true } }
    await open(RestorePanel, { ...answers, 'backup.look': () => other }, ['office.manage'])
    await press('选这份')
    expect(text()).toContain('不是本单位的')
    expect(document.querySelectorAll('input[type=password]')).toHaveLength(0)
  })
})

describe('words', () => {
  test('a restore nobody confirmed › is told with what is missing, wherever the day begins', () => {
    const note = {
      ...{ at: '2026-03-05T01:00:00.000Z', source: 'backup' as const, madeAt: copy.madeAt, first: '甲', second: '乙', before: null },
      ...{ after: {}, lastAct: '2026-03-05T00:30:00.000Z', kept: 'before-restore/x', again: 2 }
    }
    expect(warningWords('paused', note)).toMatch(
      /由 甲、乙 用 2026-03-04 .* 的备份恢复，那以后到 2026-03-05 .* 为止登记、修改、收发的内容都不在里面/
    )
    const accounts = [{ name: '甲', displayName: '管理员甲' }]
    expect(withNames(note, accounts)).toMatchObject({ first: '管理员甲', second: '乙' })
    expect(warningWords('paused', { ...note, source: 'salvage' })).toContain('读不出的都不在里面')
    expect(keptLines(note).join('')).toMatch(/before-restore\/x.*2 条/)
    expect(keptLines({ kept: null, again: 0 })).toEqual([])
  })

  test('what cannot be read › is said so and not counted as nothing', () => {
    expect(kindRows({ person: 3 }, null)[0]).toEqual({ label: '人员', copy: '3', now: '读不出', change: '' })
    expect(lossSentence({ madeAt: copy.madeAt }, null)).toContain('都不在里面')
  })
})
