/** A made-up office that signs proofs, and somebody who checks them. */
import { isDay, type Day } from '@shared/domain'
import type { Judge, Proof, ProofKey } from '@shared/proof'
import { fingerprint } from '../../electron/core/container'
import { signEd25519, signingKeyFromSeed, verifyEd25519 } from '../../electron/core/crypto'

export function day(text: string): Day {
  if (!isDay(text)) throw new TypeError(`${text} is no day`)
  return text
}

const pair = signingKeyFromSeed(new Uint8Array(32).fill(7))
export const otherKey = signingKeyFromSeed(new Uint8Array(32).fill(8)).publicKey
/** What `ssh-keygen -l` shows, its first eight octets. */
export const keyIdOctets = Buffer.from(fingerprint(pair.publicKey).slice('SHA256:'.length), 'base64').subarray(0, 8)
export const signing = (message: Uint8Array): Uint8Array => signEd25519(pair, message)

export const proofKey: ProofKey = {
  keyId: keyIdOctets.toString('hex'),
  key: pair.publicKey,
  office: { id: 'ab'.repeat(16), name: '测试县卫生健康局', codes: ['610802-00'] },
  practice: false,
  isLost: false
}

export const aProof: Proof = {
  id: '0192f0c0aaaa7000800000000000beef',
  issuer: '610802-00',
  issuedOn: day('2026-03-05'),
  validTo: day('2029-03-04'),
  form: '流动人口婚育证明',
  number: '610802001260000012',
  facts: [
    { label: '姓名', value: '测试𬱖' },
    { label: '证件号码', value: '6108**********002X' },
    { label: '出生日期', value: '1988-01-01' },
    { label: '户籍地', value: '陕西省榆林市榆阳区测试街道' },
    { label: '婚姻状况', value: '已婚' },
    { label: '签发单位', value: '测试县卫生健康局' }
  ],
  practice: false
}

export const judgeOf = (change: Partial<Judge> = {}): Judge => ({
  keyOf: (keyId) => (keyId === proofKey.keyId ? proofKey : null),
  statusOf: () => null,
  verify: verifyEd25519,
  today: day('2026-11-23'),
  practice: false,
  ...change
})
