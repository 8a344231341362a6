// T35 and exchange.md §2.10: the exported lists work in the real ssh-keygen, which accepts what we accept and refuses a given-up key.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeCard, fingerprint, formatKeyLine, rawKey, signSshsig, type KeyCard } from '../../electron/core/container'
import { ageRecipientOf, generateAgeIdentity, generateSigningKey } from '../../electron/core/crypto'
import { allowedSigners, revokedKeys } from '../../electron/core/modules/partners'

const missing = spawnSync('ssh-keygen', ['-?']).error !== undefined
const test = missing ? it.skip : it
const why = missing ? ' (skipped: ssh-keygen not installed)' : ''

const folder = mkdtempSync(join(tmpdir(), 'signers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const root = generateSigningKey()
const [first, second] = [generateSigningKey(), generateSigningKey()]
let cards: readonly KeyCard[]

beforeAll(async () => {
  const age = [await ageRecipientOf(await generateAgeIdentity()), await ageRecipientOf(await generateAgeIdentity())]
  const enc = age.map((one, at) => ({ age: one, dev: 1 - at }))
  const parts = { code: '510104-00', name: '测试甲区', suites: ['A1'], enc, roots: [], issued: '2026-03-05T09:00:00+08:00', phone: '' }
  const one = composeCard(
    { ...parts, ver: 1, prev: null, revoked: [], sign: [{ key: formatKeyLine(first.publicKey), dev: 1, from_ver: 1 }] },
    root
  )
  const revoked = [{ key: fingerprint(rawKey(one.sign[0]?.key ?? '')), since_ver: 2, reason: 'lost' }]
  const sign = [{ key: formatKeyLine(second.publicKey), dev: 1, from_ver: 2 }]
  cards = [composeCard({ ...parts, id: one.id, ver: 2, prev: one.digest, revoked, sign }, root), one]
})

const message = Buffer.from('{"jhb":1}')
function verify(key: typeof first, signers: string, namespace = 'jhb-bundle@v1', who = '510104-00'): number | null {
  writeFileSync(join(folder, 'signers'), signers)
  writeFileSync(join(folder, 'revoked'), revokedKeys(cards))
  writeFileSync(join(folder, 'sig'), signSshsig(namespace === 'jhb-card@v1' ? namespace : 'jhb-bundle@v1', message, key))
  const args = ['-Y', 'verify', '-f', 'signers', '-r', 'revoked', '-I', who, '-n', namespace, '-s', 'sig']
  return spawnSync('ssh-keygen', args, { cwd: folder, input: message }).status
}

describe('the exported lists', () => {
  test(`accept the key in use under code and office id, each key for its own purpose${why}`, () => {
    const signers = allowedSigners(cards.slice(0, 1))
    expect(signers.split('\n')).toHaveLength(3)
    expect(verify(second, signers)).toBe(0)
    expect(verify(second, signers, 'jhb-bundle@v1', cards[0]?.id)).toBe(0)
    expect(verify(root, signers, 'jhb-card@v1')).toBe(0)
    expect(verify(second, signers, 'jhb-card@v1')).not.toBe(0)
    expect(verify(second, signers, 'jhb-bundle@v1', '520115-00')).not.toBe(0)
  })

  test(`name the given-up key so that it is refused even where an older list still has it${why}`, () => {
    expect(revokedKeys(cards)).toBe(`${formatKeyLine(first.publicKey)}\n`)
    const older = allowedSigners(cards.slice(1))
    expect(verify(first, older)).not.toBe(0)
    expect(verify(first, allowedSigners(cards.slice(0, 1)))).not.toBe(0)
  })
})
