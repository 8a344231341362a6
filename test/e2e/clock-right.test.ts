/** A PC whose clock once showed next year: the line says so, somebody who looked at a calendar says that the date is right, and it is quiet. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { openTestOffice } from '../kit/office'
import { signIn } from './real-office'

const YEAR_MS = 365 * 86_400_000
let stage: Stage
let clerk: Clerk
let folder = ''
beforeAll(async () => {
  const office = await openTestOffice({ clock: testClock(new Date(Date.now() + YEAR_MS).toISOString()) })
  await office.core.close()
  folder = office.dir
  stage = await openStage(office.dir)
  clerk = await stage.open(stage.served.url)
}, 120_000)
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

const line = () => clerk.page.getByRole('region', { name: '电脑时间' })
async function isSound(name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) })
}

it('日期是对的 › said once, in large print too, and the line is gone from 待办 and 交流单', async () => {
  await walking(clerk, async () => {
    await signIn(clerk, 'banli')
    await line()
      .getByText(/比程序以前记下的 .* 还早/)
      .waitFor()
    for (const size of ['150', '100']) {
      await clerk.menu(`字号 ${size}%`)
      await isSound(`clock-line-${size}`)
      await focusOn(line().getByRole('button', { name: '日期是对的…' }))
      await clerk.keys('Enter')
      const dialog = clerk.page.getByRole('dialog', { name: '电脑日期是对的' })
      await dialog.getByText('请先与日历、手机对过再确认').waitFor()
      await isSound(`clock-right-${size}`)
      if (size === '150') await clerk.keys('Escape')
      else {
        await focusOn(dialog.getByRole('button', { name: '日期是对的', exact: true }))
        await clerk.keys('Enter')
      }
      await dialog.waitFor({ state: 'hidden' })
    }
    await line().waitFor({ state: 'detached' })
    await clerk.go('交流单')
    await clerk.sees('共 0 张')
    expect(await line().count()).toBe(0)
  })
  expectNoComplaints(clerk)
}, 120_000)
