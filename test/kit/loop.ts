/** The main job as a list of calls, whoever carries them: two offices, twelve queries on a stick, answers back, rates that agree. */
import { expect } from 'vitest'
import type { CallInput, MethodName, Output, SpecOf } from '../../shared/contract'
import { residentIdCheckCharacter } from '../../shared/domain'

export type Side = 'a' | 'b'
export type Person = 'clerk' | 'second'

/** Calls one method as one person of one office; jobs answer with their result. Files are given as `{file: path}`, folders as `{folder: path}`. */
export type Carry = <N extends MethodName>(side: Side, who: Person, method: N, input: CallInput<SpecOf<N>>) => Promise<Output<SpecOf<N>>>

export interface LoopPlaces {
  /** The folder that acts as the stick, as this side may name it in an input. */
  stick(at: Side): string
  /** The exported key card of one side, as the other may name it in an input. */
  card(of: Side, at: Side): string
}

export const TODAY = '2026-03-05'
export const OFFICES = {
  a: { code: '610802-00', name: '测试甲区卫生健康局', phone: '0000-0001' },
  b: { code: '141124-00', name: '测试乙县卫生健康局', phone: '0000-0002' }
} as const

const NAMES = ['赵明文', '钱玉兰', '孙桂英', '李小红', '周翠', '吴䶮', '郑秀珍', '王改梅', '冯喜', '陈引弟', '褚月娥', '卫巧玲']

const numberOf = (at: number): string => {
  const first = `141124198${at % 10}0${1 + (at % 9)}1${at % 9}90${at % 10}`
  return first + residentIdCheckCharacter(first)
}

const personInput = (at: number, kind: 'in' | 'out'): CallInput<SpecOf<'persons.save'>> => ({
  person: {
    name: NAMES[at] ?? '某人',
    sex: Number(numberOf(at)[16]) % 2 === 1 ? '1' : '2',
    birthDate: `198${at % 10}-0${1 + (at % 9)}-1${at % 9}`,
    idType: 'resident_id',
    idNo: numberOf(at),
    marital: kind === 'out' ? '20' : '90',
    hukouCode: '141124',
    hukouText: '测试街1号'
  },
  episodes: [{ kind, reason: '1', startedOn: '2026-02-01', residenceCode: '610802' }]
})

/** Exchanges key cards; two persons compare the digits on each side. */
async function exchangeKeys(carry: Carry, places: LoopPlaces): Promise<Record<Side, string>> {
  const partner = async (side: Side, other: Side): Promise<string> => {
    const file = places.card(other, side)
    const { card } = await carry(side, 'clerk', 'partners.readCard', { file })
    const { id } = await carry(side, 'clerk', 'partners.add', { file })
    expect((await carry(side, 'clerk', 'partners.confirm', { id, digits: card.digits })).trust).toBe('pending')
    expect((await carry(side, 'second', 'partners.confirm', { id, digits: card.digits.replaceAll(' ', '') })).trust).toBe('confirmed')
    return id
  }
  return { a: await partner('a', 'b'), b: await partner('b', 'a') }
}

/** Issues queries about these persons and writes the stick. */
async function ask(carry: Carry, places: LoopPlaces, partnerId: string, personIds: readonly string[]): Promise<void> {
  const { ids } = await carry('a', 'clerk', 'slips.compose', {
    kind: 'XC',
    partnerId,
    personIds: [...personIds],
    items: ['identity', 'marital_status'],
    urgency: 'ordinary',
    reason: '办理服务需要核实'
  })
  await carry('a', 'clerk', 'slips.submit', { ids })
  const { slips } = await carry('a', 'clerk', 'slips.sign', { ids })
  expect(new Set(slips.map((slip) => slip.slipNo)).size).toBe(personIds.length)
  const written = await carry('a', 'clerk', 'exchange.writeStick', { target: places.stick('a') })
  expect(written.safeToRemove).toBe(true)
}

async function take(carry: Carry, places: LoopPlaces, side: Side) {
  const { found } = await carry(side, 'clerk', 'exchange.scanStick', { source: places.stick(side) })
  const ready = found.filter((one) => one.state === 'ready' || one.state === 'status' || one.state === 'duplicate')
  return carry(side, 'clerk', 'exchange.importBundles', { spools: ready.map((one) => one.spool) })
}

export interface LoopResult {
  readonly issued: number
  readonly answered: number
  readonly refused: number
}

/** Walks the whole loop and checks every number on the way. */
export async function walkLoop(carry: Carry, places: LoopPlaces): Promise<LoopResult> {
  const partner = await exchangeKeys(carry, places)
  const at: string[] = []
  for (let i = 0; i < NAMES.length; i++) {
    at.push((await carry('a', 'clerk', 'persons.save', personInput(i, 'in'))).id)
    await carry('b', 'clerk', 'persons.save', personInput(i, 'out'))
  }
  await ask(carry, places, partner.a, at.slice(0, 2))
  const first = await take(carry, places, 'b')
  expect(first.bundles.filter((one) => one.outcome === 'applied').map((one) => one.fresh)).toEqual([2])
  await ask(carry, places, partner.a, at)
  const second = await take(carry, places, 'b')
  expect(second.bundles.map((one) => one.outcome).sort()).toEqual(['applied', 'duplicate', 'status'])
  expect(second.bundles.find((one) => one.outcome === 'applied')?.fresh).toBe(12)

  const handled = await answerAll(carry, partner.b)
  await carry('b', 'clerk', 'exchange.writeStick', { target: places.stick('b') })
  const back = await take(carry, places, 'a')
  expect(back.bundles.filter((one) => one.outcome === 'applied').reduce((sum, one) => sum + one.fresh, 0)).toBe(14)
  await adoptAll(carry)
  await compareRates(carry)
  return handled
}

/** At B: the two of the first bundle and seven more are answered, one is refused, two turn out to be asked twice, … */
async function answerAll(carry: Carry, partnerId: string): Promise<LoopResult> {
  const { rows } = await carry('b', 'clerk', 'slips.search', { filter: { direction: 'in', partnerId }, sort: 'due', limit: 50 })
  expect(rows.length).toBe(14)
  const replies: string[] = []
  const answered = new Map<string, number>()
  let refusals = 0
  for (const row of rows) {
    const { rows: candidates, sameQuestion } = await carry('b', 'clerk', 'slips.candidates', { id: row.id })
    const twice = sameQuestion.some((other) => answered.has(other.id))
    const stranger = !twice && row.subjectName === NAMES[11]
    if (twice || stranger) {
      const { replyId } = await carry('b', 'clerk', 'slips.refuse', {
        id: row.id,
        result: twice ? 'duplicate' : 'not_our_area',
        reason: twice ? '与前一包内容相同' : '户籍不在本辖区'
      })
      replies.push(replyId)
      refusals += 1
      continue
    }
    const best = candidates[0]
    expect(best?.person.name).toBe(row.subjectName)
    await carry('b', 'clerk', 'slips.pair', { id: row.id, result: 'found', personId: best?.person.id ?? null })
    const { replyId } = await carry('b', 'clerk', 'slips.answer', {
      id: row.id,
      findings: [
        { code: 'identity', status: 'confirmed', value: null },
        { code: 'marital_status', status: 'confirmed', value: '20' }
      ],
      method: 'file',
      verifiedOn: TODAY
    })
    answered.set(row.id, 1)
    replies.push(replyId)
  }
  expect(refusals).toBe(3)
  // Who verified does not sign where somebody else may.
  await expect(carry('b', 'clerk', 'slips.release', { ids: replies })).rejects.toThrow()
  await carry('b', 'second', 'slips.release', { ids: replies })
  return { issued: 14, answered: answered.size, refused: refusals }
}

async function adoptAll(carry: Carry): Promise<void> {
  const { rows } = await carry('a', 'clerk', 'slips.search', {
    filter: { direction: 'out', kinds: ['XC'], statuses: ['answered'] },
    limit: 50
  })
  expect(rows.length).toBe(11)
  for (const row of rows) {
    const view = await carry('a', 'clerk', 'slips.get', { id: row.id })
    const codes = view.differences
      .filter((one) => one.field !== null && one.remote !== null && one.local !== one.remote)
      .map((one) => one.code)
    const adopted = await carry('a', 'clerk', 'slips.adopt', { id: row.id, codes })
    expect(adopted.changed).toEqual(codes.length > 0 ? ['marital'] : [])
  }
}

/** Both ends must count the same slips in the same boxes. */
async function compareRates(carry: Carry): Promise<void> {
  const span = { from: '2026-01-01', to: '2026-12-31' }
  const a = (await carry('a', 'clerk', 'reports.returnRate', { ...span, direction: 'out' })).total
  const b = (await carry('b', 'clerk', 'reports.returnRate', { ...span, direction: 'in' })).total
  expect(a).toMatchObject({ issued: 14, answeredInTime: 11, answeredLate: 0, refused: 3, notCarried: 0, carried: 0, received: 0 })
  for (const part of ['issued', 'answeredInTime', 'answeredLate', 'refused', 'withdrawn', 'due', 'overdue'] as const)
    expect([part, b[part]]).toEqual([part, a[part]])
}
