/** Certificates from the file to the hand, by keys: numbers given, drafted, verified, signed, printed, asked about, issued, voided; a jam at a sheet in the middle. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import {
  beginDraft,
  dialogNamed,
  giveNumbers,
  givePrinter,
  press,
  printMany,
  tellNone,
  tellSpoiled,
  verifyAndSign
} from './certificate-walk'
import { activeRow } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
  await givePrinter(clerk)
})
afterAll(() => stage.close())

const FORM = '流动人口婚育证明'
it('one certificate › drafted, verified, signed, printed, issued and voided › each step by keys', async () => {
  await walking(clerk, async () => {
    await giveNumbers(clerk, FORM)
    expect(await findings(clerk)).toEqual([])
    await beginDraft(clerk, FORM)
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await clerk.page.frameLocator('iframe[title="证明的样子"]').getByText('兹证明下列登记情况属实').waitFor()
    await clerk.keys('F2')
    await verifyAndSign(clerk)
    await clerk.keys('F8')
    await clerk.page.frameLocator('iframe[title="打印预览"]').getByText('核验网页').waitFor()
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束')
    await press(clerk, '返回')
    await focusOn(clerk.grid('证明'))
    await expect.poll(() => activeRow(clerk)).toMatch(/已打印/)
    await clerk.keys('Enter')
    await press(clerk, '发放', clerk.page.getByRole('complementary'))
    await press(clerk, '发放', dialogNamed(clerk, '发放'))
    await clerk.sees('已发放')
    await press(clerk, '作废', clerk.page.getByRole('complementary'))
    const voiding = dialogNamed(clerk, '作废证明')
    await voiding.getByLabel('原因', { exact: true }).selectOption({ index: 1 })
    await press(clerk, '作废', voiding)
    await clerk.sees('已作废')
  })
  expectNoComplaints(clerk)
}, 300_000)

it('thirty certificates › a jam at the seventeenth › the run goes on from it, and every number is told', async () => {
  await walking(clerk, async () => {
    await printMany(clerk, FORM, 30)
    // The paper jammed: the seventeenth is spoiled, nothing came out behind it.
    await tellSpoiled(clerk, 17)
    await clerk.sees('共 13 份')
    await tellNone(clerk)
    await clerk.button(/^从第 17 份继续/).waitFor()
    await clerk.keys('F8')
    await clerk.sees('共 14 份')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束：打印好 30 份')
    expect(await clerk.page.getByRole('row', { name: /打坏过 1 张/ }).count()).toBe(1)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('the window dies while the printer works › the sheet is asked about, neither printed nor lost', async () => {
  await walking(clerk, async () => {
    await press(clerk, '返回')
    await clerk.choose('状态', '已打印')
    await focusOn(clerk.grid('证明'))
    await expect.poll(() => activeRow(clerk)).toMatch(/已打印/)
    await clerk.keys('Enter')
    await press(clerk, '补打', clerk.page.getByRole('complementary'))
    await clerk.page.frameLocator('iframe[title="打印预览"]').getByText('补打').waitFor()
    const why = clerk.page.getByLabel('补打原因', { exact: true })
    await focusOn(why)
    await why.selectOption({ index: 1 })
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await clerk.page.reload()
    await clerk.go('证明表单')
    await clerk.sees('有 1 份送了打印，还没有说明出纸没有')
    await press(clerk, '去说明')
    await clerk.sees('共 1 份')
    await tellNone(clerk)
    await clerk.button(/^从第 1 份继续/).waitFor()
    await clerk.keys('F8')
    await clerk.sees('共 1 份')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束')
  })
  expectNoComplaints(clerk)
}, 300_000)
