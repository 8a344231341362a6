/** What is due, in Chromium: the signer holds one file back, the administrator asks, the signer agrees, it is deleted, and the report is told. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { desk, openTestOffice, PASSPHRASE } from '../kit/office'
import { someone, stay } from '../kit/register'
import { openTab } from './office-walk'
import { focus, signIn, switchUser } from './real-office'

const DAY = 86_400_000
const ADMIN = '管理员（guanli）'
const SIGNER = 'qianfa'
const root = mkdtempSync(join(tmpdir(), 'purge-journey-'))
let stage: Stage
let served: Served | null = null

beforeAll(async () => {
  stage = await openStage()
  const clock = testClock()
  const ago = (days: number): void => clock.set(new Date(Date.now() - days * DAY).toISOString())
  ago(1500)
  const office = await openTestOffice({ clock })
  await office.as('qianfa', ['signer'])
  for (const [name, text] of [
    ['测到期甲', '旧街一号'],
    ['测到期乙', '旧街二号'],
    ['测到期丙', '旧街三号']
  ] as const) {
    const began = new Date(Date.now() - 2000 * DAY).toISOString().slice(0, 10)
    const { id, revision } = await office.call('persons.save', {
      person: someone({ name }),
      episodes: [stay({ startedOn: began, residenceText: text })]
    })
    const on = new Date(Date.now() - 1500 * DAY).toISOString().slice(0, 10)
    await office.call('persons.setStatus', { id, revision, status: 'closed', on, reason: 'moved_on', note: null })
  }
  for (const days of [5, 4, 3]) {
    ago(days)
    await desk(office.core).call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  }
  // A copy from before the deletion still holds who goes.
  await (await office.as('guanli')).finish('backup.run', {})
  await office.core.close()
  cpSync(office.dir, join(root, 'office'), { recursive: true })
  rmSync(office.dir, { recursive: true })
})
afterAll(async () => {
  await served?.stop()
  await stage.close()
  rmSync(root, { recursive: true, force: true })
})

async function press(clerk: Clerk, name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}

async function agreedByTwo(clerk: Clerk, reason: string): Promise<void> {
  await focus(clerk, '理由')
  await clerk.type(reason)
  await clerk.keys('Enter')
  await focus(clerk, '批准人')
  await clerk.page.getByLabel('批准人', { exact: true }).selectOption({ label: 'qianfa' })
  await clerk.keys('Enter')
  await focus(clerk, '批准人的口令')
  await clerk.type(PASSPHRASE)
  await clerk.keys('Enter')
}

/** Copies from before the deletion go early, by two persons as well; a new one is made and read back first. */
async function letCopiesGo(clerk: Clerk): Promise<void> {
  await press(clerk, '提前删掉这些备份…')
  const asked = clerk.page.getByRole('dialog', { name: '提前删掉旧备份' })
  await focusOn(asked.getByRole('button', { name: '提前删掉旧备份', exact: true }))
  await clerk.keys('Enter')
  await clerk.page.getByRole('dialog', { name: '请另一人批准' }).waitFor()
  await agreedByTwo(clerk, '本人要求')
  await clerk.sees(/已删掉旧备份 \d+ 份/)
  await clerk.button('提前删掉这些备份…').waitFor({ state: 'detached' })
  expect(await findings(clerk)).toEqual([])
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'purge-copies.png') })
}

it('due files › one is held back, the others go by two persons, and the report stays', async () => {
  served = await serve(join(root, 'office'))
  const clerk = await stage.open(served.url)
  await walking(clerk, async () => {
    await signIn(clerk, SIGNER)
    await openTab(clerk, '设置', '到期删除')
    await press(clerk, '看名单')
    await clerk.sees('测到期甲')
    await press(clerk, '保全…')
    await focus(clerk, '理由')
    await clerk.type('投诉还没有办结')
    await clerk.keys('Enter')
    await clerk.sees('保全：投诉还没有办结')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'purge-list.png') })

    await switchUser(clerk, ADMIN)
    await openTab(clerk, '设置', '到期删除')
    await press(clerk, '删除到期的资料…')
    await focusOn(clerk.page.getByRole('dialog', { name: '删除到期的资料' }).getByRole('button', { name: '删除到期的资料', exact: true }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('dialog', { name: '请另一人批准' }).waitFor()
    await clerk.sees('退档、注销的档案 2 件删除')
    await agreedByTwo(clerk, '期满')
    await clerk.sees('已办理：退档、注销的档案删除 2 件')
    await clerk.sees('已完成')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'purge-done.png') })
    await expect(clerk.button('打印报告').first().isVisible()).resolves.toBe(true)

    await letCopiesGo(clerk)

    await switchUser(clerk, SIGNER)
    await openTab(clerk, '设置', '到期删除')
    await press(clerk, '看名单')
    await clerk.sees('保全：投诉还没有办结')
    await press(clerk, '解除保全')
    await clerk.page.getByText('保全：投诉还没有办结').waitFor({ state: 'detached' })
  })
  expectNoComplaints(clerk)
}, 300_000)
