/** A clerk leaves with a form half filled: the work goes to a colleague, the account is shut, and the colleague goes on, by keys. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { ADMIN, addUser, beginOffice, focus, signIn, switchUser } from './real-office'

const NAME = '测试半途'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(() => stage.close())

async function openUsers(): Promise<void> {
  await clerk.go('设置')
  await focusOn(clerk.page.getByRole('tab', { name: '用户', exact: true }))
  await clerk.keys('Enter')
  await clerk.grid('用户').waitFor()
}
async function openForm(): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  await focus(clerk, '姓名')
}

it('a clerk who leaves › hands the half-filled form to a colleague, who goes on with it', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
    await openUsers()
    await addUser(clerk, 'laozhang', '老张')
    await addUser(clerk, 'xiaoli', '小李')

    await switchUser(clerk, '老张（laozhang）')
    await openForm()
    await clerk.type(NAME)
    await clerk.keys('Tab')
    await clerk.sees(/草稿已存|已存草稿|草稿/)

    await switchUser(clerk, ADMIN)
    await openUsers()
    const row = clerk.grid('用户').getByRole('row').filter({ hasText: '老张' })
    await row.dblclick()
    await clerk.page.getByRole('complementary', { name: '老张' }).waitFor()
    await focusOn(clerk.button('离岗交接'))
    await clerk.keys('Enter')
    const dialog = clerk.page.getByRole('dialog', { name: '离岗交接' })
    await dialog.getByText(/没写完的表单 1 份/).waitFor()
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await dialog.getByLabel('接手人', { exact: true }).selectOption({ label: '小李（xiaoli）' })
    await focusOn(dialog.getByRole('button', { name: '交接并停用' }))
    await clerk.keys('Enter')
    await clerk.sees(/“老张”已停用，没写完的表单 1 份/)

    await clerk.menu('切换用户')
    const names = await clerk.page.getByRole('combobox', { name: '用户' }).innerText()
    expect(names).not.toContain('老张')
    await signIn(clerk, '小李（xiaoli）')
    await openForm()
    await expect.poll(() => clerk.page.getByLabel('姓名', { exact: true }).first().inputValue()).toBe(NAME)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a colleague › stands in for one who is away, is seen to do so, and no longer once it is ended', async () => {
  const places = clerk.page.getByRole('navigation', { name: '主要栏目' })
  const persons = places.getByRole('link', { name: /^人员/ })
  const openDeputies = async (): Promise<void> => {
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '代理', exact: true }))
    await clerk.keys('Enter')
  }
  await walking(clerk, async () => {
    await switchUser(clerk, ADMIN)
    await openUsers()
    await addUser(clerk, 'tongji', '小统', undefined, '统计')
    await openDeputies()
    await clerk.sees('现在没有代理')
    await clerk.keys('F2')
    const dialog = clerk.page.getByRole('dialog', { name: '指定代理' })
    await focus(clerk, '被代理人')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await dialog.getByLabel('被代理人', { exact: true }).selectOption({ label: '小李' })
    await dialog.getByLabel('代理人', { exact: true }).selectOption({ label: '小统' })
    await focusOn(dialog.getByLabel('原因', { exact: true }))
    await clerk.type('休假')
    await clerk.keys('Enter')
    await clerk.sees(/已指定“小统”代理/)
    expect(await findings(clerk)).toEqual([])

    await switchUser(clerk, '小统（tongji）')
    await clerk.page.getByRole('banner').getByText('代小李').waitFor()
    await clerk.go('人员')
    await openDeputies()
    await clerk.sees(/您现在代“小李”办事/)
    await focusOn(clerk.button('结束'))
    await clerk.keys('Enter')
    await focusOn(clerk.button('结束代理'))
    await clerk.keys('Enter')
    await clerk.sees('代理已结束')
    await switchUser(clerk, ADMIN)
    await switchUser(clerk, '小统（tongji）')
    await places.getByRole('link', { name: /^设置/ }).waitFor()
    expect(await persons.count()).toBe(0)
  })
  expectNoComplaints(clerk)
}, 300_000)
