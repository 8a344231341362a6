// Why: a row of a form that its page never fills prints nowhere, and nobody misses it on a sample; so every builder is held to its form, name by name.
import { DeskView, Holdings } from '@shared/contract/desk'
import { rosterColumnLabels, rosterColumns } from '@shared/domain/roster'
import type { FormData } from '@shared/domain/form-template'
import { describe, expect, it } from 'vitest'
import { formNamed, programForms } from '../../test/kit/form-sheets'
import {
  agreementPieces,
  applicationPieces,
  cardPieces,
  carryPieces,
  noticePieces,
  reminderPieces,
  replyPieces,
  rosterPieces,
  slipPieces,
  visitPieces,
  type AgreementPaper,
  type DeskPaper,
  type FormPiece,
  type RosterPaper,
  type SlipPapers
} from './index'

const id = '0190d0d0-0000-7000-8000-000000000001'
const at = '2026-03-05T01:00:00.000Z'
const given = { officeName: '榆阳局', officePhone: '0912-1', printedOn: '2026-03-05' }

type Slip = SlipPapers['slips'][number]
const slip = (over: Partial<Slip>): Slip => ({
  ...{ id, slipNo: '610802-00-XC-1', kind: 'XC', label: '协查', issuedOn: '2026-03-05', dueOn: '2026-03-20', deadlineRule: '十日' },
  ...{ withdrawnOn: null, answerNeeded: true, way: 'paper', answers: null, items: [{ code: 'identity', label: '身份' }] },
  fields: [{ field: 'person.name', label: '姓名', value: '王小明', level: 'L2' }],
  to: { name: '临县局', code: '141124-00', phone: '0358-1', address: '测试街1号', postcode: '000001', post: '流管岗' },
  ...over
})
const found = ['code', 'status', 'value'].map((name) => ({
  field: `items.0.${name}`,
  label: name,
  value: `甲${name}`,
  level: 'L2' as const
}))
const posts = [{ post: '流管岗', holder: '甲', phone: '0912-1' }]
const KEY = '79405 70363 93904 77445 53750 55724 96950 90062'

const request = DeskView.parse({
  ...{ id, revision: 1, number: 482163905, kind: 'erase', state: 'decided', personName: '测**', capacity: 'guardian' },
  ...{ receivedOn: '2026-03-05', dueOn: '2026-03-26', daysLeft: 21, decision: 'partly', closedOn: null, person: null, asker: '母甲' },
  ...{ papers: ['birth_cert'], wanted: '删除', fields: ['name'], evidence: '户口簿', dueRule: '十五个工作日', reason: '须保存' },
  ...{ decidedBy: '乙', decidedAt: at, doneAt: at, handed: null, createdBy: '丙', marked: false, corrections: 0, history: [] },
  kept: [{ what: '交流单', rule: '保存三年', until: '2029-03-05', reason: '档案' }]
})
const desk: DeskPaper = { request, name: '测甲乙', given }
const held = Holdings.parse({
  ...{ number: 482163905, personName: '测甲', capacity: 'self', asker: null, asOf: '2026-03-05', moreLooks: true },
  sections: [{ title: '本人', facts: [{ label: '姓名', value: '测甲', contested: true }] }],
  sources: [{ at, by: '甲', what: '姓名', before: '测乙', after: '测甲', from: '身份证' }],
  recipients: [{ slipNo: '1', kind: '协查', partner: '临县局', on: '2026-03-05', fields: ['姓名'], state: '已交付' }],
  received: [{ slipNo: '2', kind: '查询', partner: '临县局', on: '2026-03-05' }],
  consents: [{ purpose: '回访', givenOn: '2026-03-05', withdrawnOn: '2026-03-06', form: '同意书' }],
  certificates: [{ form: '婚育证明', number: '7', state: '已发放', since: at, signedOn: '2026-03-04', validTo: '2026-06-04' }],
  lists: [{ what: '走访清单', at, by: '甲' }],
  requests: [{ number: 482163905, kind: '查阅', receivedOn: '2026-03-05', state: '已答复', decision: '同意' }],
  marks: [{ what: '有异议', since: at }],
  looks: [{ line: 7, at, posts: '窗口', what: '查看档案', refused: false }]
})
const CARD_COLUMNS = { formerName: '曾用名', marital: '婚姻状况', household: '户编码' }
const columns = Object.entries({ name: '姓名', ...rosterColumnLabels, ...CARD_COLUMNS }).map(([key, title]) => ({ key, title }))
const roster: RosterPaper = {
  list: {
    ...{
      id,
      number: 482_163_905,
      kind: 'roster',
      at,
      by: '甲',
      place: '610802001001',
      placeName: '某村',
      basis: 'residence',
      moveKind: null
    },
    ...{ columns, asks: ['present'], sheet: null, whole: true, count: 1 },
    progress: { open: 1, found: 0, moved: 0, unknown: 0, changed: 0, declined: 0 }
  },
  rows: [
    { row: 1, cells: Object.fromEntries([...columns.map(({ key }) => key), 'birthYear', 'door', 'ask'].map((key) => [key, `甲${key}`])) }
  ],
  ...{ given, practice: false }
}

const agreement: AgreementPaper = {
  agreement: {
    ...{ id, partnerId: id, partnerName: '临县局', partnerCode: '141124-00', number: '榆协1号', signedOn: '2026-03-05' },
    ...{ validFrom: '2026-03-05', validTo: '2029-03-04', standing: 'in_force', renewed: false, daysLeft: 9, scans: 0, revision: 1 },
    ...{
      kinds: ['XC'],
      items: [{ code: 'identity', label: '身份' }],
      deadlines: [],
      ourPosts: posts,
      theirPosts: posts,
      clauses: '一、免费。'
    },
    ...{ keys: { ours: KEY, theirs: KEY }, renews: { id, number: '榆协0号' }, endedOn: null, endedWhy: null, scanFiles: [], history: [] }
  },
  ...{ office: { name: '榆阳局', code: '610802-00', phone: '0912-1' }, urgencies: new Map(), given }
}

/** By form: all that its page can be told, in as many papers as it takes. */
const PAPERS: Readonly<Record<string, readonly FormPiece[]>> = {
  slip: slipPieces({
    slips: [slip({}), slip({ kind: 'FK', answers: '榆流协12号', items: [], fields: found }), slip({ withdrawnOn: '2026-03-06' })],
    given
  }),
  carry_sheet: carryPieces({
    sheet: {
      ...{ id, partnerId: id, partnerName: '临县局', partnerCode: '141124-00', writtenAt: at, by: '甲', place: '县局U盘' },
      ...{ files: 1, slips: 1, bytes: 10, kinds: [{ kind: 'XC', count: 1 }], digest: 'b'.repeat(64), code: 'JHD1' },
      fileList: [{ name: 'a.jhb', size: 10, sha256: 'c'.repeat(64) }]
    },
    ...{ office: { name: '榆阳局', code: '610802-00' }, given }
  }),
  cooperation_agreement: agreementPieces(agreement),
  reminder: reminderPieces({
    reminders: [
      {
        ...{ partnerId: id, asOf: '2026-03-05', notCarried: 0 },
        to: { name: '临县局', address: '测试街1号', postcode: '000001', post: '流管岗', phone: '0358-1' },
        rows: [{ id, slipNo: '1', kind: 'XC', person: '王**', issuedOn: '2026-01-02', dueOn: '2026-02-01', daysLate: 32 }]
      }
    ],
    given
  }),
  visit_list: visitPieces(roster),
  roster: rosterPieces(roster),
  case_card: cardPieces(roster),
  personal_info_application: applicationPieces(desk),
  personal_info_reply: replyPieces(desk),
  personal_info_notice: noticePieces({ held, given })
}

const isFilled = (value: FormData[string] | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '' && value !== false

/** Rows of a list, wherever they stand in the data. */
const rowsOf = (data: FormData, list: string): FormData[] =>
  Object.entries(data).flatMap(([name, value]): FormData[] =>
    Array.isArray(value) ? (value as FormData[]).flatMap((row) => [...(name === list ? [row] : []), ...rowsOf(row, list)]) : []
  )

describe('forms that pages of the program fill', () => {
  it('each › has its builder here', () => {
    expect(Object.keys(PAPERS).sort()).toEqual(programForms())
    expect(rosterColumns.every((column) => columns.some(({ key }) => key === column))).toBe(true)
  })

  it.each(Object.keys(PAPERS))('%s › every required field on each paper, every other field and column on one of them', (form) => {
    const { fields, lists } = formNamed(form).template
    const papers = (PAPERS[form] ?? []).map(({ data }) => data)
    expect(papers.length).toBeGreaterThan(0)
    for (const { name, required } of fields) {
      const filled = papers.filter((data) => isFilled(data[name])).length
      expect(required ? filled === papers.length : filled > 0, name).toBe(true)
    }
    for (const { name, fields: own } of lists)
      for (const column of own)
        expect(
          papers.some((data) => rowsOf(data, name).some((row) => isFilled(row[column.name]))),
          `${name}.${column.name}`
        ).toBe(true)
  })

  it('an agreement with an office whose key nobody compared › says so and names ours', () => {
    const [paper] = agreementPieces({ ...agreement, agreement: { ...agreement.agreement, keys: { ours: KEY, theirs: null } } })
    expect(paper?.data['keys']).toBe(`甲方 ${KEY}\n乙方 没有核对过的密钥`)
  })
})
