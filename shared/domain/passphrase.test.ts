// Why: what a guesser tries first must never pass, and what the meter praises must be harder than what it lets through.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonPassphrases } from './common-passphrases'
import { judgePassphrase } from './passphrase'

const owner = { name: 'zhangsan', displayName: '张三' }
const levelOf = (passphrase: string): number => judgePassphrase(passphrase, owner).level

describe('passphrase', () => {
  it.each(['春风 拂面 山高 水长 同舟', 'Lan-Hua-7 yu 2 Mei', '山高路远坑深大军纵横驰奔', 'correct horse battery staple six'])(
    '%s › will do',
    (one) => {
      expect(levelOf(one)).toBeGreaterThan(0)
    }
  )

  it.each([
    '好好学习天天向上为人民服务',
    'Password1234Admin',
    '我爱你1314520密码',
    'zhangsan19900305',
    '床前明月光疑是地上霜',
    'woaini5201314qwerty',
    'yipanqi2026admin',
    // Words that overlap where they are put together.
    'internet 1314520 1314520',
    '心想事成-2032-qazwsx-789456-66666666',
    '黄河入海流13145201314520'
  ])('%s › is refused with a reason', (one) => {
    expect(judgePassphrase(one, owner)).toMatchObject({ level: 0, reason: expect.stringMatching(/\p{Script=Han}/u) as string })
  })

  it('any words of the list put together, with any year, in any case › never pass', () => {
    const word = fc.constantFrom(...commonPassphrases)
    const year = fc.integer({ min: 1900, max: 2099 }).map(String)
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, word, year), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom('', ' ', '-'),
        (parts, upper, by) => {
          const text = parts.join(by)
          expect(levelOf(upper ? text.toUpperCase() : text)).toBe(0)
        }
      )
    )
  })

  it('more own characters › are never judged weaker', () => {
    const own = fc.stringMatching(/^[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨]{1,6}$/)
    fc.assert(
      fc.property(own, (more) => {
        const base = '山高路远坑深大军纵横驰奔'
        expect(levelOf(base + more)).toBeGreaterThanOrEqual(levelOf(base))
      })
    )
  })
})
