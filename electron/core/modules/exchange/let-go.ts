/** Lets go of what the exchange kept long enough: content both sides have, files that never came in, leftovers of content (exchange.md §3.1, §3.8). */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Connection, ReadDb, WriteDb } from '../../db'
import type { OfficePlaces } from '../../rpc'
import { voucherOf } from './archive-voucher'
import { agedAside, dropAside } from './aside'
import { agedArchives, agedLeftovers, agedQuarantine, agedWaiting, dropLeftovers, type AgedCount } from './queries/age-queries'
import { deleteQuarantined, deleteWaiting, quarantinedBefore, waitingBefore } from './queries/file-queries'
import { quarantinePath, waitingPath } from './refusals'
import { contentBefore, forgetEchoesIn, setLetGo } from './queries/recovery-queries'

const days = z.int().min(1).max(3650)
const file = z.strictObject({
  note: z.string(),
  rules: z
    .array(
      z.strictObject({
        valid_from: z.iso.date(),
        archive_days: days.min(400),
        quarantine_days: days,
        waiting_days: days,
        leftover_days: days
      })
    )
    .min(1)
})

/** How long each kind is kept, from a day on. */
export type ExchangeKeep = z.infer<typeof file>['rules'][number]

/** @param path `resources/codes/exchange-keep.json` */
export const loadExchangeKeep = (path: string): readonly ExchangeKeep[] => file.parse(JSON.parse(readFileSync(path, 'utf8'))).rules

/** @returns the rule in force that day; undefined: nothing is let go */
export const exchangeKeepOn = (rules: readonly ExchangeKeep[], day: string): ExchangeKeep | undefined =>
  [...rules].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1)).find(({ valid_from: from }) => from <= day)

export const keptKinds = ['archive', 'quarantine', 'aside', 'waiting', 'leftovers'] as const
export type KeptKind = (typeof keptKinds)[number]

const DAY_MS = 86_400_000
const daysOf = (rule: ExchangeKeep, kind: KeptKind): number =>
  ({
    archive: rule.archive_days,
    quarantine: rule.quarantine_days,
    aside: rule.quarantine_days,
    waiting: rule.waiting_days,
    leftovers: rule.leftover_days
  })[kind]
const beforeOf = (rule: ExchangeKeep, kind: KeptKind, now: number): string => new Date(now - daysOf(rule, kind) * DAY_MS).toISOString()

export interface KeptAge extends AgedCount {
  readonly days: number
}

/** What is kept of one kind, since when, and how much of it is due. */
export function keptAge(
  { db, places }: { readonly db: ReadDb; readonly places: Pick<OfficePlaces, 'quarantine' | 'archive'> },
  rule: ExchangeKeep,
  kind: KeptKind,
  now: number
): KeptAge {
  const before = beforeOf(rule, kind, now)
  const counted: Readonly<Record<KeptKind, () => AgedCount>> = {
    archive: () => agedArchives(db, before),
    quarantine: () => agedQuarantine(db, before),
    aside: () => agedAside(places, before),
    waiting: () => agedWaiting(db, before),
    leftovers: () => agedLeftovers(db, before)
  }
  return { ...counted[kind](), days: daysOf(rule, kind) }
}

/** One transaction each. */
const AT_ONCE = 20

/**
 * In short steps, each of which may be the last before a power cut: a file goes before its row says so, and is looked for once more.
 * @param told how many of each kind went, at the end
 */
export function* letGoOld(
  { db, transaction }: Pick<Connection<WriteDb>, 'db' | 'transaction'>,
  places: OfficePlaces,
  { rule, now }: { readonly rule: ExchangeKeep; readonly now: number },
  told: (went: Readonly<Record<KeptKind, number>>) => void
): Generator<undefined, undefined> {
  const at = new Date(now).toISOString()
  const went: Record<KeptKind, number> = { archive: 0, quarantine: 0, aside: 0, waiting: 0, leftovers: 0 }
  const turns: Readonly<Record<KeptKind, (before: string) => number>> = {
    archive: (before) => letArchiveGo(db, places, before, at),
    quarantine: (before) =>
      quarantinedBefore(db, before, AT_ONCE).reduce((count, { id, stored }) => {
        rmSync(quarantinePath(places, stored), { force: true })
        return count + deleteQuarantined(db, id)
      }, 0),
    aside: (before) => dropAside(places, before),
    waiting: (before) =>
      waitingBefore(db, before, AT_ONCE).reduce((count, { id, stored }) => {
        rmSync(waitingPath(places, stored), { force: true })
        return count + deleteWaiting(db, id)
      }, 0),
    leftovers: (before) => dropLeftovers(db, before)
  }
  for (const kind of keptKinds)
    for (let gone = 1; gone > 0; went[kind] += gone) {
      gone = transaction(() => turns[kind](beforeOf(rule, kind, now)))
      yield undefined
    }
  told(went)
  return undefined
}

function letArchiveGo(db: WriteDb, { archive }: OfficePlaces, before: string, at: string): number {
  const rows = contentBefore(db, before, AT_ONCE)
  for (const { id, archive: name } of rows) {
    if (name !== '') for (const path of [join(archive, name), voucherOf(join(archive, name))]) rmSync(path, { force: true })
    setLetGo(db, id, at)
    // What went in it as an echo may be asked for again.
    forgetEchoesIn(db, id)
  }
  return rows.length
}
