/** Takes the pictures of docs/screens: every page with practice work on the table, in ordinary and in large print. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { type Clerk, focusOn, openPractice, openStage, walking } from '../kit/browser'
import { smallPng } from '../kit/small-png'
import { layTheTable, leave, sights, type Sight } from './every-page'
import { activeRow, changeOffice } from './office-walk'
import { layTheRegister, registrySights } from './registry-sights'

const FOLDER = resolve(import.meta.dirname, '../../docs/screens')
const SIZES = ['100', '150'] as const
const THERE = '临县卫生健康和体育局'
const HERE = '榆阳区卫生健康局'

async function openSlipIn(clerk: Clerk, state: string): Promise<void> {
  await clerk.go('人员')
  await clerk.go('交流单')
  await clerk.choose('状态', state)
  await focusOn(clerk.grid('交流单'))
  await expect.poll(() => activeRow(clerk)).toContain(state)
  await clerk.keys('Enter')
  await clerk.page.getByRole('complementary').getByRole('tablist').waitFor()
}
const dialog = (clerk: Clerk, name: string): Promise<void> => clerk.page.getByRole('dialog', { name }).waitFor()

/** What stands on a page only in the middle of the work, at the asking office. */
const atWork: readonly Sight[] = [
  {
    id: 'exchange-written',
    title: '交换，写完U盘',
    async open(clerk) {
      await clerk.go('交换')
      await expect.poll(() => clerk.field('U盘').first().inputValue()).not.toBe('')
      await clerk.keys('F2')
      await clerk.sees('可以拔出')
    }
  },
  {
    id: 'exchange-found',
    title: '交换，读出U盘',
    async open(clerk) {
      await clerk.go('交换')
      await expect.poll(() => clerk.field('U盘').first().inputValue()).not.toBe('')
      await clerk.keys('F6')
      await clerk.sees(/上的文件/)
    }
  },
  {
    id: 'adopt',
    title: '采信反馈',
    async open(clerk) {
      await openSlipIn(clerk, '已反馈')
      await clerk.keys('F2')
      await dialog(clerk, '采信反馈')
    }
  },
  {
    id: 'help',
    title: '这里可用的按键（F1）',
    async open(clerk) {
      await clerk.go('人员')
      await clerk.keys('F1')
      await dialog(clerk, '这里可用的按键')
    }
  }
]
/** The same at the answering office. */
const atAnswer: readonly Sight[] = [
  {
    id: 'verify',
    title: '核实反馈',
    async open(clerk) {
      await openSlipIn(clerk, '待分派')
      await clerk.keys('F2')
      await expect.poll(() => clerk.focused()).toBe('配对结果')
      await clerk.keys('1')
      await clerk.page.getByRole('radiogroup', { name: '是哪一位' }).waitFor()
    }
  },
  {
    id: 'refuse',
    title: '退回对方',
    async open(clerk) {
      await openSlipIn(clerk, '待分派')
      await focusOn(clerk.button('退回对方'))
      await clerk.keys('Enter')
      await dialog(clerk, '退回对方')
    }
  }
]
const beforeSignIn: readonly Sight[] = [
  { id: 'welcome', title: '欢迎使用', open: (clerk) => clerk.button('开始演练').waitFor() },
  {
    id: 'set-up',
    title: '建立本单位',
    async open(clerk) {
      await focusOn(clerk.button('建立本单位'))
      await clerk.keys('Enter')
      await clerk.field('单位名称').waitFor()
    }
  }
]
const all = [...beforeSignIn, ...sights, ...atWork, ...registrySights(''), ...atAnswer]

const nameOf = ({ id }: Sight, size: string): string =>
  `${String(all.findIndex((sight) => sight.id === id) + 1).padStart(2, '0')}-${id}-${size}.png`

async function shoot(clerk: Clerk, sight: Sight, size: string): Promise<void> {
  await sight.open(clerk)
  // Numbers that are still being counted; rows that are still skeletons, also when the page has yet to ask for them.
  // Fonts that a preview takes from the browser's memory are never told to have come.
  await clerk.page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
  await clerk.page.waitForFunction(() => document.querySelector('.skeleton') === null)
  await clerk.page.evaluate(() => document.fonts.ready.then(() => undefined))
  const picture = await clerk.page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(FOLDER, nameOf(sight, size)), smallPng(picture))
}

async function shootAll(clerk: Clerk, some: readonly Sight[], size: string): Promise<void> {
  await clerk.menu(`字号 ${size}%`)
  for (const sight of some) {
    await shoot(clerk, sight, size)
    await clerk.keys('Escape')
    await leave(clerk)
  }
}

function listPictures(): void {
  const rows = all.map((sight) => {
    const shots = SIZES.filter((size) => size === '100' || !beforeSignIn.includes(sight)).map(
      (size) => `[${size} %](${nameOf(sight, size)})`
    )
    return `| ${sight.title} | ${shots.join(' · ')} |`
  })
  const text = `# 各页的样子\n\n1366×768，演练资料（人都是编造的）。用 \`npm run screens\` 重拍。\n\n| 页 | 图 |\n| - | - |\n${rows.join('\n')}\n`
  writeFileSync(join(FOLDER, 'README.md'), text)
}

it('takes a picture of every page in both sizes', async () => {
  mkdirSync(FOLDER, { recursive: true })
  for (const file of readdirSync(FOLDER)) if (file.endsWith('.png')) rmSync(join(FOLDER, file))
  const stage = await openStage()
  try {
    const first = await stage.open(stage.served.url)
    for (const sight of beforeSignIn) await shoot(first, sight, '100')
    await first.page.close()
    const clerk = await openPractice(stage, (await stage.restart()).url)
    await walking(clerk, async () => {
      await layTheTable(clerk)
      for (const size of SIZES) await shootAll(clerk, [...sights, ...atWork], size)
      await layTheRegister(clerk)
      for (const size of SIZES) await shootAll(clerk, registrySights(stage.root), size)
      await changeOffice(clerk, THERE)
      for (const size of SIZES) await shootAll(clerk, atAnswer, size)
      await changeOffice(clerk, HERE)
    })
    listPictures()
  } finally {
    await stage.close()
  }
})
