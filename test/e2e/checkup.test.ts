/** An administrator has the office look at itself, reads what it says, keeps it on one sheet, and hands a problem report over only after reading it, by keys. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { beginOffice } from './real-office'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(() => stage.close())

async function press(name: string): Promise<void> {
  await focusOn(clerk.button(name))
  await clerk.keys('Enter')
}

it('checkup › each thing in a row with what to do › then a report that holds what was read', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '体检', exact: true }))
    await clerk.keys('Enter')
    await clerk.button('现在体检').waitFor()
    await press('整库检查')
    await clerk.sees(/体检做完/)
    const table = clerk.page.getByRole('table', { name: '体检结果' })
    await expect.poll(() => table.getByRole('row').count()).toBe(22)
    expect(await table.getByRole('row', { name: /^资料文件/ }).textContent()).toMatch(/好.*整个查过/)
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    const making = clerk.page.waitForEvent('download')
    await press('保存为 PDF')
    const sheet = await (await making).path()
    expect(execFileSync('pdfinfo', [sheet], { encoding: 'utf8' })).toMatch(/Pages:\s+1\n[^]*Page size:\s+59[45][.\d]* x 84[12]/)
    await press('问题报告…')
    const report = clerk.page.getByRole('dialog', { name: '问题报告' })
    await expect.poll(() => report.getByLabel('报告全文').inputValue()).toContain('单位：（未写）')
    expect(await findings(clerk)).toEqual([])
    await focusOn(report.getByLabel('写上本单位的名称和代码'))
    await clerk.keys('Space')
    await expect.poll(() => report.getByLabel('报告全文').inputValue()).not.toContain('（未写）')
    const shown = await report.getByLabel('报告全文').inputValue()
    const saving = clerk.page.waitForEvent('download')
    await press('保存…')
    const path = await (await saving).path()
    expect(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')).toBe(shown)
    await clerk.sees(/已保存为“问题报告-/)
  })
  expectNoComplaints(clerk)
})
