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
