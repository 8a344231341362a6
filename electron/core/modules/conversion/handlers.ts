/** Looks for abolished codes in the whole register and changes them as one act, a slice of files at a time. */
import type { ConversionDecision } from '@shared/contract/conversion'
import { isDay, type Conversion, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { WriteDb } from '../../db'
import type { Handlers, JobContext } from '../../rpc'
import { changeFile, dwellingOf, fileOf, knownPerson, startAct, type Origin, type PersonFile } from '../persons'
import { hukouIn, idOf, lastSeq, staysIn, type PlaceInUse } from './queries'
import { countyOf, targetOf } from './rules'
import { createJudge, Survey } from './survey'

type ConversionHandlers = Handlers<'conversion'>
type Judge = (place: PlaceInUse) => Conversion

/** Files looked through, and files changed, between two breaths. */
const LOOK = 5000
const CHANGE = 50

/** Lets other calls in between two slices. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function dayOf({ today, actor }: JobContext, asked: string | null): Day {
  if (actor.scope !== null) throw new AppError('conversion.whole_county_only')
  if (asked === null) return today
  if (!isDay(asked) || asked > today) throw new AppError('conversion.bad_day', { day: asked })
  return asked
}

/** Every place in use, slice by slice; `see` is told where it stands. */
async function lookThrough(ctx: JobContext, step: string, see: (place: PlaceInUse, field: 'hukou' | 'stays') => void): Promise<void> {
  const { db } = ctx
  const last = lastSeq(db)
  for (let after = 0; after < last; after += LOOK) {
    ctx.checkpoint()
    for (const place of hukouIn(db, after, after + LOOK)) see(place, 'hukou')
    for (const place of staysIn(db, after, after + LOOK)) see(place, 'stays')
    ctx.progress(step, Math.min(after + LOOK, last), last)
    await turn()
  }
}

const preview: ConversionHandlers['preview'] = async (ctx, { on: asked }) => {
  const on = dayOf(ctx, asked)
  const judge = createJudge(ctx.reference, on)
  const survey = new Survey(ctx.reference, on)
  const files = new Set<number>()
  await lookThrough(ctx, 'look', (place, field) => {
    if (survey.add(place, field, judge(place))) files.add(place.person_seq)
  })
  const rows = survey.rows()
  ctx.commit({ detail: { files: files.size, codes: rows.length } }, () => undefined)
  return { on, rows, files: files.size }
}

/** @throws AppError `conversion.bad_choice` for an heir that the tables do not know for the code */
function checkedDecisions({ reference }: JobContext, decisions: readonly ConversionDecision[], on: Day): Map<string, ConversionDecision> {
  const byCounty = new Map<string, ConversionDecision>()
  for (const decision of decisions) {
    const { code, otherwise } = decision
    const heirs = heirsOf(reference, code, on)
    if (otherwise !== null && !heirs.has(otherwise)) throw new AppError('conversion.bad_choice', { code, to: otherwise })
    byCounty.set(countyOf(code), decision)
  }
  return byCounty
}

function heirsOf(reference: JobContext['reference'], code: string, on: Day): ReadonlySet<string> {
  const changes = reference.conversionPlan(on).filter(({ old }) => old.code === countyOf(code))
  return new Set(changes.flatMap(({ to }) => to.map((row) => row.code)))
}

interface Done {
  files: number
  hukou: number
  stays: number
  left: number
  readonly rows: Map<string, number>
}

/** What one file becomes: its registered residence and its stays that last. */
class Converter {
  readonly done: Done = { files: 0, hukou: 0, stays: 0, left: 0, rows: new Map() }
  private readonly ctx: JobContext
  private readonly judge: Judge
  private readonly decisions: ReadonlyMap<string, ConversionDecision>
  private readonly on: Day

  constructor(ctx: JobContext, judge: Judge, decisions: ReadonlyMap<string, ConversionDecision>, on: Day) {
    this.ctx = ctx
    this.judge = judge
    this.decisions = decisions
    this.on = on
  }

  /** @returns the new code; null leaves the place */
  target(place: PlaceInUse): string | null {
    const decision = this.decisions.get(countyOf(place.code))
    return decision === undefined ? null : targetOf(this.judge(place), decision)
  }

  /** Counts a place of the groups named that nothing was decided for. */
  see(place: PlaceInUse): boolean {
    if (!this.decisions.has(countyOf(place.code)) || this.judge(place).kind === 'current') return false
    if (this.target(place) !== null) return true
    this.done.left += 1
    return false
  }

  change(db: WriteDb, seq: number, origin: Origin): void {
    const id = idOf(db, seq)
    if (id === undefined) return
    const before = fileOf(db, knownPerson(db, id))
    const after = { ...before, person: this.person(before), episode: this.stays(db, before, origin) }
    if (changeFile({ db, reference: this.ctx.reference }, before, after, origin).length > 0) this.done.files += 1
  }

  private person({ person }: PersonFile): PersonFile['person'] {
    const { seq, hukou_code: code, hukou_text: text, hukou_as_of: asOf } = person
    const to = code === '' ? null : this.target({ person_seq: seq, code, text, as_of: asOf })
    if (to === null) return person
    this.count(code, to)
    this.done.hukou += 1
    return { ...person, hukou_code: to, hukou_as_of: this.on }
  }

  private stays(db: WriteDb, { person, episode }: PersonFile, origin: Origin): PersonFile['episode'] {
    const rows = episode.map((stay) => {
      const { residence_code: code, residence_text: text, recorded_on: asOf, ended_on: ended } = stay
      const to = ended === null ? this.target({ person_seq: person.seq, code, text, as_of: asOf }) : null
      if (to === null) return stay
      this.count(code, to)
      this.done.stays += 1
      const moved = { ...stay, residence_code: to }
      return { ...moved, dwelling: dwellingOf({ db, newId: () => this.ctx.newId() }, moved, origin) }
    })
    return rows.some((row, at) => row !== episode[at]) ? rows : episode
  }

  private count(from: string, to: string): void {
    const key = `${countyOf(from)}>${to}`
    this.done.rows.set(key, (this.done.rows.get(key) ?? 0) + 1)
  }
}

const apply: ConversionHandlers['apply'] = async (ctx, { on: asked, decisions }) => {
  const on = dayOf(ctx, asked)
  const converter = new Converter(ctx, createJudge(ctx.reference, on), checkedDecisions(ctx, decisions, on), on)
  const found = new Set<number>()
  await lookThrough(ctx, 'convert', (place) => {
    if (converter.see(place)) found.add(place.person_seq)
  })
  const seqs = [...found].sort((a, b) => a - b)
  if (seqs.length === 0) throw new AppError('conversion.nothing')
  const why = `区划代码转换（${on}）`
  const act = ctx.batch((db) => startAct({ db, now: ctx.now, actor: ctx.actor, newId: () => ctx.newId() }, 'conversion', why))
  const origin: Origin = { at: ctx.now, by: ctx.actor.displayName, why, slipNo: null, act: act.seq }
  for (let at = 0; at < seqs.length; at += CHANGE) {
    ctx.batch((db) => {
      for (const seq of seqs.slice(at, at + CHANGE)) converter.change(db, seq, origin)
    })
    ctx.progress('convert', Math.min(at + CHANGE, seqs.length), seqs.length)
    await turn()
  }
  const { files, hukou, stays, left, rows } = converter.done
  ctx.commit({ subject: act.id, detail: { files, hukou, stays, left } }, () => undefined)
  ctx.changed('persons')
  return { act: act.id, on, files, hukou, stays, left, rows: reportRows(ctx, rows) }
}

function reportRows({ reference }: JobContext, rows: ReadonlyMap<string, number>) {
  return [...rows]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => {
      const [code = '', to = ''] = key.split('>')
      return { code, fullName: reference.divisionName(code), to: { code: to, fullName: reference.divisionName(to) }, count }
    })
}

export const conversionHandlers: ConversionHandlers = { preview, apply }
