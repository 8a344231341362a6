/** An import that stopped goes on, stays or goes back; one that is taken back leaves every table as it was; damage is found through the whole way. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { workbooks } from '@shared/contract/workbooks'
import { actHandlers } from '../persons'
import { counts, csv, HEAD, idNo, listHandlers, listRow as ROW, listsOn, type Lists } from '../../../../test/kit/lists'
import { openRegister, stay, type Register } from '../../../../test/kit/register'

let register: Register
let lists: Lists
beforeEach(async () => {
  register = await openRegister()
  lists = listsOn(register)
})
afterEach(() => register.close())

describe('stopped on the way', () => {
  const many = (): string =>
    csv(
      HEAD,
      ...Array.from({ length: 650 }, (_, at) =>
        ROW(`测${String.fromCodePoint(0x4e00 + at)}`, idNo(`19${String(60 + (at % 40))}-02-1${String(at % 9)}`, at + 1))
      )
    )
  async function stopped(): Promise<void> {
    const stop = new AbortController()
    const context = register.office.job(stop.signal)
    const wanted = workbooks.apply.input.parse(await lists.planned(lists.offer(many())))
    const running = listHandlers.apply({ ...context, progress: () => stop.abort() }, wanted)
    await expect(running).rejects.toThrow()
  }
  const rows = () => lists.imports()

  it('is offered, goes on in the same act, and the whole goes back', async () => {
    const before = lists.dump()
    await stopped()
    const [half] = await rows()
    expect(half).toMatchObject({ state: 'interrupted', fresh: 400 })
    const { act } = await lists.apply(lists.offer(many()), { resume: half?.id ?? '' })
    expect(act).toBe(half?.act)
    expect(await rows()).toMatchObject([{ state: 'done', fresh: 250, unchanged: 400 }])
    expect(register.office.db.value('SELECT count(*) FROM act')).toBe(1)
    await actHandlers.undo(register.office.job(), { id: act })
    expect(lists.dump()).toBe(before)
    expect(await rows()).toMatchObject([{ state: 'undone' }])
  })

  it('may stay as it stands', async () => {
    await stopped()
    const id = (await rows())[0]?.id ?? ''
    await register.office.command(listHandlers.settle, { id })
    expect(await rows()).toMatchObject([{ state: 'done' }])
    await expect(register.office.command(listHandlers.settle, { id })).rejects.toMatchObject({ code: 'workbooks.import_unknown' })
  })
})

describe('import, then taken back', () => {
  it('leaves every table as it was › for random registers and lists', async () => {
    const person = fc.record({
      at: fc.nat(7),
      known: fc.boolean(),
      phone: fc.constantFrom('', '13800000001', '13900000002'),
      day: fc.constantFrom('', '2025-03-05', '2024-01'),
      text: fc.constantFrom('', '某路1号', '某村2组'),
      home: fc.constantFrom('141124', '610802', '330104'),
      spouse: fc.constantFrom('', '测配'),
      child: fc.constantFrom('', '测小一', '测小二')
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 8 }),
        fc.array(person, { minLength: 1, maxLength: 8 }),
        async (on, rows) => {
          const own = await openRegister()
          const lists = listsOn(own)
          try {
            for (const one of new Map(on.map((each) => [each.at, each])).values())
              await own.put(
                {
                  name: `测${String(one.at)}`,
                  ...{ sex: '1', birthDate: '1990-02-28', hukouCode: one.home, phone: one.phone || null },
                  ...(one.known ? { idType: 'resident_id', idNo: idNo('1990-02-28', 2 * one.at + 1) } : {})
                },
                ...(one.text === '' ? [] : [stay({ residenceText: one.text, startedOn: '2025-03-05' })])
              )
            const head = ['姓名', '身份证号', '户籍地区划', '联系电话', '流入日期', '现居住地区划', '现居住地址', '配偶姓名', '子女1姓名']
            const list = csv(
              head,
              ...rows.map(({ at, known, home, phone, day, text, spouse, child }) => [
                ...[`测${String(at)}`, known ? idNo('1990-02-28', 2 * at + 1) : '', home, phone],
                ...(day === '' ? ['', '', ''] : [day, '610802', text]),
                ...[spouse, child]
              ])
            )
            const before = lists.dump()
            const first = await lists.apply(lists.offer(list))
            const after = lists.dump()
            const again = await lists.apply(lists.offer(list))
            expect(counts(again.report)).toMatchObject({ fresh: 0, changed: 0 })
            expect(lists.dump()).toBe(after)
            await actHandlers.undo(own.office.job(), { id: again.act })
            await actHandlers.undo(own.office.job(), { id: first.act })
            expect(lists.dump()).toBe(before)
          } finally {
            own.close()
          }
        }
      ),
      { numRuns: 20 }
    )
  }, 120_000)
})
