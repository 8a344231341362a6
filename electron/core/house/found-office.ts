/** Founds an office: its keys, its encrypted database, its first user, its key card. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isOfficeCode } from '@shared/domain'
import type { Role } from '@shared/contract'
import { AppError } from '@shared/errors'
import { fingerprint, rootDigits, type KeyCard } from '../container'
import { generateAgeIdentity, generateSigningKey, randomBytes, randomHex, uuidv7 } from '../crypto'
import {
  fasterCipher,
  keyFileSecret,
  makeSlot,
  migrate,
  newRecoveryKey,
  openWrite,
  readSlotFile,
  writeSlotFile,
  writeWhole,
  type Cipher,
  type SlotFile
} from '../db'
import { addFirstAccount, assertPassphrase, DEFAULT_IDLE_MINUTES, slotPath, writeSettings } from '../modules/accounts'
import { appendAudit } from '../modules/audit'
import { firstCard, type DeviceKeys } from '../modules/keys'
import { installOwnCard } from '../modules/partners'
import { openScopes } from '../modules/persons'
import { chinaTime, instant, type Clock } from '../platform'
import type { OfficePlaces } from '../rpc'
import { wrapDeviceKeys, wrapRootKeys } from './key-files'
import { assertNeverUsed, databasePath, deviceKeyPath, preparePlaces, rootKeyPath } from './places'

export interface FoundingUser {
  readonly name: string
  readonly displayName: string
  readonly passphrase: string
  readonly roles: readonly Role[]
}

export interface FoundingRequest {
  readonly code: string
  readonly name: string
  readonly phone: string
  readonly practice: boolean
  readonly rulePack: string
  /** The first is named in the audit line of the founding. */
  readonly users: readonly [FoundingUser, ...FoundingUser[]]
  /** Work factor of the slots; tests and practice take a small one. */
  readonly logN: number
}

export interface FoundedOffice {
  readonly card: KeyCard
  readonly fingerprint: string
  readonly digits: string
  readonly recoveryKey: string
}

/** @throws AppError `office.already_set_up`, `office.bad_office_code`, `office.weak_passphrase`, `storage.*`; a half-made office is none, because its key slots are written last */
export async function foundOffice(places: OfficePlaces, request: FoundingRequest, clock: Clock): Promise<FoundedOffice> {
  const standing = readSlotFile(slotPath(places.folder))
  if (standing) throw new AppError('office.already_set_up', { name: standing.office.name })
  assertNeverUsed(places)
  if (!isOfficeCode(request.code)) throw new AppError('office.bad_office_code', { code: request.code })
  for (const user of request.users) assertPassphrase(user.passphrase, user, 'admin.passphrase')
  preparePlaces(places)
  setAside(places, clock)
  const root = generateSigningKey()
  const now = { sign: generateSigningKey(), enc: await generateAgeIdentity(), archive: await generateAgeIdentity(), sm2: null }
  const device: DeviceKeys = { device: 1, now, next: null, former: [], formerSm2: [] }
  const card = await firstCard({ device: device.device, keys: now }, request, chinaTime(clock), root)
  const dataKey = randomBytes(32)
  const databaseId = randomHex(16)
  const recoveryKey = newRecoveryKey()
  const cipher = fasterCipher((name) => scratchFile(places, name))
  writeWhole(deviceKeyPath(places), await wrapDeviceKeys(device, keyFileSecret(dataKey, databaseId)))
  // The root signs key cards only and sleeps until the printed recovery key wakes it.
  writeWhole(rootKeyPath(places), await wrapRootKeys({ root, line: [card] }, recoveryKey))
  fillDatabase(places, request, card, { path: databasePath(places), key: dataKey, cipher }, clock)
  const owners = [
    ...request.users.map((user) => ({ account: user.name, displayName: user.displayName, secret: user.passphrase, logN: request.logN })),
    { account: null, displayName: '恢复密钥', secret: recoveryKey, logN: request.logN }
  ]
  const slots = []
  for (const owner of owners) slots.push(await makeSlot({ databaseId }, dataKey, owner))
  const office = { id: card.id, code: request.code, name: request.name, phone: request.phone, practice: request.practice }
  const file: SlotFile = { format: 'yipanqi-keys/1', cipher, databaseId, office, slots }
  writeSlotFile(slotPath(places.folder), file)
  return { card, fingerprint: fingerprint(root.publicKey), digits: rootDigits(root.publicKey), recoveryKey }
}

/** An interrupted set-up leaves a database without key slots: kept aside, never overwritten. */
function setAside(places: OfficePlaces, clock: Clock): void {
  const path = databasePath(places)
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.unfinished-${String(clock.now())}${suffix}`)
}

function scratchFile(places: OfficePlaces, cipher: Cipher): string {
  const path = join(places.spool, `probe-${cipher}.db`)
  rmSync(path, { force: true })
  return path
}

function fillDatabase(
  places: OfficePlaces,
  request: FoundingRequest,
  card: KeyCard,
  open: { path: string; key: Uint8Array; cipher: Cipher },
  clock: Clock
): void {
  const connection = openWrite(open)
  try {
    const now = instant(clock)
    migrate(connection, open, join(places.folder, 'before-upgrade.db'), now)
    connection.transaction(() => {
      const { db } = connection
      writeSettings(db, { rulePack: request.rulePack, idleMinutes: DEFAULT_IDLE_MINUTES, name: request.name, phone: request.phone })
      openScopes(db)
      for (const user of request.users) addFirstAccount(db, { id: uuidv7(clock.now()), ...user }, now)
      installOwnCard(db, card, now)
      appendAudit(db, {
        at: now,
        account: request.users[0].name,
        method: 'office.setUp',
        event: 'office.set_up',
        outcome: 'done',
        detail: { practice: request.practice }
      })
    })
  } finally {
    connection.close()
  }
}
