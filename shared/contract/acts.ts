/** Bulk changes that can be taken back as one: import, merge, conversion of codes, change of status, assigning slips, other acts on slips. */
import { z } from 'zod'
import { job, query } from './define'
import { Cursor, Id, Instant, PageLimit } from './values'

export const ActKind = z.enum(['import', 'merge', 'conversion', 'status', 'assign', 'slips'])
export type ActKind = z.infer<typeof ActKind>

/** `undoing`: taking back was interrupted and goes on when it is asked for again. */
export const ActState = z.enum(['done', 'undoing', 'undone'])

export const ActView = z.strictObject({
  id: Id,
  kind: ActKind,
  at: Instant,
  by: z.string(),
  note: z.string().nullable(),
  state: ActState,
  undoneAt: Instant.nullable(),
  undoneBy: z.string().nullable(),
  /** Files it changed, and files it made. */
  changed: z.int(),
  created: z.int()
})
export type ActView = z.infer<typeof ActView>

/** A value that somebody changed after the act: it stays, and the clerk sees both. */
export const ActConflict = z.strictObject({
  personId: Id.nullable(),
  name: z.string(),
  label: z.string(),
  /** What the act had written, and what stands now; masked as elsewhere. */
  acted: z.string().nullable(),
  present: z.string().nullable()
})
export type ActConflict = z.infer<typeof ActConflict>

/** A file or record the act made that stays because something later hangs on it. */
export const ActKept = z.strictObject({ personId: Id.nullable(), name: z.string(), why: z.string() })
export type ActKept = z.infer<typeof ActKept>

/** Lists are cut at 200 each; the counts are whole. */
const outcome = {
  conflicts: z.array(ActConflict),
  conflictCount: z.int(),
  kept: z.array(ActKept),
  keptCount: z.int()
}

export const acts = {
  list: query({
    input: z.strictObject({ kind: ActKind.nullable().default(null), cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(ActView), next: Cursor.nullable() }),
    needs: 'persons.read'
  }),
  /** What taking it back would do; nothing is changed. */
  preview: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ act: ActView, ...outcome }),
    needs: 'persons.read',
    fails: ['acts.unknown', 'acts.merge_elsewhere', 'acts.slips_elsewhere']
  }),
  undo: job({
    input: z.strictObject({ id: Id }),
    /** `undone`: files put back as they were, files removed included. */
    output: z.strictObject({ undone: z.int(), ...outcome }),
    needs: 'persons.write',
    audit: 'act.undone',
    steps: { changes: '逐项撤销', files: '恢复档案' },
    fails: ['acts.unknown', 'acts.merge_elsewhere', 'acts.slips_elsewhere', 'acts.not_done']
  })
} as const
