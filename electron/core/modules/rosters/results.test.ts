/** Why: what the village answers is kept word for word, corrected in the open, and a 谢绝 ends the matter. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clerk, codeOf, fieldListsOn, here, VILLAGE, WORK_ON, type FieldLists, type Issued } from '../../../../test/kit/field-lists'
import { csv, HEAD, idNo, listsOn } from '../../../../test/kit/lists'
import { openRegister, type Register } from '../../../../test/kit/register'
import { actHandlers } from '../persons'
import { rosterHandlers } from '.'

let register: Register
let lists: FieldLists
beforeEach(async () => {
  register = await openRegister()
  lists = fieldListsOn(register)
})
afterEach(() => register.close())

describe('谢绝', () => {
  it('is a complete answer › who gave it is on no later list, also under a merged file', async () => {
    const one = await register.put({ name: '测谢绝' }, here('东街1号'))
    const other = await register.put({ name: '测同人' }, here('东街1号'))
    await register.put({ name: '测旁人' }, here('东街2号'))
    const { id } = await lists.visit()
    const row = lists.rows(id).find(({ personId }) => personId === one.id)?.row ?? 0
    await lists.enter(id, row, { result: 'declined' })
    expect(lists.names((await lists.visit()).id)).toEqual(['测同人', '测旁人'])
    expect(lists.names((await lists.issue({ kind: 'roster', place: VILLAGE, columns: ['sex'] })).id)).toEqual(['测同人', '测旁人'])
    expect(lists.preview()).toMatchObject({ count: 2, declined: 1 })
    await lists.merge(other.id, one.id)
    expect(lists.names((await lists.visit()).id)).toEqual(['测旁人'])
  })

  it('entered in the wrong row › is taken back, and she is asked as before', async () => {
    await register.put({ name: '测误录' }, here())
    const { id } = await lists.visit()
    await lists.enter(id, 1, { result: 'declined' })
    expect(await codeOf(() => lists.visit())).toBe('rosters.nobody')
    await lists.undoLast(id)
    expect(lists.names((await lists.visit()).id)).toEqual(['测误录'])
  })
})

describe('results', () => {
  const street = async (count: number): Promise<Issued> => {
    for (let at = 1; at <= count; at += 1) await register.put({ name: `测${String(at)}` }, here(`东街${String(at)}号`))
    return lists.visit()
  }

  it('are counted, kept with day and collector, and change no file', async () => {
    const { id } = await street(3)
    const revisions = register.office.db.all('SELECT id, revision FROM person')
    await lists.enter(id, 1, { collector: ' 村干部甲 ' })
    const { entry, progress } = await lists.enter(id, 2, { result: 'changed', fields: ['phone', 'phone'] })
    expect(entry).toMatchObject({ result: 'changed', fields: ['phone'], visitedOn: WORK_ON, collector: null, by: 'banli' })
    expect(progress).toEqual({ open: 1, found: 1, moved: 0, unknown: 0, changed: 1, declined: 0 })
    expect(lists.rows(id).map((row) => row.entry?.collector ?? null)).toEqual(['村干部甲', null, null])
    expect(register.office.db.all('SELECT id, revision FROM person')).toEqual(revisions)
    expect(rosterHandlers.nextOpen(lists.looking(), { id, from: 1 })).toEqual({ row: 3 })
    await lists.enter(id, 3)
    expect(rosterHandlers.nextOpen(lists.looking(), { id, from: 2 })).toEqual({ row: null })
  })

  it('the next open row › is found from here on, then from the start', async () => {
    const { id } = await street(3)
    await lists.enter(id, 2)
    expect(rosterHandlers.nextOpen(lists.looking(), { id, from: 2 })).toEqual({ row: 3 })
    await lists.enter(id, 3)
    expect(rosterHandlers.nextOpen(lists.looking(), { id, from: 2 })).toEqual({ row: 1 })
  })

  it('a second entry of a row › is refused until it is meant as a correction, and the first one is kept', async () => {
    const { id } = await street(1)
    const first = await lists.enter(id, 1)
    expect(await codeOf(() => lists.enter(id, 1, { result: 'moved' }))).toBe('rosters.entered_meanwhile')
    const second = await lists.enter(id, 1, { result: 'moved', replaces: first.entry.id })
    expect(await codeOf(() => lists.enter(id, 1, { result: 'unknown', replaces: first.entry.id }))).toBe('rosters.entered_meanwhile')
    expect(second.progress).toMatchObject({ open: 0, found: 0, moved: 1 })
    expect(register.office.db.value('SELECT count(*) FROM roster_entry')).toBe(2)
    const undone = await lists.undoLast(id)
    expect(undone).toMatchObject({ row: 1, result: 'moved', entry: { result: 'found' } })
    expect(await lists.undoLast(id)).toMatchObject({ entry: null, progress: { open: 1 } })
    expect(await codeOf(() => lists.undoLast(id))).toBe('rosters.nothing_to_undo')
    expect(await codeOf(() => lists.enter(id, 1, { replaces: second.entry.id }))).toBe('rosters.entered_meanwhile')
  })

  it('undo › takes back only what this account entered', async () => {
    const { id } = await street(2)
    await lists.enter(id, 1, {}, clerk(null, undefined, 'jia'))
    await lists.enter(id, 2, {}, clerk(null, undefined, 'yi'))
    expect((await lists.undoLast(id, clerk(null, undefined, 'jia'))).row).toBe(1)
    expect(await codeOf(() => lists.undoLast(id, clerk(null, undefined, 'jia')))).toBe('rosters.nothing_to_undo')
    expect(lists.rows(id).map((row) => row.entry?.by ?? null)).toEqual([null, 'yi'])
  })

  it('days › are real, not before the list and not to come', async () => {
    const { id } = await street(1)
    for (const day of ['2026-02-30', '2026-03-04', '2026-03-06'])
      expect(await codeOf(() => lists.enter(id, 1, { visitedOn: day })), day).toBe('rosters.bad_day')
    register.office.clock.set('2026-03-08T00:30:00+08:00')
    expect((await lists.enter(id, 1, { visitedOn: '2026-03-07' })).entry.visitedOn).toBe('2026-03-07')
  })

  it('changed without saying what, an unknown row, another kind of list, unsafe text, a file that is gone › are refused', async () => {
    const { id } = await street(1)
    expect(await codeOf(() => lists.enter(id, 1, { result: 'changed' }))).toBe('rosters.field_needed')
    expect(await codeOf(() => lists.enter(id, 2))).toBe('rosters.row_unknown')
    expect(await codeOf(() => lists.enter(id, 1, { collector: '甲\u202e乙' }))).toBe('persons.bad_text')
    const roster = await lists.issue({ kind: 'roster', place: VILLAGE, columns: ['sex'] })
    expect(await codeOf(() => lists.enter(roster.id, 1))).toBe('rosters.no_results_here')
    expect(await codeOf(() => lists.enter('0190aaaa-0000-7000-8000-000000000001', 1))).toBe('rosters.unknown')
    const { db } = register.office.write
    register.office.write.transaction(() => db.run("UPDATE person SET id = '0190aaaa-0000-7000-8000-000000000009'"))
    expect(await codeOf(() => lists.enter(id, 1))).toBe('persons.unknown')
  })

  it('a code › finds its row; one of another list, row or kind does not', async () => {
    const { id, number } = await street(1)
    const find = (list: number, row: number) => codeOf(() => rosterHandlers.find(lists.looking(), { number: list, row }))
    expect(rosterHandlers.find(lists.looking(), { number, row: 1 })).toEqual({ id, row: 1 })
    expect(await find(number === 999_999_999 ? number - 1 : number + 1, 1)).toBe('rosters.code_unknown')
    expect(await find(number, 2)).toBe('rosters.row_unknown')
    const roster = await lists.issue({ kind: 'roster', place: VILLAGE, columns: ['sex'] })
    expect(await find(roster.number, 1)).toBe('rosters.code_unknown')
  })

  it('what was entered › cannot be rewritten or lost', async () => {
    const { id } = await street(1)
    await lists.enter(id, 1)
    const { db } = register.office.write
    for (const sql of ["UPDATE roster_entry SET result = 'moved'", 'DELETE FROM roster_entry'])
      expect(await codeOf(() => register.office.write.transaction(() => db.run(sql))), sql).not.toBe('nothing was refused')
  })

  it('a list taken back from a workbook › takes the printed away with it, but not whom somebody answered about', async () => {
    const books = listsOn(register)
    const line = (name: string, number: string): string[] => [name, number, '141124', '', '2025-03-05', VILLAGE, '东街1号', '']
    const typed = csv([...HEAD], line('测甲一', idNo('1990-02-28', 11)), line('测乙二', idNo('1985-07-01', 22)))
    const { act } = await books.apply(books.offer(typed))
    const { id } = await lists.visit()
    expect(lists.names(id)).toEqual(['测甲一', '测乙二'])
    await lists.enter(id, 2)
    await actHandlers.undo(register.office.job(), { id: act })
    expect(register.office.db.all('SELECT name FROM person')).toEqual([{ name: '测乙二' }])
    expect(lists.names(id)).toEqual(['测甲一', '测乙二'])
    expect(await codeOf(() => lists.enter(id, 1))).toBe('persons.unknown')
  })
})
