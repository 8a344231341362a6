/** An answer that told wrong is put right from the question it answers, read beside it at the asker, taken over, and the slip is closed: by labels and keys. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openStage, type Stage, walking } from '../kit/browser'
import { changeOffice, draft, markNewest, readStick, submitAndSign, writeStick } from './office-walk'
import { answerSlip, ledger, openSlip, releaseAll } from './slip-walk'

const HERE = '榆阳区卫生健康局'
const THERE = '临县卫生健康和体育局'

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openStage()
  clerk = await openPractice(stage, stage.served.url)
})
afterAll(() => stage.close())

const shoot = async (name: string): Promise<void> => {
  expect(await findings(clerk)).toEqual([])
  expect(await cutOff(clerk)).toEqual([])
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) })
}
const record = () => clerk.page.getByRole('complementary')
const dialogOf = (name: string) => clerk.page.getByRole('dialog', { name })
async function radio(group: string, option: RegExp): Promise<void> {
  await focusOn(dialogOf('更正').getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }).first())
  await clerk.keys('Space')
}

it('更正反馈 › drafted from the question, signed, read beside the answer, adopted, 办结', async () => {
  await walking(clerk, async () => {
    await markNewest(clerk, 1, (row) => row.includes('山西省吕梁市临县'))
    await draft(clerk, 1)
    await submitAndSign(clerk, 1)
    await writeStick(clerk)
    await changeOffice(clerk, THERE)
    await readStick(clerk)
    const [asked] = await ledger(clerk, { 方向: '收到', 类型: '协查' }, 1)
    if (!asked) throw new RangeError('nothing arrived')
    await answerSlip(clerk, asked)
    await releaseAll(clerk, 1)

    await openSlip(clerk, asked.no)
    await focusOn(record().getByRole('button', { name: '更正反馈' }))
    await clerk.keys('Enter')
    const dialog = dialogOf('更正')
    await dialog.getByLabel('更正栏目').selectOption({ label: '婚姻状况' })
    await dialog.getByText('单上现在是：属实，初婚').waitFor()
    await radio('婚姻状况', /不符/)
    await dialog.getByLabel('婚姻状况为').selectOption({ label: '离婚' })
    await radio('更正原因', /录入错误/)
    await shoot('correct-answer')
    await focusOn(dialog.getByRole('button', { name: '起草更正' }))
    await clerk.keys('Enter')
    await clerk.sees('将带出的内容')
    await record().getByText('不符，离婚').first().waitFor()
    await ledger(clerk, { 状态: '草稿' }, 1)
    await submitAndSign(clerk, 1)
    await writeStick(clerk)

    await changeOffice(clerk, HERE)
    await readStick(clerk)
    await openSlip(clerk, asked.no)
    await record()
      .getByText(/婚姻状况：原为“属实，初婚”，更正为“不符，离婚”（录入错误）/)
      .waitFor()
    await shoot('corrected-answer')
    await clerk.keys('F2')
    const adopting = dialogOf('采信反馈')
    await adopting.getByRole('row').getByText('离婚').waitFor()
    await focusOn(adopting.getByRole('checkbox', { name: '采纳婚姻状况' }))
    await clerk.keys('Space')
    await focusOn(adopting.getByRole('button', { name: '采纳 1 项' }))
    await clerk.keys('Enter')
    await record().getByText('已采信').first().waitFor()
    await clerk.keys('F2')
    await record().getByText('办结').first().waitFor()

    // What was adopted already is looked at once more, and done with.
    const [correction] = await ledger(clerk, { 方向: '收到', 类型: '更正' }, 1)
    await openSlip(clerk, correction?.no ?? '')
    await clerk.keys('F2')
    await shoot('adopt-answer-correction')
    await focusOn(dialogOf('采纳更正').getByRole('button', { name: '不改档案，办结' }))
    await clerk.keys('Enter')
    await record().getByText('办结').first().waitFor()
    await clerk.go('待办')
    await clerk.page.getByRole('region', { name: '需要我处理' }).getByText('没有等着办理的单').waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)
