/** What a clerk does with slips that came: verify, answer, refuse, adopt, close, and count, by words and keys. */
import { focusOn } from '../kit/browser'
import { expect } from 'vitest'
import type { Clerk } from '../kit/browser'
import { activeRow, confirm } from './office-walk'

export interface ListedSlip {
  readonly no: string
  readonly name: string
  readonly words: string
}

/** The ledger narrowed by what its own controls say. */
export async function ledger(clerk: Clerk, filters: Readonly<Record<string, string>>, count: number): Promise<ListedSlip[]> {
  await clerk.go('人员')
  await clerk.go('交流单')
  for (const [label, option] of Object.entries(filters)) await clerk.choose(label, option)
  await clerk.sees(`共 ${String(count)} 张`)
  const grid = clerk.grid('交流单')
  await focusOn(grid)
  await clerk.keys('Control+Home')
  const slips: ListedSlip[] = []
  for (let at = 0; at < count; at++) {
    await expect.poll(() => activeRow(clerk), { interval: 20 }).toMatch(/\S/)
    const words = await activeRow(clerk)
    const [no = '', , , name = ''] = words.split(' ')
    slips.push({ no, name, words })
    await clerk.keys('ArrowDown')
  }
  return slips
}

/** How many slips stand in a state, read from the line above the list. */
export async function countOf(clerk: Clerk, filters: Readonly<Record<string, string>>): Promise<number> {
  await clerk.go('人员')
  await clerk.go('交流单')
  for (const [label, option] of Object.entries(filters)) await clerk.choose(label, option)
  const line = clerk.page.getByRole('search', { name: '筛选交流单' }).getByText(/共 [\d,]+ 张/)
  let last = ''
  // The line is blank while the list asks; a number that stands twice is the answer to the last choice.
  await expect
    .poll(async () => {
      const now = await line.innerText()
      const stands = now === last
      last = now
      return stands
    })
    .toBe(true)
  return Number(/共 ([\d,]+) 张/.exec(last)?.[1]?.replaceAll(',', ''))
}

/** Opens one slip from the ledger by its number: the record stands beside the list. */
export async function openSlip(clerk: Clerk, no: string): Promise<void> {
  await clerk.go('人员')
  await clerk.go('交流单')
  await clerk.field('单号或姓名').fill(no)
  await clerk.sees('共 1 张')
  await focusOn(clerk.grid('交流单'))
  await expect.poll(() => activeRow(clerk)).toContain(no)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary', { name: no }).waitFor()
}

const choice = (clerk: Clerk, group: string, option: RegExp | string) =>
  clerk.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }).first()

/** Pairs with the likeliest person and confirms the item, all from the keyboard. */
export async function answerSlip(clerk: Clerk, { no, name }: ListedSlip): Promise<void> {
  await openSlip(clerk, no)
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused()).toBe('配对结果')
  await clerk.keys('1', 'Enter')
  await expect.poll(() => clerk.focused()).toBe('是哪一位')
  expect(await clerk.page.getByRole('radiogroup', { name: '是哪一位' }).innerText()).toContain(name)
  await clerk.keys('Space', 'Enter')
  await expect.poll(() => clerk.focused()).toBe('婚姻状况')
  await clerk.keys('1')
  await clerk.field('婚姻状况为').waitFor()
  await clerk.choose('婚姻状况为', '初婚')
  await clerk.keys('F2')
  await clerk.page.getByRole('complementary', { name: no }).getByText('待审核').waitFor()
}

/** Sends a slip back with its reason. */
export async function refuseSlip(clerk: Clerk, { no }: ListedSlip, why: '非本辖区' | '重复', words: string): Promise<void> {
  await openSlip(clerk, no)
  await focusOn(clerk.button('退回对方'))
  await clerk.keys('Enter')
  await clerk.page.getByRole('dialog', { name: '退回对方' }).waitFor()
  await focusOn(choice(clerk, '退回原因', new RegExp(`${why}$`)))
  await clerk.keys('Space', 'Enter')
  if (why !== '重复') {
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toContain('应由哪里办')
    await clerk.keys('Enter')
  }
  await expect.poll(() => clerk.focused()).toContain('说明')
  await clerk.type(words)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary', { name: no }).getByText('待审核').waitFor()
}

/** What the desk of slips says when the same was asked before. */
export async function saidTwice(clerk: Clerk, { no }: ListedSlip): Promise<boolean> {
  await openSlip(clerk, no)
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused()).toBe('配对结果')
  return clerk.page.getByText('对方已就同一人问过同样的事项').isVisible()
}

/** Signs every answer that waits for it. */
export async function releaseAll(clerk: Clerk, count: number): Promise<void> {
  await ledger(clerk, { 方向: '收到', 状态: '待审核' }, count)
  await clerk.keys('Control+a')
  await clerk.button(new RegExp(`^签发反馈 ${String(count)} `)).waitFor()
  await clerk.keys('F6')
  await confirm(clerk, '签发反馈')
  await clerk.sees('共 0 张')
}

/** Takes an answer into the file where it says something new, and closes the slip. */
export async function adoptAndClose(clerk: Clerk, { no }: ListedSlip): Promise<void> {
  await openSlip(clerk, no)
  await clerk.keys('F2')
  const dialog = clerk.page.getByRole('dialog', { name: '采信反馈' })
  await dialog.getByRole('row').getByText('婚姻状况').waitFor()
  await focusOn(dialog.getByRole('checkbox', { name: '采纳婚姻状况' }))
  await clerk.keys('Space')
  await focusOn(dialog.getByRole('button', { name: '采纳 1 项' }))
  await clerk.keys('Enter')
  const record = clerk.page.getByRole('complementary', { name: no })
  await record.getByText('已采信').first().waitFor()
  await clerk.keys('F2')
  await record.getByText('办结').first().waitFor()
}

/** The whole line 合计 of 统计, column → number, as it stands on the screen. */
export async function returnRate(clerk: Clerk, direction: '我方发出的' | '对方发来的'): Promise<Record<string, string>> {
  await clerk.go('统计')
  await clerk.choose('方向', direction)
  const rows = clerk.page.getByRole('table').getByRole('row')
  await rows.filter({ hasText: '合计' }).waitFor()
  const heads = (await rows.first().getByRole('columnheader').allInnerTexts()).slice(1)
  const cells = await rows.filter({ hasText: '合计' }).getByRole('cell').allInnerTexts()
  return Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? '']))
}
