/** What a list of persons may be narrowed by; a kept query and an export speak the same language. */
import { z } from 'zod'
import { arrivalIndicators, fileStates, indicatorSides, movementScopes, sharedStates } from '../domain'
import { FileStatus, MoveKind } from './person-records'
import { Day, DivisionCode, Id } from './values'

export const ListSort = z.enum(['relevance', 'pinyin', 'started', 'division'])
export type ListSort = z.infer<typeof ListSort>

/** Advanced conditions; each one left out asks for nothing. Ranges hold both their ends. */
export const PersonConditions = z.strictObject({
  sex: z.enum(['0', '1', '2', '9']).optional(),
  /** A birth of which only the year or month is known lies in every range that touches it. */
  bornFrom: Day.optional(),
  bornTo: Day.optional(),
  /** Full years on the day of asking. A birth known by its year or month counts when it may fit. */
  ageFrom: z.int().min(0).max(150).optional(),
  ageTo: z.int().min(0).max(150).optional(),
  /** A code of list `marital_status`; 20 已婚 stands for all its kinds. */
  marital: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  /** The level, as its first digit and 0: equal in both editions of list `education`. */
  education: z
    .string()
    .regex(/^[1-9]0$/)
    .optional(),
  hukouType: z.string().min(1).max(8).optional(),
  hasNumber: z.boolean().optional(),
  /** Whether a check of the number fails. */
  numberWarns: z.boolean().optional(),
  /** 缺字: a character of the name or former name that no shipped font draws. */
  missingGlyph: z.literal(true).optional(),
  /** A child with fewer full years on the day of asking; one of unknown birth counts for none. */
  childUnder: z.int().min(1).max(18).optional(),
  /** A child born on this day or later. */
  childBornFrom: Day.optional(),
  /** Of the present stay: a code of list `move_reason` or `move_reason_out_of_scope`. */
  stayReason: z.string().min(1).max(32).optional(),
  /** How far the present stay's move went, by the codes and rules of its day. */
  stayScope: z.enum(movementScopes).optional(),
  /** The present stay is with this employer. */
  employer: Id.optional(),
  /** The present stay is in this house. */
  dwelling: Id.optional(),
  /** The file against the minimum file of today's rules. */
  file: z.enum(fileStates).optional(),
  /** Moved in, recorded in the period, and counted by the figure; `numerator`: what the rules ask for was done by its end, or by today. */
  arrived: z.strictObject({ figure: z.enum(arrivalIndicators), side: z.enum(indicatorSides), from: Day, to: Day }).optional(),
  /** Moves between two counties of the province; `both`: the office of the other end wrote about her, or answered that it found her. */
  shared: z.enum(sharedStates).optional(),
  /** Day the file status began to hold, as the paper says. */
  statusFrom: Day.optional(),
  statusTo: Day.optional(),
  /** Day the file status was recorded. */
  statusRecordedFrom: Day.optional(),
  statusRecordedTo: Day.optional(),
  /** A code of list `file_status_reason`. */
  statusReason: z.string().min(1).max(32).optional(),
  /** Day in China on which the file was made. */
  recordedFrom: Day.optional(),
  recordedTo: Day.optional(),
  /** Who made the file, by the name in its history (`persons.recorders`). */
  recordedBy: z.string().min(1).max(100).optional(),
  /** Nothing in the file was written on this day in China or later. */
  untouchedSince: Day.optional()
})
export type PersonConditions = z.infer<typeof PersonConditions>

export const PersonFilter = z.strictObject({
  /** One box: ID (whole, prefix, tail), name or any 1–3+ characters of it, pinyin, initials, phone tail, words of addresses, both together. */
  text: z.string().max(10_000).default(''),
  kind: MoveKind.nullable().default(null),
  /** Null asks for every status; merged files are never listed, the file they went into is. */
  status: FileStatus.exclude(['merged']).nullable().default('active'),
  /** Present residence within this division. */
  within: DivisionCode.nullable().default(null),
  /** Registered residence within this division. */
  hukouWithin: DivisionCode.nullable().default(null),
  startedFrom: Day.nullable().default(null),
  startedTo: Day.nullable().default(null),
  more: PersonConditions.optional()
})
export type PersonFilter = z.infer<typeof PersonFilter>
