// Why: a card fills what is empty and never replaces a typed word unasked.
import { expect, it } from 'vitest'
import { cardOfWedge, takeFromCard, withCard, type CardForForm } from './card-compare'
import { blankForm } from './person-form'

const card: CardForForm = {
  name: '测甲',
  idType: 'resident_id',
  idNo: '610802199003050029',
  sex: '2',
  birthDate: '1990-03-05',
  ethnicity: '01',
  hukouText: '某县某村',
  warnings: []
}

it('withCard › fills an empty form › and says that the paper was seen', () => {
  const { form, differing } = withCard(blankForm(), card)
  expect(form).toMatchObject({ name: '测甲', idNo: card.idNo, sex: '2', birthDate: '1990-03-05', hukouText: '某县某村', idVerified: true })
  expect(differing).toEqual([])
})

it('withCard › leaves typed words and shows the difference › until the clerk chooses', () => {
  const typed = { ...blankForm(), name: '测乙', birthDate: '1990-03-05', idNo: '610802199003050037' }
  const { form, differing } = withCard(typed, card)
  expect([form.name, form.idNo, form.idVerified, form.hukouText]).toEqual(['测乙', '610802199003050037', false, '某县某村'])
  expect(differing.map(({ label, typed: words, onCard }) => [label, words, onCard])).toEqual([
    ['姓名', '测乙', '测甲'],
    ['证件号码', '610802199003050037', card.idNo]
  ])
  expect(takeFromCard(form, card, ['name'])).toMatchObject({ name: '测甲', idNo: '610802199003050037', idVerified: false })
  expect(takeFromCard(form, card, ['name', 'idNo'])).toMatchObject({ name: '测甲', idNo: card.idNo, idVerified: true })
})

it('cardOfWedge › finds the ethnic group by the word of the card', () => {
  const lists = { ethnicity: [{ value: '01', label: '汉族' }] }
  const facts = {
    kind: 'resident',
    name: '测甲',
    sex: '2',
    ethnicity: '汉',
    birthDate: null,
    address: null,
    idNo: card.idNo,
    issuer: null,
    validFrom: null,
    validTo: null,
    longTerm: false
  } as const
  expect(cardOfWedge(facts, lists).ethnicity).toBe('01')
  expect(cardOfWedge({ ...facts, ethnicity: '无此族' }, lists).ethnicity).toBeNull()
})
