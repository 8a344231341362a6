// A bundle written here is read here: content, envelope and cards arrive as they were sent.
import { describe, expect, it } from 'vitest'
import { madeUpPair, pack, receive, seal, slipLines, verify } from './made-up-offices'

describe('sealBundle and openBundle', () => {
  it('carry every line unchanged › for one slip and for several thousand', async () => {
    const pair = await madeUpPair()
    for (const count of [1, 3000]) {
      const lines = slipLines(pair.from.card.id, count)
      const file = await seal(pair, await pack(pair, lines))
      const { core, items } = await receive(pair, file)
      expect(core.n.slip).toBe(count)
      expect(items.map((item) => ('text' in item ? item.text : ''))).toEqual(lines)
      expect(items.every((item) => item.t === 'slip' && item.refusal === null)).toBe(true)
    }
  })

  it('keep the content id › when sealed again with a fresh state', async () => {
    const pair = await madeUpPair()
    const content = await pack(pair, slipLines(pair.from.card.id, 2))
    const first = await verify(pair, await seal(pair, content))
    const again = await verify(pair, await seal(pair, content, { state: { ...first.header.state, no: 9 } }))
    expect(again.header.data?.content.id).toBe(first.header.data?.content.id)
    expect(again.header.data?.payload.digest).not.toBe(first.header.data?.payload.digest)
    expect(again.header.state.no).toBe(9)
  })

  it('make a status file without payload', async () => {
    const pair = await madeUpPair()
    const verified = await verify(pair, await seal(pair, null))
    expect(verified.header.kind).toBe('status')
    expect(verified.payload).toBeNull()
    expect(verified.cardDecision).toEqual({ kind: 'same' })
  })
})
