// Why: a warning that names forty offices is read by nobody, and one that sounds like an end stops work that may go on.
import { describe, expect, test } from 'vitest'
import { keyWarningWords, type KeyWarning } from './key-warning-words'

const row = (kind: KeyWarning['kind'], days: number, name = '某县'): KeyWarning => ({ kind, days, name, step: 1, partnerId: null })

describe('keyWarningWords', () => {
  test('nothing to see to › says nothing', () => expect(keyWarningWords([])).toEqual([]))
  test('own key, before, on and after its day', () => {
    const said = [30, 0, -5].map((days) => keyWarningWords([row('own-key', days)])[0])
    expect(said[0]).toContain('还有 30 天到期')
    expect(said[1]).toContain('今天到期')
    expect(said[2]).toContain('已超期 5 天')
    for (const sentence of said) expect(sentence).toContain('照常能用')
  })
  test('a partner that left the national suite › is told first, with what two persons do', () => {
    const said = keyWarningWords([row('silent', 60), { ...row('suite', 0, '临县'), step: 4 }])
    expect(said[0]).toContain('已停止给它装包：临县')
    expect(said[0]).toContain('改回通用算法')
  })
  test('many partners › names three and counts all, one sentence for each matter', () => {
    const rows = [...Array(5).keys()].flatMap((at) => [row('silent', 60 + at, `县${String(at)}`), row('partner-key', 7, `县${String(at)}`)])
    const said = keyWarningWords(rows)
    expect(said).toHaveLength(2)
    expect(said[1]).toContain('县0（60 天）、县1（61 天）、县2（62 天） 等 5 个单位')
  })
})
