/** Why: a printer puts words beside the paper where the sheet of the page is another than the one that lies in its tray. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formSchema, type PaperSize } from '../../shared/domain'
import { openPress, readPdf, type Press } from '../kit/press'

let press: Press
const folder = mkdtempSync(join(tmpdir(), 'yipanqi-sizes-'))
beforeAll(async () => {
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Source: ISO 216; domain.md §4.1 for the booklet. */
const SIZES: Readonly<Record<PaperSize, readonly [number, number]>> = {
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  A6: [105, 148],
  booklet: [106, 72]
}
const both = (['A3', 'A4', 'A5', 'A6', 'booklet'] as const).flatMap((size) => [false, true].map((landscape) => [size, landscape] as const))

it.each(both)('%s, landscape %s › is as large in the printer, on every sheet of two', async (size, landscape) => {
  const [width, height] = SIZES[size]
  const template = formSchema.parse({
    ...{ format: 'form/1', form: 'made_up', edition: '2026', label: '测试表', group: 'office', use: 'office', source: '测试' },
    ...{ validFrom: null, validTo: null, rulePacks: [], paper: { size, landscape, margin: [5, 5, 5, 5] }, texts: {} },
    fields: [{ name: 'name', label: '姓名', kind: 'text' }],
    boxes: [{ shows: 'name', x: 6, y: 6, w: 40, h: 8, size: 10, min: 7 }]
  })
  const pieces = ['王䶮', '李㛃'].map((name) => ({ data: { name }, title: name }))
  const { html, troubles } = await press.page({ sheet: { template, html: '<p>纸</p>', css: '' }, pieces, practice: false })
  expect(troubles).toEqual([])
  const path = join(folder, 'sheet.pdf')
  writeFileSync(path, await press.pdf(html))
  const { sizes: found, text } = readPdf(path)
  const wanted = landscape && width < height ? [height, width] : [width, height]
  expect(found).toHaveLength(2)
  for (const sheet of found) for (const [at, length] of sheet.entries()) expect(Math.abs(length - (wanted[at] ?? 0))).toBeLessThan(0.3)
  expect(text).toMatch(/王䶮[^]*李㛃/)
})
