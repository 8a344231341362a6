// Why: whom the checking page believes is decided when it is handed out: every key an office ever had, and none that a thief may hold.
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from '@shared/domain'
import { judgeByNames, judgeProof, writeProof, type ProofNames } from '@shared/proof'
import { aProof } from '../../../../test/proof/kit'
import { generateSigningKey, signEd25519, verifyEd25519, type SigningKey } from '../../crypto'
import { fingerprint, formatKeyLine, type KeyCard } from '../../container'
import { proofNames } from './offices'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const TODAY = day('2026-11-23')

const [first, second, third] = [generateSigningKey(), generateSigningKey(), generateSigningKey()]
const revoked = (key: SigningKey, reason: string) => ({ key: fingerprint(key.publicKey), since_ver: 2, reason })
/** What of a card is asked here. */
const card = (over: Partial<KeyCard>, ...keys: SigningKey[]): KeyCard =>
  ({
    ...{ id: 'ab'.repeat(16), code: '610802-00', name: '签发县', revoked: [] },
    sign: keys.map(({ publicKey }) => ({ key: formatKeyLine(publicKey), dev: 1, from_ver: 1 })),
    ...over
  }) as unknown as KeyCard // The rest of a card says nothing about proofs.

function answer(names: ProofNames, key: SigningKey, issuer = '610802-00'): string {
  const keyId = Buffer.from(fingerprint(key.publicKey).slice(7), 'base64').subarray(0, 8)
  const code = writeProof({ ...aProof, issuer }, keyId, (message) => signEd25519(key, message))
  const found = judgeProof(code, judgeByNames(names, verifyEd25519, TODAY))
  return found.answer === 'unconfirmed' ? found.reason : found.answer
}

describe('the list of the checking page', () => {
  it('a key changed in peace › still proves what it signed', () => {
    const names = proofNames([[card({ revoked: [revoked(first, 'rotated')] }, second), card({}, first)]], '签发县', TODAY)
    expect([answer(names, first), answer(names, second), answer(names, third)]).toEqual(['valid', 'valid', 'unknown_key'])
  })

  it('a key told lost › proves nothing any more, by whichever card it was told', () => {
    const newest = card({}, third)
    const names = proofNames([[newest, card({ revoked: [revoked(first, 'lost')] }, second), card({}, first)]], '签发县', TODAY)
    expect([answer(names, first), answer(names, second), answer(names, third)]).toEqual(['lost_key', 'valid', 'valid'])
  })

  it('an office that got another code › may have signed under both', () => {
    const names = proofNames([[card({ code: '610881-00' }, first), card({}, first)]], '签发县', TODAY)
    expect([answer(names, first), answer(names, first, '610881-00'), answer(names, first, '520115-00')]).toEqual([
      'valid',
      'valid',
      'wrong_issuer'
    ])
  })

  it('a partner’s key › counts for the partner alone', () => {
    const partner = card({ id: 'cd'.repeat(16), code: '520115-00', name: '往来县' }, second)
    const names = proofNames([[card({}, first)], [partner], []], '签发县', TODAY)
    expect(names).toMatchObject({ maker: '签发县', madeOn: TODAY, practice: false })
    expect([answer(names, second, '520115-00'), answer(names, second)]).toEqual(['valid', 'wrong_issuer'])
  })

  it('of a practice office › says so', () => {
    expect(proofNames([[card({ practice: true }, first)]], '演练', TODAY).practice).toBe(true)
  })
})
