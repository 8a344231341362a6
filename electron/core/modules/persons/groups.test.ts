/** Why: a merge moves nothing, so every reader has to ask for the group; and an act is listed, previewed and taken back as a job. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorNamed, type ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, reference, refusalOf, someone, stay, type Register } from '../../../../test/kit/register'
import type { Output } from '@shared/contract'
import { acts } from '@shared/contract/acts'
import { persons } from '@shared/contract/persons'
import {
  actHandlers,
  adoptField,
  groupOf,
  insertPersons,
  pairCandidates,
  personForSlip,
  personHandlers,
  personRow,
  personRows,
  startAct,
  survivorOf,
  undoAct
} from '.'
import { actById } from './queries/acts'
import { fileOf, personById } from './queries/files'
import { changeFile } from './store'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

/** The pointer as the merge command sets it, as one act. */
function merge(from: string, into: string): { id: string; seq: number } {
  return office.write.transaction(() => {
    const { db } = office.write
    const ctx = { ...office.query(), db }
    const act = startAct(ctx, 'merge', null)
    const [person, survivor] = [personById(db, from)!, personById(db, into)!]
    const before = fileOf(db, person)
    const origin = { at: ctx.now, by: ctx.actor.displayName, why: null, slipNo: null, act: act.seq }
    const after = { ...person, status: 'merged' as const, merged_into: survivor.seq, survivor: survivor.seq }
    changeFile({ db, reference }, before, { ...before, person: after }, origin)
    return act
  })
}
const unmerge = (act: { id: string }) =>
  office.write.transaction(() => undoAct({ ...office.query(), db: office.write.db }, actById(office.write.db, act.id)!))

describe('a merged file', () => {
  it('is hidden, found by its own name, number and telephone, and shown as the one that goes on', async () => {
    const old = await register.put(
      { name: '并旧名', idType: 'resident_id', idNo: '141124197001010018', phone: '13811110001', formerName: '并幼名' },
      stay({ startedOn: '2026-01-01', residenceCode: '610802003' })
    )
    const now = await register.put({ name: '并新名', phone: '13822220002' }, stay({ startedOn: '2025-01-01', endedOn: '2025-12-01' }))
    const act = merge(old.id, now.id)
    for (const text of ['并旧名', '旧名', '并幼名', 'bjm', '141124197001010018', '13811110001', '0001', '并新名'])
      expect(
        register.search({ filter: { text, status: null } }).rows.map(({ id }) => id),
        text
      ).toEqual([now.id])
    expect(register.search({ filter: { text: '并', status: null } }).rows.map(({ id }) => id)).toEqual([now.id])
    expect(register.search({ filter: { status: null } }).rows.map(({ name }) => name)).not.toContain('并旧名')
    expect(personRow(office.query(), old.id)).toMatchObject({ id: now.id, name: '并新名', startedOn: '2026-01-01', kind: 'in' })
    expect(personRows(office.query(), [old.id, now.id]).map(({ id }) => id)).toEqual([now.id, now.id])
    expect(personForSlip(office.db, old.id)).toMatchObject({ id: old.id, name: '并新名', residenceCode: '610802003' })
    const wanted = { name: '并旧名', sex: '2', birthDate: '1990-02-28', idNo: '141124197001010018' }
    expect(pairCandidates(office.query(), wanted, 5).map(({ person }) => person.id)).toEqual([now.id])
    expect(pairCandidates(office.query(), wanted, 5, now.id)).toEqual([])
    expect(groupOf(office.db, personById(office.db, old.id)!.seq)).toHaveLength(2)
    expect(survivorOf(office.db, old.id).id).toBe(now.id)
    const view = register.get(old.id)
    expect(view).toMatchObject({ id: now.id, mergedInto: null, mergedFrom: [{ id: old.id, name: '并旧名' }] })
    expect(view.episodes.map(({ ofPerson }) => ofPerson)).toEqual([old.id, now.id])
    expect(register.get(old.id, true)).toMatchObject({ id: old.id, status: 'merged', mergedInto: { id: now.id } })
    expect(register.history(now.id)).toContainEqual(expect.objectContaining({ field: 'mergedInto', after: '并新名' }))
    await expect(register.save({ id: old.id, revision: 2, person: someone() })).rejects.toMatchObject({
      code: 'persons.merged',
      params: { name: '并新名' }
    })
    expect(unmerge(act)).toMatchObject({ conflicts: [], kept: [] })
    expect(register.names('并旧名')).toEqual(['并旧名'])
    expect(personRow(office.query(), now.id)).toMatchObject({ startedOn: '2025-01-01' })
  })

  it('edits of a record of a merged file › go into that file, through the one that goes on', async () => {
    const old = await register.put({ name: '链一' }, stay({ startedOn: '2024-01-01' }))
    const mid = await register.put({ name: '链二' })
    const end = await register.put({ name: '链三' })
    const first = merge(old.id, mid.id)
    const second = merge(mid.id, end.id)
    const view = register.get(old.id)
    expect(view).toMatchObject({ id: end.id, mergedFrom: [{ name: '链一' }, { name: '链二' }] })
    const episode = view.episodes[0]!
    await register.save({
      id: end.id,
      revision: view.revision,
      person: someone({ name: '链三' }),
      episodes: [{ id: episode.id, kind: 'in', startedOn: '2024-02-01', residenceCode: '610802' }]
    })
    expect(personRow(office.query(), end.id)).toMatchObject({ startedOn: '2024-02-01' })
    await office.command(
      (ctx: Parameters<typeof adoptField>[0]) => adoptField(ctx, old.id, 'residenceText', '采纳路1号', { slipNo: 'FK1', why: null }),
      null
    )
    expect(register.get(end.id).episodes).toMatchObject([{ ofPerson: old.id, residenceText: '采纳路1号' }])
    // Unmerged in the middle of the chain: the first stays with the second.
    unmerge(second)
    expect(register.get(mid.id)).toMatchObject({ id: mid.id, episodes: [{ residenceText: '采纳路1号' }] })
    expect(register.get(end.id).episodes).toEqual([])
    expect(personRow(office.query(), end.id)).toMatchObject({ startedOn: null })
    unmerge(first)
    expect(register.get(old.id)).toMatchObject({ id: old.id, name: '链一', episodes: [{ residenceText: '采纳路1号' }] })
  })

  it('asOf › tells who was merged when', async () => {
    const one = await register.put({ name: '时一' })
    const two = await register.put({ name: '时二' })
    const before = office.query().today
    office.clock.advance(2 * 86_400_000)
    merge(one.id, two.id)
    const asOf = (id: string, day: string) => (personHandlers.asOf(office.query(), { id, day }) as Output<typeof persons.asOf>).person
    expect(asOf(one.id, before)).toMatchObject({ id: one.id, name: '时一', status: 'active', mergedFrom: [] })
    expect(asOf(two.id, before)).toMatchObject({ id: two.id, mergedFrom: [] })
    expect(asOf(one.id, office.query().today)).toMatchObject({ id: two.id, mergedFrom: [{ id: one.id, name: '时一' }] })
  })
})

describe('acts', () => {
  const parsed = <T>(schema: { parse(value: unknown): T }, value: unknown): T => schema.parse(value)
  const list = (input: object = {}) => parsed(acts.list.output, actHandlers.list(office.query(), acts.list.input.parse(input)))
  const preview = (id: string) => parsed(acts.preview.output, actHandlers.preview(office.query(), { id }))
  const undo = async (id: string) => parsed(acts.undo.output, await actHandlers.undo(office.job(), { id }))

  function importTwo(names: readonly string[]): { act: { id: string; seq: number }; ids: string[] } {
    return office.write.transaction(() => {
      const ctx = { ...office.query(), db: office.write.db }
      const act = startAct(ctx, 'import', '花名册.xlsx')
      const rows = names.map((name) => {
        const { person, episodes } = persons.save.input.parse({
          person: someone({ name }),
          episodes: [stay({ residenceText: '导入路1号' })]
        })
        return { person, episodes, by: ctx.actor.displayName }
      })
      return { act, ids: insertPersons({ ...ctx, act: act.seq }, rows) }
    })
  }

  it('undo › removes the files an import made, and keeps with their reasons those that something hangs on', async () => {
    const houses = office.db.value<number>('SELECT count(*) FROM dwelling')
    const { act, ids } = importTwo(['导甲', '导乙', '导丙', '导丁', '导戊'])
    expect(list({ kind: 'import' }).rows[0]).toMatchObject({ id: act.id, note: '花名册.xlsx', state: 'done', created: 5, changed: 0 })
    // A slip, a later edit, a marriage with somebody else hold three of them; the fifth goes with the marriage of the fourth.
    office.write.raw.exec('CREATE TABLE made_up_certificate (person_id TEXT NOT NULL REFERENCES person (id)) STRICT')
    office.write.transaction(() => office.write.db.run('INSERT INTO made_up_certificate VALUES (?)', ids[0]!))
    await register.save({ id: ids[1]!, revision: 1, person: someone({ name: '导乙', note: '后来' }) })
    await register.save({ person: someone({ name: '外人' }), spouses: [{ personId: ids[2]! }] })
    const told = preview(act.id)
    expect(told.kept.map(({ name, why }) => [name, why])).toEqual([
      ['导甲', '已有交流单、证明等记录用到这份档案'],
      ['导乙', '后来又有人改过这份档案'],
      ['导丙', '后来又有人改过这份档案']
    ])
    const done = await undo(act.id)
    expect(done).toMatchObject({ undone: 2, conflictCount: 0, keptCount: 3 })
    expect(ids.map((id) => personById(office.db, id)?.name)).toEqual(['导甲', '导乙', '导丙', undefined, undefined])
    expect(register.names('导')).toHaveLength(3)
    expect(office.db.value<number>('SELECT count(*) FROM dwelling')).toBe((houses ?? 0) + 1)
    expect(preview(act.id)).toMatchObject({ act: { state: 'undone', created: 5, undoneBy: 'banli' }, keptCount: 3 })
    await expect(undo(act.id)).rejects.toMatchObject({ code: 'acts.not_done' })
    office.write.raw.exec('DROP TABLE made_up_certificate')
  })

  it('undo › goes on where it was stopped', async () => {
    const { act } = importTwo(Array.from({ length: 250 }, (_, at) => `停${String(at)}`))
    const controller = new AbortController()
    let slices = 0
    const job = office.job(controller.signal)
    const stopped = {
      ...job,
      batch: <T>(work: Parameters<typeof job.batch<T>>[0]) => ((slices += 1), slices === 3 && controller.abort(), job.batch(work))
    }
    await expect(Promise.resolve(actHandlers.undo(stopped, { id: act.id }))).rejects.toThrow()
    expect(list().rows[0]).toMatchObject({ id: act.id, state: 'undoing', created: 250 })
    expect(await undo(act.id)).toMatchObject({ keptCount: 0, conflictCount: 0 })
    expect(office.db.value<number>("SELECT count(*) FROM person WHERE name LIKE '停%'")).toBe(0)
    expect(list().rows[0]).toMatchObject({ id: act.id, state: 'undone' })
  })

  it('preview, undo › tell the value of the act and the one that stays', async () => {
    const { id } = await register.put({ name: '冲突甲', phone: '13800000001', marital: '10' })
    const act = office.write.transaction(() => {
      const ctx = { ...office.query(), db: office.write.db }
      const started = startAct(ctx, 'conversion', null)
      const before = fileOf(office.write.db, personById(office.write.db, id)!)
      const person = { ...before.person, phone: '13800000002', marital: '20' }
      changeFile(
        { db: office.write.db, reference },
        before,
        { ...before, person },
        { at: ctx.now, by: 'banli', why: null, slipNo: null, act: started.seq }
      )
      return started
    })
    await register.save({ id, revision: 2, person: someone({ name: '冲突甲', phone: '13800000003', marital: '20' }) })
    const conflict = { personId: id, name: '冲突甲', label: '联系电话', acted: '138****0002', present: '138****0003' }
    expect(preview(act.id).conflicts).toEqual([conflict])
    expect((await undo(act.id)).conflicts).toEqual([conflict])
    expect(register.get(id)).toMatchObject({ phoneMasked: '138****0003', marital: '10' })
    expect(register.history(id).map(({ field }) => field)).toEqual(['phone', 'phone', 'created'])
  })

  it('acts › of others are hidden › from who is bound to a part of the county', () => {
    const { act } = importTwo(['乡甲'])
    const clerk = { ...office.query(), actor: { ...actorNamed('cunli'), scope: '610802003' } }
    expect(refusalOf(() => actHandlers.preview(clerk, { id: act.id }))).toBe('acts.unknown')
    expect((actHandlers.list(clerk, acts.list.input.parse({})) as Output<typeof acts.list>).rows).toEqual([])
    expect(refusalOf(() => actHandlers.list(office.query(), { kind: null, cursor: 'x', limit: 5 }))).toBe('request.invalid')
    const [first, second] = [list({ limit: 1 }), list({ limit: 1, cursor: list({ limit: 1 }).next })]
    expect(first.rows[0]?.id).not.toBe(second.rows[0]?.id)
  })
})
