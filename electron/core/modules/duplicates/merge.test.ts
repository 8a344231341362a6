/** Why: a merge must lose nothing, refuse what cannot be one person, and leave two clerks and late arrivals with one file. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, Output } from '@shared/contract'
import { duplicates } from '@shared/contract/duplicates'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, stay, type Register, type SaveInput } from '../../../../test/kit/register'
import { personForSlip, personHandlers } from '../persons'
import { duplicateHandlers } from '.'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

type Merged = Output<typeof duplicates.merge>

const merge = (survivor: string, merged: string, over: Partial<CallInput<typeof duplicates.merge>> = {}, by?: string): Promise<Merged> => {
  const revisions = { survivorRevision: register.get(survivor).revision, mergedRevision: register.get(merged, true).revision }
  const input = duplicates.merge.input.parse({ survivor, merged, ...revisions, ...over })
  return register.office.command<Merged>(duplicateHandlers.merge, input, by === undefined ? undefined : actorNamed(by))
}
const unmerge = (act: string, move: CallInput<typeof duplicates.unmerge>['move'] = []): Promise<Output<typeof duplicates.unmerge>> =>
  register.office.command(duplicateHandlers.unmerge, duplicates.unmerge.input.parse({ act, move }))
const compare = (a: string, b: string) => duplicates.compare.output.parse(duplicateHandlers.compare(register.office.query(), { a, b }))
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  )

/** Typed again as it stands, with something changed. */
async function change(id: string, over: Partial<SaveInput['person']>, rest: Partial<SaveInput> = {}): Promise<void> {
  const { name, revision, sex, birthDate, idType, hukouCode, noIdReason } = register.get(id)
  const person = { name, sex: sex as '2', birthDate, idType, hukouCode, noIdReason, ...over }
  await register.save({ id: register.get(id).id, revision, person, ...rest })
}

const NUMBER = '610802199002281001'

async function twoFiles(): Promise<[string, string]> {
  const one = await register.put({ name: '张三', phone: '13800000001' }, stay({ residenceText: '东街1号' }))
  const other = await register.put(
    { name: '章三', idType: 'resident_id', idNo: NUMBER, noIdReason: null, phone: '13800000002', note: '较长的备注' },
    stay({ residenceText: '西街2号', startedOn: '2025-01-01' })
  )
  return [one.id, other.id]
}

describe('compare', () => {
  it('compare › names what differs, proposes the better value and counts what follows', async () => {
    const [a, b] = await twoFiles()
    const found = compare(a, b)
    expect(found.survivor).toBe('b')
    expect(found.fields.filter(({ same }) => !same).map(({ choice, suggested }) => [choice, suggested])).toEqual(
      expect.arrayContaining([
        ['number', 'b'],
        ['note', 'b']
      ])
    )
    expect(found.fields.find(({ choice }) => choice === 'number')?.b).toContain('6108**********1001')
    expect(JSON.stringify(found)).not.toContain(NUMBER)
    expect(found.fields.find(({ choice }) => choice === 'phone')?.differs).toMatch(/^第 [0-9–、]+ 位不同$/)
    expect(found.a.counts).toMatchObject({ episodes: 1, slips: 0, phones: 1 })
    expect(found.notes.join()).toContain('两个电话都保留')
    expect(await refusal(Promise.resolve().then(() => compare(a, a)))).toBe('duplicates.same_file')
  })
})

describe('merge', () => {
  it('merge › keeps the chosen values, both telephones and all stays, and the other one is found as the survivor', async () => {
    const [a, b] = await twoFiles()
    await merge(a, b, { taken: ['number', 'note'], why: '本人到场' })
    const view = register.get(a)
    expect(view).toMatchObject({ name: '张三', note: '较长的备注', mergedFrom: [{ id: b }] })
    expect(view.phones.map(({ numberMasked }) => numberMasked)).toHaveLength(1)
    expect(view.episodes.map(({ residenceText }) => residenceText)).toEqual(['东街1号', '西街2号'])
    for (const text of ['章三', NUMBER, '张三']) expect(register.names(text), text).toEqual(['张三'])
    // What arrives later for the merged file reaches the one that goes on.
    expect(personForSlip(register.office.db, b)?.name).toBe('张三')
    expect(register.get(b).id).toBe(a)
    const hints = personHandlers.hints(register.office.query(), { name: '章三', idNo: NUMBER, birthDate: '', phone: '', except: null })
    expect((await hints).rows.map(({ person }) => person.id)).toEqual([a])
  })

  it('merge › decided by somebody else meanwhile › tells the second clerk and changes nothing', async () => {
    const [a, b] = await twoFiles()
    const stale = { survivorRevision: 1, mergedRevision: 1 }
    await register.office.command(duplicateHandlers.dismiss, { a, b, why: null }, actorNamed('wangwu'))
    expect(await refusal(merge(a, b))).toBe('duplicates.decided')
    await register.office.command(duplicateHandlers.reopen, { a, b })
    expect(await refusal(register.office.command(duplicateHandlers.reopen, { a, b }))).toBe('duplicates.not_decided')
    await change(a, { note: '改过' })
    expect(await refusal(merge(a, b, stale))).toBe('persons.changed_meanwhile')
    await merge(a, b)
    expect(await refusal(merge(a, b))).toBe('persons.merged')
    expect(await refusal(merge(b, b))).toBe('duplicates.same_file')
  })

  it('merge › of mother and child › is refused', async () => {
    const [a, b] = await twoFiles()
    await change(a, {}, { children: [{ name: '章三', personId: b }] })
    expect(await refusal(merge(a, b))).toBe('duplicates.parent_and_child')
    expect(compare(a, b).notes.join()).toContain('不能合并')
  })

  it('merge › of two who are each other’s spouse › takes the marriage away and unmerge brings it back', async () => {
    const [a, b] = await twoFiles()
    await change(a, {}, { spouses: [{ personId: b, startedOn: '2012' }] })
    expect(compare(a, b).notes.join()).toContain('互相登记为配偶')
    const { act } = await merge(a, b)
    expect(register.get(a).spouses).toEqual([])
    await unmerge(act)
    expect(register.get(a).spouses.map(({ personId }) => personId)).toEqual([b])
    expect(register.get(b).spouses.map(({ personId }) => personId)).toEqual([a])
  })

  it('merge › of parents whose child has two files › proposes the children as a pair', async () => {
    const [a, b] = await twoFiles()
    const kids = [
      await register.put({ name: '小童', birthDate: '2015-03-04' }),
      await register.put({ name: '小潼', birthDate: '2015-03-04' })
    ]
    await change(a, {}, { children: [{ name: '小童', personId: kids[0]!.id }] })
    await change(b, { idType: 'resident_id', idNo: NUMBER, noIdReason: null }, { children: [{ name: '小潼', personId: kids[1]!.id }] })
    expect((await merge(a, b)).childPairs).toBe(1)
    const { rows } = duplicates.list.output.parse(duplicateHandlers.list(register.office.query(), duplicates.list.input.parse({})))
    expect(rows.map((row) => [row.a.id, row.b.id].sort())).toEqual([kids.map((kid) => kid.id).sort()])
  })

  it('merge › outside the account’s part of the county › is refused', async () => {
    const [a, b] = await twoFiles()
    const revisions = { survivorRevision: 1, mergedRevision: 1 }
    const input = duplicates.merge.input.parse({ survivor: a, merged: b, ...revisions })
    const far = actorNamed('yuan', ['window'], '510104')
    expect(await refusal(register.office.command(duplicateHandlers.merge, input, far))).toBe('persons.out_of_scope')
  })
})

describe('unmerge', () => {
  it('unmerge › after later edits › keeps and tells the later value, and drops nothing', async () => {
    const [a, b] = await twoFiles()
    const { act } = await merge(a, b, { taken: ['note', 'hukou'] })
    await change(a, { note: '合并以后写的' })
    const preview = duplicates.previewUnmerge.output.parse(duplicateHandlers.previewUnmerge(register.office.query(), { act }))
    expect(preview.conflicts).toEqual([expect.objectContaining({ label: '备注', acted: '较长的备注', present: '合并以后写的' })])
    const { conflicts } = await unmerge(act)
    expect(conflicts).toEqual(preview.conflicts)
    expect([register.get(a).note, register.get(b).note]).toEqual(['合并以后写的', '较长的备注'])
    expect(await refusal(unmerge(act))).toBe('acts.not_done')
    expect(await refusal(unmerge('0190aaaa-0000-7000-8000-000000000000'))).toBe('acts.unknown')
  })

  it('unmerge › records written meanwhile › go to the file the clerk names', async () => {
    const [a, b] = await twoFiles()
    const { act } = await merge(a, b)
    await change(a, {}, { episodes: [stay({ startedOn: '2026-01-05', residenceText: '合并后的住处' })], children: [{ name: '小新' }] })
    const { written } = duplicates.previewUnmerge.output.parse(duplicateHandlers.previewUnmerge(register.office.query(), { act }))
    expect(written.map(({ kind }) => kind).sort()).toEqual(['child', 'episode'])
    const moved = written.filter(({ kind }) => kind === 'episode')
    const own = register.get(a).episodes.find(({ residenceText }) => residenceText === '东街1号')!
    expect(await refusal(unmerge(act, [{ kind: 'episode', id: own.id }]))).toBe('persons.record_unknown')
    await unmerge(
      act,
      moved.map(({ kind, id }) => ({ kind, id }))
    )
    expect(register.get(a).episodes.map(({ residenceText }) => residenceText)).toEqual(['东街1号'])
    expect(register.get(b).episodes.map(({ residenceText }) => residenceText)).toEqual(['合并后的住处', '西街2号'])
    expect([register.get(a).children.length, register.get(b).children.length]).toEqual([1, 0])
  })

  it('merges › lists them, the latest first, with what became of each', async () => {
    const [a, b] = await twoFiles()
    const c = (await register.put({ name: '丙' })).id
    const first = await merge(a, b)
    await merge(c, a)
    await unmerge(first.act)
    const page = duplicates.merges.output.parse(
      duplicateHandlers.merges(register.office.query(), duplicates.merges.input.parse({ limit: 1 }))
    )
    expect(page.rows).toMatchObject([{ state: 'done', survivor: { name: '丙' }, merged: { name: '张三' } }])
    const rest = duplicates.merges.output.parse(duplicateHandlers.merges(register.office.query(), { cursor: page.next, limit: 1 }))
    expect(rest).toMatchObject({ rows: [{ state: 'undone', undoneBy: 'banli', merged: { name: '章三' } }], next: null })
    expect(register.get(c).mergedFrom.map(({ name }) => name)).toEqual(['张三'])
    expect(register.get(b)).toMatchObject({ id: b, status: 'active' })
  })
})
