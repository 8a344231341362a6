/** Why: a person who is on file and cannot be found is entered twice, so the one box is tested with every way clerks ask. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, refusalOf, stay, type Register } from '../../../../test/kit/register'
import type { CallInput, Output } from '@shared/contract'
import { persons } from '@shared/contract/persons'
import { personHandlers } from '.'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

describe('persons.search', () => {
  it('search › finds a name by any one, two and three characters › rare characters and dots included', async () => {
    await register.put({ name: '欧阳娜娜' })
    await register.put({ name: '𠮷田𰻝' })
    await register.put({ name: '阿依古丽·买买提' })
    await register.put({ name: '㐀\u{2b740}\u{2ebf0}', formerName: '旧名甲' })
    for (const text of ['欧阳', '阳娜', '娜娜', '阳娜娜', '欧']) expect(register.names(text), text).toContain('欧阳娜娜')
    for (const text of ['𠮷田', '田𰻝', '𰻝', '𠮷']) expect(register.names(text), text).toEqual(['𠮷田𰻝'])
    for (const text of ['古丽', '买提', '古丽买', '阿依古丽·买买提', '阿依古丽.买买提', '丽·买'])
      expect(register.names(text), text).toEqual(['阿依古丽·买买提'])
    for (const text of ['㐀\u{2b740}', '\u{2ebf0}', '旧名', '名甲']) expect(register.names(text), text).toEqual(['㐀\u{2b740}\u{2ebf0}'])
    expect(register.names('阳欧')).toEqual([])
    expect(register.names('娜欧阳')).toEqual([])
  })

  it('search › finds by pinyin, initials, surname readings and mixtures', async () => {
    await register.put({ name: '曾晓岚' })
    for (const text of ['zengxiaolan', 'zeng xiao', 'cengxiao', 'zxl', 'cxl', 'xl', 'xiaol', 'ZXL', '曾xl', '曾 lan'])
      expect(register.names(text), text).toContain('曾晓岚')
    await register.put({ name: '吕绿' })
    for (const text of ['lvlv', 'lülü', 'LÜ']) expect(register.names(text), text).toContain('吕绿')
    await register.put({ name: 'Maria Lopez' })
    for (const text of ['maria', 'lopez', 'Lop']) expect(register.names(text), text).toEqual(['Maria Lopez'])
  })

  it('search › finds by an edited reading', async () => {
    await register.put({ name: '乐朴', pinyin: 'Lào Piáo' })
    for (const text of ['laopiao', 'lp']) expect(register.names(text), text).toContain('乐朴')
  })

  it('search › finds a number whole, by its front and its end, and a telephone by its end', async () => {
    const { id } = await register.put({ name: '号码甲', idType: 'resident_id', idNo: '14112419770707123X', phone: '0912-3456789' })
    for (const text of [
      '14112419770707123X',
      '14112419770707123x',
      '1411241977',
      '123X',
      '07123X',
      '6789',
      '0912 3456789',
      '１４１１２４１９７７'
    ])
      expect(
        register.search({ filter: { text } }).rows.map((row) => row.id),
        text
      ).toContain(id)
    await register.put({ name: '旧码甲', idType: 'resident_id', idNo: '141124660606123' })
    expect(register.names('141124660606123')[0]).toBe('旧码甲')
    expect(register.names('141124196606061239')).toEqual([])
  })

  it('search › shows whole names before leading before inner matches › by relevance', async () => {
    await register.put({ name: '赵钱乾' })
    await register.put({ name: '钱乾' })
    await register.put({ name: '钱乾坤' })
    expect(register.names('钱乾')).toEqual(['钱乾', '钱乾坤', '赵钱乾'])
  })

  it.each(['%', '_', '%%', "'", '"', '"*', '*', "' OR 1=1 --", '\\', 'NEAR(', 'a AND b', '^', '(', '\u0000', '%_%', '-'])(
    'T80 search › takes %j as characters like any other',
    (text) => {
      expect(register.names(text)).toEqual([])
    }
  )

  it('T80 search › finds nobody and stays quick for 10,000 characters › and is never asked for 100,000', () => {
    for (const text of ['王'.repeat(10_000), 'a'.repeat(10_000), '1'.repeat(10_000), 'x y '.repeat(2500)]) {
      expect(register.names(text)).toEqual([])
      expect(() => register.names(text.repeat(10))).toThrow(expect.objectContaining({ name: 'ZodError' }) as Error)
    }
  })

  it('search › finds a percent sign that stands in a name', async () => {
    await register.put({ name: '损%坏' })
    expect(register.names('%')).toEqual(['损%坏'])
    expect(register.names('损%')).toEqual(['损%坏'])
  })

  it('search › records how many rows were shown › above twenty only', async () => {
    for (let at = 0; at < 21; at++) await register.put({ name: `众多${String.fromCodePoint(0x4e00 + at)}` })
    office.notes.length = 0
    register.search({ filter: { text: '众多' }, limit: 20 })
    expect(office.notes).toEqual([])
    register.search({ filter: { text: '众多' } })
    expect(office.notes).toEqual([{ detail: { rows: 21 } }])
  })
})

describe('persons.search pages', () => {
  const walk = (input: CallInput<typeof persons.search>): string[] => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { rows, next }: Output<typeof persons.search> = register.search({ ...input, cursor, limit: 7 })
      seen.push(...rows.map((row) => row.id))
      cursor = next
    } while (cursor !== null)
    return seen
  }

  it.each(['pinyin', 'started', 'division', 'relevance'] as const)(
    'search › shows everybody once and agrees with the count › sort %s',
    async (sort) => {
      for (const filter of [
        {},
        { status: null },
        { text: '众' },
        { text: '1' },
        { kind: 'in' },
        { within: '141100' },
        { hukouWithin: '610000', startedFrom: '2021-01-01', startedTo: '2030-12-31' }
      ] as const) {
        const seen = walk({ filter, sort })
        const { count, more } = await personHandlers.count(office.query(), persons.count.input.parse({ filter }))
        expect([new Set(seen).size, more], JSON.stringify(filter)).toEqual([seen.length, false])
        expect(seen, JSON.stringify(filter)).toHaveLength(count)
      }
    }
  )

  it('search › orders by syllables › 张三 before 张三丰 before 章', async () => {
    for (const name of ['章序甲', '张序', '张序甲', '阿序']) await register.put({ name })
    expect(register.names('序', 'pinyin')).toEqual(['阿序', '张序', '张序甲', '章序甲'])
  })

  it('search › finds stays of which only the month is known › in a range that touches it', async () => {
    await register.put({ name: '月份甲' }, stay({ startedOn: '2011-03' }))
    await register.put({ name: '月份乙' }, stay({ startedOn: '2011-03-10' }))
    const range = (startedFrom: string, startedTo: string): string[] =>
      register.search({ filter: { text: '月份', startedFrom, startedTo } }).rows.map((row) => row.name)
    expect(range('2011-03-15', '2011-03-31')).toEqual(['月份甲'])
    expect(range('2011-03-01', '2011-03-31').sort()).toEqual(['月份乙', '月份甲'].sort())
    expect(range('2011-04-01', '2011-04-30')).toEqual([])
  })

  it.each([
    'zzz',
    Buffer.from('["pinyin",0,"",1]').toString('base64url'),
    Buffer.from('["started",0,"a","","",1]').toString('base64url'),
    ''
  ])('search › refuses a cursor it did not hand out › %j', (cursor) => {
    expect(refusalOf(() => register.search({ cursor, sort: 'pinyin' }))).toBe('request.invalid')
  })
})
