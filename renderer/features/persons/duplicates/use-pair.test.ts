/** Why: a fact taken from the wrong file cannot be seen on the merged one. */
import { describe, expect, it } from 'vitest'
import type { ComparedField, MergeChoice } from '@shared/contract/duplicates'
import { takenFrom, type Side } from './use-pair'

const field = (choice: MergeChoice, suggested: Side, same = false): ComparedField => ({
  ...{ choice, label: choice, a: '甲', b: '乙', same, differs: null, suggested }
})
const fields = [field('name', 'a'), field('number', 'b'), field('phone', 'b'), field('sex', 'b', true)]

describe('takenFrom', () => {
  it.each([
    ['a', [], ['number', 'phone']],
    ['b', [], ['name']],
    ['a', [['number', 'a']], ['phone']],
    [
      'b',
      [
        ['name', 'b'],
        ['phone', 'a']
      ],
      ['phone']
    ]
  ] as const)('takenFrom › keeps %s, chosen %j › takes %j', (survivor, chosen, taken) => {
    expect(takenFrom(fields, new Map<MergeChoice, Side>(chosen), survivor)).toEqual(taken)
  })
})
