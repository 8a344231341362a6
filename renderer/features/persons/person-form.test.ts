// Why: between what is typed and what is sent nothing may be lost, invented or swapped, so the plain-data half of the form is tested alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { persons } from '@shared/contract/persons'
import { blankForm, draftOf, formErrors, formOf, nameAdvice, phoneAdvice, saveInput, withNewStay, type PersonForm } from './person-form'
import { addressOf, isNarrowed, openQuery, queryOf, searchOf, type ListQuery } from './list-query'
import { view } from '../../../test/kit/person-view'
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

  it.each([
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
    [{ stayId: 'x', startedOn: '', residenceCode: '610802' }, 'startedOn']
  ] as const)('formErrors › marks one field › case %#', (over, field) => {
    expect(Object.keys(formErrors(filled(over)))).toContain(field)
  })
})

describe('saveInput', () => {
  it('saveInput › fits the contract and sends no stay › when none was typed', () => {
    const input = persons.save.input.parse(saveInput(filled(), null))
    expect(input).toMatchObject({
      id: null,
      revision: null,
      episodes: [],
      person: { idNo: '610802199003050029', noIdReason: null, note: null }
    })
  })

  it('saveInput › gives an untouched record back as it was shown › masks included', () => {
    const person = view()
    const input = persons.save.input.parse(saveInput(formOf(person), person))
    expect(input).toMatchObject({
      id: person.id,
      revision: 3,
      person: { idNo: '6108**********0029', phone: '138****1234', pinyin: 'ce jia' },
      episodes: [{ id: person.episodes[0]?.id, startedOn: '2025-03', residenceText: '某路1号', reason: '1' }]
    })
  })

  it('saveInput › lets the office read a changed name anew › unless the reading was typed', () => {
    const person = view()
    expect(saveInput({ ...formOf(person), name: '单甲' }, person).person.pinyin).toBeNull()
    expect(saveInput({ ...formOf(person), name: '单甲', pinyin: 'shan jia' }, person).person.pinyin).toBe('shan jia')
  })

  it('withNewStay › leaves the person and starts a stay of its own', () => {
    const form = withNewStay(formOf(view()))
    expect([form.name, form.stayId, form.residenceCode, form.startedOn]).toEqual(['测甲', null, '', ''])
  })
})

describe('drafts', () => {
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
  it('nameAdvice › offers the right dot and never changes the name by itself', () => {
    expect(nameAdvice('阿依・买')).toEqual({ words: ['间隔号与规定的“·”不同，保存时改为“·”'], offered: '阿依·买' })
    expect(nameAdvice('阿依·买')).toEqual({ words: [], offered: null })
    expect(nameAdvice('')).toEqual({ words: [], offered: null })
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

describe('list query', () => {
  const anyQuery: fc.Arbitrary<ListQuery> = fc.record({
    text: fc.string({ maxLength: 60 }),
    kind: fc.constantFrom('', 'in', 'out', 'intra_county'),
    status: fc.constantFrom('active', 'set_aside', 'closed', 'all'),
    within: fc.constantFrom('', '610802', '610802001'),
    from: fc.constantFrom('', '2025-01-01'),
    to: fc.constantFrom('', '2025-12-31'),
    sort: fc.constantFrom('pinyin', 'started', 'division')
  })

  it('queryOf › reads back every address and what is asked fits the contract', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const address = Object.fromEntries(Object.entries(addressOf(query)).map(([name, value]) => [name, String(value)]))
        expect(queryOf(address)).toEqual(query)
        expect(persons.search.input.safeParse(searchOf(query)).success).toBe(true)
      })
    )
  })

  it('queryOf › leaves out what an address cannot mean', () => {
    expect(queryOf({ kind: 'x', status: ['active'], within: '61', from: '2025-02-30', sort: '', text: null })).toEqual(openQuery)
    expect(isNarrowed(openQuery)).toBe(false)
    expect(isNarrowed({ ...openQuery, sort: 'started' })).toBe(false)
    expect(isNarrowed({ ...openQuery, status: 'all' })).toBe(true)
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
