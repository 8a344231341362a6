/** Why: a merge that is taken back must leave both files as if it had never been, in any order and whatever was written meanwhile. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MergeChoice } from '@shared/contract/duplicates'
import type { CommandContext } from '../../rpc'
import { changeFile, fileOf, groupOf, knownPerson, survivorOf, type Origin, type PersonFile } from '../persons'
import { openRegister, reference, stay, type Register } from '../../../../test/kit/register'
import { mergePair, unmergePair } from './merge'

let register: Register
const ids: string[] = []

beforeAll(async () => {
  register = await openRegister()
  const put = async (...of: Parameters<Register['put']>): Promise<string> => (await register.put(...of)).id
  const child = await put({ name: '小童', birthDate: '2015-01-02' })
  const partner = await put({ name: '伴侣', sex: '1' })
  for (const [at, name] of ['张三', '章三', '李四', '欧阳娜', '王五', '张山'].entries()) {
    const number = `61080219900228${String(1000 + at)}`
    const person = at % 2 === 0 ? { idType: 'resident_id' as const, idNo: number, noIdReason: null } : {}
    const phone = at % 3 === 0 ? null : `1380000${String(1000 + at)}`
    const id = await put(
      { name, ...person, phone, marital: '20', note: at === 2 ? '备注' : null },
      stay({ residenceText: `某街${String(at)}号` })
    )
    ids.push(id)
    const { revision } = register.get(id)
    const typed = { name, sex: '2' as const, birthDate: '1990-02-28', idType: person.idType ?? ('none' as const), hukouCode: '610802' }
    await register.save({
      id,
      revision,
      person: typed,
      children: [
        { name: `小${String(at)}`, birthDate: '2018', personId: at === 1 ? child : null, otherParentId: at === 3 ? ids[0]! : null }
      ],
      spouses: at === 4 ? [{ personId: partner, startedOn: '2014' }] : at === 5 ? [{ personId: ids[1]!, startedOn: '2016' }] : []
    })
  }
})
afterAll(() => register.close())

/** One step of a history; numbers choose among what there is. */
type Step =
  | { readonly kind: 'merge'; readonly who: number; readonly to: number; readonly taken: readonly MergeChoice[] }
  | {
      readonly kind: 'name' | 'phone' | 'certificate' | 'note' | 'hukou' | 'stay' | 'child' | 'leave' | 'rename' | 'slip'
      readonly who: number
      readonly to: number
    }
  | { readonly kind: 'unmerge'; readonly who: number; readonly to: number }

const EDITS = ['name', 'phone', 'certificate', 'note', 'hukou', 'stay', 'child', 'leave', 'rename', 'slip'] as const
const merging: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('merge' as const),
  who: fc.nat(20),
  to: fc.nat(20),
  taken: fc.subarray([...MergeChoice.options])
})
const editing: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...EDITS), who: fc.nat(20), to: fc.nat(20) })
const parting: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('unmerge' as const), who: fc.nat(20), to: fc.nat(20) })

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!

/** A command's context inside the walk's transaction; ids follow from the step, so that a walk can be repeated. */
function contextAt(step: number): CommandContext {
  let made = 0
  const id = (): string => `0190aaaa-0000-7000-8000-${String(step).padStart(6, '0')}${String(++made).padStart(6, '0')}`
  return { ...register.office.query(), db: register.office.write.db, newId: id, note: () => undefined, changed: () => undefined }
}

/** Letters only: a name holds no digits. */
const numeral = (value: number): string => String(value).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')

const SLIP = `INSERT INTO slip (id, record_id, rev, direction, kind, status, owed, partner_id, person_id, created_at, rule_pack)
  VALUES (?, randomblob(16), 1, 'in', 'CX', 'new', 0, 'partner', ?, ?, 'order-555')`

/** @param target the person a walk without merges would change too */
function edit(ctx: CommandContext, kind: (typeof EDITS)[number], target: string, to: number, member: string): void {
  const { db } = ctx
  const origin: Origin = { at: ctx.now, by: 'lisi', why: null, slipNo: null, act: null }
  const person = knownPerson(db, target)
  const change = (of: string, next: (file: PersonFile) => PersonFile): void => {
    const before = fileOf(db, knownPerson(db, of))
    changeFile({ db, reference }, before, next(before), origin)
  }
  const own = (over: Partial<PersonFile['person']>): void => change(target, (file) => ({ ...file, person: { ...file.person, ...over } }))
  switch (kind) {
    case 'name': {
      own({ name: `改名·${numeral(to)}`, pinyin: `gai ming ${numeral(to)}` })
      return
    }
    case 'phone': {
      own({ phone: `137${String(10_000_000 + to)}`, phone_owner: null })
      return
    }
    case 'certificate': {
      own({ marriage_cert_no: `证${String(to)}` })
      return
    }
    case 'note': {
      own({ note: `后记${String(to)}` })
      return
    }
    case 'hukou': {
      own({ hukou_text: `某村${String(to)}号` })
      return
    }
    case 'stay':
    case 'child': {
      const row = fileOf(db, knownPerson(db, member))[kind === 'stay' ? 'episode' : 'child'][0]
      if (row === undefined) return
      const fresh = { ...row, id: ctx.newId(), person_seq: person.seq }
      change(target, (file) =>
        kind === 'stay'
          ? { ...file, episode: [...file.episode, { ...fresh }] as PersonFile['episode'] }
          : { ...file, child: [...file.child, { ...fresh, child_id: null, other_parent_id: null }] as PersonFile['child'] }
      )
      return
    }
    case 'leave': {
      change(member, (file) => ({
        ...file,
        episode: file.episode.map((row, at) =>
          at === 0 ? { ...row, ended_on: `2026-02-${String(10 + (to % 9))}`, occupation: `业${String(to)}` } : row
        )
      }))
      return
    }
    case 'rename': {
      change(member, (file) => ({
        ...file,
        child: file.child.map((row, at) => (at === 0 ? { ...row, name: `改${String(to)}` } : row))
      }))
      return
    }
    case 'slip':
      db.run(SLIP, ctx.newId(), member, ctx.now)
  }
}

interface Made {
  readonly act: string
}

function merge(ctx: CommandContext, step: Step & { kind: 'merge' }): Made | null {
  const living = ids.filter((id) => knownPerson(ctx.db, id).survivor === null)
  if (living.length < 2) return null
  const survivor = knownPerson(ctx.db, pick(living, step.who))
  const merged = knownPerson(
    ctx.db,
    pick(
      living.filter((id) => id !== survivor.id),
      step.to
    )
  )
  const revisions = { survivorRevision: survivor.revision, mergedRevision: merged.revision }
  return mergePair(ctx, { survivor: survivor.id, merged: merged.id, ...revisions, taken: [...step.taken], why: null })
}

/** Rows of the register; the books of acts and pairs tell that there was a merge, and may. */
const BOOKS = ['act', 'act_person', 'person_merge', 'duplicate_pair', 'duplicate_scan']

function dump(plain: boolean): Record<string, unknown[]> {
  const { db } = register.office.write
  const tables = db.all<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'person_search%' AND name NOT LIKE 'sqlite%' ORDER BY name"
  )
  const wanted = tables.filter(({ name }) => !BOOKS.includes(name) && !(plain && name === 'person_change'))
  return Object.fromEntries(
    wanted.map(({ name }) => {
      const rows = db.all<Record<string, unknown>>(`SELECT * FROM "${name}" ORDER BY 1, 2`)
      if (name === 'slip') return [name, rows.map(({ record_id: _r, ...row }) => row)]
      const kept = name !== 'person' || !plain ? rows : rows.map(({ revision: _r, updated_at: _a, updated_by: _b, ...row }) => row)
      return [name, kept]
    })
  )
}

const Rolled = Symbol('rolled back')
/** Runs in a transaction that leaves nothing behind. */
function tried<T>(work: () => T): T {
  let value: { readonly of: T } | undefined
  try {
    register.office.write.transaction(() => {
      value = { of: work() }
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- carries nothing but the way out of the transaction
      throw Rolled
    })
  } catch (error) {
    if (error !== Rolled) throw error
  }
  return value!.of
}

/** Walks the steps; what is still merged at the end is taken back in an order of its own. @returns edits as they fell, by real person */
function walk(steps: readonly Step[], order: readonly number[]): [number, (typeof EDITS)[number], string, number, string][] {
  const edits: [number, (typeof EDITS)[number], string, number, string][] = []
  const made: Made[] = []
  steps.forEach((step, at) => {
    const ctx = contextAt(at)
    if (step.kind === 'merge') {
      const done = merge(ctx, step)
      if (done !== null) made.push(done)
    } else if (step.kind === 'unmerge') {
      const [gone] = made.splice(step.who % Math.max(1, made.length), 1)
      if (gone !== undefined) unmergePair(ctx, { act: gone.act, move: [] })
    } else {
      const member = pick(ids, step.who)
      const target = survivorOf(ctx.db, member).id
      expect(groupOf(ctx.db, knownPerson(ctx.db, target).seq)).toContain(knownPerson(ctx.db, member).seq)
      // A value that is there already is no edit: every step writes one of its own.
      const value = at * 100 + step.to
      edit(ctx, step.kind, target, value, member)
      edits.push([at, step.kind, target, value, member])
    }
  })
  while (made.length > 0) {
    const [gone] = made.splice((order[made.length % order.length] ?? 0) % made.length, 1)
    if (gone !== undefined) unmergePair(contextAt(9000 + made.length), { act: gone.act, move: [] })
  }
  return edits
}

const RUNS = Number(process.env['MERGE_RUNS'] ?? 150)

describe('unmerge', () => {
  it('unmerge › leaves every table as it was, stamps and history too › for chains taken back latest first', () => {
    fc.assert(
      fc.property(fc.array(merging, { minLength: 1, maxLength: 5 }), (steps) => {
        tried(() => {
          const before = dump(false)
          const made = steps.map((step, at) => merge(contextAt(at), step as Step & { kind: 'merge' })).filter((one) => one !== null)
          for (const [at, { act }] of [...made].reverse().entries()) unmergePair(contextAt(900 + at), { act, move: [] })
          expect(dump(false)).toEqual(before)
        })
      }),
      { numRuns: RUNS }
    )
  }, 600_000)

  it('unmerge › leaves what edits alone would have left › for chains, slips and edits in between, taken back in any order', () => {
    let merges = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof(merging, editing, editing, parting), { minLength: 2, maxLength: 12 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
        (steps, order) => {
          merges += steps.filter(({ kind }) => kind === 'merge').length
          const walked = tried(() => ({ edits: walk(steps, order), after: dump(true) }))
          const control = tried(() => {
            for (const [at, kind, target, to, member] of walked.edits) edit(contextAt(at), kind, target, to, member)
            return dump(true)
          })
          expect(walked.after).toEqual(control)
        }
      ),
      { numRuns: RUNS }
    )
    expect(merges).toBeGreaterThan(RUNS / 4)
  }, 600_000)
})
