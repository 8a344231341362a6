/** Care, mentions and the yearly review in Chromium: a bereaved person, somebody named in others' notes, and the forms of whoever reads the log. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { OFFICES } from '../kit/loop'
import { openTestOffice, PASSPHRASE, type TestOffice } from '../kit/office'
import { someone, stay } from '../kit/register'
import { activeRow } from './office-walk'
import { focus, signIn, switchUser } from './real-office'

const CARE = '独慎之'
const GONE = '测试离去'
const WORKER = 'banli'
const root = mkdtempSync(join(tmpdir(), 'safe-hands-'))
const shots = process.env['SHOTS']
let stage: Stage
let served: Served
let clerk: Clerk

beforeAll(async () => {
  stage = await openStage()
  // Yesterday: what the browser does comes after it.
  const office = await openTestOffice({ clock: testClock(new Date(Date.now() - 86_400_000).toISOString()) })
  await fill(office)
  await office.core.close()
  cpSync(office.dir, join(root, 'office'), { recursive: true })
  rmSync(office.dir, { recursive: true })
  served = await serve(join(root, 'office'))
  clerk = await stage.open(served.url)
})
afterAll(async () => {
  await served.stop()
  await stage.close()
  rmSync(root, { recursive: true, force: true })
})

/** A partner to write to, somebody to be met with care, and somebody who asks to be deleted and stands in others' notes. */
async function fill(office: TestOffice): Promise<void> {
  const other = await openTestOffice(OFFICES.b)
  const { file } = await other.call('exchange.exportCard', {})
  const { ticket } = office.connection.offer(other.connection.take(file.ticket).path)
  await office.call('partners.add', { file: ticket })
  await other.close()
  const put = async (name: string, note: string | null, contact: string | null): Promise<string> => {
    const episodes = [stay({ residenceCode: '610802001', residenceText: `${name}街1号`, dwellingContact: contact })]
    return (await office.call('persons.save', { person: someone({ name, note }), episodes })).id
  }
  await put(CARE, null, null)
  const personId = await put(GONE, null, null)
  await put('测试邻居', `证明由${GONE}代交`, GONE)
  const signer = await office.as('qianfa', ['signer'])
  const receivedOn = new Date(office.clock.now()).toISOString().slice(0, 10)
  const { id } = await office.call('desk.receive', { personId, kind: 'erase', papers: ['id_card'], receivedOn })
  await signer.call('desk.decide', { id, revision: 1, decision: 'granted', reason: null })
}

async function looksRight(name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
  if (shots === undefined) return
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
async function press(name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}
const dialog = (name: string) => clerk.page.getByRole('dialog', { name })
async function pressIn(title: string, name: string): Promise<void> {
  await focusOn(dialog(title).getByRole('button', { name, exact: true }))
  await clerk.keys('Enter')
}

/** Stands on the row of the list of persons that begins so. */
async function standOn(start: string): Promise<void> {
  await clerk.go('人员')
  await focusOn(clerk.grid('人员'))
  await clerk.keys('Control+Home')
  for (let at = 0; at < 5; at++) {
    await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
    if ((await activeRow(clerk)).startsWith(start)) return
    await clerk.keys('ArrowDown')
  }
  throw new RangeError(`nobody is called ${start}`)
}

/** The office asks first, in the same words for a slip and a card. */
async function saidToBeNeeded(refused: string, shot: string): Promise<void> {
  await clerk.sees(refused)
  await focus(clerk, '确有必要')
  await looksRight(shot)
  await clerk.keys('Space')
  await clerk.keys('F2')
}

it('somebody to be met with care › is marked, stands in lists by the first character, and is asked about before a slip and a card', async () => {
  await walking(clerk, async () => {
    await signIn(clerk, WORKER)
    await standOn(CARE)
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary', { name: CARE }).waitFor()
    await press('标记谨慎联系')
    await pressIn('标记谨慎联系', '标记')
    await clerk.sees('谨慎联系：确有必要')
    await clerk.grid('人员').getByText('独**').waitFor()
    await looksRight('care-list')

    await standOn('独**')
    await clerk.keys('Space', 'F4')
    await clerk.sees('起草 1 张')
    await focusOn(clerk.field('婚姻状况'))
    await clerk.keys('Space')
    await focusOn(clerk.field('理由'))
    await clerk.type('本人申请登记，需核实')
    expect(await clerk.field('确有必要').count()).toBe(0)
    await clerk.keys('F2')
    await saidToBeNeeded('没有起草交流单', 'care-slip')
    await clerk.grid('交流单').getByText('独**').waitFor()

    await standOn('独**')
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary').waitFor()
    await press('个案卡')
    await clerk.page.getByRole('heading', { level: 1, name: '个案卡' }).waitFor()
    await clerk.keys('F2')
    await saidToBeNeeded('没有起草交流单，也没有开出个案卡', 'care-card')
    await clerk.page.getByRole('heading', { level: 1, name: /个案卡 / }).waitFor()
  })
  expectNoComplaints(clerk)
})

it('somebody named in others’ notes › is deleted only when every place is decided, by two persons', async () => {
  await walking(clerk, async () => {
    await switchUser(clerk, 'qianfa')
    await clerk.go('本人服务台')
    await focusOn(clerk.grid('在办的申请'))
    await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
    await clerk.keys('Control+Enter')
    await press('删除或匿名化…')
    await clerk.sees('别处提到此人的文字，逐处决定')
    await clerk.sees('证明由测试离去代交')
    await pressIn('删除或匿名化', '删除')
    await clerk.sees('还没有逐处决定完')
    await clerk.choose('第 1 处', '换成“某人”')
    await clerk.choose('第 2 处', '保留')
    await clerk.page.getByLabel('理由 2', { exact: true }).fill('房东本人，合同在卷')
    await clerk.choose('第 3 处', '换成“某人”')
    await looksRight('mentions')
    await pressIn('删除或匿名化', '删除')
    await dialog('请另一人批准').waitFor()
    await focus(clerk, '理由')
    await clerk.type('本人申请')
    await clerk.keys('Enter')
    await focus(clerk, '批准人')
    await clerk.choose('批准人', '管理员（guanli）')
    await clerk.keys('Enter')
    await focus(clerk, '批准人的口令')
    await clerk.type(PASSPHRASE)
    await clerk.keys('Enter')
    await clerk.sees('（档案已删除）')
    await clerk.sees(/别处提到的换成“某人” 2 处，保留 1 处/)
    await looksRight('mentions-done')
  })
  expectNoComplaints(clerk)
})

it('the assessment and the yearly review › are opened, counted from another day, and put into PDF with what is known', async () => {
  await walking(clerk, async () => {
    await switchUser(clerk, WORKER)
    await clerk.go('设置')
    await focusOn(clerk.page.getByRole('tab', { name: '信息保护', exact: true }))
    await clerk.keys('Enter')
    await clerk.page.getByRole('table').first().waitFor()
    await looksRight('protection')
    const year = new Date().getFullYear()
    await clerk.page.getByLabel('从', { exact: true }).fill(`${String(year - 1)}-07-01`)
    const papers = { 影响评估表: ['影响评估表', '测试甲区卫生健康局'], 年度审查表: ['年度审查表', `${String(year - 1)}-07-01`] }
    for (const [paper, words] of Object.entries(papers)) {
      const text = await pdf(paper)
      for (const word of words) expect(text).toContain(word)
      expect(text).not.toContain(CARE)
    }
  })
  expectNoComplaints(clerk)
})

async function pdf(paper: string): Promise<string> {
  const download = clerk.page.waitForEvent('download', { timeout: 60_000 })
  await press(`${paper}存为 PDF`)
  const file = join(shots ?? root, `${paper}.pdf`)
  await (await download).saveAs(file)
  return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '')
}
