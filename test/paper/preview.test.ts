/** What the preview shows is what lies in the printer: every sheet begins and ends with the same row, below the same head. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sheetSize, type FormData } from '../../shared/domain'
import { formNamed } from '../kit/form-sheets'
import { openPress, readPdf, type Press } from '../kit/press'

const GAP_MM = 6

let press: Press
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yipanqi-preview-'))
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  rmSync(folder, { recursive: true, force: true })
})

const letters = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')
const NAME = /甲[0-9]{3}乙/g
const nameOf = (at: number): string => `甲${String(at + 1).padStart(3, '0')}乙`

/** The sample with as many rows as are wanted, each with a name of its own and one, two or three lines in no order. */
function long({ sample, template }: ReturnType<typeof formNamed>, list: string, name: string, wordy: string, count: number): FormData {
  const rows = sample[list] as readonly FormData[] // Lists of a form are rows.
  expect(template.lists.map((one) => one.name)).toContain(list)
  const row = (at: number): FormData => ({
    ...rows[at % rows.length],
    [name]: nameOf(at),
    [wordy]: '样例镇𬭚㛃村'.repeat(1 + ((at * 7) % 5))
  })
  return { ...sample, [list]: Array.from({ length: count }, (_, at) => row(at)) }
}

it.each([
  ['roster', 'people', 'name', 'residence', 120, '行姓名性别', true],
  ['visit_list', 'people', 'name', 'door', 120, '码行姓名', false],
  ['reminder', 'slips', 'slipNo', 'person', 90, '序单号类型', false],
  ['letter_request', 'people', 'name', 'place', 90, '序姓名性别', false],
  ['carry_sheet', 'files', 'name', 'check', 90, '序文件名字节', true]
])(
  '%s with a long list of %s › in the preview › begins and ends every sheet as the paper does',
  async (id, list, name, wordy, count, head, practice) => {
    const form = formNamed(id)
    const paperOf = { sheet: form, pieces: [{ data: long(form, list, name, wordy, count), title: '' }], practice }
    const { html } = await press.page(paperOf)
    const path = join(folder, 'list.pdf')
    writeFileSync(path, await press.pdf(html))
    const paper = Array.from({ length: readPdf(path).pages }, (_, at) => {
      const page = String(at + 1)
      return letters(execFileSync('pdftotext', ['-raw', '-f', page, '-l', page, path, '-'], { encoding: 'utf8' }))
    })
    const [, height] = sheetSize(form.template.paper)
    const { html: preview } = await press.page({ ...paperOf, onScreen: true })
    const shown = Array.from(await press.preview(preview, height + GAP_MM), (rows) => letters((rows ?? []).join('')))
    const ends = (sheets: readonly string[]) => sheets.map((words) => words.match(NAME) ?? []).map((found) => [found.at(0), found.at(-1)])
    const listed = ends(paper).filter(([first]) => first !== undefined)
    expect(listed.length).toBeGreaterThan(2)
    expect(ends(shown).slice(0, paper.length)).toEqual(ends(paper).slice(0, shown.length))
    expect(shown.join('').match(NAME)).toHaveLength(count)
    for (const sheets of [shown, paper]) {
      expect(sheets.filter((words) => words.split(head).length === 2)).toHaveLength(listed.length)
      const feet = sheets.map((words) => /第([0-9]+)页,共([0-9]+)页/.exec(words)?.slice(1).map(Number))
      if (form.template.paper.foot !== undefined) expect(feet).toEqual(paper.map((_, at) => [at + 1, paper.length]))
    }
  }
)
