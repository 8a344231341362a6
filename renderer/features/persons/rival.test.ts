// Why: when two people change one file, no change of either may vanish without somebody having seen both.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { family } from '../../../test/kit/family-view'
import { formOf } from './form-of-person'
import { type PersonForm } from './person-form'
import { differences, merged } from './rival'

const base = formOf(family())
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
        const rows = differences(base, theirs, mine)
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
  const rows = differences(base, theirs, mine)
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
  const rows = differences(base, theirs, base)
  expect(rows).toMatchObject([{ label: '其他电话', theirs: '（已移去）', isContested: false }])
  expect(merged(base, theirs, new Set(rows.map(({ path }) => path))).phones).toEqual([])
})
