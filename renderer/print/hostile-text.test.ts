// Why: names come from strangers' slips, cards and sticks; whichever member of a paper holds markup, it is printed as the letters it is.
import { describe, expect, test } from 'vitest'
import {
  agreementPieces,
  cardPieces,
  carryPieces,
  keyComparisonRecord,
  keyRegistrationForm,
  reminderPieces,
  rosterPieces,
  slipPieces,
  visitPieces,
  type AgreementPaper,
  type CarryPaper,
  type FormPiece,
  type KeyOffice,
  type RemindersPaper,
  type RosterPaper,
  type SlipPapers
} from './index'
import { paperOf } from '../../test/kit/form-sheets'

const HOSTILE = [
  '<script>a()</script>',
  '<img src=x onerror=a()>',
  ']]><b>',
  '${1}<i>',
  '</title></style><b>',
  '"onload="a()"><svg>',
  "'><iframe>"
]

const id = '0190d0d0-0000-7000-8000-000000000001'
const office: KeyOffice = {
  ...{ code: '610802-00', name: '榆阳局', officeId: 'a'.repeat(32), phone: '0912-0000001', version: 3, practice: false },
  digits: '79405 70363 93904 77445 53750 55724 96950 90062'
}
const given = { officeName: '榆阳局', officePhone: '0912-1', printedOn: '2026-03-05' }
const slips: SlipPapers = {
  slips: [
    {
      ...{ id, slipNo: '610802-00-XC-1', kind: 'XC', label: '协查', issuedOn: '2026-03-05', dueOn: '2026-03-20', deadlineRule: '十日' },
      ...{ withdrawnOn: null, answerNeeded: true, way: 'paper' },
      fields: [{ field: 'person.name', label: '姓名', value: '王小明', level: 'L2' }],
      ...{ items: [{ code: 'identity', label: '身份' }], answers: null },
      to: { name: '临县局', code: '141124-00', phone: '0358-1', address: '测试街1号', postcode: '000001', post: '流管岗' }
    }
  ],
  given
}
const [asked] = slips.slips
const answers: SlipPapers = {
  ...slips,
  slips: (asked ? [asked] : []).map((slip) => ({
    ...{ ...slip, kind: 'FK', answers: '榆流协12号', items: [], answerNeeded: false },
    fields: ['code', 'status', 'value'].map((name) => ({ field: `items.0.${name}`, label: name, value: `甲${name}`, level: 'L2' }))
  }))
}
const carry: CarryPaper = {
  sheet: {
    ...{
      id,
      partnerId: id,
      partnerName: '临县局',
      partnerCode: '141124-00',
      writtenAt: '2026-03-05T01:00:00.000Z',
      by: '甲',
      place: '县局U盘'
    },
    ...{ files: 1, slips: 0, bytes: 10, kinds: [], digest: 'b'.repeat(64), code: 'JHD1' },
    fileList: [{ name: 'a.jhb', size: 10, sha256: 'c'.repeat(64) }]
  },
  ...{ office: { name: '榆阳局', code: '610802-00' }, given }
}
const posts = [{ post: '流管岗', holder: '甲', phone: '0912-1' }]
const agreement: AgreementPaper = {
  agreement: {
    ...{ id, partnerId: id, partnerName: '临县局', partnerCode: '141124-00', number: '榆协1号', signedOn: '2026-03-05' },
    ...{
      validFrom: '2026-03-05',
      validTo: '2029-03-04',
      standing: 'in_force',
      renewed: false,
      daysLeft: 9,
      scans: 0,
      revision: 1,
      kinds: ['XC']
    },
    ...{
      items: [{ code: 'identity', label: '身份' }],
      deadlines: [],
      ourPosts: posts,
      theirPosts: posts,
      clauses: '一、免费。',
      keys: { ours: '79405 70363', theirs: '18264 03957' }
    },
    ...{ renews: { id, number: '榆协0号' }, endedOn: null, endedWhy: null, scanFiles: [], history: [] }
  },
  ...{ office: { name: '榆阳局', code: '610802-00', phone: '0912-1' }, urgencies: new Map(), given }
}
const reminders: RemindersPaper = {
  reminders: [
    {
      ...{ partnerId: id, asOf: '2026-03-05', notCarried: 0 },
      to: { name: '临县局', address: '测试街1号', postcode: '000001', post: '流管岗', phone: '0358-1' },
      rows: [{ id, slipNo: '610802-00-XC-1', kind: 'XC', person: '王**', issuedOn: '2026-01-02', dueOn: '2026-02-01', daysLate: 32 }]
    }
  ],
  given
}
const list: RosterPaper = {
  list: {
    ...{ id, number: 482_163_905, kind: 'visit', at: '2026-03-05T01:00:00.000Z', by: '甲', place: '610802001001', placeName: '某村' },
    ...{ basis: 'residence', moveKind: null, columns: [{ key: 'name', title: '姓名' }], asks: ['present'], sheet: null, whole: false },
    ...{ count: 1, progress: { open: 1, found: 0, moved: 0, unknown: 0, changed: 0, declined: 0 } }
  },
  rows: [{ row: 1, cells: { name: '王小明', sex: '女', birthYear: '1990', ask: '是否仍住这里' } }],
  ...{ given, practice: false }
}
const cards: RosterPaper = {
  ...list,
  list: { ...list.list, kind: 'card', columns: [...list.list.columns, { key: 'children', title: '子女' }] },
  rows: [{ row: 1, cells: { name: '王小明', idNo: '暂无证件号', children: '王小红 女' } }]
}
const compared = { here: '临县局', comparisons: [{ account: 'zhang', at: '2026-03-05', way: '照登记表' }], on: '2026-03-05' }

/** Words that only this program or the contract's own patterns choose. */
const OURS = new Set([
  'id',
  'partnerId',
  'kind',
  'kinds',
  'standing',
  'way',
  'writtenAt',
  'at',
  'level',
  'digits',
  'basis',
  'asks',
  'key',
  'field',
  'place'
])

/** One copy of the facts for each text in them, with that text replaced. */
function poisoned<T>(facts: T, by: string): T[] {
  const copies: T[] = []
  const walk = (node: unknown, put: (next: unknown) => T, name: string): void => {
    if (typeof node === 'string') {
      if (!OURS.has(name)) copies.push(put(by))
    } else if (Array.isArray(node)) node.forEach((each, at) => walk(each, (next) => put(node.with(at, next)), name))
    else if (typeof node === 'object' && node !== null)
      for (const [key, each] of Object.entries(node)) walk(each, (next) => put({ ...node, [key]: next }), key)
  }
  walk(facts, (next) => next as T, '') // The same shape with one text exchanged.
  return copies
}

/** A paper of a form with each text of its facts replaced in turn. */
const drawn = <T>(form: string, facts: T, by: string | null, pieces: (one: T) => FormPiece[]): string[] =>
  (by === null ? [facts] : poisoned(facts, by)).map((one) => paperOf(form, pieces(one)).html)

/** Names of the elements of a page with the attributes that could act, in their order. */
const skeleton = (html: string): string =>
  [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*')]
    .map((node) => [node.localName, ...node.getAttributeNames().filter((name) => name.startsWith('on') || /src|href/.test(name))].join(' '))
    .filter((line) => line !== 'path' && line !== 'br')
    .join('\n')

describe('T77 markup in any text', () => {
  test.each<[string, number, (by: string | null) => string[]]>([
    ['an answer', 14, (by) => drawn('slip', answers, by, slipPieces)],
    ['a slip', 15, (by) => drawn('slip', slips, by, slipPieces)],
    ['a hand-over sheet', 8, (by) => drawn('carry_sheet', carry, by, carryPieces)],
    ['an agreement', 14, (by) => drawn('cooperation_agreement', agreement, by, agreementPieces)],
    ['reminders', 8, (by) => drawn('reminder', reminders, by, reminderPieces)],
    ['a visit list', 5, (by) => drawn('visit_list', list, by, visitPieces)],
    ['a roster', 5, (by) => drawn('roster', list, by, rosterPieces)],
    ['a case card', 5, (by) => drawn('case_card', cards, by, cardPieces)],
    ['a comparison of keys', 4, (by) => (by === null ? [office] : poisoned(office, by)).map((one) => keyComparisonRecord(one, compared))],
    [
      'a form of keys',
      4,
      (by) =>
        (by === null ? [office] : poisoned(office, by)).map((one) =>
          keyRegistrationForm(one, { qr: 'JHB1', handler: '甲', on: '2026-03-05' })
        )
    ]
  ])('%s › stays letters, and adds no element', (_paper, least, pages) => {
    const plain = skeleton(pages(null)[0] ?? '')
    expect(plain).toContain('h1')
    expect(plain).not.toContain('script')
    for (const by of HOSTILE) {
      const made = pages(by)
      expect(made.length).toBeGreaterThanOrEqual(least)
      for (const html of made) expect(skeleton(html), by).toBe(plain)
      const read = made.filter((html) => new DOMParser().parseFromString(html, 'text/html').documentElement.textContent.includes(by))
      expect(read.length, by).toBeGreaterThanOrEqual(2)
    }
  })
})
