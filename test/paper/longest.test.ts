/** Why: what is cut out of a sheet has no room to grow, and a code lies among words: the longest that may be typed stand whole and apart, or are told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changedForm, fieldSources, type FieldSource, type FormData, type FormTemplate } from '../../shared/domain'
import { writeProof } from '../../shared/proof'
import { openPress, type Press } from '../kit/press'
import { formId, FORMS } from '../kit/pressed-forms'
import { aProof, keyIdOctets, signing } from '../proof/kit'

let press: Press
beforeAll(async () => {
  press = await openPress()
}, 120_000)
afterAll(() => press.close())

const CUT = FORMS.filter(({ template }) => template.paper.pieces.across * template.paper.pieces.down > 1)

/** Every field as long as may be typed. */
const longest = ({ fields }: FormTemplate, share: number): FormData =>
  Object.fromEntries(fields.map(({ name, kind, most }) => [name, kind === 'day' ? '2026-12-31' : '长'.repeat(Math.ceil(most * share))]))

interface Place {
  readonly words: string
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
}

/** Boxes of the words themselves, on the first piece; its own is the first. */
async function placesOf(html: string): Promise<readonly [Place, ...Place[]]> {
  const page = await press.show(html)
  return page.evaluate(() => {
    const piece = document.querySelector('.piece')
    if (!piece) throw new TypeError('no piece')
    const boxOf = (one: Element | Range) => {
      const { left, top, right, bottom } = one.getBoundingClientRect()
      return [left, top, right, bottom] as const
    }
    const words = [...piece.querySelectorAll('[data-field], [data-text], .proof-code')].flatMap((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      const words = element.matches('.proof-code') ? 'code' : element.textContent.slice(0, 20)
      return words === '' ? [] : [{ words, box: boxOf(range) }]
    })
    return [{ words: 'piece', box: boxOf(piece) }, ...words] as const
  })
}

/** A hair is no overlap. */
const SLACK_PX = 1
function standApart([piece, ...places]: readonly [Place, ...Place[]], isCut = true): string[] {
  const faults: string[] = []
  const [left, top, right, bottom] = piece.box
  for (const [at, { words, box }] of places.entries()) {
    if (isCut && (box[0] < left - SLACK_PX || box[1] < top - SLACK_PX || box[2] > right + SLACK_PX || box[3] > bottom + SLACK_PX))
      faults.push(`${words} is cut`)
    for (const other of places.slice(at + 1)) {
      const [wide, high] = [0, 1].map(
        (axis) => Math.min(box[axis + 2] ?? 0, other.box[axis + 2] ?? 0) - Math.max(box[axis] ?? 0, other.box[axis] ?? 0)
      )
      if ((wide ?? 0) > SLACK_PX && (high ?? 0) > SLACK_PX) faults.push(`${words} lies on ${other.words}`)
    }
  }
  return faults
}

it('forms of several pieces › there are some', () => {
  expect(CUT.map(formId)).toEqual(['service_voucher/2009'])
})

describe.each(CUT.map((form) => [formId(form), form] as const))('%s', (_id, { template, html, css, sample }) => {
  const given = { officePhone: '0912-0000001', officeName: sample['officeName'] ?? '测试局' }
  it.each([0.2, 0.5, 1])('fields filled to %s of what may be typed › stand whole and apart, or are told', async (share) => {
    const data = { ...given, ...longest(template, share) }
    const page = await press.page({ sheet: { template, html, css }, pieces: [{ data, title: '' }], practice: false, onScreen: true })
    if (page.troubles.length === 0) expect(standApart(await placesOf(page.html))).toEqual([])
    else expect(page.troubles.every(({ kind }) => kind === 'too_long')).toBe(true)
  })

  it.each([30, 60, 120, 400])('texts worded in %i letters › stand whole and apart, or are told', async (count) => {
    const texts = Object.fromEntries(
      Object.entries(template.texts).map(([id, text]) => [id, { ...text, text: '免费服务，'.repeat(count / 5) }])
    )
    const sheet = { template: { ...template, texts }, html, css }
    const page = await press.page({ sheet, pieces: [{ data: { ...given, ...sample }, title: '' }], practice: false, onScreen: true })
    if (page.troubles.length === 0) expect(standApart(await placesOf(page.html))).toEqual([])
    else expect(count).toBeGreaterThan(30)
  })

  it('the sample › stands whole and apart', async () => {
    const page = await press.page({
      sheet: { template, html, css },
      pieces: [{ data: { ...given, ...sample }, title: '' }],
      practice: false,
      onScreen: true
    })
    expect(page.troubles).toEqual([])
    expect(standApart(await placesOf(page.html))).toEqual([])
  })
})

// In boxes nothing grows, and no box lies under a code: `faultsOf`.
const CODED = FORMS.filter(({ template: { proof, boxes } }) => proof !== undefined && boxes.length === 0)
describe.each(CODED.map((form) => [formId(form), form] as const))('%s', (_id, { template, html, css, sample }) => {
  it.each([0, 6, 12])('%i fields added by the office, and long texts › nothing lies on the code or on another', async (count) => {
    const sources = Object.keys(fieldSources).slice(0, count) as FieldSource[] // Keys of a table of ours.
    const texts = Object.fromEntries(Object.entries(template.texts).map(([id, { text }]) => [id, text + '请核对。'.repeat(count)]))
    const added = sources.map((source, at) => ({ source, label: `加的第 ${String(at + 1)} 栏` }))
    const { form, faults } = changedForm(template, { texts, boxes: null, code: null, hidden: [], added })
    expect(faults).toEqual([])
    const data = { ...sample, officePhone: '0912-0000001', ...Object.fromEntries(form.added.map(({ name }) => [name, '长'.repeat(120)])) }
    const code = writeProof({ ...aProof, number: '610802001202600017' }, keyIdOctets, signing)
    const pieces = [{ data, title: '', code }]
    const page = await press.page({ sheet: { template: form, html, css }, pieces, practice: false, onScreen: true })
    expect(page.troubles).toEqual([])
    const places = await placesOf(page.html)
    expect(places.map(({ words }) => words)).toContain('code')
    expect(standApart(places, false)).toEqual([])
  })
})
