/** A list for a village from the screen to paper and back: issued, put into a PDF that is read as text and as a picture, answered by scanner and keys. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadReference } from '../../electron/core/modules/reference'
import { rowCode } from '../../shared/domain/scan-code'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openPractice, openPracticeStage, type Stage, walking } from '../kit/browser'
import { confirm, pickPlace } from './office-walk'

const DONE_WITHIN_MS = 60_000
const ROWS = 60
const reference = loadReference(resolve(import.meta.dirname, '../../resources/codes'))
const village = reference.childDivisions('610802001')[0]
/** Extensions B to D, and a name as long as names come. */
const RARE = ['王𠅤', '李𡈼', '赵𣲗', '陈㛃', '周䶮', '吴𫍯', '阿卜杜拉·买买提艾力江·吐尔逊']

let stage: Stage
let clerk: Clerk
beforeAll(async () => {
  stage = await openPracticeStage()
  clerk = await openPractice(stage)
})
afterAll(() => stage.close())

const nameOf = (at: number): string =>
  RARE[at - 1] ?? `测试${String(at).padStart(2, '0')}`.replace(/\d/g, (digit) => '零一二三四五六七八九'[Number(digit)] ?? '')

/** Registers sixty people of one street by a list of the township, as it would come. */
async function fillStreet(code: string): Promise<void> {
  const head = '姓名,性别,出生日期,户籍地区划,流入日期,现居住地区划,现居住地址'
  const rows = Array.from({ length: ROWS }, (_, at) =>
    [
      nameOf(at + 1),
      at % 2 === 0 ? '女' : '男',
      '1990-02-28',
      '141124',
      '2026-01-05',
      code,
      `长乐街${String(at + 1)}号院${String(at % 5)}单元`
    ].join(',')
  )
  const path = join(stage.root, '村花名册.csv')
  writeFileSync(path, `\ufeff${[head, ...rows].join('\r\n')}\r\n`)
  clerk.page.on('filechooser', (dialog) => void dialog.setFiles(path))
  await clerk.go('导入导出')
  await clerk.keys('F2')
  await clerk.page.getByRole('region', { name: '对应各列' }).waitFor({ timeout: DONE_WITHIN_MS })
  await clerk.button(/^核对$/).press('Enter')
  const result = clerk.page.getByRole('region', { name: '核对结果' })
  await result.getByText('新建 60').waitFor({ timeout: DONE_WITHIN_MS })
  await clerk.button(`导入 ${String(ROWS)} 行…`).press('Enter')
  await confirm(clerk, '导入表格')
  await clerk.page.getByRole('region', { name: '导入报告' }).getByText('新建 60').waitFor({ timeout: DONE_WITHIN_MS })
}

async function askForList(code: string, words: string): Promise<void> {
  await clerk.go('名单')
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused()).toBe('种类')
  await clerk.keys('Enter')
  await expect.poll(() => clerk.focused()).toContain('地点')
  await pickPlace(clerk, '地点', code, words)
}

/** A scanner types quicker than a hand and ends with Enter. */
async function scan(code: string): Promise<void> {
  const keys = [...Array.from(code, (digit) => ({ key: digit, text: digit })), { key: 'Enter', text: '\r' }]
  await Promise.all(
    keys.flatMap(({ key, text }) => [
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text }),
      clerk.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
    ])
  )
}

const panel = () => clerk.page.getByRole('complementary', { name: '录入结果' })
const atRow = (row: number): Promise<void> =>
  panel()
    .getByRole('region', { name: `第 ${String(row)} 行` })
    .waitFor()
const atAnswer = (): Promise<void> => expect.poll(() => clerk.focused()).toContain('结果')

async function answer(row: number, digit: string): Promise<void> {
  await atRow(row)
  await atAnswer()
  await clerk.keys(digit, 'Enter')
}

const shots = process.env['SHOTS']
/** Pictures for looking at; nothing is judged by them. */
async function shoot(name: string): Promise<void> {
  if (shots === undefined) return
  for (const scale of [1, 1.5]) {
    await clerk.page.setViewportSize({ width: Math.round(1366 / scale), height: Math.round(728 / scale) })
    await clerk.page.screenshot({ path: join(shots, `${name}-${String(scale * 100)}.png`) })
  }
  await clerk.page.setViewportSize({ width: 1366, height: 768 })
}

async function savePdf(name: string): Promise<string> {
  const download = clerk.page.waitForEvent('download', { timeout: DONE_WITHIN_MS })
  await clerk.button('保存为 PDF').press('Enter')
  const file = join(shots ?? stage.root, `${name}.pdf`)
  await (await download).saveAs(file)
  return file
}
const squeezed = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')
const textOf = (file: string): string =>
  squeezed(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', maxBuffer: 64_000_000 }))
const factOf = (file: string, fact: string): string =>
  new RegExp(`${fact}:\\s+(.*)`).exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.[1] ?? ''

const numberOnPage = async (): Promise<number> => {
  const title = await clerk.page.getByRole('heading', { level: 1 }).innerText()
  return Number((/[\d ]{9,}$/.exec(title)?.[0] ?? '').replace(/\s/g, ''))
}
const hasZbar = spawnSync('zbarimg', ['--version']).status === 0

/** The pages as pictures, read as a scanner does: again at another distance until it has them all. */
function readCodes(file: string): ReadonlySet<string> {
  const read = new Set<string>()
  for (const dots of ['300', '200', '150', '400']) {
    const pictures = join(stage.root, `pages-${dots}`)
    mkdirSync(pictures)
    execFileSync('pdftoppm', ['-r', dots, '-gray', '-png', file, join(pictures, 'page')])
    for (const page of readdirSync(pictures)) {
      const codes = spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(pictures, page)], { encoding: 'utf8' })
      for (const code of codes.stdout.split('\n')) if (code !== '') read.add(code)
    }
    if (read.size >= ROWS) break
  }
  return read
}

it('sixty people of one village › are listed and come out on paper with every character and code', () =>
  walking(clerk, async () => {
    if (village === undefined) throw new RangeError('no village')
    await fillStreet(village.code)
    await askForList(village.code, village.name)
    await clerk.sees('将列 60 人')
    await shoot('roster-new')
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('F2')
    await clerk.sees('已录 0 / 60')
    await atRow(1)
    const file = await savePdf('visit-list')
    const text = textOf(file)
    for (let at = 1; at <= ROWS; at += 1) expect(text, nameOf(at)).toContain(squeezed(nameOf(at)))
    for (const words of ['走访清单', '仍住此处、门牌、电话', '□谢绝', '长乐街60号院4单元', '演练']) expect(text).toContain(squeezed(words))
    expect(text).not.toMatch(/\d{15}|1990-02-28|141124/)
    const pages = Number(factOf(file, 'Pages'))
    expect(pages).toBeGreaterThanOrEqual(4)
    expect(pages).toBeLessThanOrEqual(6)
    expect(factOf(file, 'Page size')).toMatch(/^59\d.* x 84\d/)
    expect(text).toContain(`第${String(pages)}页,共${String(pages)}页`)
    // The head stands on every sheet, and the number of the list at its foot.
    expect(text.match(/住处、核对的事项/g)).toHaveLength(pages)
    expect(text.match(/名单号\d{9}/g)).toHaveLength(pages)
    if (!hasZbar) {
      console.warn('zbarimg is not installed: the codes on paper were not read back as a picture')
      return
    }
    const read = readCodes(file)
    const number = await numberOnPage()
    const codes = Array.from({ length: ROWS }, (_, at) => rowCode({ list: number, row: at + 1, practice: true }))
    expect([...read].sort()).toEqual(codes.sort())
  }))

it('answers › are entered by keys and by scanner › corrected, taken back, and a stranger is refused', () =>
  walking(clerk, async () => {
    const number = await numberOnPage()
    const code = (row: number, list = number, practice = true): string => rowCode({ list, row, practice })
    await clerk.field('走访人').fill('村干部甲')
    await clerk.keys('Tab')
    await clerk.field('行号').fill('1')
    await clerk.keys('Enter')
    await focusOn(panel().getByRole('radio', { name: '在，无变化' }))
    await answer(1, '1')
    await answer(2, '2')
    await answer(3, '3')
    await atRow(4)
    await clerk.sees('第 3 行 赵𣲗：不认识。')
    await atAnswer()
    await clerk.keys('5', 'Enter')
    await expect.poll(() => clerk.focused()).toBe('姓名或证件')
    await clerk.keys('Tab', 'Space', 'F2')
    await clerk.sees('第 4 行 陈㛃：有变化：联系电话。')
    await panel()
      .getByRole('button', { name: /改档案/ })
      .waitFor()
    await shoot('roster-answers')
    for (const size of ['150', '100']) {
      await clerk.menu(`字号 ${size}%`)
      await clerk.keys('Escape')
      expect(await findings(clerk), size).toEqual([])
      expect(await cutOff(clerk), size).toEqual([])
      expect(await clerk.scrollsSideways(), size).toBe(false)
    }

    await scan(code(20))
    await atRow(20)
    await answer(20, '4')
    await clerk.sees('第 20 行 测试二零：谢绝。')
    await scan(code(20))
    await panel().getByText('这一行已录入“谢绝”').waitFor()
    await clerk.sees('村干部甲')
    await scan(code(30, number, false))
    await clerk.sees('这是正式名单，不能录进演练资料')
    await scan(code(1, number === 999_999_999 ? 999_999_998 : number + 1))
    await clerk.sees('本单位没有开出过这个码所在的名单')
    await clerk.sees('已录 5 / 60')

    await scan(code(40))
    await atRow(40)
    // The list beside it has come to the row.
    await clerk.grid('名单各行').locator('[aria-current=true]').getByText('测试四零').waitFor()
    await answer(40, '1')
    await clerk.sees('已录 6 / 60')
    await clerk.keys('F7')
    await clerk.sees('已撤销第 40 行')
    await clerk.sees('已录 5 / 60')
    expect(clerk.complaints.filter((one) => !one.includes('404'))).toEqual([])
    clerk.complaints.length = 0
  }))

it('who declined › is on no later list › and a changed row leads to the file', () =>
  walking(clerk, async () => {
    if (village === undefined) throw new RangeError('no village')
    await clerk.go('名单')
    await clerk.grid('名单').getByText('走访清单').first().waitFor()
    await focusOn(clerk.grid('名单'))
    await clerk.keys('Enter')
    await clerk.page.getByRole('complementary').getByText('已录 5 / 60').waitFor()
    await shoot('rosters')
    expect(await findings(clerk)).toEqual([])
    await askForList(village.code, village.name)
    await clerk.sees('将列 59 人；谢绝走访的 1 人不列。')
    await focusOn(clerk.page.getByRole('radio', { name: '花名册' }))
    await clerk.keys('Space', 'F2')
    await clerk.sees(village.name)
    const text = textOf(await savePdf('roster'))
    expect(text).not.toContain('测试二零')
    expect(text).toContain('测试二一')
    await shoot('roster')

    await clerk.go('名单')
    await clerk.grid('名单').getByText('花名册').first().waitFor()
    await focusOn(clerk.grid('名单'))
    await clerk.keys('Control+Home', 'ArrowDown', 'Control+Enter')
    await atRow(5)
    await clerk.field('行号').fill('4')
    await clerk.keys('Enter')
    await atRow(4)
    await clerk.keys('F6')
    await clerk.page.getByRole('heading', { level: 1, name: '修改：陈㛃' }).waitFor()
    await clerk.button('返回').press('Enter')
    await atRow(5)
    expectNoComplaints(clerk)
  }))

it('case cards › are made of chosen persons and printed in their size', () =>
  walking(clerk, async () => {
    await clerk.go('人员')
    await clerk.page.getByLabel('姓名、拼音、证件号或电话', { exact: true }).fill('周䶮')
    await clerk.sees('共 1 人')
    await focusOn(clerk.grid('人员'))
    await clerk.keys('Control+Home', 'Space')
    await clerk.button(/^个案卡/).press('Enter')
    await clerk.sees('开出 1 张')
    await shoot('roster-cards')
    expect(await findings(clerk)).toEqual([])
    await clerk.keys('F2')
    await clerk.grid('名单各行').getByText('周䶮').first().waitFor()
    const file = await savePdf('case-card')
    const text = textOf(file)
    for (const words of ['个案卡', '周䶮', '长乐街5号院4单元', '暂无证件号']) expect(text).toContain(squeezed(words))
    expect(factOf(file, 'Pages')).toBe('1')
    expect(factOf(file, 'Page size')).toMatch(/^59\d.* x 4(19|20)/)
    expectNoComplaints(clerk)
  }))
