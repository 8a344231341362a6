// Why: a number too many or too few in a pack makes the stock never add up again.
import { expect, it } from 'vitest'
import { bookletNumbers } from './booklet-number'

it.each([
  ['0009', '0011', ['0009', '0010', '0011']],
  ['桂A0000001', '桂A0000001', ['桂A0000001']],
  ['K2-099', 'K2-101', ['K2-099', 'K2-100', 'K2-101']],
  ['0011', '0009', null],
  ['A001', 'B002', null],
  ['099', '0100', null],
  ['00001', '05001', null],
  ['A', 'B', null],
  ['1<b>', '2<b>', null]
])('%s to %s › %j', (first, last, numbers) => {
  expect(bookletNumbers(first, last)).toEqual(numbers)
})
