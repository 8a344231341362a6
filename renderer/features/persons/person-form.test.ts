// Why: between what is typed and what is sent nothing may be lost, invented or swapped, so the plain-data half of the form is tested alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { persons } from '@shared/contract/persons'
import { draftOf } from './draft-shape'
import { formErrors, phoneAdvice, saidByNumber } from './person-check'
import { formOf } from './form-of-person'
import { blankChild, blankForm, blankPhone, blankSpouse, THE_SPOUSE, withNewStay, type ChildForm, type PersonForm } from './person-form'
import { errorsInForm, prepareSave } from './person-save'
import { openQuery, searchOf } from './list-query'
import { view } from '../../../test/kit/person-view'
import { family } from '../../../test/kit/family-view'
import { chosenIds, MOST_CHOSEN } from './chosen-ids'

const filled = (over: Partial<PersonForm> = {}): PersonForm => ({
  ...blankForm(),
  name: '测甲',
  sex: '2',
  birthDate: '1990-03-05',
  idNo: '610802199003050029',
  hukouCode: '141124',
  ...over
})

describe('formErrors', () => {
  it('formErrors › is silent › for the minimum file', () => {
    expect(formErrors(filled())).toEqual({})
    expect(formErrors(filled({ idNo: '', noIdReason: 'lost', birthDate: '1950' }))).toEqual({})
  })

  it.each<[Partial<PersonForm>, string]>([
    [{ name: ' ' }, 'name'],
    [{ name: '测\u200b甲' }, 'name'],
    [{ sex: null }, 'sex'],
    [{ birthDate: '' }, 'birthDate'],
    [{ birthDate: '1990-02-29' }, 'birthDate'],
    [{ idNo: '' }, 'noIdReason'],
    [{ hukouCode: '' }, 'hukouCode'],
    [{ residenceText: '某处' }, 'startedOn'],
    [{ startedOn: '2025-03' }, 'residenceCode'],
    [{ startedOn: '2025-03', residenceCode: '610802', endedOn: '2025-13' }, 'endedOn'],
    [{ stayId: 'x', startedOn: '', residenceCode: '610802' }, 'startedOn'],
    [{ employerPhone: '0912-1234567' }, 'employerName'],
    [{ startedOn: '2025', residenceCode: '610802', companions: 'x' }, 'companions'],
    [{ spouse: { ...blankSpouse(), birthDate: '1990' } }, 'spouse.name'],
    [{ spouse: { ...blankSpouse(), name: '测乙', endedOn: '2020' } }, 'spouse.endReason'],
    [{ children: [{ ...blankChild(), sex: '1' }] }, 'children.0.name'],
    [{ children: [blankChild(), { ...blankChild(), name: '测丙', birthDate: '2020-13' }] }, 'children.1.birthDate'],
    [{ phones: [{ id: 'x', number: '', owner: '' }] }, 'phones.0.number']
  ])('formErrors › marks one field › case %#', (over, field) => {
    expect(Object.keys(formErrors(filled(over)))).toContain(field)
  })
})

describe('prepareSave', () => {
  it('prepareSave › fits the contract and sends no stay › when none was typed', () => {
    const input = persons.save.input.parse(prepareSave(filled(), null).input)
    expect(input).toMatchObject({
      id: null,
      revision: null,
      episodes: [],
      person: { idNo: '610802199003050029', noIdReason: null, note: null }
    })
  })

  it('prepareSave › gives an untouched record back as it was shown › masks included', () => {
    const person = view()
    const input = persons.save.input.parse(prepareSave(formOf(person), person).input)
    expect(input).toMatchObject({
      id: person.id,
      revision: 3,
      person: { idNo: '6108**********0029', phone: '138****1234', pinyin: 'ce jia' },
      episodes: [],
      spouses: [],
      children: []
    })
  })

  it('prepareSave › lets the office read a changed name anew › unless the reading was typed', () => {
    const person = view()
    expect(prepareSave({ ...formOf(person), name: '单甲' }, person).input.person.pinyin).toBeNull()
    expect(prepareSave({ ...formOf(person), name: '单甲', pinyin: 'shan jia' }, person).input.person.pinyin).toBe('shan jia')
  })

  it('prepareSave › writes the family in one › spouse and child where the person lives', () => {
    const form = filled({
      hukouText: '某村',
      startedOn: '2026-03-05',
      residenceCode: '610802',
      residenceText: '某路1号',
      employerName: '某厂',
      spouse: { ...blankSpouse(), name: '测乙', idNo: '610802198803050018' },
      children: [{ ...blankChild(), name: '测丙', sex: '1', birthDate: '2020' }, blankChild()],
      phones: [{ ...blankPhone(), number: '13800001234' }, blankPhone()]
    })
    expect(persons.save.input.parse(prepareSave(form, null).input)).toMatchObject({
      episodes: [{ residenceText: '某路1号', employer: { name: '某厂' } }],
      spouses: [{ name: '测乙', hukouCode: '141124', hukouText: '某村', residenceCode: '610802', residenceText: '某路1号' }],
      children: [{ name: '测丙', order: 1, otherParentId: null, relation: 'natural', location: 'with_parents' }],
      phones: [{ number: '13800001234' }]
    })
  })

  it('prepareSave › sends of the family only what was touched › and links a spouse on file without text', () => {
    const person = family()
    expect(prepareSave(formOf(person), person).input).toMatchObject({ episodes: [], spouses: [], children: [], phones: [], removed: [] })
    const form = formOf(person)
    const changed = {
      ...form,
      children: form.children.map((child) => ({ ...child, location: 'at_home' })),
      spouse: { ...form.spouse, personId: person.id, certNo: 'J1' },
      removed: [{ kind: 'phone', id: person.phones[0]?.id ?? '' }],
      why: '本人要求'
    }
    const input = persons.save.input.parse(prepareSave(changed, person).input)
    expect(input.children).toMatchObject([{ id: person.children[0]?.id, location: 'at_home', name: '测*', sex: '*', birthDate: '2020' }])
    expect(input.spouses[0]).toMatchObject({ id: person.spouses[0]?.id, personId: person.id, certNo: 'J1' })
    expect(input.spouses[0]).not.toHaveProperty('name')
    expect(input.removed).toEqual([{ kind: 'phone', id: person.phones[0]?.id, reason: '本人要求' }])
  })

  it('prepareSave › names the other parent › where the child is written for this person', () => {
    const person = family()
    const other = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1cc'
    const form = formOf(person)
    const sent = (child: Partial<ChildForm>, personId: string | null = null) =>
      prepareSave(
        { ...form, spouse: { ...form.spouse, personId }, children: form.children.map((one) => ({ ...one, birthCertNo: 'Q1', ...child })) },
        person
      ).input.children?.[0]
    expect(sent({ otherParentId: THE_SPOUSE }, other)).toMatchObject({ otherParentId: other, personId: null })
    expect(sent({ otherParentId: THE_SPOUSE })).toMatchObject({ otherParentId: null })
    expect(sent({ otherParentId: person.id, personId: other })).toMatchObject({ otherParentId: person.id, personId: other })
    expect(sent({ isOwn: false, otherParentId: person.id })).not.toHaveProperty('otherParentId')
  })

  it('prepareSave › moves a spouse who lives with the person › when the person moves', () => {
    const person = family()
    const input = prepareSave({ ...formOf(person), residenceText: '某路2号' }, person).input
    expect(input.spouses).toMatchObject([{ residenceText: '某路2号' }])
  })

  it('prepareSave › keeps a masked ethnic group untouched › and an old edition with its code', () => {
    const person = view({ ethnicityMasked: '*', education: '90', educationEdition: 'GB/T 4658-1984' })
    const { person: facts } = prepareSave(formOf(person), person).input
    expect(facts).not.toHaveProperty('ethnicity')
    expect(facts).toMatchObject({ education: '90', educationEdition: 'GB/T 4658-1984' })
    const chosen = { ...formOf(person), education: '90', educationEdition: null }
    expect(prepareSave(chosen, person).input.person).toMatchObject({ education: '90', educationEdition: null })
  })

  it('errorsInForm › finds the field of the form › behind rows that were not sent', () => {
    const found = errorsInForm(
      {
        'person.name': 'a',
        'episodes.0.endedOn': 'b',
        'episodes.0.employer.name': 'c',
        'children.0.name': 'd',
        'spouses.0.birthDate': 'e',
        idNo: 'f'
      },
      { childAt: [2], phoneAt: [] }
    )
    expect(found).toEqual({ name: 'a', endedOn: 'b', employerName: 'c', 'children.2.name': 'd', 'spouse.birthDate': 'e', idNo: 'f' })
  })

  it('withNewStay › leaves the person and starts a stay of its own', () => {
    const form = withNewStay(formOf(view()))
    expect([form.name, form.stayId, form.residenceCode, form.startedOn]).toEqual(['测甲', null, '', ''])
  })
})

describe('drafts', () => {
  it('draftOf › gives the whole family back', () => {
    const form = { ...formOf(family()), removed: [{ kind: 'child', id: 'x' }] }
    expect(draftOf(JSON.parse(JSON.stringify(form)))).toEqual(form)
    expect(draftOf({ name: '甲', spouse: 3, children: [{ name: '乙', sex: 5 }, 'x', {}], phones: 'y' })).toEqual({
      ...blankForm(),
      name: '甲',
      children: [{ ...blankChild(), name: '乙' }]
    })
  })

  it('draftOf › gives back what was kept › whatever was typed', () => {
    const text = fc.string({ maxLength: 30 })
    fc.assert(
      fc.property(text, text, fc.option(text), fc.boolean(), (name, note, sex, idVerified) => {
        const form = filled({ name, note, sex, idVerified })
        expect(draftOf(JSON.parse(JSON.stringify(form)))).toEqual(form)
      })
    )
  })

  it('draftOf › drops what the form does not know and what has another type', () => {
    expect(draftOf({ name: '甲', gone: 1, idVerified: 'yes', note: 5, stayId: null })).toEqual({ ...blankForm(), name: '甲' })
    for (const kept of [null, 'x', 3, [], {}]) expect(draftOf(kept)).toBeNull()
  })
})

describe('advice', () => {
  it('saidByNumber › reads eighteen digits › and never fifteen, which may go on, nor a placeholder', () => {
    expect(saidByNumber('610802199003050029')).toEqual({ birthDate: '1990-03-05', sex: '2' })
    for (const text of ['610802900305002', '6108**********0029', '000000199003050000', '']) expect(saidByNumber(text)).toBeNull()
  })

  it('phoneAdvice › doubts what is no number › and never a masked one', () => {
    expect([phoneAdvice('12'), phoneAdvice('138 0000 1234'), phoneAdvice('138****1234'), phoneAdvice('')]).toEqual([
      expect.any(String),
      '',
      '',
      ''
    ])
  })
})

describe('chosenIds', () => {
  const pages = (count: number) => ({
    persons: {
      search: ({ cursor, limit = 0 }: { cursor?: string | null; limit?: number }) => {
        const from = Number(cursor ?? 0)
        const ids = Array.from({ length: Math.min(limit, count - from) }, (_, at) => ({ id: String(from + at) }))
        return Promise.resolve({ rows: ids, next: from + limit < count ? String(from + limit) : null })
      }
    }
  })
  const ask = (chosen: Parameters<typeof chosenIds>[1], count: number) => chosenIds(pages(count) as never, chosen, searchOf(openQuery))

  it('chosenIds › walks all pages but those left out › and stops at the most', async () => {
    expect(await ask({ all: false, ids: ['a', 'b'] }, 0)).toEqual(['a', 'b'])
    const most = await ask({ all: true, except: ['3'] }, 450)
    expect([most.length, most.includes('3'), most.at(-1)]).toEqual([449, false, '449'])
    expect(await ask({ all: true, except: [] }, 5000)).toHaveLength(MOST_CHOSEN)
  })
})

describe('a child under 14 with a file of its own', () => {
  const child = view({ masked: true, name: '测*', sex: '*', birthDate: '2020', pinyin: '*', idNoMasked: '6108**********0018' })

  it('formErrors and prepareSave › let masked facts stand › and send them back as they were shown', () => {
    expect(formErrors(formOf(child))).toEqual({})
    const { person } = persons.save.input.parse(prepareSave({ ...formOf(child), note: '随母' }, child).input)
    expect(person).toMatchObject({ name: '测*', sex: '*', birthDate: '2020', pinyin: '*', note: '随母' })
  })
})
