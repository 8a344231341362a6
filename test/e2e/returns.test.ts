/** A question that is not theirs goes back, and on to the right office; a notice told wrong is put right and taken over: by visible labels and keys alone. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { cutOff, expectNoComplaints, focusOn, openPractice, openStage, walking, type Clerk, type Stage } from '../kit/browser'
import { changeOffice, counted, draft, markNewest, pickPlace, readStick, submitAndSign, writeStick } from './office-walk'
import { ledger, openSlip, releaseAll } from './slip-walk'

const HERE = '榆阳区卫生健康局'
const THERE = '临县卫生健康和体育局'
const fromThere = (row: string): boolean => row.includes('山西省吕梁市临县')

const PAPER = '东胜区卫生健康委员会'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const shoot = async (clerk: Clerk, name: string): Promise<void> => {
  expect(await findings(clerk)).toEqual([])
  expect(await cutOff(clerk)).toEqual([])
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) })
}
const dialogOf = (clerk: Clerk, name: string) => clerk.page.getByRole('dialog', { name })
const record = (clerk: Clerk) => clerk.page.getByRole('complementary')

async function choosePlace(clerk: Clerk, dialog: string, label: string, words: string, found: string): Promise<void> {
  const field = dialogOf(clerk, dialog).getByLabel(label)
  await focusOn(field)
  await clerk.keys('Control+a')
  await clerk.type(words)
  await clerk.page.getByRole('listbox', { name: label }).getByText(found).first().waitFor()
  await clerk.keys('Enter')
  await expect.poll(() => field.inputValue(), { timeout: 10_000 }).toContain(found)
}

async function radio(clerk: Clerk, dialog: string, group: string, option: RegExp): Promise<void> {
  await focusOn(dialogOf(clerk, dialog).getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }).first())
  await clerk.keys('Space')
}

async function press(clerk: Clerk, dialog: string, button: string | RegExp): Promise<void> {
  await focusOn(dialogOf(clerk, dialog).getByRole('button', { name: button }))
  await clerk.keys('Enter')
  await dialogOf(clerk, dialog).waitFor({ state: 'hidden' })
}

/** One question and one notice about people of the other county leave on a stick. */
async function askAndTell(clerk: Clerk): Promise<void> {
  await markNewest(clerk, 1, fromThere)
  await draft(clerk, 1)
  await submitAndSign(clerk, 1)
  await markNewest(clerk, 1, fromThere)
  await clerk.keys('F4')
  await clerk.sees('起草 1 张')
  await focusOn(clerk.page.getByRole('radiogroup', { name: '类型' }).getByRole('radio', { name: '流动变动通报' }))
  await clerk.keys('Space')
  await focusOn(clerk.page.getByRole('radiogroup').getByRole('radio', { name: /流出/ }).first())
  await clerk.keys('Space')
  await focusOn(clerk.field('变动日期'))
  await clerk.type('20260301')
  await focusOn(clerk.field('新居住地（到县级）'))
  await pickPlace(clerk, '新居住地（到县级）', '神木', '神木市')
  await clerk.keys('F2')
  await clerk.grid('交流单').waitFor()
  await counted(clerk, '共 1 张')
  await submitAndSign(clerk, 1)
  await writeStick(clerk)
}

/** The notice is paired, and what was put right goes into the file. */
async function takeOver(clerk: Clerk, no: string): Promise<void> {
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toBe('配对结果')
  await clerk.keys('1', 'Enter')
  await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toBe('是哪一位')
  await clerk.keys('Space', 'F2')
  await clerk.page.getByRole('complementary', { name: no }).getByText('配对中').first().waitFor()
  const [correction] = await ledger(clerk, { 方向: '收到', 类型: '更正' }, 1)
  await openSlip(clerk, correction?.no ?? '')
  await clerk.keys('F2')
  const adopting = dialogOf(clerk, '采纳更正')
  await focusOn(adopting.getByRole('checkbox'))
  await clerk.keys('Space')
  await shoot(clerk, 'adopt-correction')
  await press(clerk, '采纳更正', '采纳 1 项')
  await record(clerk).getByText('办结').first().waitFor()
}

it('returns and corrections › 退回, 重发, 更正, 采纳 › by labels and keys', async () => {
  const clerk = await openPractice(stage, stage.served.url)
  await walking(clerk, async () => {
    await askAndTell(clerk)
    const [told] = await ledger(clerk, { 方向: '发出', 类型: '流动变动通报' }, 1)
    const [asked] = await ledger(clerk, { 方向: '发出', 类型: '协查' }, 1)
    if (!told || !asked) throw new RangeError('nothing was sent')
    // What was told wrong is put right before anybody noticed.
    await openSlip(clerk, told.no)
    await focusOn(record(clerk).getByRole('button', { name: '更正' }))
    await clerk.keys('Enter')
    const correcting = dialogOf(clerk, '更正')
    await correcting.getByLabel('更正栏目').selectOption({ label: '新居住地（到县级）' })
    await choosePlace(clerk, '更正', '更正为', '榆阳', '榆阳区')
    await radio(clerk, '更正', '更正原因', /录入错误/)
    await shoot(clerk, 'correct')
    await press(clerk, '更正', '起草更正')
    await clerk.sees('将带出的内容')
    await shoot(clerk, 'correct-draft')
    await clerk.go('人员')
    await clerk.go('交流单')
    await clerk.choose('状态', '草稿')
    await counted(clerk, '共 1 张')
    await submitAndSign(clerk, 1)
    await writeStick(clerk)
    await changeOffice(clerk, THERE)
    expect((await readStick(clerk)).imported.join('\n')).toMatch(/更正 1/)
    await openSlip(clerk, asked.no)
    await focusOn(record(clerk).getByRole('button', { name: '退回对方' }))
    await clerk.keys('Enter')
    await radio(clerk, '退回对方', '退回原因', /已迁走$/)
    await choosePlace(clerk, '退回对方', '应由哪里办', '东胜', '东胜区')
    await focusOn(dialogOf(clerk, '退回对方').getByLabel('说明'))
    await clerk.type('已迁往东胜')
    await shoot(clerk, 'return')
    await press(clerk, '退回对方', '送审退回')
    await record(clerk).getByText('待审核').first().waitFor()
    await releaseAll(clerk, 1)
    await openSlip(clerk, told.no)
    await clerk.sees(/更正为“610802 .*榆阳区”/)
    await shoot(clerk, 'corrected')
    await takeOver(clerk, told.no)
    await writeStick(clerk)
    await changeOffice(clerk, HERE)
    await readStick(clerk)
    await openSlip(clerk, asked.no)
    await clerk.sees(/对方退回：已迁走。建议改发.*东胜区/)
    await shoot(clerk, 'returned')
    await clerk.keys('F2')
    await clerk.sees(/往来单位里没有.*东胜区/)
    await shoot(clerk, 'resend')
    await clerk.keys('Escape')
    await clerk.go('区域协作')
    await clerk.grid('单位名册').waitFor()
    await clerk.keys('F2')
    const entering = dialogOf(clerk, '登记单位')
    for (const [label, text] of [
      ['单位名称', PAPER],
      ['单位代码', '150602-00'],
      ['电话', '0000-1112222'],
      ['岗位 1', '流动人口管理岗']
    ] as const) {
      await focusOn(entering.getByLabel(label, { exact: true }).first())
      await clerk.keys('Control+a')
      await clerk.type(text)
    }
    await press(clerk, '登记单位', '登记')
    await openSlip(clerk, asked.no)
    await clerk.keys('F2')
    await press(clerk, '重发', `重发给${PAPER}`)
    await clerk.sees('将带出的内容')
    await record(clerk).getByText(PAPER).first().waitFor()
    await shoot(clerk, 'resent')
  })
  expectNoComplaints(clerk)
}, 300_000)
