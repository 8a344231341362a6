/** Households, dwellings and employers: who belongs together, lives in one house or works at one place, now and before. */
import { z } from 'zod'
import { command, query } from './define'
import { PersonRow } from './person-records'
import { DivisionCode, Id, optionalText, PartialDay, text } from './values'

const Stay = z.strictObject({
  person: PersonRow,
  episode: Id,
  startedOn: PartialDay,
  endedOn: PartialDay.nullable()
})

/** Present stays first, at most 500 of each; `more` says that there are others. */
const stays = { now: z.array(Stay), before: z.array(Stay), more: z.boolean() }

export const HouseholdView = z.strictObject({
  id: Id,
  revision: z.int(),
  /** 18 digits: 12 of the area, 2 of the group, 4 of the household. */
  number: z.string(),
  headId: Id.nullable(),
  note: z.string().nullable(),
  members: z.array(z.strictObject({ person: PersonRow, relation: z.string().nullable() }))
})

export const DwellingView = z.strictObject({
  id: Id,
  revision: z.int(),
  kind: z.string().nullable(),
  code: DivisionCode,
  placeName: z.string(),
  text: z.string(),
  contact: z.string().nullable(),
  contactPhoneMasked: z.string().nullable()
})

export const EmployerView = z.strictObject({
  id: Id,
  revision: z.int(),
  name: z.string(),
  address: z.string().nullable(),
  /** Code of list `employer_kind`. */
  kind: z.string().nullable(),
  phone: z.string().nullable()
})

const typing = { text: z.string().trim().max(100), limit: z.int().min(1).max(50).default(10) }
const held = { id: Id, revision: z.int() }
const ref = z.strictObject({ id: Id, revision: z.int() })

export const places = {
  household: query({
    input: z.strictObject({ id: Id }),
    output: HouseholdView,
    needs: 'persons.read',
    audit: 'place.seen',
    fails: ['places.unknown', 'places.out_of_scope']
  }),
  /** By number or by the name of the head or a member. */
  searchHouseholds: query({
    input: z.strictObject(typing),
    output: z.strictObject({
      rows: z.array(z.strictObject({ id: Id, number: z.string(), head: z.string().nullable(), members: z.int() }))
    }),
    needs: 'persons.search'
  }),
  /** The number an own one would get: the next of the area and group. */
  nextHouseholdNumber: query({
    input: z.strictObject({
      code: DivisionCode,
      group: z
        .string()
        .regex(/^\d{2}$/)
        .default('00')
    }),
    output: z.strictObject({ number: z.string() }),
    needs: 'persons.read',
    fails: ['reference.division_unknown', 'places.household_full', 'places.out_of_scope']
  }),
  /** A household and its members; members left out leave the household, their files keep the change in their history. */
  saveHousehold: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      revision: z.int().nullable().default(null),
      number: z.string().regex(/^[1-9]\d{17}$/, '户编码为 18 位数字'),
      headId: Id.nullable().default(null),
      members: z
        .array(z.strictObject({ personId: Id, relation: z.string().max(32).nullable().default(null) }))
        .max(60)
        .default([]),
      /** Members as the screen showed them: whoever joined since stays. Absent means all who belong to it. */
      shown: z.array(Id).max(200).optional(),
      note: optionalText(200),
      why: optionalText(200)
    }),
    output: ref,
    needs: 'persons.write',
    audit: 'household.saved',
    fails: [
      'places.unknown',
      'places.out_of_scope',
      'places.changed_meanwhile',
      'places.household_number_taken',
      'places.head_not_member',
      'persons.unknown',
      'persons.out_of_scope',
      'persons.code_unknown',
      'persons.bad_text',
      'reference.division_unknown'
    ]
  }),
  dwelling: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ dwelling: DwellingView, ...stays }),
    needs: 'persons.read',
    audit: 'place.seen',
    fails: ['places.unknown', 'places.out_of_scope']
  }),
  /** For typing: houses whose address holds the words, those within the division first. */
  searchDwellings: query({
    input: z.strictObject({ ...typing, within: DivisionCode.nullable().default(null) }),
    output: z.strictObject({ rows: z.array(DwellingView) }),
    needs: 'persons.search'
  }),
  /** The contact of a house; its address is what the stays say. */
  saveDwelling: command({
    input: z.strictObject({ ...held, contact: optionalText(100), contactPhone: optionalText(30), why: optionalText(200) }),
    output: ref,
    needs: 'persons.write',
    audit: 'dwelling.saved',
    fails: ['places.unknown', 'places.out_of_scope', 'places.changed_meanwhile', 'persons.bad_text']
  }),
  employer: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ employer: EmployerView, ...stays }),
    needs: 'persons.read',
    audit: 'place.seen',
    fails: ['places.unknown', 'places.out_of_scope']
  }),
  searchEmployers: query({
    input: z.strictObject(typing),
    output: z.strictObject({ rows: z.array(EmployerView) }),
    needs: 'persons.search'
  }),
  saveEmployer: command({
    input: z.strictObject({
      ...held,
      name: text(100),
      address: optionalText(100),
      kind: z.string().max(32).nullable().default(null),
      phone: optionalText(30),
      why: optionalText(200)
    }),
    output: ref,
    needs: 'persons.write',
    audit: 'employer.saved',
    fails: [
      'places.unknown',
      'places.out_of_scope',
      'places.changed_meanwhile',
      'places.exists',
      'persons.code_unknown',
      'persons.bad_text'
    ]
  })
} as const
