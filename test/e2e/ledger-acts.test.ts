/** What was done to many slips by a slip of the finger is taken back with one key, and the words of a withdrawal outlive its dialog. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { counted, draft, markNewest, submitAndSign } from './office-walk'

const COUNT = 3
let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string): Promise<void> {
  const shots = process.env['SHOTS']
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}

it('three drafts sent up › are drafts again after one key, and can be sent up once more', async () => {
  await walking(clerk, async () => {
    await markNewest(clerk, COUNT, (row) => row.includes('山西省吕梁市临县'))
    await draft(clerk, COUNT)
    await focusOn(clerk.grid('交流单'))
    await clerk.keys('Control+a')
    await clerk.button(/^送签 3 /).waitFor()
    await clerk.keys('F7')
    await clerk.sees('已送签 3 张。')
    await shoot('batch-undo')
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('Control+z')
    await clerk.sees('已撤销，3 张恢复原状。')
    await clerk.choose('状态', '草稿')
    await counted(clerk, '共 3 张')
    await submitAndSign(clerk, COUNT)
    await clerk.sees('已签发 3 张。')
    expect(await clerk.button('撤销').count()).toBe(0)
  })
})

it('words of a withdrawal › typed and left › are there again, with no reason chosen', async () => {
  await walking(clerk, async () => {
    await clerk.choose('状态', '已签发')
    await counted(clerk, '共 3 张')
    await focusOn(clerk.grid('交流单'))
    await clerk.keys('Control+a')
    const withdraw = clerk.button(/^撤回 3/)
    await withdraw.waitFor()
    await withdraw.press('Enter')
    const dialog = clerk.page.getByRole('dialog', { name: '撤回' })
    await dialog.getByLabel('说明').fill('来电说不再需要')
    await shoot('withdraw')
    expect(await findings(clerk)).toEqual([])
    await dialog.getByRole('button', { name: '返回' }).press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await withdraw.press('Enter')
    await expect.poll(() => dialog.getByLabel('说明').inputValue(), { timeout: 10_000 }).toBe('来电说不再需要')
    await shoot('withdraw-again')
    expect(await dialog.getByLabel('人已离开').isChecked()).toBe(false)
  })
})
