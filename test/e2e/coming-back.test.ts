/** Two bad mornings in Chromium: the database is damaged on Monday, and a new PC begins from last night's copy. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, copiesOf, openBackupOffice } from '../backup/backup-office'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'
import { signIn } from './real-office'

const THEN = 3
const root = mkdtempSync(join(tmpdir(), 'coming-back-'))
let stage: Stage
let copy = ''
beforeAll(async () => {
  stage = await openStage()
  const office = await openBackupOffice()
  for (let i = 0; i < THEN; i++) await addPerson(office, `测试${String.fromCodePoint(0x4e1c + i)}`)
  await office.admin.finish('backup.run', {})
  ;[copy = ''] = copiesOf(office.dir)
  await addPerson(office, '测试后来')
  await office.core.close()
  cpSync(office.dir, join(root, 'office'), { recursive: true })
  rmSync(office.dir, { recursive: true })
})
afterAll(async () => {
  await stage.close()
  rmSync(root, { recursive: true, force: true })
})

async function at(dir: string, walk: (clerk: Clerk, served: Served) => Promise<void>): Promise<void> {
  const served = await serve(dir)
  const clerk = await stage.open(served.url)
  try {
    await walking(clerk, () => walk(clerk, served))
    expectNoComplaints(clerk)
  } finally {
    await clerk.page.close()
    await served.stop()
  }
}

async function press(clerk: Clerk, name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}

async function prove(clerk: Clerk, label: string, user: string, secretLabel: string, secret: string): Promise<void> {
  await clerk.page.getByLabel(label, { exact: true }).selectOption({ label: user })
  await clerk.page.getByLabel(secretLabel, { exact: true }).fill(secret)
}

it('damaged database on Monday morning › is told, compared, restored by two persons, looked over and confirmed', async () => {
  const dir = join(root, 'monday')
  cpSync(join(root, 'office'), dir, { recursive: true })
  truncateSync(join(dir, 'office.db'), 1_000)
  await at(dir, async (clerk) => {
    await clerk.page.getByLabel('用户', { exact: true }).selectOption({ label: '管理员（guanli）' })
    await clerk.page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
    await clerk.keys('Enter')
    await clerk.sees('数据文件有损坏')
    await clerk.page.reload()
    await clerk.page.getByLabel('用户', { exact: true }).or(clerk.page.getByText('数据文件有损坏')).first().waitFor()
    await press(clerk, '用备份恢复…')
    await clerk.sees('选这份')
    await press(clerk, '选这份')
    await clerk.sees('读不出')
    await clerk.sees('现在的资料会另存一份，不会删除')
    expect(await findings(clerk)).toEqual([])
    await prove(clerk, '用户', '管理员', '口令或密钥', PASSPHRASE)
    await prove(clerk, '另一用户', 'banli', '他的口令', PASSPHRASE)
    await press(clerk, '用这份备份恢复')
    await clerk.sees('已经恢复')
    await press(clerk, '去登录')
    await signIn(clerk, '管理员（guanli）')
    await clerk.sees('资料刚从备份恢复过')
    await clerk.go('设置')
    await clerk.page.getByRole('tab', { name: '备份', exact: true }).click()
    await clerk.sees('请核对')
    await press(clerk, '已核对，确认')
    await clerk.sees('已确认')
    await press(clerk, '现在备份')
    await clerk.sees('已备份并读回检查')
    expect(await findings(clerk)).toEqual([])
    expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
    await restoreFromSettings(clerk)
  })
})

/** Ends the session of whoever does it: what is missing is read first, and stands on the page of the day until it is confirmed. */
async function restoreFromSettings(clerk: Clerk): Promise<void> {
  await press(clerk, '用备份恢复…')
  await clerk.sees('选这份')
  await press(clerk, '选这份')
  await prove(clerk, '用户', '管理员', '口令或密钥', PASSPHRASE)
  await prove(clerk, '另一用户', 'banli', '他的口令', PASSPHRASE)
  await press(clerk, '用这份备份恢复')
  await clerk.sees('已经恢复')
  await clerk.sees('之后登记、修改、收发的内容都不在里面')
  await clerk.sees('恢复之前的资料另存在数据文件夹的 before-restore/')
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'restored.png') })
  expect(await findings(clerk)).toEqual([])
  await press(clerk, '去登录')
  await signIn(clerk, '管理员（guanli）')
  await clerk.sees('由 管理员、banli 用')
  await clerk.sees('登记、修改、收发的内容都不在里面')
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'restored-home.png') })
}

it('a new PC › goes on from last night’s copy with one passphrase', async () => {
  const dir = join(root, 'new-pc')
  mkdirSync(dir)
  await at(dir, async (clerk) => {
    await press(clerk, '用备份恢复')
    await clerk.sees('已知的位置里没有找到备份')
    const choosing = clerk.page.waitForEvent('filechooser')
    await press(clerk, '选择其他备份文件…')
    await (await choosing).setFiles(join(root, 'office', 'backups', copy))
    await clerk.sees('测试甲区卫生健康局')
    await prove(clerk, '用户', 'banli', '口令或密钥', PASSPHRASE)
    await press(clerk, '用这份备份恢复')
    await clerk.sees('已经恢复')
    await press(clerk, '去登录')
    await signIn(clerk, 'banli')
    await clerk.go('人员')
    await clerk.sees('测试东')
    expect(await clerk.page.getByText('测试后来').count()).toBe(0)
  })
})

it('a file that is no copy › is refused in words, and the page goes on', async () => {
  const dir = join(root, 'other-file')
  mkdirSync(dir)
  writeFileSync(join(root, 'a.ypqbak'), 'nothing of ours')
  await at(dir, async (clerk) => {
    await press(clerk, '用备份恢复')
    const choosing = clerk.page.waitForEvent('filechooser')
    await press(clerk, '选择其他备份文件…')
    await (await choosing).setFiles(join(root, 'a.ypqbak'))
    await clerk.sees('这不是一盘棋的备份文件')
    expect(await clerk.button('选择其他备份文件…').count()).toBe(1)
  })
})
