/** 套打 by keys: the sheet printed, its crosses measured, a slip of the hand told, tried, saved, taken away and back; then a booklet printed through it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { calibrationMarks, correctionOf, solveCalibration, type PaperPoint } from '../../shared/domain'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { beginDraft, giveNumbers, press, verifyAndSign } from './certificate-walk'

const FORM = '流动人口婚育证明（册页套打）'
const PRINTER = '窗口针式机'
const PICTURES = process.env['YIPANQI_KEEP_PAPER']
let stage: Stage
let clerk: Clerk
/** What was handed to be drawn: previews and prints alike, the newest last. */
const drawn: string[] = []
let prints = 0
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
  await clerk.page.exposeFunction('toldOfPrint', () => void (prints += 1))
  await clerk.page.addInitScript(() => {
    window.print = () => {
      void (window as unknown as { toldOfPrint: () => Promise<void> }).toldOfPrint()
      window.dispatchEvent(new Event('afterprint'))
    }
  })
  clerk.page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/pages') drawn.push(request.postData() ?? '')
  })
})
afterAll(() => stage.close())

async function picture(name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  writeFileSync(join(PICTURES, `${name}.png`), await clerk.page.screenshot())
}
async function retype(label: string, words: string): Promise<void> {
  await focusOn(clerk.page.getByLabel(label, { exact: true }))
  await clerk.keys('Control+a')
  await clerk.type(words)
}

/** 2 mm right, 1.5 mm up, one per cent too wide. */
const measured = calibrationMarks([106, 72]).map(({ x, y }): PaperPoint => ({ x: Math.round((x * 1.01 + 2) * 10) / 10, y: y - 1.5 }))
const solved = solveCalibration([106, 72], measured)
const correction = 'fit' in solved ? correctionOf(solved.fit) : 'not solved'

async function typeMeasured(): Promise<void> {
  await focusOn(clerk.page.getByLabel('1 号左', { exact: true }))
  for (const [at, { x, y }] of measured.entries()) {
    await clerk.type(String(x))
    await clerk.keys('Enter')
    // Read from the wrong end of the ruler.
    await clerk.type(String(at === 4 ? y + 10 : y))
    if (at < measured.length - 1) await clerk.keys('Enter')
  }
}

it('a printer › is measured, a slip is told, tried, saved, taken away and back › by keys', async () => {
  await walking(clerk, async () => {
    await clerk.go('证明表单')
    await press(clerk, '号段和册子')
    await press(clerk, '套打校准')
    await expect.poll(() => clerk.focused(), { timeout: 20_000 }).toContain('表单')
    await clerk.keys('Enter')
    await clerk.type(PRINTER)
    await clerk.keys('Enter')
    await clerk.type('手送')
    await clerk.keys('F8')
    await clerk.sees('校准页送打印机了')
    await expect.poll(() => prints, { timeout: 10_000 }).toBe(1)
    expect(drawn.at(-1)).toContain('都从纸边量起')
    expect(drawn.at(-1)).toContain(PRINTER)
    await typeMeasured()
    await clerk.sees('第 5 个十字的“上”和其余的对不上，差 10.0 毫米')
    await picture('slip')
    await clerk.keys('F2')
    expect(await clerk.page.getByText('校准已保存').count()).toBe(0)
    await retype('5 号上', '34.5')
    await clerk.sees('偏右 2.5 毫米，偏上 1.5 毫米，横向放大 1.0 %')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    await clerk.page.frameLocator('iframe[title="试打的样子"]').getByText('王').first().waitFor()
    await picture('solved')
    await press(clerk, '试打一张')
    await clerk.sees('压在印好的纸上')
    await expect.poll(() => prints, { timeout: 10_000 }).toBe(2)
    expect(drawn.at(-1)).toContain(correction)
    expect(drawn.at(-1)).toContain('outline:.2mm solid')
    await clerk.keys('F2')
    await clerk.sees('校准已保存')
    const kept = clerk.page.getByRole('table', { name: '做过的校准' })
    await kept.getByText('在用').waitFor()
    await picture('saved')
    await press(clerk, '去掉', kept)
    await clerk.sees(/已去掉/)
    await expect.poll(() => kept.count(), { timeout: 10_000 }).toBe(0)
    await clerk.keys('Control+z')
    await clerk.sees('已恢复')
    await kept.getByText('在用').waitFor()
  })
  expectNoComplaints(clerk)
}, 300_000)

it('a booklet › is printed through the calibration that is in force', async () => {
  await walking(clerk, async () => {
    await giveNumbers(clerk, FORM)
    await beginDraft(clerk, FORM)
    await clerk.keys('F2')
    await verifyAndSign(clerk)
    await clerk.keys('F8')
    const choice = clerk.page.getByLabel('套打校准', { exact: true })
    await choice.waitFor()
    await clerk.sees('册页一页一页地打')
    await choice.selectOption({ label: '不校准' })
    await clerk.sees('没有选校准，印出来可能偏几毫米')
    await clerk.choose('套打校准', `${PRINTER}，手送`)
    await clerk.page.frameLocator('iframe[title="打印预览"]').getByText('婚姻状况').waitFor()
    await picture('print')
    expect(await findings(clerk)).toEqual([])
    expect(await cutOff(clerk)).toEqual([])
    const before = prints
    await clerk.keys('F8')
    await clerk.sees('打印机出纸了吗')
    await expect.poll(() => prints, { timeout: 10_000 }).toBe(before + 1)
    expect(drawn.at(-1)).toContain(correction)
    expect(drawn.at(-1)).not.toContain('outline:')
    await press(clerk, '就是这样')
    await clerk.sees('这一批结束')
  })
  expectNoComplaints(clerk)
}, 300_000)
