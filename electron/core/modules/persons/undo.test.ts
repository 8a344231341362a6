/** Why: an act that is taken back must leave no trace, and where somebody came later nothing of his may be lost; random histories find what examples do not. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, reference, someone, stay, type Register } from '../../../../test/kit/register'
import { persons } from '@shared/contract/persons'
import { groupOf, insertPersons, startAct, survivorOf, undoAct } from '.'
import { dwellingOf, employerOf } from './dwellings'
import { dependentKinds, dependents } from './dependents'
import { personFields } from './file'
import { fileAt } from './loaded-file'
import { openEdit, put, remove, type Edit } from './edit'
import { actById } from './queries/acts'
import type { Origin } from './queries/changes'
import { childRow, episodeRow, phoneRow, spouseRow } from './record-facts'
import { changeFile } from './store'
import { composeColumns, factsOf, verifiedOf, type PersonRecord, type Row } from './record'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

type Dump = Record<string, unknown[]>

/** Every row of every table but the acts' own and the shadows of the search index. */
function dump(): Dump {
  const tables = office.write.db.all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'person_search%' AND name NOT IN ('act', 'act_person') ORDER BY name"
  )
  return Object.fromEntries(tables.map(({ name }) => [name, office.write.db.all(`SELECT * FROM "${name}" ORDER BY 1, 2`)]))
}

const CODES = ['610802', '610802003', '141124', '141124100', '610881']
const NAMES = ['撤销甲', '撤销乙', '单雄信', '欧阳撤', '阿依古丽·撤']

/** One change of the register; numbers choose among what there is. */
type Step =
  | { readonly kind: 'name' | 'hukou' | 'number' | 'phone' | 'marital' | 'verify'; readonly who: number; readonly to: number }
  | {
      readonly kind: 'stay' | 'move' | 'leave' | 'child' | 'rename' | 'spouse' | 'tie' | 'untie' | 'telephone' | 'drop'
      readonly who: number
      readonly to: number
    }
  | { readonly kind: 'status' | 'merge' | 'birth'; readonly who: number; readonly to: number }

const KINDS = [
  ...(['name', 'hukou', 'number', 'phone', 'marital', 'verify', 'stay', 'move', 'leave', 'child', 'rename', 'spouse'] as const),
  ...(['tie', 'untie', 'telephone', 'drop', 'status', 'merge', 'birth'] as const)
]
const steps = (max: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...KINDS), who: fc.nat(20), to: fc.nat(20) }), { minLength: 1, maxLength: max })

interface Hand {
  readonly by: string
  readonly act: number | null
}

const pick = <T>(list: readonly T[], at: number): T | undefined => (list.length === 0 ? undefined : list[at % list.length])

const living = (): PersonRecord[] => office.write.db.all<PersonRecord>('SELECT * FROM person WHERE merged_into IS NULL ORDER BY seq')

const FACTS: Readonly<Record<string, (person: PersonRecord, to: number) => Partial<PersonRecord>>> = {
  name: (_, to) => ({ name: pick(NAMES, to) ?? '' }),
  hukou: (_, to) => ({ hukou_code: pick(CODES, to) ?? '', hukou_as_of: '2026-03-05' }),
  number: (_, to) => ({ id_no: `14112419770707${String(1000 + to)}`, no_id_reason: null, id_type: 'resident_id' }),
  phone: (_, to) => ({ phone: to % 4 === 0 ? null : `1380000${String(1000 + to)}` }),
  marital: (_, to) => ({ marital: pick(['10', '20', '40'], to) ?? '90' }),
  verify: (person, to) =>
    person.id_no === null
      ? {}
      : to % 2 === 0
        ? { id_verified_at: null, id_verified_by: null }
        : { id_verified_at: `2026-01-01T00:00:${String(10 + to)}.000Z`, id_verified_by: '某人' },
  status: (_, to) => ({
    status: pick(['active', 'set_aside', 'closed'] as const, to) ?? 'active',
    status_on: '2026-01-0' + String(1 + (to % 9)),
    status_recorded_on: '2026-03-05',
    status_reason: 'moved_on'
  })
}

/** Does one step in the name of somebody, as part of an act or not. */
function walk(step: Step, hand: Hand): void {
  const { db } = office.write
  const ctx = { ...office.query(), db }
  const origin: Origin = { at: ctx.now, by: hand.by, why: null, slipNo: null, act: hand.act }
  const people = living()
  const person = pick(people, step.who)
  const other = pick(
    people.filter(({ seq }) => seq !== person?.seq),
    step.to
  )
  if (person === undefined) return
  if (step.kind === 'birth') {
    const typed = persons.save.input.parse({
      person: someone({ name: `新生${String(step.to)}` }),
      episodes: [stay({ residenceText: `新街${String(step.to % 3)}号` })]
    })
    insertPersons({ ...ctx, ...(hand.act === null ? {} : { act: hand.act }) }, [
      { person: typed.person, episodes: typed.episodes, by: hand.by }
    ])
    return
  }
  const edit = openEdit(db, person)
  if (step.kind in FACTS) edited(edit, person, { ...person, ...FACTS[step.kind]?.(person, step.to) })
  else if (step.kind === 'merge') {
    if (other !== undefined) edited(edit, person, { ...person, status: 'merged', merged_into: other.seq, survivor: other.seq })
  } else hang(edit, step, person, other, origin, ctx)
  for (const [seq, before] of edit.before) changeFile({ db, reference }, before, edit.after.get(seq) ?? before, origin, edit.reasons)
}

function edited(edit: Edit, person: PersonRecord, next: PersonRecord): void {
  const file = edit.after.get(person.seq)
  const columns = composeColumns({ ...factsOf(next), pinyin: null }, verifiedOf(next), null, () => true)
  if (file !== undefined) edit.after.set(person.seq, { ...file, person: { ...next, ...columns } })
}

type Context = ReturnType<ModuleOffice['query']> & { readonly db: ModuleOffice['write']['db'] }

function hang(edit: Edit, { kind, to }: Step, person: PersonRecord, other: PersonRecord | undefined, origin: Origin, ctx: Context): void {
  const place = { person_seq: person.seq, id: ctx.newId(), recorded_on: ctx.today }
  const own = edit.before.get(person.seq)
  if (own === undefined) return
  const [episode, child, spouse, phone] = [pick(own.episode, to), pick(own.child, to), pick(own.spouse, to), pick(own.phone, to)]
  switch (kind) {
    case 'stay': {
      const typed = persons.save.input.parse({
        person: someone(),
        episodes: [
          stay({ residenceCode: pick(CODES, to) ?? '', residenceText: `某街${String(to % 5)}号`, dwellingContact: `房东${String(to)}` })
        ]
      }).episodes[0]!
      const row = episodeRow(typed, undefined, place, ctx)
      const employer = {
        name: `某厂${String(to % 3)}`,
        address: null,
        kind: '1',
        phone: to % 2 === 0 ? null : `0912-${String(1_000_000 + to)}`
      }
      put(edit, 'episode', person.seq, { ...row, dwelling: dwellingOf(ctx, row, origin), employer_id: employerOf(ctx, employer, origin) })
      return
    }
    case 'move':
      if (episode === undefined) return
      {
        const row = { ...episode, residence_text: `某街${String(to % 5)}号`, residence_code: pick(CODES, to) ?? '' }
        put(edit, 'episode', person.seq, { ...row, dwelling: dwellingOf(ctx, row, origin) })
      }
      return
    case 'leave':
      if (episode !== undefined) put(edit, 'episode', person.seq, { ...episode, ended_on: `2026-02-${String(10 + to)}` })
      return
    case 'child': {
      const typed = {
        id: null,
        name: `小${String(to)}`,
        birthDate: '2019-03-05',
        order: 1 + (to % 3),
        otherParentId: to % 2 === 0 ? (other?.id ?? null) : null
      }
      put(edit, 'child', person.seq, childRow(typed, undefined, place, ctx))
      return
    }
    case 'rename':
      if (child !== undefined) put(edit, 'child', person.seq, { ...child, name: `改${String(to)}`, birth_order: to + 1 })
      return
    case 'spouse':
      put(edit, 'spouse', person.seq, spouseRow({ id: null, name: `配偶${String(to)}`, startedOn: '2015' }, undefined, place, ctx))
      return
    case 'tie':
      if (spouse !== undefined && other !== undefined)
        put(edit, 'spouse', person.seq, spouseRow({ id: spouse.id, personId: other.id }, spouse, { ...place, id: spouse.id }, ctx))
      return
    case 'untie':
      if (spouse !== undefined) put(edit, 'spouse', person.seq, { ...spouse, spouse_id: null, name: `又名${String(to)}` })
      return
    case 'telephone':
      if (phone === undefined)
        put(edit, 'phone', person.seq, phoneRow({ id: null, number: `1390000${String(1000 + to)}` }, undefined, place))
      else put(edit, 'phone', person.seq, { ...phone, number: `1390000${String(1000 + to)}`, reversed: null, owner: '本人' })
      return
    default: {
      const kinds = [
        ['episode', episode],
        ['child', child],
        ['spouse', spouse],
        ['phone', phone]
      ] as const
      const [name, row] = kinds[to % kinds.length] ?? kinds[0]
      if (row !== undefined) remove(edit, name, row.id, '删去')
    }
  }
}

/** A register of a few people with everything somebody may have. */
function settle(): void {
  office.write.transaction(() => {
    for (let at = 0; at < 5; at++) {
      walk({ kind: 'birth', who: 0, to: at }, { by: 'zhangsan', act: null })
    }
    for (const kind of ['stay', 'child', 'spouse', 'telephone', 'number', 'tie'] as const)
      for (let who = 0; who < 5; who++) walk({ kind, who, to: who + 1 }, { by: 'zhangsan', act: null })
  })
}

async function emptied(): Promise<void> {
  register.close()
  register = await openRegister()
  office = register.office
  await register.put({ name: '起头的人' })
  settle()
}

const seqs = (): number[] => office.write.db.all<{ seq: number }>('SELECT seq FROM person ORDER BY seq').map(({ seq }) => seq)

function checkDerived(): void {
  for (const seq of seqs()) {
    const person = office.write.db.one<PersonRecord>('SELECT * FROM person WHERE seq = ?', seq)!
    const end = survivorOf(office.write.db, seq)
    expect(end.merged_into, person.name).toBeNull()
    expect(groupOf(office.write.db, end.seq)).toContain(seq)
    const found = office.write.db.all<{ rowid: number }>(
      'SELECT rowid FROM person_search WHERE person_search MATCH ?',
      `"${person.pinyin.replaceAll(' ', '')}"`
    )
    expect(found.map(({ rowid }) => rowid)).toContain(seq)
    const columns = composeColumns(factsOf(person), verifiedOf(person), null, () => true)
    for (const column of ['name_key', 'sort_key', 'sound_key', 'id_match', 'phone_reversed'] as const)
      expect(person[column]).toBe(columns[column])
  }
  expect(office.write.raw.pragma('foreign_key_check')).toEqual([])
  const houses = office.write.db.all<{ key: string }>('SELECT key FROM dwelling d JOIN person_episode e ON e.dwelling = d.seq')
  expect(houses.every(({ key }) => key !== '')).toBe(true)
}

const RUNS = Number(process.env['ACT_RUNS'] ?? 120)

describe('undoAct', () => {
  beforeAll(emptied)

  it('undoAct › leaves every table as it was › for random acts', () => {
    fc.assert(
      fc.property(steps(12), (walked) =>
        alone(() => {
          const before = dump()
          const act = startAct({ ...office.query(), db: office.write.db }, 'import', '随机')
          for (const step of walked) walk(step, { by: 'banli', act: act.seq })
          checkDerived()
          const outcome = undoAct({ ...office.query(), db: office.write.db }, actById(office.write.db, act.id)!)
          expect(outcome.conflicts).toEqual([])
          expect(outcome.kept).toEqual([])
          expect(dump()).toEqual(before)
          checkDerived()
        })
      ),
      { numRuns: RUNS }
    )
  }, 300_000)

  it('undoAct › keeps whatever somebody wrote later, and tells it › for random acts with edits after them', () => {
    fc.assert(
      fc.property(steps(8), steps(4), (walked, later) =>
        alone(() => {
          const people = seqs()
          const before = new Map(people.map((seq) => [seq, plain(seq, null)]))
          const moment = office.query().now
          office.clock.advance(1000)
          const act = startAct({ ...office.query(), db: office.write.db }, 'conversion', null)
          for (const step of walked) walk(step, { by: 'banli', act: act.seq })
          const acted = office.write.db.all<{ seq: number }>('SELECT max(seq) AS seq FROM person_change')[0]?.seq ?? 0
          office.clock.advance(1000)
          for (const step of later) walk(step, { by: 'lisi', act: null })
          const written = lastWritten(acted)
          const outcome = undoAct({ ...office.query(), db: office.write.db }, actById(office.write.db, act.id)!)
          checkDerived()
          // What is kept in the history still tells how every file stood before the act.
          for (const seq of people) expect(plain(seq, moment), String(seq)).toEqual(before.get(seq))
          for (const seq of people)
            expect(untouched(seq, acted, plain(seq, null)), String(seq)).toEqual(untouched(seq, acted, before.get(seq)))
          expect(lastWritten(acted)).toEqual(written)
          for (const [where, value] of written) expect(present(where), where).toBe(value)
          expect(outcome.conflictCount).toBe(outcome.conflicts.length)
          expect(office.write.db.one('SELECT state FROM act WHERE id = ?', act.id)).toEqual({ state: 'undone' })
          expect(office.write.db.value<number>('SELECT count(*) FROM act_person WHERE act = ?', act.seq)).toBe(0)
        })
      ),
      { numRuns: RUNS }
    )
  }, 300_000)
})

/** What has a history, of one file as it stood. */
function plain(seq: number, moment: string | null): { own: Record<string, unknown>; hanging: unknown } {
  const { db } = office.write
  const person = db.one<PersonRecord>('SELECT * FROM person WHERE seq = ?', seq)!
  const file = fileAt(db, person, moment)!
  const own = Object.fromEntries(Object.entries(personFields).map(([field, column]) => [field, file.person[column]]))
  const hanging = dependentKinds.map((kind) =>
    (file[kind] as readonly Row[])
      .map((row) => [row['id'], ...Object.values<string>(dependents[kind].fields).map((column) => row[column])])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
  )
  return { own, hanging }
}

/** Facts that stand alone and that nobody wrote after the act: they must be what they were. */
function untouched(seq: number, acted: number, file: ReturnType<typeof plain> | undefined): Record<string, unknown> {
  const lines = office.write.db.all<{ field: string }>(
    'SELECT field FROM person_change WHERE person_seq = ? AND seq > ? AND act IS NULL',
    seq,
    acted
  )
  const later = new Set(lines.map(({ field }) => field))
  return Object.fromEntries(['name', 'phone', 'marital'].filter((field) => !later.has(field)).map((field) => [field, file?.own[field]]))
}

/** Every run begins with the same register. */
function alone(work: () => void): void {
  const { raw } = office.write
  raw.exec('SAVEPOINT run')
  try {
    work()
  } finally {
    raw.exec('ROLLBACK TO run')
    raw.exec('RELEASE run')
  }
}

/** What others wrote last to each field of persons, after a line of the history. */
function lastWritten(after: number): Map<string, string | null> {
  const lines = office.write.db.all<{ person_seq: number; record: string | null; field: string; after: string | null }>(
    "SELECT person_seq, record, field, after FROM person_change WHERE seq > ? AND person_seq IS NOT NULL AND act IS NULL AND record IS NULL AND field <> 'created' ORDER BY seq",
    after
  )
  return new Map(lines.map((line) => [`${String(line.person_seq)}/${line.field}`, line.after]))
}

const COLUMN: Readonly<Record<string, string>> = {
  name: 'name',
  hukouCode: 'hukou_code',
  idNo: 'id_no',
  phone: 'phone',
  marital: 'marital',
  status: 'status',
  idVerified: 'id_verified_at',
  mergedInto: 'merged_into'
}
function present(where: string): string | null {
  const [seq = '', field = ''] = where.split('/')
  const column = COLUMN[field]
  const line = office.write.db.one<{ after: string | null }>(
    'SELECT after FROM person_change WHERE person_seq = ? AND field = ? AND record IS NULL AND act IS NULL ORDER BY seq DESC LIMIT 1',
    Number(seq),
    field
  )
  if (column === undefined) return line?.after ?? null
  const value = office.write.db.value<string | number | null>(`SELECT ${column} FROM person WHERE seq = ?`, Number(seq))
  return value === null || value === undefined ? null : String(value)
}
