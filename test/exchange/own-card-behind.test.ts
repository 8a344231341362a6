/** A partner has seen a card of ours that neither database nor root knows: no version is signed a second time (exchange.md §4.2, decision 28). */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPair, type Pair } from '../kit/linked-offices'
import { changeKeys, keyState } from '../kit/root-acts'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

it('a card seen elsewhere only › nothing is signed until it is back', async () => {
  const { a, b } = pair
  const [stick, back] = [pair.stick(), pair.stick()]
  await a.writeTo(stick, {})
  await b.takeFrom(stick)
  await b.writeTo(back, {})
  await a.takeFrom(back)
  // As after a stolen PC whose office went back to paper: partners answer to a card that is nowhere here.
  a.write.raw.exec('UPDATE peer_envelope SET to_card = 2')
  await expect(changeKeys(a, 'rotated')).rejects.toMatchObject({ code: 'keys.card_behind', params: { seen: 2, own: 1 } })
  expect(keyState(a)).toMatchObject({ card: { version: 1 } })
})
