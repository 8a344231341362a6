/** The one clear-text file of an office: which keys open its database, wrapped once per user and once for the printed recovery key. */
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { hkdf, openSecret, randomBytes, scryptKey, sealSecret, sha256, sha256Hex, timingSafeEqual } from '../crypto'
import { readIfThere, writeWhole } from './safe-file'

const slot = z.strictObject({
  /** Account name at sign-in; `recovery` slots have none. */
  account: z.string().nullable(),
  displayName: z.string(),
  salt: z.base64(),
  logN: z.int().min(1).max(20),
  sealed: z.base64()
})

export const slotFileShape = z.strictObject({
  format: z.literal('yipanqi-keys/1'),
  cipher: z.enum(['aegis', 'chacha20']),
  /** Names the database these slots belong to. */
  databaseId: z.string(),
  office: z.strictObject({ id: z.string(), code: z.string(), name: z.string(), phone: z.string(), practice: z.boolean() }),
  slots: z.array(slot)
})

export type KeySlot = z.infer<typeof slot>
export type SlotFile = z.infer<typeof slotFileShape>

/** A bad disk that changes one character must be told apart from a wrong passphrase; it is no protection against people. */
const checkedFile = slotFileShape.extend({ check: z.string().optional() })
const checkOf = (file: SlotFile): string => sha256Hex(JSON.stringify(file))

/** Work factor of new slots: about 0.35 s on a slow office PC (toolchain.md §6). */
export const DEFAULT_LOG_N = 17

/** @returns null when the folder holds no office @throws AppError `office.damaged` when the file cannot be read as one */
export function readSlotFile(path: string): SlotFile | null {
  const text = readIfThere(path)
  if (text === null) return null
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw new AppError('office.damaged', { reason: '密钥文件' }, { cause: error })
  }
  const parsed = checkedFile.safeParse(raw)
  if (!parsed.success) throw new AppError('office.damaged', { reason: '密钥文件' }, { cause: parsed.error })
  const { check, ...file } = parsed.data
  if (check !== undefined && check !== checkOf(file)) throw new AppError('office.damaged', { reason: '密钥文件' })
  return file
}

export const writeSlotFile = (path: string, file: SlotFile): void =>
  writeWhole(path, `${JSON.stringify({ ...file, check: checkOf(slotFileShape.parse(file)) }, null, 1)}\n`)

const aadOf = (file: Pick<SlotFile, 'databaseId'>, account: string | null): Uint8Array =>
  Buffer.from(`yipanqi-slot|${file.databaseId}|${account ?? 'recovery'}`, 'utf8')

/** Wraps the data key under a secret (a passphrase, or the recovery digits). */
export async function makeSlot(
  file: Pick<SlotFile, 'databaseId'>,
  dataKey: Uint8Array,
  owner: { readonly account: string | null; readonly displayName: string; readonly secret: string; readonly logN: number }
): Promise<KeySlot> {
  const salt = randomBytes(16)
  const key = await scryptKey(owner.secret, salt, { logN: owner.logN })
  const sealed = sealSecret(key, dataKey, aadOf(file, owner.account))
  return {
    account: owner.account,
    displayName: owner.displayName,
    salt: Buffer.from(salt).toString('base64'),
    logN: owner.logN,
    sealed: Buffer.from(sealed).toString('base64')
  }
}

/** @returns the data key (32 octets), or null when the secret does not open the slot */
export async function openSlot(file: SlotFile, from: KeySlot, secret: string): Promise<Uint8Array | null> {
  const key = await scryptKey(secret, Buffer.from(from.salt, 'base64'), { logN: from.logN })
  return openSecret(key, Buffer.from(from.sealed, 'base64'), aadOf(file, from.account))
}

/** Spends the time of one try, so that an unknown name answers as slowly as a wrong passphrase. */
export async function pretendToOpen(logN: number): Promise<void> {
  await scryptKey('—', new Uint8Array(16), { logN })
}

const GROUPS = 12
const CHECK_MODULUS = 100_000

const checkGroup = (groups: readonly string[]): string => {
  const digest = sha256(groups.join(''))
  return String(Buffer.from(digest).readUInt32BE(0) % CHECK_MODULUS).padStart(5, '0')
}

/** Twelve groups of five digits, the last a check: 182 random bits that can be read aloud and typed on a number pad. */
export function newRecoveryKey(): string {
  const groups = Array.from({ length: GROUPS - 1 }, () => {
    // 3 octets modulo 10^5 would favour low groups by 0.6 %; six octets leave a bias below 10^-9.
    const octets = Buffer.from(randomBytes(6))
    return String(octets.readUIntBE(0, 6) % CHECK_MODULUS).padStart(5, '0')
  })
  return [...groups, checkGroup(groups)].join(' ')
}

/** @returns the key in its written form, or null when a digit is missing or mistyped */
export function normaliseRecoveryKey(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/\D/g, '')
  if (digits.length !== GROUPS * 5) return null
  const groups = digits.match(/\d{5}/g) ?? []
  const check = Buffer.from(checkGroup(groups.slice(0, -1)))
  return timingSafeEqual(check, Buffer.from(groups.at(-1) ?? '')) ? groups.join(' ') : null
}

/** The secret under which an office's private key files are wrapped; differs from the data key so that a database backup alone opens none. */
export const keyFileSecret = (dataKey: Uint8Array, databaseId: string): string =>
  Buffer.from(hkdf(dataKey, Buffer.from(databaseId), 'yipanqi-key-files', 32)).toString('hex')
