/** A sealed file is in no table; lifting the seal puts every row back where it was, whatever was done meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duplicates } from '@shared/contract/duplicates'
import { sealing } from '@shared/contract/sealing'
import { residentIdCheckCharacter } from '@shared/domain'
import { tableHashes } from '../../../../test/kit/table-hash'
import { actorNamed } from '../../../../test/kit/module-office'
import { openRegister, refusalOf, someone, stay, type Register } from '../../../../test/kit/register'
import type { SqlValue } from '../../db'
import { duplicateHandlers } from '../duplicates'
import { sealingHandlers } from '.'

const numberOf = (birth: string, ordinal: number): string => {
  const body = `610802${birth.replaceAll('-', '')}${String(ordinal).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
const NUMBER = numberOf('1991-04-05', 102)
const NAME = '独特名甲'
const identity = { idType: 'resident_id', noIdReason: null } as const

let register: Register
beforeEach(async () => {
  register = await openRegister()
  run(
    "INSERT INTO account (id, name, display_name, roles, created_at) VALUES ('account-banli', 'banli', '办理', '[]', '2026-01-01T00:00:00.000Z')"
  )
})
afterEach(() => register.close())

const run = (sql: string, ...params: SqlValue[]) => register.office.write.transaction(() => register.office.write.db.run(sql, ...params))
const keeper = actorNamed('baoguan', ['keeper'])
type Sealed = { id: string; revision: number }
const seal = (personId: string): Promise<Sealed> =>
  register.office.command(
    sealingHandlers.seal,
    sealing.seal.input.parse({ personId, kind: 'protected', reason: '保护令', reviewOn: '2027-03-05' }),
    keeper
  )
const lift = ({ id, revision }: Sealed): Promise<{ personId: string }> =>
  register.office.command(sealingHandlers.lift, { id, revision, reason: '期满' }, keeper)

/** Everything but the seals themselves; the indexes of words are asked by what they find. */
const OWN = ['sealing', 'sealed_file', 'sealed_key', 'sealed_slip', 'sealing_look', 'person_search_version']
const state = () => tableHashes(register.office.write.db, [...OWN, ...searchTables()])
const searchTables = (): string[] =>
  register.office.write.db
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE name LIKE 'person_search%' AND type = 'table'")
    .map(({ name }) => name)

/** All tables but the packets, as text. */
function elsewhere(): string {
  const { db } = register.office.write
  return db
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .filter(({ name }) => !OWN.includes(name) && !/^person_search(_word|_place)?$/.test(name))
    .map(({ name }) =>
      JSON.stringify(db.all(`SELECT * FROM "${name}"`), (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
      )
    )
    .join('\n')
}

async function putSubject(): Promise<{ id: string; spouse: string; child: string }> {
  const spouse = await register.put({ name: '另一人', ...identity, idNo: numberOf('1988-01-02', 103), sex: '1', birthDate: '1988-01-02' })
  const child = await register.put({ name: '独特小孩', birthDate: '2012-02-03' })
  const made = await register.put(
    { name: NAME, ...identity, idNo: NUMBER, phone: '13900001111', birthDate: '1991-04-05', hukouText: '独特街九十九号', note: '独特备注' },
    stay({ residenceText: '独特公寓12室', dwellingContact: '独特房东', dwellingPhone: '13900002222' })
  )
  await register.change(register.get(made.id), {
    spouses: [{ personId: spouse.id, startedOn: '2015-01-01' }],
    children: [{ personId: child.id, otherParentId: spouse.id }]
  })
  run("INSERT INTO draft VALUES ('account-banli', 'person', ?, '{}', '2026-03-01T00:00:00.000Z')", made.id)
  run(
    "INSERT INTO act (id, kind, at, by, note, state) VALUES ('0192f0c0-0000-7000-8000-0000000000aa', 'import', '', '', ?, 'done')",
    `给${NAME}导入`
  )
  return { id: made.id, spouse: spouse.id, child: child.id }
}

/** A second file of the same person, merged into the first. */
async function mergeTwin(id: string): Promise<string> {
  const twin = await register.put({ name: NAME, birthDate: '1991-04-05', note: '独特二档' })
  const revision = (one: string) => register.get(one, true).revision
  await register.office.command(
    duplicateHandlers.merge,
    duplicates.merge.input.parse({
      survivor: id,
      merged: twin.id,
      taken: [],
      survivorRevision: revision(id),
      mergedRevision: revision(twin.id)
    })
  )
  return twin.id
}

describe('sealing a file', () => {
  it('every table › holds nothing of it, and lifting puts every row back', async () => {
    const { id } = await putSubject()
    await mergeTwin(id)
    const before = state()
    const sealed = await seal(id)
    for (const trace of [NAME, NUMBER, '独特', '13900001111']) expect(elsewhere().replaceAll('独特小孩', ''), trace).not.toContain(trace)
    expect(register.names(NAME)).toEqual([])
    expect(register.names('独特街')).toEqual([])
    expect(refusalOf(() => register.get(id))).toContain('persons.unknown')
    await lift(sealed)
    expect(state()).toEqual(before)
    // Found by the own name, and the husband by hers.
    expect(register.names(NAME)).toEqual([NAME, '另一人'])
    expect(register.names('独特街')).toEqual([NAME])
    expect(register.names('独特公寓')).toEqual([NAME])
  })

  it('files of others › do not name the person, and keep what is their own', async () => {
    const { id, spouse, child } = await putSubject()
    const before = [register.get(spouse), register.get(child)]
    const sealed = await seal(id)
    expect(JSON.stringify([register.get(spouse), register.get(child), register.history(spouse)])).not.toContain('名甲')
    await lift(sealed)
    expect([register.get(spouse), register.get(child)]).toEqual(before)
  })

  it.each(['first sealed first', 'last sealed first'])('two of one family › both sealed, lifted %s › stand as before', async (order) => {
    const { id, spouse } = await putSubject()
    const before = state()
    const [one, other] = [await seal(id), await seal(spouse)]
    for (const sealed of order === 'first sealed first' ? [one, other] : [other, one]) await lift(sealed)
    expect(state()).toEqual(before)
  })

  it('row numbers › are given to nobody else meanwhile', async () => {
    const { id } = await putSubject()
    const sealed = await seal(id)
    const other = await register.put({ name: '后来人' }, stay())
    await register.change(register.get(other.id), { person: someone({ name: '后来人甲' }) })
    await lift(sealed)
    expect(register.get(id).name).toBe(NAME)
    expect(register.get(other.id).name).toBe('后来人甲')
    expect(register.history(id).at(-1)?.field ?? 'created').toBe('created')
  })

  it('the same person registered again › is shown to the keeper, not to the clerk', async () => {
    const { id } = await putSubject()
    await seal(id)
    const saved = await register.put({ name: NAME, ...identity, idNo: NUMBER, birthDate: '1991-04-05' })
    expect(saved.warnings).toEqual([])
    const { rows } = sealing.list.output.parse(sealingHandlers.list(register.office.query(), { text: '', cursor: null, limit: 10 }))
    expect(rows).toMatchObject([{ nameMasked: '独***', registeredAgain: true }])
  })

  it('an import taken back meanwhile › leaves the sealed file, no longer part of it', async () => {
    const { id } = await putSubject()
    run('INSERT INTO act_person (act, person_seq, revision_after) SELECT 1, seq, 1 FROM person WHERE id = ?', id)
    const sealed = await seal(id)
    run("UPDATE act SET state = 'undone', undone_at = '2026-03-05T00:00:00.000Z', undone_by = '办理' WHERE seq = 1")
    await lift(sealed)
    expect(register.office.write.db.value('SELECT count(*) FROM act_person')).toBe(0)
    expect(register.get(id).name).toBe(NAME)
  })
})

describe('looking into a sealed file', () => {
  it('open › tells what it holds, writes down who and why, and leaves it sealed', async () => {
    const { id } = await putSubject()
    const sealed = await seal(id)
    const before = state()
    const shown = sealing.open.output.parse(
      await register.office.command(sealingHandlers.open, { id: sealed.id, reason: '本人来查' }, keeper)
    )
    expect(JSON.stringify(shown.sections)).toContain(NUMBER)
    expect(shown.looks).toMatchObject([{ by: 'baoguan', reason: '本人来查' }])
    expect(state()).toEqual(before)
    expect(refusalOf(() => register.get(id))).toContain('persons.unknown')
  })

  it('list › finds by whole name or number only', async () => {
    const { id } = await putSubject()
    await seal(id)
    const found = (text: string) =>
      sealing.list.output.parse(sealingHandlers.list(register.office.query(), { text, cursor: null, limit: 10 })).rows.length
    expect([found(NAME), found(NUMBER), found('独特'), found(NUMBER.slice(0, 10)), found('')]).toEqual([1, 1, 0, 0, 1])
  })

  it('day of review › today or years away › is refused', async () => {
    const { id } = await putSubject()
    for (const reviewOn of ['2020-01-01', '2035-01-01'])
      await expect(
        register.office.command(sealingHandlers.seal, { personId: id, kind: 'court', reason: '函', reviewOn }, keeper)
      ).rejects.toMatchObject({ code: 'sealing.bad_day' })
    const sealed = await seal(id)
    await register.office.command(sealingHandlers.prolong, { ...sealed, reviewOn: '2028-01-01' }, keeper)
    await expect(lift(sealed)).rejects.toMatchObject({ code: 'sealing.changed_meanwhile' })
  })
})
