// Why: whatever people typed, a form says exactly that and nothing else, and what cannot stand on the paper is told before it is printed.
import { describe, expect, test } from 'vitest'
import { changedForm, formSchema, type FormSheet } from '@shared/domain'
import { formPage, type FormPaper } from './index'

const field = (name: string, label: string, over: object = {}) => ({ name, label, kind: 'text', most: 200, ...over })
const TEXTS = { says: { label: '首句', text: '{name} 于 {born} 到本单位。' }, free: { label: '免费', text: '免费' } }
const form = (over: object = {}) =>
  formSchema.parse({
    ...{
      format: 'form/1',
      form: 'made_up',
      edition: '2026',
      label: '测试表',
      group: 'office',
      use: 'office',
      validFrom: null,
      validTo: null
    },
    ...{ rulePacks: [], source: '测试', paper: { size: 'A4', margin: [20, 20, 20, 20] } },
    fields: [
      field('name', '姓名', { required: true }),
      field('sex', '性别', { kind: 'choice', options: ['男', '女'] }),
      field('born', '出生', { kind: 'day' }),
      field('asked', '自愿', { kind: 'yes' }),
      field('note', '备注', { kind: 'lines', optional: true })
    ],
    lists: [{ name: 'people', label: '名单', fields: [field('name', '姓名'), field('since', '起', { kind: 'day' })], most: 50 }],
    texts: TEXTS,
    boxes: [{ shows: 'name', x: 40, y: 50, w: 20, h: 6, size: 12, min: 8 }],
    ...over
  })
const html = `<p data-text="says"></p><p data-field="name" class="n"></p><p data-options="sex"></p><i data-tick="asked"></i><p data-if="note" class="if">有</p>
<p data-unless="note" class="unless">无</p><p data-part="note" class="part" data-field="note"></p><ol><li data-each="people" data-least="3"><b data-field="rowNumber"></b><span data-field="name"></span><u data-field="since"></u></li></ol><dl data-each="added"><dt data-field="addedLabel"></dt><dd data-field="addedValue"></dd></dl>`
const sheetOf = (over: object = {}): FormSheet => ({ template: form(over), html, css: '' })
const drawn = (data: FormPaper['pieces'][number]['data'], sheet = sheetOf(), more: Partial<FormPaper> = {}) => {
  const page = formPage({ sheet, pieces: [{ data, title: '甲' }], practice: false, ...more })
  return { ...page, dom: new DOMParser().parseFromString(page.html, 'text/html') }
}
const words = (dom: Document, selector: string): string[] => [...dom.querySelectorAll(selector)].map((node) => node.textContent)

describe('a form', () => {
  test('an identity number that is masked on the paper › is, whatever was typed', () => {
    const sheet = sheetOf({
      fields: [field('name', '姓名'), field('sex', '性别'), field('idNo', '证件', { kind: 'id_masked' })],
      texts: {},
      boxes: []
    })
    const said = (idNo: string) => words(drawn({ idNo }, { ...sheet, html: '<i data-field="idNo"></i>' }).dom, 'i')
    for (const typed of ['610802199202290027', '6108**********0027', ' 610802 19920229 0027'])
      expect(said(typed)).toEqual(['6108**********0027'])
    expect(drawn({ idNo: '610802199202290027' }, { ...sheet, html: '<i data-field="idNo"></i>' }).html).not.toContain('199202')
  })
  test('fields, choices, ticks, conditions and rows › say what the data say', () => {
    const data = { name: '王𠮷', sex: '女', born: '1992-02-29', asked: true, note: '一\n二', people: [{ name: '甲', since: '2026-01-02' }] }
    const { dom, troubles } = drawn(data)
    expect(words(dom, '[data-text=says]')).toEqual(['王𠮷 于 1992年2月29日 到本单位。'])
    expect(words(dom, '[data-options]')).toEqual(['□男\u2003☑女'])
    expect(words(dom, 'i')).toEqual(['☑'])
    expect([words(dom, '.if'), words(dom, '.unless'), words(dom, '.part')]).toEqual([['有'], [], ['一\n二']])
    expect(words(dom, 'li')).toEqual(['1甲2026年1月2日', '2', '3'])
    expect(words(dom, '.box span')).toEqual(['王𠮷'])
    expect(troubles).toEqual([])
  })

  test('the telephone for complaints missing › is told once for a form that names it, and for no other', () => {
    const named = sheetOf({
      texts: { says: { label: '首句', text: '' }, complaint: { label: '投诉电话', text: '投诉电话：{officePhone}' } }
    })
    const told = [{ piece: '甲', field: '本单位电话', kind: 'no_phone', letters: [] }]
    expect(drawn({ name: '王' }, named).troubles).toEqual(told)
    expect(drawn({ name: '王', officePhone: '' }, named).troubles).toEqual(told)
    expect(drawn({ name: '王', officePhone: '0912-1' }, named).troubles).toEqual([])
    expect(drawn({ name: '王' }).troubles).toEqual([])
  })

  test.each(['<script>a()</script>', '<img src=x onerror=a()>', ']]><b>', '</title></style><b>', '"onload="a()"><svg>', '{born}', '=1+1'])(
    '%s › stays the letters it is, in a field, a text, a box and a row',
    (hostile) => {
      const { html: page, dom } = drawn({ name: hostile, people: [{ name: hostile }] })
      expect(words(dom, '.n')).toEqual([hostile])
      expect(words(dom, '.box span')).toEqual([hostile])
      expect(words(dom, 'li span')[0]).toBe(hostile)
      expect(words(dom, '[data-text=says]')[0]).toContain(hostile)
      expect(dom.querySelectorAll('script, img, svg, iframe')).toHaveLength(0)
      expect(page).not.toMatch(/<[^>]* on[a-z]+=/)
    }
  )

  test('a name of ten thousand letters › stands whole over the edge, and is told', () => {
    const long = '长'.repeat(10_000)
    const { dom, troubles } = drawn({ name: long })
    expect(words(dom, '.box span')).toEqual([long])
    expect(troubles).toContainEqual({ piece: '甲', field: '姓名', kind: 'too_long', letters: [] })
  })

  test('a long name › is made smaller before it is broken, and never below the smallest size', () => {
    const size = (name: string): number => {
      const [, whole = '0', part = '0'] = /z(\d+)(?:-(\d+))?/.exec(drawn({ name }).dom.querySelector('.box')?.className ?? '') ?? []
      return Number(`${whole}.${part}`)
    }
    expect(size('王小明')).toBe(12)
    expect(size('买买提·阿不')).toBeLessThan(12)
    expect(size('买买提·阿不都热合曼·吐尔逊')).toBe(8)
  })

  test('a letter that no font draws › is named with its sheet and field', () => {
    const { troubles } = drawn({ name: '王\u{31350}' })
    expect(troubles).toContainEqual({ piece: '甲', field: '姓名', kind: 'not_drawn', letters: ['\u{31350}'] })
  })

  test('a letter in a list › is named with the row, and with whom the row is about', () => {
    const people = [{ name: '甲' }, { name: '乙\u{31350}' }]
    const [trouble] = drawn({ name: '王', people }).troubles
    expect(trouble).toEqual({
      ...{ piece: '甲', row: { number: 2, name: '乙\u{31350}' }, field: '姓名' },
      ...{ kind: 'not_drawn', letters: ['\u{31350}'] }
    })
  })

  test('another paper › only where the form offers it', () => {
    const paper = { size: 'A5', landscape: true, margin: [10, 10, 10, 10], also: [{ size: 'A4' }], foot: 'name' }
    const sheet = sheetOf({ paper, boxes: [] })
    expect(drawn({ name: '王"' }, sheet).html).toContain('@page{size:210mm 148mm')
    const { html: page } = drawn({ name: '王"' }, sheet, { size: 'A4' })
    expect(page).toContain('@page{size:210mm 297mm')
    expect(page).toContain('content:"姓名 王\\22 "')
    expect(() => drawn({}, sheet, { size: 'A3' })).toThrow('made_up on A3')
    expect(() => form({ paper })).toThrow('不能换纸')
    expect(() => form({ paper: { ...paper, also: [{ size: 'A6' }] }, boxes: [] })).toThrow('不能换纸')
    expect(() => form({ paper: { ...paper, foot: 'other' }, boxes: [] })).toThrow('纸边上的 other 不是本表的栏目')
  })

  test('pieces of a cut sheet › fill sheet after sheet', () => {
    const sheet = sheetOf({ paper: { size: 'A4', margin: [0, 0, 0, 0], pieces: { across: 2, down: 2 } } })
    const pieces = Array.from({ length: 5 }, (_, at) => ({ data: { name: `第${String(at)}` }, title: '' }))
    const { html: page } = formPage({ sheet, pieces, practice: true })
    const dom = new DOMParser().parseFromString(page, 'text/html')
    expect([...dom.querySelectorAll('.cut')].map((cut) => cut.querySelectorAll('.piece').length)).toEqual([4, 1])
    expect(page).toContain('演练')
  })

  test('what is printed on the stationery › stands on the screen alone', () => {
    const sheet = sheetOf({ paper: { size: 'A4', margin: [0, 0, 0, 0], preprinted: true } })
    expect(drawn({ name: '甲' }, sheet).html).toContain('[data-stationery]{visibility:hidden}')
    expect(drawn({ name: '甲' }, sheet, { onScreen: true }).html).not.toContain('visibility:hidden')
  })
})

describe('a form that the office changed', () => {
  const change = {
    texts: { says: '{name}：' },
    boxes: null,
    code: null,
    hidden: ['note'],
    added: [{ source: 'person.phone', label: '电话' }]
  } as const
  test('texts, left-out and added fields › stand on the paper', () => {
    const { form: changed, faults } = changedForm(form(), { ...change, hidden: [...change.hidden], added: [...change.added] })
    expect(faults).toEqual([])
    const { dom } = drawn({ name: '甲', note: '乙', added_person_phone: '0912-1' }, { template: changed, html, css: '' })
    expect(words(dom, '[data-text=says]')).toEqual(['甲：'])
    expect(words(dom, '.part')).toEqual([])
    expect(words(dom, 'dl')).toEqual(['电话0912-1'])
  })
  const owing = form({ texts: { ...TEXTS, complaint: { label: '投诉', text: '电话 {officePhone}' } } })
  test.each([
    { free: '免费，不收工本费' },
    { free: '全部免费' },
    { complaint: '有意见请打 {officePhone}' },
    { says: '{name} 住甲单元三楼' }
  ])('%j › is taken', (texts) => expect(changedForm(owing, { texts, boxes: null, code: null, hidden: [], added: [] }).faults).toEqual([]))
  test('a box of what is owed › may be moved, and an optional one left off', () => {
    const [box] = form().boxes
    const boxes = [
      { ...box, x: 45 },
      { ...box, shows: 'note', y: 80 }
    ]
    const both = { ...form(), boxes } as ReturnType<typeof form>
    expect(changedForm(both, { texts: {}, boxes: [boxes[0]] as never, code: null, hidden: [], added: [] }).faults).toEqual([])
  })
  test.each([
    [{ texts: { free: ' ' } }, /“免费”不能空着/],
    [{ texts: { free: '一律优待' } }, /“免费”里要有“免费”/],
    [{ texts: { free: '免费，工本费10元' } }, /“免费”里不能写收钱的话/],
    [{ texts: { says: '{name}交押金' } }, /“首句”里不能写收钱的话/],
    [{ texts: { complaint: '投诉请到二楼' } }, /“投诉”里要留着 \{officePhone\}/],
    [{ added: [{ source: 'person.phone', label: '缴20元' }] }, /“缴20元”不能收钱/],
    [{ boxes: [] }, /“姓名”的方框不能去掉/],
    [{ texts: { other: '字' } }, /没有文字 other/],
    [{ texts: { says: '{idNo}' } }, /\{idNo\} 不是本表的栏目/],
    [{ hidden: ['name'] }, /name 不能从纸上去掉/],
    [{ boxes: [{ ...form().boxes[0], x: 200 }] }, /超出纸边/],
    [{ boxes: [{ ...form().boxes[0], shows: 'health' }] }, /不是本表的栏目/],
    [{ boxes: [{ ...form().boxes[0], min: 14 }] }, /最小字号大于字号/]
  ])('%j › is refused in words', (over, fault) => {
    const { faults } = changedForm(owing, { texts: {}, boxes: null, code: null, hidden: [], added: [], ...over } as never)
    expect(faults.join()).toMatch(fault)
  })
})
