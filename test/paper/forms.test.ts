/**
 * Every edition of every form, pressed with its sample by the program's own print room and read back by poppler: what it says, its paper, its boxes,
 * what it owes to the person, and how it looks. `PICTURES=write` with `-u` takes the pictures of docs/forms and the places of words anew; look at each.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredForm } from '../../electron/core/modules/forms'
import type { FormPage } from '../../renderer/print'
import {
  formGroups,
  paperSizeLabels,
  type FormData,
  type FormField,
  type FormTemplate,
  type FormUse,
  type GivenName
} from '../../shared/domain'
import { formatFormValue } from '../../shared/format'
import { difference, markColour, marksOf, picturesOf, readGreyPng, type Mark, type Picture } from '../kit/paper-picture'
import { openPress, placesOf, readPdf, readPlaces, writePlaces, type PdfFacts, type Place, type Press } from '../kit/press'
import { formId as idOf, formOnPaper, FORMS, letters } from '../kit/pressed-forms'
import { greyPng } from '../kit/small-png'

const ROOT = resolve(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'docs/forms')
/** Where every word of the sample stood when somebody looked at the picture. */
const PLACES = join(import.meta.dirname, 'places')
const isWriting = process.env['PICTURES'] === 'write'

const A4 = [210, 297] as const
const A4_WIDE = [297, 210] as const
const A5_WIDE = [210, 148] as const
/** Sheets that the sample fills, and their size as they lie in the printer. */
const SHEETS: Readonly<Record<string, readonly [pages: number, size: readonly [width: number, height: number]]>> = {
  'benefit_public_list/2022': [1, A4],
  'benefit_review/2022': [1, A4],
  'birth_commitment/2009': [1, A4],
  'birth_registration/2009': [1, A4],
  'birth_registration_proof/2009': [1, A4],
  'carry_sheet/2009': [1, A4],
  'case_card/2021': [1, A5_WIDE],
  'complaint_referral/2009': [1, A4],
  'complaint_registration/2009': [1, A4],
  'complaint_reply/2009': [1, A4],
  'cooperation_agreement/2009': [1, A4],
  'health_service_proof/2009': [1, A5_WIDE],
  'late_birth_registration/2009': [1, A4],
  'letter_receipt/2009': [1, A4],
  'letter_reply/2009': [2, A4],
  'letter_request/2009': [2, A4],
  'marriage_birth/2014': [1, A4],
  'marriage_birth_booklet/2009': [2, [106, 72]],
  'notice_landlord/2009': [1, A4],
  'notice_resident/2009': [1, A4],
  'personal_info_application/2021': [1, A4],
  'personal_info_notice/2021': [2, A4],
  'personal_info_reply/2021': [1, A4],
  'reminder/2009': [1, A4],
  'reward_application/2022': [1, A4],
  'roster/2021': [2, A4_WIDE],
  'service_card/2009': [1, [105, 148]],
  'service_voucher/2009': [1, A4],
  'slip/2009': [1, A4],
  'special_support_application/2022': [1, A4],
  'visit_list/2021': [2, A4]
}
/** Tenths of a millimetre: three, and what the grid of the picture adds to them in floating point. */
const TOLERANCE = 0.301
/** Shades between two blocks of 5 mm: a letter moved by a hair stays below, a letter written otherwise does not. */
const ALIKE = 3
const pictureOf = ({ template: { form, edition } }: StoredForm, page: number): string => `${form}-${edition}-${String(page)}.png`
const ofCertificate = 'certificate' satisfies FormUse

let press: Press
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yipanqi-forms-'))
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  rmSync(folder, { recursive: true, force: true })
})

const pageOf = (form: StoredForm, data: FormData): Promise<FormPage> => formOnPaper(press, form, data)

async function pressed(html: string): Promise<string> {
  const path = join(folder, 'form.pdf')
  writeFileSync(path, await press.pdf(html))
  return path
}

interface Paper {
  readonly page: FormPage
  readonly facts: PdfFacts
  readonly pictures: readonly Picture[]
  readonly places: readonly Place[]
}
const papers = new Map<string, Promise<Paper>>()

/** The sample on paper; pressed once for all that is asked of it. */
function paperOf(form: StoredForm): Promise<Paper> {
  const known = papers.get(idOf(form))
  if (known) return known
  const made = (async () => {
    const page = await pageOf(form, form.sample)
    const pdf = await pressed(page.html)
    return { page, facts: readPdf(pdf), pictures: picturesOf(pdf, 40, true), places: placesOf(pdf) }
  })()
  papers.set(idOf(form), made)
  return made
}

const GIVEN_DAYS: readonly string[] = ['signedOn', 'validTo', 'printedOn'] satisfies GivenName[]
const SILENT: readonly FormField['kind'][] = ['photo', 'yes']
type Said = readonly [name: string, words: string]

/** @returns all that the data say, in words, list by list; what stands in a 2-D code alone is not text */
function said({ html, template }: StoredForm, data: FormData, fields: readonly FormField[] = template.fields): Said[] {
  const drawn = new Set([...html.matchAll(/data-code="(\w+)"/g)].map(([, name]) => name))
  const written = new Set([...html.matchAll(/data-field="(\w+)"/g)].map(([, name]) => name))
  return Object.entries(data).flatMap(([name, value]): Said[] => {
    if (Array.isArray(value)) {
      const own = template.lists.find((list) => list.name === name)?.fields ?? []
      return (value as readonly FormData[]).flatMap((row) => said({ html, template } as StoredForm, row, own))
    }
    const field = fields.find((one) => one.name === name)
    const given = GIVEN_DAYS.includes(name) ? ({ kind: 'day' } as const) : undefined
    if (value === null || SILENT.includes(field?.kind ?? 'text') || (drawn.has(name) && !written.has(name))) return []
    const words = formatFormValue(field ?? given, value as string | number | boolean)
    const isTicked = html.includes(`data-options="${name}"`) && !written.has(name)
    return words.split('\n').map((line) => [name, isTicked ? `☑${line}` : line] as const)
  })
}

const ownNames = ({ template, html, css }: StoredForm): string[] => [html, css, ...Object.values(template.texts).map(({ text }) => text)]
const allFields = ({ fields, lists }: FormTemplate): readonly FormField[] => [...fields, ...lists.flatMap((list) => list.fields)]

describe.each(FORMS.map((form) => [idOf(form), form] as const))('form %s', (id, form) => {
  const { template, html, css, sample } = form

  it('sample › pressed › stands on the paper whole, without a trouble', async () => {
    const { page, facts } = await paperOf(form)
    expect(page.troubles).toEqual([])
    const text = letters(facts.text)
    for (const [name, words] of said(form, sample)) expect(text, name).toContain(letters(words))
  })

  it('sample › its names › every field and list is filled and shown', () => {
    const shown = ownNames(form).join('\n')
    for (const { name, kind } of template.fields) {
      if (kind === 'photo') continue
      expect(Object.keys(sample), name).toContain(name)
      const boxed = template.boxes.some((box) => box.shows === name)
      expect(boxed || new RegExp(`"${name}"|\\{${name}\\}`).test(shown), name).toBe(true)
    }
    for (const { name, fields } of template.lists)
      for (const field of fields) expect(html, `${name}.${field.name}`).toContain(`"${field.name}"`)
  })

  it('paper › pressed › has the sheets and the size of the table', async () => {
    const { facts } = await paperOf(form)
    const [pages, [width, height]] = SHEETS[id] ?? [0, [0, 0]]
    expect(facts.pages).toBe(pages)
    for (const [wide, high] of facts.sizes) {
      expect(Math.abs(wide - width)).toBeLessThan(TOLERANCE)
      expect(Math.abs(high - height)).toBeLessThan(TOLERANCE)
    }
  })

  it('boxes › in colours › stand where form.json says, as large as it says', async () => {
    const { html: whole } = (await paperOf(form)).page
    const wanted: Partial<Mark>[] = template.boxes.map(({ page, x, y, w, h }) => ({ page, x, y, w, h }))
    const rules = wanted.map((_, nth) => `.b${String(nth)}{background:${markColour(nth)}!important}`)
    const [head = '', ...pieces] = whole.split('<section')
    const coloured = (pieces[0] ?? '').replace(/data-w="([\d.]+)" data-h="([\d.]+)"/g, (marks, w: string, h: string) => {
      const nth = wanted.push({ w: Number(w), h: Number(h) }) - 1
      rules.push(
        `[data-nth="${String(nth)}"]{display:inline-block;flex:none;box-sizing:border-box;width:${w}mm;max-width:100%;height:${h}mm;vertical-align:top;background:${markColour(nth)}!important}`
      )
      return `data-nth="${String(nth)}" ${marks}`
    })
    if (wanted.length === 0) return
    const style = `*{color:transparent!important}.box~.piece *{background:none}${rules.join('')}`
    const first = [head.replace('</style></head>', `${style}</style></head>`), coloured, ...pieces.slice(1)].join('<section')
    const found = marksOf(await pressed(first))
    for (const [nth, mark] of wanted.entries())
      for (const [side, length] of Object.entries(mark)) {
        const measured = found.get(nth)?.[side as keyof Mark] ?? -1
        expect(Math.abs(measured - length), `${String(nth)} ${side}: ${String(measured)} for ${String(length)}`).toBeLessThan(TOLERANCE)
      }
  })

  it('words › every one › stands where it stood when somebody looked at it', async () => {
    const { places } = await paperOf(form)
    const path = join(PLACES, `${template.form}-${template.edition}.txt`)
    if (isWriting) writeFileSync(path, writePlaces(places))
    const known = readPlaces(readFileSync(path, 'utf8'))
    expect(places.map(({ page, words }) => `${String(page)} ${words}`)).toEqual(known.map(({ page, words }) => `${String(page)} ${words}`))
    for (const [at, place] of places.entries())
      for (const side of ['x', 'y', 'w', 'h'] as const)
        expect(Math.abs(place[side] - (known[at]?.[side] ?? -1)), `${place.words} ${side}`).toBeLessThan(TOLERANCE)
  })

  it('words › owed to the person › free of charge, whom to call, no money, nothing of health asked for', async () => {
    const text = letters((await paperOf(form)).facts.text)
    expect(text).toContain('免费')
    expect(text).toMatch(/投诉.{0,4}电话.?0912-0000001|投诉0912-0000001/)
    for (const { label, required } of allFields(template)) {
      expect(label).not.toMatch(/金额|费用|元$|罚款|押金|抚养费|欠款/)
      expect(label).not.toMatch(/孕周|末次月经|节育|避孕|检查结果|病史/)
      if (required) expect(label).not.toMatch(/健康|检查|残疾/)
    }
    expect(Object.keys(template.texts).some((name) => name.startsWith('free'))).toBe(true)
    for (const [name, { text: words }] of Object.entries(template.texts)) expect(words.trim(), name).not.toBe('')
  })

  it('files › as they are › no script, picture, seal or address, and lengths in mm and pt alone', () => {
    expect(html).not.toMatch(/<(script|style|img|svg|object|iframe|link)|\son\w+=|\sstyle=|javascript:|https?:/i)
    expect(css).not.toMatch(/url\(|@import|expression|\d(px|em|rem|ex|ch|cm|in|pc|q|vh|vw)\b/i)
    for (const { name } of allFields(template)) expect(name).not.toMatch(/seal|stamp/i)
  })

  it('picture › every page › looks as it did when somebody looked at it', async () => {
    const { pictures } = await paperOf(form)
    for (const [at, picture] of pictures.entries()) {
      const path = join(PICTURES, pictureOf(form, at + 1))
      if (isWriting) writeFileSync(path, greyPng(picture.width, picture.pixels))
      expect(existsSync(path), path).toBe(true)
      expect(difference(picture, readGreyPng(readFileSync(path))), path).toBeLessThan(ALIKE)
    }
  })
})

it.each(FORMS.filter(({ template }) => template.use === ofCertificate).map((form) => [idOf(form), form] as const))(
  'certificate %s › printed again, and not › bears 补打, or not',
  async (_id, form) => {
    const again = await pageOf(form, { ...form.sample, reprint: '补打' })
    expect(again.troubles).toEqual([])
    const { pages, text } = readPdf(await pressed(again.html))
    expect(letters(text)).toContain('补打')
    const { facts } = await paperOf(form)
    expect(letters(facts.text)).not.toContain('补打')
    expect(pages).toBe(facts.pages)
  }
)

it('forms › all editions › are those of the table, and have no picture too many', () => {
  expect(FORMS.map(idOf)).toEqual(Object.keys(SHEETS))
  const pages = FORMS.flatMap((form) => Array.from({ length: SHEETS[idOf(form)]?.[0] ?? 0 }, (_, at) => pictureOf(form, at + 1)))
  expect(readdirSync(PICTURES).sort()).toEqual([...pages, 'README.md'].sort())
  expect(readdirSync(PLACES).sort()).toEqual(FORMS.map(({ template }) => `${template.form}-${template.edition}.txt`).sort())
})

it('samples › taken together › write rare letters, a long name and an address of four levels', () => {
  for (const form of FORMS.filter(({ template: { fields } }) => fields.some(({ source }) => source === 'person.hukou'))) {
    const words = JSON.stringify(form.sample)
    for (const letter of ['𠮷', '䶮', '㛃', '𬭚']) expect(`${idOf(form)} ${words}`).toContain(letter)
    expect(words, idOf(form)).toContain('·')
    expect(words, idOf(form)).toMatch(/省.+市.+(区|县).+(街道|镇|乡)/)
  }
})

it('case card › on its other paper › stands whole on one sheet of A4 with its number at the foot', async () => {
  const form = FORMS.find((one) => idOf(one) === 'case_card/2021')
  if (!form) throw new RangeError('case_card')
  const { html, troubles } = await press.page({ sheet: form, pieces: [{ data: form.sample, title: '' }], practice: false, size: 'A4' })
  expect(troubles).toEqual([])
  const { pages, sizes, text } = readPdf(await pressed(html))
  expect([pages, sizes.map((size) => size.map(Math.round))]).toEqual([1, [[...A4]]])
  for (const [name, words] of said(form, form.sample)) expect(letters(text), name).toContain(letters(words))
  for (const words of ['名单号482163905', '第1页,共1页']) expect(letters(text)).toContain(words)
})

/** Source: domain.md §4.4, GB/T 9704-2012. */
it.each(['letter_request/2009', 'letter_reply/2009', 'letter_receipt/2009'])(
  'letter %s › in colours › name, double rules and body stand as the standard says',
  async (id) => {
    const form = FORMS.find((one) => idOf(one) === id)
    if (!form) throw new RangeError(id)
    const { html } = (await paperOf(form)).page
    const parts = ['.issuer', '.rule.top', '.rule.bottom', '.no'].map((part, nth) => `${part}{background:${markColour(nth)}}`)
    const found = marksOf(await pressed(html.replace('</style></head>', `*{color:transparent!important}${parts.join('')}</style></head>`)))
    const at = (nth: number): Mark => found.get(nth) ?? { page: 0, x: 0, y: 0, w: 0, h: 0 }
    const [issuer, top, bottom, no] = [at(0), at(1), at(2), at(3)]
    const near = (measured: number, wanted: number): void => expect(Math.abs(measured - wanted)).toBeLessThan(TOLERANCE)
    expect(issuer.y).toBeGreaterThan(30 - TOLERANCE)
    near(top.y - (issuer.y + issuer.h), 4)
    near(297 - (bottom.y + bottom.h), 20)
    for (const rule of [top, bottom]) {
      near(rule.w, 170)
      near(rule.x, 20)
    }
    near(no.x, 28)
    near(no.w, 156.2)
  }
)

it('picture › one letter of the sample changed › is told apart', async () => {
  const form = FORMS.find((one) => idOf(one) === 'letter_receipt/2009')
  if (!form) throw new RangeError('letter_receipt')
  const { html } = await pageOf(form, { ...form.sample, to: '临县卫生健康和教育局' })
  const [changed] = picturesOf(await pressed(html), 40, true)
  const [known] = (await paperOf(form)).pictures
  if (!changed || !known) throw new RangeError('no page')
  expect(difference(changed, known)).toBeGreaterThan(ALIKE)
})

it('README › written from the forms › is docs/forms/README.md', async () => {
  const lines = FORMS.map((form) => {
    const { label, edition, group, paper } = form.template
    const pages = Array.from({ length: SHEETS[idOf(form)]?.[0] ?? 0 }, (_, at) => `[${String(at + 1)}](${pictureOf(form, at + 1)})`)
    return `| ${formGroups[group]} | ${label} | \`${form.template.form}\` | ${edition} | ${paperSizeLabels[paper.size]}${paper.landscape ? ' 横' : ''} | ${pages.join(' · ')} |`
  })
  const head = [
    '# 各种表的样子',
    '',
    '内容都是编造的。格式见 [formats/forms.md](../formats/forms.md)；这些图由 `test/paper/forms.test.ts` 比对。',
    ''
  ]
  const page = [...head, '| 类 | 表 | 代号 | 版 | 纸 | 图 |', '| - | - | - | - | - | - |', ...lines.sort()]
  await expect(`${page.join('\n')}\n`).toMatchFileSnapshot('../../docs/forms/README.md')
})
