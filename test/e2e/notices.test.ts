/** A notice of a service, by keys alone: what the rules ask is asked, a basis that is the person's word asks for its record, and the draft shows what the other side will read. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { cutOff, expectNoComplaints, focusOn, openPractice, openStage, type Stage, walking } from '../kit/browser'
import { activeRow, confirm, counted, markNewest } from './office-walk'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

it('a notice › is filled in by the rules, refused without consent, drafted and signed', async () => {
  const clerk = await openPractice(stage, stage.served.url)
  const shoot = async (name: string): Promise<void> => {
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) })
  }
  const choose = async (group: string, choice: string): Promise<void> => {
    await focusOn(clerk.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: choice, exact: true }))
    await clerk.keys('Space')
  }
  await walking(clerk, async () => {
    await markNewest(clerk, 1, () => true)
    await clerk.keys('F4')
    await clerk.sees('起草 1 张')
    await choose('类型', '服务通报')
    await clerk.keys('F2')
    await clerk.sees('请选服务类型')
    await clerk.sees('请填服务日期')
    await shoot('notice-faults')
    await clerk.page.getByLabel('服务类型').selectOption({ index: 1 })
    await focusOn(clerk.field('服务日期'))
    await clerk.type('20260302')
    await focusOn(clerk.field('服务机构'))
    await clerk.type('测县妇幼保健院')
    await clerk.page.getByLabel('法律依据').selectOption({ label: '本人同意' })
    await clerk.keys('F2')
    await clerk.sees('请填同意或申请记录的编号')
    await focusOn(clerk.field('记录编号'))
    await clerk.type('TY-2026-17')
    await shoot('notice-filled')
    await clerk.keys('F2')
    await clerk.grid('交流单').waitFor()
    await counted(clerk, '共 1 张')
    await focusOn(clerk.grid('交流单'))
    await expect.poll(() => activeRow(clerk), { timeout: 10_000 }).toContain('服务通报')
    await clerk.keys('Enter')
    await clerk.sees('将带出的内容')
    for (const words of ['测县妇幼保健院', '2026-03-02', 'TY-2026-17']) await clerk.sees(words)
    await shoot('notice-draft')
    await focusOn(clerk.button('送签').first())
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary').getByText('待签发').first().waitFor()
    await focusOn(clerk.button('签发').first())
    await clerk.keys('Enter')
    await confirm(clerk, '签发')
    await clerk.sees(/-TB-FW-\d{4}-000001/)
  })
  expectNoComplaints(clerk)
}, 300_000)
