/** Month end in Chromium: the report, the slips and people behind a number, the letters and 催办单 of the partners, and what each slip tells of it. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { testClock } from '../kit/clock'
import { openTestOffice, type TestOffice } from '../kit/office'
import { someone, stay } from '../kit/register'
import { activeRow, counted } from './office-walk'
import { signIn } from './real-office'

const WITHIN_MS = 30_000
const PARTNER = '测试丙区卫生健康局'
const QUIET = '测试丁县卫生健康局'
const ISSUED = 70
const root = mkdtempSync(join(tmpdir(), 'month-end-'))
const shots = process.env['SHOTS']
let stage: Stage
let served: Served
let clerk: Clerk

beforeAll(async () => {
  stage = await openStage()
  const clock = testClock(new Date(Date.now() - ISSUED * 86_400_000).toISOString())
  const office = await openTestOffice({ clock })
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

const dayOf = (office: TestOffice): string => new Date(office.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Seventy days ago five questions went out: four of them by post, one of which was answered by 本人不同意提供; the fifth still lies here. */
async function fill(office: TestOffice): Promise<void> {
  const identity = (name: string, code: string) => ({ identity: { name, code, phone: '0000-7654321' }, address: '某市某区某路8号' })
  const { id: partnerId } = await office.call('agreements.saveOffice', identity(PARTNER, '420106-00'))
  await office.call('agreements.saveOffice', identity(QUIET, '420107-00'))
  const signer = await office.as('qianfa', ['signer'])
  const ids: string[] = []
  for (const name of ['测试甲', '测试乙', '测试丙', '测试丁', '测试戊']) {
    const { id } = await office.call('persons.save', { person: someone({ name }), episodes: [stay({ residenceCode: '610802001' })] })
    const drafted = await office.call('slips.compose', {
      ...{ kind: 'XC', partnerId, personIds: [id], items: ['identity', 'marital_status'], reason: '本人申请登记' }
    })
    ids.push(...drafted.ids)
  }
  await office.call('slips.submit', { ids })
  await signer.call('slips.sign', { ids })
  await office.call('slips.mail', { ids: ids.slice(0, 4), sentOn: dayOf(office) })
  office.clock.advance(3 * 86_400_000)
  const declined = ['identity', 'marital_status'].map((code) => ({ code, status: 'declined' as const, value: null }))
  const later = await office.as('banli')
  await later.call('slips.takeAnswer', {
    ...{ id: ids[0] ?? '', way: 'paper', receivedOn: dayOf(office), post: '流动人口管理岗', result: 'found', findings: declined },
    ...{ method: 'phone', verifiedOn: dayOf(office) }
  })
}

async function looksRight(name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect([await cutOff(clerk), await clerk.scrollsSideways()]).toEqual([[], false])
  if (shots === undefined) return
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
  await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
const TITLE = '催办单和返回情况函'
const dialog = () => clerk.page.getByRole('dialog', { name: TITLE })
async function pressIn(name: string | RegExp): Promise<void> {
  await focusOn(dialog().getByRole('button', { name }))
  await clerk.keys('Enter')
}

it('month end › report, list behind a number, letters and reminders › by words and keys', async () => {
  await walking(clerk, async () => {
    await signIn(clerk, 'banli')
    await clerk.go('统计')
    await clerk.choose('统计期', '自选日期')
    const first = new Date(Date.now() - 80 * 86_400_000).toISOString().slice(0, 10)
    await focusOn(clerk.field('签发日期从').first())
    await clerk.keys('Control+a')
    await clerk.type(first.replaceAll('-', ''))
    await clerk.keys('Tab')
    const table = clerk.page.getByRole('table').first()
    const total = table.getByRole('row').filter({ hasText: '合计' })
    await expect
      .poll(async () => (await total.getByRole('cell').allInnerTexts()).slice(0, 3), { timeout: WITHIN_MS })
      .toEqual(['5', '1', '0'])
    await clerk.page.getByRole('heading', { name: '近十二个统计月' }).waitFor()
    await looksRight('return-rate')

    const overdue = total.getByRole('link').last()
    expect(await overdue.innerText()).toBe('4')
    await focusOn(overdue)
    await clerk.keys('Enter')
    await clerk.sees(/返回率：逾期未反馈/)
    await counted(clerk, '共 4 张')
    await looksRight('return-rate-slips')

    await clerk.go('统计')
    await clerk.keys('F8')
    await dialog().getByText('逾期未反馈 4 张').waitFor()
    await looksRight('letters-dialog')
    const papers: string[] = []
    clerk.page.on('download', (download) => {
      const file = join(shots ?? root, download.suggestedFilename())
      void download
        .saveAs(file)
        .then(() => papers.push(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '')))
    })
    await pressIn('保存为 PDF')
    await expect.poll(() => papers.length, { timeout: WITHIN_MS }).toBe(2)
    const paper = papers.join('')
    for (const words of [PARTNER, '关于流动人口信息交流单返回情况的函', '流动人口信息交流单催办单', '下列3张交流单', '测**', '返回率=']) {
      expect(paper).toContain(words)
    }
    expect(paper).not.toMatch(/测试[甲乙丙丁戊](?!区|县)/)
    await clerk.sees(/另有 1 张也过了期限，但还没有带出/)
    await focusOn(dialog().getByRole('radio', { name: /信函/ }))
    await clerk.keys('Space')
    await looksRight('letters-note')
    await pressIn('登记已催办')
    await clerk.sees('已记下催办 3 张，每张单的经过里都有。')

    await clerk.go('统计')
    await focusOn(clerk.button('指标'))
    await clerk.keys('Enter')
    const line = clerk.page.getByRole('row').filter({ hasText: '返回率（交流单）' })
    await expect
      .poll(async () => (await line.getByRole('cell').allInnerTexts()).slice(0, 3), { timeout: WITHIN_MS })
      .toEqual(['1', '5', '1/5 张'])
    const filed = clerk.page.getByRole('row').filter({ hasText: '建档率' })
    await expect
      .poll(async () => (await filed.getByRole('cell').allInnerTexts()).slice(0, 3), { timeout: WITHIN_MS })
      .toEqual(['0', '5', '0/5 人'])
    await looksRight('indicators')
    await focusOn(clerk.page.getByRole('list', { name: '缺项' }).getByRole('link').first())
    await clerk.keys('Enter')
    await counted(clerk, '共 5 人')
    await clerk.sees('档案不完整')
    await focusOn(clerk.grid('人员'))
    await clerk.keys('Control+Home', 'Enter')
    await clerk.sees('档案不完整，缺：婚姻状况、现居住地（到村、社区）')
    await looksRight('indicators-persons')

    await clerk.go('统计')
    await focusOn(clerk.button('指标'))
    await clerk.keys('Enter')
    await focusOn(line.getByRole('link').last())
    await clerk.keys('Enter')
    await clerk.sees(/返回率的分母/)
    await counted(clerk, '共 5 张')

    await clerk.go('往来单位')
    await focusOn(clerk.grid('往来单位'))
    await clerk.keys('Control+Home', 'Enter')
    await clerk.page.getByRole('complementary').getByRole('heading', { name: '近十二个统计月' }).waitFor()
    await looksRight('partner-months')

    await clerk.go('交流单')
    await clerk.choose('状态', '已交付')
    await counted(clerk, '共 3 张')
    await focusOn(clerk.grid('交流单'))
    await expect.poll(() => activeRow(clerk), { timeout: WITHIN_MS }).toMatch(/协查/)
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary').getByRole('tab', { name: /经过/ }).press('Enter')
    await clerk.sees('已催办')
  })
  expectNoComplaints(clerk)
}, 300_000)
