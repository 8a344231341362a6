/** Why: a level that an output does not keep is a word; every answer of the contract is walked for fields that may leave only masked, or not at all. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { methods } from '@shared/contract'
import { fieldsAt } from '@shared/contract/field-levels'
import { ServiceRow } from '@shared/contract/services'

interface Found {
  readonly method: string
  readonly fields: readonly string[]
}

/** Every object that an answer may hold, by the names of its members. */
const objects: Found[] = []
function walk(method: string, node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  if ('properties' in node && typeof node.properties === 'object' && node.properties !== null)
    objects.push({ method, fields: Object.keys(node.properties) })
  for (const inner of Object.values(node)) walk(method, inner)
}
for (const [method, spec] of methods) walk(method, z.toJSONSchema(spec.output, { io: 'output', unrepresentable: 'any' }))

const bearing = (field: string): string[] => [
  ...new Set(objects.filter(({ fields }) => fields.includes(field)).map(({ method }) => method))
]
/** The card lies on the reader before the clerk; it is what he is about to type. */
const READER = ['reader.read', 'reader.tryOut']

describe('levels › answers of the contract', () => {
  it('L4 › leaves by services.open alone, and the list of services carries none of it', () => {
    const sealed = fieldsAt('service', 'L4')
    expect(sealed).toEqual(['method', 'outcome'])
    expect(objects.filter(({ fields }) => sealed.every((field) => fields.includes(field))).map(({ method }) => method)).toEqual(
      expect.arrayContaining(['services.open'])
    )
    expect(sealed.filter((field) => Object.hasOwn(ServiceRow.shape, field))).toEqual([])
    const all = objects.filter(({ fields }) => sealed.every((field) => fields.includes(field))).map(({ method }) => method)
    // Lines of the log have a method and an outcome of their own.
    expect(new Set(all.filter((method) => !method.startsWith('audit.')))).toEqual(new Set(['services.open']))
  })

  it('what is opened for a reason › is asked of two methods, each on record, and neither reply is kept for a second asking', () => {
    const opening = [...methods].filter(([, spec]) => spec.needs === 'services.open')
    expect(opening.map(([method]) => method).sort()).toEqual(['services.open', 'slips.openSealed'])
    for (const [method, spec] of opening)
      expect([spec.kind, 'unkept' in spec && spec.unkept, typeof spec.audit], method).toEqual(['command', true, 'string'])
  })

  it('L3 of the person and the spouse › is in no answer but as a mask', () => {
    for (const field of new Set([...fieldsAt('person', 'L3'), ...fieldsAt('spouse', 'L3')])) {
      expect(bearing(field).filter((method) => !READER.includes(method))).toEqual([])
      expect(bearing(`${field}Masked`).length).toBeGreaterThan(0)
    }
  })

  it('facts of children › stand only in objects that say whether they are masked', () => {
    const told = objects.filter(({ fields }) => fields.includes('birthCertNo'))
    expect(told.length).toBeGreaterThan(0)
    for (const { method, fields } of told) {
      expect(fields, method).toContain('masked')
      expect(
        fieldsAt('child', 'L3').filter((field) => !fields.includes(field) && !fields.includes(`${field}Masked`)),
        method
      ).toEqual([])
    }
  })

  it('numbers of identity cards › leave masked', () => {
    for (const field of ['idNo', 'idNoOld15']) expect(bearing(field).filter((method) => !READER.includes(method))).toEqual([])
  })

  it('the service desk’s records › are in answers of services alone', () => {
    expect(bearing('askedBySelf')).toEqual(['services.list'])
  })
})
