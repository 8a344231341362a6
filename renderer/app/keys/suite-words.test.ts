// Why: the one word a clerk reads of cryptography must neither promise a certificate nor hide that nothing can be sent.
import { expect, test } from 'vitest'
import { suiteWords } from './suite-words'

test('suiteWords › says what is used, that it is not certified, and why nothing can be sealed', () => {
  expect(suiteWords({ inUse: 'A1', bound: false })).toBe('通用算法')
  expect(suiteWords({ inUse: 'G1', bound: true })).toMatch(/SM2、SM3、SM4；未经检测认证/)
  expect(suiteWords({ inUse: null, bound: true })).toContain('等两个人决定')
  expect(suiteWords({ inUse: null, bound: false })).toContain('不能装包')
})
