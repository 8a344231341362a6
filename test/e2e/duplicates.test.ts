/** The same woman on file twice: found, looked at side by side, merged, found by the other name and number, and taken apart again, by keys. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { residentIdCheckCharacter } from '../../shared/domain'
import { type Clerk, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow, draft, pickPlace } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const body = '14112419930506202'
const NUMBER = body + residentIdCheckCharacter(body)
/** One digit of the number is wrong, and with it the check fails. */
const MISTYPED = `${NUMBER.slice(0, 15)}${String((Number(NUMBER[15]) + 1) % 10)}${NUMBER.slice(16)}`
const BOX = '姓名、拼音、证件号或电话'
const ONE = '测试双英'
const OTHER = '测试双瑛'

async function register(name: string, number: string): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  const field = (label: string) => clerk.page.getByLabel(label, { exact: true }).first()
  await field('姓名').fill(name)
  await field('证件号码').fill(number)
  await field('证件号码').press('Tab')
  await expect.poll(() => field('出生日期').inputValue()).not.toBe('')
  await focusOn(field('户籍地'))
  await pickPlace(clerk, '户籍地', '141124', '临县')
  await focusOn(field('现居住地'))
  await pickPlace(clerk, '现居住地', '610802', '榆阳区')
  await field('开始日期').fill('2026-01-05')
  await clerk.keys('Tab', 'F2')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

async function search(text: string): Promise<string> {
  await clerk.go('人员')
  await clerk.page.getByLabel(BOX, { exact: true }).fill(text)
  await clerk.keys('Enter')
  await clerk.grid('人员').getByText(ONE).first().waitFor()
  return clerk.grid('人员').innerText()
}

/** Begins a third file, is told that she is on file, and goes on in hers. */
async function typeHerAgain(): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  await clerk.page.getByLabel('户籍详址', { exact: true }).first().fill('测试村7号')
  await clerk.page.getByLabel('证件号码', { exact: true }).first().fill(NUMBER)
  const hint = clerk.page.getByRole('status', { name: '可能已经在档' })
  await hint.getByText('证件号相同').waitFor()
  await hint.getByRole('button', { name: '就是此人，改为修改' }).first().press('Enter')
  await clerk.page.getByRole('heading', { level: 1, name: `修改：${ONE}` }).waitFor()
  await expect.poll(() => clerk.page.getByLabel('户籍详址', { exact: true }).first().inputValue()).toBe('测试村7号')
  await clerk.button('返回').press('Enter')
  const guard = clerk.page.getByRole('dialog')
  await guard.waitFor()
  await guard.getByRole('button', { name: /不保存|放弃/ }).press('Enter')
  await guard.waitFor({ state: 'hidden' })
}

/** A question about the one file that there is now. */
async function askAbout(standing: number): Promise<void> {
  await search(ONE)
  await clerk.sees('共 1 人')
  await focusOn(clerk.grid('人员'))
  await clerk.keys('Control+Home')
  await expect.poll(() => activeRow(clerk)).toContain(ONE)
  await clerk.keys('Space')
  await clerk.sees('已选 1 人')
  await draft(clerk, 1, standing)
}

/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string, scale: number): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder === undefined) return
  const { page } = clerk
  await page.setViewportSize({ width: Math.round(1366 / scale), height: Math.round(728 / scale) })
  await page.screenshot({ path: `${folder}/${name}.png` })
  await page.setViewportSize({ width: 1366, height: 768 })
}

it('duplicates › scan, review, merge, search and unmerge › by labels and keys', async () => {
  await walking(clerk, async () => {
    await register(ONE, NUMBER)
    await register(OTHER, MISTYPED)
    await typeHerAgain()
    await clerk.go('人员')
    await clerk.button('疑似重复').press('Enter')
    await clerk.sees('还没有查找过')
    await clerk.keys('F6')
    await clerk.sees('查找完毕')
    const grid = clerk.grid('疑似重复')
    await grid.getByText(ONE).first().waitFor()
    await focusOn(grid)
    await clerk.keys('Control+Home')
    for (let at = 0; at < 100 && !(await activeRow(clerk)).includes(ONE); at++) await clerk.keys('ArrowDown')
    expect(await activeRow(clerk)).toContain('证件号只差一位')
    await clerk.keys('Enter')
    await clerk.sees('相像程度')
    await expect.poll(() => clerk.focused()).toContain('姓名用')
    await shoot('review-100', 1)
    await shoot('review-150', 1.5)
    await clerk.keys('1', 'Enter')
    await expect.poll(() => clerk.focused()).toContain('证件用')
    await clerk.keys('1')
    await expect.poll(() => clerk.focused()).toContain('证件用第一份')
    await clerk.keys('m')
    await clerk.sees('的档案已并入')
    expect(await search(OTHER.slice(-1))).toContain(ONE)
    expect(await search(MISTYPED)).not.toContain(OTHER)
    await askAbout(1)
    await askAbout(2)
    await clerk.go('人员')

    await clerk.button('疑似重复').press('Enter')
    await clerk.button('合并记录').press('Enter')
    await clerk.grid('合并记录').getByText(ONE).first().waitFor()
    await focusOn(clerk.grid('合并记录'))
    await clerk.keys('Control+Home', 'Enter')
    await clerk.button(/^撤销合并/).waitFor()
    await clerk.sees(`合并以后的交流单，勾选的归到 ${OTHER}`)
    const slips = clerk.page.getByRole('checkbox', { name: /^协查.* 未编号 / })
    expect(await slips.count()).toBe(2)
    await focusOn(slips.first())
    await clerk.keys('Space')
    expect(await slips.first().isChecked()).toBe(true)
    await clerk.keys('F8')
    await clerk.sees(`1 张交流单已归到 ${OTHER}。`)
    await clerk.sees('这次合并已撤销')
    await expect.poll(() => slips.count(), { message: 'the moved one no longer waits' }).toBe(1)
    await clerk.go('人员')
    await clerk.page.getByLabel(BOX, { exact: true }).fill('测试双')
    await clerk.keys('Enter')
    await clerk.grid('人员').getByText(OTHER).first().waitFor()
    await clerk.grid('人员').getByText(ONE).first().waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)
