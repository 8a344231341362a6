/** Registering people with the hands on the keyboard: a family in few keys, a card, a rival, a power cut. */
import { afterAll, beforeAll, expect, it } from 'vitest'
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

/** Counts what is pressed: keys that move or act, and characters of the text itself. */
function countingHands(hands: Clerk) {
  const count = { keys: 0, characters: 0 }
  return {
    count,
    async press(...keys: string[]) {
      count.keys += keys.length
      await hands.keys(...keys)
    },
    /** As an input method hands it over. */
    async write(text: string) {
      count.characters += Array.from(text).length
      await hands.commit(text)
    },
    async type(text: string) {
      count.characters += text.length
      await hands.type(text)
    },
    /** A place by its code, taken with one Enter. */
    async place(label: string, code: string, words: string) {
      count.characters += code.length
      count.keys += 1
      await pickPlace(hands, label, code, words)
    }
  }
}
type Hands = ReturnType<typeof countingHands>

interface Family {
  readonly name: string
  readonly idNo: string
  readonly spouse: string
  readonly spouseNo: string
  readonly child: string
  readonly childNo: string
}

async function enterParents(hands: Hands, family: Family, isPinned: boolean): Promise<void> {
  await at('姓名')
  await hands.write(family.name)
  await hands.press('Enter')
  await at('证件号码')
  await hands.type(family.idNo)
  await hands.press('Enter')
  if (!isPinned) {
    await at('户籍地')
    await hands.place('户籍地', '141124', '临县')
    await hands.press('Enter')
  }
  await at('户籍详址')
  await hands.press('Enter')
  await at('联系电话')
  await hands.press('Enter')
  await at('婚姻状况')
  await hands.press('2', 'Enter')
  await at('配偶姓名')
  await hands.write(family.spouse)
  await hands.press('Enter')
  await at('配偶证件号')
  await hands.type(family.spouseNo)
  await hands.press('Alt+z')
  await at('孩子姓名')
  await hands.write(family.child)
  await hands.press('Enter')
  await at('孩子证件号')
  await hands.type(family.childNo)
}

async function enterStay(hands: Hands): Promise<void> {
  await hands.press('Alt+j')
  await at('类别')
  await hands.press('Enter')
  await at('开始日期')
  await hands.type('20250301')
  await hands.press('Enter')
  await at('现居住地')
  await hands.place('现居住地', '610802', '榆阳区')
  await hands.press('Enter')
  await at('居住详址')
  await hands.write('测试路1号')
}

const first: Family = {
  name: '测试母甲',
  idNo: '14112419900305002X',
  spouse: '测试父甲',
  spouseNo: '141124198803050031',
  child: '测试子甲',
  childNo: '14112420180305001X'
}
const second: Family = {
  name: '测试母乙',
  idNo: '141124199103050027',
  spouse: '测试父乙',
  spouseNo: '141124198903050039',
  child: '测试子乙',
  childNo: '141124201903050017'
}

it('a family of three with a stay › is registered without the mouse › in few keys', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    const hands = countingHands(clerk)
    await hands.press('F2')
    await enterParents(hands, first, false)
    await enterStay(hands)
    for (const label of ['户籍地', '类别', '开始日期', '现居住地', '居住详址']) {
      // Pins are set once for a day's work and are not part of the count.
      await focusOn(clerk.button(`${label}沿用上一条`))
      await clerk.keys('Enter')
    }
    await focusOn(clerk.field('居住详址').first())
    await hands.press('Control+Enter')
    await clerk.sees(/已保存：测试母甲/)

    const again = countingHands(clerk)
    await enterParents(again, second, true)
    await again.press('F2')
    await clerk.page.getByRole('complementary', { name: '测试母乙' }).waitFor()
    console.info(
      `family of three: ${String(hands.count.keys)} keys beside ${String(hands.count.characters)} characters; ` +
        `the next one at the same place: ${String(again.count.keys)} keys beside ${String(again.count.characters)} characters`
    )
    expect(hands.count.keys).toBeLessThanOrEqual(23)
    expect(again.count.keys).toBeLessThanOrEqual(12)
    await clerk.keys('Escape')
    expectNoComplaints(clerk)
  }))

it('form, record and house of a family › shut nobody out and scroll nowhere sideways › in ordinary and in large print', () =>
  walking(clerk, async () => {
    const found: Record<string, string[]> = {}
    const look = async (where: string): Promise<void> => {
      const wide = (await clerk.scrollsSideways()) ? ['scrolls sideways'] : []
      const here = [...wide, ...(await findings(clerk))]
      if (here.length > 0) found[where] = here
    }
    for (const size of ['150', '100']) {
      await clerk.menu(`字号 ${size}%`)
      await openRecord('测试母乙')
      await look(`beside ${size} %`)
      await focusOn(clerk.button('修改').last())
      await clerk.keys('Enter')
      await expect.poll(() => clerk.focused()).toBe('姓名')
      await clerk.keys('Alt+h')
      await at('户')
      await look(`form ${size} %`)
      await focusOn(clerk.button('返回'))
      await clerk.keys('Enter')
      await focusOn(clerk.grid('人员'))
      await clerk.keys('Control+Home')
      await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
      await clerk.keys('Control+Enter')
      for (const name of ['家庭', '居住记录', '同意', '变更记录']) {
        await focusOn(clerk.page.getByRole('tab', { name }))
        await clerk.keys('Enter')
        await clerk.page.getByRole('tab', { name, selected: true }).waitFor()
        await look(`${name} ${size} %`)
      }
      await focusOn(clerk.page.getByRole('tab', { name: '居住记录' }))
      await clerk.keys('Enter')
      await focusOn(clerk.page.getByRole('link', { name: '测试路1号' }))
      await clerk.keys('Enter')
      await clerk.page.getByRole('heading', { name: '现在住在这里 2 人' }).waitFor()
      await clerk.page.getByRole('link', { name: '测试母甲' }).waitFor()
      await look(`house ${size} %`)
    }
    expect(found).toEqual({})
    expectNoComplaints(clerk)
  }))

it('a saved family › stands in the record as it was typed › and opens again with every part', () =>
  walking(clerk, async () => {
    await openRecord('测试母乙')
    await focusOn(clerk.button('修改').last())
    await clerk.keys('Enter')
    await expect.poll(() => clerk.field('配偶姓名').inputValue()).toBe('测试父乙')
    expect(await clerk.field('配偶出生').inputValue()).toBe('1989-03-05')
    expect(await clerk.field('孩子姓名').first().inputValue()).toBe('测***')
    expect(await clerk.field('居住详址').first().inputValue()).toBe('测试路1号')
    await focusOn(clerk.button('返回'))
    await clerk.keys('Enter')
    await clerk.grid('人员').waitFor()
  }))

async function openRecord(name: string): Promise<void> {
  await clerk.go('人员')
  await clerk.page.getByRole('textbox', { name: '姓名、拼音、证件号或电话' }).fill(name)
  await clerk.sees('共 1 人')
  await focusOn(clerk.grid('人员'))
  await expect.poll(() => clerk.page.getByRole('gridcell', { name }).count()).toBeGreaterThan(0)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

it('a card › fills the form at F6 › and is compared with what was typed', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.keys('F2')
    await at('姓名')
    await clerk.button('读卡 F6').waitFor()
    await clerk.keys('F6')
    await clerk.sees('已按证件填好，照片没有保存。')
    const onCard = await clerk.field('姓名').first().inputValue()
    expect(onCard).not.toBe('')
    expect(await clerk.field('证件号码').inputValue()).toMatch(/^\d{17}[\dX]$/)
    expect(await clerk.field('出生日期').inputValue()).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    await clerk.field('姓名').first().fill('测试另名')
    await clerk.keys('F6')
    await clerk.sees('证件与已填的有不同，请逐项选定。')
    expect(await clerk.field('姓名').first().inputValue()).toBe('测试另名')
    await focusOn(clerk.button('姓名用证件的'))
    await clerk.keys('Enter')
    await expect.poll(() => clerk.field('姓名').first().inputValue()).not.toBe('测试另名')
    await leaveWithout()
    expectNoComplaints(clerk)
  }))

async function leaveWithout(): Promise<void> {
  await focusOn(clerk.button('返回'))
  await clerk.keys('Enter')
  await focusOn(clerk.page.getByRole('dialog', { name: '这一页有没保存的内容' }).getByRole('button', { name: '不保存' }))
  await clerk.keys('Enter')
  await clerk.grid('人员').waitFor()
}

it('two who change one file › see both versions side by side › and nothing of either is lost', () =>
  walking(clerk, async () => {
    await openRecord('测试母乙')
    await focusOn(clerk.button('修改').last())
    await clerk.keys('Enter')
    await expect.poll(() => clerk.focused()).toBe('姓名')
    const page = await stage.context.newPage()
    const other = { ...clerk, page }
    await page.goto(clerk.page.url())
    await page.getByLabel('备注').waitFor()
    await page.getByLabel('备注').fill('另一个人写的')
    await page.getByLabel('户籍详址').first().fill('测试村')
    await page.getByLabel('居住详址', { exact: true }).first().fill('测试路9号')
    await page.keyboard.press('F2')
    await other.page.getByRole('complementary', { name: '测试母乙' }).waitFor()
    await page.close()

    await clerk.page.getByLabel('备注').fill('我写的')
    await clerk.page.getByLabel('居住详址', { exact: true }).first().fill('测试路7号')
    await clerk.keys('F2')
    const both = clerk.page.getByRole('region', { name: '两人同时修改' })
    await both.waitFor()
    const stay = '居住记录“2025-03-01 起 陕西省榆林市榆阳区”的现居住地详址'
    for (const words of ['另一个人写的', '我写的', '测试村', stay, '测试路9号', '测试路7号']) await both.getByText(words).first().waitFor()
    expect(await clerk.page.getByLabel('备注').last().inputValue()).toBe('我写的')
    await focusOn(both.getByRole('button', { name: '按所选保存' }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary', { name: '测试母乙' }).waitFor()
    for (const words of ['我写的', /测试村/, /测试路7号/]) await clerk.sees(words)
    await clerk.keys('Escape')
    clerk.complaints.length = 0
  }))

it('a place typed and not chosen › is asked about at its field › and nothing is saved before', () =>
  walking(clerk, async () => {
    await openRecord('测试母乙')
    await focusOn(clerk.button('修改').last())
    await clerk.keys('Enter')
    await expect.poll(() => clerk.field('现居住地').first().inputValue()).toContain('榆阳区')
    await focusOn(clerk.field('现居住地').first())
    await clerk.keys('Control+a')
    await clerk.type('米脂')
    await clerk.keys('F2')
    await clerk.sees('还没有从列表中选定“米脂”：请选定一项，或清空这一栏')
    await at('现居住地')
    await clerk.page.getByRole('heading', { level: 1, name: '修改：测试母乙' }).waitFor()
    await clerk.keys('Control+a')
    await pickPlace(clerk, '现居住地', '610802', '榆阳区')
    await clerk.keys('F2')
    await clerk.page.getByRole('complementary', { name: '测试母乙' }).waitFor()
    await clerk.keys('Escape')
    expectNoComplaints(clerk)
  }))

it('a power cut › loses nothing typed two seconds before › of any part of the form', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.keys('F2')
    await at('姓名')
    await clerk.commit('测试断电')
    await clerk.keys('Alt+p')
    await at('配偶姓名')
    await clerk.commit('测试断电偶')
    await clerk.keys('Alt+z')
    await at('孩子姓名')
    await clerk.commit('测试断电子')
    await clerk.keys('Alt+w')
    await at('单位名称')
    await clerk.commit('测试厂')
    // The office's promise, counted by the page's own clock; nothing else is waited for.
    await clerk.page.waitForFunction((since) => performance.now() - since > 2000, await clerk.page.evaluate(() => performance.now()))
    const { url } = await stage.restart()
    await clerk.page.close()
    clerk = await stage.open(url)
    await focusOn(clerk.button('继续演练'))
    await clerk.keys('Enter')
    await clerk.page.getByRole('navigation', { name: '主要栏目' }).waitFor({ timeout: 30_000 })
    await clerk.go('人员')
    await clerk.keys('F2')
    await clerk.sees(/已接着 .+ 的草稿/)
    expect(await clerk.field('姓名').first().inputValue()).toBe('测试断电')
    expect(await clerk.field('配偶姓名').inputValue()).toBe('测试断电偶')
    expect(await clerk.field('孩子姓名').first().inputValue()).toBe('测试断电子')
    expect(await clerk.field('单位名称').first().inputValue()).toBe('测试厂')
    expectNoComplaints(clerk)
  }))
