/** Deletes what is due, kind by kind, each in short transactions that may be the last one before a power cut or a cancel. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { keptRecords, type KeptRecord } from '@shared/domain'
import type { DueRule } from '@shared/contract/retention'
import type { WriteDb } from '../../db'
import type { JobContext } from '../../rpc'
import { cutChain } from '../audit'
import { erasePersons, forgetSlip, NOBODY, noteGone, slipsDue, whileErasing } from '../erasure'
import { changeFile, fileOf, knownPerson, startAct } from '../persons'
import { limitsOf, type DueContext } from './due'
import { formerOffices, removeFormer } from './former-offices'
import {
  bundleFilesDue,
  draftsAged,
  dropAged,
  dueFree,
  idsAged,
  incomingDue,
  letFileGo,
  rostersAged,
  servicesAged,
  tracesAged,
  type Aged,
  type KeptFile
} from './queries/due'

/** Persons of one transaction: each brings its records and whole tables are looked through for its name. */
const PERSONS = 5
const FILES = 50
const SLIPS = 200

/** Takes the next ones. @returns how many; 0 when nothing of the kind is left */
type Turn = (db: WriteDb) => number

type Context = JobContext & DueContext

function archiving(ctx: Context): Turn {
  let act: number | null = null
  return (db) => {
    const page = dueFree(db, 'person_left', limitsOf(ctx, 'person_left').day, limitsOf(ctx, 'slip').day, FILES)
    if (page.length === 0) return 0
    act ??= startAct({ db, now: ctx.now, actor: ctx.actor, newId: () => ctx.newId() }, 'status', '到期退档').seq
    for (const { id } of page) {
      const file = fileOf(db, knownPerson(db, id))
      const aside = {
        status: 'set_aside',
        status_on: ctx.today,
        status_recorded_on: ctx.today,
        status_reason: 'moved_on',
        status_note: null
      } as const
      const origin = { at: ctx.now, by: ctx.actor.displayName, why: '到期退档', slipNo: null, act }
      changeFile({ db, reference: ctx.reference }, file, { ...file, person: { ...file.person, ...aside } }, origin)
    }
    return page.length
  }
}

const erasing =
  (ctx: Context): Turn =>
  (db) => {
    const page = dueFree(db, 'person_set_aside', limitsOf(ctx, 'person_set_aside').day, limitsOf(ctx, 'slip').day, PERSONS)
    if (page.length > 0)
      erasePersons(
        { ...ctx, db, newId: () => ctx.newId() },
        page.map(({ id }) => id),
        'delete'
      )
    return page.length
  }

const forgetting =
  (ctx: Context): Turn =>
  (db) => {
    const page = slipsDue(db, 0, limitsOf(ctx, 'slip').day, SLIPS)
    if (page.length > 0) whileErasing(db, [NOBODY], () => page.forEach(({ seq }) => forgetSlip(db, seq, ctx.now)))
    return page.length
  }

/** @param counted of several statements the one whose rows are told; all of them otherwise */
const ageing =
  (ctx: Context, record: KeptRecord, aged: readonly Aged[], counted?: number): Turn =>
  (db) =>
    whileErasing(db, [NOBODY], () => {
      const gone = aged.map((one) => dropAged(db, one, limitsOf(ctx, record).before))
      return counted === undefined ? gone.reduce((sum, one) => sum + one, 0) : (gone[counted] ?? 0)
    })

/** The file goes before its row: after a power cut it is missing, and the row goes the next time. */
const losing =
  ({ now }: Context, pathOf: (file: KeptFile) => string, due: (db: WriteDb) => KeptFile[]): Turn =>
  (db) => {
    const files = due(db).slice(0, FILES)
    for (const file of files) {
      const path = pathOf(file)
      // What vouches for archived content goes with it.
      for (const gone of [path, path.replace(/\.age$/, '.own')]) rmSync(gone, { force: true })
      letFileGo(db, file, now)
    }
    return files.length
  }

function turnOf(ctx: Context, record: KeptRecord): Turn {
  const { before, day } = limitsOf(ctx, record)
  const { archive, quarantine, folder } = ctx.places
  switch (record) {
    case 'person_left':
      return archiving(ctx)
    case 'person_set_aside':
      return erasing(ctx)
    case 'service_record':
      return (db) => {
        for (const id of idsAged(db, servicesAged, day)) noteGone(db, { kind: 'service', id, at: ctx.now })
        return dropAged(db, servicesAged, day)
      }
    case 'slip':
      return forgetting(ctx)
    case 'bundle_file':
      return losing(
        ctx,
        ({ stored }) => join(archive, stored),
        (db) => bundleFilesDue(db, before)
      )
    case 'incoming_file':
      return losing(
        ctx,
        ({ table, stored }) => (table === 'quarantine' ? join(quarantine, stored) : join(quarantine, 'waiting', stored)),
        (db) => incomingDue(db, before)
      )
    case 'roster':
      return ageing(ctx, record, rostersAged, rostersAged.length - 1)
    case 'draft':
      return ageing(ctx, record, draftsAged)
    case 'working_trace':
      return ageing(ctx, record, tracesAged)
    case 'former_office':
      return () => {
        const found = formerOffices(folder, before)
        found.forEach(removeFormer)
        return found.length
      }
    case 'audit':
      return (db) => whileErasing(db, [NOBODY], () => cutChain(db, before, ctx.now)?.lines ?? 0)
  }
}

/**
 * @param rules what was counted beforehand @param note keeps the counts, in the transaction of what they count
 * @throws AppError `job.cancelled` between two turns, `audit.broken`
 */
export async function purgeDue(
  ctx: Context,
  rules: readonly DueRule[],
  note: (db: WriteDb, gone: ReadonlyMap<KeptRecord, number>) => void
): Promise<ReadonlyMap<KeptRecord, number>> {
  const gone = new Map<KeptRecord, number>()
  const total = rules.reduce((sum, { due }) => sum + due, 0)
  let done = 0
  for (const record of keptRecords.filter((one) => rules.some((rule) => rule.record === one && rule.due > 0))) {
    const turn = turnOf(ctx, record)
    for (let count = 1; count > 0;) {
      count = ctx.batch((db) => {
        const went = turn(db)
        gone.set(record, (gone.get(record) ?? 0) + went)
        if (went > 0) note(db, gone)
        return went
      })
      ctx.progress('erase', (done += count), Math.max(total, done))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return gone
}
