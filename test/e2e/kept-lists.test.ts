/** A narrowed list as a clerk keeps it: named conditions that come back with one key, and the very rows of the screen as a file. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cellAt, openWorkbook, type RawRow } from '../../electron/core/workbook'
import { findings } from '../kit/axe'
import { type Clerk, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'

let stage: Stage
let clerk: Clerk
const folder = mkdtempSync(join(tmpdir(), 'kept-lists-'))
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string): Promise<void> {
  const shots = process.env['SHOTS']
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  for (const [words, scale] of [
    ['100', 1],
    ['150', 1.5]
  ] as const) {
    await clerk.page.setViewportSize({ width: Math.round(1366 / scale), height: Math.round(728 / scale) })
    await clerk.page.screenshot({ path: `${shots}/${name}-${words}.png` })
  }
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
}

const counted = async (): Promise<number> => {
  const summary = await clerk.page.getByText(/^共 [\d,]+ 人/).innerText()
  return Number(summary.replace(/\D/g, ''))
}
const shown = async (): Promise<string[]> => {
  const rows = await clerk.grid('人员').getByRole('row').allInnerTexts()
  return rows.slice(1).map((row) => row.trim().split(/\s/)[0] ?? '')
}
const ofDialog = (): Locator => clerk.page.getByRole('form', { name: '导出' }).getByRole('button', { name: '导出' })
async function tableOf(button: Locator): Promise<string[][]> {
  const file = join(folder, `${String(Date.now())}.xlsx`)
  const download = clerk.page.waitForEvent('download')
  await button.press('Enter')
  await (await download).saveAs(file)
  const book = await openWorkbook(file)
  const rows: RawRow[] = []
  for await (const row of book.rows(book.sheets[0]?.name ?? '')) rows.push(row)
  await book.close()
  const width = rows[0]?.cells.length ?? 0
  return rows.map((row) => Array.from({ length: width }, (_, at) => cellAt(row, at)?.plain ?? ''))
}

/** Enter takes the first place offered. While one is still being looked for it takes none, so a person presses it again. */
async function takePlace(): Promise<void> {
  const home = clerk.page.getByRole('combobox', { name: '户籍地', exact: true })
  const taken = clerk.page.getByText(/户籍 山西省吕梁市临县/).first()
  const press = async (): Promise<boolean> => {
    if ((await home.inputValue()) === '临县') await home.press('Enter')
    return taken.isVisible()
  }
  await expect.poll(press, { timeout: 20_000, interval: 200 }).toBe(true)
}

it('list › narrowed by scope and registered residence › is kept under a name and opened again by keys', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.grid('人员').getByRole('row').nth(2).waitFor()
    const everybody = await counted()
    await clerk.button('更多条件').press('Enter')
    await clerk.page.getByLabel('流动范围', { exact: true }).selectOption({ label: '跨省' })
    await clerk.sees('范围 跨省')
    await clerk.page.getByRole('combobox', { name: '户籍地', exact: true }).fill('临县')
    await clerk.page.getByRole('option', { name: /临县/ }).first().waitFor()
    await takePlace()
    await expect.poll(counted).toBeLessThan(everybody)
    const kept = await counted()
    await shoot('further-conditions')
    expect(await findings(clerk)).toEqual([])

    await clerk.keys('F6')
    await clerk.field('现在的条件').fill('临县跨省')
    await clerk.keys('Enter')
    await clerk.sees('已存为方案“临县跨省”')
    await shoot('presets')
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('Escape')
    await clerk.button('清除筛选').press('Enter')
    await expect.poll(counted).toBe(everybody)

    await clerk.keys('F6')
    await expect.poll(() => clerk.focused()).toContain('临县跨省')
    await clerk.keys('Enter')
    await clerk.sees('范围 跨省')
    await expect.poll(counted).toBe(kept)

    await clerk.keys('F6')
    await clerk.button('删去').press('Enter')
    await clerk.sees('已删去方案“临县跨省”')
    await clerk.button('恢复').press('Enter')
    await clerk.sees('已恢复方案“临县跨省”')
    await clerk.keys('Escape')
  })
})

/** Rows of the list that stand whole inside it. */
const wholeRows = (): Promise<number> =>
  clerk.grid('人员').evaluate((grid) => {
    const room = grid.getBoundingClientRect()
    const rows = Array.from(grid.querySelectorAll('[role=row]'), (row) => row.getBoundingClientRect())
    const head = rows[0]?.bottom ?? 0
    return rows.slice(1).filter(({ top, bottom }) => top >= head - 1 && bottom <= Math.min(room.bottom, window.innerHeight) + 1).length
  })

it('unfolded conditions › at 150 % on a small screen › leave six rows in sight, and every place can still be picked', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.menu('字号 150%')
    const unfold = clerk.button('更多条件')
    if ((await unfold.getAttribute('aria-expanded')) !== 'true') await unfold.press('Enter')
    await clerk.page.getByLabel('性别', { exact: true }).selectOption({ label: '女' })
    await clerk.page.getByLabel('流动范围', { exact: true }).selectOption({ label: '跨省' })
    await clerk.sees('范围 跨省')
    await clerk.grid('人员').getByRole('row').nth(6).waitFor()
    expect(await wholeRows()).toBeGreaterThanOrEqual(6)
    if (process.env['SHOTS'] !== undefined) await clerk.page.screenshot({ path: `${process.env['SHOTS']}/low-conditions.png` })
    const home = clerk.page.getByRole('combobox', { name: '户籍地', exact: true })
    await focusOn(home)
    await home.fill('临县')
    const found = clerk.page.getByRole('option', { name: /临县/ }).first()
    await found.waitFor()
    const box = await found.boundingBox()
    expect(box).not.toBeNull()
    const hit = await found.evaluate((option) => {
      const { left, top, width, height } = option.getBoundingClientRect()
      const there = document.elementFromPoint(left + width / 2, top + height / 2)
      return there !== null && option.contains(there)
    })
    expect(hit, 'nothing covers or cuts off the offered place').toBe(true)
    if (process.env['SHOTS'] !== undefined) await clerk.page.screenshot({ path: `${process.env['SHOTS']}/low-picker.png` })
    await takePlace()
    expect(await wholeRows()).toBeGreaterThanOrEqual(6)
    expect(await findings(clerk)).toEqual([])
    await clerk.button('清除筛选').press('Enter')
    await clerk.menu('字号 100%')
  })
})

it('list › chosen rows and the whole list › go out as they stand, masked', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    const grid = clerk.grid('人员')
    await grid.getByRole('row').nth(4).waitFor()
    await focusOn(grid)
    await clerk.keys('Control+Home', 'Shift+ArrowDown', 'Shift+ArrowDown')
    await clerk.sees('已选 3 人')
    const names = (await shown()).slice(0, 3)
    await clerk.keys('F7')
    await clerk.sees('已选的人：3 人，按列表现在的顺序。')
    await shoot('export')
    expect(await findings(clerk)).toEqual([])
    const three = await tableOf(ofDialog())
    expect(three[0]?.slice(0, 3)).toEqual(['姓名', '性别', '出生日期'])
    expect(three.slice(1).map((row) => row[0])).toEqual(names)
    expect(three.slice(1).every((row) => /\*{4}/.test(row[3] ?? '') || row[3] === '')).toBe(true)
    await clerk.sees('已导出 3 人。')

    await clerk.button('取消选择').press('Enter')
    const all = await counted()
    await clerk.keys('F7')
    await clerk.sees(/列表里的全部：[\d,]+ 人/)
    await focusOn(clerk.page.getByRole('listbox', { name: '列的次序' }))
    await clerk.keys('Home', 'Alt+ArrowDown')
    const table = await tableOf(ofDialog())
    expect(table).toHaveLength(all + 1)
    expect(table[0]?.slice(0, 3)).toEqual(['性别', '姓名', '出生日期'])
    expect(table.slice(1, 4).map((row) => row[1])).toEqual(names)
    expect(table[0]?.at(-1)).toBe('档案状态')
    expect(new Set(table.slice(1).map((row) => row.at(-1)))).toEqual(new Set(['在册']))
  })
})

it('every list › goes out by the button in its head, cell by cell as on screen', async () => {
  await walking(clerk, async () => {
    await clerk.go('往来单位')
    const grid = clerk.grid('往来单位')
    await grid.getByRole('row').nth(1).waitFor()
    const heads = await grid.getByRole('columnheader').allInnerTexts()
    const rows = (await grid.getByRole('row').count()) - 1
    const table = await tableOf(clerk.button('导出'))
    await clerk.sees(`已导出 ${String(rows)} 行。`)
    expect(table).toHaveLength(rows + 1)
    expect(table[0]).toEqual(heads.map((head) => head.trim()).filter((head) => head !== '选择'))
    expect(table[1]?.[0]).toBe((await grid.getByRole('row').nth(1).getByRole('gridcell').first().innerText()).trim())
  })
})

it('ledger of slips › opens the program’s own questions and kept ones by keys, with their columns', async () => {
  await walking(clerk, async () => {
    await clerk.go('交流单')
    const summary = clerk.page.getByRole('search', { name: '筛选交流单' }).getByText(/^共 [\d,]+ 张/)
    await summary.waitFor()
    await clerk.keys('F6')
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toContain('今天到期')
    await shoot('slip-presets')
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('ArrowDown', 'ArrowDown', 'Enter')
    await expect.poll(() => clerk.page.getByLabel('期限', { exact: true }).inputValue(), { timeout: 10_000 }).toBe('late')
    expect(await clerk.page.getByLabel('方向', { exact: true }).inputValue()).toBe('out')
    await shoot('slip-ledger-sorted')

    await clerk.keys('F6')
    await clerk.field('现在的条件').fill('该催的')
    await clerk.keys('Enter')
    await clerk.sees('已存为方案“该催的”')
    await clerk.keys('Escape')
    await clerk.button('清除筛选').press('Enter')
    await clerk.keys('F6')
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toContain('今天到期')
    await clerk.keys(...Array.from({ length: 7 }, () => 'ArrowDown'), 'Enter')
    await expect.poll(() => clerk.page.getByLabel('期限', { exact: true }).inputValue(), { timeout: 10_000 }).toBe('late')

    await clerk.keys('F6')
    await clerk.button('删去').press('Enter')
    await clerk.sees('已删去方案“该催的”')
    await clerk.button('恢复').press('Enter')
    await clerk.sees('已恢复方案“该催的”')
    await clerk.keys('Escape')
  })
})

it('ledger of slips › at 150 % › keeps its controls in two lines, and unfolds the days where one of them holds', async () => {
  await walking(clerk, async () => {
    await clerk.go('交流单')
    await clerk.menu('字号 150%')
    const bar = clerk.page.getByRole('search', { name: '筛选交流单' })
    await bar.getByText(/^共 [\d,]+ 张/).waitFor()
    const lines = (): Promise<number> =>
      bar.evaluate((all) => {
        const middles = [...all.children].map((one) => one.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2))
        return [...new Set(middles)].sort((a, b) => a - b).filter((middle, at, some) => at === 0 || middle - (some[at - 1] ?? 0) > 8).length
      })
    await expect.poll(lines, { timeout: 10_000 }).toBeLessThanOrEqual(2)
    if (process.env['SHOTS'] !== undefined) await clerk.page.screenshot({ path: `${process.env['SHOTS']}/low-slips.png` })
    await clerk.button('更多条件').press('Enter')
    await focusOn(bar.getByRole('textbox', { name: '应反馈从', exact: true }))
    await clerk.type('20260301')
    await clerk.keys('Tab')
    await clerk.button('清除筛选').waitFor()
    await clerk.go('人员')
    await clerk.page.goBack()
    await expect.poll(() => clerk.button('更多条件').getAttribute('aria-expanded'), { timeout: 10_000 }).toBe('true')
    expect(await findings(clerk)).toEqual([])
    await clerk.button('清除筛选').press('Enter')
    await clerk.menu('字号 100%')
  })
})

it('addresses › longer than their column › lose their beginning and keep their last part in sight', async () => {
  await walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.grid('人员').getByRole('row').nth(6).waitFor()
    const endsInSight = (): Promise<boolean[]> =>
      clerk.grid('人员').evaluate((grid) =>
        [...grid.querySelectorAll('.is-place .words')]
          .filter((cell) => cell.scrollWidth > cell.clientWidth)
          .map((cell) => {
            const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode() as Text
            const last = document.createRange()
            last.setStart(text, text.length - 1)
            last.setEnd(text, text.length)
            const [box, end] = [cell.getBoundingClientRect(), last.getBoundingClientRect()]
            return end.left >= box.left && end.right <= box.right + 1
          })
      )
    // Rows stand before what is written in them.
    await expect.poll(async () => (await endsInSight()).length, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(await endsInSight()).not.toContain(false)
    await shoot('places')
  })
})
