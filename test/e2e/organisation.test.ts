/** Units below the county, an account that sees its township and nothing else, and codes of an abolished county replaced and put back, by keys. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { residentIdCheckCharacter } from '../../shared/domain'
import { type Clerk, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { openTab, pickPlace } from './office-walk'
import { addUser, beginOffice, switchUser } from './real-office'

const BOX = '姓名、拼音、证件号或电话'
const NEAR = '测试东坡'
const FAR = '测试西沟'
/** 横山县 until 2015, 横山区 since. */
const ABOLISHED = { code: '610823', name: '横山县', now: '横山区' }

const numberOf = (body: string): string => body + residentIdCheckCharacter(body)

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(() => stage.close())

async function press(name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}

/** Presses a button of the dialog in front. */
async function answer(dialog: string, name: string): Promise<void> {
  await focusOn(clerk.page.getByRole('dialog', { name: dialog }).getByRole('button', { name, exact: true }))
  await clerk.keys('Enter')
}

/** The list begins with what holds the area today; the abolished row stands below it. */
async function pickHukou(code: string, words: string): Promise<void> {
  await clerk.type(code)
  const list = clerk.page.getByRole('listbox', { name: '户籍地' })
  await list.getByText(words).first().waitFor()
  const chosen = list.locator('[role=option][aria-selected=true]')
  for (let at = 0; at < 10 && !(await chosen.innerText()).includes(words); at++) await clerk.keys('ArrowDown')
  await clerk.keys('Enter')
  await expect.poll(() => clerk.field('户籍地').first().inputValue()).toContain(words)
}

async function register(name: string, idNo: string, hukou: readonly [string, string], home: string): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  const field = (label: string) => clerk.page.getByLabel(label, { exact: true }).first()
  await field('姓名').fill(name)
  await field('证件号码').fill(idNo)
  await field('证件号码').press('Tab')
  await expect.poll(() => field('出生日期').inputValue()).not.toBe('')
  await focusOn(field('户籍地'))
  await pickHukou(...hukou)
  await focusOn(field('现居住地'))
  await pickPlace(clerk, '现居住地', home, '榆阳区')
  await field('开始日期').fill('2026-01-05')
  await clerk.keys('Tab', 'F2')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

async function found(text: string): Promise<string> {
  await clerk.go('人员')
  await clerk.page.getByLabel(BOX, { exact: true }).fill(text)
  await clerk.keys('Enter')
  await clerk.sees(/共 \d+ 人/)
  return clerk.grid('人员').innerText()
}

it('organisation › units are built, an account is bound › and sees only the persons of its township', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
    await openTab(clerk, '设置', '机构')
    await press('按区划建立机构')
    await clerk.sees(/已建立 [\d,]+ 个机构/)
    await clerk.page.getByRole('tree', { name: '机构' }).getByRole('treeitem').nth(1).waitFor()
    await openTab(clerk, '设置', '用户')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'xian', '县级窗口')
    await addUser(clerk, 'zhen', '乡镇窗口', '610802001')
    expect(await clerk.grid('用户').innerText()).toContain('鼓楼街道')

    await switchUser(clerk, '县级窗口（xian）')
    await register(NEAR, numberOf('14112419930506202'), ['141124', '临县'], '610802001')
    await register(FAR, numberOf('61082319900305102'), [ABOLISHED.code, `榆林市${ABOLISHED.name}`], '610802002')
    expect(await found('测试')).toMatch(new RegExp(`${NEAR}[^]*${FAR}|${FAR}[^]*${NEAR}`))

    await switchUser(clerk, '乡镇窗口（zhen）')
    expect(await found('测试')).not.toContain(FAR)
    expect(await clerk.grid('人员').innerText()).toContain(NEAR)
    expect(await found(FAR)).not.toContain(FAR)
    expect(await clerk.page.getByRole('navigation', { name: '主要栏目' }).innerText()).not.toContain('交换')
  })
  expectNoComplaints(clerk)
}, 300_000)

it('conversion › of an abolished county › is reported, tried, done and taken back', async () => {
  await walking(clerk, async () => {
    await switchUser(clerk, '县级窗口（xian）')
    await openTab(clerk, '设置', '区划转换')
    await press('查找已撤销的代码')
    const row = clerk.page.getByRole('row').filter({ hasText: ABOLISHED.code })
    await row.waitFor()
    expect(await row.innerText()).toMatch(new RegExp(`户籍地 1[^]*${ABOLISHED.now}`))
    await press(/^改写 1 处/)
    await answer('改写区划代码', '改写')
    await clerk.page.getByRole('heading', { name: '转换报告' }).waitFor()
    await clerk.sees(/改写档案 1 份：户籍地 1 处/)
    expect(await found(FAR)).toContain(ABOLISHED.now)

    await openTab(clerk, '设置', '区划转换')
    await press('撤销这次转换…')
    await answer('撤销这次转换', '撤销')
    await clerk.sees('已撤销，1 份档案改回原样')
    expect(await found(FAR)).toContain(ABOLISHED.name)
  })
  expectNoComplaints(clerk)
}, 300_000)
