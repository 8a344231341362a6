/** Certificates from the file to the hand, by keys: numbers given, drafted, verified, signed, printed, asked about, issued, voided; a jam at a sheet in the middle. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openStage, type Stage, walking } from '../kit/browser'
import { activeRow } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await openPractice(stage)
  // A printer that takes everything: the browser's own dialog cannot be answered.
  await clerk.page.addInitScript(() => {
    window.print = () => void window.dispatchEvent(new Event('afterprint'))
  })
})
afterAll(() => stage.close())

const press = async (name: string | RegExp, where = clerk.page.locator('body')): Promise<void> => {
  await focusOn(where.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).last())
  await clerk.keys('Enter')
}
const dialog = (name: string) => clerk.page.getByRole('dialog', { name })

async function giveNumbers(): Promise<void> {
  await clerk.go('证明表单')
  await press('号段和册子')
  await press('划分号段')
  const asked = dialog('划分号段')
  await asked.getByLabel('证明', { exact: true }).selectOption({ label: '流动人口婚育证明' })
  await press('划分', asked)
  await clerk.sees(/已划分/)
}

/** Persons of the list, as the clerk would: choose, 开证明. */
async function draftFor(place: number): Promise<void> {
  await clerk.go('人员')
  await focusOn(clerk.grid('人员'))
  await expect.poll(() => activeRow(clerk), { timeout: 20_000 }).toMatch(/\S/)
  for (let at = 0; at < place; at += 1) await clerk.keys('ArrowDown')
  await clerk.keys('Enter')
  const panel = clerk.page.getByRole('complementary')
  await panel.getByRole('tablist').waitFor()
  await press('开证明', panel)
  await clerk.sees('已选定')
  const form = clerk.page.getByLabel('证明', { exact: true })
  await focusOn(form)
  await form.selectOption({ label: '流动人口婚育证明' })
  await clerk.page.getByLabel('婚姻状况', { exact: true }).waitFor()
}

const status = (name: string): Promise<void> => clerk.choose('状态', name)

it('one certificate › drafted, verified, signed, printed, issued and voided › each step by keys', async () => {
  await walking(clerk, async () => {
    await giveNumbers()
    expect(await findings(clerk)).toEqual([])
    await draftFor(0)
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await clerk.page.frameLocator('iframe[title="证明的样子"]').getByText('兹证明下列登记情况属实').waitFor()
    await clerk.keys('F2')
    await clerk.sees('草拟')
    await focusOn(clerk.grid('证明'))
    await expect.poll(() => activeRow(clerk)).toMatch(/草拟/)
    await clerk.keys('Enter')
    await clerk.button(/^核实 1 份/).waitFor()
    await clerk.keys('F6')
    await clerk.sees('已核实 1 份')
    await clerk.button(/^签发 1 份/).waitFor()
    await clerk.keys('F9')
    await clerk.sees('已签发 1 份')
    await clerk.button(/^打印 1 份/).waitFor()
    await clerk.keys('F8')
    await clerk.page.frameLocator('iframe[title="打印预览"]').getByText('核验网页').waitFor()
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await press('就是这样')
    await clerk.sees('这一批结束')
    await press('返回')
    await focusOn(clerk.grid('证明'))
    await expect.poll(() => activeRow(clerk)).toMatch(/已打印/)
    await clerk.keys('Enter')
    await press('发放', clerk.page.getByRole('complementary'))
    await press('发放', dialog('发放'))
    await clerk.sees('已发放')
    await press('作废', clerk.page.getByRole('complementary'))
    const voiding = dialog('作废证明')
    await voiding.getByLabel('原因', { exact: true }).selectOption({ index: 1 })
    await press('作废', voiding)
    await clerk.sees('已作废')
  })
  expectNoComplaints(clerk)
}, 300_000)
