/** Partners, keys, sticks and bundles: how slips travel. */
import { z } from 'zod'
import { command, job, query } from './define'
import { SlipKind } from './slips'
import { FileTicket, Id, Instant, OfficeCode, OfficeId } from './values'

export const TrustState = z.enum(['paper', 'pending', 'confirmed', 'alarm'])

/** How the digits reached whoever compared them (exchange.md §4.3): the sealed form, or a call to a number from an independent directory. */
export const CompareWay = z.enum(['form', 'phone'])
/** Or nobody here compared, but an authority whose digits were compared vouches for the office. */
const ConfirmedWay = z.enum([...CompareWay.options, 'directory'])
/** Whether a directory is the next of its authority, already here, or a second content of one version. */
const DirectoryStanding = z.enum(['next', 'known', 'alarm'])
const DIRECTORY_FAILS = ['file.unknown_ticket', 'partners.directory_refused', 'partners.directory_old', 'partners.directory_gap'] as const

export const CardFacts = z.strictObject({
  officeId: OfficeId,
  code: OfficeCode,
  name: z.string(),
  phone: z.string(),
  version: z.int(),
  fingerprint: z.string(),
  /** 8 groups of 5 digits, to be read out or compared with paper. */
  digits: z.string(),
  practice: z.boolean()
})

export const Partner = z.strictObject({
  id: Id,
  name: z.string(),
  code: OfficeCode,
  phone: z.string(),
  officeId: OfficeId.nullable(),
  trust: TrustState,
  card: CardFacts.nullable(),
  /** Accounts that compared the digits so far. */
  confirmedBy: z.array(z.strictObject({ account: z.string(), at: Instant, way: ConfirmedWay })),
  lastHeardAt: Instant.nullable(),
  lastCarriedAt: Instant.nullable(),
  openOut: z.int(),
  openIn: z.int()
})
export type Partner = z.infer<typeof Partner>

export const partners = {
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(Partner) }), needs: 'partners.read' }),
  get: query({ input: z.strictObject({ id: Id }), output: Partner, needs: 'partners.read', fails: ['partners.unknown'] }),
  /** What a key card file says, before anything is stored. */
  readCard: query({
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({ card: CardFacts, knownAs: Id.nullable() }),
    needs: 'partners.manage',
    fails: ['file.unknown_ticket', 'partners.card_refused', 'partners.own_card', 'partners.key_substituted', 'practice.mixed']
  }),
  /** Registers the office of a card as pending; nothing of it is imported until two persons confirmed. */
  add: command({
    input: z.strictObject({ file: z.string() }),
    /** `directory`: name of the authority whose directory already vouches for it. */
    output: z.strictObject({ id: Id, directory: z.string().nullable() }),
    needs: 'partners.manage',
    audit: 'partner.added',
    fails: [
      'file.unknown_ticket',
      'partners.card_refused',
      'partners.own_card',
      'partners.already_known',
      'partners.key_substituted',
      'practice.mixed'
    ]
  }),
  /**
   * One person compared the forty digits with paper: typed, scanned from the form's code, or both, which then must agree.
   * The second must be another account: signed in itself, or as `second` here.
   */
  confirm: command({
    input: z.strictObject({
      id: Id,
      digits: z.string().max(60).default(''),
      qr: z.string().max(120).default(''),
      way: CompareWay.default('form'),
      second: z
        .strictObject({ account: z.string().max(64), passphrase: z.string().max(200) })
        .nullable()
        .default(null)
    }),
    output: z.strictObject({ id: Id, trust: TrustState }),
    needs: 'partners.confirm',
    audit: 'partner.confirmed',
    fails: [
      'partners.unknown',
      'partners.no_card',
      'partners.digits_differ',
      'partners.qr_unreadable',
      'partners.form_contradicts',
      'partners.second_person_needed',
      'session.wrong_passphrase',
      'session.wait'
    ]
  }),
  /** What a directory of office keys says, and what it would change here; its signer's digits must have been compared by two persons here. */
  readDirectory: query({
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({
      authority: z.string(),
      version: z.int(),
      made: z.string(),
      standing: DirectoryStanding,
      entries: z.int(),
      /** Offices without a card here. */
      fresh: z.int(),
      /** Lines that concern offices known here and do not merely agree. */
      told: z.array(
        z.strictObject({
          code: OfficeCode,
          name: z.string(),
          meaning: z.enum(['confirms', 'agrees', 'conflict', 'supersedes', 'new']),
          partnerName: z.string()
        })
      )
    }),
    needs: 'partners.manage',
    fails: [...DIRECTORY_FAILS]
  }),
  /** Takes in the next version of a directory; no pin is ever changed by it. */
  addDirectory: command({
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({ standing: DirectoryStanding, confirmed: z.int() }),
    needs: 'partners.confirm',
    audit: 'partner.directory_added',
    fails: [...DIRECTORY_FAILS]
  }),
  /** Gives up a card whose digits nobody could confirm: the office stays on paper, and a genuine card may be added. */
  discard: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'partner.card_discarded',
    fails: ['partners.unknown', 'partners.in_use']
  })
} as const

export const Drive = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['removable', 'practice', 'folder']),
  /** Bytes; null when the system does not say. */
  free: z.number().nullable(),
  /** Exchange files already on it. */
  bundles: z.int()
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
  drives: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(Drive) }), needs: 'exchange.read' }),
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
          heldBack: z.array(z.strictObject({ slipId: Id, reason: z.string() }))
        })
      )
    }),
    needs: 'exchange.carry',
    audit: 'bundle.carried',
    steps: { seal: '装包', write: '写入', check: '读回核对' },
    fails: [
      'partners.unknown',
      'keys.not_on_card',
      'partners.not_confirmed',
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
          fileName: z.string(),
          officeName: z.string(),
          code: OfficeCode,
          version: z.int(),
          outcome: z.enum(['installed', 'known', 'unknown-office', 'own', 'refused']),
          /** Of an unknown office: the confirmed partner whose genuine files lie beside it; no reason to trust it. */
          introducedBy: z.string().nullable()
        })
      ),
      skipped: z.array(z.strictObject({ name: z.string(), reason: z.string() }))
    }),
    needs: 'exchange.import',
    audit: 'stick.scanned',
    steps: { copy: '复制', verify: '验签' },
    fails: ['exchange.drive_gone', 'storage.full', 'storage.failed', 'job.cancelled']
  }),
  importBundles: job({
    input: z.strictObject({ spools: z.array(z.string()).min(1).max(1000) }),
    output: z.strictObject({ bundles: z.array(ImportedBundle) }),
    needs: 'exchange.import',
    audit: 'bundle.imported',
    steps: { open: '解密', verify: '核对', stage: '登记', merge: '并入' },
    fails: ['exchange.bundle_unknown', 'storage.full', 'job.cancelled']
  }),
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
  /** Notes that a person looked at a quarantined file and what was decided. */
  noteQuarantine: command({
    input: z.strictObject({ id: Id, note: z.string().trim().max(200) }),
    output: z.strictObject({ id: Id }),
    needs: 'exchange.import',
    audit: 'quarantine.noted',
    fails: ['exchange.bundle_unknown']
  })
} as const
