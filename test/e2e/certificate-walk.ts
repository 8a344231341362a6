/** Steps that walks through certificates have in common, by visible words and keys. */
import { expect } from 'vitest'
import { focusOn, type Clerk } from '../kit/browser'
import { activeRow } from './office-walk'

export async function press(clerk: Clerk, name: string | RegExp, where = clerk.page.locator('body')): Promise<void> {
  await focusOn(where.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).last())
  await clerk.keys('Enter')
}
export const dialogNamed = (clerk: Clerk, name: string) => clerk.page.getByRole('dialog', { name })

async function listReady(clerk: Clerk, list: string, row: RegExp): Promise<void> {
  await focusOn(clerk.grid(list))
  await expect.poll(() => activeRow(clerk), { timeout: 20_000 }).toMatch(row)
}

/** One that takes everything, from the next page on: the browser's own dialog cannot be answered. */
export const givePrinter = (clerk: Clerk) =>
  clerk.page.addInitScript(() => {
    window.print = () => void window.dispatchEvent(new Event('afterprint'))
  })

/** A block of a hundred numbers for the form. */
export async function giveNumbers(clerk: Clerk, form: string): Promise<void> {
  await clerk.go('证明表单')
  await press(clerk, '号段和册子')
  await press(clerk, '划分号段')
  const asked = dialogNamed(clerk, '划分号段')
  await asked.getByLabel('证明', { exact: true }).selectOption({ label: form })
  await press(clerk, '划分', asked)
  await clerk.sees(/已划分/)
}

/** From the first person of the list to a form filled with what is on file, not yet kept. */
export async function beginDraft(clerk: Clerk, form: string): Promise<void> {
  await clerk.go('人员')
  await listReady(clerk, '人员', /\S/)
  await clerk.keys('Enter')
  const panel = clerk.page.getByRole('complementary')
  await panel.getByRole('tablist').waitFor()
  await press(clerk, '开证明', panel)
  await clerk.sees('已选定')
  await focusOn(clerk.page.getByLabel('证明', { exact: true }))
  await clerk.choose('证明', form)
  await clerk.page.getByLabel('婚姻状况', { exact: true }).waitFor()
}

/** Chooses all that stand in a state, and sees the act that is offered. */
export async function chooseAll(clerk: Clerk, status: string, offered: RegExp): Promise<void> {
  await clerk.choose('状态', status)
  await listReady(clerk, '证明', new RegExp(status))
  await clerk.keys('Control+a')
  await clerk.button(offered).waitFor()
}

/** The draft that was just kept: verified, signed, and about to be printed. */
export async function verifyAndSign(clerk: Clerk): Promise<void> {
  await clerk.sees('草拟')
  await listReady(clerk, '证明', /草拟/)
  await clerk.keys('Enter')
  await clerk.button(/^核实 1 份/).waitFor()
  await clerk.keys('F6')
  await clerk.sees('已核实 1 份')
  await clerk.button(/^签发 1 份/).waitFor()
  await clerk.keys('F9')
  await clerk.sees('已签发 1 份')
  await clerk.button(/^打印 1 份/).waitFor()
}

/** The first persons of the list behind the one in focus: a certificate each, signed and handed to the printer, which is asked about. */
export async function printMany(clerk: Clerk, form: string, count: number): Promise<void> {
  await clerk.go('人员')
  await listReady(clerk, '人员', /\S/)
  await clerk.keys('ArrowDown', 'Space')
  for (let at = 1; at < count; at += 1) await clerk.keys('Shift+ArrowDown')
  await clerk.sees(new RegExp(`已选 ${String(count)}`))
  await press(clerk, '开证明')
  const field = clerk.page.getByLabel('证明', { exact: true })
  await focusOn(field)
  await field.selectOption({ label: form })
  await clerk.keys('F2')
  await clerk.sees(`起草了 ${String(count)} 份`)
  await press(clerk, '看证明')
  await chooseAll(clerk, '草拟', new RegExp(`^核实 ${String(count)} 份`))
  await clerk.keys('F6')
  await clerk.sees(`已核实 ${String(count)} 份`)
  await chooseAll(clerk, '已核实', new RegExp(`^签发 ${String(count)} 份`))
  await clerk.keys('F9')
  await clerk.sees(`已签发 ${String(count)} 份`)
  await chooseAll(clerk, '已签发', new RegExp(`^打印 ${String(count)} 份`))
  await clerk.keys('F8')
  await clerk.page.frameLocator('iframe[title="打印预览"]').getByText('核验网页').first().waitFor()
  await clerk.keys('F8')
  await clerk.sees(`共 ${String(count)} 份`)
}

/** Says that a sheet is spoiled, and those before it good. */
export async function tellSpoiled(clerk: Clerk, position: number): Promise<void> {
  await clerk.page.getByRole('radio', { name: '有一份打坏了' }).check()
  await clerk.page.getByLabel('第几份打坏了', { exact: true }).fill(String(position))
  await clerk.page.getByLabel('原因', { exact: true }).selectOption({ index: 1 })
  await press(clerk, '就是这样')
}

export async function tellNone(clerk: Clerk): Promise<void> {
  await clerk.page.getByRole('radio', { name: '一份也没有出来' }).check()
  await press(clerk, '就是这样')
}
