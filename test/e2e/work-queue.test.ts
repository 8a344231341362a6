/** The day of an exchange officer with three hundred questions: taken in, given out and taken back, paired, verified in a village by one paper, signed. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowCode } from '../../shared/domain/scan-code'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow, changeOffice, confirm, draft, markNewest, readStick, submitAndSign, writeStick } from './office-walk'

const THERE = '临县卫生健康和体育局'
const COUNT = 300
const DONE_WITHIN_MS = 60_000
const fromThere = (row: string): boolean => row.includes('山西省吕梁市临县')

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const shots = process.env['SHOTS']
/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
async function isSound(): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
}
const sees = (words: string): Promise<void> =>
  clerk.page.getByRole('status').filter({ hasText: words }).first().waitFor({ timeout: DONE_WITHIN_MS })

/** A scanner types quicker than a hand and ends with Enter. */
async function scan(code: string): Promise<void> {
  const keys = [...Array.from(code, (digit) => ({ key: digit, text: digit })), { key: 'Enter', text: '\r' }]
  await Promise.all(
    keys.flatMap(({ key, text }) => [
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text }),
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
    ])
  )
}
/** The ledger of what came, narrowed by words of its controls. */
async function ledger(filters: Readonly<Record<string, string>>): Promise<number> {
  await clerk.go('人员')
  await clerk.go('交流单')
  await clerk.choose('方向', '收到')
  for (const [label, option] of Object.entries(filters)) await clerk.choose(label, option)
  const line = clerk.page.getByRole('search', { name: '筛选交流单' }).getByText(/共 [\d,]+ 张/)
  let last = ''
  await expect
    .poll(
      async () => {
        const now = await line.innerText()
        const stands = now === last
        last = now
        return stands
      },
      { timeout: DONE_WITHIN_MS, interval: 300 }
    )
    .toBe(true)
  return Number(/共 ([\d,]+) 张/.exec(last)?.[1]?.replaceAll(',', ''))
}
async function chooseAll(act: RegExp): Promise<void> {
  await focusOn(clerk.grid('交流单'))
  await clerk.keys('Control+a')
  await clerk.button(act).waitFor({ timeout: DONE_WITHIN_MS })
}

it('an exchange officer › takes in three hundred questions › gives them out by address, takes it back, and gives them out again', async () => {
  await walking(clerk, async () => {
    await markNewest(clerk, COUNT, fromThere, 1200)
    await draft(clerk, COUNT)
    await submitAndSign(clerk, COUNT)
    await writeStick(clerk)
    await changeOffice(clerk, THERE)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '机构', exact: true }))
    await clerk.keys('Enter')
    await focusOn(clerk.button('按区划建立机构').first())
    await clerk.keys('Enter')
    await clerk.sees(/已建立 [\d,]+ 个机构/)
    const { imported } = await readStick(clerk)
    expect(imported.join('\n')).toContain(`新收 ${String(COUNT)} 张`)

    expect(await ledger({ 承办: '还没有分派' })).toBe(COUNT)
    await chooseAll(/^分派 300/)
    await clerk.keys('F9')
    const dialog = clerk.page.getByRole('dialog', { name: '分派 300 张' })
    await dialog.getByText(/镇 \d+ 张|乡 \d+ 张/).waitFor({ timeout: DONE_WITHIN_MS })
    await shoot('01-assign')
    await isSound()
    await focusOn(dialog.getByRole('button', { name: /^分派 \d+ 张/ }))
    await clerk.keys('Enter')
    await sees('已分派')
    const given = COUNT - (await ledger({ 承办: '还没有分派' }))
    expect(given).toBeGreaterThan(0)
  })
  expectNoComplaints(clerk)
})

it('what was given out › by mistake › is taken back with one key, and the lists are as long as they say', async () => {
  await walking(clerk, async () => {
    const before = await ledger({ 承办: '还没有分派' })
    expect(await ledger({ 状态: '已分派' })).toBe(COUNT - before)
    await chooseAll(/^收回/)
    await focusOn(clerk.button(/^收回 \d+/))
    await clerk.keys('Enter')
    const dialog = clerk.page.getByRole('dialog', { name: '收回分派' })
    await focusOn(dialog.getByRole('textbox'))
    await clerk.type('先配对再分派')
    await clerk.keys('Enter')
    await sees('已收回')
    await clerk.keys('Control+z')
    await sees('已撤销')
    expect(await ledger({ 状态: '已分派' })).toBe(COUNT - before)
    await clerk.go('待办')
    const list = clerk.page.getByRole('region', { name: '需要我处理' })
    await list.getByText(String(COUNT), { exact: true }).waitFor()
    await clerk.choose('承办', '还没有分派')
    await list.getByText(before === 0 ? '没有等着办理的单' : String(before), { exact: true }).waitFor()
    await shoot('02-home')
    await isSound()
    await clerk.choose('承办', '不限承办')
    // 乡镇 narrows home and ledger alike.
    const township = clerk.page.getByRole('combobox', { name: '乡镇' }).locator('option').nth(1)
    const name = await township.innerText()
    await clerk.choose('乡镇', name)
    await expect.poll(() => list.locator('header .count').innerText(), { timeout: DONE_WITHIN_MS }).not.toBe(String(COUNT))
    const shown = Number(await list.locator('header .count').innerText())
    expect(await ledger({ 乡镇: name, 待办: '需要我处理' })).toBe(shown)
    await shoot('03-ledger')
    await isSound()
  })
  expectNoComplaints(clerk)
})

it('a village › is verified by one paper › in its order, by keys and by scanner, and its answers are signed', async () => {
  await walking(clerk, async () => {
    expect(await ledger({ 待办: '需要我处理' })).toBe(COUNT)
    await chooseAll(/^按证件号配对/)
    await focusOn(clerk.button(/^按证件号配对 \d+/))
    await clerk.keys('Enter')
    await sees('证件号和姓名都相同')
    const paired = await ledger({ 状态: '核实中' })
    expect(paired).toBeGreaterThan(COUNT / 2)
    await focusOn(clerk.grid('交流单'))
    await clerk.keys('Control+Home')
    for (let at = 0; at < 4; at++) {
      await expect.poll(() => activeRow(clerk), { timeout: DONE_WITHIN_MS }).toMatch(/\S/)
      await clerk.keys('Space', 'ArrowDown')
    }
    await clerk.button(/^核实表 4/).waitFor()
    await clerk.keys('F8')
    const panel = clerk.page.getByRole('complementary', { name: '录入结论' })
    await panel.getByRole('region', { name: '第 1 行' }).waitFor({ timeout: DONE_WITHIN_MS })
    await shoot('04-sheet')
    await isSound()
    const download = clerk.page.waitForEvent('download', { timeout: DONE_WITHIN_MS })
    await clerk.button('保存为 PDF').press('Enter')
    const file = join(shots ?? stage.root, '核实表.pdf')
    await (await download).saveAs(file)
    const paper = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '')
    for (const words of ['调查核实表', '自愿回答', '免费', '婚姻状况']) expect(paper).toContain(words)
    expect(paper.match(/□属实□不符□无法核实□本人不同意提供/g)).toHaveLength(4)
    for (const [row, digit] of [
      [1, '1'],
      [2, '2'],
      [3, '4']
    ] as const) {
      await panel.getByRole('region', { name: `第 ${String(row)} 行` }).waitFor()
      await expect.poll(() => clerk.focused(), { timeout: DONE_WITHIN_MS }).toBe('婚姻状况')
      await clerk.keys(digit, 'Enter')
      // What says something may be told beside: the next field, then the next line.
      if (digit !== '4') await clerk.keys('Enter')
    }
    await sees('已填 3 项')
    // Left in the middle: what was entered stands when the paper is taken up again.
    await expect.poll(() => clerk.page.getByText('已存草稿').count(), { timeout: DONE_WITHIN_MS }).toBeGreaterThan(0)
    await clerk.page.reload()
    await sees('已填 3 项')
    await expect.poll(() => clerk.focused(), { timeout: DONE_WITHIN_MS }).toBe('婚姻状况')
    const list = Number((await clerk.page.getByRole('heading', { level: 1 }).innerText()).replace(/\D/g, ''))
    for (const row of [2, 4]) {
      await scan(rowCode({ list, row, practice: true }))
      await panel.getByRole('region', { name: `第 ${String(row)} 行` }).waitFor()
    }
    await sees('已填 3 项')
    await expect.poll(() => clerk.focused(), { timeout: DONE_WITHIN_MS }).toBe('婚姻状况')
    await clerk.keys('3', 'Enter')
    await clerk.button('送审 4 张').waitFor()
    await shoot('05-sheet-filled')
    await clerk.keys('F2')
    await sees('已送审 4 张')
    expect(await ledger({ 状态: '待审核' })).toBe(4)
    await chooseAll(/^签发反馈 4/)
    await clerk.keys('F6')
    await confirm(clerk, '签发反馈')
    expect(await ledger({ 待办: '需要我处理' })).toBe(COUNT - 4)
    expect(await ledger({ 状态: '已反馈' })).toBe(4)
    await clerk.go('交流单')
    await focusOn(clerk.button('核实表'))
    await clerk.keys('Enter')
    await clerk.grid('调查核实表').getByText('4').first().waitFor()
    await shoot('06-sheets')
    await isSound()
  })
  expectNoComplaints(clerk)
})

it('a note › typed at a slip › stands in its history, and the slip in the time line of its person', async () => {
  await walking(clerk, async () => {
    await ledger({ 状态: '核实中' })
    await focusOn(clerk.grid('交流单'))
    await clerk.keys('Control+Home')
    await expect.poll(() => activeRow(clerk), { timeout: DONE_WITHIN_MS }).toMatch(/\S/)
    const who = (await activeRow(clerk)).split(' ')[3] ?? ''
    await clerk.keys('Enter')
    const record = clerk.page.getByRole('complementary').last()
    await focusOn(record.getByRole('button', { name: '备注' }))
    await clerk.keys('Enter')
    const dialog = clerk.page.getByRole('dialog', { name: '加备注' })
    await focusOn(dialog.getByRole('textbox'))
    await clerk.type('已电话联系村里')
    await clerk.keys('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await focusOn(record.getByRole('tab', { name: /经过/ }))
    await clerk.keys('Enter')
    await record.getByText('已电话联系村里').waitFor()
    await shoot('07-record')
    await isSound()
    await clerk.go('人员')
    await clerk.page.getByLabel('姓名、拼音、证件号或电话', { exact: true }).fill(who)
    await clerk.keys('Enter')
    await clerk.grid('人员').getByText(who).first().waitFor()
    await focusOn(clerk.grid('人员'))
    await clerk.keys('Control+Home', 'Control+Enter')
    await clerk.page.getByRole('heading', { level: 1, name: who }).waitFor()
    await focusOn(clerk.page.getByRole('tab', { name: '时间线' }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('list', { name: '时间线' }).getByText('协查').first().waitFor()
    await shoot('08-timeline')
    await isSound()
  })
  expectNoComplaints(clerk)
})
