/** The way to the pages of the register that need a family, a list and twins on the table first. */
import { focusOn } from '../kit/browser'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { residentIdCheckCharacter } from '../../shared/domain'
import type { Clerk } from '../kit/browser'
import type { Sight } from './every-page'
import { activeRow, confirm, pickPlace } from './office-walk'

const DONE_WITHIN_MS = 30_000
const MOTHER = '测试看母'
const FATHER = '测试看父'
const CHILD = '测试看子'

const idNo = (birth: string, order: number): string => {
  const first = `141124${birth}${String(order).padStart(3, '0')}`
  return `${first}${residentIdCheckCharacter(first)}`
}
async function press(clerk: Clerk, name: string | RegExp): Promise<void> {
  await focusOn(clerk.button(name).first())
  await clerk.keys('Enter')
}
async function tab(clerk: Clerk, name: string): Promise<void> {
  await focusOn(clerk.page.getByRole('tab', { name }))
  await clerk.keys('Enter')
  await clerk.page.getByRole('tab', { name, selected: true }).waitFor()
}
async function place(clerk: Clerk, label: string, code: string, words: string): Promise<void> {
  await focusOn(clerk.field(label).first())
  await pickPlace(clerk, label, code, words)
}
const fill = (clerk: Clerk, label: string, text: string): Promise<void> => clerk.field(label).first().fill(text)

async function register(clerk: Clerk, name: string, number: string, rest: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await clerk.go('人员')
  await clerk.keys('F2')
  await expect.poll(() => clerk.focused()).toBe('姓名')
  await clerk.commit(name)
  await fill(clerk, '证件号码', number)
  await place(clerk, '户籍地', '141124', '临县')
  await rest()
  await clerk.keys('F2')
  await clerk.page.getByRole('complementary', { name }).waitFor()
  await clerk.keys('Escape')
}

async function takeOffer(clerk: Clerk, words: string): Promise<void> {
  await clerk.commit(words)
  await clerk.page.getByRole('group', { name: '在档的人' }).getByText(words).first().waitFor()
  await clerk.keys('ArrowDown', 'Enter')
}

async function stayAndFamily(clerk: Clerk): Promise<void> {
  await clerk.keys('Alt+p')
  await expect.poll(() => clerk.focused()).toBe('配偶姓名')
  await takeOffer(clerk, FATHER)
  await clerk.keys('Alt+z')
  await expect.poll(() => clerk.focused()).toBe('孩子姓名')
  await clerk.commit(CHILD)
  await fill(clerk, '孩子证件号', idNo('20080305', 13))
  await fill(clerk, '开始日期', '2025-03-01')
  await place(clerk, '现居住地', '610802', '榆阳区')
  await fill(clerk, '居住详址', '测试巷9号2单元301')
  await fill(clerk, '房主或联系人', '房东测甲')
  await fill(clerk, '联系人电话', '13800000009')
  await clerk.keys('Alt+w')
  await fill(clerk, '单位名称', '测试制衣厂')
  await fill(clerk, '职业', '缝纫工')
}

/** A family with stay, house and employer, begun as a household; the mother a second time under a mistyped number, and the scan that finds her. */
export async function layTheRegister(clerk: Clerk): Promise<void> {
  const number = idNo('19900305', 620)
  await register(clerk, FATHER, idNo('19880305', 31))
  await register(clerk, MOTHER, number, () => stayAndFamily(clerk))
  await register(clerk, '测试看毋', `${number.slice(0, 15)}1${number.slice(16)}`, () => fill(clerk, '出生日期', '1990-03-05'))
  await openMother(clerk)
  await tab(clerk, '家庭')
  await press(clerk, '以此人为户主立户')
  await focusOn(clerk.page.getByRole('dialog', { name: /^立户/ }).getByRole('button', { name: '立户' }))
  await clerk.keys('Enter')
  await clerk.sees(/第 1 户.*本人是户主/)
  await clerk.go('人员')
  await press(clerk, '疑似重复')
  await clerk.sees('还没有查找过')
  await clerk.keys('F6')
  await clerk.sees('查找完毕')
}

/** Her record on a page of its own. */
async function openMother(clerk: Clerk): Promise<void> {
  await clerk.go('人员')
  await clerk.page.getByRole('textbox', { name: '姓名、拼音、证件号或电话' }).fill(MOTHER)
  await clerk.sees(/共 [12] 人/)
  await focusOn(clerk.grid('人员'))
  await clerk.keys('Control+Home')
  await expect.poll(() => activeRow(clerk)).toContain(MOTHER)
  await clerk.keys('Control+Enter')
  await clerk.page.getByRole('heading', { level: 1, name: MOTHER }).waitFor()
}
async function motherAt(clerk: Clerk, name: string): Promise<void> {
  await openMother(clerk)
  await tab(clerk, name)
}

async function openTwins(clerk: Clerk): Promise<void> {
  await clerk.go('人员')
  await press(clerk, '疑似重复')
  const grid = clerk.grid('疑似重复')
  await grid.getByText(MOTHER).first().waitFor()
  await focusOn(grid)
  await clerk.keys('Control+Home')
  for (let at = 0; at < 100 && !(await activeRow(clerk)).includes(MOTHER); at++) await clerk.keys('ArrowDown')
}

const HEAD = '姓名,身份证号,户籍地区划,联系电话,流入日期,现居住地区划,现居住地址'
/** Good rows, a number in scientific notation, a day that is none; another telephone each time, so that there is something to take in. */
function township(nth: number): string {
  const phone = `1380000${String(1000 + nth)}`
  const row = (name: string, number: string, day: string): string => [name, number, '141124', phone, day, '610802', '某路1号'].join(',')
  const good = ['甲一', '乙二', '丙三', '己六', '庚七'].map((name, at) =>
    row(`测${name}`, idNo(`19${String(70 + at)}0228`, 11 + at), `2025-0${String(at + 3)}-05`)
  )
  const bad = [row('测丁四', '1.41124E+17', '2025-05-02'), row('测戊五', idNo('19600101', 15), '2025-02-30')]
  return `\ufeff${[HEAD, ...good, ...bad].join('\r\n')}\r\n`
}

let given = 0
async function choose(clerk: Clerk, root: string): Promise<void> {
  const path = join(root, '某镇流入花名册.csv')
  writeFileSync(path, township((given += 1)))
  clerk.page.once('filechooser', (dialog) => void dialog.setFiles(path))
  // A list left on the page would pass for the new one.
  await clerk.go('待办')
  await clerk.go('导入导出')
  await clerk.keys('F2')
  await clerk.page.getByRole('region', { name: '对应各列' }).waitFor({ timeout: DONE_WITHIN_MS })
}
async function check(clerk: Clerk, root: string): Promise<void> {
  await choose(clerk, root)
  await press(clerk, /^核对$/)
  await clerk.page.getByRole('region', { name: '核对结果' }).waitFor({ timeout: DONE_WITHIN_MS })
}
async function takeIn(clerk: Clerk, root: string): Promise<void> {
  await check(clerk, root)
  await press(clerk, /^导入 5 行…$/)
  await confirm(clerk, '导入表格')
  await clerk.page.getByRole('region', { name: '导入报告' }).waitFor({ timeout: DONE_WITHIN_MS })
}
async function listsAt(clerk: Clerk, name: string): Promise<void> {
  await clerk.go('导入导出')
  await tab(clerk, name)
}

/** @param root where the list of a township may lie */
export const registrySights = (root: string): readonly Sight[] => [
  {
    id: 'person-edit',
    title: '修改，家庭各栏打开',
    async open(clerk) {
      await openMother(clerk)
      await clerk.keys('F2')
      await expect.poll(() => clerk.field('孩子姓名').first().inputValue()).not.toBe('')
      await clerk.keys('Alt+p')
      await clerk.page.getByText('测试看父').first().scrollIntoViewIfNeeded()
    }
  },
  { id: 'person-family', title: '档案，家庭', open: (clerk) => motherAt(clerk, '家庭') },
  { id: 'person-stays', title: '档案，居住记录', open: (clerk) => motherAt(clerk, '居住记录') },
  { id: 'person-changes', title: '档案，变更记录', open: (clerk) => motherAt(clerk, '变更记录') },
  {
    id: 'household-edit',
    title: '修改一户',
    async open(clerk) {
      await motherAt(clerk, '家庭')
      await press(clerk, '修改这一户')
      await clerk.page.getByRole('dialog', { name: '修改这一户' }).waitFor()
    }
  },
  {
    id: 'dwelling',
    title: '住处',
    async open(clerk) {
      await motherAt(clerk, '居住记录')
      await clerk.page.getByRole('link', { name: '测试巷9号' }).press('Enter')
      await clerk.sees(/现在住在这里/)
      await clerk.keys('F2')
      await clerk.page.getByRole('dialog', { name: '修改住处的联系人' }).waitFor()
    }
  },
  { id: 'duplicates-found', title: '疑似重复，查找以后', open: openTwins },
  {
    id: 'duplicate-pair',
    title: '疑似重复，并排核对',
    async open(clerk) {
      await openTwins(clerk)
      await clerk.keys('Enter')
      await clerk.sees('相像程度')
    }
  },
  { id: 'import-map', title: '导入，对应各列', open: (clerk) => choose(clerk, root) },
  { id: 'import-check', title: '导入，核对结果', open: (clerk) => check(clerk, root) },
  { id: 'import-report', title: '导入报告', open: (clerk) => takeIn(clerk, root) },
  {
    id: 'import-undo',
    title: '导入记录，撤销一次导入',
    async open(clerk) {
      await listsAt(clerk, '导入记录')
      await press(clerk, '撤销…')
      await clerk.sees(/^将删去|^将把/)
    }
  },
  { id: 'export', title: '导出', open: (clerk) => listsAt(clerk, '导出') },
  { id: 'templates', title: '模板', open: (clerk) => listsAt(clerk, '模板') },
  {
    id: 'template-edit',
    title: '做本单位的模板',
    async open(clerk) {
      await listsAt(clerk, '模板')
      await press(clerk, /^照“乡镇流入花名册”/)
      await clerk.page.getByRole('dialog', { name: '新建本单位的模板' }).waitFor()
    }
  }
]
