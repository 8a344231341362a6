/** The same person never twice: pairs that may be one person, the decision about each, merging two files and taking that back. */
import { z } from 'zod'
import { ActConflict, ActKept, ActState } from './acts'
import { command, job, query } from './define'
import { DependentKind, PersonRow } from './person-records'
import { Cursor, Id, Instant, optionalText, PageLimit } from './values'

/** What speaks most for a pair; lists are filtered by it. */
export const PairReason = z.enum(['number', 'near_number', 'name', 'sound', 'shape', 'former_name', 'phone', 'family'])
export type PairReason = z.infer<typeof PairReason>

/** `not_duplicate` stands until a fact that was compared changes; `merged` until the merge is taken back. */
export const PairState = z.enum(['open', 'not_duplicate', 'merged'])

const two = { a: Id, b: Id }

export const PairView = z.strictObject({
  a: PersonRow,
  b: PersonRow,
  /** 0 to 100. */
  score: z.int(),
  reasons: z.array(z.string()),
  state: PairState,
  foundAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  why: z.string().nullable()
})
export type PairView = z.infer<typeof PairView>

/** Facts that are chosen together, so that a number keeps the words about it. */
export const MergeChoice = z.enum([
  'name',
  'formerName',
  'sex',
  'birthDate',
  'number',
  'ethnicity',
  'education',
  'hukouType',
  'marital',
  'firstMarriedOn',
  'currentMarriedOn',
  'marriageCertNo',
  'onlyChild',
  'phone',
  'hukou',
  'household',
  'note'
])
export type MergeChoice = z.infer<typeof MergeChoice>

const Which = z.enum(['a', 'b'])

/** One line of the comparison; values are masked as everywhere. */
export const ComparedField = z.strictObject({
  choice: MergeChoice,
  label: z.string(),
  a: z.string().nullable(),
  b: z.string().nullable(),
  same: z.boolean(),
  /** Of masked numbers: at which places they differ. */
  differs: z.string().nullable(),
  suggested: Which
})
export type ComparedField = z.infer<typeof ComparedField>

export const ComparedFile = z.strictObject({
  person: PersonRow,
  revision: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string(),
  /** What stands in the file and follows it; certificates are counted once the office issues them. */
  counts: z.strictObject({ slips: z.int(), episodes: z.int(), spouses: z.int(), children: z.int(), phones: z.int(), changes: z.int() }),
  /** Its stays in words, the latest first. */
  stays: z.array(z.string()),
  /** Names of files merged into it before. */
  mergedFrom: z.array(z.string())
})
export type ComparedFile = z.infer<typeof ComparedFile>

/** A group of files too large to be compared one by one: what they share, and how many they are. */
export const Crowd = z.strictObject({ reason: PairReason, files: z.int() })
export type Crowd = z.infer<typeof Crowd>

/** A record written into the surviving file after the merge, which may belong to the other one. */
export const WrittenMeanwhile = z.strictObject({ kind: DependentKind, id: Id, label: z.string(), at: Instant, by: z.string() })

export const MergeView = z.strictObject({
  act: Id,
  at: Instant,
  by: z.string(),
  why: z.string().nullable(),
  state: ActState,
  undoneAt: Instant.nullable(),
  undoneBy: z.string().nullable(),
  survivor: z.strictObject({ id: Id, name: z.string() }),
  merged: z.strictObject({ id: Id, name: z.string() })
})
export type MergeView = z.infer<typeof MergeView>

/** Lists are cut at 200 each; the counts are whole. */
const outcome = { conflicts: z.array(ActConflict), conflictCount: z.int(), kept: z.array(ActKept), keptCount: z.int() }

const PAIR_FAILS = ['persons.unknown', 'persons.out_of_scope', 'persons.merged', 'duplicates.same_file'] as const

export const duplicates = {
  /** Looks through the whole register; decisions made before stand as long as what they were made on. */
  scan: job({
    input: z.strictObject({}),
    output: z.strictObject({
      files: z.int(),
      /** Pairs now open, and how many of them this scan found first. */
      open: z.int(),
      fresh: z.int(),
      crowds: z.array(Crowd)
    }),
    needs: 'persons.write',
    audit: 'duplicates.scanned',
    steps: { read: '读取档案', compare: '逐项比对' },
    fails: ['duplicates.whole_county_only']
  }),
  /** When the register was last looked through, and how many pairs wait. */
  status: query({
    input: z.strictObject({}),
    output: z.strictObject({
      state: z.enum(['never', 'unfinished', 'done']),
      at: Instant.nullable(),
      by: z.string().nullable(),
      files: z.int(),
      open: z.int(),
      crowds: z.array(Crowd)
    }),
    needs: 'persons.search'
  }),
  /** The likeliest first. */
  list: query({
    input: z.strictObject({
      state: PairState.exclude(['merged']).default('open'),
      reason: PairReason.nullable().default(null),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(PairView), next: Cursor.nullable() }),
    needs: 'persons.search',
    audit: 'duplicates.listed'
  }),
  /** Any two files side by side. */
  compare: query({
    input: z.strictObject(two),
    output: z.strictObject({
      a: ComparedFile,
      b: ComparedFile,
      score: z.int(),
      reasons: z.array(z.string()),
      /** The file that should go on. */
      survivor: Which,
      fields: z.array(ComparedField),
      /** What a merge does beside the fields, in sentences. */
      notes: z.array(z.string()),
      decided: z.strictObject({ state: PairState, by: z.string(), at: Instant, why: z.string().nullable() }).nullable()
    }),
    needs: 'persons.read',
    audit: 'persons.compared',
    fails: PAIR_FAILS
  }),
  /** 不是同一人. */
  dismiss: command({
    input: z.strictObject({ ...two, why: optionalText(200) }),
    output: z.strictObject(two),
    needs: 'persons.write',
    audit: 'duplicates.dismissed',
    fails: [...PAIR_FAILS, 'duplicates.decided']
  }),
  /** Takes 不是同一人 back. */
  reopen: command({
    input: z.strictObject(two),
    output: z.strictObject(two),
    needs: 'persons.write',
    audit: 'duplicates.reopened',
    fails: [...PAIR_FAILS, 'duplicates.not_decided']
  }),
  /** Two files become one group; nothing that hangs on either moves, and the act can be taken back whole. */
  merge: command({
    input: z.strictObject({
      survivor: Id,
      survivorRevision: z.int(),
      merged: Id,
      mergedRevision: z.int(),
      /** Facts that the surviving file takes from the other one. */
      taken: z.array(MergeChoice).default([]),
      why: optionalText(200)
    }),
    output: z.strictObject({ act: Id, survivor: Id, revision: z.int(), childPairs: z.int() }),
    needs: 'persons.write',
    audit: 'persons.merged',
    fails: [...PAIR_FAILS, 'persons.changed_meanwhile', 'duplicates.decided', 'duplicates.parent_and_child']
  }),
  /** 合并记录, the latest first. */
  merges: query({
    input: z.strictObject({ cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(MergeView), next: Cursor.nullable() }),
    needs: 'persons.search'
  }),
  /** What taking a merge back would leave, and what was written meanwhile; nothing is changed. */
  previewUnmerge: query({
    input: z.strictObject({ act: Id }),
    output: z.strictObject({ merge: MergeView, written: z.array(WrittenMeanwhile), ...outcome }),
    needs: 'persons.read',
    fails: ['acts.unknown', 'persons.out_of_scope']
  }),
  /** Both files stand again as they were; `move` names records written meanwhile that go to the other file. */
  unmerge: command({
    input: z.strictObject({
      act: Id,
      move: z
        .array(z.strictObject({ kind: DependentKind, id: Id }))
        .max(200)
        .default([])
    }),
    output: z.strictObject({ survivor: Id, merged: Id, moved: z.int(), ...outcome }),
    needs: 'persons.write',
    audit: 'persons.unmerged',
    approval: { permission: 'approve.unmerge', title: '撤销合并' },
    fails: ['acts.unknown', 'acts.not_done', 'persons.out_of_scope', 'persons.record_unknown']
  })
} as const
