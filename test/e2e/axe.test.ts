/** Every page under axe-core and in large print: nothing that shuts out people who see, hear or move differently. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cutOff, expectNoComplaints, openPractice, openStage, USABLE, walking, type Clerk, type Stage } from '../kit/browser'
import { layTheTable, leave, sights } from './every-page'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact?: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}
declare global {
  interface Window {
    axe: { run(context: Document): Promise<{ violations: Finding[]; passes: unknown[] }> }
  }
}

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Serious and critical findings of the page as it stands, each in one line. */
async function findings({ page, cdp }: Clerk): Promise<string[]> {
  // By the protocol: the page's own content policy lets no script in, and is not loosened for a test.
  await cdp.send('Runtime.evaluate', { expression: `if (!window.axe) { ${source} }` })
  const { found, looked } = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document)
    return { found: violations, looked: passes.length }
  })
  expect(looked).toBeGreaterThan(10)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`)
    )
}

it('the first page and set-up › shut nobody out', async () => {
  const clerk = await stage.open(stage.served.url)
  await walking(clerk, async () => {
    await clerk.button('开始演练').waitFor()
    expect(await findings(clerk)).toEqual([])
    await clerk.button('建立本单位').focus()
    await clerk.keys('Enter')
    await clerk.field('单位名称').waitFor()
    expect(await findings(clerk)).toEqual([])
  })
  await clerk.page.close()
})

it('every page › shuts nobody out and fits the window › in ordinary and in large print, with work on the table', async () => {
  const clerk = await openPractice(stage, (await stage.restart()).url)
  await walking(clerk, async () => {
    await layTheTable(clerk)
    await clerk.page.setViewportSize(USABLE)
    const found: Record<string, string[]> = {}
    for (const size of ['100', '150']) {
      await clerk.menu(`字号 ${size}%`)
      for (const sight of sights) {
        await sight.open(clerk)
        const wide = (await clerk.scrollsSideways()) ? ['the page scrolls sideways'] : []
        const here = [...wide, ...(await cutOff(clerk)).map((what) => `out of the window: ${what}`), ...(await findings(clerk))]
        if (here.length > 0) found[`${sight.id} ${size}%`] = here
        await leave(clerk)
      }
    }
    expect(found).toEqual({})
    expectNoComplaints(clerk)
  })
})
