/** What happens to sticks between two counties, by visible words and keys: lost, wrong, altered, old, an office set back, and a PC that was cloned. */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Clerk, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { PASSPHRASE } from '../kit/office'
import { makePair } from '../kit/pair'
import { alteredBundle } from '../exchange/altered-bundle'
import { chooseFolder, confirm, draft, markNewest, openTab, rowsUnder, submitAndSign } from './office-walk'
import { signIn, switchUser } from './real-office'
import { ledger } from './slip-walk'

const VECTORS = resolve(import.meta.dirname, '../../docs/formats/vectors')
const root = mkdtempSync(join(tmpdir(), 'trips-'))
/** The first bundle of all, as somebody kept it. */
const kept = join(root, 'kept.jhb')
const states = { there: join(root, 'state-there'), clone: join(root, 'state-clone') }
let stage: Stage
let servedThere: Served
let clone: Served | undefined
let here: Clerk
let there: Clerk

beforeAll(async () => {
  await makePair(root, { slips: 4, waiting: 2, stick: false, backup: true })
  stage = await openStage(join(root, 'a'))
  servedThere = await serve(join(root, 'b'), states.there)
  here = await stage.open(stage.served.url)
  there = await stage.open(servedThere.url)
}, 120_000)
afterAll(async () => {
  await stage.close()
  await servedThere.stop()
  await clone?.stop()
  rmSync(root, { recursive: true, force: true })
})

function stick(name: string): string {
  const folder = join(root, name)
  mkdirSync(folder)
  return folder
}
/** Bundles on a stick, the oldest first; status files are not among them. */
const bundlesOn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jhb') && !name.includes('_status_'))
    .sort()
    .map((name) => join(folder, name))

async function write(clerk: Clerk, folder: string): Promise<string> {
  await clerk.go('交换')
  await chooseFolder(clerk, folder)
  await clerk.keys('F2')
  const told = clerk.page.getByText(`可以拔出 “${basename(folder)}”`)
  await told.waitFor({ timeout: 30_000 })
  return told.innerText()
}
/** What the check says of each file. */
async function check(clerk: Clerk, folder: string): Promise<string[]> {
  await clerk.go('交换')
  await chooseFolder(clerk, folder)
  await clerk.keys('F6')
  await clerk.page.getByRole('heading', { name: `“${basename(folder)}”上的文件` }).waitFor({ timeout: 30_000 })
  return rowsUnder(clerk, '检查结果')
}
const take = (clerk: Clerk, folder: string): Promise<string[]> => walking(clerk, () => takeAll(clerk, folder))
async function takeAll(clerk: Clerk, folder: string): Promise<string[]> {
  await check(clerk, folder)
  await clerk.button(/^导入 \d+ 个/).waitFor()
  await clerk.keys('F2')
  await clerk.page.getByRole('heading', { name: '导入结果' }).waitFor({ timeout: 30_000 })
  return rowsUnder(clerk, '结果')
}
/** From one office to the other by a stick of its own. */
async function carry(name: string, from: Clerk, to: Clerk): Promise<string[]> {
  const folder = stick(name)
  await write(from, folder)
  return take(to, folder)
}
/** The words of 各单位 about the one neighbour. */
async function link(clerk: Clerk): Promise<string> {
  await focusOn(clerk.page.getByRole('tab', { name: '各单位' }))
  await clerk.keys('Enter')
  const panel = clerk.page.getByRole('tabpanel', { name: '各单位' })
  await panel.getByRole('row', { name: /^对方已反馈/ }).waitFor()
  const words = (await panel.innerText()).replaceAll(/\s+/g, ' ')
  await focusOn(clerk.page.getByRole('tab', { name: '收发' }))
  await clerk.keys('Enter')
  return words
}
/** The marks of a PC as a disk image carries them to another: they name the folder where it then lies. */
function imageOf(state: string, to: string, folder: string): void {
  cpSync(state, to, { recursive: true })
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.json'))) {
    const mark: unknown = JSON.parse(readFileSync(join(to, name), 'utf8'))
    const ino = String(statSync(folder, { bigint: true }).ino)
    if (typeof mark === 'object' && mark !== null && 'ino' in mark)
      writeFileSync(join(to, name), JSON.stringify({ ...mark, path: folder, ino }))
  }
}
/** Every number in the ledger of one direction. @param count slips there, those without a number too */
async function numbers(clerk: Clerk, direction: '发出' | '收到', count: number): Promise<string[]> {
  const slips = await ledger(clerk, { 方向: direction, 类型: '协查' }, count)
  return slips.flatMap(({ no }) => (/^\d/.test(no) ? [no] : [])).sort()
}
async function press(clerk: Clerk, name: string): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}
async function prove({ page }: Clerk, label: string, user: string, secretLabel: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: user })
  await page.getByLabel(secretLabel, { exact: true }).fill(PASSPHRASE)
}
async function signWaiting(clerk: Clerk, count: number): Promise<void> {
  await clerk.go('交流单')
  await clerk.choose('状态', '待签发')
  await clerk.sees(`共 ${String(count)} 张`)
  await focusOn(clerk.grid('交流单'))
  await clerk.keys('Control+a')
  await clerk.button(new RegExp(`^签发 ${String(count)} `)).waitFor()
  await clerk.keys('F6')
  await confirm(clerk, '签发')
  await clerk.sees('共 0 张')
}

it('a lost stick › is healed by the next trip without anybody asking', async () => {
  await walking(here, async () => {
    await signIn(here, 'banli')
    await signIn(there, 'banli')
    expect(await write(here, stick('s1'))).toContain('带 4 张交流单')
    rmSync(join(root, 's1'), { recursive: true })
    await signWaiting(here, 2)
    const next = stick('s2')
    expect(await write(here, next)).toContain('带 6 张交流单')
    await here.go('人员')
    await here.go('交换')
    const place = here.page.getByLabel('U盘', { exact: true }).locator('option:checked')
    await expect.poll(() => place.innerText(), { timeout: 10_000 }).toContain('文件夹 s2')
    // And of this one, the file with what the first had held cannot be read.
    const [first = ''] = bundlesOn(next)
    copyFileSync(first, kept)
    unlinkSync(first)
    expect(await take(there, next)).toContainEqual(expect.stringContaining('第 2 包 新收 2 张（协查 2）'))
    await there.sees('缺第 1 包')
    expect(await link(there)).toContain('缺第 1 包，对方下次写U盘时会自动补上。')
    await carry('s3', there, here)
    expect(await link(here)).toContain('1 包还会随下次写U盘再带一份')
    expect(await carry('s4', here, there)).toContainEqual(expect.stringContaining('第 1 包 新收 4 张（协查 4），已有 0 张'))
    expect(await rowsUnder(there, '待装包')).toEqual([expect.stringContaining('没有缺包')])
  })
  expectNoComplaints(here)
})

it('a wrong, an altered, a cut and an old bundle › are each told apart', async () => {
  await walking(there, async () => {
    const folder = stick('s5')
    copyFileSync(kept, join(folder, 'old.jhb'))
    writeFileSync(join(folder, 'altered.jhb'), alteredBundle(readFileSync(kept)))
    writeFileSync(join(folder, 'cut.jhb'), readFileSync(kept).subarray(0, 3_000))
    writeFileSync(join(folder, 'wrong.jhb'), alteredBundle(readFileSync(kept), 'recipient'))
    copyFileSync(join(VECTORS, 'data-a1.jhb'), join(folder, 'former.jhb'))
    const told = await check(there, folder)
    const of = (file: string): string => told.find((row) => row.includes(file)) ?? ''
    expect(of('altered.jhb')).toMatch(/^没有通过.*签名不符：文件被改动，或来自冒名者。/)
    expect(of('cut.jhb')).toMatch(/^没有通过.*文件不完整，可能没有安全拔出U盘。/)
    expect(of('wrong.jhb')).toMatch(/^给别的单位.*这是发给 330106-00 的交换包，不是给本单位的。请原样转交/)
    expect(of('former.jhb')).toMatch(/^给别的单位.*这是发给本单位另一套密钥的交换包/)
    expect(of('old.jhb')).toMatch(/^已收过/)
    expect(await take(there, folder)).toEqual([expect.stringContaining('以前已经导入，内容没有重复登记')])
  })
  expectNoComplaints(there)
})

it('an office set back to an old backup › goes on with new numbers, tells the neighbour, and gets its own words back', async () => {
  await walking(here, async () => {
    await switchUser(here, '管理员（guanli）')
    await openTab(here, '设置', '备份')
    await press(here, '用备份恢复…')
    await focusOn(here.page.getByRole('table', { name: '找到的备份' }).getByRole('button', { name: '选这份' }).last())
    await here.keys('Enter')
    await prove(here, '用户', '管理员', '口令或密钥')
    await prove(here, '另一用户', 'banli', '他的口令')
    await press(here, '用这份备份恢复')
    await here.sees('已经恢复')
    await press(here, '去登录')
    await signIn(here, 'banli')
    await here.sees('资料刚从备份恢复过')
    // What was sent since the copy comes back from this PC's own archive and travels again.
    expect(await carry('s6', here, there)).toContainEqual(expect.stringMatching(/第 1 包 没有新单，已有 6 张，退回 0 张$/))
    expect(await link(there)).toMatch(/对方于 .* 前后恢复过数据，缺的会自动补发/)
    await carry('s7', there, here)
    expect(await link(here)).toMatch(/请写一次U盘带给对方。.*本机的数据恢复过.*缺的单据正在向对方取回/)
    await carry('s8', here, there)
    await carry('s9', there, here)
    expect(await link(here)).toMatch(/不需要处理。.*缺的单据已从对方取回/)
    // The two drafts of the copy came back as the slips that were made of them: nothing is signed twice, and new slips take numbers nobody had.
    await markNewest(here, 2, () => true)
    await draft(here, 2)
    await submitAndSign(here, 2)
    expect(await carry('s10', here, there)).toContainEqual(expect.stringMatching(/新收 2 张（协查 2），已有 0 张，退回 0 张$/))
    expect(await link(there)).toMatch(/对方于 .* 前后恢复过数据，缺的已经补发/)
    const arrived = await numbers(there, '收到', 8)
    // The two drafts that have ended stand in the ledger without a number.
    expect([arrived.length, await numbers(here, '发出', 10)]).toEqual([8, arrived])
  })
  expectNoComplaints(here)
  expectNoComplaints(there)
})

it('a cloned PC › is recognised on both sides', async () => {
  await servedThere.stop()
  await there.page.close()
  const copied = join(root, 'b2')
  cpSync(join(root, 'b'), copied, { recursive: true })
  imageOf(states.there, states.clone, copied)
  servedThere = await serve(join(root, 'b'), states.there)
  clone = await serve(copied, states.clone)
  there = await stage.open(servedThere.url)
  const other = await stage.open(clone.url)
  await walking(there, async () => {
    await signIn(there, 'banli')
    await signIn(other, 'banli')
    await carry('c1', there, here)
    expect(await carry('c2', other, here)).toContainEqual(expect.stringMatching(/^已导入，请核实.*同一包号收到了两份不同的内容/))
    expect(await link(here)).toMatch(/请按官方电话与对方核实。.*第 \d+ 包收到了两份不同的内容，都已收下。对方可能有两台电脑在用/)
    const back = stick('c3')
    await write(here, back)
    for (const clerk of [there, other]) {
      await take(clerk, back)
      expect(await link(clerk)).toMatch(/本机的数据恢复过，或另有电脑在用/)
    }
  })
  expectNoComplaints(there)
  expectNoComplaints(other)
})
