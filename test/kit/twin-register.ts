/** A register of made-up people in which some are on file twice, and the judgement of a scan of it. */
import { resolve } from 'node:path'
import { insertPersons } from '../../electron/core/modules/persons'
import { makeUpPeople } from '../../electron/core/house/practice-people'
import { duplicateHandlers } from '../../electron/core/modules/duplicates'
import type { WriteDb } from '../../electron/core/db'
import type { PairReason } from '@shared/contract/duplicates'
import { reference } from './register'
import { openModuleOffice, type ModuleOffice } from './module-office'
import { seededRandom } from './seed'
import { makeTwins, twinKinds, type TwinKind } from './twins'

const resources = resolve(import.meta.dirname, '../../resources')
const BATCH = 20_000

export interface SeededTwins {
  /** Ids of both, the smaller first, to their kind. */
  readonly truth: ReadonlyMap<string, TwinKind>
  readonly files: number
}

export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

type InsertOffice = Pick<ModuleOffice, 'write'> & {
  readonly context: () => Pick<ReturnType<ModuleOffice['query']>, 'now' | 'today' | 'newId'>
}

/** Puts `people` made-up persons on file and `perKind` persons of every kind twice, spread among them. */
export function seedTwins({ write, context }: InsertOffice, people: number, perKind: number, seed: number): SeededTwins {
  const random = seededRandom(seed)
  const truth = new Map<string, TwinKind>()
  const twins = twinKinds.flatMap((kind) => Array.from({ length: perKind }, () => makeTwins(kind, random)))
  const ctx = { ...context(), db: write.db, reference }
  const put = (rows: Parameters<typeof insertPersons>[1]): string[] => write.transaction(() => insertPersons(ctx, rows))
  const firsts = put(twins.map(({ one }) => one))
  for (let done = 0; done < people; done += BATCH)
    put(makeUpPeople(resources, reference, Math.min(BATCH, people - done), ctx.today, seed + done).yuyang)
  const seconds = put(twins.map(({ other }) => other))
  write.transaction(() => {
    for (const [at, { kind, spouse }] of twins.entries()) {
      const [one, other] = [firsts[at] ?? '', seconds[at] ?? '']
      truth.set(pairKey(one, other), kind)
      if (spouse !== null) for (const id of [one, other]) wed(write.db, id, spouse, ctx.newId())
    }
  })
  return { truth, files: people + twins.length * 2 }
}

function wed(db: WriteDb, id: string, spouse: string, record: string): void {
  db.run(
    'INSERT INTO person_spouse (person_seq, id, name, id_no, recorded_on) SELECT seq, ?, ?, ?, ? FROM person WHERE id = ?',
    ...[record, '某某', spouse, '2026-01-01', id]
  )
}

export interface Judged {
  readonly recall: number
  readonly precision: number
  /** Found of seeded, by kind. */
  readonly byKind: ReadonlyMap<TwinKind, readonly [found: number, seeded: number]>
  /** True of found, by what speaks most for the pair. */
  readonly byReason: ReadonlyMap<PairReason, readonly [meant: number, found: number]>
}

/** Made-up people may come to share a number by chance: two files with one number are to be looked at whoever made them. */
const OPEN = `SELECT d.a_id, d.b_id, d.reason, a.id_match = b.id_match AS one_number
  FROM duplicate_pair d CROSS JOIN person a ON a.id = d.a_id CROSS JOIN person b ON b.id = d.b_id WHERE d.state = 'open'`

export function judge(db: ModuleOffice['db'], { truth }: SeededTwins): Judged {
  const rows = db.all<{ a_id: string; b_id: string; reason: PairReason; one_number: number | null }>(OPEN)
  const found = new Set(rows.map((row) => pairKey(row.a_id, row.b_id)))
  const byKind = new Map<TwinKind, [number, number]>(twinKinds.map((kind) => [kind, [0, 0]]))
  for (const [pair, kind] of truth) {
    const counted = byKind.get(kind) ?? [0, 0]
    byKind.set(kind, [counted[0] + (found.has(pair) ? 1 : 0), counted[1] + 1])
  }
  const byReason = new Map<PairReason, [number, number]>()
  let meant = 0
  for (const row of rows) {
    const right = row.one_number === 1 || truth.has(pairKey(row.a_id, row.b_id)) ? 1 : 0
    const counted = byReason.get(row.reason) ?? [0, 0]
    byReason.set(row.reason, [counted[0] + right, counted[1] + 1])
    meant += right
  }
  const hits = [...truth.keys()].filter((pair) => found.has(pair)).length
  return { recall: hits / truth.size, precision: meant / Math.max(1, rows.length), byKind, byReason }
}

/** Seeds, scans and judges in an office of its own. */
export async function scannedRegister(
  people: number,
  perKind: number,
  seed: number
): Promise<{ office: ModuleOffice; twins: SeededTwins; ms: number }> {
  const office = await openModuleOffice()
  const twins = seedTwins({ write: office.write, context: () => office.query() }, people, perKind, seed)
  const start = performance.now()
  await duplicateHandlers.scan(office.job(), {})
  return { office, twins, ms: performance.now() - start }
}
