/** A township's list with errors on its way in, as a clerk does it: marked copy, repaired list, taken back; by words and keys alone. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { residentIdCheckCharacter } from '../../shared/domain'
import { findings } from '../kit/axe'
import { type Clerk, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { confirm } from './office-walk'

const DONE_WITHIN_MS = 30_000
let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
  clerk.page.on('filechooser', (dialog) => void dialog.setFiles(next))
})
afterAll(() => stage.close())

const idNo = (birth: string, order: number): string => {
  const first = `141124${birth}${String(order).padStart(3, '0')}`
  return `${first}${residentIdCheckCharacter(first)}`
}
const HEAD = '姓名,身份证号,户籍地区划,联系电话,流入日期,现居住地区划,现居住地址'
const row = (name: string, number: string, day: string): string =>
  [name, number, '141124', '13800000000', day, '610802', '某路1号'].join(',')
/** Three good rows, one number in scientific notation, one day that is none. */
const list = (fourth: string, day: string): string =>
  `\ufeff${[
    HEAD,
    row('测甲一', idNo('19900228', 11), '2025-03-05'),
    row('测乙二', idNo('19850701', 22), '2025-04-01'),
    row('测丙三', idNo('19791231', 13), '2025-05-01'),
    row('测丁四', fourth, '2025-05-02'),
    row('测戊五', idNo('19600101', 15), day)
  ].join('\r\n')}\r\n`

/** What the browser's own dialog gives when it is asked. */
let next = ''

/** F2 and the file that the browser's own dialog gives. */
async function choose(clerk: Clerk, name: string, content: string): Promise<void> {
  const path = join(stage.root, name)
  writeFileSync(path, content)
  next = path
  await clerk.keys('F2')
  await clerk.page.getByRole('region', { name: '对应各列' }).waitFor({ timeout: DONE_WITHIN_MS })
}

async function press(clerk: Clerk, name: string | RegExp): Promise<void> {
  const button = clerk.button(name)
  await focusOn(button)
  await clerk.keys('Enter')
}

async function check(clerk: Clerk, counts: string): Promise<void> {
  await press(clerk, /^核对$/)
  const result = clerk.page.getByRole('region', { name: '核对结果' })
  await result.getByText(counts).waitFor({ timeout: DONE_WITHIN_MS })
}

async function takeIn(clerk: Clerk, rows: number, counts: string): Promise<void> {
  await press(clerk, `导入 ${String(rows)} 行…`)
  await confirm(clerk, '导入表格')
  await clerk.page.getByRole('region', { name: '导入报告' }).getByText(counts).waitFor({ timeout: DONE_WITHIN_MS })
}

it('a list with errors › is marked, taken in, repaired, taken in again and taken back', async () => {
  await walking(clerk, async () => {
    await clerk.go('导入导出')
    await choose(clerk, '某镇流入花名册.csv', list('1.41124E+17', '2025-02-30'))
    for (const [letter, field] of [
      ['A', '姓名'],
      ['B', '公民身份号码'],
      ['E', '流动开始日期']
    ] as const)
      await expect
        .poll(() => clerk.field(`${letter} 列对应`).evaluate((one) => (one as HTMLSelectElement).selectedOptions[0]?.textContent.trim()))
        .toBe(field)
    await check(clerk, '共 5 行，新建 3，更新 0，无变化 0，待确认 0，有错 2。')
    await clerk.sees('变成科学计数法 1 处')
    await clerk.sees('没有这一天 1 处')
    const download = clerk.page.waitForEvent('download')
    await press(clerk, '保存标记副本')
    const copy = join(stage.root, 'marked.csv')
    await (await download).saveAs(copy)
    expect(readFileSync(copy, 'utf8')).toContain('没有“2025-02-30”这一天')
    await takeIn(clerk, 3, '新建 3')

    await choose(clerk, '某镇流入花名册.csv', list(idNo('19880808', 14), '2025-02-28'))
    await clerk.sees('这种表以前导入过')
    await check(clerk, '共 5 行，新建 2，更新 0，无变化 3，待确认 0，有错 0。')
    await clerk.sees('没有发现损坏或错误。')
    await takeIn(clerk, 2, '新建 2')
    await press(clerk, '撤销这次导入…')
    await clerk.sees('将删去这次新建的 2 份档案。')
    await confirm(clerk, '撤销这次导入')
    await clerk.sees('已撤销，2 份档案恢复原样。')

    const ledger = clerk.page.getByRole('tab', { name: '导入记录' })
    await focusOn(ledger)
    await clerk.keys('Enter')
    const rows = clerk.page.getByRole('table', { name: '导入记录' }).getByRole('row')
    await rows.nth(1).getByText('已撤销').waitFor()
    await rows.nth(2).getByText('已导入').waitFor()
    expectNoComplaints(clerk)
  })
})

it('a county makes its own template › and its list comes back with every column named', async () => {
  await walking(clerk, async () => {
    await clerk.go('导入导出')
    const templates = clerk.page.getByRole('tab', { name: '模板' })
    await focusOn(templates)
    await clerk.keys('Enter')
    await press(clerk, '照“乡镇流入花名册”做本单位的')
    const dialog = clerk.page.getByRole('dialog', { name: '新建本单位的模板' })
    await dialog.getByLabel('模板名称').fill('本县务工表')
    await dialog.getByLabel('第1列的标题').fill('务工人员')
    await dialog.getByRole('button', { name: '再加一列' }).press('Enter')
    const last = dialog.getByRole('row').last()
    await last.getByRole('combobox').selectOption({ label: '电话机主' })
    await last.getByRole('textbox').fill('谁的电话')
    expect([(await clerk.scrollsSideways()) ? 'scrolls sideways' : '', ...(await findings(clerk))]).toEqual([''])
    await dialog.getByRole('button', { name: '保存模板' }).press('Enter')
    await clerk.sees('模板已保存。用它填的表导入时，各列自动对上。')
    const titles = await clerk.page.getByText(/^务工人员、.*、谁的电话$/).textContent()
    await choose(clerk, '某镇交来.csv', `\ufeff${(titles ?? '').trim().replaceAll('、', ',')}\r\n测庚七\r\n`)
    const columns = (titles ?? '').split('、').length
    await expect.poll(() => clerk.field(/ 列对应$/).count()).toBe(columns)
    const named = (label: string) => clerk.field(label).evaluate((one) => (one as HTMLSelectElement).selectedOptions[0]?.textContent.trim())
    await expect.poll(() => named('A 列对应')).toBe('姓名')
    await expect.poll(() => named(`${String.fromCharCode(64 + columns)} 列对应`)).toBe('电话机主')
    expectNoComplaints(clerk)
  })
})
