// Why: what the paper could not carry is refused at its field, and a term ends on the day that people expect.
import { describe, expect, it } from 'vitest'
import { addCalendarDays, dayNumber, isDay, type Day } from './calendar-day'
import { dataFaults, termEnd } from './form-data'
import { formSchema } from './form-template'

const form = formSchema.parse({
  ...{
    format: 'form/1',
    form: 'made_up',
    edition: '2026',
    label: '测试表',
    group: 'office',
    use: 'office',
    validFrom: null,
    validTo: null
  },
  ...{ rulePacks: [], source: '测试', paper: { size: 'A4', margin: [20, 20, 20, 20] } },
  fields: [
    { name: 'name', label: '姓名', kind: 'text', required: true, most: 5 },
    { name: 'sex', label: '性别', kind: 'choice', options: ['男', '女'] },
    { name: 'born', label: '出生', kind: 'day' },
    { name: 'count', label: '几个', kind: 'number' },
    { name: 'agreed', label: '同意', kind: 'yes' },
    { name: 'note', label: '备注', kind: 'lines' }
  ],
  lists: [
    {
      name: 'people',
      label: '名单',
      fields: [
        { name: 'name', label: '姓名', kind: 'text', required: true },
        { name: 'age', label: '年龄', kind: 'number' }
      ],
      most: 2
    }
  ]
})

describe('data of a form', () => {
  it('whole › has no fault', () =>
    expect(dataFaults(form, { name: '王𠮷䶮', sex: '女', born: '1992', count: 0, agreed: false, note: '一\n二' })).toEqual({}))
  it.each([
    [{}, { name: '必填' }],
    [{ name: '' }, { name: '必填' }],
    [{ name: '六个字的名字' }, { name: '最多 5 个字' }],
    [{ name: '甲\u202e' }, { name: '含有看不见的字符或者改变方向的字符' }],
    [{ name: '甲\u200b乙' }, { name: '含有看不见的字符或者改变方向的字符' }],
    [{ name: ' 甲' }, { name: '前后不能有空格' }],
    [{ name: 1 }, { name: '请填文字' }],
    [{ name: '甲', sex: '不详' }, { sex: '请选择列出的一项' }],
    [{ name: '甲', born: '1992-02-30' }, { born: '请填日期' }],
    [{ name: '甲', count: -1 }, { count: '请填整数' }],
    [{ name: '甲', agreed: '是' }, { agreed: '只能是或否' }],
    [{ name: '甲', fine: 100 }, { fine: '本表没有这一栏' }],
    [{ name: '甲', people: [{ name: '乙', age: 3 }, {}] }, {}],
    [{ name: '甲', people: [{ name: '乙' }, { age: 3 }] }, { people: '第 2 行姓名：必填' }],
    [{ name: '甲', people: [{}, {}, {}] }, { people: '最多 2 行' }],
    [{ name: '甲', people: '乙' }, { people: '请填各行' }],
    [{ name: [{}] }, { name: '请填文字' }]
  ])('%j › %j', (data, faults) =>
    expect(dataFaults(form, data as never)).toEqual({ ...('name' in data ? {} : { name: '必填' }), ...faults })
  )
})

const day = (text: string): Day => {
  if (!isDay(text)) throw new TypeError(text)
  return text
}
describe('the term of a certificate', () => {
  it.each([
    ['2026-03-05', 3, '2026-06-04'],
    ['2026-03-05', 36, '2029-03-04'],
    ['2026-01-01', 12, '2026-12-31'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2023-11-29', 3, '2024-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', 1, '2026-09-30']
  ])('%s and %i months › ends on %s', (from, months, to) => expect(termEnd(day(from), months)).toBe(to))
  it('any day › a later one never ends before an earlier one', () => {
    let last = 0
    for (let at: Day = day('2023-01-01'); at < '2028-12-31'; at = addCalendarDays(at, 1) ?? at) {
      const end = dayNumber(termEnd(at, 3))
      expect(end).toBeGreaterThanOrEqual(last)
      last = end
    }
  })
})
