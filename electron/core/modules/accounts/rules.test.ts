/** Which passphrases are refused, and that the last administrator stays. */
import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { assertAdministratorLeft, assertPassphrase } from './rules'

const owner = { name: 'zhangsan', displayName: '张三' }
const verdict = (passphrase: string): string => {
  try {
    assertPassphrase(passphrase, owner)
    return 'ok'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('passphrase', () => {
  it.each(['春风 拂面 山高 水长 同舟', 'Lan-Hua-7 yu 2 Mei', '山高路远坑深大军纵横驰奔', 'correct horse battery staple six'])(
    'accepts %s',
    (passphrase) => {
      expect(verdict(passphrase)).toBe('ok')
    }
  )

  it.each([
    '',
    '123456',
    '123456789012',
    '210987654321',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    'abcdefghijklmnop',
    'password2026!!',
    'PasswordPassword1',
    'adminadmin12345',
    '一二三四五六',
    'abcdefabcdef',
    'zhangsan1234',
    '张三张三'
  ])('refuses %s', (passphrase) => {
    expect(verdict(passphrase)).toBe('office.weak_passphrase')
  })
})

describe('last administrator', () => {
  it('stays › whatever else changes', () => {
    expect(() => {
      assertAdministratorLeft([
        { roles: ['administrator'], active: false },
        { roles: ['signer'], active: true }
      ])
    }).toThrow(AppError)
    expect(() => {
      assertAdministratorLeft([{ roles: ['administrator', 'window'], active: true }])
    }).not.toThrow()
  })
})
