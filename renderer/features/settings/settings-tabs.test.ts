// Why: a tab shows itself only to posts that may use it.
import { grantsOf, type Role } from '@shared/contract'
import { describe, expect, test } from 'vitest'
import { tabsFor } from './settings-tabs'

const seenBy = (...held: Role[]): string[] => tabsFor((permission) => grantsOf(held).has(permission)).map(({ id }) => id)
const everybody = ['office', 'deputies', 'passphrase', 'display', 'practice', 'about']

describe('tabsFor', () => {
  test('a clerk › sees the conversion of codes, neither users nor log', () =>
    expect(seenBy('window', 'verifier', 'signer')).toEqual([
      'office',
      'deputies',
      'passphrase',
      'retention',
      'conversion',
      ...everybody.slice(3)
    ]))
  test('the administrator › sees units and users, the card reader and the keys, not the log', () =>
    expect(seenBy('administrator')).toEqual([
      'office',
      'organisation',
      'accounts',
      'deputies',
      'passphrase',
      'reader',
      'forms',
      'keys',
      'backup',
      'checkup',
      'retention',
      ...everybody.slice(3)
    ]))
  test('the overseer › sees the log, not the users', () =>
    expect(seenBy('overseer')).toEqual(['office', 'deputies', 'passphrase', 'audit', 'protection', ...everybody.slice(3)]))
})
