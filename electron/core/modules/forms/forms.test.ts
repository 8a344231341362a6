// Why: a form begins with what is on file and no more, tells nobody what he may not see, and is found again as it was printed whatever the office changes.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallInput } from '@shared/contract'
import { changedForm } from '@shared/domain'
import type { forms } from '@shared/contract/forms'
import { openTestOffice, resourcesDir, type Desk, type TestOffice } from '../../../../test/kit/office'
import { someone, stay } from '../../../../test/kit/register'
import { loadTemplates } from '.'

const FORM = 'marriage_birth'
let office: TestOffice
let window: Desk
let collector: Desk
let admin: Desk
let person: string
beforeAll(async () => {
  office = await openTestOffice({ rules: 'e-certificate' })
  window = await office.as('chuangkou', ['window'])
  collector = await office.as('caiji', ['collector'])
  admin = await office.as('guanli', ['administrator'])
  const { id } = await office.call('persons.save', {
    person: someone({ name: '王䶮', marital: '20', idNo: '610802199203050026', birthDate: '1992-03-05', phone: '13800001234' }),
    spouses: [{ name: '李㛃', birthDate: '1990-01-02', startedOn: '2016-10-01' }],
    children: [
      { name: '李小', sex: '1', birthDate: '2021-01-31' },
      { name: '李大', sex: '2', birthDate: '2001-05-06' }
    ],
    episodes: [stay({ residenceCode: '610802001', residenceText: '测试村7号' })]
  })
  person = id
})
afterAll(() => office.close())

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })
const nothing = { texts: {}, boxes: null, code: null, hidden: [], added: [] }
const change = (over: Partial<CallInput<typeof forms.change>> = {}) =>
  admin.call('forms.change', { form: FORM, change: nothing, note: '试', ...over })

describe('what a form begins with', () => {
  it('facts of the file, the marriage and the children › each in words, a small child masked', async () => {
    const { data, edition } = await window.call('forms.begin', { form: FORM, personId: person })
    expect(edition).toBe('2014')
    expect(data).toMatchObject({
      name: '王䶮',
      birthDate: '1992-03-05',
      idNo: '610802199203050026',
      spouseName: '李㛃',
      marriedOn: '2016-10-01'
    })
    expect(data['childrenCount']).toBe(2)
    expect(words(data['children']).split('\n').sort()).toEqual(['李* 2021', '李大 女 2001-05-06'])
    expect(words(data['residence'])).toContain('测试村7号')
  })
  it('the rows of a form › are the children on file', async () => {
    const { data } = await window.call('forms.begin', { form: 'birth_registration', personId: person })
    expect(data['children']).toEqual(
      expect.arrayContaining([
        { name: '李大', sex: '女', birthDate: '2001-05-06', order: null, from: null },
        { name: '李*', sex: null, birthDate: '2021', order: null, from: null }
      ])
    )
  })
  it('whoever may not show numbers › gets them masked', async () => {
    expect((await collector.call('forms.begin', { form: FORM, personId: person })).data['idNo']).toMatch(/\*/)
  })
  it('a form without a person › begins with the office', async () => {
    const { data } = await window.call('forms.begin', { form: 'service_voucher', personId: null })
    expect(Object.keys(data).sort()).toEqual(['issuer', 'phone'])
  })
  it('a person restricted, out of scope or unknown › begins nothing', async () => {
    await refused(window.call('forms.begin', { form: FORM, personId: '0190d0d0-0000-7000-8000-00000000ffff' }), 'persons.unknown')
    await refused(window.call('forms.begin', { form: 'no_such_form', personId: person }), 'forms.unknown')
    const other = (
      await office.call('persons.save', { person: someone({ name: '限制乙' }), episodes: [stay({ residenceCode: '610802001' })] })
    ).id
    await window.call('desk.receive', { personId: other, kind: 'restrict', papers: ['id_card'], receivedOn: '2026-03-05' })
    await refused(window.call('forms.begin', { form: FORM, personId: other }), 'persons.restricted')
    await refused(window.call('forms.printed', { form: FORM, edition: '2014', personId: other, count: 1 }), 'persons.restricted')
  })
})

describe('what the office changes', () => {
  it('is in force at once, keeps the edition before, and goes when it is taken back', async () => {
    const text = (edition: string | null) =>
      window.call('forms.get', { form: FORM, edition }).then(({ template }) => template.texts['opening']?.text)
    const before = await text(null)
    expect(await change({ change: { ...nothing, texts: { opening: '兹证明：' } } })).toEqual({ edition: '2014+1' })
    expect(await text(null)).toBe('兹证明：')
    expect(await text('2014')).toBe(before)
    expect((await window.call('forms.list', {})).rows.find(({ form }) => form === FORM)).toMatchObject({ edition: '2014+1', changed: true })
    expect(await change({ change: { ...nothing, texts: { opening: '证明：' } } })).toEqual({ edition: '2014+2' })
    await window.call('forms.printed', { form: FORM, edition: '2014+1', personId: null, count: 1 })
    expect(await admin.call('forms.withdraw', { form: FORM, no: 2 })).toEqual({ edition: '2014+1' })
    await refused(admin.call('forms.withdraw', { form: FORM, no: 2 }), 'forms.change_unknown')
    expect(await text('2014+2')).toBe('证明：')
    expect((await admin.call('forms.changes', { form: FORM })).rows.map(({ no, withdrawn }) => [no, withdrawn !== null])).toEqual([
      [2, true],
      [1, false]
    ])
    await admin.call('forms.withdraw', { form: FORM, no: 1 })
    expect(await text(null)).toBe(before)
  })
  it('that leaves out what is owed to the person, or asks for what is not in the form › is refused whole', async () => {
    await refused(change({ change: { ...nothing, texts: { free: '' } } }), 'forms.bad_change')
    await refused(change({ change: { ...nothing, texts: { opening: '{outcome}' } } }), 'forms.bad_change')
    await refused(change({ change: { ...nothing, hidden: ['name'] } }), 'forms.bad_change')
    await expect(
      change({ change: { ...nothing, added: [{ source: 'services.outcome' as 'today', label: '结果' }] } })
    ).rejects.toMatchObject({
      code: 'request.invalid'
    })
    await refused(window.call('forms.change', { form: FORM, change: nothing, note: '试' }), 'session.forbidden')
  })

  it('of every form as shipped › may be what the program says', () => {
    for (const { template } of loadTemplates(join(resourcesDir, 'templates')).all()) {
      const texts = Object.fromEntries(Object.entries(template.texts).map(([id, { text }]) => [id, text]))
      const boxes = template.boxes.length === 0 ? null : template.boxes
      expect(changedForm(template, { texts, boxes, code: null, hidden: [], added: [] }).faults, template.form).toEqual([])
    }
  })
})

describe('forms by day and rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const edition = (year: string, over: object): void => {
    const path = join(folder, 'made_up', year)
    mkdirSync(path, { recursive: true })
    const form = {
      ...{ format: 'form/1', form: 'made_up', edition: year, label: '测试表', group: 'office', use: 'office', source: '测试' },
      ...{ validFrom: null, validTo: null, rulePacks: [], paper: { size: 'A4', margin: [20, 20, 20, 20] }, ...over }
    }
    writeFileSync(join(path, 'form.json'), JSON.stringify(form))
    writeFileSync(join(path, 'fields.json'), '{ "fields": [] }')
    writeFileSync(join(path, 'sample.json'), '{}')
    for (const name of ['page.html', 'page.css']) writeFileSync(join(path, name), '')
  }
  edition('2000', { validTo: '2009-10-01', rulePacks: ['pre-2009'] })
  edition('2009', { validFrom: '2009-10-01', rulePacks: ['order-555', 'current'] })
  edition('2021', { validFrom: '2021-09', rulePacks: ['current'] })
  const templates = loadTemplates(folder)

  it.each([
    ['2009-09-30', 'pre-2009', '2000'],
    ['2009-10-01', 'pre-2009', undefined],
    ['2009-09-30', 'order-555', undefined],
    ['2009-10-01', 'order-555', '2009'],
    ['2021-08-31', 'current', '2009'],
    ['2021-09-01', 'current', '2021'],
    ['2021-09-01', 'order-555', '2009'],
    ['2021-09-01', 'e-certificate', undefined]
  ])('on %s under %s › the newest that has begun, has not ended and is of the rules: %s', (day, rules, found) => {
    expect(templates.on('made_up', day as never, rules)?.template.edition).toBe(found)
    expect(templates.on('no_such_form', day as never, rules)).toBeUndefined()
  })

  it('what stands in the wrong file › is refused, not passed over', () => {
    const other = mkdtempSync(join(tmpdir(), 'templates-'))
    try {
      cpSync(folder, other, { recursive: true })
      writeFileSync(join(other, 'made_up', '2021', 'fields.json'), '{ "fields": [], "boxes": [] }')
      expect(() => loadTemplates(other).all()).toThrow(/boxes/)
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  })

  it('none in force › the newest is still known, for what stands in the house of it', () => {
    expect(templates.newest('made_up')?.template.edition).toBe('2021')
    expect(templates.newest('no_such_form')).toBeUndefined()
  })

  it('an edition that ended or is of other rules › is still found by its name, for what was printed on it', () => {
    expect(templates.edition('made_up', '2000')?.template.edition).toBe('2000')
  })
})

describe('the forms of the program under the rules of a period', () => {
  const shipped = loadTemplates(join(resourcesDir, 'templates'))
  const names = [...new Set(shipped.all().map(({ template }) => template.form))]
  // Source: domain.md 4.1 and 5.1: paper certificates until the repeal, electronic ones from July 2014, registration of births since order 555.
  const births = ['birth_commitment', 'birth_registration', 'birth_registration_proof']
  it.each([
    ['pre-2009', ['marriage_birth', ...births, 'late_birth_registration']],
    ['order-555', ['marriage_birth']],
    ['e-certificate', []],
    ['current', ['marriage_birth', 'marriage_birth_booklet', 'late_birth_registration']]
  ])('%s › all but %j, also in practice long after the period', (rules, without) => {
    const missing = names.filter((form) => !shipped.on(form, '2026-11-21' as never, rules))
    expect(missing.sort()).toEqual([...without].sort())
  })
  it('before its form was printed › an electronic certificate is not had even under its rules', () => {
    expect(shipped.on('marriage_birth', '2014-06-30' as never, 'e-certificate')).toBeUndefined()
    expect(shipped.on('marriage_birth', '2014-07-01' as never, 'e-certificate')?.template.edition).toBe('2014')
  })
  it('an office whose rules ended it › begins no new one, and still knows what it is called and how it was printed', async () => {
    const today = await openTestOffice({ rules: 'current' })
    try {
      const clerk = await today.as('chuangkou', ['window'])
      const { rows } = await clerk.call('forms.list', {})
      const ended = rows.filter(({ inForce }) => !inForce)
      expect(ended.map(({ form, label }) => [form, label])).toEqual([
        ['late_birth_registration', '年度内第一个子女出生登记表'],
        ['marriage_birth', '流动人口婚育证明'],
        ['marriage_birth_booklet', '流动人口婚育证明（册页套打）']
      ])
      await refused(clerk.call('forms.begin', { form: FORM, personId: person }), 'forms.unknown')
      await refused(clerk.call('forms.get', { form: FORM }), 'forms.unknown')
      expect((await clerk.call('forms.get', { form: FORM, edition: '2014' })).template.label).toBe('流动人口婚育证明')
    } finally {
      await today.close()
    }
  })
})
