/** A township signs in, finds only the slips of its own people, enters what it found; the county signs it and closes the slip: by labels and keys. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { desk, openCore, PASSPHRASE } from '../kit/office'
import { makePair } from '../kit/pair'
import { confirm } from './office-walk'
import { signIn, switchUser } from './real-office'
import { countOf, ledger, openSlip } from './slip-walk'

const root = mkdtempSync(join(tmpdir(), 'township-'))
let stage: Stage
let clerk: Clerk
let own = ''

/** Four questions came; one is about somebody of the township, one was given to it, two are the county's. */
beforeAll(async () => {
  const clock = testClock(new Date().toISOString())
  await makePair(root, { slips: 4, clock })
  const core = await openCore(join(root, 'b'), clock)
  const [county, admin] = [desk(core), desk(core)]
  await county.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  await admin.call('organisation.fromDivisions', { villages: false })
  const [top] = (await admin.call('organisation.tree', {})).rows
  const [town] = (await admin.call('organisation.tree', { below: top?.id ?? null })).rows
  if (!town) throw new RangeError('no township')
  const { id: account } = await admin.call('accounts.create', {
    ...{ name: 'zhen', displayName: '乡镇核实', roles: ['verifier'], passphrase: PASSPHRASE }
  })
  await admin.call('organisation.bindAccount', { account, unit: town.id })
  const { found } = await county.finish('exchange.scanStick', { source: county.connection.offer(join(root, 'full-stick')).ticket })
  await county.finish('exchange.importBundles', { spools: found.map(({ spool }) => spool) })
  const { rows } = await county.call('slips.search', {})
  const [first, second] = rows
  await county.call('persons.save', {
    person: {
      ...{ name: first?.subjectName ?? '', sex: '2', birthDate: '1990-01-01' },
      ...{ idType: 'none', noIdReason: 'not_shown', hukouCode: town.code ?? '' }
    }
  })
  await county.call('slips.assign', { parts: [{ ids: [first?.id ?? '', second?.id ?? ''], unit: town.id }] })
  own = first?.slipNo ?? ''
  await core.close()
  stage = await openStage(join(root, 'b'))
  clerk = await stage.open(stage.served.url)
}, 120_000)
afterAll(async () => {
  await stage.close()
  rmSync(root, { recursive: true, force: true })
})

const shoot = async (name: string): Promise<void> => {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
  if (process.env['SHOTS']) await clerk.page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) })
}
const record = () => clerk.page.getByRole('complementary', { name: own })

it('a township › sees its own slips alone, verifies one, and the county signs and closes it', async () => {
  await walking(clerk, async () => {
    await signIn(clerk, '乡镇核实（zhen）')
    const mine = clerk.page.getByRole('region', { name: '需要我处理' })
    await expect.poll(() => mine.locator('header .count').innerText(), { timeout: 20_000 }).toBe('2')
    await shoot('township-home')
    expect(await countOf(clerk, { 方向: '收到' })).toBe(2)
    expect(await clerk.page.getByRole('navigation', { name: '主要栏目' }).innerText()).not.toContain('交换')

    await openSlip(clerk, own)
    await shoot('township-slip')
    expect(await record().getByRole('button', { name: /签发/ }).count()).toBe(0)
    await clerk.keys('F2')
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toBe('配对结果')
    await clerk.keys('1', 'Enter')
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toBe('是哪一位')
    await clerk.keys('Space', 'Enter')
    await expect.poll(() => clerk.focused(), { timeout: 10_000 }).toBe('身份核对')
    await clerk.keys('1')
    await shoot('township-verify')
    await clerk.keys('F2')
    await record().getByText('待审核').first().waitFor()

    await switchUser(clerk, 'fuhe')
    expect(await countOf(clerk, { 方向: '收到' })).toBe(4)
    await ledger(clerk, { 方向: '收到', 状态: '待审核' }, 1)
    await clerk.keys('Control+a')
    await clerk.button(/^签发反馈 1 /).waitFor()
    await clerk.keys('F6')
    await confirm(clerk, '签发反馈')
    await openSlip(clerk, own)
    await record().getByText('已反馈').first().waitFor()
    await focusOn(record().getByRole('button', { name: '办结' }))
    await clerk.keys('Enter')
    await record().getByText('办结').first().waitFor()
    await expect.poll(() => countOf(clerk, { 状态: '办结' }), { timeout: 20_000 }).toBe(1)
    await shoot('county-closed')

    await switchUser(clerk, '乡镇核实（zhen）')
    await clerk.go('待办')
    await expect.poll(() => mine.locator('header .count').innerText(), { timeout: 20_000 }).toBe('1')
  })
  expectNoComplaints(clerk)
}, 300_000)
