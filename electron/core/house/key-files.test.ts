/** What sleeps in this PC's key file must wake unchanged in both families, and leave nothing when the office is closed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { ageEncryptWithPassphrase, generateAgeIdentity, generateSigningKey, generateSm2Key } from '../crypto'
import type { DeviceKeys, KeySet } from '../modules/keys'
import { readDeviceKeys, wipe, wrapDeviceKeys } from './key-files'
import { deviceKeyPath } from './places'

const folder = mkdtempSync(join(tmpdir(), 'key-files-'))
const places = { folder, spool: folder, archive: folder, quarantine: folder, practiceStick: null }
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const secret = (): Uint8Array => generateSm2Key().privateKey
const newSet = async (national: boolean): Promise<KeySet> => ({
  sign: generateSigningKey(),
  enc: await generateAgeIdentity(),
  archive: await generateAgeIdentity(),
  sm2: national ? { sign: secret(), enc: secret(), archive: secret() } : null
})

function keep(file: Uint8Array): void {
  mkdirSync(dirname(deviceKeyPath(places)), { recursive: true })
  writeFileSync(deviceKeyPath(places), file)
}

it('the key file of a PC › gives back both sets and what was given up › and nothing under another secret', async () => {
  const keys: DeviceKeys = {
    ...{ device: 1, now: await newSet(false), next: await newSet(true) },
    former: [await generateAgeIdentity()],
    formerSm2: [secret()]
  }
  keep(await wrapDeviceKeys(keys, 'secret'))
  expect(JSON.stringify(await readDeviceKeys(places, 'secret'))).toBe(JSON.stringify(keys))
  expect(await readDeviceKeys(places, 'other')).toBeNull()
})

it('a key file written before there was a national suite › opens as one without it', async () => {
  const { sign, enc, archive } = await newSet(false)
  const old = { device: 1, sign: Buffer.from(sign.seed).toString('hex'), enc, archive }
  keep(await ageEncryptWithPassphrase(Buffer.from(JSON.stringify(old)), 'secret', 10))
  expect(await readDeviceKeys(places, 'secret')).toMatchObject({ now: { enc, sm2: null }, next: null, former: [], formerSm2: [] })
})

it('wiping › leaves no seed and no SM2 secret of any set', async () => {
  const keys: DeviceKeys = { ...{ device: 1, now: await newSet(true), next: await newSet(true) }, former: [], formerSm2: [secret()] }
  const secrets = [keys.now, keys.next].flatMap((set) => (set?.sm2 ? [set.sign.seed, set.sm2.sign, set.sm2.enc, set.sm2.archive] : []))
  expect([...secrets, ...keys.formerSm2].every((octets) => octets.some((octet) => octet !== 0))).toBe(true)
  wipe(keys)
  expect([...secrets, ...keys.formerSm2].every((octets) => octets.every((octet) => octet === 0))).toBe(true)
})
