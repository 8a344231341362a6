/** Why: what is signed is proven by the code on the paper, so codes as large as those of certificates are drawn and read back by a reader of another hand. */
import { beforeAll, expect, it } from 'vitest'
import { judgeProof, writeProof } from '@shared/proof'
import { qrShape } from '../../renderer/print/qr-code'
import { readQr, squaresOf, withoutQuiet } from '../kit/qr-reader'
import { seededRandom, seedOf } from '../kit/seed'
import { aProof, judgeOf, keyIdOctets, signing } from './kit'

const seed = seedOf('DRAWN_SEED')
const random = seededRandom(seed)
const below = (limit: number): number => Math.floor(random() * limit)
beforeAll(() => console.info(`DRAWN_SEED=${String(seed)}`))

const LETTERS = Array.from('王䶮㛃𠮷𬭚李·阿依古丽陕西省榆林市测试街道0123456789X')
const words = (most: number): string => Array.from({ length: 1 + below(most) }, () => LETTERS[below(LETTERS.length)] ?? '').join('')

it('300 codes of certificates › drawn and read square by square › are valid, of many sizes', () => {
  const judge = judgeOf()
  const versions = new Set<number>()
  for (let turn = 0; turn < 300; turn += 1) {
    const id = Array.from({ length: 32 }, () => below(16).toString(16)).join('')
    const facts = Array.from({ length: 1 + below(5) }, () => ({ label: words(6), value: words(24) }))
    const code = writeProof({ ...aProof, id, number: words(18), facts }, keyIdOctets, signing)
    const { text, version } = readQr(withoutQuiet(squaresOf(qrShape(code))))
    expect(text).toBe(code)
    expect(judgeProof(text, judge)).toMatchObject({ answer: 'valid', proof: { id, facts } })
    versions.add(version)
  }
  expect(versions.size).toBeGreaterThan(4)
})

it('one square turned over anywhere › is noticed by the reader, save where nothing is written', () => {
  const squares = withoutQuiet(squaresOf(qrShape(writeProof(aProof, keyIdOctets, signing))))
  const { text } = readQr(squares)
  let refused = 0
  for (let turn = 0; turn < 200; turn += 1) {
    const [y, x] = [below(squares.length), below(squares.length)]
    const turned = squares.map((row, at) => (at === y ? row.map((isDark, column) => (column === x ? !isDark : isDark)) : row))
    try {
      expect(readQr(turned).text).toBe(text)
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      refused += 1
    }
  }
  expect(refused).toBeGreaterThan(150)
})
