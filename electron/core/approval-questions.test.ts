/** When each act needs two persons, and that the sentence for the second one says how much it is and names nobody. */
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, Contract } from '@shared/contract'
import { lists } from '@shared/contract/lists'
import { workbooks } from '@shared/contract/workbooks'
import { openRegister, reference, type Register } from '../../test/kit/register'
import { approvalQuestions } from './approval-questions'
import { duplicateHandlers } from './modules/duplicates'
import { createWorkbookHandlers, loadLayouts } from './modules/workbooks'
import type { QueryContext } from './rpc'

const handlers = createWorkbookHandlers(loadLayouts(resolve(import.meta.dirname, '../../resources/workbooks')))
let register: Register
const ids: string[] = []
beforeEach(async () => {
  register = await openRegister()
  ids.length = 0
  for (const name of ['测甲', '测乙', '测丙']) ids.push((await register.put({ name })).id)
})
afterEach(() => register.close())

/** The office with small limits, so that three persons are many. */
const strict = (exportWhole: number, exportMasked: number): QueryContext => {
  const rules = { ...reference.twoPersonsOn(register.office.query().today), exportWhole, exportMasked, listRows: 2 }
  return { ...register.office.query(), reference: { ...reference, twoPersonsOn: () => rules } }
}
type Wanted = CallInput<Contract['workbooks']['export']>
const exporting = (context: QueryContext, wanted: Partial<Wanted>) =>
  approvalQuestions['workbooks.export'](context, workbooks.export.input.parse({ columns: ['name', 'idNo'], ...wanted }))

describe('export', () => {
  it('up to the limit › needs one person; above it two, told how many, how, and what', async () => {
    expect(await exporting(strict(3, 3), {})).toBeNull()
    const asked = await exporting(strict(2, 3), { whole: true, reason: '核对' })
    expect(asked?.sentence).toBe('导出 3 人的表格（xlsx），显示完整证件号和电话；栏目：姓名、公民身份号码。')
    expect((await exporting(strict(9, 2), {}))?.sentence).toContain('遮掩')
    for (const name of ['测甲', '测乙', '测丙']) expect(asked?.sentence).not.toContain(name)
  })

  it('several small ones of one day › add up; those of the day before and of others do not', async () => {
    const give = (chosen: readonly string[]) =>
      handlers.export(register.office.job(), workbooks.export.input.parse({ columns: ['name'], ids: [...chosen] }))
    await give(ids.slice(0, 2))
    expect((await exporting(strict(9, 2), { ids: ids.slice(2) }))?.sentence).toContain('加上24小时内已导出的 2 人超过 2 人')
    const other = { ...strict(9, 2), actor: { ...register.office.query().actor, displayName: '别人' } }
    expect(await exporting(other, { ids: ids.slice(2) })).toBeNull()
    register.office.clock.advance(25 * 3_600_000)
    expect(await exporting(strict(9, 2), { ids: ids.slice(2) })).toBeNull()
  })

  it('what the office would refuse anyway › asks nobody', async () => {
    expect(await exporting(strict(0, 0), { whole: true })).toBeNull()
  })

  it('a list from the screen › is asked about by its rows', () => {
    const rows = [['甲'], ['乙'], ['丙']]
    const wanted = (many: number) =>
      lists.export.input.parse({ name: '合并记录', columns: [{ title: '姓名', width: 9 }], rows: rows.slice(0, many) })
    expect(approvalQuestions['lists.export'](strict(9, 9), wanted(2))).toBeNull()
    expect(approvalQuestions['lists.export'](strict(9, 9), wanted(3))).toEqual({ sentence: '导出列表“合并记录”3 行（xlsx）；栏目：姓名。' })
  })
})

describe('unmerge', () => {
  it('files without signed slips › need one person; with one signed, before or after, on either file, two', async () => {
    const [survivor = '', merged = ''] = ids
    const revisions = { survivorRevision: register.get(survivor).revision, mergedRevision: register.get(merged).revision }
    const { act } = await register.office.command<{ act: string }>(duplicateHandlers.merge, {
      survivor,
      merged,
      ...revisions,
      taken: [],
      why: null
    })
    const asked = () => approvalQuestions['duplicates.unmerge'](register.office.query(), { act, move: [] })
    const slip = (no: string | null, direction: 'in' | 'out', person: string, seq: number) =>
      register.office.write.db.run(
        `INSERT INTO slip (id, record_id, rev, direction, kind, status, owed, partner_id, person_id, created_at, rule_pack, slip_no)
         VALUES (?, ?, 1, ?, 'XC', 'signed', 0, 'x', ?, '2026-03-05T01:00:00.000Z', 'order-555', ?)`,
        ...[`slip-${String(seq)}`, new Uint8Array(16).fill(seq), direction, person, no]
      )
    expect(await asked()).toBeNull()
    slip(null, 'out', merged, 1)
    slip('来-1', 'in', survivor, 2)
    expect(await asked()).toBeNull()
    slip('甲-1', 'out', merged, 3)
    expect((await asked())?.sentence).toMatch(/^撤销 banli 在 .+ 办的合并，两份档案恢复原样；这些档案已签发交流单 1 件。$/)
    slip('甲-2', 'out', survivor, 4)
    expect((await asked())?.sentence).toContain('2 件')
  })
})
