/** The contract's `exchange` methods. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '@shared/contract'
import { AppError } from '@shared/errors'
import { cardFileName, keyQrText, rawKey, writeCardFile } from '../../container'
import type { Handlers, PreparedCommand, QueryContext } from '../../rpc'
import { cardFacts, confirmedPartners, introducedPartners, ownCard, partnerById, partnerNames, type PartnerFacts } from '../partners'
import { queuedCounts } from '../slips'
import { importBundlesBy } from './import-bundles'
import { registerCard } from './introductions'
import { allowEcho, lookFlag, retireDevice } from './link-commands'
import { linkView } from './link-view'
import { confirmClock, ownClock } from './own-clock'
import { missingFrom, uncoveredBundles } from './protocol'
import { ledger, quarantined, setLooked, type LedgerRow } from './queries/file-queries'
import { waitingReceipts } from './queries/own-stream-queries'
import { wordsFor, type RefusalCode } from './refusals'
import { previewBundlesBy } from './preview-bundles'
import { scanStickFor } from './scan-stick'
import { countBundles, findPlace, listPlaces, type StickRoom } from './stick-places'
import { doubtsAbout, lookUnvouched, unvouched } from './unvouched'
import { kindList, writeStick } from './write-stick'

const ledgerView =
  (names: ReadonlyMap<string, string>) =>
  ({ number: _number, ...row }: LedgerRow) => ({
    id: row.id,
    direction: row.direction,
    partnerId: row.partner_id,
    partnerName: names.get(row.partner_id) ?? '',
    seq: row.seq,
    state: row.state,
    slips: row.slips,
    duplicates: row.duplicates,
    refused: row.refused,
    madeAt: row.made_at,
    carriedAt: row.carried_at,
    acknowledgedAt: row.acknowledged_at,
    bytes: row.bytes,
    log: row.log_seq === null || row.log_head === null ? null : { seq: row.log_seq, head: row.log_head }
  })

/** Whoever a stick is written for, and others for whom something is queued: their slips wait for a key, and the page must say so. */
function partnersInOutbox(db: QueryContext['db'], queued: ReadonlyMap<string, unknown>): readonly PartnerFacts[] {
  const confirmed = [...confirmedPartners(db), ...introducedPartners(db)]
  const known = new Set(confirmed.map(({ id }) => id))
  const others = [...queued.keys()].filter((id) => !known.has(id)).flatMap((id) => partnerById(db, id) ?? [])
  return [...confirmed, ...others]
}

/** @param room what of the PC the jobs work with */
export const createExchangeHandlers = (room: StickRoom): Handlers<'exchange'> => ({
  clock: ({ db, clock, today }) => ({ today, ...ownClock(db, clock.now()) }),
  confirmClock,
  identity: ({ db }) => {
    const card = ownCard(db)
    return { card: cardFacts(card), qr: keyQrText(card.id, rawKey(card.root)) }
  },
  exportCard: ({ db, places, files, note }) => {
    const card = ownCard(db)
    const name = cardFileName(card.code, card.ver)
    const path = join(places.spool, name)
    writeFileSync(path, writeCardFile(card))
    note({ detail: { version: card.ver } })
    return { file: files.give(path, name) }
  },
  drives: async (context, { count }) => {
    const found = await listPlaces(room, context)
    return {
      rows: await Promise.all(
        found.map(async ({ id, label, kind, free, path }) => ({
          id,
          label,
          kind,
          free,
          bundles: count ? await countBundles(room.stick, path) : null
        }))
      )
    }
  },
  eject: {
    prepare: async (context, { target }) => {
      const drive = (await listPlaces(room, context)).find(({ id }) => id === target)
      if (drive) return drive.kind === 'removable' && room.eject(drive.path)
      await findPlace(room, context, target)
      return false
    },
    run: ({ note }, _input, ejected: boolean) => {
      note({ detail: { ejected } })
      return { ejected }
    }
  } satisfies PreparedCommand<Contract['exchange']['eject'], boolean>,
  outbox: ({ db }) => {
    const queued = queuedCounts(db)
    return {
      rows: partnersInOutbox(db, queued).map((partner) => {
        const kinds = kindList(JSON.stringify(Object.fromEntries(queued.get(partner.id) ?? [])))
        return {
          partnerId: partner.id,
          partnerName: partner.name,
          trust: partner.trust,
          queued: kinds.reduce((sum, { count }) => sum + count, 0),
          kinds,
          receipts: waitingReceipts(db, partner.id, 1_000).length,
          uncovered: uncoveredBundles(db, partner.id).length,
          missing: missingFrom(db, partner.id)
        }
      })
    }
  },
  writeStick: writeStick(room),
  scanStick: scanStickFor(room),
  previewBundles: previewBundlesBy(room.read),
  importBundles: importBundlesBy(room.read),
  registerCard,
  link: linkView,
  allowEcho,
  retireDevice,
  lookFlag,
  unvouched,
  doubtsAbout,
  lookUnvouched,
  bundles: ({ db }, { partnerId, before, limit }) => {
    const below = before !== null && /^[0-9]{1,15}$/.test(before) ? Number(before) : Number.MAX_SAFE_INTEGER
    const rows = ledger(db, partnerId, below, limit + 1)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return { rows: shown.map(ledgerView(partnerNames(db))), next: rows.length > limit && last ? String(last.number) : null }
  },
  quarantine: ({ db }) => ({
    rows: quarantined(db).map((row) => ({
      id: row.id,
      fileName: row.file_name,
      digest: row.digest,
      foundAt: row.found_at,
      place: row.place,
      code: row.code,
      ...wordsFor(row.code as RefusalCode, JSON.parse(row.params) as Record<string, string | number>), // both were written by this module
      claimedSender: row.claimed_sender,
      lookedAtBy: row.looked_at_by
    }))
  }),
  noteQuarantine: ({ db, actor, now, note, changed }, { id, note: words }) => {
    if (setLooked(db, id, actor.displayName, now, words) === 0) throw new AppError('exchange.bundle_unknown')
    note({ subject: id })
    changed('bundles')
    return { id }
  }
})
