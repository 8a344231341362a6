/** The service desk writes down what was done for a person, opens what it sealed for a reason, and takes it away again, by keys. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { activeRow } from './office-walk'
import { focus } from './real-office'

const RESULT = '一切正常（演练）'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const press = async (label: string): Promise<void> => {
  await focusOn(clerk.page.getByRole('button', { name: label, exact: true }).filter({ visible: true }).last())
  await clerk.keys('Enter')
}

it('service desk › registers, opens and removes a record › and the result is shown only when opened', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    await focusOn(clerk.grid('人员'))
    await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
    await clerk.keys('Control+Enter')
    await clerk.page.getByRole('tablist', { name: '档案' }).waitFor()
    const tab = clerk.page.getByRole('tab', { name: '服务记录' })
    await focusOn(tab)
    await clerk.keys('Enter')
    await clerk.sees('还没有服务记录')
    await press('登记服务')
    const dialog = clerk.page.getByRole('dialog', { name: '登记服务' })
    await focus(clerk, '服务类型')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await dialog.getByLabel('服务类型', { exact: true }).selectOption({ label: '健康检查' })
    await focusOn(dialog.getByLabel('结果', { exact: true }))
    await clerk.commit(RESULT)
    await clerk.keys('Enter')
    await clerk.sees('已登记')
    await clerk.sees(/健康检查/)
    expect(await clerk.page.locator('body').innerText()).not.toContain(RESULT)

    await press('打开密封内容')
    await focus(clerk, '原因')
    await clerk.commit('本人来问')
    await clerk.keys('Enter')
    await clerk.sees(RESULT)
    expect(await findings(clerk)).toEqual([])
    expect(await clerk.page.title()).not.toContain(RESULT)
    await press('隐藏')
    await expect.poll(() => clerk.page.locator('body').innerText()).not.toContain(RESULT)

    await press('删去')
    await press('删去')
    await clerk.sees('还没有服务记录')
  })
  expectNoComplaints(clerk)
}, 300_000)
