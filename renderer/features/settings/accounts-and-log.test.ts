// Why: users and the log decide who may see what and who can tell afterwards; passphrases are never kept, pages of the log never skip a line.
import { flushPromises } from '@vue/test-utils'
import { formatInstant } from '@shared/format'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import AccountsTab from './accounts-tab.vue'
import AuditTab from './audit-tab.vue'
import { foldLines, loadLog, type LogLine, type LogRow } from './audit-view'
import { clearStage, field, open, press, Refused, submit, text, type, user } from '../../../test/kit/page-stage'

afterEach(clearStage)

const line = (seq: number): LogLine => ({
  seq,
  at: '2026-03-05T01:00:00.000Z',
  account: '甲',
  method: 'accounts.create',
  event: 'account.created',
  outcome: 'done',
  subject: null,
  detail: null,
  hash: '0'.repeat(64)
})

async function chooseEvent(event: string): Promise<void> {
  const select = document.querySelector('select')
  if (!select) throw new RangeError('no list of events')
  select.value = event
  select.dispatchEvent(new Event('change'))
  await flushPromises()
}

describe('log', () => {
  /** An office with `count` lines of the log, told apart by what `of` gives each. */
  function book(count: number, of: (seq: number) => Partial<LogLine>) {
    const asked: unknown[] = []
    const search = (input: { readonly before?: number | null | undefined; readonly limit?: number | undefined }) => {
      asked.push(input)
      const from = (input.before ?? count + 1) - 1
      const rows = Array.from({ length: Math.min(input.limit ?? 100, from) }, (_, at) => ({ ...line(from - at), ...of(from - at) }))
      return Promise.resolve({ rows, files: null })
    }
    const load = loadLog({ audit: { search, verify: () => Promise.reject(new TypeError()) } }, () => ({
      ...{ outcome: null, from: null, to: null, person: null },
      account: '甲',
      event: null,
      without: ['draft.saved']
    }))
    const walk = async (limit: number): Promise<LogRow[][]> => {
      const pages: LogRow[][] = []
      for (let cursor: string | null | undefined = null; cursor !== undefined;) {
        const { rows, next }: Awaited<ReturnType<typeof load>> = await load({ cursor, limit, signal: new AbortController().signal })
        pages.push([...rows])
        cursor = next ?? undefined
      }
      return pages
    }
    return { asked, walk }
  }
  const seqs = (pages: readonly LogRow[][]): number[] => pages.flat().flatMap(({ lines }) => lines.map(({ seq }) => seq))

  test('loadLog › the next page begins before the last line, and ends at the first line of all', async () => {
    const { asked, walk } = book(5, (seq) => ({ subject: String(seq) }))
    const pages = await walk(2)
    expect(pages.map((rows) => rows.length)).toEqual([2, 2, 1])
    expect(seqs(pages)).toEqual([5, 4, 3, 2, 1])
    expect(asked[1]).toMatchObject({ account: '甲', event: null, without: ['draft.saved'], before: 4, limit: 200 })
  })

  test('loadLog › folds what was done over and over › without losing or repeating a line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 260 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (runs, limit) => {
          const subjects = runs.flatMap((length, at) => Array.from({ length }, () => String(at)))
          const pages = await book(subjects.length, (seq) => ({ subject: subjects[seq - 1] ?? null })).walk(limit)
          expect(seqs(pages)).toEqual(subjects.map((_, at) => subjects.length - at))
          expect(pages.slice(0, -1).every((rows) => rows.length === limit)).toBe(true)
          expect(pages.flat()).toHaveLength(runs.reduce((sum, length) => sum + Math.ceil(length / 200), 0))
        }
      )
    )
  })

  test.each<[string, Partial<LogLine>, number]>([
    ['a count', { detail: { rows: 40 } }, 1],
    ['another user', { account: '乙' }, 2],
    ['another event', { event: 'person.saved' }, 2],
    ['another object', { subject: 'x' }, 2],
    ['another outcome', { outcome: 'refused' }, 2],
    ['another detail', { detail: { rows: 200, field: 'phone' } }, 2],
    ['another day', { at: '2026-03-01T01:00:00.000Z' }, 2]
  ])('foldLines › lines that differ in %s', (_, other, rows) => {
    expect(
      foldLines([
        { ...line(2), detail: { rows: 200 } },
        { ...line(1), detail: { rows: 200 }, ...other }
      ])
    ).toHaveLength(rows)
  })

  test('AuditTab › a folded row › says how many and since when, and opens to every line', async () => {
    const rows = [40, 200, 200].map((found, at) => ({
      ...line(3 - at),
      event: 'persons.searched',
      method: 'persons.search',
      detail: { rows: found }
    }))
    await open(AuditTab, { 'audit.search': () => ({ rows, files: null }) }, ['audit.read'])
    expect(document.querySelectorAll('[role=row]')).toHaveLength(2)
    expect(text()).toContain(`连续 3 次，从 ${formatInstant(rows[2]?.at ?? '').slice(-5)} 起`)
    document.querySelectorAll('[role=row]')[1]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
    const folded = Array.from(document.querySelectorAll('details'), (each) => each.textContent)
    expect(folded).toHaveLength(3)
    expect(folded[0]).toContain('查到人数：40')
    expect(folded[2]).toContain('序号1')
  })

  test('AuditTab › asks for the chosen user and event', async () => {
    const { sentTo } = await open(AuditTab, { 'audit.search': () => ({ rows: [], files: null }) }, ['audit.read'])
    await type('用户', '甲')
    await chooseEvent('account.created')
    expect(sentTo('audit.search').at(-1)?.input).toMatchObject({ before: null, limit: 200, account: '甲', event: 'account.created' })
  })

  test('AuditTab › asks about one person › says for how many files the number stands, and prints without the number', async () => {
    const rows = [{ ...line(7), event: 'person.seen', method: 'persons.get', account: '<乙>' }]
    const { sentTo, shell } = await open(AuditTab, { 'audit.search': () => ({ rows, files: 2 }) }, ['audit.read'])
    await type('某人的证件号', '610802199003050029')
    expect(sentTo('audit.search').at(-1)?.input).toMatchObject({ person: '610802199003050029' })
    expect(text()).toContain('此人有 2 份档案')
    await press('打印')
    const { html } = shell.print.mock.calls[0]?.[0] ?? { html: '' }
    expect(html).toContain('本人档案查看和办理记录')
    expect(html).toContain('查看人员档案')
    expect(html).toContain('&lt;乙&gt;')
    expect(html).not.toContain('610802199003050029')
  })

  test('AuditTab › a number nobody has › is said', async () => {
    await open(AuditTab, { 'audit.search': () => ({ rows: [], files: 0 }) }, ['audit.read'])
    await type('某人的证件号', '610802199003050010')
    expect(text()).toContain('登记库里没有这个证件号')
  })

  test('AuditTab › leaves out the saving of drafts and arrangements › until asked for it', async () => {
    const { sentTo } = await open(AuditTab, { 'audit.search': () => ({ rows: [], files: null }) }, ['audit.read'])
    const leftOut = () => sentTo('audit.search').map(({ input }) => (input as { without: string[] }).without)
    expect(leftOut()).toEqual([['draft.saved', 'draft.discarded']])
    field('含草稿和显示设置').click()
    await flushPromises()
    expect(leftOut().slice(1)).toEqual([[]])
  })

  test('AuditTab › never leaves out the very event that was asked for', async () => {
    const { sentTo } = await open(AuditTab, { 'audit.search': () => ({ rows: [], files: null }) }, ['audit.read'])
    await chooseEvent('draft.saved')
    expect(sentTo('audit.search').at(-1)?.input).toMatchObject({ event: 'draft.saved', without: ['draft.discarded'] })
  })

  test.each([
    [{ intact: true, entries: 1200, head: 'f', brokenAt: null, witnessed: 3 }, '共 1,200 条'],
    [{ intact: false, entries: 6, head: 'f', brokenAt: 7, witnessed: 0 }, '从第 7 条起对不上']
  ])('AuditTab › checking says the result in plain words: %o', async (found, words) => {
    await open(AuditTab, { 'audit.search': () => ({ rows: [], files: null }), 'audit.verify': () => found }, ['audit.read'])
    await press('检查记录是否完整')
    expect(text()).toContain(words)
  })
})

describe('AccountsTab', () => {
  const list = { 'accounts.list': () => ({ rows: [user('乙', ['window']), user('旧人', ['signer'], false)] }) }

  test('somebody who leaves › what is handed over is told first, a colleague must be chosen, and the result is said', async () => {
    const { sentTo } = await open(
      AccountsTab,
      {
        ...list,
        'staff.leaving': () => ({ drafts: 2, presets: 1, requests: 0 }),
        'staff.handOver': () => ({ drafts: 1, presets: 1, requests: 0, left: 1 }),
        'accounts.list': () => ({ rows: [user('乙', ['window']), user('丙丙', ['signer'])] })
      },
      ['accounts.manage']
    )
    document.querySelectorAll('[role=row]')[1]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
    await press('离岗交接')
    expect(text()).toContain('没写完的表单 2 份')
    await press('交接并停用')
    expect(sentTo('staff.handOver')).toEqual([])
    const box = Array.from(document.querySelectorAll('select')).at(-1)
    if (!box) throw new RangeError('no list of colleagues')
    box.value = user('丙丙', []).id
    box.dispatchEvent(new Event('change', { bubbles: true }))
    await press('交接并停用')
    expect(sentTo('staff.handOver').map(({ input }) => input)).toEqual([{ from: user('乙', []).id, to: user('丙丙', []).id, roles: false }])
    expect(text()).toContain('另有 1 份没写完的表单没有移交')
  })

  test('a new user › needs a post and a passphrase before anything is sent', async () => {
    const { sentTo } = await open(AccountsTab, list, ['accounts.manage'])
    await press('新增用户')
    await type('用户名', '丙')
    await type('显示为', '丙员')
    await submit('新增用户')
    expect(text()).toContain('至少选一个岗位')
    expect(text()).toContain('请设定口令')
    expect(sentTo('accounts.create')).toEqual([])
  })

  test('a weak passphrase › is told at its field and the rest stays', async () => {
    const refuse = (): never => {
      throw new Refused('office.weak_passphrase', { reason: '是连续的字符' })
    }
    const { sentTo } = await open(AccountsTab, { ...list, 'accounts.create': refuse }, ['accounts.manage'])
    await press('新增用户')
    await type('用户名', '丙')
    await type('显示为', '丙员')
    await type('口令', '123456789012')
    await type('再输一次', '123456789012')
    field('核实').click()
    await flushPromises()
    await submit('新增用户')
    expect(sentTo('accounts.create')[0]?.input).toEqual({
      name: '丙',
      displayName: '丙员',
      roles: ['verifier'],
      unit: null,
      passphrase: '123456789012'
    })
    expect(document.querySelector('[data-field=passphrase]')?.textContent).toContain('是连续的字符')
    expect(field('用户名').value).toBe('丙')
  })

  test('a draft that comes late › leaves the field, the text and the caret of whoever is typing, and is offered', async () => {
    let arrive = (): void => undefined
    const value = { name: '旧名', displayName: '旧人', roles: ['window'] }
    const late = new Promise((resolve) => (arrive = () => resolve({ draft: { value, savedAt: '2026-03-05T01:00:00.000Z' } })))
    const drafts = ({ form }: { form: string }): unknown => (form === 'settings.account' ? late : { draft: null })
    await open(AccountsTab, { ...list, 'drafts.get': drafts }, ['accounts.manage'])
    await press('新增用户')
    expect(document.activeElement).toBe(field('用户名'))
    await type('用户名', '丙')
    field('显示为').focus()
    arrive()
    await flushPromises()
    expect(document.activeElement).toBe(field('显示为'))
    expect([field('用户名').value, field('显示为').value]).toEqual(['丙', ''])
    await press('改为接着写它')
    expect([field('用户名').value, field('显示为').value]).toEqual(['旧名', '旧人'])
  })

  test('a draft of a new user › never holds the passphrase', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      const { sentTo } = await open(AccountsTab, list, ['accounts.manage'])
      await press('新增用户')
      await type('口令', '绝不能 进 草稿 的 口令')
      await type('用户名', '丙')
      await vi.advanceTimersByTimeAsync(2000)
      const written = sentTo('drafts.save').filter(({ input }) => JSON.stringify(input).includes('settings.account'))
      expect(written.length).toBeGreaterThan(0)
      expect(JSON.stringify(written)).not.toContain('绝不能')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('AccountsTab › ending and restoring', () => {
  const list = { 'accounts.list': () => ({ rows: [user('旧人', ['signer'], false), user('乙', ['window'])] }) }
  const update = { 'accounts.update': ({ id }: { id: string }) => ({ id }) }
  const choose = async (row: number): Promise<void> => {
    document.querySelectorAll('[role=row]')[row]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
  }

  test('ending › is confirmed first and keeps the posts', async () => {
    const { sentTo } = await open(AccountsTab, { ...list, ...update }, ['accounts.manage'])
    await choose(2)
    await press('停用')
    expect(sentTo('accounts.update')).toEqual([])
    expect(text()).toContain('登记过的资料和操作记录都保留')
    await press('停用')
    expect(sentTo('accounts.update')[0]?.input).toMatchObject({ displayName: '乙员', roles: ['window'], active: false })
  })

  test('a restored user › is led straight to a new passphrase, because the old one was destroyed', async () => {
    const { sentTo } = await open(AccountsTab, { ...list, ...update, 'accounts.resetPassphrase': ({ id }: { id: string }) => ({ id }) }, [
      'accounts.manage'
    ])
    await choose(1)
    await press('恢复并设口令')
    expect(sentTo('accounts.update')[0]?.input).toMatchObject({ displayName: '旧人员', active: true })
    expect(text()).toContain('重设“旧人员”的口令')
    await type('新口令', '重新 设好 的 五个 词')
    await type('再输一次', '重新 设好 的 五个 词')
    await submit('重设口令')
    expect(sentTo('accounts.resetPassphrase').map(({ input }) => input)).toEqual([
      { id: user('旧人', []).id, passphrase: '重新 设好 的 五个 词' }
    ])
  })
})
