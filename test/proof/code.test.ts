// Why: a mailed proof is believed or not by its 2-D code alone, so every way of changing one must be noticed and none that is genuine refused.
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decode, encode, Tag } from 'cbor2'
import { beforeAll, describe, expect, it } from 'vitest'
import { deflateSync, inflateSync } from 'node:zlib'
import { judgeProof, MOST_FACTS, PROOF_PREFIX, writeProof, type Judge, type Proof, type ProofAnswer, type ProofKey } from '@shared/proof'
import { fromBase45, toBase45 } from '../../shared/proof/base45'
import { sealClaims } from '../../shared/proof/envelope'
import { storedZlib } from '../../shared/proof/stored-zlib'
import { claimsOf } from '../../shared/proof/claims'
import type { Day } from '@shared/domain'
import { seededRandom, seedOf } from '../kit/seed'
import { aProof, day, judgeOf, keyIdOctets, otherKey, proofKey, signing } from './kit'

const seed = seedOf('PROOF_SEED')
const random = seededRandom(seed)
const below = (limit: number): number => Math.floor(random() * limit)
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T // The list is never empty.

beforeAll(() => console.info(`PROOF_SEED=${String(seed)}`))

const WORDS = '王䶮㛃𠮷𬭚𬱖李·阿依古丽，：（）0123456789X* ABCéñ한か'
const words = (longest: number): string => {
  const text = Array.from({ length: 1 + below(longest) }, () => pick(Array.from(WORDS)))
    .join('')
    .trim()
  return text === ''
    ? '无'
    : Array.from(text)
        .slice(0, Math.ceil(longest / 2))
        .join('')
        .trim() || '无'
}
const randomHex = (octets: number): string => Array.from({ length: octets }, () => below(256).toString(16).padStart(2, '0')).join('')

const randomProof = (): Proof => ({
  ...aProof,
  id: randomHex(16),
  issuedOn: day(`${String(2009 + below(17))}-0${String(1 + below(9))}-1${String(below(10))}`),
  validTo: random() < 0.2 ? null : day('2026-12-31'),
  form: words(20),
  number: words(40),
  facts: Array.from({ length: below(MOST_FACTS + 1) }, () => ({ label: words(10), value: words(50) })),
  practice: random() < 0.1
})

const write = (proof: Proof): string => writeProof(proof, keyIdOctets, signing)
const outcome = (answer: ProofAnswer): string => (answer.answer === 'unconfirmed' ? answer.reason : answer.answer)

describe('a code', () => {
  it('says what was written › 1,000 proofs', () => {
    const real = judgeOf()
    const practice = judgeOf({ practice: true, keyOf: () => ({ ...proofKey, practice: true }) })
    for (let turn = 0; turn < 1000; turn++) {
      const proof = randomProof()
      const answer = judgeProof(write(proof), proof.practice ? practice : real)
      expect(answer).toMatchObject({ answer: 'valid', proof })
    }
  })

  it('is the one on the page of the format', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/formats/proof.md'), 'utf8')
    expect(page).toContain(`\n${write(aProof)}\n`)
    expect(page).toContain(proofKey.keyId)
  })

  it('is plain capitals and fits on a certificate', () => {
    const code = write(aProof)
    expect(code).toMatch(/^JHP1:[0-9A-Z $%*+\-./:]+$/)
    // Version 15 of QR codes at level M holds 600: 25 mm on paper with dots of a third of a millimetre.
    expect(code.length).toBeLessThan(600)
  })

  it('changed in any one place › is not valid', () => {
    const judge = judgeOf()
    const alphabet = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:abc\u4e00')
    const believed: string[] = []
    const tryOn = (code: string, at: number, letter: string): void => {
      if (code[at] === letter) return
      const changed = code.slice(0, at) + letter + code.slice(at + 1)
      if (judgeProof(changed, judge).answer === 'valid') believed.push(changed)
    }
    const code = write(aProof)
    for (let at = 0; at < code.length; at++) for (const letter of alphabet) tryOn(code, at, letter)
    for (let turn = 0; turn < 100; turn++) {
      const other = write(randomProof())
      for (let at = 0; at < other.length; at++) tryOn(other, at, pick(alphabet))
    }
    expect(believed).toEqual([])
  }, 120_000)

  it('with any octet of its zlib stream changed to any other, or octets added or left out › is not valid', () => {
    const judge = judgeOf()
    const packed = fromBase45(write(randomProof()).slice(PROOF_PREFIX.length)) ?? new Uint8Array()
    const believed: string[] = []
    const tryOn = (octets: Uint8Array, how: string): void => {
      if (judgeProof(PROOF_PREFIX + toBase45(octets), judge).answer !== 'unconfirmed') believed.push(how)
    }
    for (let at = 0; at < packed.length; at++) {
      const changed = Uint8Array.from(packed)
      for (let other = 1; other < 256; other++) {
        changed[at] = (packed[at] ?? 0) ^ other
        tryOn(changed, `octet ${String(at)} changed by ${String(other)}`)
      }
      tryOn(packed.subarray(0, at), `cut to ${String(at)}`)
    }
    for (let octet = 0; octet < 256; octet++) tryOn(Uint8Array.from([...packed, octet]), `${String(octet)} added`)
    expect(believed).toEqual([])
  }, 120_000)

  it('written in another way that means the same › is refused', () => {
    const judge = judgeOf()
    const packed = fromBase45(write(aProof).slice(PROOF_PREFIX.length)) ?? new Uint8Array()
    const { contents } = decode<Tag>(Uint8Array.from(inflateSync(packed)))
    const [header, , payload, signature] = contents as [Uint8Array, Map<number, unknown>, Uint8Array, Uint8Array]
    const again = (value: unknown): string => judgeProof(packedAs(value), judge).answer
    expect(again(new Tag(18, [header, new Map(), payload, signature]))).toBe('valid')
    expect(again([header, new Map(), payload, signature])).toBe('unconfirmed')
    expect(judgeProof(PROOF_PREFIX + toBase45(deflateSync(inflateSync(packed))), judge)).toMatchObject({ reason: 'damaged' })
    expect(again(new Tag(18, [header, new Map([[4, header]]), payload, signature]))).toBe('unconfirmed')
    expect(again(new Tag(18, [header, new Map(), payload, signature, 0]))).toBe('unconfirmed')
  })

  it('opened by independent readers of zlib, CBOR and Ed25519 › says the same and its signature holds', () => {
    const packed = fromBase45(write(aProof).slice(PROOF_PREFIX.length)) ?? new Uint8Array()
    const envelope = decode<Tag>(Uint8Array.from(inflateSync(packed)))
    expect(envelope.tag).toBe(18)
    const [header, , payload, signature] = envelope.contents as [Uint8Array, unknown, Uint8Array, Uint8Array]
    expect(decode(Uint8Array.from(header))).toEqual(new Map<number, unknown>([[1, -8], [4, Uint8Array.from(keyIdOctets)]])) // prettier-ignore
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), proofKey.key]),
      format: 'der',
      type: 'spki'
    })
    expect(verify(null, encode(['Signature1', header, new Uint8Array(), payload]), key, signature)).toBe(true)
    const claims = decode<Map<number, unknown>>(payload)
    expect(claims.get(1)).toBe(aProof.issuer)
    expect(new Date(Number(claims.get(6)) * 1000).toISOString()).toBe('2026-03-04T16:00:00.000Z')
    expect(new Date(Number(claims.get(4)) * 1000).toISOString()).toBe('2029-03-04T15:59:59.000Z')
    expect(claims.get(-70_001)).toEqual(new Map<number, unknown>([[1, aProof.form], [2, aProof.number], [3, aProof.facts.map(({ label, value }) => [label, value])]])) // prettier-ignore
  })
})

const packedAs = (value: unknown): string => PROOF_PREFIX + toBase45(storedZlib(Uint8Array.from(encode(value))))

describe('the answer', () => {
  const code = write(aProof)
  const voided = new Map<string, Day>([[aProof.id, day('2026-05-01')]])
  const status = { asOf: day('2026-06-01'), version: 3, voided: new Map<string, Day>(), vouched: new Set<string>() }
  const lost: ProofKey = { ...proofKey, isLost: true }
  const cases: readonly (readonly [what: string, code: string, change: Partial<Judge>, expected: string])[] = [
    ['issued and in force', code, {}, 'valid'],
    ['on its first day', code, { today: aProof.issuedOn }, 'valid'],
    ['on its last day', code, { today: day('2029-03-04') }, 'valid'],
    ['the day after', code, { today: day('2029-03-05') }, 'expired'],
    ['checked on a PC whose clock is behind', code, { today: day('2026-03-04') }, 'not_yet'],
    ['voided', code, { statusOf: () => ({ ...status, voided }) }, 'voided'],
    ['voided and expired', code, { statusOf: () => ({ ...status, voided }), today: day('2031-01-01') }, 'voided'],
    ['signed with a lost key', code, { keyOf: () => lost, statusOf: () => status }, 'lost_key'],
    ['signed with a lost key and no list at hand', code, { keyOf: () => lost }, 'lost_key'],
    [
      'signed with a lost key and vouched for',
      code,
      { keyOf: () => lost, statusOf: () => ({ ...status, vouched: new Set([aProof.id]) }) },
      'valid'
    ],
    [
      'vouched for and then voided',
      code,
      { keyOf: () => lost, statusOf: () => ({ ...status, voided, vouched: new Set([aProof.id]) }) },
      'voided'
    ],
    ['of an office nobody knows', code, { keyOf: () => null }, 'unknown_key'],
    ['under another key of the same number', code, { keyOf: () => ({ ...proofKey, key: otherKey }) }, 'wrong_signature'],
    ['in the name of another office', write({ ...aProof, issuer: '520115-00' }), {}, 'wrong_issuer'],
    ['of a practice office', write({ ...aProof, practice: true }), { keyOf: () => ({ ...proofKey, practice: true }) }, 'practice'],
    ['of a practice office that hides it', code, { keyOf: () => ({ ...proofKey, practice: true }) }, 'practice'],
    ['of a real office that says practice', write({ ...aProof, practice: true }), {}, 'practice'],
    ['of a real office, in practice', code, { practice: true }, 'not_practice'],
    ['of a later version', code.replace('JHP1', 'JHP2'), {}, 'newer'],
    ['read with Caps Lock', code.toLowerCase(), {}, 'lower_case'],
    ['another code', 'https://example.com/?p=1', {}, 'foreign'],
    ['a certificate of the EU', code.replace('JHP1', 'HC1'), {}, 'foreign'],
    ['nothing', '', {}, 'foreign'],
    ['cut short', code.slice(0, -9), {}, 'damaged'],
    ['the prefix alone', PROOF_PREFIX, {}, 'damaged']
  ]
  it.each(cases)('%s', (_, text, change, expected) => {
    expect(outcome(judgeProof(text, judgeOf(change)))).toBe(expected)
  })

  it('shows facts only under a good signature', () => {
    const forged = judgeProof(code, judgeOf({ verify: () => false }))
    expect(forged).toMatchObject({ answer: 'unconfirmed', proof: null })
  })
})

describe('hostile claims under a good signature', () => {
  const claims = (change: (claims: Map<number, unknown>, paper: Map<number, unknown>) => void): string => {
    const made = claimsOf(aProof)
    change(made, made.get(-70_001) as Map<number, unknown>)
    return sealClaims(made, keyIdOctets, signing)
  }
  it.each([
    ['a direction mark in a value', (_: unknown, paper: Map<number, unknown>) => paper.set(3, [['姓名', '测\u202e甲']])],
    ['a zero-width space in the number', (_: unknown, paper: Map<number, unknown>) => paper.set(2, 'A\u200b1')],
    ['an empty label', (_: unknown, paper: Map<number, unknown>) => paper.set(3, [['', '测试甲']])],
    [
      'too many facts',
      (_: unknown, paper: Map<number, unknown>) =>
        paper.set(
          3,
          Array.from({ length: MOST_FACTS + 1 }, () => ['项', '值'])
        )
    ],
    ['facts that are no list', (_: unknown, paper: Map<number, unknown>) => paper.set(3, '姓名')],
    ['practice false instead of left out', (_: unknown, paper: Map<number, unknown>) => paper.set(4, false)],
    ['a day that begins at noon', (made: Map<number, unknown>) => made.set(6, 1_772_640_000 + 43_200)],
    ['a day far away', (made: Map<number, unknown>) => made.set(4, 99_999_999_999_999)],
    ['an id of another length', (made: Map<number, unknown>) => made.set(7, new Uint8Array(8))],
    ['a claim nobody knows', (made: Map<number, unknown>) => made.set(2, 'x')],
    ['no number', (_: unknown, paper: Map<number, unknown>) => paper.delete(2)]
  ])('%s › is refused', (_, change) => {
    expect(outcome(judgeProof(claims(change), judgeOf()))).toBe('damaged')
  })

  it('are not written in the first place', () => {
    expect(() => write({ ...aProof, facts: [{ label: '姓名', value: '甲\u202e乙' }] })).toThrow(RangeError)
    const long = Array.from({ length: MOST_FACTS }, () => ({ label: '项', value: randomHex(95) }))
    expect(() => write({ ...aProof, facts: long })).toThrow(RangeError)
  })
})
