// Why: the list is where a colleague decides and where the first person goes on; both must read what will be done before they press.
import { afterEach, describe, expect, it } from 'vitest'
import { clearStage, open, press, text, type } from '../../../test/kit/page-stage'
import ApprovalsPage from './approvals.page.vue'

afterEach(clearStage)

const id = '0191f000-0000-7000-8000-00000000000a'
const row = {
  ...{ id, method: 'workbooks.export', title: '大批导出', sentence: '导出 1,234 人的表格。', reason: '年度核对', state: 'open' },
  ...{ requestedBy: '张三', requestedAt: '2026-03-05T01:00:00.000Z', expiresAt: '2026-03-06T01:00:00.000Z' },
  ...{ decidedBy: null, decidedAt: null, decidedWhy: null, usedAt: null, resumable: true }
}
const agreed = { ...row, state: 'approved', decidedBy: '李四', decidedAt: '2026-03-05T02:00:00.000Z' }
const file = { ticket: 'ticket-1234', name: '人员.xlsx', size: 10 }

async function stage(list: 'for-me' | 'mine', rows: { forMe?: unknown[]; mine?: unknown[] }, answers = {}) {
  const shown = await open(
    ApprovalsPage,
    {
      'approvals.list': () => ({ forMe: [], mine: [], ...rows }),
      'approvals.approve': () => ({ id }),
      'approvals.refuse': () => ({ id }),
      'approvals.withdraw': () => ({ id }),
      ...answers
    },
    [],
    'main',
    { path: '/approvals/:list?', at: `/approvals/${list}`, name: 'approvals' }
  )
  return shown
}
/** Opens the first row of the grid as a clerk does. */
async function openFirst(): Promise<void> {
  const grid = document.querySelector<HTMLElement>('[role=grid]')
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await new Promise((resolve) => setImmediate(resolve))
}

describe('approvals page', () => {
  it('what waits for me › is read whole and agreed to', async () => {
    const { sentTo } = await stage('for-me', { forMe: [row] })
    await openFirst()
    expect(text()).toContain('导出 1,234 人的表格。')
    await press('批准')
    expect(sentTo('approvals.approve').map(({ input }) => input)).toEqual([{ id }])
    expect(text()).toContain('已批准“大批导出”，由张三办理。')
  })

  it('refusing › needs a reason, which the other one reads', async () => {
    const { sentTo } = await stage('for-me', { forMe: [row] })
    await openFirst()
    await press('拒绝')
    await press('拒绝')
    expect(sentTo('approvals.refuse')).toEqual([])
    await type('理由', '人数太多，请分乡镇')
    await press('拒绝')
    expect(sentTo('approvals.refuse').map(({ input }) => input)).toEqual([{ id, why: '人数太多，请分乡镇' }])
  })

  it('my agreed request › is done with the agreement, and its file is saved', async () => {
    const input = { columns: ['name'], whole: false }
    const { sentTo, shell, push } = await stage(
      'mine',
      { mine: [agreed] },
      {
        'approvals.resume': () => ({ method: 'workbooks.export', input }),
        'workbooks.export': () => ({ job: 'job-1' })
      }
    )
    await openFirst()
    await press('现在办理')
    const view = { id: 'job-1', method: 'workbooks.export', state: 'done', step: 'write', stepLabel: '', done: 1, total: 1 } as const
    push({ event: 'job.updated', value: { ...view, startedAt: '', endedAt: '', error: null, result: { file, rows: 1234 } } })
    await new Promise((resolve) => setImmediate(resolve))
    expect(sentTo('workbooks.export').map(({ approval }) => approval)).toEqual([id])
    expect(shell.saveFile).toHaveBeenCalledExactlyOnceWith(file)
    expect(text()).toContain('“大批导出”已办理。')
  })

  it('my open request › can only be taken back; one with a secret is done on its own page', async () => {
    const { sentTo } = await stage('mine', { mine: [row] })
    await openFirst()
    expect(text()).not.toContain('现在办理')
    await press('撤回')
    expect(sentTo('approvals.withdraw')).toHaveLength(1)
    clearStage()
    await stage('mine', { mine: [{ ...agreed, resumable: false }] })
    await openFirst()
    expect(text()).toContain('请到原来的页面再办一次')
    expect(text()).not.toContain('现在办理')
  })
})
