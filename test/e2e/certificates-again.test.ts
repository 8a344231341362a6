/** Why: whoever leaves a batch in the middle must find it again: printed on from the sheet that did not come out, or taken out. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { cutOff, expectNoComplaints, openPractice, openPracticeStage, walking, type Clerk, type Stage } from '../kit/browser'
import { chooseAll, giveNumbers, givePrinter, press, printMany, tellNone, tellSpoiled } from './certificate-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
  await givePrinter(clerk)
})
afterAll(() => stage.close())

const FORM = '流动人口婚育证明'
/** Number and state of every sheet of the run on screen. */
const sheets = (): Promise<string[][]> =>
  clerk.page
    .getByRole('table', { name: '这一批' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.textContent.trim())))

it('five certificates › a jam at the third is told and the clerk goes › the batch waits and goes on from the third', async () => {
  await walking(clerk, async () => {
    await giveNumbers(clerk, FORM)
    await printMany(clerk, FORM, 5)
    await tellSpoiled(clerk, 3)
    await clerk.sees('共 2 份')
    await tellNone(clerk)
    await clerk.button(/^从第 3 份继续/).waitFor()
    const numbers = (await sheets()).map(([, number]) => number)
    expect(new Set(numbers).size).toBe(5)
    // The page itself is loaded again: it goes on with the run and begins none.
    await clerk.page.reload()
    await clerk.button(/^从第 3 份继续/).waitFor()
    await clerk.go('人员')
    await clerk.page.reload()
    await clerk.go('证明表单')
    await clerk.sees(/打印的一批：有 3 份还没有打印/)
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await press(clerk, '从第 3 份继续')
    await clerk.page.getByRole('heading', { level: 1, name: '打印证明' }).waitFor()
    await clerk.button(/^从第 3 份继续/).waitFor()
    await clerk.keys('F8')
    await clerk.sees('送了第 3 份到第 5 份，共 3 份')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束：打印好 5 份')
    expect(await sheets()).toEqual(numbers.map((number, at) => [String(at + 1), number, at === 2 ? '已打印（打坏过 1 张）' : '已打印']))
    await press(clerk, '返回')
    await chooseAll(clerk, '已打印', /^开证明/)
    await expect.poll(() => clerk.page.getByText('打印的一批').count(), { timeout: 20_000 }).toBe(0)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a batch that nobody goes on with › is taken out from the list › its certificates may be printed anew', async () => {
  await walking(clerk, async () => {
    await printMany(clerk, FORM, 2)
    await tellNone(clerk)
    await clerk.button(/^从第 1 份继续/).waitFor()
    await press(clerk, '返回')
    await clerk.sees(/打印的一批：有 2 份还没有打印/)
    await press(clerk, '撤下 2 份')
    await clerk.sees('已撤下 2 份')
    await expect.poll(() => clerk.page.getByText('打印的一批').count(), { timeout: 20_000 }).toBe(0)
    await chooseAll(clerk, '已签发', /^打印 2 份/)
    await clerk.keys('F8')
    await clerk.button(/^打印 2 份/).waitFor()
    await clerk.keys('F8')
    await clerk.sees('共 2 份')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束：打印好 2 份')
  })
  expectNoComplaints(clerk)
}, 300_000)
