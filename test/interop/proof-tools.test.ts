// The 2-D code of a certificate against readers that know nothing of this program: Ruby's COSE and CBOR for what it says, OpenSSL for its signature.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { writeProof } from '@shared/proof'
import { aProof, keyIdOctets, proofKey, signing } from '../proof/kit'
import { withTools } from './tools'

const reader = resolve(import.meta.dirname, 'open_proof.rb')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jhp-'))
  writeFileSync(join(folder, 'key.der'), Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), proofKey.key]))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const holds = (): boolean =>
  spawnSync(
    'openssl',
    ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', 'key.der', '-rawin', '-in', 'message', '-sigfile', 'signature'],
    { cwd: folder }
  ).status === 0

describe('a code on a certificate', () => {
  withTools(['ruby-cose', 'openssl'], 'opened by Ruby and OpenSSL › says the same, and a changed message is refused', () => {
    const said: unknown = JSON.parse(execFileSync('ruby', [reader, writeProof(aProof, keyIdOctets, signing), folder], { encoding: 'utf8' }))
    expect(said).toEqual({
      algorithm: -8,
      key: proofKey.keyId,
      claims: {
        1: aProof.issuer,
        4: Date.UTC(2029, 2, 4, 15, 59, 59) / 1000,
        6: Date.UTC(2026, 2, 4, 16) / 1000,
        7: aProof.id,
        [-70_001]: { 1: aProof.form, 2: aProof.number, 3: aProof.facts.map(({ label, value }) => [label, value]) }
      }
    })
    expect(holds()).toBe(true)
    writeFileSync(join(folder, 'message'), 'another', { flag: 'a' })
    expect(holds()).toBe(false)
  })
})
