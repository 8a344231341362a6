/** A whole file is sealed by two, cannot be found by the window, is opened by its keeper for a reason, and comes back by two, by keys. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'
import { activeRow, registerPerson } from './office-walk'
import { addUser, focus, setUp, signIn, switchUser, tabTo } from './real-office'

const ADMIN = '管理员甲（guanli）'
const WINDOW = '窗口丙（chuangkou）'
const KEEPER = '保管戊（baoguan）'
const NAME = '测试封存'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(() => stage.close())

const shots = process.env['SHOTS']
async function looksRight(name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect(await cutOff(clerk)).toEqual([])
  if (shots === undefined) return
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
async function press(name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name))
  await clerk.keys('Enter')
}

/** The signer stands beside and types his own passphrase. */
async function agreedOnTheSpot(): Promise<void> {
  await clerk.page.getByRole('dialog', { name: '请另一人批准' }).waitFor()
  await focus(clerk, '理由')
  await clerk.type('保护令在卷')
  await clerk.keys('Enter')
  await focus(clerk, '批准人')
  await clerk.page.getByRole('combobox', { name: '批准人' }).selectOption({ label: '签发乙（qianfa）' })
  await clerk.keys('Enter')
  await focus(clerk, '批准人的口令')
  await clerk.type(PASSPHRASE)
  await clerk.keys('Enter')
}

async function openOnlyPerson(): Promise<void> {
  await clerk.go('人员')
  await focusOn(clerk.grid('人员'))
  await expect.poll(() => activeRow(clerk)).toMatch(/测试封存/)
  await clerk.keys('Control+Enter')
  await clerk.page.getByRole('tablist', { name: '档案' }).waitFor()
}

it('two persons › seal a file › and the window does not find it', async () => {
  await walking(clerk, async () => {
    await setUp(clerk)
    await tabTo(clerk, '恢复密钥已经打印或抄写')
    await clerk.keys('Space')
    await tabTo(clerk, '去登录')
    await clerk.keys('Enter')
    await signIn(clerk, ADMIN)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '用户', exact: true }))
    await clerk.keys('Enter')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'chuangkou', '窗口丙')
    await addUser(clerk, 'qianfa', '签发乙', undefined, '审核签发')
    await addUser(clerk, 'baoguan', '保管戊', undefined, '封存保管')
    await switchUser(clerk, WINDOW)
    await registerPerson(clerk, { name: NAME, idNo: '141124199003050024', hukou: '141124', residence: '610802001' })

    await switchUser(clerk, KEEPER)
    await openOnlyPerson()
    await press('封存档案')
    await clerk.page.getByRole('heading', { level: 1, name: '封存一个人的档案' }).waitFor()
    await clerk.sees(/以后收到关于此人的交流单/)
    await looksRight('sealing-new')
    await focusOn(clerk.field('复核日期'))
    await clerk.type('2027-06-01')
    await focusOn(clerk.field('依据和说明'))
    await clerk.type('法院保护令')
    await clerk.keys('F2')
    await agreedOnTheSpot()
    await clerk.page.getByRole('heading', { level: 1, name: '封存档案' }).waitFor()
    await clerk.sees('测***')
    await clerk.sees('受保护人员')
    await looksRight('sealing')

    await switchUser(clerk, WINDOW)
    await clerk.go('人员')
    await clerk.sees('没有符合条件的人')
    expect(await clerk.page.locator('body').innerText()).not.toContain(NAME)
    expect(await clerk.page.getByRole('link', { name: '封存档案' }).count()).toBe(0)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('the keeper › opens it for a reason, and with a second person lays it back', async () => {
  await walking(clerk, async () => {
    await switchUser(clerk, KEEPER)
    await clerk.go('封存档案')
    await focusOn(clerk.grid('封存档案'))
    await expect.poll(() => activeRow(clerk)).toMatch(/测/)
    await clerk.keys('Enter')
    await focus(clerk, '原因')
    await clerk.type('派出所来函')
    await clerk.keys('Enter')
    await clerk.sees('居民身份证 141124199003050024')
    await clerk.sees('派出所来函')
    await looksRight('sealed-file')
    await press('解除封存…')
    await focus(clerk, '依据和说明')
    await clerk.type('保护期满')
    await clerk.keys('Enter')
    await agreedOnTheSpot()
    await clerk.page.getByRole('tablist', { name: '档案' }).waitFor()
    await switchUser(clerk, WINDOW)
    await openOnlyPerson()
  })
  expectNoComplaints(clerk)
}, 300_000)
