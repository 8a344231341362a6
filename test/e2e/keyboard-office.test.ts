/** A real office from first start to the next morning without a mouse: set-up, recovery key, users, lock, drafts, a power cut. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Clerk, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { addUser, focus, leaveSetUp, setUp, signIn, switchUser, tabTo } from './real-office'

const run = promisify(execFile)
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Saves the sheet and reads it as the reader of a PDF would. */
async function sheetText(clerk: Clerk): Promise<string> {
  await tabTo(clerk, '保存为 PDF')
  const [download] = await Promise.all([clerk.page.waitForEvent('download', { timeout: 60_000 }), clerk.keys('Enter')])
  expect(download.suggestedFilename()).toMatch(/^恢复密钥-610802-00\.pdf$/)
  const file = join(stage.root, 'sheet.pdf')
  await download.saveAs(file)
  return (await run('pdftotext', ['-layout', file, '-'])).stdout
}

it('an office › is founded, left, shared and found again after a power cut › by keys alone', async () => {
  const clerk = await stage.open(stage.served.url)
  await walking(clerk, async () => {
    const key = await setUp(clerk)
    const groups = key.split(/\s|-/).filter((group) => group !== '')
    const paper = await sheetText(clerk)
    for (const group of groups) expect(paper).toContain(group)
    expect(paper).toContain('测试县卫生健康局')
    await leaveSetUp(clerk)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '用户' }))
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
