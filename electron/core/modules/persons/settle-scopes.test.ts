/** Why: when a newer table of divisions comes with the program, lists narrowed by scope must say what the new table says, of every file, whatever stopped the work. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EpisodeInput, PersonInput } from '@shared/contract/persons'
import { isDay, isDivisionCode, movementScope, movementScopes, type Day, type DivisionCode, type ReferenceBook } from '@shared/domain'
import { resourcesDir } from '../../../../test/kit/office'
import { codePairs, moveDates, plainMovement } from '../../../../test/kit/plain-movement'
import { openRegister, reference, type Register } from '../../../../test/kit/register'
import { insertPersons, noteScopes, openScopes, scopesWait, startAct, type NewPerson } from '.'
import { fileOf, personBySeq } from './queries/files'
import { SCOPE_RULES, scopeBasis, settleScopes } from './settle-scopes'
import { changeFile } from './store'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

/** Tables under which everybody stayed where they were registered. */
const earlier: ReferenceBook = { ...reference, divisionsEdition: 'sha256:earlier', codeOn: () => ['610802'] }

const someone = (home: string, stays: readonly { present: string; on: string }[]): NewPerson => ({
  person: PersonInput.parse({
    ...{ name: '测迁', sex: '2', birthDate: '1990-05-17', idType: 'none', noIdReason: 'not_shown' },
    hukouCode: home
  }),
  episodes: stays.map(({ present, on }) => EpisodeInput.parse({ kind: 'in', startedOn: on, residenceCode: present }))
})

interface Stored {
  readonly seq: number
  readonly hukou_code: string
  readonly hukou_as_of: string | null
  readonly stay_code: string
  readonly stay_started: string
  readonly stay_scope: string
  readonly revision: number
}
const stored = (): Stored[] => register.office.db.all('SELECT * FROM person ORDER BY seq')
const TABLES = ['person_episode', 'person_change', 'person_spouse', 'act', 'act_person', 'dwelling']
const others = (): string =>
  JSON.stringify([
    ...TABLES.map((table) => register.office.db.all(`SELECT * FROM ${table} ORDER BY 1, 2`)),
    stored().map((row) => ({ ...row, stay_scope: null }))
  ])

const insert = (rows: readonly NewPerson[], book: ReferenceBook): string[] =>
  register.office.write.transaction(() => {
    noteScopes(register.office.write.db, book)
    return insertPersons({ ...register.office.job(), db: register.office.write.db, reference: book }, rows)
  })

/** What the plain telling says of a stored file, as the column writes it. */
function told({ hukou_code: home, hukou_as_of: asOf, stay_code: present, stay_started: on, seq }: Stored): string {
  if (present === '') return ''
  const recorded = register.office.db.value<string>('SELECT recorded_on FROM person_episode WHERE person_seq = ? LIMIT 1', seq) ?? null
  const { scope } = plainMovement(home, present, on, null, { home: asOf, present: recorded })
  const at = movementScopes.findIndex((one) => one === scope)
  return at < 0 ? '' : String(at + 1)
}

const dayOf = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}

/** A file holds only codes of the table. */
const knownPairs = codePairs.filter((pair) => pair.every((code) => reference.division(code) !== undefined))
const rows = fc.array(
  fc.tuple(knownPairs, fc.array(moveDates, { maxLength: 3 })).map(([[home, present], days]) =>
    someone(
      home,
      days.filter((day) => day <= '2026').map((on) => ({ present, on }))
    )
  ),
  { minLength: 1, maxLength: 40 }
)

describe('settleScopes', () => {
  it('settleScopes › equals the plain telling of the rules › for random files written under another table', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (people) => {
        register.close()
        register = await openRegister()
        insert(people, earlier)
        const before = others()
        await settleScopes(register.office.job())
        expect(stored().map((row) => row.stay_scope)).toEqual(stored().map(told))
        expect(others()).toBe(before)
        expect(scopesWait(register.office.db, reference)).toBe(false)
      }),
      { numRuns: 25 }
    )
  })

  it('settleScopes › goes on where it was stopped, and again changes nothing', async () => {
    const people = Array.from({ length: 1200 }, (_, at) =>
      someone('141124', [{ present: at % 2 === 0 ? '610802' : '141125', on: '2012-05-01' }])
    )
    insert(people, earlier)
    expect(scopesWait(register.office.db, reference)).toBe(true)
    const stop = new AbortController()
    let steps = 0
    const first = register.office.job(stop.signal)
    const killed = settleScopes({
      ...first,
      progress: () => {
        if (++steps === 2) stop.abort()
      }
    })
    await expect(killed).rejects.toThrow()
    const half = stored().filter((row) => row.stay_scope === told(row)).length
    expect(half).toBe(1000)
    expect(scopesWait(register.office.db, reference)).toBe(true)
    const looked: number[] = []
    const done = await settleScopes({ ...register.office.job(), progress: (_step, upTo) => void looked.push(upTo) })
    expect([done, looked]).toEqual([{ files: 200, changed: 200 }, [1200]])
    expect(stored().every((row) => row.stay_scope === told(row))).toBe(true)
    expect(await settleScopes(register.office.job())).toEqual({ files: 0, changed: 0 })
  })

  it('settleScopes › begins anew › when the tables changed once more before it ended', async () => {
    insert(
      Array.from({ length: 600 }, () => someone('141124', [{ present: '610802', on: '2012-05-01' }])),
      earlier
    )
    const other: ReferenceBook = { ...reference, divisionsEdition: 'sha256:between', codeOn: () => [] }
    const stop = new AbortController()
    const half = settleScopes({
      ...register.office.job(stop.signal),
      reference: other,
      progress: () => {
        stop.abort()
      }
    })
    await expect(half).rejects.toThrow()
    expect(stored().filter((row) => row.stay_scope === '')).toHaveLength(500)
    expect(await settleScopes(register.office.job())).toEqual({ files: 600, changed: 600 })
    expect(new Set(stored().map((row) => row.stay_scope))).toEqual(new Set(['1']))
  })

  it('settleScopes › tells the file that goes on by the stays of those merged into it', async () => {
    const [old = '', now = ''] = insert([someone('141124', [{ present: '141125', on: '2020-01-01' }]), someone('141124', [])], earlier)
    const { write } = register.office
    write.transaction(() => {
      const ctx = { ...register.office.job(), db: write.db, reference: earlier }
      const act = startAct(ctx, 'merge', null)
      const [a, b] = [old, now].map((id) => personBySeq(write.db, register.office.db.value('SELECT seq FROM person WHERE id = ?', id) ?? 0))
      if (a === undefined || b === undefined) throw new RangeError('not on file')
      const before = fileOf(write.db, a)
      const after = { ...before, person: { ...a, status: 'merged' as const, merged_into: b.seq, survivor: b.seq } }
      changeFile(ctx, before, after, { at: ctx.now, by: 'banli', why: null, slipNo: null, act: act.seq })
    })
    expect(stored().map((row) => row.stay_scope)).toEqual(['5', '5'])
    await settleScopes(register.office.job())
    expect(stored().map((row) => row.stay_scope)).toEqual(['3', '3'])
  })
})

describe('what a scope is told by', () => {
  it('scopesWait › not for an office just founded, nor for an empty register; for one of unknown tables it does', () => {
    const { db, write } = register.office
    expect(scopesWait(db, reference)).toBe(false)
    write.transaction(() => insertPersons({ ...register.office.job(), db: write.db }, [someone('141124', [])]))
    expect(scopesWait(db, reference)).toBe(true)
    write.transaction(() => openScopes(write.db))
    expect(scopesWait(db, reference)).toBe(false)
  })

  it('scopeBasis › differs with the table, with a pack that is new, ends earlier or counts otherwise; not with what no scope asks', () => {
    const basis = scopeBasis(reference)
    const [first, ...more] = reference.rulePacks
    if (first === undefined) throw new RangeError('no rule pack')
    const movement = { ...first.movement, countsIntraCounty: !first.movement.countsIntraCounty }
    const newer = [
      { ...reference, divisionsEdition: 'sha256:newer' },
      { ...reference, rulePacks: [...reference.rulePacks, { ...first, validFrom: dayOf('2027-01-01') }] },
      { ...reference, rulePacks: [{ ...first, validTo: dayOf('2008-01-01') }, ...more] },
      { ...reference, rulePacks: [{ ...first, movement }, ...more] }
    ]
    expect(new Set([basis, ...newer.map(scopeBasis)]).size).toBe(newer.length + 1)
    expect(scopeBasis({ ...reference, rulePacks: [{ ...first, notes: ['别的话'] }, ...more] })).toBe(basis)
  })

  it('settleScopes › tells the same under every chosen pack and on every day › because the day of the move decides', async () => {
    insert(
      ['2009-09-30', '2009-10-01', '2014-07-01', '2021-09-01'].map((on) => someone('610802', [{ present: '610803', on }])),
      earlier
    )
    const seen = new Set<string>()
    for (const rules of reference.rulePacks)
      for (const today of ['2009-09-30', '2021-09-01', '2030-01-01']) {
        register.office.write.transaction(() => noteScopes(register.office.write.db, earlier))
        await settleScopes({ ...register.office.job(), today: dayOf(today), rules })
        seen.add(
          stored()
            .map((row) => row.stay_scope)
            .join()
        )
      }
    expect(seen.size).toBe(1)
  })

  it('SCOPE_RULES › is raised › when the same codes come to tell other scopes', () => {
    const codes = [
      ...'110105 110108 141124 141125 310115 419001 441900 442000 500101 610102 610103 610800 610802 610803 610881 620200'.split(' ')
    ]
    const known = codes.filter((code): code is DivisionCode => isDivisionCode(code))
    const scopes = known.flatMap((home) => known.map((present) => movementScope(home, present)))
    const digest = createHash('sha256').update(JSON.stringify(scopes)).digest('hex').slice(0, 16)
    expect([SCOPE_RULES, digest]).toEqual([1, 'b39580bd638b3493'])
  })

  it('divisionsEdition › is the digest of the very table that is read', () => {
    const table = brotliDecompressSync(readFileSync(join(resourcesDir, 'codes', 'divisions.tsv.br')))
    expect(reference.divisionsEdition).toBe(`sha256:${createHash('sha256').update(table).digest('hex')}`)
  })
})
