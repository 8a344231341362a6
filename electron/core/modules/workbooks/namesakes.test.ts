/** People of one name and birth date in one list: told apart by their numbers, asked about without, whatever slice they lie in. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actHandlers } from '../persons'
import { counts, csv, HEAD, idNo, listRow, listsOn, type Lists } from '../../../../test/kit/lists'
import { openRegister, type Register } from '../../../../test/kit/register'

let register: Register
let lists: Lists
beforeEach(async () => {
  register = await openRegister()
  lists = listsOn(register)
})
afterEach(() => register.close())

const BORN = '1990-02-28'
const COLUMNS = ['姓名', '身份证号', '出生日期', '性别', '户籍地区划'] as const
const one = (number: string, home = '141124', sex = '男'): string[] => ['测同名', number, BORN, sex, home]
/** Others between two namesakes, so that they lie in different slices. */
const others = (count: number): string[][] =>
  Array.from({ length: count }, (_, at) => [
    `测${String.fromCodePoint(0x4e00 + at)}`,
    '',
    `19${String(60 + (at % 30))}-05-17`,
    '女',
    '141124'
  ])
const check = async (...rows: string[][]) => (await lists.check(lists.offer(csv(COLUMNS, ...rows)))).report
const apply = async (...rows: string[][]) => (await lists.apply(lists.offer(csv(COLUMNS, ...rows)))).report

describe.each([
  ['in one slice', 0],
  ['in two slices', 450]
] as const)('namesakes of one birthday %s', (_, between) => {
  const far = others(between)

  it('come in both › when each has a number', async () => {
    const rows = [one(idNo(BORN, 11)), ...far, one(idNo(BORN, 13))]
    expect(counts(await check(...rows))).toMatchObject({ fresh: between + 2, doubtful: 0, wrong: 0 })
    expect(counts(await apply(...rows))).toMatchObject({ fresh: between + 2, doubtful: 0, wrong: 0 })
    expect(counts(await apply(...rows))).toMatchObject({ fresh: 0, changed: 0, doubtful: 0 })
  })

  it.each([
    ['second', idNo(BORN, 11), ''],
    ['first', '', idNo(BORN, 11)]
  ] as const)('the later one is asked about › when the %s has no number', async (_which, first, second) => {
    const rows = [one(first), ...far, one(second, '141125')]
    for (const report of [await check(...rows), await apply(...rows)]) {
      expect(counts(report)).toMatchObject({ fresh: between + 1, doubtful: 1, wrong: 0 })
      expect(report.doubts).toMatchObject([{ row: between + 3, candidates: [] }])
      expect(report.doubts[0]?.why).toContain('与第 2 行同名同生日')
    }
  })

  it('come in once the clerk says that they are two', async () => {
    const rows = [one(''), ...far, one('', '141125')]
    const { doubts } = await check(...rows)
    const decisions = doubts.map(({ key }) => ({ key, personId: null }))
    const { report } = await lists.apply(lists.offer(csv(COLUMNS, ...rows)), { decisions })
    expect(counts(report)).toMatchObject({ fresh: between + 2, doubtful: 0 })
  })

  it('are two › when one is a man and the other a woman', async () => {
    const rows = [one('', '141124', '男'), ...far, one('', '141124', '女')]
    expect(counts(await apply(...rows))).toMatchObject({ fresh: between + 2, doubtful: 0, wrong: 0 })
  })

  it('the same row twice is one person', async () => {
    const report = await apply(one(''), ...far, one(''))
    expect(counts(report)).toMatchObject({ fresh: between + 1, doubtful: 0, wrong: 1 })
    expect(report.problems).toMatchObject([{ code: 'twice', count: 1 }])
  })
})

it('namesakes told apart by numbers › stay two when an import that stopped between them goes on', async () => {
  const rows = [one(idNo(BORN, 11)), ...others(450), one(idNo(BORN, 13))]
  const list = csv(COLUMNS, ...rows)
  const first = await lists.apply(lists.offer(csv(COLUMNS, ...rows.slice(0, 300))))
  // As a kill between two slices leaves it.
  register.office.write.transaction(() => register.office.write.db.run("UPDATE workbook_import SET state = 'applying'"))
  const { report } = await lists.apply(lists.offer(list), { resume: first.id })
  expect(counts(report)).toMatchObject({ fresh: 152, unchanged: 300, doubtful: 0 })
})

it('a house that two rows share is made once and goes with the act', async () => {
  const before = lists.dump()
  const { act } = await lists.apply(lists.offer(csv(HEAD, listRow('测甲', idNo(BORN, 11)), listRow('测乙', idNo(BORN, 13)))))
  expect(register.office.db.value('SELECT count(*) FROM dwelling')).toBe(1)
  await actHandlers.undo(register.office.job(), { id: act })
  expect(lists.dump()).toBe(before)
})
