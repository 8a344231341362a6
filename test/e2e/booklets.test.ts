/** Why: what is printed on numbered booklets goes out of the stock, the good ones and the spoiled, or the books and the cupboard part ways. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, walking, type Clerk, type Stage } from '../kit/browser'
import { beginDraft, giveNumbers, givePrinter, press, tellSpoiled, verifyAndSign } from './certificate-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
  await givePrinter(clerk)
})
afterAll(() => stage.close())

const FORM = '流动人口婚育证明（册页套打）'
/** Of the office: received, given in, given out, used, spoiled, lost and left. */
const stock = (): Promise<string[]> => clerk.page.getByRole('table', { name: '库存' }).locator('tbody tr td').allTextContents()
async function openStock(): Promise<void> {
  await clerk.go('证明表单')
  await press(clerk, '号段和册子')
  await focusOn(clerk.page.getByRole('tab', { selected: true }))
  await clerk.keys('ArrowRight')
  await clerk.page.getByLabel('第一本册号', { exact: true }).waitFor()
}
async function fill(label: string, words: string): Promise<void> {
  await focusOn(clerk.page.getByLabel(label, { exact: true }))
  await clerk.type(words)
}

it('three booklets › one is spoiled and one is printed, each told by its number › one is left', async () => {
  await walking(clerk, async () => {
    await giveNumbers(clerk, FORM)
    await openStock()
    await fill('第一本册号', 'A0001')
    await fill('最后一本册号', 'A0003')
    await press(clerk, '登记')
    await clerk.sees('已入库 3 本')
    await beginDraft(clerk, FORM)
    await clerk.keys('F2')
    await verifyAndSign(clerk)
    await clerk.keys('F8')
    await clerk.sees('册页一页一页地打')
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await press(clerk, '就是这样')
    await clerk.sees(/没有填册号/)
    await clerk.page.getByRole('radio', { name: '有一份打坏了' }).check()
    await fill('打坏那一本的册号', 'A0001')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await tellSpoiled(clerk, 1)
    await clerk.button(/^从第 1 份继续/).waitFor()
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await fill('第一本的册号', 'A0002')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束')
    await openStock()
    await expect
      .poll(async () => (await stock()).slice(1).map((cell) => cell.trim()), { timeout: 10_000 })
      .toEqual(['3', '0', '0', '1', '1', '0', '1'])
  })
  expectNoComplaints(clerk)
}, 300_000)
