/** Why: a kept question is trusted blindly, so it must come back as it was asked, belong to whom it was kept for, and never vanish for good. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { presets, slipPresets, type PersonQuestion, type PresetView } from '@shared/contract/presets'
import type { CallInput } from '@shared/contract'
import { AppError } from '@shared/errors'
import { actorNamed, openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { presetHandlers, slipPresetHandlers } from '.'
import * as queries from './queries'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())
beforeEach(() => void office.write.db.run('DELETE FROM preset'))

const [wang, li] = [actorNamed('wang'), actorNamed('li')]
const reader = actorNamed('zhao', ['signer'])
type Who = typeof wang
const list = (who: Who): PresetView<PersonQuestion>[] =>
  presets.list.output.parse(presetHandlers.list({ ...office.query(), actor: who }, {})).rows
const save = (who: Who, input: Partial<CallInput<typeof presets.save>>): Promise<{ id: string; revision: number }> =>
  office.command(
    presetHandlers.save,
    presets.save.input.parse({ name: '育龄妇女', shared: false, question: {}, columns: [], ...input }),
    who
  )
const act = (who: Who, name: 'remove' | 'restore', input: { id: string; revision: number }): Promise<{ id: string; revision: number }> =>
  office.command(presetHandlers[name], input, who)
const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  )

describe('presets', () => {
  const filter = { text: '张', kind: 'in', status: null, within: '610802001', more: { sex: '2', ageFrom: 20, ageTo: 49 } } as const

  it('save › keeps conditions, order and columns › as they were asked', async () => {
    const columns = [{ id: 'name', width: 136, hidden: false }]
    const saved = await save(wang, { question: { filter, sort: 'started' }, columns })
    expect(list(wang)).toMatchObject([
      { ...saved, name: '育龄妇女', own: true, shared: false, changeable: true, columns, question: { filter, sort: 'started' } }
    ])
    expect(office.notes.at(-1)).toEqual({ subject: saved.id, detail: { shared: false } })
  })

  it('list › shows own ones and those of the office › never those of another account', async () => {
    await save(wang, { name: '乙' })
    await save(wang, { name: '甲' })
    await save(li, { name: '甲', shared: true })
    expect(list(wang).map(({ name, own }) => [name, own])).toEqual([
      ['乙', true],
      ['甲', true],
      ['甲', false]
    ])
    expect(list(li).map(({ name }) => name)).toEqual(['甲'])
  })

  it('save › renames, and opens an own one to the office', async () => {
    const first = await save(wang, {})
    const second = await save(wang, { ...first, name: '改名', shared: true })
    expect(list(li)).toMatchObject([{ id: first.id, name: '改名', shared: true, own: false, changeable: true }])
    expect(await refused(save(wang, { ...first, name: '又改' }))).toBe('presets.changed_meanwhile')
    expect(second.revision).toBe(first.revision + 1)
  })

  it('save › refuses a name that already stands there › own and of the office apart', async () => {
    await save(wang, {})
    expect(await refused(save(wang, {}))).toBe('presets.name_taken')
    await save(li, {})
    await save(wang, { shared: true })
    expect(await refused(save(li, { shared: true }))).toBe('presets.name_taken')
  })

  it('remove and restore › take away and bring back the very same', async () => {
    const saved = await save(wang, { question: { filter, sort: 'started' } })
    const before = list(wang)
    const removed = await act(wang, 'remove', saved)
    expect(list(wang)).toEqual([])
    expect(await refused(act(wang, 'remove', removed))).toBe('presets.unknown')
    expect(await refused(save(wang, { ...removed }))).toBe('presets.unknown')
    const again = await act(wang, 'restore', removed)
    expect(list(wang)).toEqual([{ ...before[0], revision: again.revision }])
  })

  it('restore › refuses › when the name was given away meanwhile', async () => {
    const removed = await act(wang, 'remove', await save(wang, {}))
    await save(wang, {})
    expect(await refused(act(wang, 'restore', removed))).toBe('presets.name_taken')
  })

  it('save and remove › are refused › to those who may not', async () => {
    const own = await save(wang, {})
    expect(await refused(act(li, 'remove', own))).toBe('presets.unknown')
    const shared = await save(wang, { name: '公用', shared: true })
    expect(list(reader)).toMatchObject([{ name: '公用', changeable: false }])
    expect(await refused(act(reader, 'remove', shared))).toBe('presets.not_yours')
    // Whoever writes the register keeps the office's own questions in order, also of somebody who has left.
    await act(li, 'remove', shared)
  })

  it('save › stops › at as many as anybody reads through', async () => {
    for (let at = 0; at < 100; at += 1) await save(wang, { name: `方案${String(at)}` })
    expect(await refused(save(wang, { name: '再一个' }))).toBe('presets.too_many')
  })

  it('list › tells one that cannot be read any more › instead of asking something else', async () => {
    const { id } = await save(wang, {})
    office.write.db.run(`UPDATE preset SET question = '{"filter":{"colour":"red"}}' WHERE id = ?`, id)
    expect(list(wang)).toMatchObject([{ id, question: null }])
  })

  it('a question to the ledger › stands beside those to the register › and is taken away only there', async () => {
    const question = { filter: { direction: 'out', due: 'late' }, sort: 'due' } as const
    const kept: { id: string; revision: number } = await office.command(
      slipPresetHandlers.save,
      slipPresets.save.input.parse({ name: '育龄妇女', shared: true, question, columns: [] }),
      wang
    )
    await save(wang, { shared: true })
    const there = slipPresets.list.output.parse(slipPresetHandlers.list({ ...office.query(), actor: reader })).rows
    // A signer writes slips, and so keeps the questions of the office to the ledger in order.
    expect(there).toMatchObject([{ ...kept, changeable: true, question }])
    expect(list(wang).map(({ id }) => id)).not.toContain(kept.id)
    expect(await refused(act(wang, 'remove', kept))).toBe('presets.unknown')
  })

  it('queries › walk an index each', () => {
    const seen: string[] = []
    const spy = { ...office.db, all: (sql: string) => (seen.push(sql), []), value: (sql: string) => (seen.push(sql), undefined) }
    queries.presetsFor(spy, 'persons', 'x')
    const row = { account_id: 'x', list: 'persons', name: 'y' } as queries.PresetRecord
    for (const shared of [0, 1] as const) queries.presetNamed(spy, { ...row, shared })
    expect(seen).toHaveLength(3)
    for (const sql of seen) {
      const params = Array.from({ length: sql.split('?').length - 1 }, () => 'x')
      const details = office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map(({ detail }) => detail)
      expect(details.filter((detail) => /SCAN preset|TEMP B-TREE/.test(detail))).toEqual([])
    }
  })
})
