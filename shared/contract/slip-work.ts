/** Who works on the slips of the other side: given out, handed over, taken back, and noted on. */
import { z } from 'zod'
import { command, query } from './define'
import { slipPresets } from './presets'
import { Day, Id, optionalText, text } from './values'

const Ids = z.array(Id).min(1).max(1000)
const knowing = ['slips.unknown', 'slips.out_of_scope', 'slips.action_not_allowed'] as const

export const slipWork = {
  /** Colleagues who may pair and verify, within what the account covers. */
  colleagues: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(z.strictObject({ id: Id, displayName: z.string(), unit: z.string().nullable() })) }),
    needs: 'slips.verify'
  }),
  /** Whose area the persons live in, by their files or, before pairing, by what the slip says; `left`: it says too little. */
  proposeUnits: query({
    input: z.strictObject({ ids: Ids }),
    output: z.strictObject({
      parts: z.array(z.strictObject({ unit: Id, name: z.string(), ids: z.array(Id) })),
      left: z.array(Id),
      /** The limit of the rules between the offices of one county, from today; null where they set none. */
      comesBack: z.strictObject({ on: Day, rule: z.string() }).nullable()
    }),
    needs: 'slips.verify',
    fails: ['slips.unknown', 'slips.out_of_scope']
  }),
  /** 分派, or 转交 where somebody had it: one act, taken back as one by `undoAssign`. */
  assign: command({
    input: z.strictObject({
      parts: z
        .array(z.strictObject({ ids: Ids, unit: Id.nullable(), account: Id.nullable().default(null) }))
        .min(1)
        .max(200),
      /** The day by which it is to come back; null: the limits of the slip alone. */
      dueOn: Day.nullable().default(null),
      note: optionalText(200)
    }),
    output: z.strictObject({ act: Id, ids: z.array(Id) }),
    needs: 'slips.verify',
    audit: 'slip.assigned',
    fails: [
      ...knowing,
      'slips.nobody_chosen',
      'slips.colleague_cannot',
      'slips.day_past',
      'organisation.unknown',
      'organisation.closed',
      'persons.out_of_scope'
    ]
  }),
  /** Pairs what nobody could doubt: the same number and the same name, and one file alone; the rest is `left` for a person to look at. */
  pairSure: command({
    input: z.strictObject({ ids: Ids }),
    /** `act`: what `undoBatch` takes back; null where nothing was paired. */
    output: z.strictObject({ act: Id.nullable(), paired: z.array(Id), left: z.array(Id) }),
    needs: 'slips.verify',
    audit: 'slip.paired_many',
    fails: knowing
  }),
  /** 收回; by an account of a township: back to the county. */
  takeBack: command({
    input: z.strictObject({ ids: Ids, note: optionalText(200) }),
    output: z.strictObject({ act: Id, ids: z.array(Id) }),
    needs: 'slips.verify',
    audit: 'slip.taken_back',
    fails: knowing
  }),
  /** Puts back what one such act changed; what somebody worked on later stays (`kept`). */
  undoAssign: command({
    input: z.strictObject({ act: Id }),
    output: z.strictObject({ restored: z.int(), kept: z.int() }),
    needs: 'slips.verify',
    audit: 'slip.assign_undone',
    fails: ['acts.unknown', 'acts.not_done']
  }),
  /** Takes back 送签, 办结, 按证件号配对 or 已催办 of many; what somebody worked on later stays (`kept`). Each needs the right to do it. */
  undoBatch: command({
    input: z.strictObject({ acts: z.array(Id).min(1).max(1000) }),
    output: z.strictObject({ restored: z.int(), kept: z.int() }),
    needs: 'slips.read',
    audit: 'slip.batch_undone',
    fails: ['acts.unknown', 'acts.not_done']
  }),
  /** 查询方案 of the ledger. */
  presets: slipPresets.list,
  savePreset: slipPresets.save,
  removePreset: slipPresets.remove,
  restorePreset: slipPresets.restore,
  /** A free word in the history of a slip; it never travels and goes with what the slip says. */
  note: command({
    input: z.strictObject({ id: Id, text: text(200) }),
    output: z.strictObject({ id: Id }),
    needs: 'slips.write',
    audit: 'slip.noted',
    fails: ['slips.unknown', 'slips.out_of_scope']
  })
} as const
