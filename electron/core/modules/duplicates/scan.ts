/** The walk through the whole register: reads facts in slices, sorts keys, compares who shares one, and notes pairs worth a look. */
import type { Crowd, PairReason } from '@shared/contract/duplicates'
import { AppError } from '@shared/errors'
import type { JobContext } from '../../rpc'
import { CROWD, type Block } from './blocks'
import { hangingIn, keysIn, lastSeq, type KeyRow } from './queries/facts'
import { advanceScan, beginScan, lastScan, notePair, openPairs, sweepPairs, type FoundPair, type ScanRecord } from './queries/pairs'
import { rounds, type Round } from './rounds'
import { comparedFacts, compareFacts, compareGroups, isWorthListing, leadingReason, type ComparedFacts } from './score'

/** Files read, candidates compared, and pairs written between two breaths. */
const READ = 4000
const COMPARED = 200
const REMEMBERED = 20_000

/** What a scan needs of the job that runs it. */
export type ScanContext = Pick<
  JobContext,
  'db' | 'reference' | 'actor' | 'now' | 'batch' | 'commit' | 'progress' | 'checkpoint' | 'changed'
>

/** Lets other calls in between two slices. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Reads the register once for the keys of a round. @returns rows of table person by place */
async function readRound(ctx: ScanContext, round: Round, at: number): Promise<Int32Array> {
  const { db } = ctx
  const last = lastSeq(db)
  const seqs: number[] = []
  for (let after = 0; after < last; after += READ) {
    ctx.checkpoint()
    const rows = keysIn(db, round.columns, after, after + READ)
    const places = new Map<number, { row: KeyRow; place: number }>()
    for (const row of rows) {
      const place = seqs.push(row.seq) - 1
      if (round.hanging.length > 0) places.set(row.seq, { row, place })
      round.add(row, place)
    }
    for (const kind of round.hanging)
      for (const { person_seq: seq, value } of hangingIn(db, kind, after, after + READ)) {
        const found = places.get(seq)
        if (found !== undefined) round.addHanging(kind, found.row, value, found.place)
      }
    ctx.progress('read', at * last + Math.min(after + READ, last), rounds.length * last)
    await turn()
  }
  return Int32Array.from(seqs)
}

/** Everything one scan carries with it from group to group. */
class Comparer {
  fresh = 0
  private readonly ctx: ScanContext
  private readonly scan: ScanRecord
  private readonly known = new Map<number, ComparedFacts | undefined>()
  private readonly crowds: Map<PairReason, number>
  private waiting: [number, number][] = []

  constructor(ctx: ScanContext, scan: ScanRecord) {
    this.ctx = ctx
    this.scan = scan
    this.crowds = new Map((JSON.parse(scan.crowds) as Crowd[]).map(({ reason, files }) => [reason, files]))
  }

  crowd(reason: PairReason, files: number): void {
    this.crowds.set(reason, (this.crowds.get(reason) ?? 0) + files)
  }

  get crowdList(): Crowd[] {
    return [...this.crowds].map(([reason, files]) => ({ reason, files }))
  }

  /** @param a and @param b rows of table person */
  async add(a: number, b: number): Promise<void> {
    this.waiting.push([a, b])
    if (this.waiting.length >= COMPARED) await this.settle()
  }

  async settle(): Promise<void> {
    const pairs = this.waiting.map(([a, b]) => this.pair(a, b)).filter((pair) => pair !== null)
    this.waiting = []
    if (pairs.length > 0)
      this.ctx.batch((db) => {
        for (const pair of pairs) if (notePair(db, pair, this.scan.seq, this.ctx.now)) this.fresh += 1
      })
    if (this.known.size > REMEMBERED) this.known.clear()
    await turn()
  }

  private facts(seq: number): ComparedFacts | undefined {
    if (!this.known.has(seq)) this.known.set(seq, comparedFacts(this.ctx.db, seq))
    return this.known.get(seq)
  }

  private pair(a: number, b: number): FoundPair | null {
    const { db, reference } = this.ctx
    const [one, other] = [this.facts(a), this.facts(b)]
    if (one === undefined || other === undefined || one.goesOn === other.goesOn) return null
    if (!isWorthListing(compareFacts(one, other, reference.characters))) return null
    const match = compareGroups(db, one.goesOn, other.goesOn, reference.characters)
    const [first, second] = [this.facts(one.goesOn), this.facts(other.goesOn)]
    if (first === undefined || second === undefined) return null
    const { score, why, fingerprint } = match
    return { a: first.id, b: second.id, score, reason: leadingReason(match), reasons: why, fingerprint }
  }
}

/** Pairs of one group, as places. */
function* pairsOf(group: readonly number[], partial: ReadonlySet<number> | null): Generator<[number, number]> {
  for (const [at, a] of group.entries()) {
    if (partial !== null && !partial.has(a)) continue
    for (const [other, b] of group.entries()) if (a !== b && (other > at || (partial !== null && !partial.has(b)))) yield [a, b]
  }
}

async function compareBlock(
  ctx: ScanContext,
  block: Block,
  seqs: Int32Array,
  partial: ReadonlySet<number> | null,
  comparer: Comparer
): Promise<void> {
  for (const groups of block.groups()) {
    ctx.checkpoint()
    for (const group of groups) {
      const crowded = group.length > CROWD
      // Of a crowd only those whose birth date is incomplete are looked at, and that not without end.
      if (crowded && (partial === null || group.filter((place) => partial.has(place)).length > CROWD)) {
        comparer.crowd(block.reason, group.length)
        continue
      }
      for (const [a, b] of pairsOf(group, partial)) await comparer.add(seqs[a] ?? 0, seqs[b] ?? 0)
    }
    await turn()
  }
}

/** Goes on with a scan that was interrupted by the end of the program or by hand, else begins one. */
function openScan(ctx: ScanContext): ScanRecord {
  const last = lastScan(ctx.db)
  return last?.state === 'running' ? last : ctx.batch((db) => beginScan(db, ctx.now, ctx.actor.displayName))
}

export interface Scanned {
  readonly files: number
  readonly open: number
  readonly fresh: number
  readonly crowds: Crowd[]
}

/** @throws AppError `duplicates.whole_county_only`, `job.cancelled` */
export async function scanRegister(ctx: ScanContext): Promise<Scanned> {
  if (ctx.actor.scope !== null) throw new AppError('duplicates.whole_county_only')
  let scan = openScan(ctx)
  const comparer = new Comparer(ctx, scan)
  for (let at = scan.next_round; at < rounds.length; at++) {
    const round = rounds[at]?.()
    if (round === undefined) break
    const seqs = await readRound(ctx, round, at)
    for (const [number, block] of round.blocks.entries()) {
      ctx.progress('compare', at * round.blocks.length + number, rounds.length * round.blocks.length)
      const last = number === round.blocks.length - 1
      await compareBlock(ctx, block, seqs, last ? round.partial : null, comparer)
    }
    await comparer.settle()
    const crowds = JSON.stringify(comparer.crowdList)
    scan = { ...scan, next_round: at + 1, files: seqs.length, fresh: scan.fresh + comparer.fresh, crowds }
    comparer.fresh = 0
    ctx.batch((db) => advanceScan(db, scan))
  }
  const { files, fresh } = scan
  ctx.commit({ detail: { files, fresh } }, (db) => {
    sweepPairs(db, scan.seq)
    advanceScan(db, { ...scan, state: 'done' })
  })
  ctx.changed('persons')
  return { files, open: openPairs(ctx.db), fresh, crowds: comparer.crowdList }
}
