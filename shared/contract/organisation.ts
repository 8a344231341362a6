/** The four levels of posts below the county and the accounts that sit at them. */
import { z } from 'zod'
import { unitLevels } from '../domain/organisation-unit'
import { command, query } from './define'
import { Day, DivisionCode, Id, text } from './values'

const NamedPlace = z.strictObject({ code: z.string(), fullName: z.string() })

export const OrganisationUnit = z.strictObject({
  id: Id,
  parent: Id.nullable(),
  level: z.enum(unitLevels),
  /** 6, 9 or 12 digits; null for a group, which works inside its village. */
  code: z.string().nullable(),
  name: z.string(),
  shortName: z.string(),
  /** From the county down, joined by `›`. */
  path: z.string(),
  /** The post to ask for there, never a person's name by rule of the office. */
  post: z.string(),
  phone: z.string(),
  validFrom: z.string().nullable(),
  /** First day it no longer works. */
  validTo: z.string().nullable(),
  revision: z.int(),
  /** Units right below that still work. */
  children: z.int(),
  /** Accounts bound to this very unit that may sign in. */
  users: z.int(),
  /** Set when the table of divisions knows that its code was abolished: what holds the area today. */
  abolished: z.strictObject({ on: z.string(), now: z.array(NamedPlace) }).nullable()
})
export type OrganisationUnit = z.infer<typeof OrganisationUnit>

const BoundAccount = z.strictObject({ id: Id, name: z.string(), displayName: z.string(), active: z.boolean() })

export const organisation = {
  /** The units right below one, in their order; `below` null gives the county. */
  tree: query({
    input: z.strictObject({ below: Id.nullable().default(null), closed: z.boolean().default(false) }),
    output: z.strictObject({
      rows: z.array(OrganisationUnit),
      /** What `fromDivisions` would make, as long as there is no unit at all. */
      proposal: z.strictObject({ code: z.string(), fullName: z.string(), townships: z.int(), villages: z.int() }).nullable()
    }),
    needs: 'signed-in',
    fails: ['organisation.unknown']
  }),
  /** Units that still work, by name, short name or code. */
  search: query({
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(50).default(20) }),
    output: z.strictObject({ rows: z.array(OrganisationUnit) }),
    needs: 'signed-in'
  }),
  /** Makes county, townships and, if wanted, villages from the divisions of today, in one step. */
  fromDivisions: command({
    input: z.strictObject({ villages: z.boolean() }),
    output: z.strictObject({ created: z.int() }),
    needs: 'office.manage',
    audit: 'organisation.built',
    fails: ['organisation.already_built']
  }),
  /** Adds a unit below `parent` (`id` null) or changes one. A changed code takes the codes of all units below with it. */
  save: command({
    input: z.strictObject({
      id: Id.nullable(),
      /** Needed for a new unit; where an existing one stands is changed by `move`. */
      parent: Id.nullable().default(null),
      /** Revision the change was made on; null for a new unit. */
      revision: z.int().nullable().default(null),
      code: DivisionCode.nullable(),
      name: text(100),
      shortName: z.string().trim().max(30, '最多 30 个字').default(''),
      post: z.string().trim().max(50, '最多 50 个字').default(''),
      phone: z.string().trim().max(64, '最多 64 个字').default(''),
      validFrom: Day.nullable().default(null)
    }),
    output: z.strictObject({ id: Id, revision: z.int() }),
    needs: 'office.manage',
    audit: 'organisation.saved',
    fails: [
      'organisation.unknown',
      'organisation.changed_meanwhile',
      'organisation.too_deep',
      'organisation.closed',
      'organisation.code_level',
      'organisation.code_outside',
      'organisation.code_taken',
      'organisation.bad_day'
    ]
  }),
  /** Puts a unit before a sibling (null: last), below the same or another unit of the level above; a move into another area brings a new code. */
  move: command({
    input: z.strictObject({
      id: Id,
      parent: Id,
      before: Id.nullable().default(null),
      /** null keeps the code. */
      code: DivisionCode.nullable().default(null)
    }),
    output: z.strictObject({ id: Id }),
    needs: 'office.manage',
    audit: 'organisation.moved',
    fails: [
      'organisation.unknown',
      'organisation.root_stays',
      'organisation.wrong_level',
      'organisation.closed',
      'organisation.code_level',
      'organisation.code_outside',
      'organisation.code_taken'
    ]
  }),
  /** Closes a unit from a day on; null takes the closing back. */
  close: command({
    input: z.strictObject({ id: Id, on: Day.nullable() }),
    output: z.strictObject({ id: Id }),
    needs: 'office.manage',
    audit: 'organisation.closed',
    fails: [
      'organisation.unknown',
      'organisation.root_stays',
      'organisation.has_users',
      'organisation.has_units',
      'organisation.bad_day',
      'organisation.closed',
      'organisation.code_taken'
    ]
  }),
  users: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ rows: z.array(BoundAccount) }),
    needs: 'accounts.manage',
    fails: ['organisation.unknown']
  }),
  /** From the next sign-in on, the account reads and writes only what lies in the unit's area. */
  bindAccount: command({
    input: z.strictObject({ account: Id, unit: Id }),
    output: z.strictObject({ account: Id }),
    needs: 'accounts.manage',
    audit: 'account.bound',
    fails: ['accounts.unknown', 'organisation.unknown', 'organisation.closed']
  }),
  /** Gives the account the whole county. */
  unbindAccount: command({
    input: z.strictObject({ account: Id }),
    output: z.strictObject({ account: Id }),
    needs: 'accounts.manage',
    audit: 'account.unbound',
    fails: ['accounts.unknown']
  })
} as const
