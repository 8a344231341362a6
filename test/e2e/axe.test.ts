/** Every page under axe-core and in large print: nothing that shuts out people who see, hear or move differently. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { cutOff, expectNoComplaints, focusOn, openPractice, openStage, type Stage, USABLE, walking } from '../kit/browser'
import { layTheTable, leave, sights } from './every-page'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

it('the first page and set-up › shut nobody out', async () => {
  const clerk = await stage.open(stage.served.url)
  await walking(clerk, async () => {
    await clerk.button('开始演练').waitFor()
    expect(await findings(clerk)).toEqual([])
    await focusOn(clerk.button('建立本单位'))
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
