/** What one person may not do alone, by keys: agreed to on the spot, left for later, agreed to from the list, and done. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'
import { openTab } from './office-walk'
import { ADMIN, addUser, beginOffice, focus, switchUser } from './real-office'

const SIGNER = '签发乙（qianfa）'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(() => stage.close())

const dialog = () => clerk.page.getByRole('dialog', { name: '请另一人批准' })

/** Chooses another rule pack and saves, up to the question for a second person. */
async function changeRules(pack: RegExp): Promise<void> {
  await openTab(clerk, '设置', '单位')
  await focusOn(clerk.page.getByRole('radio', { name: pack }))
  await clerk.keys('Space')
  await focusOn(clerk.button('保存'))
  await clerk.keys('Enter')
  await clerk.page.getByRole('dialog', { name: '更换规则' }).waitFor()
  await focusOn(clerk.button('更换规则并保存'))
  await clerk.keys('Enter')
  await dialog().waitFor()
}

it('a colleague › agrees on the spot with his own passphrase › and the rules are changed', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
    await openTab(clerk, '设置', '用户')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'qianfa', '签发乙', undefined, '审核签发')
    await changeRules(/555号/)
    await focus(clerk, '理由')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await clerk.type('整理旧单据')
    await clerk.keys('Enter')
    await focus(clerk, '批准人')
    await clerk.keys('Enter')
    await focus(clerk, '批准人的口令')
    await clerk.type('不是他的口令 也要够长')
    await clerk.keys('Enter')
    await clerk.sees('用户名或口令不对。')
    await focusOn(clerk.page.getByLabel('批准人的口令'))
    await clerk.type(PASSPHRASE)
    await clerk.keys('Enter')
    await clerk.sees('已保存。')
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a request left for later › waits in the list of the colleague, is agreed to there, and done by who asked', async () => {
  await walking(clerk, async () => {
    await changeRules(/今日有效/)
    await focus(clerk, '理由')
    await clerk.type('改回今日规则')
    await focusOn(clerk.button('提交，等同事批准'))
    await clerk.keys('Enter')
    await dialog()
      .getByText(/已提交/)
      .waitFor()
    await focusOn(clerk.button('知道了'))
    await clerk.keys('Enter')

    await switchUser(clerk, SIGNER)
    const rail = clerk.page.getByRole('navigation', { name: '主要栏目' })
    await expect.poll(() => rail.getByRole('link', { name: /^待批/ }).innerText()).toMatch(/1$/)
    await clerk.go('待批')
    await focusOn(clerk.grid('等我批准'))
    await clerk.keys('Home', 'Enter')
    await clerk.page.getByRole('complementary', { name: '更换规则包' }).waitFor()
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await clerk.keys('F6')
    await clerk.sees(/已批准“更换规则包”/)

    await switchUser(clerk, ADMIN)
    await clerk.go('待批')
    await focusOn(clerk.page.getByRole('tab', { name: '我的申请' }))
    await clerk.keys('Enter')
    await focusOn(clerk.grid('我的申请'))
    await clerk.keys('Home', 'Enter')
    await clerk.page.getByRole('complementary', { name: '更换规则包' }).waitFor()
    await clerk.keys('F6')
    await clerk.sees('“更换规则包”已办理。')
    await openTab(clerk, '设置', '单位')
    await expect.poll(() => clerk.page.getByRole('radio', { name: /今日有效/ }).isChecked()).toBe(true)
  })
  expectNoComplaints(clerk)
}, 300_000)
