/** The register searched as a clerk does: a piece of a name, an address, conditions as chips, the far end of the list, by labels and keys. */
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Clerk, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const BOX = '姓名、拼音、证件号或电话'

/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string, scale: number): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  const { page } = clerk
  await page.setViewportSize({ width: Math.round(1366 / scale), height: Math.round(728 / scale) })
  await page.screenshot({ path: `${folder}/${name}.png` })
  await page.setViewportSize({ width: 1366, height: 768 })
}

const counted = async (): Promise<number> => {
  const summary = await clerk.page.getByText(/^共 [\d,]+ 人/).innerText()
  return Number(summary.replace(/\D/g, ''))
}
const type = async (text: string): Promise<void> => {
  await clerk.page.getByLabel(BOX, { exact: true }).fill(text)
  await clerk.keys('Enter')
}

it('search › piece of a name, conditions, chips and the far end of the list › by labels and keys', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    const grid = clerk.grid('人员')
    await grid.getByRole('row').nth(2).waitFor()
    await focusOn(grid)
    const everybody = await counted()
    await clerk.keys('Control+Home')
    const firstWord = async (): Promise<string> => (await activeRow(clerk)).trim().split(/\s/)[0] ?? ''
    await expect.poll(async () => (await firstWord()).length, { timeout: 20_000 }).toBeGreaterThan(1)
    const name = await firstWord()

    await clerk.keys('Control+End')
    await expect.poll(async () => clerk.page.locator('[aria-current=true]').getAttribute('aria-rowindex')).toBe(String(everybody + 1))

    const piece = Array.from(name).slice(-1).join('')
    await type(piece)
    await expect.poll(counted).toBeLessThan(everybody)
    await expect.poll(() => grid.locator('mark').allInnerTexts()).toContain(piece)
    await shoot('search-100', 1)
    await shoot('search-150', 1.5)
    await type('')
    await expect.poll(counted).toBe(everybody)

    // A surname and a place, in either order, find the same people.
    const surname = Array.from(name).slice(0, 1).join('')
    await type(`${surname} 临县`)
    // The first question about a place reads the table of places.
    await expect.poll(counted, { timeout: 20_000 }).toBeLessThan(everybody)
    const beside = await counted()
    expect(beside).toBeGreaterThan(0)
    await type(`临县 ${surname}`)
    await expect.poll(counted, { timeout: 20_000 }).toBe(beside)
    await type('')
    await expect.poll(counted).toBe(everybody)

    await clerk.button('更多条件').press('Enter')
    await clerk.page.getByLabel('性别', { exact: true }).selectOption({ label: '女' })
    await clerk.sees('性别 女')
    await expect.poll(counted).toBeLessThan(everybody)
    const women = await counted()
    await clerk.page.getByLabel('年龄从', { exact: true }).fill('20')
    await clerk.page.getByLabel('年龄到', { exact: true }).fill('49')
    await clerk.sees('年龄 20—49岁')
    await expect.poll(counted).toBeLessThan(women)
    await shoot('conditions-100', 1)
    await shoot('conditions-150', 1.5)
    await clerk.page.getByRole('button', { name: '去掉条件 年龄 20—49岁' }).press('Enter')
    await expect.poll(counted).toBe(women)
    await clerk.page.getByRole('button', { name: '去掉条件 性别 女' }).press('Enter')
    await expect.poll(counted).toBe(everybody)
  })
})
