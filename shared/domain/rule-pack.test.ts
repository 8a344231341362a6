// Why: the four packs are data that decide what leaves the office, so every promise about them is checked here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeListsSchema } from './code-list'
import { isDay, type Day } from './calendar-day'
import { rulePackOn, rulePackSchema, slipFields, type RulePack } from './rule-pack'
import { slipKinds } from './slip-kinds'
import { isInForce } from './validity'

const codes = join(import.meta.dirname, '../../resources/codes')
const raw = readdirSync(join(codes, 'rule-packs')).map((name): unknown => JSON.parse(readFileSync(join(codes, 'rule-packs', name), 'utf8')))
const packs = raw.map((data) => rulePackSchema.parse(data)).sort((a, b) => (a.validFrom ?? '').localeCompare(b.validFrom ?? ''))
const lists = codeListsSchema.parse(JSON.parse(readFileSync(join(codes, 'code-lists.json'), 'utf8'))).lists

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const packOf = (id: RulePack['id']): RulePack => {
  const found = packs.find((pack) => pack.id === id)
  if (found === undefined) throw new RangeError(id)
  return found
}

/** Every field spec of a pack, blocks and item values included. */
const everyField = (pack: RulePack) => [
  ...slipKinds.flatMap((kind) => Object.entries(slipFields(pack, kind))),
  ...Object.values(pack.blocks).flatMap((block) => Object.entries(block.fields)),
  ...Object.entries(pack.items).flatMap(([code, item]) => (item.value === null ? [] : [[code, item.value] as const]))
]

describe('rule packs', () => {
  it('rule packs › are the four periods, follow each other without gap or overlap', () => {
    expect(packs.map((pack) => pack.id)).toEqual(['pre-2009', 'order-555', 'e-certificate', 'current'])
    expect(packs[0]?.validFrom).toBeNull()
    expect(packs.at(-1)?.validTo).toBeNull()
    for (const [index, pack] of packs.slice(1).entries()) expect(pack.validFrom).toBe(packs[index]?.validTo)
  })

  it.each([
    ['2009-09-30', 'pre-2009'],
    ['2009-10-01', 'order-555'],
    ['2014-06-30', 'order-555'],
    ['2014-07-01', 'e-certificate'],
    ['2021-08-31', 'e-certificate'],
    ['2021-09-01', 'current'],
    ['2026-11-21', 'current']
  ])('rulePackOn › on %s › gives %s', (on, id) => {
    expect(rulePackOn(packs, day(on))?.id).toBe(id)
    expect(packs.filter((pack) => isInForce(pack, day(on)))).toHaveLength(1)
  })

  it('rule packs › require the facts that are marked so, and refuse one twice or a depth of no place', () => {
    const marked = [
      'name',
      'sex',
      'birthDate',
      'idNo',
      'marital',
      'hukouCode',
      'episode.kind',
      'episode.startedOn',
      'episode.residenceCode'
    ]
    for (const { counting } of packs) expect(counting.minimumFile.fields.map(({ field }) => field)).toEqual(marked)
    const pack = packOf('current')
    const asking = (...fields: unknown[]) =>
      rulePackSchema.safeParse({ ...pack, counting: { ...pack.counting, minimumFile: { fields, source: '测试' } } }).success
    expect(asking({ field: 'hukouCode', digits: 9 }, { field: 'sex' })).toBe(true)
    expect([asking(), asking({ field: 'sex' }, { field: 'sex' }), asking({ field: 'sex', digits: 9 }), asking({ field: 'phone' })]).toEqual(
      [...[false, false, false, false]]
    )
  })

  it('rule packs › order-555 enables all thirteen types; the five of the main job work in every pack', () => {
    expect(slipKinds.filter((kind) => packOf('order-555').slipTypes[kind].enabled)).toEqual([...slipKinds])
    for (const pack of packs) for (const kind of ['CX', 'XC', 'FK', 'QR', 'TB-LD'] as const) expect(pack.slipTypes[kind].enabled).toBe(true)
    expect(packOf('current').slipTypes['TB-CS'].enabled).toBe(false)
    expect(packOf('current').slipTypes['TB-ZM'].enabled).toBe(false)
  })

  it('rule packs › codes that may travel stand in the code list they name', () => {
    for (const pack of packs) {
      for (const [name, field] of everyField(pack)) {
        if (field.type !== 'code') continue
        const known = lists[field.list]?.editions.flatMap((edition) => edition.codes.map((entry) => entry.code))
        expect(known, `${pack.id} ${name} ${field.list}`).toEqual(expect.arrayContaining(field.codes))
      }
    }
  })

  it('rule packs › purposes, bases and urgencies of a pack have the words of the code lists', () => {
    const labels = (list: string): Map<string, string> =>
      new Map(lists[list]?.editions.flatMap((edition) => edition.codes.map((entry) => [entry.code, entry.label] as const)))
    for (const pack of packs) {
      for (const basis of pack.legalBases) expect(labels('legal_basis').get(basis.code)).toBe(basis.label)
      for (const purpose of pack.purposes) expect(labels('purpose').has(purpose.code)).toBe(true)
      for (const grade of pack.urgencies) expect(labels('urgency').has(grade.code)).toBe(true)
    }
  })

  it('guard-rail › no pack has a field or item for money, penalties, ranking or policy flags', () => {
    const words = /(?<!免)费|罚|款|金额|处分|政策外|违法|违规|抚养|举报|黑名单|排名|信用|漏检|应检|未落实/
    const names = /fee|fine|amount|money|debt|penal|policy_flag|rank|score|blacklist|suspic|missed|violation/
    for (const pack of packs) {
      const named: (readonly [string, { label: string }])[] = [...everyField(pack), ...Object.entries(pack.items)]
      for (const [name, { label }] of named) {
        expect(name).not.toMatch(names)
        expect(label).not.toMatch(words)
      }
    }
  })

  it('guard-rail › the pack of today carries no health item and nothing above L3', () => {
    const current = packOf('current')
    expect(Object.keys(current.items).filter((code) => /contracept|pregnan|health/.test(code))).toEqual([])
    for (const kind of slipKinds) if (current.slipTypes[kind].enabled) expect(current.slipTypes[kind].maxLevel).not.toBe('L4')
    for (const basis of ['request', 'consent']) expect(current.legalBases.find((known) => known.code === basis)?.needsConsentRef).toBe(true)
  })

  it('guard-rail › every sealed field or item of every pack needs the person’s consent', () => {
    for (const pack of packs) {
      for (const [name, field] of everyField(pack)) if (field.level === 'L4') expect(field.needsConsent, name).toBe(true)
      for (const item of Object.values(pack.items)) {
        if (item.level !== 'L4') continue
        expect(item.needsConsent).toBe(true)
        expect(item.legalBases.toSorted()).toEqual(['consent', 'request'])
      }
    }
  })

  it('docs/formats/reference-data.md › names every member, item and task of the packs', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/formats/reference-data.md'), 'utf8')
    for (const pack of packs) {
      const names = [
        ...everyField(pack).map(([name]) => name),
        ...Object.keys(pack.items),
        ...pack.deadlines.map((row) => row.task),
        ...Object.keys(pack.blocks)
      ]
      expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
    }
  })

  it('schema › refuses a pack › whose field is above the level of its type, sealed without consent, or named as never allowed', () => {
    const broken = (change: (pack: RulePack) => void): string[] => {
      const pack = structuredClone(packOf('current'))
      change(pack)
      return rulePackSchema.safeParse(pack).error?.issues.map((issue) => issue.message) ?? []
    }
    const text = { type: 'text', label: '测试', required: false, needsConsent: false, max: 10, multiline: false } as const
    expect(broken(() => undefined)).toEqual([])
    expect(broken((pack) => (pack.slipTypes.QR.fields.note = { ...text, level: 'L3' }))).toEqual(['QR.note: above L1'])
    expect(broken((pack) => (pack.slipTypes['TB-LD'].fields.street = { ...text, level: 'L2' }))).toEqual(['TB-LD.street: never allowed'])
    expect(
      broken((pack) => {
        pack.slipTypes.XC.maxLevel = 'L4'
        pack.slipTypes.XC.fields.note = { ...text, level: 'L4' }
      })
    ).toEqual(['XC.note: sealed without consent'])
    expect(broken((pack) => pack.slipTypes.CX.include.push('missing'))).toContain('CX: no block missing')
    expect(
      broken(
        (pack) => (pack.items.secret = { label: '测试', level: 'L3', slipTypes: ['FK'], needsConsent: true, legalBases: [], value: null })
      )
    ).toEqual(['item secret: above the level of FK'])
    expect(broken((pack) => pack.deadlines.push(...pack.deadlines.slice(0, 1)))).toEqual(['deadline answer_urgent: twice'])
  })
})
