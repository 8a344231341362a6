/** The sheet in the safe must come back exactly, or not at all. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateAgeIdentity, signingKeyFromSeed } from '../../crypto'
import { inGroups, rootOfText, rootText } from './root-paper'

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
const textOf = (octets: Uint8Array): string => rootText(signingKeyFromSeed(octets))

describe('rootText', () => {
  it('comes back from paper in any spacing and case', () => {
    fc.assert(
      fc.property(seed, (octets) => {
        const text = textOf(octets)
        expect(text).toMatch(/^JHB-ROOT-1[02-9AC-HJ-NP-Z]{58}$/)
        expect(Buffer.from(rootOfText(inGroups(text).toLowerCase())?.seed ?? []).equals(Buffer.from(octets))).toBe(true)
      }),
      { numRuns: 40 }
    )
  })

  it('with one character wrong, missing or doubled is refused', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 10, max: 67 }), fc.constantFrom(...'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'), (octets, at, char) => {
        const text = textOf(octets)
        if (text[at] !== char) expect(rootOfText(text.slice(0, at) + char + text.slice(at + 1))).toBeNull()
        expect(rootOfText(text.slice(0, at) + text.slice(at + 1))).toBeNull()
        expect(rootOfText(`${text.slice(0, at)}${char}${text.slice(at)}`)).toBeNull()
      }),
      { numRuns: 40 }
    )
  })

  it('is not any other Bech32 key, nor the same letters under another name', async () => {
    expect(rootOfText(await generateAgeIdentity())).toBeNull()
    expect(rootOfText(textOf(new Uint8Array(32)).replace('ROOT', 'R00T'))).toBeNull()
    expect(rootOfText('')).toBeNull()
  })
})
