/** Every page from the keyboard alone: lists beyond row 100, Esc, input methods, one save for two Enters, searches with odd characters, large print. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Clerk,
  cutOff,
  expectNoComplaints,
  focusOn,
  openPractice,
  openStage,
  SCREEN,
  type Stage,
  USABLE,
  walking
} from '../kit/browser'
import { activeRow, pickPlace } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const PLACES = ['待办', '人员', '交流单', '交换', '统计', '往来单位', '设置'] as const
const row = (words: RegExp | string): Promise<void> => expect.poll(() => activeRow(clerk), { timeout: 10_000 }).toMatch(words)

/** The number that a screen reader says of the row in hand; the head of the list is 1. */
const place = (): Promise<string | null> =>
  clerk.page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant')
    return (id ? document.getElementById(id)?.closest('[role=row]')?.getAttribute('aria-rowindex') : null) ?? null
  })

/** Size of ordinary type in px. */
const bodySize = (): Promise<number> => clerk.page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize))

it('persons › go on from row to row › far beyond row 100', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    const grid = clerk.grid('人员')
    await clerk.sees('共 3,000 人')
    await focusOn(grid)
    await clerk.keys('Control+Home')
    const seen: string[] = []
    for (let at = 0; at < 130; at++) {
      await row(/在册/)
      seen.push(await activeRow(clerk))
      await clerk.keys('ArrowDown')
    }
    expect(new Set(seen).size).toBe(130)
    await row(/在册/)
    const here = await activeRow(clerk)
    await clerk.keys('PageDown')
    await row(/在册/)
    expect(await activeRow(clerk)).not.toBe(here)
    await clerk.keys('PageUp')
    await row(here)
    await clerk.keys('Control+End')
    await expect.poll(() => place(), { timeout: 20_000 }).toBe('3001')
    await row(/在册/)
    await clerk.keys('ArrowDown')
    expect(await place()).toBe('3001')
    expect(await grid.getByRole('row').count()).toBeLessThan(200)
    await clerk.keys('Control+Home')
    await row(seen[0] ?? '?')
  }))

it('a record › opens with Enter and closes with Esc › the list keeps its place', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await focusOn(clerk.grid('人员'))
    await clerk.keys('ArrowDown', 'ArrowDown')
    await row(/在册/)
    const here = await activeRow(clerk)
    const name = here.split(' ')[0] ?? ''
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary', { name }).waitFor()
    await clerk.keys('Escape')
    await clerk.page.getByRole('complementary', { name }).waitFor({ state: 'hidden' })
    expect(await activeRow(clerk)).toBe(here)
  }))

it('a half-filled form › loses nothing › when Esc is pressed or another page is opened', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.keys('F2')
    await expect.poll(() => clerk.focused()).toBe('姓名')
    await clerk.type('测试逃键')
    await clerk.keys('Escape', 'Escape')
    expect(await clerk.field('姓名').inputValue()).toBe('测试逃键')
    await clerk.keys('F4')
    const guard = clerk.page.getByRole('dialog', { name: '这一页有没保存的内容' })
    await guard.waitFor()
    await clerk.keys('Escape')
    await guard.waitFor({ state: 'hidden' })
    expect(await clerk.field('姓名').inputValue()).toBe('测试逃键')
    await clerk.keys('F4')
    await focusOn(guard.getByRole('button', { name: '存为草稿' }))
    await clerk.keys('Enter')
    await clerk.grid('交流单').waitFor()
    await clerk.go('人员')
    await clerk.keys('F2')
    await clerk.sees(/已接着 .+ 的草稿/)
    expect(await clerk.field('姓名').inputValue()).toBe('测试逃键')
    await focusOn(clerk.button('不要草稿'))
    await clerk.keys('Enter')
    await expect.poll(() => clerk.field('姓名').inputValue()).toBe('')
    await focusOn(clerk.button('返回'))
    await clerk.keys('Enter')
    await clerk.grid('人员').waitFor()
  }))

it('the last field › does not submit with the Enter of an input method, and saves once with two', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.keys('F2')
    await expect.poll(() => clerk.focused()).toBe('姓名')
    await clerk.type('测试双回车')
    await clerk.keys('Enter')
    await expect.poll(() => clerk.focused()).toBe('证件号码')
    await clerk.page.getByRole('combobox', { name: '无号原因' }).waitFor()
    await clerk.keys('Enter', 'ArrowDown', 'Enter')
    await expect.poll(() => clerk.focused()).toBe('性别')
    await clerk.keys('2', 'Enter')
    await clerk.type('19900501')
    await clerk.keys('Enter')
    await pickPlace(clerk, '户籍地', '141124', '临县')
    await clerk.keys('Alt+q')
    await expect.poll(() => clerk.focused()).toBe('曾用名')
    await focusOn(clerk.field('备注').last())
    await clerk.compose('bei zhu')
    await clerk.keys('Enter')
    await clerk.page.getByRole('heading', { level: 1, name: '登记' }).waitFor()
    expect(await clerk.focused()).toBe('备注')
    await clerk.commit('备注')
    await clerk.page.waitForFunction((since) => performance.now() - since > 150, await clerk.page.evaluate(() => performance.now()))
    await Promise.all([clerk.keys('Enter'), clerk.keys('Enter')])
    await clerk.page.getByRole('complementary', { name: '测试双回车' }).waitFor()
    await clerk.keys('Escape')
    await clerk.page.getByRole('textbox', { name: '姓名、拼音、证件号或电话' }).fill('测试双回车')
    await clerk.sees('共 1 人')
    await focusOn(clerk.button('清除筛选'))
    await clerk.keys('Enter')
  }))

it('the one search box › takes %, _ and quotes as they are › and finds two characters', () =>
  walking(clerk, async () => {
    const box = clerk.page.getByRole('combobox', { name: '搜索' })
    for (const odd of ['%', '_', '\'"', "';--", '*?[']) {
      await clerk.keys('Control+k')
      expect(await clerk.focused()).toBe('搜索')
      await clerk.type(odd)
      await clerk.sees('没有找到。')
      await box.fill('')
    }
    await clerk.keys('Control+k')
    await clerk.type('彩霞')
    await clerk.page.getByRole('option', { name: /彩霞/ }).first().waitFor()
    await clerk.keys('Enter')
    await clerk.page.getByRole('heading', { level: 1, name: '人员' }).waitFor()
    await row(/彩霞/)
    await focusOn(clerk.button('清除筛选'))
    await clerk.keys('Enter')
  }))

it('every page › can be reached and used whole › at 100, 125 and 150 % on a small screen', () =>
  walking(clerk, async () => {
    await clerk.page.setViewportSize(USABLE)
    const usual = await bodySize()
    for (const size of ['125', '150', '100']) {
      await clerk.menu(`字号 ${size}%`)
      await expect.poll(bodySize).toBeCloseTo((usual * Number(size)) / 100, 1)
      for (const place of PLACES) {
        await clerk.go(place)
        expect(await clerk.scrollsSideways(), `${place} ${size} %`).toBe(false)
        expect(await cutOff(clerk), `${place} ${size} %`).toEqual([])
      }
      await clerk.go('人员')
      await clerk.keys('F2')
      await expect.poll(() => clerk.focused()).toBe('姓名')
      expect(await clerk.scrollsSideways(), `form ${size} %`).toBe(false)
      expect(await cutOff(clerk), `form ${size} %`).toEqual([])
      await focusOn(clerk.button('返回'))
      await clerk.keys('Enter')
      await clerk.grid('人员').waitFor()
    }
    await clerk.page.setViewportSize(SCREEN)
    expectNoComplaints(clerk)
  }))
