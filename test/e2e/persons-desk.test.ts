/** A person at the desk, by keys: taken in, shown, printed, corrected with evidence, answered; a restriction that holds; a consent withdrawn. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'
import { activeRow, registerPerson } from './office-walk'
import { addUser, beginOffice, focus, switchUser } from './real-office'

const WINDOW = '窗口丙（chuangkou）'
const SIGNER = '签发乙（qianfa）'
const NAME = '测试本人'
const WITHIN_MS = 60_000

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
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
  await focusOn(clerk.button(name))
  await clerk.keys('Enter')
}
const dialog = (name: string) => clerk.page.getByRole('dialog', { name })
async function pressIn(title: string, name: string): Promise<void> {
  await focusOn(dialog(title).getByRole('button', { name, exact: true }))
  await clerk.keys('Enter')
}
const choice = async (name: string): Promise<void> => {
  await focusOn(clerk.page.getByRole('radio', { name }))
  await clerk.keys('Space')
}

/** From the list of the desk: somebody found by name, one kind chosen, taken in. */
async function takeIn(kind: string, fill: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await clerk.go('本人服务台')
  await clerk.keys('F2')
  await clerk.page.getByRole('heading', { level: 1, name: /受理本人申请/ }).waitFor()
  await expect.poll(() => clerk.focused()).toMatch(/^本人(?!服务台|申请)/)
  await clerk.type('测试')
  await clerk.page.getByRole('group', { name: '在档的人' }).getByRole('button').first().waitFor()
  await clerk.keys('ArrowDown', 'Enter')
  await clerk.sees(/已选定：测试/)
  await choice(kind)
  await fill()
  await clerk.keys('F2')
  await clerk.page.getByRole('heading', { level: 1, name: new RegExp(`${kind} \\d{3} \\d{3} \\d{3}`) }).waitFor()
}
async function openNewest(list: string): Promise<void> {
  await clerk.go('本人服务台')
  await focusOn(clerk.grid(list))
  await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
  await clerk.keys('End', 'Control+Enter')
  await clerk.page.getByRole('heading', { level: 1, name: /\d{3} \d{3} \d{3}/ }).waitFor()
}
async function handOver(): Promise<void> {
  await clerk.keys('F9')
  await dialog('送达办结').waitFor()
  await pressIn('送达办结', '送达办结')
  await clerk.sees('已办结。')
}
async function pdf(paper: string): Promise<string> {
  await choice(paper)
  const download = clerk.page.waitForEvent('download', { timeout: WITHIN_MS })
  await press('保存为 PDF')
  const file = join(shots ?? stage.root, `${paper}.pdf`)
  await (await download).saveAs(file)
  return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '')
}

it('a person › sees all that is held, on screen, paper and in a file, and who looked', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '用户', exact: true }))
    await clerk.keys('Enter')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'chuangkou', '窗口丙')
    await addUser(clerk, 'qianfa', '签发乙', undefined, '审核签发')
    await switchUser(clerk, WINDOW)
    await registerPerson(clerk, { name: NAME, idNo: '141124199003050024', hukou: '141124', residence: '610802001' })

    await clerk.go('本人服务台')
    await clerk.sees('没有在办的申请')
    await takeIn('查阅、复制', async () => {
      await clerk.sees(/最迟 \d{4}-\d{2}-\d{2} 答复/)
      await shoot('desk-new')
      await looksRight()
    })
    await press('出示本人信息')
    await clerk.sees('居民身份证 141124199003050024')
    await clerk.sees('登记或修改档案')
    await shoot('desk-request')
    await looksRight()
    const application = await pdf('申请表和回执')
    for (const words of ['个人信息查阅、更正申请表', '回执', NAME, '免费']) expect(application).toContain(words)
    const notice = await pdf('本人信息告知单')
    for (const words of ['本人信息告知单', '141124199003050024', '谁查看和办理过', '窗口', '查阅和复制免费'])
      expect(notice).toContain(words)
    expect(notice).not.toContain('窗口丙查看')
    const file = clerk.page.waitForEvent('download', { timeout: WITHIN_MS })
    await press('保存为文件（JSON）')
    expect((await file).suggestedFilename()).toMatch(/^个人信息-\d{9}\.json$/)
    const reply = await pdf('答复书')
    for (const words of ['答复书', '同意', '救济途径', '人民法院']) expect(reply).toContain(words)
    await handOver()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a correction › is taken in with its evidence, agreed to by the signer, made in the file under its number, and handed over', async () => {
  await walking(clerk, async () => {
    await takeIn('更正', async () => {
      await focusOn(clerk.page.getByRole('group', { name: '涉及内容' }).getByLabel('姓名'))
      await clerk.keys('Space')
      await focusOn(clerk.field('请求').last())
      await clerk.type('姓名应为测试更正')
      await focusOn(clerk.field('依据'))
      await clerk.type('居民户口簿原件')
    })
    await switchUser(clerk, SIGNER)
    await openNewest('在办的申请')
    await shoot('desk-decide')
    await clerk.keys('F6')
    await dialog('答复申请').waitFor()
    await pressIn('答复申请', '答复')
    await clerk.sees('已答复。请打印答复书，送达后办结。')

    await switchUser(clerk, WINDOW)
    await openNewest('在办的申请')
    await clerk.keys('F9')
    await pressIn('送达办结', '送达办结')
    await clerk.sees(/已经同意的事还没有做/)
    await clerk.keys('Escape')
    await press('更正档案')
    await clerk.page.getByRole('heading', { level: 1, name: /修改/ }).waitFor()
    await expect.poll(() => clerk.field('修改原因').inputValue()).toMatch(/^更正申请 \d{9}$/)
    await clerk.page.getByLabel('姓名', { exact: true }).first().fill('测试更正')
    await clerk.keys('F2')
    await clerk.page.getByRole('complementary', { name: '测试更正' }).waitFor()
    await openNewest('在办的申请')
    await clerk.sees(/按这份申请改了/)
    await handOver()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a consent › is withdrawn as soon as it is asked for, and a restriction shows on the file and keeps it out of lists', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    await focusOn(clerk.grid('人员'))
    await expect.poll(() => activeRow(clerk)).toMatch(/测试更正/)
    await clerk.keys('Enter')
    const record = clerk.page.getByRole('complementary', { name: '测试更正' })
    await focusOn(record.getByRole('tab', { name: /^同意/ }))
    await clerk.keys('Enter')
    await press('登记同意')
    await dialog('登记同意').getByLabel('用途').selectOption({ label: '提供服务' })
    await pressIn('登记同意', '登记')
    await record.getByText(/同意$/).first().waitFor()
    await takeIn('撤回同意', async () => {
      await clerk.page
        .getByRole('group', { name: '撤回哪些同意' })
        .getByLabel(/提供服务/)
        .waitFor()
    })
    await handOver()
    await takeIn('限制处理')
    await clerk.go('人员')
    await clerk.grid('人员').getByText('限制处理').waitFor()
    await focusOn(clerk.grid('人员'))
    await expect.poll(() => activeRow(clerk)).toMatch(/限制处理/)
    await clerk.keys('Enter')
    await record.getByText(/限制处理：档案只保存/).waitFor()
    await focusOn(record.getByRole('tab', { name: /^同意/ }))
    await clerk.keys('Enter')
    await record.getByText(/撤回 撤回同意申请 \d{9}/).waitFor()
    await shoot('desk-restricted')
    await looksRight()
    await openNewest('在办的申请')
    await press('申请人撤回')
    await dialog('申请人撤回').waitFor()
    await clerk.type('本人改变主意')
    await clerk.keys('Enter')
    await clerk.sees('申请已撤回。')
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a person › is deleted at his own request by two persons, and the reply says what stays and until when', async () => {
  await walking(clerk, async () => {
    await takeIn('删除或匿名化', async () => {
      await focusOn(clerk.field('请求').last())
      await clerk.type('已经迁走，不再需要')
    })
    await switchUser(clerk, SIGNER)
    await openNewest('在办的申请')
    await clerk.keys('F6')
    await dialog('答复申请').waitFor()
    await pressIn('答复申请', '答复')
    await clerk.sees('已答复。请打印答复书，送达后办结。')
    await press('删除或匿名化…')
    await dialog('删除或匿名化').getByRole('table', { name: '将去掉的内容' }).getByText('人员档案').waitFor()
    await shoot('desk-erase')
    await looksRight()
    await pressIn('删除或匿名化', '删除')
    const asked = dialog('请另一人批准')
    await asked.waitFor()
    await focus(clerk, '理由')
    await clerk.type('本人申请')
    await clerk.keys('Enter')
    await focus(clerk, '批准人')
    await clerk.keys('Enter')
    await focus(clerk, '批准人的口令')
    await clerk.type(PASSPHRASE)
    await clerk.keys('Enter')
    await clerk.sees('（档案已删除）')
    await clerk.sees('数据文件也整理干净了')
    const reply = await pdf('答复书')
    for (const words of ['删除或匿名化', '保存到', '操作记录', '救济途径']) expect(reply).toContain(words)
    expect(reply).not.toContain('测试更正')
    await handOver()
    await switchUser(clerk, WINDOW)
    await clerk.go('人员')
    await clerk.sees('共 0 人')
  })
  expectNoComplaints(clerk)
}, 300_000)
