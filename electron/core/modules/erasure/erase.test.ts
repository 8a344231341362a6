/** Erasing persons: nothing of them is left in any table but what was said to stay, others keep theirs, and the preview tells the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acts } from '@shared/contract/acts'
import { residentIdCheckCharacter } from '@shared/domain'
import type { SqlValue } from '../../db'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { actHandlers, groupOf, knownPerson, startAct } from '../persons'
import { changeFile } from '../persons/store'
import { fileOf } from '../persons/queries/files'
import { erasePersons, previewErasure, type ErasureMode } from '.'

const number = (birth: string, ordinal: number): string => {
  const body = `610802${birth.replaceAll('-', '')}${String(ordinal).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
const OWN = number('1991-04-05', 101)
const FORMER = number('1991-04-06', 101)
const PHONE = '13900001111'
const NAME = '独特名甲'

let register: Register
beforeEach(async () => {
  register = await openRegister()
  run(
    "INSERT INTO account (id, name, display_name, roles, created_at) VALUES ('account-banli', 'banli', '办理', '[]', '2026-01-01T00:00:00.000Z')"
  )
})
afterEach(() => register.close())

const run = (sql: string, ...params: SqlValue[]) => register.office.write.transaction(() => register.office.write.db.run(sql, ...params))

/** Everything the tables hold, as text; the shadows of the search index as octets. `gone` keeps ids alone, so that a restored copy loses them. */
function everything(): string {
  const { db } = register.office.write
  const names = db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  return names
    .filter(({ name }) => name !== 'gone' && !/^person_search(_word|_place)?$/.test(name))
    .map(({ name }) =>
      JSON.stringify(db.all(`SELECT * FROM "${name}"`), (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
      )
    )
    .join('\n')
}

const identity = { idType: 'resident_id', noIdReason: null } as const

async function putSubject(): Promise<{ id: string; spouse: string }> {
  const made = await register.put(
    { name: NAME, ...identity, idNo: FORMER, phone: PHONE, birthDate: '1991-04-06', hukouText: '独特街九十九号', note: '独特备注' },
    stay({ residenceText: '独特公寓12室', dwellingContact: '独特房东', dwellingPhone: '13900002222' })
  )
  await register.change(register.get(made.id), {
    person: someone({ name: NAME, ...identity, idNo: OWN, birthDate: '1991-04-05', phone: PHONE }),
    spouses: [{ name: '独特配偶', startedOn: '2015-01-01' }]
  })
  const spouse = await register.put({ name: '另一人' })
  const { db } = register.office.write
  const seq = db.value<number>('SELECT seq FROM person WHERE id = ?', spouse.id) ?? 0
  run(
    "INSERT INTO person_spouse (person_seq, id, spouse_id, recorded_on) VALUES (?, '0192f0c0-0000-7000-8000-00000000000a', ?, '2026-01-01')",
    seq,
    made.id
  )
  run("INSERT INTO draft VALUES ((SELECT id FROM account LIMIT 1), 'person', ?, '{}', '2026-03-01T00:00:00.000Z')", made.id)
  return { id: made.id, spouse: spouse.id }
}

const erase = (id: string, mode: ErasureMode = 'delete') => {
  const context = register.office.query()
  return register.office.write.transaction(() => erasePersons({ ...context, db: register.office.write.db }, [id], mode))
}
const preview = (id: string, mode: ErasureMode = 'delete') =>
  previewErasure({ ...register.office.query(), db: register.office.write.db }, [id], mode)

describe('erasing a person', () => {
  it('every table › holds nothing of the file, and the preview said so', async () => {
    const { id, spouse } = await putSubject()
    run(
      "INSERT INTO preset (id, revision, account_id, list, shared, name, question, columns, updated_at, updated_by) VALUES ('p1', 1, 'a', 'persons', 0, '查一人', ?, '[]', '', '')",
      JSON.stringify({ text: OWN })
    )
    run(
      "INSERT INTO job VALUES ('j1', 'workbooks.check', 'a', 'done', '', 1, 1, '2026-03-01', '2026-03-01', NULL, ?)",
      JSON.stringify({ name: NAME, idNo: OWN })
    )
    for (const word of [OWN, FORMER, NAME, PHONE, '独特公寓12室', '独特房东', '独特备注', '独特配偶', id])
      expect(everything(), word).toContain(word)
    const told = preview(id)
    const report = erase(id)
    expect(report).toEqual(told)
    expect(report.goes.map(({ table }) => table)).toEqual(
      expect.arrayContaining([
        '人员档案',
        '居住记录',
        '婚姻',
        '修改历史',
        '检索用的字词',
        '草稿',
        '保存的查询',
        '别人档案里与此人的关联',
        '没有人再用的住处、单位和户'
      ])
    )
    expect(told.stays.map(({ what }) => what)).toEqual([])
    const left = everything()
    for (const word of [OWN, FORMER, NAME, PHONE, '独特公寓', '独特房东', '13900002222', '独特备注', '独特配偶', '独特街', id])
      expect(left, word).not.toContain(word)
    expect(register.get(spouse).name).toBe('另一人')
    expect(register.names(NAME)).toEqual([])
    expect(register.office.write.db.value('SELECT count(*) FROM erasing')).toBe(0)
    expect(register.office.write.raw.pragma('foreign_key_check')).toEqual([])
  })

  it('a word of another file › stays', async () => {
    const { id } = await putSubject()
    const other = await register.put({ name: NAME }, stay({ residenceText: '独特公寓12室', dwellingContact: '独特房东' }))
    erase(id)
    expect(register.names(NAME)).toEqual([NAME])
    expect(register.get(other.id).episodes[0]?.residenceText).toBe('独特公寓12室')
  })

  it('anonymised › sex, year, county and months stay under a new id, and nobody in them', async () => {
    const { id } = await putSubject()
    const report = erase(id, 'anonymise')
    expect(report.goes).toContainEqual({ table: '改为无名的档案', count: 1 })
    const left = everything()
    for (const word of [OWN, FORMER, NAME, PHONE, '独特', id, '1991-04']) expect(left, word).not.toContain(word)
    expect(
      register.office.write.db.one(
        "SELECT sex, birth_date, hukou_code, status, stay_code, stay_started FROM person WHERE name = '（已匿名）'"
      )
    ).toEqual({ sex: '2', birth_date: '1991', hukou_code: '610802', status: 'closed', stay_code: '141124', stay_started: '2025-09' })
    expect(
      register.office.write.db.all(
        'SELECT started_on, residence_code, residence_text FROM person_episode WHERE person_seq IN (SELECT seq FROM person WHERE birth_date = ?)',
        '1991'
      )
    ).toEqual([{ started_on: '2025-09', residence_code: '141124', residence_text: null }])
  })

  it('merged files › go with the one that goes on, asked for by any of them', async () => {
    const { id } = await putSubject()
    const second = await register.put({ name: '独特名乙', note: '并入的备注' }, stay({ startedOn: '2024-01-01' }))
    const { write } = register.office
    const context = register.office.query()
    write.transaction(() => {
      const act = startAct({ ...context, db: write.db }, 'merge', '合并独特名乙')
      const file = fileOf(write.db, knownPerson(write.db, second.id))
      const survivor = knownPerson(write.db, id).seq
      changeFile(
        { ...context, db: write.db, reference },
        file,
        { ...file, person: { ...file.person, status: 'merged', merged_into: survivor } },
        { ...{ act: act.seq, at: context.now, by: 'banli', why: null, slipNo: null } }
      )
      write.db.run('INSERT INTO person_merge VALUES (?, ?, ?, ?, ?)', act.seq, id, second.id, NAME, '独特名乙')
      expect(groupOf(write.db, survivor)).toHaveLength(2)
    })
    expect(preview(second.id).files).toBe(2)
    expect(erase(second.id).files).toBe(2)
    const left = everything()
    for (const word of [NAME, '独特名乙', '并入的备注', OWN, second.id, id]) expect(left, word).not.toContain(word)
    // The list of acts goes on being read.
    expect(() => acts.list.output.parse(actHandlers.list(register.office.query(), acts.list.input.parse({})))).not.toThrow()
  })

  it('outside an erasure › history, lists and log still refuse', async () => {
    const { id } = await putSubject()
    expect(() => run('DELETE FROM person_change')).toThrow()
    const other = await register.put({ name: '留下的人' })
    erase(id)
    expect(() => run('DELETE FROM person_change')).toThrow()
    expect(register.history(other.id).length).toBeGreaterThan(0)
  })

  it('an unknown person › is refused and nothing goes', () => {
    expect(() => erase('0192f0c0-0000-7000-8000-000000000000')).toThrow('persons.unknown')
  })
})
