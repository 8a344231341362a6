// Why: readers that type like a keyboard differ in order, separator and labels; the same card must come out the same, and rubbish must not become a person.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cardDay, cardSex, cardText, ethnicityCode, idTypeOfCard, type CardFacts } from './card-facts'
import { parseCardLine } from './card-line'
import { codeListsSchema } from './code-list'
import { residentIdCheckCharacter } from './resident-id'

const numbered = (first17: string): string => first17 + residentIdCheckCharacter(first17)
const idNo = numbered('61080219900307002')
const card: CardFacts = {
  kind: 'resident',
  name: '演练甲',
  sex: '2',
  ethnicity: '汉',
  birthDate: cardDay('19900307'),
  address: '陕西省榆林市榆阳区演练镇演练村1组8号',
  idNo,
  issuer: '榆林市公安局榆阳分局',
  validFrom: cardDay('20150101'),
  validTo: cardDay('20350101'),
  longTerm: false
}
const parts = ['演练甲', '女', '汉', '19900307', '陕西省榆林市榆阳区演练镇演练村1组8号', idNo, '榆林市公安局榆阳分局', '20150101-20350101']

describe('parseCardLine', () => {
  test.each(['|', '\t', ';', '；', '｜', '\r\n'])('parts between %j › give the card', (separator) => {
    expect(parseCardLine(parts.join(separator))).toEqual({ ok: true, card })
    expect(parseCardLine(parts.join(separator) + separator)).toEqual({ ok: true, card })
  })

  test('labels, other spellings of days and another order › give the same card', () => {
    const line = `公民身份号码:${idNo};姓名：演练甲;性别：女;民族：汉;出生：1990年3月7日;签发机关：榆林市公安局榆阳分局;住址：${card.address ?? ''};有效期限:2015.01.01-2035.01.01`
    expect(parseCardLine(line)).toEqual({ ok: true, card })
  })

  test('days of validity apart from each other › are put in order', () => {
    const line = [...parts.slice(0, 7), '有效期起20150101', '有效期止20350101'].join('|')
    expect(parseCardLine(line)).toEqual({ ok: true, card })
  })

  test('a card without end › has no last day', () => {
    for (const end of [['20150101-长期'], ['20150101', '长期']])
      expect(parseCardLine([...parts.slice(0, 7), ...end].join('|'))).toEqual({
        ok: true,
        card: { ...card, validTo: null, longTerm: true }
      })
  })

  test('what the line does not state › comes from the number', () => {
    expect(parseCardLine(`演练甲|${idNo}|某村`)).toMatchObject({ ok: true, card: { sex: '2', birthDate: '1990-03-07', ethnicity: null } })
  })

  test('padding of the chip, a photo and unknown parts › are passed over', () => {
    const line = [`演练甲${'\u0000'.repeat(4)}\u3000\u3000`, ...parts.slice(1), 'A'.repeat(400)].join('|')
    expect(parseCardLine(line)).toEqual({ ok: true, card })
  })

  test('long names with the dot and characters beyond the basic plane › stay whole', () => {
    for (const name of ['阿卜杜热西提·麦麦提吐尔逊·买买提艾力', '𠮷𬎆𰻝', 'Ivanova Anna'])
      expect(parseCardLine([name, ...parts.slice(1)].join('|'))).toMatchObject({ ok: true, card: { name } })
  })

  test('cards of foreigners and of people from Hong Kong, Macao and Taiwan › are told by their number', () => {
    const kindOf = (number: string): unknown => {
      const found = parseCardLine(['Ivanova Anna', '女', '19900307', number].join('|'))
      return found.ok && found.card.kind
    }
    expect(kindOf('USA110190030712')).toBe('foreign_resident')
    expect(kindOf(numbered('93164319900307002'))).toBe('foreign_resident')
    expect(kindOf(numbered('83000019900307002'))).toBe('hmt_resident')
  })

  test('a line cut short › is incomplete, other text is no card', () => {
    expect(parseCardLine(parts.slice(0, 5).join('|'))).toEqual({ ok: false, reason: 'incomplete' })
    expect(parseCardLine([idNo, '女', '汉'].join('|'))).toMatchObject({ ok: false, reason: 'incomplete' })
    for (const text of ['', '13800000000', '甲;乙;丙;丁', 'x'.repeat(5000), '|'.repeat(500)])
      expect(parseCardLine(text)).toEqual({ ok: false, reason: 'not_a_card' })
  })

  test('any text › is answered, and a card always has a name and a number', () => {
    const piece = fc.oneof(fc.constantFrom(...parts, '|', '\t', ';', '姓名：', '长期'), fc.string({ unit: 'binary', maxLength: 30 }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const found = parseCardLine(pieces.join('|'))
        if (found.ok) expect(found.card.name.length * found.card.idNo.length).toBeGreaterThan(0)
      })
    )
  })
})

describe('card values', () => {
  test('days › are real days or nothing', () => {
    expect([cardDay('1990-02-29'), cardDay('19900230'), cardDay('3-7'), cardDay('')]).toEqual([null, null, null, null])
    expect(cardDay('１９９００３０７')).toBe('1990-03-07')
  })

  test('sex › in code, word or letter', () => {
    expect([cardSex('1'), cardSex('女'), cardSex('f'), cardSex('9')]).toEqual(['1', '2', '2', null])
  })

  test('nothing but padding › is no text', () => expect(cardText('\u0000 \u3000\u200b')).toBeNull())

  test('ethnic groups › by code or by name as on the card', () => {
    const book = codeListsSchema.parse(
      JSON.parse(readFileSync(resolve(import.meta.dirname, '../../resources/codes/code-lists.json'), 'utf8'))
    )
    const edition = book.lists['ethnicity']?.editions[0]
    if (!edition) throw new RangeError('no list of ethnic groups')
    expect(['01', '1', '汉', '汉族', ' 维吾尔 '].map((text) => ethnicityCode(edition, text))).toEqual(['01', '01', '01', '01', '05'])
    expect([ethnicityCode(edition, '火星'), ethnicityCode(edition, '')]).toEqual([null, null])
  })

  test('the number of a card › is filed under a kind the register knows', () =>
    expect([idTypeOfCard('resident'), idTypeOfCard('hmt_resident')]).toEqual(['resident_id', 'residence_permit']))
})
