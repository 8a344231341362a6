/** What was taken in under a key lost since stands only where the owner's own word reaches it. */
import { describe, expect, it } from 'vitest'
import { doubtsIn } from './unvouched'

const word = (spoken = true) => ({ lost: new Set(['lost']), spoken })
const bundle = (seq: number, id: string, prev: string | null, by = 'lost') => ({ id, seq, prev, signed_by: by })
const chain = [bundle(1, 'a', null), bundle(2, 'b', 'a'), bundle(3, 'c', 'b')]

describe('doubtsIn', () => {
  it('what the declared end reaches through prev › stands, in any order, and nothing behind it', () => {
    const held = [...chain.toReversed(), bundle(4, 'thief', 'c')]
    expect([...doubtsIn(held, [{ last: 3, head: 'c' }], word())]).toEqual([['thief', 'beyond']])
  })

  it('another content at a place the chain names › is doubted › and what it names before itself is not vouched for', () => {
    const held = [...chain, bundle(2, 'thief', 'x'), bundle(1, 'x', null)]
    expect(doubtsIn(held, [{ last: 3, head: 'c' }], word())).toEqual(
      new Map([
        ['thief', 'beside'],
        ['x', 'beside']
      ])
    )
  })

  it('below a hole in the chain › waits for what fills it', () => {
    const held = [...chain.slice(0, 2), bundle(4, 'd', 'c')]
    expect(doubtsIn(held, [{ last: 4, head: 'd' }], word())).toEqual(
      new Map([
        ['b', 'open'],
        ['a', 'open']
      ])
    )
  })

  it('of several ends the lowest counts, and an end before the first bundle vouches for none', () => {
    const ends = [
      { last: 3, head: 'c' },
      { last: 2, head: 'b' }
    ]
    expect([...doubtsIn(chain, ends, word())]).toEqual([['c', 'beyond']])
    expect(doubtsIn(chain, [{ last: 0, head: null }], word()).size).toBe(3)
  })

  it('an epoch the owner never named › is not his once he was heard › until then it waits', () => {
    expect([...doubtsIn(chain, [], word()).values()]).toEqual(['beyond', 'beyond', 'beyond'])
    expect([...doubtsIn(chain, [], word(false)).values()]).toEqual(['open', 'open', 'open'])
  })

  it('a bundle under a key in use › vouches for itself and for what it names', () => {
    const held = [...chain.slice(0, 2), bundle(3, 'c', 'b', 'new')]
    expect(doubtsIn(held, [{ last: 1, head: 'a' }], word()).size).toBe(0)
  })
})
