/** The files in which private keys sleep: this PC's, sealed under a secret of the database key, and the root's, under the recovery key. */
import { existsSync, readFileSync } from 'node:fs'
import { AppError } from '@shared/errors'
import { ageDecryptWithPassphrase, ageEncryptWithPassphrase, signingKeyFromSeed, type Sm2KeyMaterial } from '../crypto'
import { normaliseRecoveryKey, writeWhole } from '../db'
import type { DeviceKeys, KeyRoom, KeySet, RootKeys } from '../modules/keys'
import type { Attempts, OfficePlaces } from '../rpc'
import { deviceKeyPath, rootKeyPath } from './places'

interface WrittenSet {
  /** Seed in hex. */
  readonly sign: string
  readonly enc: string
  readonly archive: string
  /** Secrets in hex; not there where the national suite is switched off. */
  readonly sm2?: Readonly<Record<keyof Sm2KeyMaterial, string>>
}

interface DeviceKeyFile extends WrittenSet {
  readonly device: number
  readonly former?: readonly string[]
  /** Secrets in hex. */
  readonly formerSm2?: readonly string[]
  readonly next?: WrittenSet | null
}

interface RootKeyFile {
  /** Seed in hex. */
  readonly root: string
  /** Base64. */
  readonly line: readonly { readonly card: string; readonly sig: string }[]
}

/** Key files are wrapped under random 256-bit secrets or 182-bit recovery digits, so a slow derivation adds nothing but waiting. */
const KEY_FILE_LOG_N = 10

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')
const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

const written = ({ sign, enc, archive, sm2 }: KeySet): WrittenSet => ({
  ...{ sign: hex(sign.seed), enc, archive },
  ...(sm2 ? { sm2: { sign: hex(sm2.sign), enc: hex(sm2.enc), archive: hex(sm2.archive) } } : {})
})
const setOf = ({ sign, enc, archive, sm2 }: WrittenSet): KeySet => ({
  ...{ sign: signingKeyFromSeed(octets(sign)), enc, archive },
  sm2: sm2 ? { sign: octets(sm2.sign), enc: octets(sm2.enc), archive: octets(sm2.archive) } : null
})

const wrapJson = (value: DeviceKeyFile | RootKeyFile, secret: string): Promise<Uint8Array> =>
  ageEncryptWithPassphrase(Buffer.from(JSON.stringify(value), 'utf8'), secret, KEY_FILE_LOG_N)

export const wrapDeviceKeys = ({ device, now, next, former, formerSm2 }: DeviceKeys, secret: string): Promise<Uint8Array> =>
  wrapJson({ device, ...written(now), former, formerSm2: formerSm2.map(hex), next: next && written(next) }, secret)

/** @returns null when the secret does not open it @throws what the disk says */
export async function readDeviceKeys(places: OfficePlaces, secret: string): Promise<DeviceKeys | null> {
  const plain = await ageDecryptWithPassphrase(readFileSync(deviceKeyPath(places)), secret)
  if (!plain) return null
  // Written by `wrapDeviceKeys` alone and authenticated by age.
  const file = JSON.parse(Buffer.from(plain).toString('utf8')) as DeviceKeyFile
  const { device, next, former = [], formerSm2 = [] } = file
  return { device, now: setOf(file), next: next ? setOf(next) : null, former, formerSm2: formerSm2.map(octets) }
}

const digitsOf = (recoveryKey: string): string => recoveryKey.replaceAll(' ', '')

/** @param recoveryKey in its written form */
export const wrapRootKeys = ({ root, line }: RootKeys, recoveryKey: string): Promise<Uint8Array> =>
  wrapJson({ root: hex(root.seed), line: line.map(({ bytes, sig }) => ({ card: base64(bytes), sig: base64(sig) })) }, digitsOf(recoveryKey))

async function readRootKeys(places: OfficePlaces, recoveryKey: string): Promise<RootKeys | null> {
  const plain = await ageDecryptWithPassphrase(readFileSync(rootKeyPath(places)), digitsOf(recoveryKey))
  if (!plain) return null
  // Written by `wrapRootKeys` alone and authenticated by age.
  const { root, line } = JSON.parse(Buffer.from(plain).toString('utf8')) as RootKeyFile
  return {
    root: signingKeyFromSeed(octets(root)),
    line: line.map(({ card, sig }) => ({ bytes: Buffer.from(card, 'base64'), sig: Buffer.from(sig, 'base64') }))
  }
}

/** Wrong recovery keys are counted under this name wherever they are typed. */
export const RECOVERY = '恢复密钥'

export interface KeyRoomParts {
  readonly places: OfficePlaces
  readonly attempts: Attempts
  /** Secret of this PC's key file. */
  readonly secret: string
  /** The keys in memory. */
  readonly held: () => DeviceKeys
  readonly hold: (keys: DeviceKeys) => void
  /** Whether the recovery key, in its written form, opens the office; slow. */
  readonly opens: (recoveryKey: string) => Promise<boolean>
}

export function createKeyRoom({ places, attempts, secret, held, hold, opens }: KeyRoomParts): KeyRoom {
  const hasRoot = (): boolean => existsSync(rootKeyPath(places))
  const proved = async <T>(recoveryKey: string, check: (key: string) => Promise<T | null>): Promise<T> => {
    const typed = normaliseRecoveryKey(recoveryKey)
    const found = await attempts.prove(RECOVERY, () => (typed === null ? Promise.resolve(null) : check(typed)))
    if (found === null) throw new AppError('office.recovery_key_wrong')
    return found
  }
  return {
    device: held,
    hasRoot,
    root: (recoveryKey) => {
      if (!hasRoot()) return Promise.reject(new AppError('keys.root_missing'))
      return proved(recoveryKey, (key) => readRootKeys(places, key))
    },
    prove: async (recoveryKey) => {
      await proved(recoveryKey, async (key) => ((await opens(key)) ? true : null))
    },
    wrap: async ({ device, root }, recoveryKey) => ({
      device: device ? { keys: device, file: await wrapDeviceKeys(device, secret) } : null,
      root: root ? await wrapRootKeys(root, normaliseRecoveryKey(recoveryKey) ?? '') : null
    }),
    keep({ device, root }) {
      if (device) {
        writeWhole(deviceKeyPath(places), device.file)
        hold(device.keys)
      }
      if (root) writeWhole(rootKeyPath(places), root)
    }
  }
}

/** Nothing of a signing key stays in memory once an office is closed. */
export function wipe({ now, next, formerSm2 }: DeviceKeys): void {
  for (const { sign, sm2 } of [now, ...(next ? [next] : [])]) {
    sign.seed.fill(0)
    for (const secret of sm2 ? [sm2.sign, sm2.enc, sm2.archive] : []) secret.fill(0)
  }
  for (const secret of formerSm2) secret.fill(0)
}
