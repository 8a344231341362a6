/** An office without the program takes part: entered by hand, asked on paper, its answer written down and adopted. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow, confirm, counted, markNewest, submitAndSign, writeStick } from './office-walk'

const PAPER = '测试外省县卫生健康局'
const WITHIN_MS = 60_000
/** Four weeks from today as the office counts days. */
const END = new Date(Date.now() + (28 * 24 + 8) * 3_600_000).toISOString().slice(0, 10)

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
}, 180_000)
afterAll(() => stage.close())

const shots = process.env['SHOTS']
/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string): Promise<void> {
  if (shots === undefined) return
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
const looksRight = async (): Promise<void> => {
  expect(await findings(clerk)).toEqual([])
  expect(await cutOff(clerk)).toEqual([])
}
async function press(name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}
const dialog = (name: string) => clerk.page.getByRole('dialog', { name })
async function fill(title: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await dialog(title).waitFor()
  for (const [label, text] of Object.entries(fields)) {
    await focusOn(dialog(title).getByLabel(label, { exact: true }).first())
    await clerk.keys('Control+a')
    await clerk.type(text)
  }
}
async function pressIn(title: string, name: string): Promise<void> {
  await focusOn(dialog(title).getByRole('button', { name, exact: true }))
  await clerk.keys('Enter')
}
async function pdfText(name: string): Promise<string> {
  const download = clerk.page.waitForEvent('download', { timeout: WITHIN_MS })
  await press(name)
  const file = join(shots ?? stage.root, `${name}.pdf`)
  await (await download).saveAs(file)
  return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '')
}

it('an office on paper › is entered, asked by post, answers by post, and its answer is adopted', async () => {
  await walking(clerk, async () => {
    await clerk.go('区域协作')
    await clerk.grid('单位名册').waitFor()
    await clerk.keys('F2')
    await fill('登记单位', {
      单位名称: PAPER,
      单位代码: '420106-00',
      电话: '0000-1112222',
      邮寄地址: '某市某区某路8号',
      邮政编码: '430000'
    })
    await fill('登记单位', { '岗位 1': '流动人口管理岗' })
    await shoot('office-dialog')
    await pressIn('登记单位', '登记')
    await clerk.sees(`已登记“${PAPER}”。`)
    await clerk.sees(/对方没有密钥卡：单据打印后邮寄/)
    await shoot('offices')
    await looksRight()

    await markNewest(clerk, 1, () => true)
    await clerk.keys('F4')
    await clerk.sees('起草 1 张')
    await clerk.page.getByLabel('收件单位').selectOption({ label: `${PAPER}（420106-00）` })
    await focusOn(clerk.field('婚姻状况'))
    await clerk.keys('Space')
    await focusOn(clerk.field('理由'))
    await clerk.type('本人申请登记，需核实')
    await clerk.keys('F2')
    await clerk.grid('交流单').waitFor()
    await counted(clerk, '共 1 张')
    await focusOn(clerk.grid('交流单'))
    await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary').getByRole('tablist').waitFor()
    await clerk.sees('送达方式：纸面邮寄')
    await press('送签')
    await clerk.page.getByRole('complementary').getByText('待签发').first().waitFor()
    await press('签发')
    await confirm(clerk, '签发')
    await clerk.sees('送达方式：纸面邮寄，等着寄出')
    await shoot('slip-by-paper')
    await looksRight()
    const paper = await pdfText('单据存为 PDF')
    for (const words of ['流动人口信息交流单(协查)', PAPER, '某市某区某路8号', '反馈联', '婚姻状况', '□本人不同意提供'])
      expect(paper).toContain(words)

    await press('登记寄出')
    await fill('登记寄出', { 邮件编号: '挂号 0001' })
    await pressIn('登记寄出', '登记寄出')
    await clerk.sees('已登记寄出 1 张。')
    await clerk.sees(/送达方式：纸面邮寄，已寄出 \d{4}/)
    await press('登记反馈')
    await fill('登记反馈', { 答复岗位: '流动人口管理岗' })
    await focusOn(dialog('登记反馈').getByRole('radiogroup', { name: '婚姻状况' }).getByRole('radio', { name: '属实' }))
    await clerk.keys('Space')
    await shoot('heard-answer')
    await looksRight()
    await pressIn('登记反馈', '登记反馈')
    await clerk.sees('反馈已登记，请核对后采信。')
    await clerk.page.getByRole('complementary').getByText('已反馈').first().waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('an agreement › is written down, printed, tells its end, and warns while a slip is drafted', async () => {
  await walking(clerk, async () => {
    await clerk.go('区域协作')
    await focusOn(clerk.page.getByRole('tab', { name: '协作协议' }))
    await clerk.keys('Enter')
    await clerk.sees('还没有协议')
    await clerk.keys('F2')
    await dialog('登记协议')
      .getByLabel('对方单位')
      .selectOption({ label: `${PAPER}（420106-00）` })
    await fill('登记协议', { 协议编号: '测协〔2026〕1号', 有效期至: END })
    await focusOn(dialog('登记协议').getByLabel('身份核对', { exact: true }))
    await clerk.keys('Space')
    await dialog('登记协议').getByLabel('期限 1').selectOption({ label: '协查' })
    await fill('登记协议', { 多少: '10' })
    await dialog('登记协议').getByLabel('按', { exact: true }).selectOption({ label: '个工作日' })
    await shoot('agreement-dialog')
    await looksRight()
    await pressIn('登记协议', '保存')
    await clerk.sees('协议“测协〔2026〕1号”已保存。')
    await clerk.page.getByRole('complementary').getByText('将到期').first().waitFor()
    await shoot('agreements')
    await looksRight()
    const paper = await pdfText('协议存为 PDF')
    for (const words of ['双向协作协议书', '测协〔2026〕1号', PAPER, '协查10个工作日内答复', '信息保护']) expect(paper).toContain(words)

    await clerk.go('待办')
    await clerk.sees(new RegExp(`协议 测协〔2026〕1号 到 ${END} 期满`))
    await shoot('home-agreement')
    await looksRight()

    await markNewest(clerk, 1, () => true)
    await clerk.keys('F4')
    await clerk.sees('起草 1 张')
    await clerk.page.getByLabel('收件单位').selectOption({ label: `${PAPER}（420106-00）` })
    await focusOn(clerk.field('婚姻状况'))
    await clerk.keys('Space')
    await clerk.sees(/没有约定这些事项：婚姻状况/)
    await shoot('compose-warning')
    await looksRight()
    await press('返回')
    await press('不保存')
    await clerk.grid('人员').waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a stick › goes with its sheet, printed again from the list, and is compared with the code on it', async () => {
  await walking(clerk, async () => {
    await markNewest(clerk, 2, (row) => row.includes('山西省吕梁市临县'))
    await clerk.keys('F4')
    await clerk.page.getByLabel('收件单位').waitFor()
    await clerk.page.getByLabel('收件单位').selectOption({ index: 1 })
    await focusOn(clerk.field('婚姻状况'))
    await clerk.keys('Space')
    await focusOn(clerk.field('理由'))
    await clerk.type('本人申请登记，需核实')
    await clerk.keys('F2')
    await clerk.grid('交流单').waitFor()
    await counted(clerk, '共 2 张')
    await submitAndSign(clerk, 2)
    await writeStick(clerk)
    await focusOn(clerk.page.getByRole('tab', { name: '交接单' }))
    await clerk.keys('Enter')
    await clerk.sees(/选定：.*临县/)
    await shoot('carry-sheets')
    await looksRight()
    const paper = await pdfText('交接单存为 PDF')
    for (const words of ['交换包交接单', '接收单位', '协查2张', '清单校验值', '交出人']) expect(paper).toContain(words)
    await press('核对交接单')
    await fill('核对交接单', { 二维码: '不是二维码' })
    await pressIn('核对交接单', '核对')
    await clerk.sees(/这不是交接单上的二维码/)
    await shoot('carry-compare')
    await looksRight()
    await pressIn('核对交接单', '返回')
  })
  expectNoComplaints(clerk)
}, 300_000)

it('the flow › is counted, ordered, printed, and proposes with whom to agree', async () => {
  await walking(clerk, async () => {
    await clerk.go('区域协作')
    await focusOn(clerk.page.getByRole('tab', { name: '流向' }))
    await clerk.keys('Enter')
    await clerk.sees(/共 \d+ 处，截至/)
    await clerk
      .grid('流向')
      .getByText(/^流入 \d+ 人、流出 \d+ 人/)
      .first()
      .waitFor()
    await clerk.choose('次序', '按流入排')
    await shoot('flow')
    await looksRight()
    const paper = await pdfText('流向表存为 PDF')
    for (const words of ['流向与协作建议表', '山西省吕梁市临县', '没有姓名']) expect(paper).toContain(words)
    await clerk.choose('对方', '按地市')
    await clerk.grid('流向').getByText('山西省吕梁市').first().waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a meeting › is written down with what is to be done, told while it is open, ticked off, and printed', async () => {
  await walking(clerk, async () => {
    await clerk.go('区域协作')
    await focusOn(clerk.page.getByRole('tab', { name: '会议纪要' }))
    await clerk.keys('Enter')
    await clerk.sees('还没有会议纪要')
    await clerk.keys('F2')
    const title = '登记会议纪要'
    await fill(title, { 会议名称: '陕晋毗邻地区协作会议', 地点: '榆阳', '单位 1': '临县局', 议题: '协查', 议定事项: '按期反馈' })
    await fill(title, { '事项 1': '交换联系岗位表', 责任单位: '临县局', 完成期限: '今天' })
    await shoot('meeting-dialog')
    await looksRight()
    await pressIn(title, '保存')
    await clerk.sees('“陕晋毗邻地区协作会议”已保存。')
    await shoot('meetings')
    await looksRight()
    const paper = await pdfText('纪要存为 PDF')
    for (const words of ['陕晋毗邻地区协作会议纪要', '交换联系岗位表', '责任单位']) expect(paper).toContain(words)
    await clerk.go('待办')
    await clerk.sees(/会议事项“交换联系岗位表”（临县局）/)
    await focusOn(clerk.page.getByRole('link', { name: '去看纪要' }))
    await clerk.keys('Enter')
    await press('登记完成')
    await fill('登记完成', { 完成情况: '已收到' })
    await pressIn('登记完成', '登记完成')
    await clerk.sees('已登记完成。')
    await clerk.sees(/完成 已收到/)
  })
  expectNoComplaints(clerk)
}, 300_000)
