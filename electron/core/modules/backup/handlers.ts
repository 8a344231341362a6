/** The contract's `backup` methods that work in an open office; those at the door are answered by the house. */
import type { BackupState, BackupWarning, RestoreNote } from '@shared/contract/backup'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { freeBytes, type ListDrives } from '../../platform'
import { chinaDay } from '../../platform'
import type { CallContext, Handlers } from '../../rpc'
import { backUp, type BackupRoom, type BackupSource } from './back-up'
import { addPlace, isPresent, knownPlace, pathOf, readPlaces, writePlaces, type Place } from './places'
import { confirmRestores, openRestore, recentBackups } from './queries'
import { ruleOn } from './rolling'

const RECENT = 30
/** A copy older than this is said on the home page. */
const OLD_DAYS = 3
const DAY_MS = 86_400_000

export const restoreNote = (db: ReadDb): RestoreNote | null => {
  const row = openRestore(db)
  if (!row) return null
  const { at, source, first, second, kept } = row
  // Written by this module as counts per table.
  const counts = (text: string): Record<string, number> => JSON.parse(text) as Record<string, number>
  const before = row.before === null ? null : counts(row.before)
  return {
    at,
    source,
    madeAt: row.made_at,
    first,
    second,
    before,
    after: counts(row.after),
    lastAct: row.last_act,
    kept,
    again: row.gone_again
  }
}

function warningsOf(places: BackupState['places'], paused: RestoreNote | null, nowMs: number): BackupWarning[] {
  const newest = places
    .flatMap(({ last }) => last?.at ?? [])
    .sort()
    .at(-1)
  const said: [boolean, BackupWarning][] = [
    [places.some(({ failed }) => failed?.code === 'backup.source_damaged'), 'damaged'],
    [paused?.source === 'log', 'torn'],
    [paused !== null && paused.source !== 'log', 'paused'],
    [newest === undefined, 'never'],
    [newest !== undefined && nowMs - Date.parse(newest) > OLD_DAYS * DAY_MS, 'old'],
    [places.length === 1, 'only_here'],
    [places.some(({ present }) => !present), 'place_missing'],
    [places.some(({ present, failed }) => present && failed !== null), 'place_failed']
  ]
  return said.flatMap(([isSo, warning]) => (isSo ? [warning] : []))
}

async function placeView(folder: string, one: Place): Promise<BackupState['places'][number]> {
  const present = isPresent(folder, one)
  const free = present ? await freeBytes(one.here ? folder : pathOf(folder, one)) : null
  return { id: one.id, label: one.label, here: one.here, present, free, last: one.last, failed: one.failed }
}

async function stateOf(db: ReadDb, folder: string, room: BackupRoom): Promise<BackupState> {
  const paused = restoreNote(db)
  const places = await Promise.all(readPlaces(folder).map((one) => placeView(folder, one)))
  const rule = ruleOn(room.keep, chinaDay(room.clock))
  return {
    places,
    paused,
    warnings: warningsOf(places, paused, room.clock.now()),
    lastGood:
      places
        .flatMap(({ last }) => last?.at ?? [])
        .sort()
        .at(-1) ?? null,
    keep: { daily: rule?.daily ?? 0, weekly: rule?.weekly ?? 0, monthly: rule?.monthly ?? 0 },
    recent: recentBackups(db, RECENT).map((row) => ({
      ...{ id: row.id, at: row.at, why: row.why, place: row.place_label, file: row.file, bytes: row.bytes, result: row.result, by: row.by },
      params: JSON.parse(row.params) as Record<string, string | number>
    }))
  }
}

/** @param sourceOf the office the call works in, as copying needs it */
export const createBackupHandlers = (
  room: BackupRoom,
  sourceOf: (context: CallContext) => BackupSource,
  drives: ListDrives
): Handlers<'backup'> => ({
  state: ({ db, places }) => stateOf(db, places.folder, room),
  run: async (context, { place }) => {
    const outcome = await backUp(
      sourceOf(context),
      room,
      { why: 'asked', place, by: context.actor.name },
      { report: context.progress, signal: context.signal, record: (work) => context.batch(work) }
    )
    const { made, failed, removed } = outcome
    context.commit({ detail: { made: made.length, failed: failed.length, removed } }, () => undefined)
    context.changed('office')
    return { made, failed, removed }
  },
  addPlace: {
    prepare: async ({ files }, { folder, label }) => {
      if ('ticket' in folder) {
        const chosen = files.find(folder.ticket)
        if (!chosen.folder) throw new AppError('file.unknown_ticket')
        return { path: chosen.path, label: label === '' ? chosen.name : label }
      }
      const drive = (await drives()).find(({ id }) => id === folder.drive)
      if (!drive) throw new AppError('backup.no_drive')
      return { path: drive.path, label: label === '' ? drive.label : label }
    },
    run: ({ places, now, note, changed }, _input, { path, label }: { path: string; label: string }) => {
      const id = addPlace(places.folder, path, label, now)
      note({ subject: id })
      changed('office')
      return { id }
    }
  },
  removePlace: ({ places, note, changed }, { id }) => {
    if (knownPlace(places.folder, id).here) throw new AppError('backup.place_last')
    writePlaces(places.folder, (known) => known.filter((one) => one.id !== id))
    note({ subject: id })
    changed('office')
    return { id }
  },
  confirm: ({ db, now, actor, note, changed }) => {
    note({ detail: { confirmed: confirmRestores(db, now, actor.name) } })
    changed('office')
    return { confirmed: true }
  }
})
