/** What hangs on a person beside the form itself: a reader that types, a spouse on file, a child on file, a house two people change, a household. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowCode } from '../../shared/domain/scan-code'
import { findings } from '../kit/axe'
import { type Clerk, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow, pickPlace } from './office-walk'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const at = (label: string): Promise<void> => expect.poll(() => clerk.focused(), { message: `the keys are at ${label}` }).toBe(label)
const valueOf = (label: string) => expect.poll(() => clerk.field(label).first().inputValue())

/** Types as a reader does: every key at machine speed, characters without a key of their own included, Enter at the end. */
async function burst(text: string): Promise<void> {
  // The keys' own stamps, so that a busy machine does not turn a reader into a slow typist.
  const began = Date.now() / 1000
  const keys = Array.from(text, (key) => ({ key, text: key, unmodifiedText: key }))
  const all = [...keys, { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }]
  await Promise.all(
    all.flatMap((key, nth) => [
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp: began + nth / 200, ...key }),
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: began + nth / 200, key: key.key })
    ])
  )
}

async function newForm(): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  await at('姓名')
}
async function leaveWithout(): Promise<void> {
  await focusOn(clerk.button('返回'))
  await clerk.keys('Enter')
  await focusOn(clerk.page.getByRole('dialog', { name: '这一页有没保存的内容' }).getByRole('button', { name: '不保存' }))
  await clerk.keys('Enter')
  await clerk.grid('人员').waitFor()
}
async function place(label: string, code: string, words: string): Promise<void> {
  await focusOn(clerk.field(label).first())
  await pickPlace(clerk, label, code, words)
}
/** ↓ takes what is offered under the field in focus. */
async function takeOffer(words: string): Promise<void> {
  await clerk.page.getByRole('group', { name: '在档的人' }).getByText(words).first().waitFor()
  await clerk.keys('ArrowDown', 'Enter')
}

/** Ends beside the list with the record open. */
async function register(name: string, idNo: string, inForm: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await newForm()
  await clerk.commit(name)
  await clerk.field('证件号码').fill(idNo)
  await place('户籍地', '141124', '临县')
  await inForm()
  await clerk.keys('F2')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

it('a reader that types › fills the form from wherever the caret is › and leaves the field as it was', () =>
  walking(clerk, async () => {
    await newForm()
    await clerk.commit('测')
    await burst(rowCode({ list: 7, row: 3, practice: true }))
    await clerk.sees('扫到的是名单上的码，请在名单回录里扫。')
    await valueOf('姓名').toBe('测')
    await clerk.field('姓名').first().fill('')
    await burst('测试甲|女|汉|19900305|山西省临县测试村1号|14112419900305002X|临县公安局|20200101-20400101')
    await clerk.sees('已按证件填好，照片没有保存。')
    await valueOf('姓名').toBe('测试甲')
    await valueOf('证件号码').toBe('14112419900305002X')
    await valueOf('户籍详址').toContain('测试村1号')
    await clerk.keys('Alt+p')
    await at('配偶姓名')
    await burst('测试乙|男|汉|19880305|山西省临县测试村1号|141124198803050031|临县公安局|20200101-20400101')
    await clerk.sees('已按证件填好配偶，照片没有保存。')
    await valueOf('配偶姓名').toBe('测试乙')
    await valueOf('姓名').toBe('测试甲')
    await leaveWithout()
    expectNoComplaints(clerk)
  }))

it('a family on file › is linked by keys › and every file leads to the others', () =>
  walking(clerk, async () => {
    await register('测试连偶', '141124198803050031')
    await clerk.keys('Escape')
    await register('测试连子', '14112420080305001X')
    await clerk.keys('Escape')
    await register('测试连母', '14112419900305002X', async () => {
      await clerk.keys('Alt+p')
      await at('配偶姓名')
      await clerk.commit('测试连偶')
      await takeOffer('测试连偶')
      await at('结婚证号')
      await clerk.keys('Alt+z')
      await at('孩子姓名')
      await clerk.commit('测试连子')
      await takeOffer('测试连子')
      await at('亲子关系')
      expect(await clerk.field('另一方是配偶测试连偶').isChecked()).toBe(true)
      const wide = (await clerk.scrollsSideways()) ? ['scrolls sideways'] : []
      expect([...wide, ...(await findings(clerk))]).toEqual([])
    })
    for (const [from, to] of [
      ['测试连偶', '测试连子'],
      ['测试连子', '测试连母']
    ] as const) {
      await focusOn(clerk.page.getByRole('complementary').getByRole('tab', { name: '家庭' }))
      await clerk.keys('Enter')
      await focusOn(clerk.page.getByRole('link', { name: from }).first())
      await clerk.keys('Enter')
      await clerk.page.getByRole('heading', { level: 1, name: from }).waitFor()
      await focusOn(clerk.page.getByRole('tab', { name: '家庭' }))
      await clerk.keys('Enter')
      await clerk.page.getByRole('link', { name: to }).first().waitFor()
      if (from === '测试连偶') await clerk.page.getByRole('link', { name: '测试连母' }).first().waitFor()
      await clerk.go('人员')
      await openRecord('测试连母')
    }
    expectNoComplaints(clerk)
  }))

async function openRecord(name: string): Promise<void> {
  await clerk.page.getByRole('textbox', { name: '姓名、拼音、证件号或电话' }).fill(name)
  // Husband or wife is found by the name of the other one and stands below.
  await clerk.sees(/共 [12] 人/)
  await focusOn(clerk.grid('人员'))
  await clerk.keys('Control+Home')
  await expect.poll(() => activeRow(clerk)).toContain(name)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

/** On the page of the house: F2 and both fields. */
async function changeHouse(who: Clerk, contact: string | null, phone: string | null): Promise<void> {
  await who.keys('F2')
  const dialog = who.page.getByRole('dialog', { name: '修改住处的联系人' })
  await dialog.waitFor()
  if (contact !== null) await dialog.getByLabel('房主或联系人').fill(contact)
  if (phone !== null) await dialog.getByLabel('联系人电话').fill(phone)
}

it('two who change one house › see both versions side by side › and nothing of either is lost', () =>
  walking(clerk, async () => {
    await register('测试租户', '141124199103050027', async () => {
      await clerk.field('开始日期').first().fill('2025-03-01')
      await place('现居住地', '610802', '榆阳区')
      await clerk.field('居住详址').first().fill('测试巷9号')
    })
    await focusOn(clerk.page.getByRole('complementary').getByRole('tab', { name: '居住记录' }))
    await clerk.keys('Enter')
    await focusOn(clerk.page.getByRole('link', { name: '测试巷9号' }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('heading', { name: '现在住在这里 1 人' }).waitFor()
    await changeHouse(clerk, '房东甲', null)
    const page = await stage.context.newPage()
    const other: Clerk = {
      ...clerk,
      page,
      async keys(...names) {
        for (const name of names) await page.keyboard.press(name)
      }
    }
    await page.goto(clerk.page.url())
    await page.getByRole('heading', { name: '现在住在这里 1 人' }).waitFor()
    await changeHouse(other, '房东乙', '13800000009')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByLabel('修改原因').evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByText('已保存。').waitFor()
    await page.close()

    const dialog = clerk.page.getByRole('dialog', { name: '修改住处的联系人' })
    await focusOn(dialog.getByRole('button', { name: '保存' }))
    await clerk.keys('Enter')
    const both = dialog.getByRole('region', { name: '两人同时修改' })
    for (const words of ['房东甲', '房东乙']) await both.getByText(words).waitFor()
    expect(await findings(clerk)).toEqual([])
    await focusOn(both.getByRole('button', { name: '按所选保存' }))
    await clerk.keys('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await clerk.sees(/房东甲.*138\*{4}0009/)
    clerk.complaints.length = 0
  }))

it('a household › is begun, gets a member and another group › and is seen from both files', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await openRecord('测试租户')
    await focusOn(clerk.page.getByRole('complementary').getByRole('tab', { name: '家庭' }))
    await clerk.keys('Enter')
    await focusOn(clerk.button('以此人为户主立户'))
    await clerk.keys('Enter')
    const begun = clerk.page.getByRole('dialog', { name: '立户：户主 测试租户' })
    await begun.getByLabel('组', { exact: true }).fill('03')
    await focusOn(begun.getByLabel('添人'))
    await expect.poll(() => begun.getByLabel('户编码').inputValue()).toBe('141124000000030001')
    await clerk.commit('测试连偶')
    await takeOffer('测试连偶')
    await begun.getByLabel('测试连偶').first().waitFor()
    expect([(await clerk.scrollsSideways()) ? 'scrolls' : '', ...(await findings(clerk))]).toEqual([''])
    await focusOn(begun.getByRole('button', { name: '立户' }))
    await clerk.keys('Enter')
    await begun.waitFor({ state: 'hidden' })
    await clerk.sees(/第 3 组第 1 户/)
    await focusOn(clerk.page.getByRole('list', { name: '户里的人' }).getByRole('link', { name: '测试连偶' }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('heading', { level: 1, name: '测试连偶' }).waitFor()
    await focusOn(clerk.page.getByRole('tab', { name: '家庭' }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('list', { name: '户里的人' }).getByRole('link', { name: '测试租户' }).waitFor()
    expectNoComplaints(clerk)
  }))
