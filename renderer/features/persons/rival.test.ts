// Why: when two people change one file, no change of either may vanish without somebody having seen both.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { family } from '../../../test/kit/family-view'
import { formOf } from './form-of-person'
import { blankSpouse, withNewStay, type PersonForm, type StayForm } from './person-form'
import { differences, fileNow, merged, type FileNow } from './rival'

const base = formOf(family())
/** The file when the other one left the same form, its one stay with it. */
const left = (form: PersonForm): FileNow => ({ form, stays: [form], marriages: form.spouse.id === null ? [] : [form.spouse.id] })
const spoken = { lists: {}, places: new Map<string, string>() }
const TEXTS = ['name', 'note', 'phone', 'hukouText', 'residenceText', 'employerName'] as const
const pathOf = (name: (typeof TEXTS)[number]): string => (['residenceText', 'employerName'].includes(name) ? `stay.${name}` : name)
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
        const rows = differences(base, left(theirs), mine, spoken)
        const takes = new Set(rows.filter(({ path, isContested }) => !isContested || chooses(path)).map(({ path }) => path))
        const result = merged(base, left(theirs), mine, takes)
        const expected = (path: string, here: string, other: string): string => (takes.has(path) ? other : here)
        for (const name of TEXTS) expect(result[name]).toBe(expected(pathOf(name), mine[name], theirs[name]))
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
  const rows = differences(base, left(theirs), mine, spoken)
  expect(rows.map(({ path }) => path)).toEqual([`child:${child.id ?? ''}`, 'child:new-there'])
  const both = merged(base, left(theirs), mine, new Set(rows.map(({ path }) => path)))
  expect(both.children.map(({ name, location }) => [name, location])).toEqual([
    ['测*', 'at_home'],
    ['我添的', '*'],
    ['他添的', '*']
  ])
})

it('differences › says what was removed by the other one › and takes it away when chosen', () => {
  const theirs = { ...base, phones: [] }
  const rows = differences(base, left(theirs), base, spoken)
  expect(rows).toMatchObject([{ label: '其他电话', theirs: '（已移去）', isContested: false }])
  expect(merged(base, left(theirs), base, new Set(rows.map(({ path }) => path))).phones).toEqual([])
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
  const found = Object.fromEntries(
    differences(base, left(theirs), mine, { lists, places }).map((row) => [row.label, [row.theirs, row.mine]])
  )
  expect(found).toMatchObject({
    婚姻状况: ['离婚', '初婚'],
    户籍地: ['陕西省榆林市榆阳区', '山西省吕梁市临县'],
    '居住记录“2025-03 起 陕西省榆林市榆阳区”的流动类别': ['流出', '流入'],
    '居住记录“2025-03 起 陕西省榆林市榆阳区”的流动原因': ['旅游', '务工经商'],
    文化程度: ['文盲或半文盲（GB/T 4658-1984）', '其他'],
    所在户: ['第 3 户', '（空）'],
    子女: ['测* · 2020年 · 留在户籍地', '测* · 2020年']
  })
  const taken = merged(base, left(theirs), mine, new Set(['education', 'householdId']))
  expect([taken.educationEdition, taken.householdName]).toEqual(['GB/T 4658-1984', '第 3 户'])
})

const places = new Map([
  ['610802', '陕西省榆林市榆阳区'],
  ['141124', '山西省吕梁市临县']
])
const said = { lists: {}, places }
const NEXT: Partial<StayForm> = {
  stayId: 'next',
  startedOn: '2026-02-01',
  residenceCode: '141124',
  residenceText: '某村',
  employerName: ''
}
const NAME = '居住记录“2025-03 起 陕西省榆林市榆阳区”'

it('differences › name the stay and the fact › when the other one ended it and wrote the next', () => {
  const ended: StayForm = { ...base, endedOn: '2026-01-31' }
  const now: FileNow = { form: { ...base, ...NEXT }, stays: [{ ...base, ...NEXT }, ended], marriages: [] }
  const mine = { ...base, residenceText: '我写的', note: '我写的' }
  const rows = differences(base, now, mine, said)
  expect(rows).toEqual([{ path: 'stay.endedOn', label: `${NAME}的结束日期`, theirs: '2026-01-31', mine: '（空）', isContested: false }])
  const both = merged(base, now, mine, new Set(['stay.endedOn']))
  expect(both).toMatchObject({ stayId: base.stayId, startedOn: '2025-03', residenceText: '我写的', endedOn: '2026-01-31' })
  // Whoever touched no stay goes on with the one that is on file now.
  const onlyNote = { ...base, note: '我写的' }
  expect(differences(base, now, onlyNote, said)).toEqual(rows)
  expect(merged(base, now, onlyNote, new Set(['stay.endedOn']))).toMatchObject({ stayId: 'next', startedOn: '2026-02-01', note: '我写的' })
  expect(merged(base, now, onlyNote, new Set())).toMatchObject({ stayId: base.stayId, endedOn: '' })
})

it('differences › a new stay on screen › is never mixed with what the other one changed of the old one', () => {
  const mine = { ...withNewStay(base), startedOn: '2026-03-01', residenceCode: '141124' }
  const theirs = { ...base, residenceText: '他写的', endedOn: '2026-02-28' }
  expect(differences(base, left(theirs), mine, said)).toEqual([])
  expect(merged(base, left(theirs), mine, new Set())).toMatchObject({ stayId: null, startedOn: '2026-03-01', residenceText: '' })
})

it('differences › both wrote a new stay › are asked whether it is the same move', () => {
  const mine = { ...withNewStay(base), startedOn: '2026-02-02', residenceCode: '141124' }
  const now: FileNow = { form: { ...base, ...NEXT }, stays: [{ ...base, ...NEXT }, base], marriages: [] }
  const rows = differences(base, now, mine, said)
  expect(rows).toEqual([
    {
      path: 'stay',
      label: '新的居住记录',
      theirs: '流入 · 2026-02-01 起 · 山西省吕梁市临县某村',
      mine: '流入 · 2026-02-02 起 · 山西省吕梁市临县（另记一段）',
      isContested: true
    }
  ])
  expect(merged(base, now, mine, new Set(['stay']))).toMatchObject({ stayId: 'next', startedOn: '2026-02-01' })
  expect(merged(base, now, mine, new Set())).toMatchObject({ stayId: null, startedOn: '2026-02-02' })
})

it('differences › the other one took the stay away › which is written down anew where this screen keeps it', () => {
  const now: FileNow = { form: withNewStay(base), stays: [], marriages: [] }
  const mine = { ...base, residenceText: '我写的' }
  expect(differences(base, now, mine, said)).toMatchObject([{ path: 'stay', label: NAME, theirs: '（已移去）', isContested: true }])
  expect(differences(base, now, base, said)).toMatchObject([{ path: 'stay', isContested: false }])
  expect(merged(base, now, mine, new Set())).toMatchObject({ stayId: null, startedOn: '2025-03', residenceText: '我写的' })
  expect(merged(base, now, mine, new Set(['stay']))).toMatchObject({ stayId: null, startedOn: '' })
})

it('fileNow › holds every stay of the record, of which the form shows the present one', () => {
  const [present] = family().episodes
  if (present === undefined) throw new RangeError('the family has a stay')
  const earlier = { ...present, id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb1ff', startedOn: '2019', endedOn: '2020' }
  const now = fileNow(family({ episodes: [earlier, present] }))
  expect([now.form.stayId, now.stays.map(({ startedOn }) => startedOn)]).toEqual([present.id, ['2019', '2025-03']])
})

it('differences › the marriage on screen was ended or followed by another › it is asked about as a whole and never mixed', () => {
  const mine = { ...base, spouse: { ...base.spouse, phone: '13900000000' } }
  const old = base.spouse.id ?? ''
  const next = { ...blankSpouse(), id: 'next', name: '测新', startedOn: '2026-01-02' }
  for (const spouse of [blankSpouse(), next]) {
    const now: FileNow = { form: { ...base, spouse }, stays: [base], marriages: [old, 'next'] }
    const rows = differences(base, now, mine, spoken)
    expect(rows).toMatchObject([{ path: 'spouse', label: '配偶', isContested: true }])
    expect(rows[0]?.theirs).toBe(spouse.id === null ? '（没有在婚的配偶）' : '测新 · 2026-01-02 结婚')
    expect(merged(base, now, mine, new Set(['spouse'])).spouse).toEqual(spouse)
    expect(merged(base, now, mine, new Set()).spouse).toEqual(mine.spouse)
    // Whoever did not touch the marriage goes on with what is on file now.
    expect(differences(base, now, base, spoken)).toMatchObject([{ path: 'spouse', isContested: false }])
    const removed = { ...now, marriages: [] }
    expect(merged(base, removed, mine, new Set()).spouse).toEqual({ ...mine.spouse, id: null })
  }
})
