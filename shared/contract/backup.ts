/** Copies outside the office's own folder, and coming back from them. */
import { z } from 'zod'
import { command, door, job, query } from './define'
import { Id, Instant } from './values'

export const BackupWhy = z.enum(['asked', 'daily', 'closing', 'before'])
const Counts = z.record(z.string(), z.int())
const Failure = z.strictObject({ at: Instant, code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })

/** Where copies are put. `here` is the folder on this PC that every office has. */
export const BackupPlace = z.strictObject({
  id: Id,
  label: z.string(),
  here: z.boolean(),
  /** False when the stick is out or the disk or share is not connected. */
  present: z.boolean(),
  /** Bytes; null when the system does not say. */
  free: z.int().nullable(),
  /** The newest copy that was read back and found whole. */
  last: z.strictObject({ at: Instant, file: z.string(), bytes: z.int() }).nullable(),
  /** Why the newest try failed; null when it did not. */
  failed: Failure.nullable()
})
export type BackupPlace = z.infer<typeof BackupPlace>

/** What there is to tell; the home page shows each as one line. */
export const BackupWarning = z.enum(['damaged', 'torn', 'paused', 'never', 'old', 'only_here', 'place_missing', 'place_failed'])
export type BackupWarning = z.infer<typeof BackupWarning>

const RestoreNote = z.strictObject({
  at: Instant,
  /** `log`: the end of the log beside the database could not be read, and the office opened without it. */
  source: z.enum(['backup', 'salvage', 'log']),
  madeAt: Instant,
  first: z.string(),
  second: z.string().nullable(),
  /** Rows of each table before (null: nothing could be read) and after. */
  before: Counts.nullable(),
  after: Counts,
  lastAct: Instant.nullable(),
  /** Folder below the data folder in which the former state is kept. */
  kept: z.string().nullable(),
  /** Records that had been deleted or sealed since, and were again. */
  again: z.int()
})
export type RestoreNote = z.infer<typeof RestoreNote>

export const BackupState = z.strictObject({
  places: z.array(BackupPlace),
  /** A restore nobody has confirmed yet: what runs by itself waits. */
  paused: RestoreNote.nullable(),
  warnings: z.array(BackupWarning),
  /** The newest whole copy anywhere. */
  lastGood: Instant.nullable(),
  keep: z.strictObject({ daily: z.int(), weekly: z.int(), monthly: z.int() }),
  recent: z.array(
    z.strictObject({
      id: Id,
      at: Instant,
      why: BackupWhy,
      place: z.string(),
      file: z.string(),
      bytes: z.int(),
      /** `verified` or the code of the failure. */
      result: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      by: z.string().nullable()
    })
  )
})
export type BackupState = z.infer<typeof BackupState>

/** A file handed over by the carrier, or one of a known place. */
export const BackupRef = z.union([
  z.strictObject({ ticket: z.string().min(8).max(64) }),
  z.strictObject({ place: Id, file: z.string().min(1).max(200) })
])
export type BackupRef = z.infer<typeof BackupRef>

/** What the clear part of a file says. */
const BackupFacts = z.strictObject({
  madeAt: Instant,
  why: BackupWhy,
  office: z.strictObject({ code: z.string(), name: z.string() }),
  /** Of another office than the one that stands here; null when none stands here or it cannot be read. */
  other: z.boolean().nullable(),
  /** Written by a newer program. */
  newer: z.boolean(),
  appVersion: z.string(),
  bytes: z.int(),
  counts: Counts,
  lastAct: Instant.nullable(),
  /** Users of that day; each one's passphrase of then opens it. */
  accounts: z.array(z.strictObject({ name: z.string(), displayName: z.string() }))
})
export type BackupFacts = z.infer<typeof BackupFacts>

/** Proves who restores: a user's passphrase, or with no name the printed recovery key. */
const Proof = z.strictObject({ account: z.string().trim().min(1).max(64).nullable(), secret: z.string().min(1).max(200) })

const RESTORE_FAILS = [
  'backup.not_one',
  'backup.unreadable',
  'backup.wrong_secret',
  'backup.other_office',
  'backup.schema_newer',
  'backup.two_persons',
  'backup.not_allowed',
  'backup.place_gone',
  'backup.place_unknown',
  'backup.running',
  'session.wrong_passphrase',
  'session.wait',
  'storage.in_use',
  'storage.full',
  'office.recovery_key_wrong',
  'file.unknown_ticket',
  'job.cancelled'
] as const

export const backup = {
  state: query({ input: z.strictObject({}), output: BackupState, needs: 'signed-in' }),
  /** A copy now, to one place or to all that are connected. */
  run: job({
    input: z.strictObject({ place: Id.nullable().default(null) }),
    output: z.strictObject({
      made: z.array(z.strictObject({ place: z.string(), file: z.string(), bytes: z.int() })),
      failed: z.array(
        z.strictObject({ place: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
      ),
      /** Older copies that the rule of keeping let go. */
      removed: z.int()
    }),
    needs: 'office.manage',
    audit: 'backup.made',
    steps: { copy: '复制资料', check: '读回并检查', tidy: '整理旧备份' },
    fails: [
      'backup.place_gone',
      'backup.place_full',
      'backup.differs',
      'backup.source_damaged',
      'backup.place_unknown',
      'backup.running',
      'storage.busy',
      'storage.full'
    ]
  }),
  /** A folder handed over by the carrier, or a stick by its id (exchange.drives). */
  addPlace: command({
    input: z.strictObject({
      folder: z.union([z.strictObject({ ticket: z.string().min(8).max(64) }), z.strictObject({ drive: z.string().min(1).max(64) })]),
      label: z.string().trim().max(60).default('')
    }),
    output: z.strictObject({ id: Id }),
    needs: 'office.manage',
    audit: 'backup.place_added',
    fails: ['backup.place_taken', 'backup.place_gone', 'backup.no_drive', 'file.unknown_ticket', 'storage.read_only']
  }),
  /** Forgets the place; what lies there stays. */
  removePlace: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'office.manage',
    audit: 'backup.place_removed',
    fails: ['backup.place_unknown', 'backup.place_last']
  }),
  /** Somebody looked at what a restore brought back: copies may run by themselves again. */
  confirm: command({
    input: z.strictObject({}),
    output: z.strictObject({ confirmed: z.literal(true) }),
    needs: 'office.manage',
    audit: 'backup.confirmed'
  }),
  /** Copies in the known places, the newest first; told without an open database. */
  found: door({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({ place: Id, placeLabel: z.string(), file: z.string(), madeAt: Instant, why: BackupWhy, bytes: z.int() })
      ),
      /** Labels of places that are not connected. */
      missing: z.array(z.string())
    }),
    needs: 'public',
    audit: 'backup.looked'
  }),
  look: door({
    input: z.strictObject({ from: BackupRef }),
    output: z.strictObject({
      facts: BackupFacts,
      /** What stands here now, where the caller may know and it can be read. */
      present: z.strictObject({ counts: Counts, lastAct: Instant.nullable() }).nullable(),
      /** How many must prove themselves: two where something is replaced, one on an empty PC. */
      persons: z.union([z.literal(1), z.literal(2)]),
      /** Whose accounts the proofs are: those of the office that stands here, or those of the copy. */
      accountsOf: z.enum(['present', 'backup'])
    }),
    needs: 'public',
    audit: 'backup.looked',
    fails: ['backup.not_one', 'backup.unreadable', 'backup.place_gone', 'backup.place_unknown', 'file.unknown_ticket']
  }),
  /** Puts a copy in the place of what stands here, which is kept beside it. Everybody is signed out. */
  restore: door({
    input: z.strictObject({
      from: BackupRef,
      first: Proof,
      second: Proof.nullable().default(null),
      /** Opens the copy where neither proof does: a user of that day, or the recovery key. */
      unlock: Proof.nullable().default(null)
    }),
    output: z.strictObject({
      ...{ madeAt: Instant, before: Counts.nullable(), after: Counts, kept: z.string().nullable(), again: z.int() },
      /** The copy is from before a change of keys: the keys that stood here went along. */
      newerKeys: z.boolean()
    }),
    needs: 'public',
    audit: 'backup.restored',
    fails: RESTORE_FAILS
  }),
  /** Takes over what can still be read here into a new database; the damaged one is kept beside it. */
  salvage: door({
    input: z.strictObject({
      first: Proof,
      second: Proof.nullable().default(null),
      /** The copy that lends its key slots where those that stand here cannot be read. */
      keysFrom: BackupRef.nullable().default(null)
    }),
    output: z.strictObject({ rows: Counts, torn: z.array(z.string()), orphans: z.int(), kept: z.string() }),
    needs: 'public',
    audit: 'backup.salvaged',
    fails: [...RESTORE_FAILS, 'backup.nothing_readable', 'office.not_set_up', 'office.damaged']
  }),
  /** How far a restore or salvage has come; null when none runs. */
  progress: door({
    input: z.strictObject({}),
    output: z.strictObject({ work: z.strictObject({ label: z.string(), done: z.int(), total: z.int() }).nullable() }),
    needs: 'public',
    audit: 'backup.looked'
  }),
  /** Stops it while nothing has been replaced yet. */
  stop: door({
    input: z.strictObject({}),
    output: z.strictObject({ stopping: z.boolean() }),
    needs: 'public',
    audit: 'backup.stopped'
  })
} as const
