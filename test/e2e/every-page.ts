/** The way to every page of the program in a practice office with some work on the table, one after the other. */
import { focusOn } from '../kit/browser'
import type { Clerk } from '../kit/browser'
import { activeRow, changeOffice, draft, markNewest, openTab, readStick, submitAndSign, writeStick } from './office-walk'
import { expect } from 'vitest'
import { answerSlip, ledger, refuseSlip } from './slip-walk'

export interface Sight {
  /** Short name in file names and failures. */
  readonly id: string
  /** What it is called in a list of pictures. */
  readonly title: string
  readonly open: (clerk: Clerk) => Promise<void>
}

const HERE = '榆阳区卫生健康局'
const THERE = '临县卫生健康和体育局'
const fromThere = (row: string): boolean => row.includes('山西省吕梁市临县')

/** Twelve questions travel; seven are answered, one goes back, four wait; then four new drafts lie here. Ends at the asking office. */
export async function layTheTable(clerk: Clerk): Promise<void> {
  await markNewest(clerk, 12, fromThere)
  await draft(clerk, 12)
  await submitAndSign(clerk, 12)
  await writeStick(clerk)
  await changeOffice(clerk, THERE)
  await readStick(clerk)
  const slips = await ledger(clerk, { 方向: '收到', 类型: '协查' }, 12)
  for (const slip of slips.slice(0, 4)) await answerSlip(clerk, slip)
  for (const slip of slips.slice(4, 5)) await refuseSlip(clerk, slip, '非本辖区', '户籍已迁往外县')
  await ledger(clerk, { 方向: '收到', 状态: '待审核' }, 5)
  await clerk.keys('Control+a')
  await clerk.button(/^签发反馈 5 /).waitFor()
  await clerk.keys('F6')
  const sign = clerk.page.getByRole('dialog', { name: '签发反馈' })
  await focusOn(sign.getByRole('button', { name: '签发反馈', exact: true }))
  await clerk.keys('Enter')
  await clerk.sees('共 0 张')
  await writeStick(clerk)
  await changeOffice(clerk, HERE)
  await readStick(clerk)
}

async function openFirst(clerk: Clerk, grid: string): Promise<void> {
  await focusOn(clerk.grid(grid))
  await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary').getByRole('tablist').waitFor()
}

/** Tabs that came later; their pictures stand behind the others. */
const laterSettings = ['机构', '读卡器', '区划转换', '备份', '代理', '体检', '到期删除', '密钥', '信息保护'] as const
const settings = ['单位', '用户', '我的口令', '操作记录', '显示', '演练', '关于'] as const

async function openDuplicates(clerk: Clerk): Promise<void> {
  await clerk.go('人员')
  await focusOn(clerk.button('疑似重复'))
  await clerk.keys('Enter')
  await clerk.page.getByRole('heading', { level: 1, name: /疑似重复/ }).waitFor()
}

/** In the order of the rail. */
export const sights: readonly Sight[] = [
  { id: 'home', title: '待办', open: (clerk) => clerk.go('待办') },
  {
    id: 'persons',
    title: '人员',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.sees(/共 [\d,]+ 人/)
    }
  },
  {
    id: 'person-beside',
    title: '人员，侧栏里的档案',
    async open(clerk) {
      await clerk.go('人员')
      await openFirst(clerk, '人员')
    }
  },
  {
    id: 'person',
    title: '一个人的档案整页',
    async open(clerk) {
      await clerk.go('人员')
      await focusOn(clerk.grid('人员'))
      await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
      await clerk.keys('Control+Enter')
      await clerk.page.getByRole('tablist', { name: '档案' }).waitFor()
      await clerk.page.getByRole('heading', { level: 1, name: /人员./ }).waitFor()
    }
  },
  {
    id: 'person-form',
    title: '登记',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.keys('F2')
      await expect.poll(() => clerk.focused()).toBe('姓名')
    }
  },
  { id: 'rosters', title: '名单', open: (clerk) => clerk.go('名单') },
  {
    id: 'roster-new',
    title: '开名单',
    async open(clerk) {
      await clerk.go('名单')
      await clerk.keys('F2')
      await expect.poll(() => clerk.focused()).toBe('种类')
    }
  },
  {
    id: 'slips',
    title: '交流单',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.go('交流单')
      await clerk.sees(/共 [\d,]+ 张/)
    }
  },
  {
    id: 'slip-beside',
    title: '交流单，侧栏里的单',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.go('交流单')
      await openFirst(clerk, '交流单')
    }
  },
  {
    id: 'compose',
    title: '起草交流单',
    async open(clerk) {
      await markNewest(clerk, 3, fromThere)
      await clerk.keys('F4')
      await clerk.sees('起草 3 张')
    }
  },
  {
    id: 'exchange',
    title: '交换，收发',
    async open(clerk) {
      await openTab(clerk, '交换', '收发')
      await expect.poll(() => clerk.field('U盘').first().inputValue()).not.toBe('')
    }
  },
  { id: 'exchange-ledger', title: '交换，台账', open: (clerk) => openTab(clerk, '交换', '台账') },
  { id: 'exchange-quarantine', title: '交换，隔离区', open: (clerk) => openTab(clerk, '交换', '隔离区') },
  { id: 'reports', title: '统计，返回率', open: (clerk) => clerk.go('统计') },
  {
    id: 'indicators',
    title: '统计，指标',
    open: async (clerk) => {
      await clerk.go('统计')
      await focusOn(clerk.button('指标'))
      await clerk.keys('Enter')
      await clerk.sees('怎样算')
    }
  },
  { id: 'partners', title: '往来单位', open: (clerk) => clerk.go('往来单位') },
  ...settings.map((tab, at) => ({
    id: `settings-${String(at + 1)}`,
    title: `设置，${tab}`,
    open: (clerk: Clerk) => openTab(clerk, '设置', tab)
  })),
  { id: 'workbooks', title: '导入导出', open: (clerk) => clerk.go('导入导出') },
  { id: 'duplicates', title: '疑似重复', open: openDuplicates },
  {
    id: 'merges',
    title: '合并记录',
    async open(clerk) {
      await openDuplicates(clerk)
      await focusOn(clerk.button('合并记录'))
      await clerk.keys('Enter')
      await clerk.page.getByRole('heading', { level: 1, name: /合并记录/ }).waitFor()
    }
  },
  ...laterSettings.map((tab, at) => ({
    id: `settings-later-${String(at + 1)}`,
    title: `设置，${tab}`,
    open: (clerk: Clerk) => openTab(clerk, '设置', tab)
  })),
  { id: 'desk', title: '本人服务台', open: (clerk) => clerk.go('本人服务台') },
  {
    id: 'desk-new',
    title: '受理本人申请',
    async open(clerk) {
      await clerk.go('本人服务台')
      await clerk.keys('F2')
      await clerk.sees(/最迟 \d{4}-\d{2}-\d{2} 答复/)
    }
  },
  { id: 'approvals', title: '待批', open: (clerk) => openTab(clerk, '待批', '我的申请') },
  { id: 'exchange-links', title: '交换，各单位', open: (clerk) => openTab(clerk, '交换', '各单位') },
  { id: 'exchange-sheets', title: '交换，交接单', open: (clerk) => openTab(clerk, '交换', '交接单') },
  ...['单位名册', '协作协议', '会议纪要', '流向'].map((tab, at) => ({
    id: `cooperation-${String(at + 1)}`,
    title: `区域协作，${tab}`,
    open: (clerk: Clerk) => openTab(clerk, '区域协作', tab)
  })),
  {
    id: 'slip-taken',
    title: '登记来函',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.go('交流单')
      await clerk.button('登记来函').click()
      await clerk.page.getByRole('heading', { level: 1, name: /登记来函/ }).waitFor()
    }
  },
  {
    id: 'comparison',
    title: '统计，与对方对账',
    async open(clerk) {
      await clerk.go('交流单')
      await clerk.go('统计')
      await focusOn(clerk.button('与对方对账'))
      await clerk.keys('Enter')
      await clerk.page.getByRole('table', { name: '两边的数' }).waitFor()
    }
  },
  {
    id: 'proofs',
    title: '证明核验',
    async open(clerk) {
      await clerk.go('证明核验')
      await focusOn(clerk.page.getByLabel('核验码', { exact: true }))
      await clerk.type('JHP2:1')
      await clerk.keys('Enter')
      await clerk.page.getByRole('region', { name: '核验结果' }).waitFor()
    }
  },
  {
    id: 'proof-beside',
    title: '证明核验，一次核验',
    async open(clerk) {
      await clerk.go('待办')
      await clerk.go('证明核验')
      await focusOn(clerk.grid('核验记录'))
      await expect.poll(() => activeRow(clerk)).toMatch(/\S/)
      await clerk.keys('Enter')
      await clerk.page.getByRole('complementary', { name: '一次核验' }).getByText('签发单位').waitFor()
    }
  },
  { id: 'certificates', title: '证明表单', open: (clerk) => clerk.go('证明表单') },
  { id: 'certificate-stock', title: '号段和册子', open: (clerk) => fromCertificates(clerk, '号段和册子', '号段和册子') },
  {
    id: 'calibration',
    title: '套打校准',
    async open(clerk) {
      await fromCertificates(clerk, '号段和册子', '号段和册子')
      await focusOn(clerk.button('套打校准'))
      await clerk.keys('Enter')
      await clerk.page.frameLocator('iframe[title="校准页的样子"]').getByText('都从纸边量起').waitFor()
    }
  },
  {
    id: 'certificate-draft',
    title: '开证明',
    async open(clerk) {
      await fromCertificates(clerk, '开证明', '开证明')
      await clerk.choose('证明', '流动人口婚育证明')
    }
  },
  { id: 'forms', title: '其他表单', open: (clerk) => fromCertificates(clerk, '其他表单', '表单') },
  {
    id: 'form-fill',
    title: '填写生育服务登记表',
    async open(clerk) {
      await fromCertificates(clerk, '其他表单', '表单')
      await focusOn(clerk.page.getByRole('button', { name: '生育服务登记表', exact: true }))
      await clerk.keys('Enter')
      await clerk.page.frameLocator('iframe[title="表单的样子"]').locator('table').first().waitFor()
    }
  },
  {
    id: 'settings-forms',
    title: '设置，表单',
    async open(clerk) {
      await openTab(clerk, '设置', '表单')
      await clerk.choose('哪种表单', '流动人口婚育证明（册页套打）')
      await clerk.page.getByRole('table', { name: '方框' }).waitFor()
    }
  }
]

/** From the ledger of certificates to the page behind a button of its head. */
async function fromCertificates(clerk: Clerk, button: string, title: string): Promise<void> {
  await clerk.go('证明表单')
  await focusOn(clerk.page.getByRole('main').getByRole('button', { name: button, exact: false }).last())
  await clerk.keys('Enter')
  await clerk.page.getByRole('heading', { level: 1, name: title }).waitFor()
}

/** Leaves forms and pages of one record behind without a question, so that the next page is the only one. */
export async function leave(clerk: Clerk): Promise<void> {
  const back = clerk.page.getByRole('main').getByRole('button', { name: '返回', exact: true })
  if (!(await back.isVisible())) return
  await focusOn(clerk.page.getByRole('navigation', { name: '主要栏目' }).getByRole('link', { name: /^待办/ }))
  await clerk.keys('Enter')
  const asked = clerk.page.getByRole('dialog', { name: '这一页有没保存的内容' }).getByRole('button', { name: '不保存' })
  const home = clerk.page.getByRole('heading', { level: 1, name: '待办' })
  await asked.or(home).first().waitFor()
  if (await asked.isVisible()) {
    await focusOn(asked)
    await clerk.keys('Enter')
  }
  await home.waitFor()
}
