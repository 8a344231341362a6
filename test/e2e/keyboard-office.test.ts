/** A real office from first start to the next morning without a mouse: set-up, recovery key, users, lock, drafts, a power cut. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNoComplaints, openStage, walking, type Clerk, type Stage } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'

const run = promisify(execFile)
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const focus = (clerk: Clerk, label: string): Promise<void> =>
  expect.poll(() => clerk.focused(), { message: `focus on ${label}` }).toContain(label)

/** Tab until the focus stands on a button or link of this name; nobody presses Tab more often than that. */
async function tabTo(clerk: Clerk, label: string, most = 40): Promise<void> {
  for (let at = 0; at < most && !(await clerk.focused()).startsWith(label); at++) await clerk.keys('Tab')
  expect(await clerk.focused()).toContain(label)
}

async function setUp(clerk: Clerk): Promise<string> {
  await focus(clerk, '开始演练')
  await tabTo(clerk, '建立本单位')
  await clerk.keys('Enter')
  await focus(clerk, '单位名称')
  await clerk.type('测试县卫生健康局')
  await clerk.keys('Enter')
  await focus(clerk, '联系电话')
  await clerk.type('0000-0000001')
  await clerk.keys('Enter')
  await focus(clerk, '行政区划')
  await clerk.type('yuyang')
  await clerk.page
    .getByRole('option', { name: /榆阳区/ })
    .first()
    .waitFor()
  await clerk.keys('Enter', 'Enter')
  await focus(clerk, '单位序号')
  await clerk.keys('Enter')
  await focus(clerk, '适用规则')
  await clerk.keys('Enter')
  for (const [label, text] of [
    ['用户名', 'guanli'],
    ['显示为', '管理员甲'],
    ['口令', PASSPHRASE],
    ['再输一次', PASSPHRASE]
  ] as const) {
    await focus(clerk, label)
    await clerk.type(text)
    await clerk.keys('Enter')
  }
  const key = clerk.page.getByRole('status', { name: '恢复密钥' })
  await key.waitFor({ timeout: 60_000 })
  return (await key.innerText()).trim()
}

/** Saves the sheet and reads it as the reader of a PDF would. */
async function sheetText(clerk: Clerk): Promise<string> {
  await tabTo(clerk, '保存为 PDF')
  const [download] = await Promise.all([clerk.page.waitForEvent('download', { timeout: 60_000 }), clerk.keys('Enter')])
  expect(download.suggestedFilename()).toMatch(/^恢复密钥-610802-00\.pdf$/)
  const file = join(stage.root, 'sheet.pdf')
  await download.saveAs(file)
  return (await run('pdftotext', ['-layout', file, '-'])).stdout
}

async function signIn(clerk: Clerk, user: string): Promise<void> {
  await focus(clerk, '用户')
  const list = clerk.page.getByRole('combobox', { name: '用户' })
  await list.selectOption({ label: user })
  await clerk.keys('Enter')
  await focus(clerk, '口令')
  await clerk.type(PASSPHRASE)
  await clerk.keys('Enter')
  await clerk.page.getByRole('navigation', { name: '主要栏目' }).waitFor({ timeout: 30_000 })
}

async function addUser(clerk: Clerk, name: string, shown: string): Promise<void> {
  await clerk.keys('F2')
  await focus(clerk, '用户名')
  for (const [label, text] of [
    ['用户名', name],
    ['显示为', shown],
    ['口令', PASSPHRASE],
    ['再输一次', PASSPHRASE]
  ] as const) {
    await focus(clerk, label)
    await clerk.type(text)
    await clerk.keys('Enter')
  }
  expect(await clerk.field('用户名').inputValue()).toBe(name)
  await clerk.page.getByLabel('窗口', { exact: true }).focus()
  await clerk.keys('Space')
  await clerk.page.getByRole('form', { name: '新增用户' }).getByRole('button', { name: '新增用户' }).focus()
  await clerk.keys('Enter')
  await clerk.sees(`已新增用户“${shown}”`)
}

async function switchUser(clerk: Clerk, shown: string): Promise<void> {
  await clerk.menu('切换用户')
  await clerk.page.getByRole('dialog', { name: '切换用户' }).waitFor()
  await signIn(clerk, shown)
  await clerk.page
    .getByRole('banner')
    .getByText(shown.split('（')[0] ?? '')
    .waitFor()
}

it('an office › is founded, left, shared and found again after a power cut › by keys alone', async () => {
  const clerk = await stage.open(stage.served.url)
  await walking(clerk, async () => {
    const key = await setUp(clerk)
    const groups = key.split(/\s|-/).filter((group) => group !== '')
    const paper = await sheetText(clerk)
    for (const group of groups) expect(paper).toContain(group)
    expect(paper).toContain('测试县卫生健康局')
    await tabTo(clerk, '恢复密钥已经打印或抄写')
    await clerk.keys('Space')
    await tabTo(clerk, '去登录')
    await clerk.keys('Enter')

    await signIn(clerk, '管理员甲（guanli）')
    await clerk.go('设置')
    await clerk.page.getByRole('tab', { name: '用户' }).focus()
    await clerk.keys('Enter')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'jia', '窗口甲')
    await addUser(clerk, 'yi', '窗口乙')

    await switchUser(clerk, '窗口甲（jia）')
    await clerk.go('人员')
    await clerk.keys('F2')
    await focus(clerk, '姓名')
    await clerk.type('测试半张表')
    await clerk.sees(/已存草稿 \d/)

    await switchUser(clerk, '窗口乙（yi）')
    await clerk.go('人员')
    await clerk.keys('F2')
    await focus(clerk, '姓名')
    expect(await clerk.field('姓名').inputValue()).toBe('')
    expect(await clerk.page.getByText('测试半张表').count()).toBe(0)

    await clerk.menu('锁定并退出登录')
    await signIn(clerk, '窗口甲（jia）')
    await clerk.go('人员')
    await clerk.keys('F2')
    await clerk.sees(/已接着 .+ 的草稿/)
    expect(await clerk.field('姓名').inputValue()).toBe('测试半张表')
    await clerk.keys('Alt+q')
    await focus(clerk, '曾用名')
    await clerk.type('断电前的字')
    await clerk.sees(/已存草稿 \d/)
    await expect.poll(() => clerk.complaints).toEqual([])
  })
  const again = await stage.restart()
  await clerk.page.close()
  const later = await stage.open(again.url)
  await walking(later, async () => {
    await signIn(later, '窗口甲（jia）')
    await later.go('人员')
    await later.keys('F2')
    await later.sees(/已接着 .+ 的草稿/)
    expect(await later.field('姓名').inputValue()).toBe('测试半张表')
    expect(await later.field('曾用名').inputValue()).toBe('断电前的字')
    expectNoComplaints(later)
  })
})
