/** Trust by keys and paper: the ceremony with a form that was tampered with, then keys changed by two persons, as clerks do it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeProof } from '@shared/proof'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { openTestOffice, PASSPHRASE, type TestOffice } from '../kit/office'
import { chooseFolder } from './office-walk'
import { aProof, keyIdOctets, signing } from '../proof/kit'
import { addUser, focus, setUp, signIn, switchUser, tabTo } from './real-office'

const ADMIN = '管理员甲（guanli）'
const THERE = '测试乙县卫生健康局'

let stage: Stage
/** The office in the next county, which takes the stick. */
let there: TestOffice
let clerk: Clerk
let recoveryKey = ''
const folder = mkdtempSync(join(tmpdir(), 'keys-e2e-'))
const card = join(folder, '乙县.jhk')
const directory = join(folder, '目录.jhd')
let form = { digits: '', qr: '' }

beforeAll(async () => {
  there = await openTestOffice({ code: '141124-00', name: THERE })
  const { file } = await there.call('exchange.exportCard', {})
  writeFileSync(card, readFileSync(there.connection.take(file.ticket).path))
  const { card: facts, qr } = await there.call('exchange.identity', {})
  form = { digits: facts.digits, qr }
  const admin = await there.as('guanli')
  const input = { recoveryKey: there.recoveryKey }
  const { id } = await admin.call('approvals.request', { method: 'keys.signDirectory', input, reason: '发布' })
  await admin.call('approvals.approveHere', { id, account: 'banli', passphrase: PASSPHRASE })
  const reply = await admin.raw('keys.signDirectory', input, undefined, id)
  if (!reply.ok) throw new TypeError(reply.error.code)
  const made = reply.value as { file: { ticket: string } } // The reply of the method named above.
  writeFileSync(directory, readFileSync(admin.connection.take(made.file.ticket).path))
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
  // Choosers are caught as long as somebody listens: without this a key pressed at once would open one that nobody sees.
  clerk.page.on('filechooser', () => undefined)
}, 120_000)
afterAll(async () => {
  await stage.close()
  await there.close()
  rmSync(folder, { recursive: true, force: true })
})

const press = async (name: string): Promise<void> => {
  await focusOn(clerk.page.getByRole('button', { name, exact: true }).last())
  await clerk.keys('Enter')
}
/** A button whose name carries its key. */
async function open(name: string): Promise<void> {
  await focusOn(clerk.button(new RegExp(`^${name}`)).first())
  await clerk.keys('Enter')
}
async function fill(label: string, text: string): Promise<void> {
  await clerk.page.getByLabel(label, { exact: true }).fill(text)
}

/** The colleague beside agrees on this screen. */
async function approve(reason: string): Promise<void> {
  await clerk.page.getByRole('dialog', { name: '请另一人批准' }).waitFor()
  await focus(clerk, '理由')
  await clerk.type(reason)
  await focusOn(clerk.page.getByLabel('批准人的口令'))
  await clerk.type(PASSPHRASE)
  await clerk.keys('Enter')
}

it('the ceremony › wrong digits and a covered code stop it › a good form and two persons confirm the key', async () => {
  await walking(clerk, async () => {
    recoveryKey = await setUp(clerk)
    await tabTo(clerk, '恢复密钥已经打印或抄写')
    await clerk.keys('Space')
    await tabTo(clerk, '去登录')
    await clerk.keys('Enter')
    await signIn(clerk, ADMIN)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '用户', exact: true }))
    await clerk.keys('Enter')
    await clerk.grid('用户').waitFor()
    await addUser(clerk, 'qianfa', '签发乙', undefined, '审核签发')

    await clerk.go('往来单位')
    const chooser = clerk.page.waitForEvent('filechooser')
    await clerk.keys('F2')
    await (await chooser).setFiles(card)
    await clerk.page.getByRole('dialog', { name: '登记密钥卡' }).waitFor()
    await press('登记')
    await clerk.sees(/已登记，请由两个人分别核对数字/)
    await press('核对数字')
    await clerk.page.getByRole('dialog', { name: `核对“${THERE}”的密钥` }).waitFor()
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])

    const wrong = form.digits.replace(/^\d{5}/, (group) => String((Number(group) + 1) % 100_000).padStart(5, '0'))
    await fill('核对数字', wrong)
    await press('核对')
    await clerk.sees('输入的数字与密钥不一致。')
    await fill('二维码', form.qr)
    await press('核对')
    await clerk.sees('登记表上的二维码与数字不是同一个密钥，这张表可能被改动过。')
    await fill('核对数字', form.digits)
    await focusOn(clerk.page.getByLabel('第二人也在场'))
    await clerk.keys('Space')
    await fill('第二人用户名', 'qianfa')
    await fill('第二人口令', PASSPHRASE)
    await press('核对')
    await clerk.sees(`“${THERE}”的密钥已由两人核对，可以往来。`)
    await clerk.button('打印核对记录').waitFor()

    await clerk.page.getByRole('dialog').waitFor({ state: 'detached' })
    await focusOn(clerk.grid('往来单位'))
    const second = clerk.page.waitForEvent('filechooser')
    await clerk.keys('F2')
    await (await second).setFiles(directory)
    await clerk.page.getByRole('dialog', { name: '密钥目录' }).waitFor()
    await clerk.sees(/发布的第 1 版.*列有 1 个单位/)
    expect(await findings(clerk)).toEqual([])
    await press('收下目录')
    await clerk.sees(`已收下“${THERE}”的第 1 版密钥目录，0 个待核对的单位经目录核对。`)
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a change of keys › needs the recovery key and a colleague › and the next card is in use', async () => {
  await walking(clerk, async () => {
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '密钥', exact: true }))
    await clerk.keys('Enter')
    await clerk.sees('还没有停用过密钥。')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await press('更换本机密钥…')
    await focus(clerk, '原因')
    await clerk.keys('Enter')
    await focus(clerk, '恢复密钥')
    await clerk.type(recoveryKey.replace(/\s+/g, ' '))
    await press('更换密钥')
    await approve('按规定一年一换')
    await clerk.sees('第 2 版密钥卡已启用。下次写入U盘时自动带给对方。请现在备份一次。')
    await expect.poll(() => clerk.page.getByRole('table', { name: '已停用的密钥' }).innerText()).toMatch(/定期更换\s+第 2 版/)
    expect(await findings(clerk)).toEqual([])
  })
  expectNoComplaints(clerk)
}, 300_000)

it('the checking page › is handed out as one file that says whose keys it knows', async () => {
  const file = join(folder, 'checking.html')
  await walking(clerk, async () => {
    const download = clerk.page.waitForEvent('download')
    await press('导出核验网页')
    expect((await download).suggestedFilename()).toBe('证明核验.html')
    await (await download).saveAs(file)
    await clerk.sees('核验网页已保存，里面有 2 个单位的密钥。')
  })
  expectNoComplaints(clerk)
  const page = await stage.context.newPage()
  await page.goto(pathToFileURL(file).href)
  await page.getByText(/^名单由.*制作，有 2 个单位。$/).waitFor()
  await page.getByLabel('扫码枪扫入，或粘贴核验码').fill(writeProof(aProof, keyIdOctets, signing))
  await page.keyboard.press('Enter')
  await page.getByText('名单里没有签发这张证明的单位或密钥').waitFor()
  await page.close()
}, 120_000)

it('after the change › the stick carries both cards › and the other office takes them and the envelope of the new key', async () => {
  const stick = join(folder, 'stick')
  mkdirSync(stick)
  await walking(clerk, async () => {
    await switchUser(clerk, '签发乙（qianfa）')
    await clerk.go('交换')
    await chooseFolder(clerk, stick)
    await expect
      .poll(() =>
        clerk
          .button(/^写入U盘/)
          .first()
          .isEnabled()
      )
      .toBe(true)
    await open('写入U盘')
    await clerk.page.getByText('可以拔出').waitFor({ timeout: 60_000 })
  })
  expectNoComplaints(clerk)
  const names = readdirSync(stick, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jhk'))
  const cards = names.sort().map((name) => join(stick, name))
  expect(cards.map((path) => basename(path))).toEqual([
    expect.stringMatching(/_card_0001\.jhk$/),
    expect.stringMatching(/_card_0002\.jhk$/)
  ])
  const [first = ''] = cards
  const { card: facts } = await there.call('partners.readCard', { file: there.connection.offer(first).ticket })
  const { id } = await there.call('partners.add', { file: there.connection.offer(first).ticket })
  for (const who of [there, await there.as('fuhe')]) await who.call('partners.confirm', { id, digits: facts.digits })
  const { found, cards: seen } = await there.finish('exchange.scanStick', { source: there.connection.offer(stick).ticket })
  expect(seen.map(({ outcome, version }) => `${outcome} ${String(version)}`)).toEqual(['known 1', 'installed 2'])
  const { bundles } = await there.finish('exchange.importBundles', { spools: found.map(({ spool }) => spool) })
  expect(bundles.map(({ outcome }) => outcome)).toEqual(['status'])
}, 300_000)

it('the national suite › what a link uses stands on its page › switching on says that nothing is certified, and needs a colleague', async () => {
  await walking(clerk, async () => {
    await focusOn(clerk.page.getByRole('tab', { name: '各单位', exact: true }))
    await clerk.keys('Enter')
    await clerk.sees('通用算法')
    await switchUser(clerk, ADMIN)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '密钥', exact: true }))
    await clerk.keys('Enter')
    await clerk.sees(/未启用。/)
    await press('启用国密套件…')
    await clerk.sees(/不能作为通过商用密码应用安全性评估的依据/)
    await focus(clerk, '恢复密钥')
    await clerk.type(recoveryKey.replace(/\s+/g, ' '))
    await press('启用国密套件')
    await approve('上级要求')
    await clerk.sees(/第 3 版密钥卡已启用/)
    await clerk.sees(/已启用。密钥卡上有国密的往来单位/)
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a lost root › the other office is told by a new form, and is waited for until it writes to the new keys', async () => {
  rmSync(join(stage.data, 'keys', 'root.age'))
  await walking(clerk, async () => {
    await press('主密钥丢失，重新建立…')
    const dialog = clerk.page.getByRole('dialog', { name: '重新建立主密钥' })
    await dialog.waitFor()
    await focus(clerk, '主密钥文件没有了')
    await clerk.keys('Space', 'Enter')
    await focus(clerk, '主密钥纸没有了')
    await clerk.keys('Space', 'Enter')
    await focus(clerk, '恢复密钥')
    await clerk.type(recoveryKey.replace(/\s+/g, ' '))
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'lost-root-dialog.png') })
    await clerk.keys('Enter')
    await approve('文件和纸都找不到了')
    await clerk.sees(/新的主密钥已建立.*盖章交给 1 个往来单位/)
    await expect.poll(() => clerk.page.getByRole('table', { name: '等对方核对新密钥' }).innerText()).toContain(THERE)
    await clerk.sees('主密钥丢失后重新建立')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'lost-root-tab.png'), fullPage: true })
    await clerk.go('往来单位')
    await expect.poll(() => clerk.grid('往来单位').innerText()).toMatch(/等对方核对[\s\S]*本单位原密钥/)
    if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], 'lost-root-partners.png') })
  })
  expectNoComplaints(clerk)
}, 300_000)

it('after it › the stick carries the new card, the other office puts it in the place of the old, and its answer ends the waiting', async () => {
  const stick = join(folder, 'after-loss')
  mkdirSync(stick)
  await walking(clerk, async () => {
    await switchUser(clerk, '签发乙（qianfa）')
    await clerk.go('交换')
    await chooseFolder(clerk, stick)
    await open('写入U盘')
    await clerk.page.getByText('可以拔出').waitFor({ timeout: 60_000 })
  })
  const read = () => there.finish('exchange.scanStick', { source: there.connection.offer(stick).ticket })
  const { found, cards } = await read()
  expect(found.map(({ state }) => state)).toEqual(['wait-key'])
  expect(cards.map(({ outcome, version }) => `${outcome} ${String(version)}`)).toEqual(['unknown-office 1'])
  const card = readdirSync(stick, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.jhk')) ?? ''
  const { rows } = await there.call('partners.list', {})
  const succeeds = rows.find(({ trust }) => trust === 'confirmed')?.id ?? ''
  const file = (): string => there.connection.offer(join(stick, card)).ticket
  const { card: facts } = await there.call('partners.readCard', { file: file(), succeeds })
  const { id } = await there.call('partners.add', { file: file(), succeeds })
  for (const who of [there, await there.as('fuhe')]) await who.call('partners.confirm', { id, digits: facts.digits })
  await there.finish('exchange.writeStick', { target: there.connection.offer(stick).ticket, partnerIds: [id] })
  await walking(clerk, async () => {
    await open('读取U盘')
    await clerk.sees(THERE)
    await open('导入')
    await clerk.go('往来单位')
    await expect.poll(() => clerk.grid('往来单位').innerText(), { timeout: 30_000 }).toMatch(/密钥已核对[\s\S]*本单位原密钥/)
  })
  expectNoComplaints(clerk)
}, 300_000)
