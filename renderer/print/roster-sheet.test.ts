// Why: lists leave the office on paper; what is on them is whole, nothing typed becomes markup, and a character nobody can draw is told before.
import type { RosterView } from '@shared/contract/rosters'
import { MAX_REQUEST_CHARS } from '@shared/contract/wire'
import { rowCode } from '@shared/domain/scan-code'
import { describe, expect, test } from 'vitest'
import { caseCards, rosterSheet, unprintableIn, visitSheet, type RosterPaper } from './index'
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
  ...{ list: list(), rows, office: '榆阳<局>', practice: false, issuedOn: '2026-03-05' },
  ...over
})

describe('visit list', () => {
  test('every row › carries its own code and five boxes, 谢绝 among them', () => {
    const html = visitSheet(paper())
    for (const row of [1, 2]) expect(html).toContain(qrShape(rowCode({ list: 482_163_905, row, practice: false })).path)
    expect(html.match(/□谢绝/g)).toHaveLength(2)
    expect(html.match(/□/g)).toHaveLength(10)
    expect(html).toContain('名单号 482 163 905')
    expect(html).toContain('@page{size:210mm 297mm')
  })

  test('a practice list › carries codes that a real office refuses', () => {
    const html = visitSheet(paper({ practice: true }))
    expect(html).toContain(qrShape(rowCode({ list: 482_163_905, row: 1, practice: true })).path)
    expect(html).toContain('data-practice')
  })

  test('what people typed › stays text, without style attributes', () => {
    const html = visitSheet(paper())
    for (const words of ['&lt;b&gt;东街1号&lt;/b&gt;', '榆阳&lt;局&gt;', '甲&lt;员&gt;', '测&amp;乙']) expect(html).toContain(words)
    expect(html).not.toMatch(/\sstyle=|<script|<b>/)
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
    const page = { html: visitSheet(paper({ rows: many })), name: '走访清单-482163905' }
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
    const html = rosterSheet(paper({ list: roster, rows: [{ row: 1, cells: { name: '测甲', idNo: '610802199002281001' } }] }))
    for (const part of ['@page{size:297mm 210mm', '证件号码', '610802199002281001', '用毕交回', 'table-header-group'])
      expect(html).toContain(part)
    expect(html).not.toContain('<svg')
    expect(rosterSheet(paper({ list: { ...roster, whole: false } }))).not.toContain('用毕交回')
  })
})

describe('case card', () => {
  const card = (sheet: 'A4' | 'A5') =>
    caseCards(
      paper({
        list: list({
          kind: 'card',
          sheet,
          place: null,
          placeName: null,
          basis: null,
          columns: [...list().columns, { key: 'children', title: '子女' }]
        }),
        rows: [
          { row: 1, cells: { name: '测甲', door: '东街1号', children: '测* 2018年\n测* 2020年' } },
          { row: 2, cells: { name: '测乙', door: '', children: '' } }
        ]
      })
    )

  test('has its size, one sheet for each person, and leaves out what is not on file', () => {
    expect(card('A5')).toContain('@page{size:210mm 148mm')
    expect(card('A4')).toContain('@page{size:210mm 297mm')
    expect(card('A5').match(/<section class="card">/g)).toHaveLength(2)
    expect(card('A5').match(/<th>子女/g)).toHaveLength(1)
    expect(card('A5')).toContain('测* 2018年\n测* 2020年')
  })
})

describe('unprintableIn', () => {
  test('names row, person, column and character; what the fonts draw is not named', () => {
    expect(unprintableIn(paper())).toEqual([])
    const odd = [{ row: 7, cells: { name: '测\ue123', door: '街\u{10ffff}\u{10ffff}号', hidden: '\ue123' } }]
    expect(unprintableIn(paper({ rows: odd }))).toEqual([
      { row: 7, name: '测\ue123', title: '姓名', characters: ['\ue123'] },
      { row: 7, name: '测\ue123', title: '住处', characters: ['\u{10ffff}'] }
    ])
  })

  test('what the sheets print themselves › is drawn by the bundled fonts', () => {
    const words = visitSheet(paper({ rows: [] }))
      .replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, '')
      .replace(/\s/g, '')
    expect(unprintableIn({ list: list(), rows: [{ row: 1, cells: { name: `${words}□〇〔〕`, door: '' } }] })).toEqual([])
  })
})
