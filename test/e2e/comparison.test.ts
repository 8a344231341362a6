/** Two counties settle a figure in Chromium: tables there and back, both agree, and each reads which slips the other counts otherwise. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { desk, openCore, PASSPHRASE } from '../kit/office'
import { makePair } from '../kit/pair'
import { chooseFolder, submitAndSign } from './office-walk'
import { signIn } from './real-office'
import { ledger } from './slip-walk'

const DAY = 86_400_000
const WITHIN_MS = 30_000
const ISSUED = new Date(Date.now() - 70 * DAY)
const root = mkdtempSync(join(tmpdir(), 'comparison-'))
const shots = process.env['SHOTS']
let stage: Stage
let servedThere: Served
let here: Clerk
let there: Clerk

/** Seventy days ago four questions went from here to there on a stick; one was answered there, and the answer never came back. */
beforeAll(async () => {
  const clock = testClock(ISSUED.toISOString())
  await makePair(root, { slips: 4, clock })
  const core = await openCore(join(root, 'b'), clock)
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  const { found } = await clerk.finish('exchange.scanStick', { source: clerk.connection.offer(join(root, 'full-stick')).ticket })
  await clerk.finish('exchange.importBundles', { spools: found.map(({ spool }) => spool) })
  const { rows } = await clerk.call('slips.search', {})
  const id = rows[0]?.id ?? ''
  const note = '查无此人，已向村委会核对'
  await clerk.call('slips.pair', { id, result: 'not_found', note })
  const verifiedOn = new Date(clock.now() + DAY / 3).toISOString().slice(0, 10)
  await clerk.call('slips.answer', { id, findings: [], method: 'file', verifiedOn, note })
  const second = desk(core)
  await second.call('session.signIn', { account: 'fuhe', passphrase: PASSPHRASE })
  await second.call('slips.release', { ids: [id] })
  await core.close()
  stage = await openStage(join(root, 'a'))
  servedThere = await serve(join(root, 'b'), join(root, 'state-there'))
  here = await stage.open(stage.served.url)
  there = await stage.open(servedThere.url)
}, 120_000)
afterAll(async () => {
  await stage.close()
  await servedThere.stop()
  rmSync(root, { recursive: true, force: true })
})

async function carry(name: string, from: Clerk, to: Clerk): Promise<void> {
  const folder = join(root, name)
  mkdirSync(folder)
  await from.go('交换')
  await chooseFolder(from, folder)
  await from.keys('F2')
  await from.page.getByText(/可以拔出/).waitFor({ timeout: WITHIN_MS })
  await to.go('交换')
  await chooseFolder(to, folder)
  await to.keys('F6')
  await to.button(/^导入 \d+ 个/).waitFor({ timeout: WITHIN_MS })
  await to.keys('F2')
  await to.page.getByRole('heading', { name: '导入结果' }).waitFor({ timeout: WITHIN_MS })
}
const table = (clerk: Clerk) => clerk.page.getByRole('table', { name: '两边的数' })
const line = async (clerk: Clerk, name: string): Promise<string[]> =>
  (
    await table(clerk)
      .getByRole('row', { name: new RegExp(`^${name} `) })
      .getByRole('cell')
      .allInnerTexts()
  ).slice(0, 3)

async function open(clerk: Clerk): Promise<void> {
  await clerk.go('交流单')
  await clerk.go('统计')
  await focusOn(clerk.button('与对方对账'))
  await clerk.keys('Enter')
  await table(clerk).waitFor()
  await clerk.choose('统计期', '全年')
  await clerk.choose('哪一期', `${new Date(ISSUED.getTime() + DAY / 3).toISOString().slice(0, 4)}年`)
}
async function looksRight(clerk: Clerk, name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
  if (shots === undefined) return
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
/** Hands the table over with consent, and signs it. @param says what the dialog promises */
async function offer(clerk: Clerk, says: string): Promise<void> {
  await clerk.keys('F8')
  const dialog = clerk.page.getByRole('dialog', { name: '把本表交给对方核对' })
  await dialog.waitFor()
  const agree = dialog.getByRole('checkbox', { name: '同意逐份核对' })
  if (!(await agree.isChecked())) {
    await focusOn(agree)
    await clerk.keys('Space')
  }
  await dialog.getByText(says).waitFor()
  await looksRight(clerk, `comparison-offer-${says.length.toString()}`)
  await focusOn(dialog.getByRole('button', { name: '生成草稿' }))
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary').getByText('统计交换').first().waitFor()
  await looksRight(clerk, `comparison-draft-${says.length.toString()}`)
  await ledger(clerk, { 类型: '统计交换', 状态: '草稿' }, 1)
  await submitAndSign(clerk, 1)
}

it('与对方对账 › figures, consent and the list of slips › by visible words and keys in both offices', async () => {
  for (const clerk of [here, there]) await walking(clerk, () => signIn(clerk, 'banli'))
  await walking(there, async () => {
    await open(there)
    await there.sees('对方还没有交来这一期的表')
    await expect.poll(() => line(there, '签发'), { timeout: WITHIN_MS }).toEqual(['0', '—', '—'])
    await offer(there, '这一份只有张数，不带单号。')
  })
  await carry('first', there, here)
  await walking(here, async () => {
    await open(here)
    await expect.poll(() => line(here, '签发'), { timeout: WITHIN_MS }).toEqual(['4', '4', '相同'])
    expect(await line(here, '按期反馈')).toEqual(['0', '1', '本单位少 1'])
    await here.sees(/两边都同意逐份核对以后/)
    await looksRight(here, 'comparison-figures')
    await offer(here, '这一份带单号')
  })
  await carry('second', here, there)
  await walking(there, async () => {
    await open(there)
    await there.sees('逐份核对：4 份计法不同')
    const list = there.page.getByRole('table', { name: '两边都计，计在不同栏目' })
    expect(await list.getByRole('row').count()).toBe(5)
    await looksRight(there, 'comparison-list')
    await focusOn(list.getByRole('link').first())
    await there.keys('Enter')
    await there.page.getByRole('complementary').waitFor()
  })
  for (const clerk of [here, there]) expectNoComplaints(clerk)
}, 300_000)
