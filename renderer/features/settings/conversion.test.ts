// Why: thousands of codes change with one press, so nothing goes that was not shown, decided and confirmed, and it can be taken back at once.
import { flushPromises } from '@vue/test-utils'
import axe from 'axe-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { ActView } from '@shared/contract/acts'
import ConversionTab from './conversion-tab.vue'
import { changesOf, decisionsOf, firstChoice, type ConversionGroup } from './conversion-view'
import { clearStage, field, open, press, text, type Answers } from '../../../test/kit/page-stage'

afterEach(clearStage)

const replaced: ConversionGroup = {
  ...{ code: '610821', fullName: '陕西省榆林市神木县', kind: 'replaced', since: '2017', hukou: 1200, stays: 34 },
  ...{ sure: [{ code: '610881', fullName: '陕西省榆林市神木市', count: 1234 }], sureCount: 1234 },
  ...{ proposed: [], proposedCount: 0, openCount: 0, unknownCount: 0, heirs: [], reasons: [] }
}
const divided: ConversionGroup = {
  ...{ code: '330104', fullName: '浙江省杭州市江干区', kind: 'divided', since: '2021', hukou: 5, stays: 0, sure: [], sureCount: 0 },
  ...{ proposed: [{ code: '330114', fullName: '浙江省杭州市钱塘区', count: 2 }], proposedCount: 2, openCount: 3, unknownCount: 0 },
  heirs: [
    { code: '330102', fullName: '浙江省杭州市上城区' },
    { code: '330114', fullName: '浙江省杭州市钱塘区' }
  ],
  reasons: ['text', 'divided']
}
const act = '00000000-0000-7000-8000-000000000009'
const report = {
  ...{ act, on: '2026-03-05', files: 1235, hukou: 1202, stays: 34, left: 3 },
  rows: [{ code: '610821', fullName: '陕西省榆林市神木县', to: { code: '610881', fullName: '陕西省榆林市神木市' }, count: 1234 }]
}

/** Jobs end at once: their result is pushed as soon as the page asks. */
async function stage(results: Readonly<Record<string, unknown>>, earlier: readonly ActView[] = []) {
  const ended: { method: string; id: string }[] = []
  const started = (method: string) => () => {
    const id = `job-${String(ended.length)}`
    ended.push({ method, id })
    queueMicrotask(() =>
      opened.push({
        event: 'job.updated',
        value: {
          ...{ id, method, state: 'done', step: '', stepLabel: '', done: 1, total: 1, error: null },
          ...{ startedAt: '2026-03-05T01:00:00.000Z', endedAt: '2026-03-05T01:00:01.000Z', result: results[method] }
        }
      })
    )
    return { job: id }
  }
  const answers: Answers = Object.fromEntries(Object.keys(results).map((method) => [method, started(method)]))
  const opened = await open(ConversionTab, { ...answers, 'acts.list': () => ({ rows: earlier, next: null }) }, ['persons.write'])
  return opened
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await flushPromises()
}

describe('ConversionTab', () => {
  test('shows what was found, sends what was decided only after it was confirmed, and reports', async () => {
    const { sentTo } = await stage({
      'conversion.preview': { on: '2026-03-05', rows: [replaced, divided], files: 1235 },
      'conversion.apply': report
    })
    await press('查找已撤销的代码')
    await settle()
    expect(text()).toContain('户籍地 1,200，现居住地 34')
    expect(text()).toContain('原区域分属几处')
    await press('改写 1,234 处…')
    expect(sentTo('conversion.apply')).toEqual([])
    expect(text()).toContain('可以整批撤销')
    await press('改写')
    await settle()
    expect(sentTo('conversion.apply').map(({ input }) => input)).toEqual([
      { on: '2026-03-05', decisions: [{ code: '610821', followText: false, otherwise: null }] }
    ])
    expect(text()).toContain('改写档案 1,235 份')
  })

  test('a divided county › is changed only where the clerk said how', async () => {
    const { sentTo } = await stage({ 'conversion.preview': { on: '2026-03-05', rows: [divided], files: 5 }, 'conversion.apply': report })
    await press('查找已撤销的代码')
    await settle()
    field('浙江省杭州市江干区 330104').click()
    await flushPromises()
    field('地址里写明的 2 处照地址改').click()
    await flushPromises()
    await press('改写 2 处…')
    await press('改写')
    await settle()
    expect(sentTo('conversion.apply')[0]?.input).toMatchObject({ decisions: [{ code: '330104', followText: true, otherwise: null }] })
  })

  test('taking back › is confirmed, and says what somebody changed since', async () => {
    const undone = { undone: 1235, conflicts: [], conflictCount: 2, kept: [], keptCount: 0 }
    const { sentTo } = await stage({
      ...{ 'conversion.preview': { on: '2026-03-05', rows: [replaced], files: 1234 }, 'conversion.apply': report, 'acts.undo': undone }
    })
    await press('查找已撤销的代码')
    await settle()
    await press('改写 1,234 处…')
    await press('改写')
    await settle()
    await press('撤销这次转换…')
    expect(sentTo('acts.undo')).toEqual([])
    await press('撤销')
    await settle()
    expect(sentTo('acts.undo').map(({ input }) => input)).toEqual([{ id: act }])
    expect(text()).toContain('1,235 份档案改回原样；2 处后来又改过，没有动')
  })

  test('an earlier conversion › is listed with who and when, and can be taken back', async () => {
    const undone = { undone: 7, conflicts: [], conflictCount: 0, kept: [], keptCount: 0 }
    const earlier: ActView = {
      ...{ id: act, kind: 'conversion', at: '2026-02-01T01:00:00.000Z', by: '办事员', note: null, changed: 7, created: 0 },
      ...{ state: 'done', undoneAt: null, undoneBy: null }
    }
    const { sentTo } = await stage({ 'acts.undo': undone }, [earlier])
    await settle()
    expect(text()).toContain('2026-02-01')
    await press('撤销这次转换…')
    expect(sentTo('acts.undo')).toEqual([])
    await press('撤销')
    await settle()
    expect(sentTo('acts.undo').map(({ input }) => input)).toEqual([{ id: act }])
    expect(text()).toContain('7 份档案改回原样')
  })

  test('nothing found › is an answer; axe finds no fault in the list', async () => {
    await stage({ 'conversion.preview': { on: '2026-03-05', rows: [], files: 0 } })
    await press('查找已撤销的代码')
    await settle()
    expect(text()).toContain('不用转换')
    clearStage()
    await stage({ 'conversion.preview': { on: '2026-03-05', rows: [replaced, divided], files: 2 } })
    await press('查找已撤销的代码')
    await settle()
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
})

describe('choices', () => {
  test('what the tables decide is ready; what the address proposes waits', () => {
    expect(changesOf(replaced, firstChoice(replaced))).toBe(1234)
    expect(changesOf(divided, firstChoice(divided))).toBe(0)
    expect(changesOf(divided, { take: true, followText: false, otherwise: '330102' })).toBe(5)
    expect(changesOf(divided, { take: false, followText: true, otherwise: '330102' })).toBe(0)
    expect(decisionsOf([replaced, divided], firstChoice).map(({ code }) => code)).toEqual(['610821'])
  })
})
