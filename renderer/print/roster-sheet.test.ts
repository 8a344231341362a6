// Why: lists leave the office on paper; what is on them is whole, nothing typed becomes markup, and a character nobody can draw is told before.
import type { RosterView } from '@shared/contract/rosters'
import { MAX_REQUEST_CHARS } from '@shared/contract/wire'
import { visitResultLabels } from '@shared/domain/roster'
import { rowCode } from '@shared/domain/scan-code'
import { describe, expect, test } from 'vitest'
import { paperOf } from '../../test/kit/form-sheets'
import { cardPieces, rosterPieces, visitPieces, type FormPage, type RosterPaper } from './index'
import { qrShape } from './qr-code'

const list = (over: Partial<RosterView> = {}): RosterView => ({
  id: '0190aaaa-0000-7000-8000-000000000001',
  number: 482_163_905,
  kind: 'visit',
  at: '2026-03-05T01:00:00.000Z',
  by: '甲<员>',
  place: '610802001001',
  placeName: '榆阳区某村',
  basis: 'residence',
  moveKind: null,
  columns: [
    { key: 'name', title: '姓名' },
    { key: 'door', title: '住处' }
  ],
  asks: ['present'],
  sheet: null,
  whole: false,
  count: 2,
  progress: { open: 2, found: 0, moved: 0, unknown: 0, changed: 0, declined: 0 },
  ...over
})
const rows = [
  { row: 1, cells: { name: '王𰻝', sex: '女', birthYear: '1990', door: '<b>东街1号</b>', ask: '是否仍住这里' } },
  { row: 2, cells: { name: '测&乙', sex: '男', birthYear: '1985', door: '东街2号', ask: '是否仍住这里' } }
]
const paper = (over: Partial<RosterPaper> = {}): RosterPaper => ({
  ...{ list: list(), rows, practice: false, given: { officeName: '榆阳<局>', officePhone: '0912-1', printedOn: '2026-04-01' } },
  ...over
})
const visitPage = (over: Partial<RosterPaper> = {}): FormPage => paperOf('visit_list', visitPieces(paper(over)), over.practice)
const visitSheet = (over: Partial<RosterPaper> = {}): string => visitPage(over).html
const rosterSheet = (over: Partial<RosterPaper>): string => paperOf('roster', rosterPieces(paper(over))).html
const domOf = (html: string): Document => new DOMParser().parseFromString(html, 'text/html')

describe('visit list', () => {
  test('every row › carries its own code, the boxes of all results and a place for the day', () => {
    const html = visitSheet()
    for (const row of [1, 2]) expect(html).toContain(qrShape(rowCode({ list: 482_163_905, row, practice: false })).path)
    for (const label of Object.values(visitResultLabels)) expect(html.match(new RegExp(`□${label}`, 'g'))).toHaveLength(2)
    expect(html.slice(0, html.lastIndexOf('</table>')).match(/□/g)).toHaveLength(10)
    expect(html.match(/日期<i/g)).toHaveLength(2)
    expect(html).toContain('@page{@bottom-left{content:"名单号 482 163 905"')
    expect(html).toContain('@page{size:210mm 297mm')
  })

  test('a practice list › carries codes that a real office refuses', () => {
    const html = visitSheet({ practice: true })
    expect(html).toContain(qrShape(rowCode({ list: 482_163_905, row: 1, practice: true })).path)
    expect(html).toContain('data-practice')
  })

  test('what people typed › stays text, without style attributes', () => {
    const html = visitSheet()
    for (const words of ['&lt;b&gt;东街1号&lt;/b&gt;', '榆阳&lt;局&gt;', '甲&lt;员&gt;', '测&amp;乙']) expect(html).toContain(words)
    expect(html).not.toMatch(/\sstyle=|<script|<b>/)
  })

  test('says where, how many, on which day of issue, and whom to call; nothing of a telephone that is not known', () => {
    const text = domOf(visitSheet()).body.textContent.replace(/\s/g, '')
    for (const words of ['地点：榆阳区某村（按现居住地）', '2人', '开出：2026年3月5日', '投诉电话：0912-1', '免费', '用毕交回'])
      expect(text).toContain(words)
    expect(text).not.toContain('2026年4月')
    expect(visitSheet({ given: { officeName: '局', officePhone: '' } })).not.toContain('投诉电话')
  })
})

describe('the longest list', () => {
  test('a thousand rows with long names and addresses › are one request to the printer', () => {
    const cells = {
      name: '阿卜杜拉·买买提艾力江·吐尔逊',
      sex: '女',
      birthYear: '1990',
      door: '长'.repeat(100),
      ask: '仍住此处、门牌、电话、户籍地、送服务告知书'
    }
    const many = Array.from({ length: 1000 }, (_, at) => ({ row: at + 1, cells }))
    const page = { html: visitSheet({ rows: many }), name: '走访清单-482163905' }
    expect(JSON.stringify(page).length).toBeLessThan(MAX_REQUEST_CHARS)
  })
})

describe('roster', () => {
  const roster = list({
    kind: 'roster',
    whole: true,
    columns: [
      { key: 'name', title: '姓名' },
      { key: 'idNo', title: '证件号码' }
    ]
  })

  test('lies lengthwise with the columns chosen, repeats its head, and says when whole numbers are on it', () => {
    const html = rosterSheet({ list: roster, rows: [{ row: 1, cells: { name: '测甲', idNo: '610802199002281001' } }] })
    for (const part of ['@page{size:297mm 210mm', '证件号码', '610802199002281001', '用毕交回', 'table-header-group'])
      expect(html).toContain(part)
    expect(html).not.toContain('<svg')
    expect(rosterSheet({ list: { ...roster, whole: false } })).not.toContain('用毕交回')
  })

  test('columns that were not chosen › are no part of the table, and nothing spans them', () => {
    const dom = domOf(rosterSheet({ list: roster }))
    expect([...dom.querySelectorAll('thead th')].map((head) => head.textContent)).toEqual(['行', '姓名', '证件号码'])
    expect(dom.querySelectorAll('col')).toHaveLength(3)
    expect(dom.querySelector('.strip td')?.getAttribute('colspan')).toBe('3')
    expect([...dom.querySelectorAll('tbody tr')].map((row) => row.children.length)).toEqual([3, 3])
  })
})

describe('case card', () => {
  const cards = paper({
    list: list({
      ...{ kind: 'card', place: null, placeName: null, basis: null },
      columns: [...list().columns, { key: 'children', title: '子女' }]
    }),
    rows: [
      { row: 1, cells: { name: '测甲', door: '东街1号', children: '测* 2018年\n测* 2020年', household: '610802001001020017' } },
      { row: 2, cells: { name: '测乙', door: '', children: '' } }
    ]
  })
  const card = (size: 'A4' | 'A5') => paperOf('case_card', cardPieces(cards), false, size).html

  test('has its size, one sheet for each person, and leaves out what is not on file', () => {
    expect(card('A5')).toContain('@page{size:210mm 148mm')
    expect(card('A4')).toContain('@page{size:210mm 297mm')
    const dom = domOf(card('A5'))
    expect(dom.querySelectorAll('section.piece')).toHaveLength(2)
    const heads = [...dom.querySelectorAll('th')].map((head) => head.textContent)
    expect(heads.filter((head) => head === '子女')).toHaveLength(1)
    expect(heads.filter((head) => head === '户编码')).toHaveLength(2)
    expect(card('A5')).toContain('测* 2018年\n测* 2020年')
    expect(dom.body.textContent).toContain('610802001001020017')
    expect(dom.body.textContent.replace(/\s/g, '')).toContain('482163905之2')
  })

  test('what cannot be drawn on a card › is told by card, person and fact', () => {
    const odd = { ...cards, rows: [{ row: 2, cells: { name: '测乙', door: '街\ue123号' } }] }
    expect(paperOf('case_card', cardPieces(odd)).troubles).toEqual([
      { piece: '第 2 张“测乙”', row: { number: 1, name: '住处' }, field: '内容', kind: 'not_drawn', letters: ['\ue123'] }
    ])
  })
})

describe('what cannot be drawn', () => {
  const troubles = (over: Partial<RosterPaper> = {}) => visitPage(over).troubles

  test('names row, person, column and character; what the fonts draw and what is not printed is not named', () => {
    expect(troubles()).toEqual([])
    const odd = [{ row: 7, cells: { name: '测\ue123', door: '街\u{10ffff}\u{10ffff}号', hidden: '\ue123' } }]
    const where = { piece: '482 163 905', row: { number: 7, name: '测\ue123' }, kind: 'not_drawn' }
    expect(troubles({ rows: odd })).toEqual([
      { ...where, field: '姓名', letters: ['\ue123'] },
      { ...where, field: '住处', letters: ['\u{10ffff}'] }
    ])
  })

  test('what the sheets print themselves › is drawn by the bundled fonts', () => {
    const words = [visitSheet({ rows: [] }), rosterSheet({ rows: [] })].map((html) => domOf(html).body.textContent.replace(/\s/g, ''))
    expect(troubles({ rows: [{ row: 1, cells: { name: '测', door: `${words.join('')}□〇〔〕` } }] })).toEqual([])
  })
})
