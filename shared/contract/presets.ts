/** 查询方案: a question to the list of persons, kept under a name by one user or for the whole office. */
import { z } from 'zod'
import { command, query } from './define'
import { ListSort, PersonFilter } from './person-filter'
import { Id, text } from './values'

/** A column of the list as its user arranged it. */
export const PresetColumn = z.strictObject({ id: z.string().min(1).max(40), width: z.int().min(1).max(2000), hidden: z.boolean() })

const question = { filter: PersonFilter.prefault({}), sort: ListSort.default('pinyin') }
const held = { id: Id, revision: z.int() }

export const PresetView = z.strictObject({
  id: Id,
  revision: z.int(),
  name: z.string(),
  /** Seen by everybody in the office. */
  shared: z.boolean(),
  /** Kept by the account that asks. */
  own: z.boolean(),
  updatedBy: z.string(),
  /** Whether the account that asks may rename or take it away. */
  changeable: z.boolean(),
  /** Null for one that another version of the program wrote and this one cannot read. */
  question: z.strictObject({ filter: PersonFilter, sort: ListSort }).nullable(),
  columns: z.array(PresetColumn)
})
export type PresetView = z.infer<typeof PresetView>

export const presets = {
  /** Own ones first, then those of the office, by name. */
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(PresetView) }),
    needs: 'persons.search'
  }),
  /** Keeps a question; with an id it replaces that one, name and reach included. */
  save: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      /** The revision on screen; null for a new one. */
      revision: z.int().nullable().default(null),
      name: text(30),
      shared: z.boolean(),
      ...question,
      columns: z.array(PresetColumn).max(60)
    }),
    output: z.strictObject(held),
    needs: 'persons.search',
    audit: 'preset.saved',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile', 'presets.name_taken', 'presets.too_many']
  }),
  /** Takes one away; `restore` brings it back as it was. */
  remove: command({
    input: z.strictObject(held),
    output: z.strictObject(held),
    needs: 'persons.search',
    audit: 'preset.removed',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile']
  }),
  restore: command({
    input: z.strictObject(held),
    output: z.strictObject(held),
    needs: 'persons.search',
    audit: 'preset.restored',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile', 'presets.name_taken']
  })
} as const
