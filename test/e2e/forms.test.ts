/** Forms by keys: one filled for a person and kept as PDF, one worded by the administrator and taken back. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { readPdf } from '../kit/press'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const press = async (name: string): Promise<void> => {
  await focusOn(clerk.page.getByRole('button', { name, exact: true }).last())
  await clerk.keys('Enter')
}
const preview = (title: string) => clerk.page.frameLocator(`iframe[title="${title}"]`)

/** A picture for looking at; nothing is judged by it. */
async function shoot(name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder !== undefined) await clerk.page.screenshot({ path: join(folder, `${name}.png`) })
}

/** What a clerk keeps as PDF, read as text without blanks. */
async function keptPdf(): Promise<{ readonly text: string; readonly pages: number }> {
  const [download] = await Promise.all([clerk.page.waitForEvent('download'), press('保存为 PDF')])
  const path = join(stage.root, 'kept.pdf')
  writeFileSync(path, readFileSync(await download.path()))
  const { text, pages } = readPdf(path)
  return { text: text.replaceAll(/\s/g, ''), pages }
}

it('vouchers › eight on a sheet, with the telephone of the office › in the PDF as in the preview', async () => {
  await walking(clerk, async () => {
    await clerk.go('证明表单')
    await press('其他表单')
    await press('免费服务券')
    await press('保存为 PDF')
    await clerk.sees('必填')
    await focusOn(clerk.page.getByLabel('服务项目', { exact: true }))
    await clerk.commit('健康检查 <b>自愿</b> 𠮷䶮')
    await focusOn(clerk.page.getByLabel('服务地点', { exact: true }))
    await clerk.commit('测试街1号')
    await preview('表单的样子').getByText('健康检查 <b>自愿</b> 𠮷䶮').first().waitFor()
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    const { text, pages } = await keptPdf()
    expect(pages).toBe(1)
    expect(text.match(/健康检查<b>自愿<\/b>𠮷䶮/g)).toHaveLength(8)
    expect(text.match(/持券接受服务全程免费/g)).toHaveLength(8)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('the wording of a form › is changed on sample data, printed, and taken back', async () => {
  await walking(clerk, async () => {
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '表单' }))
    await clerk.keys('Enter')
    await clerk.page.getByLabel('哪种表单', { exact: true }).selectOption({ label: '免费服务券' })
    const title = clerk.page.getByLabel('标题', { exact: true })
    await title.waitFor()
    // The sample of the roster fills two sheets, each below a head of its own, as on paper.
    await clerk.page.getByLabel('哪种表单', { exact: true }).selectOption({ label: '花名册' })
    const heads = preview('样张').getByText('证件号码', { exact: true })
    await expect.poll(() => heads.count(), { timeout: 20_000 }).toBe(2)
    const [first, second] = await Promise.all([heads.nth(0).boundingBox(), heads.nth(1).boundingBox()])
    const paper = await clerk.page.locator('iframe[title="样张"]').boundingBox()
    const sheet = ((paper?.width ?? 0) / 297) * 216
    expect((second?.y ?? 0) - (paper?.y ?? 0)).toBeGreaterThan(sheet)
    expect((first?.y ?? 0) - (paper?.y ?? 0)).toBeLessThan(sheet / 2)
    // It has no place for fields of the office, so none is offered.
    await expect.poll(() => clerk.page.getByLabel('加一栏').count(), { timeout: 5_000 }).toBe(0)
    await shoot('roster-form')
    await clerk.page.getByLabel('哪种表单', { exact: true }).selectOption({ label: '奖励扶助申报表' })
    await clerk.page.getByLabel('加一栏').waitFor()
    await clerk.page.getByLabel('哪种表单', { exact: true }).selectOption({ label: '免费服务券' })
    await preview('样张').getByText('免费服务券').first().waitFor()
    await title.fill('榆阳免费服务券')
    await preview('样张').getByText('榆阳免费服务券').first().waitFor()
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    const free = clerk.page.getByLabel('免费说明', { exact: true })
    const words = await free.inputValue()
    await free.fill('')
    await clerk.sees(/“免费说明”不能空着/)
    await free.fill(words)
    await clerk.page.getByLabel('改了什么').fill('标题加县名')
    await press('保存这一版')
    await clerk.sees('已保存，从现在起按第 2009+1 版打印')
    await press('撤回')
    await clerk.sees('已撤回，现在按第 2009 版打印')
  })
  expectNoComplaints(clerk)
}, 300_000)
