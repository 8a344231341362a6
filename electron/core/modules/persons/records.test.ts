/** Why: everything that hangs on a person is a record of its own, and a family of three is one save; both are held on a real encrypted database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, someone, stay, type Register, type SaveInput } from '../../../../test/kit/register'
import type { Output } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { personHandlers } from '.'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

const fields = (id: string): string[] =>
  register.history(id).map(({ record, field }) => (record === null ? field : `${record.kind}.${field}`))
const codesOf = (warnings: readonly { code: string; record?: string | undefined }[]): string[] => warnings.map(({ code }) => code)

describe('a family of three', () => {
  it('save › writes person, marriage, child, stay and telephone in one act › and shows them masked', async () => {
    const saved = await register.save({
      person: someone({
        name: '李秀英',
        marital: '20',
        ethnicity: '03',
        education: '21',
        hukouType: '2',
        firstMarriedOn: '2014',
        marriageCertNo: 'J610802-2014-000123',
        phone: '13800000001'
      }),
      episodes: [
        stay({
          residenceText: '新建南路1号3单元',
          dwellingKind: '1',
          dwellingContact: '房东老赵',
          dwellingPhone: '13800000009',
          occupation: '缝纫工',
          companions: 2,
          employer: { name: '榆阳制衣厂', address: '开发区2号', kind: '1', phone: '0912-3888888' }
        })
      ],
      spouses: [
        {
          name: '赵建国',
          birthDate: '1988-01-02',
          idNo: '141124198801020013',
          ethnicity: '01',
          phone: '13800000002',
          startedOn: '2014-05-01'
        }
      ],
      children: [
        {
          name: '赵小宝',
          sex: '1',
          birthDate: '2019-03-05',
          order: 1,
          relation: 'natural',
          location: 'with_parents',
          birthCertNo: 'Q610802019'
        },
        { name: '赵大宝', sex: '2', birthDate: '2008-03-05', order: 2 }
      ],
      phones: [{ number: '0912-3812345', owner: '婆婆' }],
      consents: [{ purpose: 'service', givenOn: '2026-03-01', formRef: '同-2026-7' }]
    })
    expect(Object.values(saved.records).map((ids) => ids.length)).toEqual([1, 1, 2, 1, 1])
    const view = register.get(saved.id)
    expect(view).toMatchObject({
      ethnicityMasked: '*',
      education: '21',
      educationEdition: 'GB/T 4658-2006',
      hukouAsOf: '2026-03-05',
      phones: [{ numberMasked: '****-****345', owner: '婆婆' }],
      consents: [{ purpose: 'service', formRef: '同-2026-7', withdrawnOn: null }]
    })
    expect(view.spouses).toMatchObject([
      {
        personId: null,
        name: '赵建国',
        idNoMasked: '1411**********0013',
        ethnicityMasked: '*',
        phoneMasked: '138****0002',
        startedOn: '2014-05-01'
      }
    ])
    expect(view.children).toMatchObject([
      { masked: true, name: '赵**', sex: '*', birthDate: '2019', relation: '*', location: '*', birthCertNo: '*', order: 1 },
      { masked: false, name: '赵大宝', sex: '2', birthDate: '2008-03-05', order: 2 }
    ])
    expect(view.episodes).toMatchObject([
      {
        occupation: '缝纫工',
        companions: 2,
        dwellingPhoneMasked: '138****0009',
        employer: { name: '榆阳制衣厂' },
        scope: '跨省',
        counted: true
      }
    ])
    expect(view.episodes[0]?.dwellingId).not.toBeNull()
    expect(fields(saved.id)).toEqual(['created'])
    const whole = JSON.stringify(view)
    for (const secret of ['2019-03-05', '赵小宝', '141124198801020013', '13800000002', '"03"']) expect(whole).not.toContain(secret)
  })

  it('save › leaves what it is not told about › and clears what is null', async () => {
    const { id } = await register.save({
      person: someone({
        name: '留存甲',
        phone: '13800000011',
        note: '备注',
        formerName: '留旧',
        education: '60',
        educationEdition: 'GB/T 4658-1984'
      }),
      episodes: [stay({ residenceText: '某路1号', reason: '1', companions: 1 })],
      children: [{ name: '留小', birthDate: '2020-01-01' }]
    })
    const view = register.get(id)
    const again = await register.change(view, {
      episodes: [{ id: view.episodes[0]!.id, kind: 'in', startedOn: '2025-09-01', residenceCode: '141124' }]
    })
    expect(again.revision).toBe(1)
    expect(register.get(id)).toEqual(view)
    await register.change(view, { person: { ...someone({ name: '留存甲' }), noIdReason: 'lost', phone: null, note: null } })
    expect(register.get(id)).toMatchObject({
      phoneMasked: null,
      note: null,
      formerName: '留旧',
      education: '60',
      educationEdition: 'GB/T 4658-1984',
      noIdReason: 'lost'
    })
    expect(register.get(id).children).toHaveLength(1)
  })

  it('save › takes masked values given back for untouched › also of a protected child', async () => {
    const { id } = await register.save({
      person: someone({ name: '还原甲', ethnicity: '11' }),
      spouses: [{ name: '还原乙', idNo: '141124198801020013', phone: '13800000002', ethnicity: '01' }],
      children: [{ name: '还小宝', sex: '1', birthDate: '2019-03-05', relation: 'natural', birthCertNo: 'Q1' }]
    })
    const view = register.get(id)
    const [spouse, child] = [view.spouses[0]!, view.children[0]!]
    const saved = await register.change(view, {
      person: { ...someone({ name: '还原甲' }), ethnicity: view.ethnicityMasked },
      spouses: [
        { id: spouse.id, name: spouse.name, idNo: spouse.idNoMasked, phone: spouse.phoneMasked, ethnicity: spouse.ethnicityMasked }
      ],
      children: [
        {
          id: child.id,
          name: child.name,
          sex: '*',
          birthDate: child.birthDate,
          relation: child.relation,
          birthCertNo: child.birthCertNo
        }
      ]
    })
    expect(saved.revision).toBe(1)
    await expect(register.change(view, { children: [{ id: child.id, name: '换*' }] })).rejects.toMatchObject({ code: 'persons.bad_text' })
  })

  it.each([
    ['persons.code_unknown', { person: someone({ marital: '24' }) }],
    ['persons.code_unknown', { person: someone({ ethnicity: '57' }) }],
    ['persons.code_unknown', { person: someone({ education: '50', educationEdition: 'GB/T 4658-2006' }) }],
    ['persons.code_unknown', { person: someone(), episodes: [stay({ reason: '77' })] }],
    ['persons.code_unknown', { person: someone(), episodes: [stay({ employer: { name: '甲厂', kind: 'x' } })] }],
    ['persons.code_unknown', { person: someone(), children: [{ name: '小', relation: 'friend' }] }],
    ['persons.code_unknown', { person: someone(), consents: [{ purpose: 'advertising', givenOn: '2026-01-01' }] }],
    ['persons.child_empty', { person: someone(), children: [{ order: 1 }] }],
    ['persons.bad_date', { person: someone(), spouses: [{ name: '配', startedOn: '2014-02-30' }] }],
    ['persons.household_unknown', { person: someone({ householdId: '00000000-0000-7000-8000-000000000000' }) }],
    ['persons.unknown', { person: someone(), spouses: [{ personId: '00000000-0000-7000-8000-000000000000' }] }],
    ['persons.marriage_open', { person: someone(), spouses: [{ name: '一' }, { name: '二' }] }],
    [
      'persons.record_unknown',
      { person: someone(), removed: [{ kind: 'child' as const, id: '00000000-0000-7000-8000-000000000000', reason: '误' }] }
    ]
  ] satisfies [string, SaveInput][])('save › refuses with %s and writes nothing › case %#', async (code, input) => {
    const count = (): number | undefined => office.db.value<number>('SELECT count(*) + (SELECT count(*) FROM dwelling) FROM person')
    const before = count()
    await expect(register.save(input)).rejects.toMatchObject({ code })
    expect(count()).toBe(before)
  })

  it('save › tells what is odd, record by record › and blocks nothing', async () => {
    const { warnings, records } = await register.save({
      person: someone({ name: '提醒甲', marital: '10', birthDate: '1990-02-28' }),
      episodes: [
        stay({ startedOn: '2020-01-01', endedOn: '2021-01-01' }),
        stay({ startedOn: '2020-06-01', endedOn: '2022-01-01' }),
        stay({ startedOn: '2024-01-01' })
      ],
      spouses: [{ name: '提醒乙', idNo: '610802199002280088', startedOn: '2014-05-01', endReason: 'divorced' }],
      children: [{ name: '提小', birthDate: '1980-01-01', sex: '1', idNo: '610802198001010021' }]
    })
    expect(warnings.map(({ code, record }) => [code, record?.split(':')[0]])).toEqual([
      ['stay_overlap', 'episode'],
      ['stay_gap', 'episode'],
      ['id_check_digit', 'spouse'],
      ['marriage_end', 'spouse'],
      ['marital_differs', undefined],
      ['id_sex', 'child'],
      ['child_before_parent', 'child']
    ])
    expect(warnings.find(({ code }) => code === 'stay_gap')?.record).toBe(`episode:${records.episodes[2] ?? ''}`)
  })

  it('save › stores an old number in its new form and keeps the old one', async () => {
    const { id, warnings } = await register.put({
      name: '升位甲',
      idType: 'resident_id',
      idNo: '610802 850312 111',
      sex: '1',
      birthDate: '1985-03-12'
    })
    expect(codesOf(warnings)).toContain('id_upgraded')
    expect(register.get(id)).toMatchObject({
      idNoMasked: expect.stringMatching(/^6108\*{10}111[0-9X]$/) as string,
      idNoOld15Masked: '6108*******2111'
    })
    expect(register.names('610802850312111')).toContain('升位甲')
  })
})

describe('marriages and children between files', () => {
  it('save › shows one marriage in both files › and either side may end it', async () => {
    const one = await register.put({ name: '夫甲', sex: '1' })
    const two = await register.save({ person: someone({ name: '妻乙' }), spouses: [{ name: '写作文字', startedOn: '2014-05-01' }] })
    const row = two.records.spouses[0]!
    await register.change(register.get(two.id), { spouses: [{ id: row, personId: one.id }] })
    const [his, hers] = [register.get(one.id), register.get(two.id)]
    expect(his.spouses).toMatchObject([{ id: row, personId: two.id, name: '妻乙', startedOn: '2014-05-01', ofPerson: two.id }])
    expect(hers.spouses).toMatchObject([{ id: row, personId: one.id, name: '夫甲' }])
    expect(register.history(two.id)).toContainEqual(
      expect.objectContaining({
        field: 'name',
        record: expect.objectContaining({ kind: 'spouse' }) as unknown,
        before: '写作文字',
        after: null
      })
    )
    expect(register.history(one.id)[0]).toMatchObject({ field: 'linked', label: '登记为配偶', after: '妻乙' })
    await register.change(his, { spouses: [{ id: row, personId: two.id, endedOn: '2025-01-01', endReason: 'divorced' }] })
    expect(register.get(two.id).spouses).toMatchObject([{ endedOn: '2025-01-01', endReason: 'divorced' }])
    expect(register.get(two.id).revision).toBe(hers.revision + 1)
    expect(register.history(two.id)[0]).toMatchObject({ record: { kind: 'spouse' } })
    const third = await register.save({ person: someone({ name: '妻丙' }), spouses: [{ personId: one.id, startedOn: '2025-06-01' }] })
    expect(register.get(one.id).spouses.map(({ name }) => name)).toEqual(['妻丙', '妻乙'])
    await expect(register.save({ person: someone({ name: '妻丁' }), spouses: [{ personId: one.id }] })).rejects.toMatchObject({
      code: 'persons.marriage_open',
      params: { name: '夫甲' }
    })
    expect(register.get(third.id).revision).toBe(1)
  })

  it('save › refuses oneself as spouse, parent or child', async () => {
    const { id } = await register.put({ name: '自己甲' })
    for (const over of [
      { spouses: [{ personId: id }] },
      { children: [{ personId: id }] },
      { children: [{ name: '小', otherParentId: id }] }
    ])
      await expect(register.change(register.get(id), over)).rejects.toMatchObject({ code: 'persons.self_link' })
  })

  it('save › shows a child in the files of both parents, and the parents in the file of the child', async () => {
    const father = await register.put({ name: '父甲', sex: '1', birthDate: '1980-01-01' })
    const mother = await register.save({
      person: someone({ name: '母乙', birthDate: '1982-01-01' }),
      spouses: [{ personId: father.id }],
      children: [{ name: '子丙', birthDate: '2008-03-05', sex: '1', otherParentId: father.id }]
    })
    const row = mother.records.children[0]!
    const seen = register.get(father.id)
    expect(seen.children).toMatchObject([{ id: row, name: '子丙', otherParent: { id: mother.id, name: '母乙' } }])
    await register.change(seen, { children: [{ id: row, otherParentId: mother.id, name: '子丙改' }] })
    expect(register.get(mother.id).children).toMatchObject([{ name: '子丙改', otherParent: { name: '父甲' } }])
    const own = await register.put({ name: '子丙改', birthDate: '2008-03-05', sex: '1' })
    await register.change(register.get(mother.id), { children: [{ id: row, personId: own.id }] })
    expect(
      register
        .get(own.id)
        .parents.map(({ name }) => name)
        .sort()
    ).toEqual(['母乙', '父甲'].sort())
    expect(register.get(father.id).children).toMatchObject([{ personId: own.id, name: '子丙改', birthDate: '2008-03-05' }])
    await register.change(register.get(father.id), { removed: [{ kind: 'child', id: row, reason: '登记错了' }] })
    expect([register.get(mother.id).children, register.get(own.id).parents]).toEqual([[], []])
    expect(register.history(mother.id)[0]).toMatchObject({ field: 'removed', why: '登记错了', label: '删除子女“子丙改”' })
  })
})

describe('reveal', () => {
  it('reveal › shows one masked value with a reason › of every kind of record', async () => {
    const { id, records } = await register.save({
      person: someone({ name: '显示乙', ethnicity: '11', phone: '13800000001' }),
      episodes: [stay({ dwellingContact: '房东', dwellingPhone: '13800000009' })],
      spouses: [{ name: '配', idNo: '141124198801020013' }],
      children: [{ name: '小小', sex: '2', birthDate: '2021-03-05', idNo: '141124202103050028', relation: 'natural' }],
      phones: [{ number: '13900000001' }]
    })
    const show = (record: string | null, field: string) =>
      office.command<Output<typeof persons.reveal>>(
        personHandlers.reveal,
        persons.reveal.input.parse({ id, record, field, reason: '本人要求核对' })
      )
    expect(await show(null, 'ethnicity')).toEqual({ value: '11', child: null })
    expect((await show(`phone:${records.phones[0]!}`, 'number')).value).toBe('13900000001')
    expect((await show(`spouse:${records.spouses[0]!}`, 'idNo')).value).toBe('141124198801020013')
    expect((await show(`episode:${records.episodes[0]!}`, 'dwellingPhone')).value).toBe('13800000009')
    const { child } = await show(`child:${records.children[0]!}`, 'child')
    expect(child).toMatchObject({ name: '小小', sex: '2', birthDate: '2021-03-05', idNoMasked: '141124202103050028', masked: false })
    expect(office.notes.at(-1)).toEqual({ subject: id, detail: { field: 'child', record: 'child' } })
    expect(office.db.value<number>('SELECT count(*) FROM person_reveal WHERE person_id = ?', id)).toBe(5)
    await expect(show('child:00000000-0000-7000-8000-000000000000', 'child')).rejects.toMatchObject({ code: 'persons.record_unknown' })
  })
})
