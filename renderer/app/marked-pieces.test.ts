// Why: a mark on the wrong character is worse than none, so what is marked is held against the text it came from.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markedPieces } from './marked-pieces'

const shown = (text: string, asked: string): string =>
  markedPieces(text, asked)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('')

describe('markedPieces', () => {
  it.each([
    ['欧阳娜娜', '阳娜', '欧[阳娜]娜'],
    ['欧阳娜娜', '娜', '欧阳[娜娜]'],
    ['阿依古丽·买买提', '丽买', '阿依古[丽]·[买]买提'],
    ['\u{20bb7}田\u{30edd}', '\u{30edd}', '\u{20bb7}田[\u{30edd}]'],
    ['6108**********002X', '002x', '6108**********[002X]'],
    ['建设路Ａ区', 'a区', '建设路[Ａ区]'],
    ['张三', 'zs', '张三'],
    ['张三', '张 s', '[张]三'],
    ['张三', '', '张三'],
    ['', '张', '']
  ])('markedPieces › marks in %s what %s asked for', (text, asked, want) => {
    expect(shown(text, asked)).toBe(want)
  })

  it('markedPieces › gives the text back whole › whatever was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, asked) => {
        expect(
          markedPieces(text, asked)
            .map((piece) => piece.text)
            .join('')
        ).toBe(text)
      })
    )
  })
})
