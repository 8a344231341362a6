// Why: a log line nobody can read is no oversight; every event and method of the contract has its office word.
import { contract, methods } from '@shared/contract'
import { catalogue } from '@shared/errors'
import { describe, expect, test } from 'vitest'
import { eventWords } from './audit-event-words'
import { detailLines, eventChoices, wordOfEvent, wordOfMethod } from './audit-words'

const declared = [...methods.values()].flatMap(({ audit }) => (audit === undefined ? [] : [audit]))
const chinese = /^[\p{Script=Han}U0-9 （）、]+$/u

describe('audit words', () => {
  test('every audit event of the contract › has a Chinese word', () => {
    expect(declared.length).toBeGreaterThan(30)
    const wordless = declared.filter((event) => !Object.hasOwn(eventWords, event) || !chinese.test(wordOfEvent(event)))
    expect(wordless).toEqual([])
  })

  test('no word is kept for an event the contract does not have', () => {
    expect(Object.keys(eventWords).filter((event) => !declared.includes(event))).toEqual([])
  })

  test('every method of the contract › has a Chinese word', () => {
    const unknown = wordOfMethod('nobody.knows')
    const wordless = [...methods.keys()].filter((name) => wordOfMethod(name) === unknown || !chinese.test(wordOfMethod(name)))
    expect(wordless).toEqual([])
    expect(methods.size).toBe(Object.values(contract).reduce((sum, module) => sum + Object.keys(module).length, 0))
  })

  test('a refused look › whose line carries the method as its event › reads like the method', () => {
    expect(wordOfEvent('persons.get')).toBe(wordOfMethod('persons.get'))
    expect(wordOfEvent('something.else')).not.toContain('something')
  })

  test('words in the filter › are told apart', () => {
    const labels = eventChoices.map(({ label }) => label)
    expect(new Set(labels).size).toBe(labels.length)
  })
})

describe('detailLines', () => {
  test('a refusal › tells its reason in the words of the catalogue › first', () => {
    const [first] = detailLines({ count: 3, code: 'accounts.last_administrator' })
    expect(first).toEqual({ label: '原因', text: '这是最后一位管理员。' })
  })

  test('posts and yes-or-no › are said in words', () => {
    expect(detailLines({ roles: ['window', 'overseer'], active: false })).toEqual([
      { label: '岗位', text: '窗口、监督' },
      { label: '在用', text: '否' }
    ])
  })

  test('identifiers › are said in words, lists without words by their length, gaps of a sentence closed', () => {
    const detail = { kind: 'XC', items: ['A01', 'A02'], rulePack: 'order-555', result: 'not_found', by: ['演练甲', '演练乙'] }
    expect(detailLines(detail).map(({ text }) => text)).toEqual(['协查', '2 项', '国务院令第555号', '查无此人', '演练甲、演练乙'])
    expect(detailLines({ code: 'office.weak_passphrase' })[0]?.text).toBe('口令太容易被猜到。')
  })

  test('every reason in the log › reads as a sentence without gaps', () => {
    const reasons = Object.keys(catalogue).map((code) => detailLines({ code })[0]?.text ?? '')
    expect(reasons.filter((text) => !/^[^—]{4,}$/.test(text))).toEqual([])
  })

  test('internal numbers and unknown codes › are left out', () => {
    expect(detailLines({ digest: 'sha256:00', job: 'x', code: '610802-00' })).toEqual([])
    expect(detailLines(null)).toEqual([])
  })
})
