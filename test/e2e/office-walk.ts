/** What a clerk does in the course of the main job, each act by the words and keys on the screen. */
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { focusOn, type Clerk } from '../kit/browser'

const DONE_WITHIN_MS = 30_000

/** The words of the row that the keyboard stands on in the grid in focus; '' outside a grid or while the row is loading. */
export function activeRow({ page }: Clerk): Promise<string> {
  return page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant')
    const row = id ? document.getElementById(id)?.closest('[role=row]') : null
    return Array.from(row?.querySelectorAll('[role=gridcell]') ?? [], (cell) => cell.textContent.trim())
      .join(' ')
      .trim()
  })
}

/** Waits until the list has answered: the line above it says how many there are. */
export const counted = (clerk: Clerk, words: string | RegExp): Promise<void> => clerk.sees(words)

export interface Registered {
  readonly name: string
  readonly idNo: string
  readonly hukou: string
  readonly residence: string
}

/** Walks to the next field and makes sure that it is the one meant. */
async function next(clerk: Clerk, label: string): Promise<void> {
  await clerk.keys('Enter')
  await expect.poll(() => clerk.focused(), { message: `Enter goes on to ${label}` }).toContain(label)
}

/** Types into the picker in focus until one place is offered, and takes it. */
export async function pickPlace(clerk: Clerk, label: string, code: string, words: string): Promise<void> {
  await clerk.type(code)
  await clerk.page.getByRole('listbox', { name: label }).getByText(words).first().waitFor()
  await clerk.keys('Enter')
  await expect.poll(() => clerk.field(label).first().inputValue()).toContain(words)
}

/** F2 on the list of persons, then the whole form with Enter alone; ends on the list with the record beside it. */
export async function registerPerson(clerk: Clerk, { name, idNo, hukou, residence }: Registered): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused()).toContain('姓名')
  await composeName(clerk, name)
  await next(clerk, '证件号码')
  await clerk.type(idNo)
  await expect.poll(() => clerk.field('出生日期').inputValue(), { message: 'the number tells the day of birth' }).not.toBe('')
  await next(clerk, '户籍地')
  await pickPlace(clerk, '户籍地', hukou, '临县')
  for (const label of ['户籍详址', '联系电话', '婚姻状况', '类别', '开始日期']) await next(clerk, label)
  await clerk.type('今天')
  await next(clerk, '现居住地')
  await pickPlace(clerk, '现居住地', residence, '榆阳区')
  for (const label of ['居住详址', '流动原因', '居住处所', '房主或联系人', '联系人电话', '随同人数', '结束日期']) await next(clerk, label)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary', { name }).waitFor()
}

/** An input method's Enter takes the name and must not leave the field. */
async function composeName(clerk: Clerk, name: string): Promise<void> {
  await clerk.compose('ce shi')
  await clerk.keys('Enter')
  expect(await clerk.focused()).toContain('姓名')
  await clerk.commit(name)
  await expect.poll(() => clerk.field('姓名').inputValue()).toBe(name)
  // The same breath as the end of composition still belongs to the input method; a clerk's next key comes later.
  await clerk.page.waitForFunction((since) => performance.now() - since > 150, await clerk.page.evaluate(() => performance.now()))
}

/** On the list of those who moved in, newest first: marks the first `count` that `fits` and tells their names. */
export async function markNewest(clerk: Clerk, count: number, fits: (row: string) => boolean, among = 200): Promise<string[]> {
  await clerk.go('人员')
  await clerk.choose('类别', '流入')
  await clerk.choose('排序', '按开始日期排，新的在前')
  const grid = clerk.grid('人员')
  await grid.getByRole('row').nth(2).getByText('流入').waitFor()
  await focusOn(grid)
  await clerk.keys('Control+Home')
  const names: string[] = []
  for (let at = 0; at < among && names.length < count; at++) {
    await expect.poll(() => activeRow(clerk), { interval: 20 }).toContain('流入')
    const row = await activeRow(clerk)
    const name = row.split(' ')[0] ?? ''
    if (fits(row) && !names.includes(name)) {
      await clerk.keys('Space')
      names.push(name)
    }
    await clerk.keys('ArrowDown')
  }
  expect(names.length).toBe(count)
  await clerk.sees(`已选 ${String(count)} 人`)
  return names
}

/** F4 with marked persons: the draft, asking for the marital status. @param standing how many drafts there are then */
export async function draft(clerk: Clerk, count: number, standing = count): Promise<void> {
  await clerk.keys('F4')
  await clerk.sees(`起草 ${String(count)} 张`)
  await focusOn(clerk.field('婚姻状况'))
  await clerk.keys('Space')
  await focusOn(clerk.field('理由'))
  await clerk.type('本人申请登记，需核实')
  await clerk.keys('F2')
  await clerk.grid('交流单').waitFor()
  await counted(clerk, `共 ${String(standing)} 张`)
}

/** Marks all of the list with Ctrl+A and does to them what the key says. */
async function withAll(clerk: Clerk, count: number, act: string, key: string): Promise<void> {
  await focusOn(clerk.grid('交流单'))
  await clerk.keys('Control+a')
  await clerk.button(new RegExp(`^${act} ${String(count)} `)).waitFor()
  await clerk.keys(key)
}

/** Says yes in the dialog that names the act. */
export async function confirm({ page }: Clerk, act: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: act })
  await focusOn(dialog.getByRole('button', { name: act, exact: true }))
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden', timeout: DONE_WITHIN_MS })
}

/** Sends all drafts up for signing, and signs them. */
export async function submitAndSign(clerk: Clerk, count: number): Promise<void> {
  await withAll(clerk, count, '送签', 'F7')
  await clerk.choose('状态', '待签发')
  await counted(clerk, `共 ${String(count)} 张`)
  await withAll(clerk, count, '签发', 'F6')
  await confirm(clerk, '签发')
  await counted(clerk, '共 0 张')
}

/** Walks the folders of the PC as the program shows them, and takes one for the stick. */
export async function chooseFolder(clerk: Clerk, path: string): Promise<void> {
  await focusOn(clerk.button('选择文件夹'))
  await clerk.keys('Enter')
  const dialog = clerk.page.getByRole('dialog', { name: '选择U盘或文件夹' })
  await dialog.waitFor()
  for (const name of ['/', ...path.split('/').filter((part) => part !== '')]) {
    const folder = dialog.getByRole('button', { name, exact: true })
    await folder.waitFor()
    await focusOn(folder)
    await clerk.keys('Enter')
  }
  await dialog.getByText(path, { exact: true }).waitFor()
  await focusOn(dialog.getByRole('button', { name: '选定这个文件夹' }))
  await clerk.keys('Enter')
  await dialog.waitFor({ state: 'detached' })
  const chosen = clerk.page.getByLabel('U盘', { exact: true }).locator('option:checked')
  await expect.poll(() => chosen.innerText()).toContain(`文件夹 ${path.split('/').at(-1) ?? ''}`)
}

export async function writeStick(clerk: Clerk): Promise<void> {
  await clerk.go('交换')
  await expect.poll(() => clerk.field('U盘').first().inputValue()).not.toBe('')
  await clerk.keys('F2')
  await clerk.page.getByText('可以拔出').waitFor({ timeout: DONE_WITHIN_MS })
}

/** Reads the stick and takes in all that may come in; tells what was found and what became of it. */
export async function readStick(clerk: Clerk): Promise<{ found: string[]; imported: string[] }> {
  await clerk.go('交换')
  await expect.poll(() => clerk.field('U盘').first().inputValue()).not.toBe('')
  await clerk.keys('F6')
  await clerk.button(/^导入 \d+ 个/).waitFor({ timeout: DONE_WITHIN_MS })
  const found = await rowsUnder(clerk, '检查结果')
  await clerk.keys('F2')
  await clerk.page.getByRole('heading', { name: '导入结果' }).waitFor({ timeout: DONE_WITHIN_MS })
  return { found, imported: await rowsUnder(clerk, '结果') }
}

const tableUnder = ({ page }: Clerk, heading: string): Locator =>
  page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: heading, exact: true }) })

/** The words of every row of the table that has such a column. */
export async function rowsUnder(clerk: Clerk, heading: string): Promise<string[]> {
  const rows = tableUnder(clerk, heading).getByRole('row')
  const words: string[] = []
  for (const row of (await rows.all()).slice(1))
    words.push((await row.getByRole('cell').allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ').trim())
  return words
}

/** Becomes the other office, and waits for its desk. */
export async function changeOffice(clerk: Clerk, name: string): Promise<void> {
  await clerk.menu('换到对方单位')
  await clerk.page.getByRole('banner').getByText(name).waitFor({ timeout: DONE_WITHIN_MS })
}

/** Goes to a place of the rail and opens a tab there. */
export async function openTab(clerk: Clerk, place: string, name: string): Promise<void> {
  await clerk.go(place)
  // Behind its name it may say how much there is to do.
  const tab = clerk.page.getByRole('tab', { name: new RegExp(`^${name}\\s*\\d*$`) })
  await focusOn(tab)
  await clerk.keys('Enter')
  await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true')
}
