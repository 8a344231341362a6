/** What has been kept long enough: seen beforehand, held back one by one, deleted by two persons, reported without names. */
import { z } from 'zod'
import { keptRecords } from '../domain'
import { command, job, query } from './define'
import { Day, Id, Instant, text } from './values'

const KeptRecord = z.enum(keptRecords)
const Action = z.enum(['archive', 'anonymise', 'delete'])

export const DueRule = z.strictObject({
  record: KeptRecord,
  label: z.string(),
  /** Event from which the time runs, and how long, in words. */
  from: z.string(),
  period: z.string(),
  action: Action,
  source: z.string(),
  due: z.int(),
  /** Due, but held back by somebody. */
  held: z.int(),
  /** Its persons can be looked at one by one. */
  openable: z.boolean()
})
export type DueRule = z.infer<typeof DueRule>

const Count = z.strictObject({ record: KeptRecord, label: z.string(), action: Action, count: z.int() })

export const PurgeRun = z.strictObject({
  id: Id,
  on: Day,
  at: Instant,
  by: z.string(),
  /** `running` was stopped before its end, `cleaning` waits for the file to be cleaned. */
  state: z.enum(['running', 'cleaning', 'done']),
  counts: z.array(Count),
  held: z.int(),
  endedAt: Instant.nullable(),
  /** Octets of the database file before and after. */
  before: z.int().nullable(),
  after: z.int().nullable()
})
export type PurgeRun = z.infer<typeof PurgeRun>

const HeldBackups = z.strictObject({
  /** Copies made before the last deletion, which still hold what was deleted. */
  count: z.int(),
  /** Day by which the rule of keeping lets the last one go; null where none is held. */
  until: Day.nullable(),
  places: z.array(z.string()),
  /** Whole former databases beside the present one, left by a restore or an upgrade before the last deletion. */
  former: z.int().default(0)
})

const CLEAN_FAILS = ['storage.full', 'storage.no_memory', 'storage.busy', 'backup.running'] as const

export const retention = {
  preview: query({
    input: z.strictObject({}),
    output: z.strictObject({
      on: Day,
      rules: z.array(DueRule),
      /** Why nothing may be deleted today; null where it may. */
      clock: z.enum(['went_back', 'jumped']).nullable(),
      runs: z.array(PurgeRun),
      backups: HeldBackups
    }),
    needs: 'approve.purge'
  }),
  /** Files whose time is over, those held back last; whoever is bound to a part of the county sees none. */
  list: query({
    input: z.strictObject({ record: z.enum(['person_left', 'person_set_aside']) }),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({ id: Id, name: z.string(), sex: z.string(), birthYear: z.string(), day: z.string(), reason: z.string().nullable() })
      ),
      /** True where there are more than are shown. */
      more: z.boolean()
    }),
    needs: 'persons.read',
    audit: 'retention.looked'
  }),
  hold: command({
    input: z.strictObject({ id: Id, reason: text(100) }),
    output: z.strictObject({ id: Id }),
    needs: 'persons.reveal',
    audit: 'retention.held',
    fails: ['persons.unknown', 'persons.out_of_scope']
  }),
  release: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'persons.reveal',
    audit: 'retention.released',
    fails: ['persons.unknown', 'persons.out_of_scope', 'retention.not_held']
  }),
  /** Deletes what is due today; stopped between two persons, it is as far as it came, and the rest is due tomorrow. */
  purge: job({
    input: z.strictObject({}),
    output: PurgeRun,
    needs: 'approve.purge',
    audit: 'retention.purged',
    approval: { permission: 'approve.purge', title: '到期删除' },
    steps: { erase: '删除到期的资料', index: '整理检索', pages: '整理数据文件' },
    fails: ['retention.nothing_due', 'retention.clock_back', 'retention.clock_jumped', 'audit.broken', ...CLEAN_FAILS]
  }),
  /** Cleans the file after a deletion that was interrupted, or after a single file was deleted. */
  clean: job({
    input: z.strictObject({}),
    output: z.strictObject({ before: z.int(), after: z.int() }),
    needs: 'approve.purge',
    audit: 'retention.cleaned',
    steps: { index: '整理检索', pages: '整理数据文件' },
    fails: CLEAN_FAILS
  }),
  /** Lets copies made before the last deletion go now, after a new one was made and read back in each place that is connected. */
  letGo: job({
    input: z.strictObject({}),
    output: z.strictObject({
      removed: z.int(),
      /** Former databases beside the present one that went too. */
      former: z.int(),
      /** Copies of before that stay, and why: no new copy could be made there, or the file cannot be read or removed. */
      left: z.array(z.strictObject({ place: z.string(), count: z.int(), why: z.enum(['no_new_copy', 'not_removable']) })),
      /** Places that are not connected. */
      away: z.array(z.string())
    }),
    needs: 'approve.purge',
    audit: 'retention.copies_let_go',
    approval: { permission: 'approve.purge', title: '提前删掉旧备份' },
    steps: { copy: '复制资料', check: '读回并检查', tidy: '删掉旧备份' },
    fails: [
      'retention.no_copies',
      'retention.clean_first',
      'retention.unconfirmed',
      'backup.place_gone',
      'backup.place_full',
      'backup.differs',
      'backup.source_damaged',
      'backup.running',
      'storage.busy',
      'storage.full'
    ]
  })
} as const
