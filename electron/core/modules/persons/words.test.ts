/** Why: a field that got no label, or names a list that is not there, reaches the clerk as an English word or a bare number. */
import { codeListsOf, fieldLabel } from '@shared/domain'
import { expect, it } from 'vitest'
import { reference } from '../../../../test/kit/register'
import { dependents } from './dependents'
import { placeFields } from './dwellings'
import { personFields } from './file'
import { isSpoken } from './words'

const records: readonly (readonly [string | null, readonly string[]])[] = [
  [null, Object.keys(personFields)],
  ...Object.entries(dependents).map(([kind, { fields }]) => [kind, Object.keys(fields)] as const),
  ...Object.entries(placeFields).map(([kind, fields]) => [kind, Object.keys(fields)] as const)
]

it('fieldLabel › has Chinese words › for every field with a history', () => {
  const silent = records.flatMap(([kind, fields]) =>
    fields.filter((field) => isSpoken(field) && !/\p{sc=Han}/u.test(fieldLabel(kind, field))).map((field) => `${kind ?? 'person'}.${field}`)
  )
  expect(silent).toEqual([])
})

it('codeListsOf › names lists that exist › for every field with codes', () => {
  const named = new Set(records.flatMap(([kind, fields]) => fields.flatMap((field) => codeListsOf(kind, field))))
  expect(named.size).toBeGreaterThan(10)
  expect([...named].filter((list) => reference.codeLists[list] === undefined)).toEqual([])
})
