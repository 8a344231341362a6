// Why: when two people change one file, no change of either may vanish without somebody having seen both.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { family } from '../../../test/kit/family-view'
import { formOf } from './form-of-person'
import { type PersonForm } from './person-form'
import { differences, merged } from './rival'

const base = formOf(family())
const spoken = { lists: {}, places: new Map<string, string>() }
const TEXTS = ['name', 'note', 'phone', 'hukouText', 'residenceText', 'employerName'] as const
const edit = fc.dictionary(fc.constantFrom(...TEXTS), fc.constantFrom('甲', '乙', ''), { maxKeys: 4, noNullPrototype: true })
const spouseEdit = fc.option(fc.constantFrom('丙', '丁'), { nil: base.spouse.name })

const edited = (changes: Partial<PersonForm>, spouseName: string): PersonForm => ({
  ...base,
  ...changes,
  spouse: { ...base.spouse, name: spouseName }
})

it('differences and merged › keep every change of both › whatever is chosen', () => {
  fc.assert(
    fc.property(
      edit,
      spouseEdit,
      edit,
      spouseEdit,
      fc.func(fc.boolean()),
      (mineChanges, mineSpouse, theirChanges, theirSpouse, chooses) => {
        const [mine, theirs] = [edited(mineChanges, mineSpouse), edited(theirChanges, theirSpouse)]
        const rows = differences(base, theirs, mine, spoken)
        const takes = new Set(rows.filter(({ path, isContested }) => !isContested || chooses(path)).map(({ path }) => path))
        const result = merged(mine, theirs, takes)
        const expected = (path: string, here: string, other: string): string => (takes.has(path) ? other : here)
        for (const name of TEXTS) expect(result[name]).toBe(expected(name, mine[name], theirs[name]))
        expect(result.spouse.name).toBe(expected('spouse.name', mine.spouse.name, theirs.spouse.name))
        // What only the other one changed is there without anybody choosing it.
        for (const name of TEXTS) if (mine[name] === base[name] && theirs[name] !== base[name]) expect(result[name]).toBe(theirs[name])
      }
    )
  )
})

it('merged › takes rows of the other one and keeps those typed here', () => {
  const child = base.children[0]
  if (child === undefined) throw new RangeError('the family has a child')
  const theirs = {
    ...base,
    children: [
      { ...child, location: 'at_home' },
      { ...child, id: 'new-there', name: '他添的' }
    ]
  }
  const mine = { ...base, children: [child, { ...child, id: null, name: '我添的' }] }
  const rows = differences(base, theirs, mine, spoken)
  expect(rows.map(({ path }) => path)).toEqual([`child:${child.id ?? ''}`, 'child:new-there'])
  const both = merged(mine, theirs, new Set(rows.map(({ path }) => path)))
  expect(both.children.map(({ name, location }) => [name, location])).toEqual([
    ['测*', 'at_home'],
    ['我添的', '*'],
    ['他添的', '*']
  ])
})

it('differences › says what was removed by the other one › and takes it away when chosen', () => {
  const theirs = { ...base, phones: [] }
  const rows = differences(base, theirs, base, spoken)
  expect(rows).toMatchObject([{ label: '其他电话', theirs: '（已移去）', isContested: false }])
  expect(merged(base, theirs, new Set(rows.map(({ path }) => path))).phones).toEqual([])
})

it('differences › reads every code aloud › an old schooling in the words of its edition', () => {
  const option = (value: string, label: string) => ({ value, label })
  const lists = {
    marital_status: [option('21', '初婚'), option('40', '离婚')],
    education: [option('90', '其他')],
    'education@GB/T 4658-1984': [option('90', '文盲或半文盲')],
    child_location: [option('at_home', '留在户籍地')],
    move_reason: [option('1', '务工经商')],
    move_reason_out_of_scope: [option('9', '旅游')]
  }
  const places = new Map([
    ['141124', '山西省吕梁市临县'],
    ['610802', '陕西省榆林市榆阳区']
  ])
  const theirs: PersonForm = {
    ...base,
    marital: '40',
    hukouCode: '610802',
    kind: 'out',
    reason: '9',
    education: '90',
    educationEdition: 'GB/T 4658-1984',
    householdId: base.children[0]?.id ?? '',
    householdName: '第 3 户',
    children: base.children.map((child) => ({ ...child, location: 'at_home' }))
  }
  const mine: PersonForm = { ...base, education: '90' }
  const found = Object.fromEntries(differences(base, theirs, mine, { lists, places }).map((row) => [row.label, [row.theirs, row.mine]]))
  expect(found).toMatchObject({
    婚姻状况: ['离婚', '初婚'],
    户籍地: ['陕西省榆林市榆阳区', '山西省吕梁市临县'],
    流动类别: ['流出', '流入'],
    流动原因: ['旅游', '务工经商'],
    文化程度: ['文盲或半文盲（GB/T 4658-1984）', '其他'],
    所在户: ['第 3 户', '（空）'],
    子女: ['测* · 2020年 · 留在户籍地', '测* · 2020年']
  })
  const taken = merged(mine, theirs, new Set(['education', 'householdId']))
  expect([taken.educationEdition, taken.householdName]).toEqual(['GB/T 4658-1984', '第 3 户'])
})
