/** Partners, keys, sticks and bundles: how slips travel. */
import { z } from 'zod'
import { command, job, query } from './define'
import { exchangeLinks, Portion } from './exchange-links'
import { CardFacts, TrustState } from './partners'
import { SlipKind } from './slips'
import { Day, FileTicket, Id, Instant, OfficeCode } from './values'

export { CardFacts, CompareWay, Partner, TrustState, partners } from './partners'

export const Drive = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['removable', 'practice', 'folder']),
  /** Bytes; null when the system does not say. */
  free: z.number().nullable(),
  /** Exchange files already on it; null when they were not counted. */
  bundles: z.int().nullable()
})

const KindCount = z.strictObject({ kind: SlipKind, count: z.int() })

export const BundleRow = z.strictObject({
  id: z.string(),
  direction: z.enum(['out', 'in']),
  partnerId: Id.nullable(),
  partnerName: z.string(),
  seq: z.int(),
  state: z.enum(['sealed', 'carried', 'acknowledged', 'applied', 'branch', 'given-up']),
  slips: z.int(),
  duplicates: z.int(),
  refused: z.int(),
  madeAt: Instant,
  carriedAt: Instant.nullable(),
  acknowledgedAt: Instant.nullable(),
  bytes: z.int(),
  /** Last line of the sender's audit log when he sealed it: ours was witnessed by the partner, his by us. */
  log: z.strictObject({ seq: z.int(), head: z.string() }).nullable()
})

export const QuarantineRow = z.strictObject({
  id: Id,
  fileName: z.string(),
  digest: z.string(),
  foundAt: Instant,
  place: z.string(),
  code: z.string(),
  reason: z.string(),
  advice: z.string(),
  claimedSender: z.string().nullable(),
  lookedAtBy: z.string().nullable()
})

/** One file found on a stick after steps 1–8: nothing is stored of it yet but a copy in the spool. */
export const FoundBundle = z.strictObject({
  /** For `import`. */
  spool: z.string(),
  fileName: z.string(),
  state: z.enum(['ready', 'duplicate', 'status', 'wait-key', 'wait-chain', 'wait-upgrade', 'held', 'own', 'refused']),
  partnerId: Id.nullable(),
  senderName: z.string(),
  seq: z.int().nullable(),
  sealedAt: z.string().nullable(),
  bytes: z.int(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  advice: z.string().nullable()
})

/** What a bundle would bring. */
export const PreviewedBundle = z.strictObject({
  spool: z.string(),
  kinds: z.array(KindCount),
  slips: z.int(),
  /** Slips that would go back to their author. */
  refused: z.int(),
  receipts: z.int(),
  /** Own bundles that the partner gives back. */
  echoes: z.int(),
  /** Why its content could not be taken in. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
  advice: z.string().nullable()
})

export const ImportedBundle = z.strictObject({
  fileName: z.string(),
  partnerName: z.string(),
  seq: z.int().nullable(),
  outcome: z.enum(['applied', 'duplicate', 'status', 'branch', 'refused', 'waiting']),
  slips: z.int(),
  fresh: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.strictObject({ slipNo: z.string(), code: z.string(), reason: z.string() })),
  kinds: z.array(KindCount),
  /** Own bundles the partner gave back, and slips in them that were not here any more. */
  recovered: Portion,
  code: z.string().nullable(),
  reason: z.string().nullable(),
  advice: z.string().nullable()
})

export const exchange = {
  identity: query({
    input: z.strictObject({}),
    output: z.strictObject({ card: CardFacts, qr: z.string() }),
    needs: 'signed-in'
  }),
  /** The own key card as a file to hand over. */
  exportCard: command({
    input: z.strictObject({}),
    output: z.strictObject({ file: FileTicket }),
    needs: 'exchange.read',
    audit: 'card.exported'
  }),
  /** `count`: also looks into every drive; whoever looks often for a new one leaves the others in peace. */
  drives: query({
    input: z.strictObject({ count: z.boolean().default(true) }),
    output: z.strictObject({ rows: z.array(Drive) }),
    needs: 'exchange.read'
  }),
  /** Lets go of a drive so that it may be pulled; false where the system does not allow it, and for a folder. */
  eject: command({
    input: z.strictObject({ target: z.string() }),
    output: z.strictObject({ ejected: z.boolean() }),
    needs: 'exchange.read',
    audit: 'stick.ejected',
    fails: ['exchange.drive_gone']
  }),
  /** What would travel to each partner now. */
  outbox: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          partnerId: Id,
          partnerName: z.string(),
          trust: TrustState,
          queued: z.int(),
          kinds: z.array(KindCount),
          /** Receipts that go with the next bundle. */
          receipts: z.int(),
          uncovered: z.int(),
          /** Gaps in what we hold of them, as "缺第 78 包". */
          missing: z.array(z.int())
        })
      )
    }),
    needs: 'exchange.read'
  }),
  writeStick: job({
    input: z.strictObject({
      /** Empty: every confirmed partner with something to carry, and a status file for the rest. */
      partnerIds: z.array(Id).default([]),
      /** A drive id of `drives`, or a folder ticket. */
      target: z.string()
    }),
    output: z.strictObject({
      place: z.string(),
      safeToRemove: z.boolean(),
      partners: z.array(
        z.strictObject({
          partnerId: Id,
          partnerName: z.string(),
          files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), digest: z.string() })),
          slips: z.int(),
          kinds: z.array(KindCount),
          /** Slips that a reader would refuse: they stay queued here until corrected. */
          heldBack: z.array(z.strictObject({ slipId: Id, reason: z.string() })),
          /** Bundles whose content the archive did not give; everything else was written. */
          leftOut: z.array(z.strictObject({ seq: z.int(), text: z.string() }))
        })
      ),
      /** Partners for whom nothing was written, because a person must decide first. */
      undecided: z.array(z.strictObject({ partnerId: Id, partnerName: z.string(), reason: z.string() }))
    }),
    needs: 'exchange.carry',
    audit: 'bundle.carried',
    steps: { seal: '装包', write: '写入', check: '读回核对' },
    fails: [
      'partners.unknown',
      'keys.not_on_card',
      'keys.identity_behind',
      'partners.not_confirmed',
      'partners.suite_withdrawn',
      'exchange.no_partner',
      'practice.mixed',
      'folder.copied',
      'exchange.drive_gone',
      'exchange.stick_full',
      'exchange.read_back_differs',
      'storage.read_only',
      'storage.failed',
      'job.cancelled'
    ]
  }),
  /** `source`: a drive id of `drives`, a folder ticket, or `waiting` for the files that wait here for a key or an upgrade. */
  scanStick: job({
    input: z.strictObject({ source: z.string() }),
    output: z.strictObject({
      place: z.string(),
      found: z.array(FoundBundle),
      /** Key cards on it: those of a registered office are taken in by their rule, others are only shown. */
      cards: z.array(
        z.strictObject({
          /** For `registerCard`; empty where nothing is to be registered. */
          spool: z.string(),
          fileName: z.string(),
          officeName: z.string(),
          code: OfficeCode,
          version: z.int(),
          outcome: z.enum(['installed', 'known', 'unknown-office', 'own', 'refused']),
          /** Of an unknown office: the confirmed partner whose genuine files lie beside it; no reason to trust it. */
          introducedBy: z.string().nullable()
        })
      ),
      /** Lists of voided proofs, each taken in where it is its office’s word and takes nothing back. */
      proofLists: z.array(
        z.strictObject({
          fileName: z.string(),
          officeName: z.string(),
          version: z.int().nullable(),
          outcome: z.enum(['taken', 'known', 'older', 'refused']),
          reason: z.string().nullable()
        })
      ),
      skipped: z.array(z.strictObject({ name: z.string(), reason: z.string() }))
    }),
    needs: 'exchange.import',
    audit: 'stick.scanned',
    steps: { copy: '复制', verify: '验签' },
    fails: ['folder.copied', 'exchange.drive_gone', 'storage.full', 'storage.failed', 'job.cancelled']
  }),
  /** Registers the office of a card that the last scan showed, as pending; who brought it is remembered (exchange.md §4.3, 4). */
  registerCard: command({
    input: z.strictObject({ spool: z.string() }),
    output: z.strictObject({ id: Id, directory: z.string().nullable() }),
    needs: 'partners.manage',
    audit: 'partner.added',
    fails: [
      'exchange.bundle_unknown',
      'partners.card_refused',
      'partners.own_card',
      'partners.already_known',
      'partners.key_substituted',
      'partners.link_closed',
      'practice.mixed'
    ]
  }),
  /** Opens what was scanned and counts what is in it; takes in nothing. */
  previewBundles: job({
    input: z.strictObject({ spools: z.array(z.string()).min(1).max(1000) }),
    output: z.strictObject({ bundles: z.array(PreviewedBundle) }),
    needs: 'exchange.import',
    audit: 'bundle.previewed',
    steps: { open: '解密' },
    fails: ['exchange.bundle_unknown', 'storage.failed', 'job.cancelled']
  }),
  importBundles: job({
    input: z.strictObject({ spools: z.array(z.string()).min(1).max(1000) }),
    output: z.strictObject({ bundles: z.array(ImportedBundle) }),
    needs: 'exchange.import',
    audit: 'bundle.imported',
    steps: { open: '解密', verify: '核对', stage: '登记', merge: '并入' },
    fails: ['folder.copied', 'exchange.bundle_unknown', 'storage.full', 'job.cancelled']
  }),
  ...exchangeLinks,
  bundles: query({
    input: z.strictObject({
      partnerId: Id.nullable().default(null),
      before: z.string().nullable().default(null),
      limit: z.int().min(1).max(200).default(100)
    }),
    output: z.strictObject({ rows: z.array(BundleRow), next: z.string().nullable() }),
    needs: 'exchange.read'
  }),
  quarantine: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(QuarantineRow) }), needs: 'exchange.read' }),
  /** Whether this PC's clock can be believed: limits and days on paper go by it. Nothing is ordered by it. */
  clock: query({
    input: z.strictObject({}),
    output: z.strictObject({
      today: Day,
      /** Before the program was made · behind what it showed before · more than a day behind what a partner sealed. */
      fault: z.enum(['early', 'went_back', 'behind_peer']).nullable(),
      /** The day that speaks against it. */
      evidence: Day.nullable()
    }),
    needs: 'signed-in'
  }),
  /** Somebody looked at a calendar and says that the clock is right: it is quiet until something new speaks against it. */
  confirmClock: command({
    input: z.strictObject({}),
    output: z.strictObject({ today: Day }),
    needs: 'slips.write',
    audit: 'clock.confirmed',
    fails: ['exchange.clock_early']
  }),
  /** Notes that a person looked at a quarantined file and what was decided. */
  noteQuarantine: command({
    input: z.strictObject({ id: Id, note: z.string().trim().max(200) }),
    output: z.strictObject({ id: Id }),
    needs: 'exchange.import',
    audit: 'quarantine.noted',
    fails: ['exchange.bundle_unknown']
  })
} as const
