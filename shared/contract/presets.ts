/** 查询方案: a question to the list of persons or to the ledger of slips, kept under a name by one user or for the whole office. */
import { z } from 'zod'
import { command, query } from './define'
import type { Permission } from './permissions'
import { ListSort, PersonFilter } from './person-filter'
import { SlipFilter, SlipSort } from './slip-filter'
import { Id, text } from './values'

/** A column of the list as its user arranged it. */
export const PresetColumn = z.strictObject({ id: z.string().min(1).max(40), width: z.int().min(1).max(2000), hidden: z.boolean() })

export const PersonQuestion = z.strictObject({ filter: PersonFilter.prefault({}), sort: ListSort.default('pinyin') })
export type PersonQuestion = z.infer<typeof PersonQuestion>
export const SlipQuestion = z.strictObject({ filter: SlipFilter.prefault({}), sort: SlipSort.default('newest') })
export type SlipQuestion = z.infer<typeof SlipQuestion>

const held = { id: Id, revision: z.int() }

const presetView = <Q extends z.ZodType>(question: Q) =>
  z.strictObject({
    ...held,
    name: z.string(),
    /** Seen by everybody in the office. */
    shared: z.boolean(),
    /** Kept by the account that asks. */
    own: z.boolean(),
    updatedBy: z.string(),
    /** Whether the account that asks may rename or take it away. */
    changeable: z.boolean(),
    /** Null for one that another version of the program wrote and this one cannot read. */
    question: question.nullable(),
    columns: z.array(PresetColumn)
  })
export type PresetView<Q> = Omit<z.infer<ReturnType<typeof presetView<z.ZodNull>>>, 'question'> & { question: Q | null }

const presetSave = <Q extends z.ZodType>(question: Q) =>
  z.strictObject({
    id: Id.nullable().default(null),
    /** The revision on screen; null for a new one. */
    revision: z.int().nullable().default(null),
    name: text(30),
    shared: z.boolean(),
    question,
    columns: z.array(PresetColumn).max(60)
  })
export type PresetSave<Q> = Omit<z.infer<ReturnType<typeof presetSave<z.ZodNull>>>, 'question'> & { question: Q }

const presetsOf = <Q extends z.ZodType, const P extends Permission>(question: Q, needs: P) => ({
  /** Own ones first, then those of the office, by name. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(presetView(question)) }), needs }),
  /** Keeps a question; with an id it replaces that one, name and reach included. */
  save: command({
    input: presetSave(question),
    output: z.strictObject(held),
    needs,
    audit: 'preset.saved',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile', 'presets.name_taken', 'presets.too_many']
  }),
  /** Takes one away; `restore` brings it back as it was. */
  remove: command({
    input: z.strictObject(held),
    output: z.strictObject(held),
    needs,
    audit: 'preset.removed',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile']
  }),
  restore: command({
    input: z.strictObject(held),
    output: z.strictObject(held),
    needs,
    audit: 'preset.restored',
    fails: ['presets.unknown', 'presets.not_yours', 'presets.changed_meanwhile', 'presets.name_taken']
  })
})

export const presets = presetsOf(PersonQuestion, 'persons.search')
export const slipPresets = presetsOf(SlipQuestion, 'slips.read')
