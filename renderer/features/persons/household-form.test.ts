// Why: one save of a household moves several people, so nobody may be put out or made head by a slip of the form.
import { expect, it } from 'vitest'
import {
  blankHousehold,
  HEAD,
  householdDifferences,
  householdDraft,
  householdErrors,
  householdMerged,
  numberWords,
  type HouseholdForm
} from './household-form'

const NUMBER = '141124000000030012'
const member = (personId: string, relation: string | null = null) => ({ personId, name: `测${personId}`, about: '', relation })
const form = (over: Partial<HouseholdForm> = {}): HouseholdForm => ({
  ...{ number: NUMBER, note: '', why: '', members: [member('甲', HEAD), member('乙')] },
  ...over
})

it('householdErrors › names the second head and a number that is none', () => {
  expect(householdErrors(form())).toEqual({})
  expect(householdErrors(form({ number: '12', members: [member('甲', HEAD), member('乙', HEAD)] }))).toEqual({
    number: '户编码为 18 位数字',
    'members.1.relation': '户主只能有一位'
  })
})

it('numberWords › says group and household › of a whole number only', () => {
  expect(numberWords(NUMBER)).toBe(`${NUMBER}（第 3 组第 12 户）`)
  expect(numberWords('141124000000000012')).toBe('141124000000000012（第 12 户）')
  expect(numberWords('1411')).toBe('1411')
})

it('householdDifferences and householdMerged › keep both changes › until one is chosen', () => {
  const [base, theirs, mine] = [form(), form({ members: [member('甲', HEAD)] }), form({ note: '合住' })]
  const lists = { relation_to_head: [{ value: HEAD, label: '户主' }] }
  expect(householdDifferences(base, theirs, mine, lists)).toEqual([
    { path: 'members', label: '户里的人', theirs: '测甲 户主', mine: '测甲 户主、测乙', isContested: false }
  ])
  const both = householdMerged(mine, theirs, new Set(['members']))
  expect([both.note, both.members.map(({ personId }) => personId)]).toEqual(['合住', ['甲']])
})

it('householdDraft › takes a draft of this form › and nothing else', () => {
  const draft = blankHousehold(NUMBER, { id: '甲', name: '测甲' })
  expect(householdDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
  expect([null, {}, { ...draft, members: [{ personId: 1 }] }, { ...draft, number: 3 }].map(householdDraft)).toEqual([
    null,
    null,
    null,
    null
  ])
})
