// Why: a row is answered with a digit and Enter; a rival's entry, a stranger's code and a double Enter must not write anything down for a person.
import type { RosterRow, RosterView } from '@shared/contract/rosters'
import { rowCode } from '@shared/domain/scan-code'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { sheetNamed } from '../../../test/kit/form-sheets'
import { clearStage, field, open, press, Refused, text, type, type Answers } from '../../../test/kit/page-stage'
import RosterPage from './roster.page.vue'

afterEach(clearStage)

const id = '0190aaaa-0000-7000-8000-000000000001'
const list: RosterView = {
  ...{ id, number: 482_163_905, kind: 'visit', at: '2026-03-05T01:00:00.000Z', by: '甲', place: '610802001001', placeName: '某村' },
  ...{ basis: 'residence', moveKind: null, asks: ['present'], sheet: null, whole: false, count: 3 },
  columns: [{ key: 'name', title: '姓名' }],
  progress: { open: 2, found: 0, moved: 1, unknown: 0, changed: 0, declined: 0 }
}
const entry = {
  ...{ id: '0190aaaa-0000-7000-8000-00000000000e', result: 'moved' as const, fields: [], visitedOn: '2026-03-05', collector: '乙' },
  ...{ at: '2026-03-05T02:00:00.000Z', by: '丙' }
}
const row = (at: number): RosterRow => ({
  ...{ row: at, personId: `0190aaaa-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`, cells: { name: `测${String(at)}` } },
  entry: at === 1 ? entry : null
})
const answers = (over: Answers = {}): Answers => ({
  'rosters.get': () => list,
  'rosters.rows': ({ from, limit }: { from: number; limit: number }) => ({
    rows: [1, 2, 3]
      .filter((at) => at >= from)
      .slice(0, limit)
      .map(row)
  }),
  'rosters.nextOpen': ({ from }: { from: number }) => ({ row: from <= 2 ? 2 : 3 }),
  'rosters.enter': () => ({ entry: { ...entry, result: 'found' }, progress: list.progress }),
  ...over
})
const at = { path: '/rosters/:id', at: `/rosters/${id}` }
const grants = ['persons.read', 'persons.write']
const answerGroup = (): HTMLElement => {
  const group = document.querySelector<HTMLElement>('[role=radiogroup][aria-label=结果]')
  if (!group) throw new RangeError('no answers')
  return group
}
/** Keys at the answer, as far apart as a hand or a slow scanner presses them. */
async function keys(names: readonly string[]): Promise<void> {
  for (const key of names) {
    const target = answerGroup().querySelector('input[tabindex="0"]')
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await flushPromises()
  }
  await flushPromises()
}

describe('results', () => {
  it('a digit and Enter › writes down the first open row and goes on to the next', async () => {
    const { sentTo } = await open(RosterPage, answers(), grants, 'main', at)
    expect(text()).toContain('第 2 行 测2')
    await type('走访人', '村干部')
    await keys(['1', 'Enter'])
    expect(sentTo('rosters.enter').map(({ input }) => input)).toEqual([
      { id, row: 2, result: 'found', fields: [], visitedOn: '2026-03-05', collector: '村干部', replaces: null }
    ])
    expect(text()).toContain('第 2 行 测2：在，无变化')
    expect(text()).toContain('第 3 行 测3')
    await keys(['Enter'])
    expect(sentTo('rosters.enter')).toHaveLength(1)
  })

  it('a code that came slowly › chooses nothing, writes nothing down and leads to its row', async () => {
    const found = answers({ 'rosters.find': () => ({ id, row: 1 }) })
    const { sentTo } = await open(RosterPage, found, grants, 'main', at)
    await keys([...rowCode({ list: list.number, row: 1, practice: false }), 'Enter'])
    expect(sentTo('rosters.enter')).toEqual([])
    expect(sentTo('rosters.find').map(({ input }) => input)).toEqual([{ number: list.number, row: 1 }])
    expect(text()).toContain('第 1 行 测1')
    expect(text()).toContain('这一行已录入“已搬走”（2026-03-05 乙，丙')
    await keys(['3', 'Enter'])
    expect(sentTo('rosters.enter').map(({ input }) => input)).toMatchObject([{ row: 1, result: 'unknown', replaces: entry.id }])
  })

  it('a code of the other side or of nobody › says so and writes nothing down', async () => {
    const { sentTo } = await open(RosterPage, answers(), grants, 'main', at)
    await keys([...rowCode({ list: list.number, row: 1, practice: true }), 'Enter'])
    expect(text()).toContain('这是演练用的名单，不能录进正式资料。')
    await keys(['1', '2', '3', '4', '5', 'Enter'])
    expect(text()).toContain('没有扫全')
    expect(sentTo('rosters.find')).toEqual([])
    expect(sentTo('rosters.enter')).toEqual([])
  })

  it('somebody quicker › is named, and the row shows what stands', async () => {
    const refused = answers({
      'rosters.enter': () => {
        throw new Refused('rosters.entered_meanwhile', { row: 2, by: '丁', result: '已搬走' })
      }
    })
    await open(RosterPage, refused, grants, 'main', at)
    await keys(['1', 'Enter'])
    expect(text()).toContain('第 2 行现在的结果与屏幕上的不同：已搬走（丁）。')
    expect(text()).toContain('第 2 行 测2')
  })

  it('a row number › leads there; one that is not on the paper is told', async () => {
    await open(RosterPage, answers(), grants, 'main', at)
    await type('行号', '3')
    field('行号').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await flushPromises()
    await flushPromises()
    expect(text()).toContain('第 3 行 测3')
    await type('行号', '9')
    field('行号').dispatchEvent(new Event('blur'))
    await flushPromises()
    expect(text()).toContain('这份名单只有 1 至 3 行。')
  })

  it('changed › asks what, and offers the file', async () => {
    const { sentTo } = await open(
      RosterPage,
      answers({ 'rosters.enter': () => ({ entry: { ...entry, result: 'changed', fields: ['phone'] }, progress: list.progress }) }),
      grants,
      'main',
      at
    )
    await keys(['5'])
    field('联系电话').click()
    await flushPromises()
    await press('录入并到下一行')
    await flushPromises()
    expect(sentTo('rosters.enter').map(({ input }) => input)).toMatchObject([{ row: 2, result: 'changed', fields: ['phone'] }])
    expect(text()).toContain('改档案')
    await type('行号', '1')
    field('行号').dispatchEvent(new Event('blur'))
    await flushPromises()
    await flushPromises()
    expect(text()).toContain('第 1 行 测1')
    expect(text()).not.toContain('改档案')
  })

  it('who may not write › sees the rows and no form', async () => {
    const { sentTo } = await open(RosterPage, answers(), ['persons.read'], 'main', at)
    expect(document.querySelector('form')).toBeNull()
    expect(text()).toContain('测1')
    expect(sentTo('rosters.nextOpen')).toEqual([])
  })
})

describe('printing', () => {
  const printed = (name: string): Answers =>
    answers({
      'rosters.paper': () => ({ list, rows: [{ row: 1, cells: { name, sex: '女', birthYear: '1990', door: '东街1号', ask: '电话' } }] }),
      'forms.get': ({ form }: { form: string }) => {
        const { template, html, css } = sheetNamed(form)
        return { edition: `${template.edition}+1`, template: { ...template, texts: officeTexts(template.texts) }, html, css }
      }
    })
  const officeTexts = <T extends Record<string, object>>(texts: T): T => ({ ...texts, title: { label: '标题', text: '某县走访清单' } })
  const reader = ['persons.read']

  it('a list › goes to the printer on the form as the office worded it', async () => {
    const { shell } = await open(RosterPage, printed('测甲'), reader, 'main', at)
    await press('打印F8')
    await flushPromises()
    expect(shell.print).toHaveBeenCalledOnce()
    const { html = '', name = '' } = shell.print.mock.calls[0]?.[0] ?? {}
    expect(name).toBe('走访清单-482163905')
    for (const words of ['某县走访清单', '482 163 905', '东街1号', '开出']) expect(html).toContain(words)
  })

  it('a letter that no font draws › is asked about by row, person and letter before anything is printed', async () => {
    const { shell } = await open(RosterPage, printed('测\u{31350}'), reader, 'main', at)
    await press('打印F8')
    await flushPromises()
    expect(shell.print).not.toHaveBeenCalled()
    expect(text()).toContain('482 163 905 第 1 行“测\u{31350}”的姓名：字库里没有 \u{31350}，纸上会是空框，请手写补上。')
    await press('仍然打印')
    await flushPromises()
    expect(shell.print).toHaveBeenCalledOnce()
  })
})
