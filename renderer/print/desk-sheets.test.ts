// Why: these papers go into the hands of the person: free of charge, with the ways that stay open, nothing of the typing read as markup, no seal printed.
import { DeskView, Holdings } from '@shared/contract/desk'
import { describe, expect, it } from 'vitest'
import { paperOf } from '../../test/kit/form-sheets'
import { applicationPieces, replyPieces, type DeskPaper } from './desk-sheets'
import { noticePieces } from './notice-sheet'
import { privacyNotice } from './privacy-notice'

const view = (over: Partial<DeskView> = {}): DeskView =>
  DeskView.parse({
    ...{
      id: '0190aaaa-0000-7000-8000-000000000001',
      revision: 1,
      number: 482163905,
      kind: 'correct',
      state: 'decided',
      personName: '测**'
    },
    ...{
      capacity: 'guardian',
      receivedOn: '2026-03-05',
      dueOn: '2026-03-26',
      daysLeft: 21,
      decision: 'refused',
      closedOn: null,
      person: null
    },
    ...{
      asker: '母<b>甲</b>',
      papers: ['birth_cert'],
      wanted: '姓名<script>',
      fields: ['name'],
      evidence: '户口簿',
      dueRule: '十五个工作日'
    },
    ...{ reason: '与出生医学证明不一致', decidedBy: '乙', decidedAt: '2026-03-06T01:00:00.000Z', kept: [], doneAt: null, handed: null },
    ...{ createdBy: '丙', marked: false, corrections: 0, history: [], ...over }
  })
const office = { name: '榆阳区卫生健康局', phone: '0912-1' }
const given = { officeName: office.name, officePhone: office.phone, printedOn: '2026-03-06' }
const paper = (over: Partial<DeskView> = {}): DeskPaper => ({ request: view(over), name: '测甲乙', given })
const replyOf = (asked: DeskPaper): string => paperOf('personal_info_reply', replyPieces(asked)).html
const textOf = (html: string): string => new DOMParser().parseFromString(html, 'text/html').body.textContent

describe('papers of the desk', () => {
  it('application › says who asks for what, until when it is answered, and that it is free; the receipt is torn off', () => {
    const { html, troubles } = paperOf('personal_info_application', applicationPieces(paper()))
    expect(troubles).toEqual([])
    expect(html).not.toMatch(/<script|<b>甲/)
    const text = textOf(html)
    for (const words of [
      '482 163 905',
      '测甲乙',
      '母<b>甲</b>（监护人）',
      '出生医学证明',
      '☑更正',
      '□异议',
      '姓名<script>',
      '回执',
      '最迟在2026年3月26日前答复（十五个工作日）'
    ])
      expect(text).toContain(words)
    expect(text).toContain('办理本申请免费')
    expect(text).toContain('咨询、投诉电话：0912-1')
  })

  it('reply › gives the decision, its reason and every way that stays open', () => {
    const text = textOf(replyOf(paper()))
    for (const words of ['不同意', '与出生医学证明不一致', '复核', '投诉', '行政复议', '人民法院', '免费', '（盖章）'])
      expect(text).toContain(words)
  })

  it('reply to an erasure › names what stays, by which rule and until when', () => {
    const kept = [{ what: '交流单 2 件', rule: '交流单保存三年', until: '2029-03-05', reason: '档案管理' }]
    const over = {
      kind: 'erase' as const,
      decision: 'partly' as const,
      doneAt: '2026-03-06T01:00:00.000Z',
      kept,
      capacity: 'self' as const,
      asker: null
    }
    const text = textOf(replyOf({ ...paper(over), name: null }))
    for (const words of ['交流单 2 件', '2029-03-05', '申请人：']) expect(text).toContain(words)
  })

  it('every kind and decision › has a sentence of its own', () => {
    const sentences = (['show', 'correct', 'contest', 'restrict', 'withdraw', 'erase'] as const).map((kind) =>
      textOf(replyOf(paper({ kind, decision: 'granted', reason: null }))).replace(/“.*?”/, '')
    )
    expect(new Set(sentences).size).toBe(sentences.length)
  })

  it('notice › lists every part, and says so where there is nothing', () => {
    const held = Holdings.parse({
      ...{ number: 482163905, personName: '测甲', capacity: 'self', asker: null, asOf: '2026-03-05' },
      sections: [{ title: '本人', facts: [{ label: '姓名', value: '测<甲>', contested: true }] }],
      ...{ sources: [], recipients: [], received: [], consents: [], lists: [], requests: [], marks: [] },
      certificates: [
        { form: '婚育证明', number: '610802-7', state: '已发放', since: '2026-03-05T01:00:00.000Z', signedOn: '2026-03-04', validTo: null }
      ],
      looks: [{ line: 7, at: '2026-03-05T01:00:00.000Z', posts: '窗口', what: '查看档案', refused: false }],
      moreLooks: true
    })
    const { html } = paperOf('personal_info_notice', noticePieces({ held, given }), true)
    expect(html).toContain('演练')
    const text = textOf(html)
    for (const words of ['测<甲>', '（有异议）', '没有向其他单位提供过。', '610802-7', '2026-03-04', '窗口', '免费', '最近500条'])
      expect(text).toContain(words)
  })

  it('notice of the first registration › names nobody, asks for nothing, and says every right and that all is free', () => {
    const text = textOf(privacyNotice({ office, practice: false, printedOn: '2026-03-05' }))
    for (const words of ['查阅、复制', '更正', '异议', '限制处理', '撤回同意', '删除', '一切免费', '0912-1', '投诉', '（盖章）'])
      expect(text).toContain(words)
    expect(text).not.toMatch(/必须提供|应当配合|处罚/)
  })
})
