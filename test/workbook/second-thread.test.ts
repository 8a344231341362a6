/** A large list is read on a thread of its own, and what comes of it is what comes of a list read in turn. */
import { resolve } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { workbooks } from '@shared/contract/workbooks'
import { createWorkbookHandlers, loadLayouts } from '../../electron/core/modules/workbooks'
import { SideThread } from '../../electron/core/platform'
import { bundleScript } from '../kit/bundle-script'
import { counts, csv, HEAD, idNo, listRow, listsOn, type Lists } from '../kit/lists'
import { openRegister, type Register } from '../kit/register'

const resources = resolve(import.meta.dirname, '../../resources')
let file = ''
beforeAll(async () => {
  file = await bundleScript('electron/core/house/list-thread.ts')
}, 120_000)

const open: Register[] = []
const ready: SideThread[] = []
afterEach(async () => {
  for (const register of open.splice(0)) register.close()
  for (const thread of ready.splice(0)) await thread.end()
})

type Handlers = ReturnType<typeof createWorkbookHandlers>

async function lists(thread: string | null): Promise<{ register: Register; lists: Lists; handlers: Handlers }> {
  const register = await openRegister()
  open.push(register)
  const side = thread === null ? null : new SideThread(thread, { restMs: 60_000 })
  if (side !== null) ready.push(side)
  const reading = side === null ? null : { thread: side, codes: resolve(resources, 'codes'), from: 150_000 }
  const handlers = createWorkbookHandlers(loadLayouts(resolve(resources, 'workbooks')), reading)
  return { register, handlers, lists: listsOn(register, handlers) }
}

const FAMILY = ['配偶姓名', '子女1姓名', '备注']
const name = (at: number): string => `测${String.fromCodePoint(0x4e00 + (at % 3000))}`
const born = (at: number): string => `19${String(60 + (at % 40))}-0${String(1 + (at % 9))}-1${String(at % 9)}`

/** Enough to be large, with everything a township writes: families, errors, twins, namesakes, blanks, rare names. */
const LIST = csv(
  [...HEAD, ...FAMILY],
  ...Array.from({ length: 1500 }, (_, at) => {
    const number = at % 97 === 0 ? '6.10802E+17' : at % 89 === 0 ? idNo(born(1), 1) : idNo(born(at), 100 + (at % 800))
    const family = at % 50 === 0 ? ['测配', '测小一'] : ['', '']
    const row = listRow(at % 61 === 0 ? '阿依 古丽•𠮷' : name(at), number, '13800000000', at % 71 === 0 ? '2025-02-30' : '2025/3/5')
    return [...row.with(6, `某路${String(at % 200)}号`), ...family, '够长的备注'.repeat(6)]
  })
)

/** Ids are drawn anew for every register. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const plain = (text: string): string => text.replace(IDS, 'id')

describe('a list read on a thread of its own', () => {
  it('is tried and taken in as one read in turn', async () => {
    // Smaller ones are read in turn anyway.
    expect(Buffer.byteLength(LIST)).toBeGreaterThan(150_000)
    const found = []
    for (const thread of [null, file]) {
      const { register, lists: own } = await lists(thread)
      await register.put({ name: name(3), birthDate: born(3), sex: '1', hukouCode: '330104' })
      const tried = await own.check(own.offer(LIST))
      const taken = await own.apply(own.offer(LIST))
      const again = await own.apply(own.offer(LIST))
      expect(counts(again.report)).toMatchObject({ fresh: 0, changed: 0 })
      const reports = [tried.report, taken.report, again.report, tried.marked !== null]
      found.push(plain(JSON.stringify(reports)) + plain(own.dump()))
      expect(counts(tried.report).fresh).toBe(counts(taken.report).fresh)
      expect(counts(taken.report).fresh).toBeGreaterThan(1000)
      expect(counts(taken.report).wrong).toBeGreaterThan(20)
    }
    expect(found[1]).toBe(found[0])
  }, 120_000)

  it('is ready when the columns have been looked at, whatever was looked at', async () => {
    const { lists: own } = await lists(file)
    // The rehearsal of a broken list fails for nobody.
    await own.planned(own.offer(`${LIST.slice(0, 160_000)}"`, '坏了.csv'))
    const ticket = own.offer(LIST)
    const wanted = await own.planned(ticket)
    const { report } = await own.apply(ticket, wanted)
    expect(counts(report).fresh).toBeGreaterThan(1000)
  }, 60_000)

  it('says what is wrong with the file in the same words', async () => {
    const { lists: own } = await lists(file)
    const ticket = own.offer(LIST)
    const wanted = await own.planned(ticket)
    const broken = own.offer(`${LIST}"`.padEnd(200_000, 'x'), '坏了.csv')
    await expect(own.check(ticket, { ...wanted, ticket: broken })).rejects.toMatchObject({ code: 'workbook.quote_open' })
  }, 60_000)

  it('stops when the clerk stops it, and goes on in the same act', async () => {
    const { register, lists: own, handlers } = await lists(file)
    const stop = new AbortController()
    const wanted = workbooks.apply.input.parse(await own.planned(own.offer(LIST)))
    const running = handlers.apply({ ...register.office.job(stop.signal), progress: () => stop.abort() }, wanted)
    await expect(running).rejects.toMatchObject({ code: 'job.cancelled' })
    const [half] = await own.imports()
    expect(half).toMatchObject({ state: 'interrupted' })
    expect(half?.fresh).toBeGreaterThan(0)
    const { report } = await own.apply(own.offer(LIST), { resume: half?.id ?? '' })
    expect(counts(report).unchanged).toBe(half?.fresh)
    expect(register.office.db.value('SELECT count(*) FROM act')).toBe(1)
  }, 60_000)

  it('is read in turn where no thread can be started', async () => {
    const { register, lists: own } = await lists(resolve(resources, 'nowhere.mjs'))
    const { report } = await own.apply(own.offer(LIST))
    expect(counts(report).fresh).toBeGreaterThan(1000)
    expect(register.office.db.value('SELECT count(*) FROM person')).toBe(counts(report).fresh)
  }, 60_000)
})
