// Why: which slips, items, limits, forms and counting rules apply is dated data; this is the one shape such data may have.
import { z } from 'zod'
import { isDivisionCode } from './division-code'
import { requiredFieldSchema } from './minimum-file'
import { isInForce, validityShape } from './validity'
import { slipFieldSchema, slipBlockSchema, type SlipField } from './slip-field'
import { slipKinds, slipKindSchema, type SlipKind } from './slip-kinds'
import { exceedsLevel, sensitivitySchema } from './sensitivity'
import { movementScopes } from './movement-scope'
import type { Day } from './calendar-day'

const label = z.string().min(1).max(60)
const code = z.string().regex(/^[a-z][a-z0-9_.]{0,47}$/)
/** `P23` names a public page of the research, `R` a recommendation, `K` general knowledge not yet verified. */
const source = z.string().min(1).max(200)

const slipTypeSchema = z.strictObject({
  label,
  enabled: z.boolean(),
  /** the `kind` of the exchange format's slip line */
  exchangeKind: z.enum(['request', 'reply', 'notice', 'withdraw']),
  direction: z.enum(['either', 'reply', 'destination_to_home', 'home_to_destination']),
  aboutPerson: z.boolean(),
  answerRequired: z.boolean(),
  /** what slips of this type are usually written for; a person may choose another */
  purpose: code.optional(),
  /** no field or item above this level may travel in this type */
  maxLevel: sensitivitySchema,
  /** blocks whose fields stand directly in the body */
  include: z.array(code),
  fields: z.record(z.string(), slipFieldSchema),
  /** member names refused at any depth, whatever the whitelist says */
  never: z.array(z.string())
})

const itemSchema = z.strictObject({
  label,
  level: sensitivitySchema,
  slipTypes: z.array(slipKindSchema).min(1),
  /** travels only with a reference to the person's recorded consent */
  needsConsent: z.boolean(),
  /** legal bases that allow it; empty means any basis of the pack */
  legalBases: z.array(code),
  /** what a claimed or found value looks like; null when the status is the whole answer */
  value: slipFieldSchema.nullable()
})

const deadlineSchema = z.strictObject({
  id: code,
  label,
  /** what has to be done: `slip.answer`, `registration.verify_answer`, … */
  task: code,
  slipTypes: z.array(slipKindSchema),
  urgency: code.nullable(),
  purpose: code.nullable(),
  scope: z.enum(movementScopes).nullable(),
  /** division whose offices follow this row; null everywhere */
  region: z.string().refine(isDivisionCode).nullable(),
  value: z.int().min(0).max(3660),
  unit: z.enum(['calendar_day', 'working_day', 'month']),
  /** move a limit that falls on a day off to the next working day */
  roll: z.boolean(),
  ...validityShape,
  source
})

const indicatorSchema = z.strictObject({ id: code, label, enabled: z.boolean(), numerator: z.string(), denominator: z.string(), source })

const countingSchema = z.strictObject({
  /** last month's `fromDay` to this month's `toDay` */
  statisticalMonth: z.strictObject({ fromDay: z.int().min(1).max(28), toDay: z.int().min(1).max(28) }),
  /** whether a report received after the limit counts as received; both can be printed, this is the default. EX-4 */
  receiveCounting: z.enum(['strict', 'lenient']),
  /** a migrant is counted after so many days at the place */
  countedAfterDays: z.int().min(0).max(400),
  /** below this denominator counts are shown, no percentages */
  minDenominator: z.int().min(1),
  /** cells below this are suppressed, with complementary suppression. PV-10 */
  suppressBelow: z.int().min(1),
  /** what the file of everybody in the list must hold; each field once */
  minimumFile: z.strictObject({ fields: z.array(requiredFieldSchema).min(1), source }),
  /** what the office of her registered residence is first told about somebody who moved in, where an agreement holds that names one of these */
  firstSlip: z.strictObject({ kinds: z.array(slipKindSchema).min(1), source }),
  /** of whom the certificate that her home issued was looked at when she moved in; null where no rule asks that. Full years on the day of recording */
  certificateDuty: z
    .strictObject({
      label,
      forms: z.array(code).min(1),
      sexes: z.array(z.enum(['1', '2'])).min(1),
      ...{ ageFrom: z.int().min(0), ageTo: z.int().min(0), source }
    })
    .nullable(),
  indicators: z.array(indicatorSchema)
})

/** resources/codes/rule-packs/*.json. Source of the parts: domain.md §1 #34, §2.3, §2.5, §2.6, §5. Which forms hold under a pack is said by the forms. */
export const rulePackSchema = z
  .strictObject({
    format: z.literal('rule-pack/1'),
    id: z.enum(['pre-2009', 'order-555', 'e-certificate', 'current']),
    label,
    /** raised with every change of the data */
    version: z.int().min(1),
    ...validityShape,
    source,
    notes: z.array(z.string()),
    purposes: z.array(z.strictObject({ code, label })),
    /** `needsConsentRef`: the basis is the person's word, so the slip names its record */
    legalBases: z.array(z.strictObject({ code, label, needsConsentRef: z.boolean() })),
    urgencies: z.array(z.strictObject({ code, label })).min(1),
    blocks: z.record(code, slipBlockSchema),
    slipTypes: z.record(slipKindSchema, slipTypeSchema),
    items: z.record(code, itemSchema),
    deadlines: z.array(deadlineSchema),
    monthlyCutoffs: z.array(z.strictObject({ id: code, label, day: z.int().min(1).max(28), source })),
    movement: z.strictObject({ countsIntraCounty: z.boolean(), countsInterDistrict: z.boolean(), source }),
    counting: countingSchema
  })
  .superRefine((pack, context) => {
    for (const message of rulePackFaults(pack)) context.addIssue({ code: 'custom', message })
  })

export type RulePack = z.infer<typeof rulePackSchema>
export type RulePackId = RulePack['id']
export type SlipTypeRule = z.infer<typeof slipTypeSchema>
export type ItemRule = z.infer<typeof itemSchema>
export type DeadlineRule = z.infer<typeof deadlineSchema>

const fieldsOfPack = new WeakMap<RulePack, Map<SlipKind, Readonly<Record<string, SlipField>>>>()

/**
 * @returns the fields of the body of this type: those of the included blocks, then its own. Kept per pack, for a bundle asks a hundred thousand
 *   times; a pack is never changed once it is in use
 */
export function slipFields(pack: RulePack, kind: SlipKind): Readonly<Record<string, SlipField>> {
  const known = fieldsOfPack.get(pack) ?? new Map<SlipKind, Readonly<Record<string, SlipField>>>()
  fieldsOfPack.set(pack, known)
  const fields = known.get(kind) ?? mergedFields(pack, kind)
  known.set(kind, fields)
  return fields
}

function mergedFields(pack: RulePack, kind: SlipKind): Readonly<Record<string, SlipField>> {
  const rule = pack.slipTypes[kind]
  const included = rule.include.flatMap((name) => Object.entries(pack.blocks[name]?.fields ?? {}))
  return Object.fromEntries([...included, ...Object.entries(rule.fields)])
}

/** @returns the items that may be asked for or answered in this type, by code */
export function itemsOfSlipKind(pack: RulePack, kind: SlipKind): [string, ItemRule][] {
  return Object.entries(pack.items).filter(([, item]) => item.slipTypes.includes(kind))
}

/** @returns the pack in force on a day, null when none is */
export function rulePackOn(packs: readonly RulePack[], day: Day): RulePack | null {
  return packs.find((pack) => isInForce(pack, day)) ?? null
}

function rulePackFaults(pack: RulePack): string[] {
  return [
    ...slipKinds.flatMap((kind) => slipTypeFaults(pack, kind)),
    ...Object.entries(pack.items).flatMap(([id, item]) => itemFaults(pack, id, item)),
    ...deadlineFaults(pack),
    ...minimumFileFaults(pack)
  ]
}

function slipTypeFaults(pack: RulePack, kind: SlipKind): string[] {
  const rule = pack.slipTypes[kind]
  const faults = rule.include.filter((name) => pack.blocks[name] === undefined).map((name) => `${kind}: no block ${name}`)
  if (rule.purpose !== undefined && !pack.purposes.some(({ code: known }) => known === rule.purpose))
    faults.push(`${kind}: no purpose ${rule.purpose}`)
  for (const [path, field] of everyField(pack, slipFields(pack, kind))) {
    if (exceedsLevel(field.level, rule.maxLevel)) faults.push(`${kind}.${path}: above ${rule.maxLevel}`)
    if (field.level === 'L4' && !field.needsConsent) faults.push(`${kind}.${path}: sealed without consent`)
    if (path.split('.').some((name) => rule.never.includes(name))) faults.push(`${kind}.${path}: never allowed`)
    if (field.type === 'block' && pack.blocks[field.block] === undefined) faults.push(`${kind}.${path}: no block ${field.block}`)
  }
  return faults
}

/** Blocks hold no blocks of the same name, so the walk ends; deeper than four is refused by the exchange format's own limit. */
function everyField(pack: RulePack, fields: Readonly<Record<string, SlipField>>, prefix = '', depth = 0): [string, SlipField][] {
  return Object.entries(fields).flatMap(([name, field]): [string, SlipField][] => {
    const own: [string, SlipField] = [prefix + name, field]
    if (field.type !== 'block' || depth >= 4) return [own]
    return [own, ...everyField(pack, pack.blocks[field.block]?.fields ?? {}, `${prefix}${name}.`, depth + 1)]
  })
}

function itemFaults(pack: RulePack, id: string, item: ItemRule): string[] {
  const faults = item.slipTypes
    .filter((kind) => exceedsLevel(item.level, pack.slipTypes[kind].maxLevel))
    .map((kind) => `item ${id}: above the level of ${kind}`)
  if (item.level === 'L4' && !item.needsConsent) faults.push(`item ${id}: sealed without consent`)
  const known = pack.legalBases.map((basis) => basis.code)
  if (item.legalBases.some((basis) => !known.includes(basis))) faults.push(`item ${id}: unknown legal basis`)
  if (item.value !== null && exceedsLevel(item.value.level, item.level)) faults.push(`item ${id}: value above the item`)
  return faults
}

function deadlineFaults(pack: RulePack): string[] {
  const ids = pack.deadlines.map((row) => row.id)
  const faults = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `deadline ${id}: twice`)
  for (const row of pack.deadlines) {
    if (row.urgency !== null && !pack.urgencies.some((grade) => grade.code === row.urgency)) faults.push(`deadline ${row.id}: urgency`)
    if (row.purpose !== null && !pack.purposes.some((purpose) => purpose.code === row.purpose)) faults.push(`deadline ${row.id}: purpose`)
  }
  return faults
}

function minimumFileFaults({ counting: { minimumFile } }: RulePack): string[] {
  const named = minimumFile.fields.map(({ field }) => field)
  return named.filter((field, index) => named.indexOf(field) !== index).map((field) => `minimum file: ${field} twice`)
}
