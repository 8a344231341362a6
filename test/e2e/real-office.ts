/** Founding a real office and changing its users, by keys alone. */
import { focusOn } from '../kit/browser'
import { expect } from 'vitest'
import type { Clerk } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'

export const focus = (clerk: Clerk, label: string): Promise<void> =>
  expect.poll(() => clerk.focused(), { message: `focus on ${label}` }).toContain(label)

/** Tab until the focus stands on a button or link of this name; nobody presses Tab more often than that. */
export async function tabTo(clerk: Clerk, label: string, most = 40): Promise<void> {
  for (let at = 0; at < most && !(await clerk.focused()).startsWith(label); at++) await clerk.keys('Tab')
  expect(await clerk.focused()).toContain(label)
}

/** Who founds an office, as the list of users shows him. */
export const ADMIN = '管理员甲（guanli）'

/** @returns the recovery key as it stands on the screen */
export async function setUp(clerk: Clerk): Promise<string> {
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

/** From the page with the recovery key, once it was printed or copied, to the signed-in administrator. */
export async function leaveSetUp(clerk: Clerk): Promise<void> {
  await tabTo(clerk, '恢复密钥已经打印或抄写')
  await clerk.keys('Space')
  await tabTo(clerk, '去登录')
  await clerk.keys('Enter')
  await signIn(clerk, ADMIN)
}

/** Founds an office and signs its administrator in. @returns the recovery key */
export async function beginOffice(clerk: Clerk): Promise<string> {
  const key = await setUp(clerk)
  await leaveSetUp(clerk)
  return key
}

export async function signIn(clerk: Clerk, user: string): Promise<void> {
  await focus(clerk, '用户')
  const list = clerk.page.getByRole('combobox', { name: '用户' })
  await list.selectOption({ label: user })
  await clerk.keys('Enter')
  await focus(clerk, '口令')
  await clerk.type(PASSPHRASE)
  await clerk.keys('Enter')
  await clerk.page.getByRole('navigation', { name: '主要栏目' }).waitFor({ timeout: 30_000 })
}

/** @param unit code of the unit that the account is bound to; absent for the whole county @param post its one post, as the form names it */
export async function addUser(clerk: Clerk, name: string, shown: string, unit?: string, post = '窗口'): Promise<void> {
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
  if (unit !== undefined) {
    await focusOn(clerk.field('机构').first())
    await clerk.type(unit)
    await clerk.page.getByRole('option').first().waitFor()
    await clerk.keys('Enter')
    await expect.poll(() => clerk.field('机构').first().inputValue()).not.toBe(unit)
  }
  await focusOn(clerk.page.getByLabel(post, { exact: true }))
  await clerk.keys('Space')
  await focusOn(clerk.page.getByRole('form', { name: '新增用户' }).getByRole('button', { name: '新增用户' }))
  await clerk.keys('Enter')
  await clerk.sees(`已新增用户“${shown}”`)
}

export async function switchUser(clerk: Clerk, shown: string): Promise<void> {
  await clerk.menu('切换用户')
  await clerk.page.getByRole('dialog', { name: '切换用户' }).waitFor()
  await signIn(clerk, shown)
  await clerk.page
    .getByRole('banner')
    .getByText(shown.split('（')[0] ?? '')
    .waitFor()
}
