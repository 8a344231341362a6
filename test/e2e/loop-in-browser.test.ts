/** The main job on the screen itself: twelve queries to a neighbour and back, by visible labels and keys alone. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { residentIdCheckCharacter } from '../../shared/domain'
import { expectNoComplaints, openPractice, openStage, walking, type Clerk, type Stage } from '../kit/browser'
import { changeOffice, draft, markNewest, readStick, registerPerson, submitAndSign, writeStick } from './office-walk'
import { adoptAndClose, answerSlip, countOf, ledger, refuseSlip, releaseAll, returnRate, saidTwice } from './slip-walk'

const NEWCOMER = '测试新来人'
const HERE = '榆阳区卫生健康局'
const THERE = '临县卫生健康和体育局'
/** A number of the neighbour's county that none of the practice people has. */
const number = (): string => {
  const first = '14112419910101001'
  return first + residentIdCheckCharacter(first)
}

const fromThere = (row: string): boolean => row.includes('山西省吕梁市临县') && !row.includes(NEWCOMER)
const withNewcomer = (row: string): boolean => row.includes('山西省吕梁市临县')

/** A registers a person and sends two queries ahead; B takes them in. */
async function sendTwoAhead(clerk: Clerk): Promise<string[]> {
  await registerPerson(clerk, { name: NEWCOMER, idNo: number(), hukou: '141124', residence: '610802' })
  const earlier = await markNewest(clerk, 2, fromThere)
  await draft(clerk, 2)
  await submitAndSign(clerk, 2)
  await writeStick(clerk)
  await changeOffice(clerk, THERE)
  const { found, imported } = await readStick(clerk)
  expect(found.filter((row) => row.startsWith('可以导入'))).toHaveLength(1)
  expect(imported.join('\n')).toContain('新收 2 张（协查 2）')
  return earlier
}

/** A issues twelve more, two of them about those asked before. */
async function askTwelve(clerk: Clerk, earlier: readonly string[]): Promise<string[]> {
  await changeOffice(clerk, HERE)
  const asked = await markNewest(clerk, 12, withNewcomer)
  expect(asked).toEqual(expect.arrayContaining([NEWCOMER, ...earlier]))
  await draft(clerk, 12)
  await submitAndSign(clerk, 12)
  await writeStick(clerk)
  return asked
}

/** B verifies the stick, knows the earlier bundle again, answers nine, refuses one as not its own and two as asked twice. */
async function answerTwelve(clerk: Clerk, earlier: readonly string[], asked: readonly string[]): Promise<void> {
  await changeOffice(clerk, THERE)
  const { found, imported } = await readStick(clerk)
  expect(found.filter((row) => row.startsWith('已收过'))).toHaveLength(1)
  expect(found.filter((row) => row.startsWith('可以导入'))).toHaveLength(1)
  expect(imported.join('\n')).toContain('新收 12 张（协查 12），已有 0 张，退回 0 张')
  expect(imported.join('\n')).toContain('以前已经导入')
  const slips = (await ledger(clerk, { 方向: '收到', 类型: '协查' }, 14)).sort((a, b) => (a.no < b.no ? -1 : 1))
  const names = (some: readonly { readonly name: string }[]): string[] => some.map(({ name }) => name).sort()
  expect(names(slips.slice(0, 2))).toEqual([...earlier].sort())
  expect(names(slips.slice(2))).toEqual([...asked].sort())
  for (const slip of slips.slice(2)) {
    if (slip.name === NEWCOMER) await refuseSlip(clerk, slip, '非本辖区', '查无此人，户籍不在本县')
    else if (earlier.includes(slip.name)) {
      expect(await saidTwice(clerk, slip)).toBe(true)
      await refuseSlip(clerk, slip, '重复', '与前一包所问相同')
    } else await answerSlip(clerk, slip)
  }
  await releaseAll(clerk, 12)
  await writeStick(clerk)
}

/** A reads the stick, takes the nine answers into its files and closes the slips. */
async function adoptNine(clerk: Clerk): Promise<void> {
  await changeOffice(clerk, HERE)
  const { imported } = await readStick(clerk)
  expect(imported.join('\n')).toContain('新收 12 张')
  for (const slip of await ledger(clerk, { 方向: '发出', 类型: '协查', 状态: '已反馈' }, 9)) await adoptAndClose(clerk, slip)
  await writeStick(clerk)
}

/** Both read the same numbers off their screens: ledger by state, and 统计. */
async function compareBooks(clerk: Clerk): Promise<void> {
  const outgoing = (state: string): Promise<number> => countOf(clerk, { 方向: '发出', 类型: '协查', 状态: state })
  expect([await outgoing('办结'), await outgoing('已退回'), await outgoing('对方已收')]).toEqual([9, 3, 2])
  const asker = await returnRate(clerk, '我方发出的')
  await changeOffice(clerk, THERE)
  await readStick(clerk)
  const incoming = (state: string): Promise<number> => countOf(clerk, { 方向: '收到', 类型: '协查', 状态: state })
  const standing = ['已反馈', '已退回转办', '重复', '待分派'] as const
  const counts: number[] = []
  for (const state of standing) counts.push(await incoming(state))
  expect(counts).toEqual([9, 1, 2, 2])
  const answerer = await returnRate(clerk, '对方发来的')
  expect(asker).toMatchObject({ 签发: '14', 按期反馈: '9', 被退回: '3', 对方已收: '2', 逾期未反馈: '0' })
  expect(answerer).toEqual(asker)
}

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

it('two practice offices › carry twelve queries there and back › by words and keys on the screen', async () => {
  const clerk = await openPractice(stage)
  await walking(clerk, async () => {
    const earlier = await sendTwoAhead(clerk)
    const asked = await askTwelve(clerk, earlier)
    await answerTwelve(clerk, earlier, asked)
    await adoptNine(clerk)
    await compareBooks(clerk)
    expectNoComplaints(clerk)
  })
})
