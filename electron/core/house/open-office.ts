/** Opens an office whose data key is known, and closes it without leaving anything half done. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ReferenceBook, RulePack } from '@shared/domain'
import { AppError } from '@shared/errors'
import {
  dropHalfCleaned,
  keyFileSecret,
  lockFolder,
  migrate,
  openForCopying,
  openRead,
  openSlot,
  openWrite,
  readIfThere,
  type FileHandle,
  type OpenOptions,
  type SlotFile
} from '../db'
import { interruptRunning } from '../jobs'
import { keepPlacesKnown } from '../modules/backup'
import { keepOfficeId, readSettings } from '../modules/accounts'
import { recoverExchange } from '../modules/exchange'
import { officeKeysOf, type DeviceKeys, type KeyRoom } from '../modules/keys'
import { isOwnOffice, ownCard, ownOfficeId } from '../modules/partners'
import { chinaDay, instant, type Clock } from '../platform'
import { forgetOldReplies, type Attempts, type OfficeFacts, type OfficePlaces, type OpenOffice } from '../rpc'
import { cleanWaiting } from './clean-at-close'
import { writeGone } from './gone-file'
import { createKeyRoom, readDeviceKeys, wipe } from './key-files'
import { databasePath, deviceKeyPath, preparePlaces } from './places'
import { setTornLogAside, tellOfLoss } from './torn-log'

export interface HousedOffice extends OpenOffice {
  readonly dataKey: Uint8Array
  /** How its database is opened once more, for copying it. */
  readonly open: OpenOptions
  /** The database file as octets; opened when first asked for and closed after the database. */
  octets(): FileHandle
  /** Where its private keys lie, for the acts that change them. */
  readonly keyRoom: KeyRoom
  /** Takes settings that were just changed into use. */
  refresh(): void
  close(): void
}

/**
 * @param dataKey 32 octets, taken over and wiped at `close`
 * @throws AppError `storage.in_use`, `office.database_newer`, `office.migration_failed`, `office.damaged`, `storage.*`
 */
export async function openOffice(
  places: OfficePlaces,
  file: SlotFile,
  dataKey: Uint8Array,
  reference: ReferenceBook,
  clock: Clock,
  attempts: Attempts
): Promise<HousedOffice> {
  preparePlaces(places)
  const lock = lockFolder(places.folder)
  const closers: (() => void)[] = [() => lock.release()]
  const closeAll = (): void => closers.reverse().forEach((close) => close())
  try {
    const open: OpenOptions = { path: databasePath(places), key: dataKey, cipher: file.cipher }
    assertThere(open.path)
    const now = instant(clock)
    dropHalfCleaned(open.path)
    let octets: FileHandle | null = null
    let isUsed = false
    closers.push(() => {
      if (isUsed) cleanWaiting(places.folder, open, instant(clock))
    })
    closers.push(() => octets?.close())
    const lost = setTornLogAside(places.folder, open.path, now)
    const write = openWrite(open)
    closers.push(() => write.close())
    migrate(write, open, join(places.folder, 'before-upgrade.db'), now)
    write.transaction(() => {
      interruptRunning(write.db, now)
      forgetOldReplies(write.db, clock.now())
    })
    recoverExchange(write, places)
    if (lost > 0) tellOfLoss(write, lost, now)
    keepPlacesKnown(places.folder)
    const read = openRead(open)
    closers.push(() => read.close())
    writeGone(places.folder, dataKey, read.db)
    const secret = keyFileSecret(dataKey, file.databaseId)
    let held = await deviceKeys(places, secret)
    let settings = readSettings(read.db)
    let rules = ruleOf(reference, settings.rulePack, chinaDay(clock))
    const factsNow = (): OfficeFacts => {
      const id = ownOfficeId(read.db) ?? file.office.id
      const isBehind = id !== file.office.id && !keepOfficeId(places.folder, id, (known) => isOwnOffice(read.db, known))
      return { ...file.office, id, name: settings.name, phone: settings.phone, ...(isBehind ? { isBehind } : {}) }
    }
    let facts = factsNow()
    const recovery = file.slots.find(({ account }) => account === null)
    const keyRoom = createKeyRoom({
      ...{ places, attempts, secret, held: () => held, hold: (keys) => (held = keys) },
      opens: async (recoveryKey) => {
        const opened = recovery === undefined ? null : await openSlot(file, recovery, recoveryKey)
        opened?.fill(0)
        return opened !== null
      }
    })
    return {
      write,
      read,
      // A root drawn anew for a lost one gives the office another id; it is true when its card is in the database, not before.
      get facts() {
        if ((ownOfficeId(read.db) ?? facts.id) !== facts.id) facts = factsNow()
        return facts
      },
      // The newest own card says which set is in use: a change of keys is true when its card is in the database, not before.
      get keys() {
        return officeKeysOf(held, () => ownCard(read.db))
      },
      keyRoom,
      places,
      attempts,
      reference,
      dataKey,
      open,
      octets: () => (octets ??= openForCopying(open.path)),
      rules: () => rules,
      idleMinutes: () => settings.idleMinutes,
      refresh() {
        settings = readSettings(write.db)
        rules = ruleOf(reference, settings.rulePack, chinaDay(clock))
        facts = factsNow()
      },
      close() {
        write.settle()
        writeGone(places.folder, dataKey, read.db)
        isUsed = true
        closeAll()
        dataKey.fill(0)
        wipe(held)
      }
    }
  } catch (error) {
    closeAll()
    throw error
  }
}

/** An absent or empty file would be opened as a new, empty register. */
function assertThere(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0)
    throw new AppError('office.damaged', { reason: '数据文件不见了或是空的' })
}

function ruleOf(reference: ReferenceBook, id: string, today: string): RulePack {
  const pack = reference.rulePack(id)
  if (!pack) throw new AppError('office.rule_pack_unknown', { pack: `${id}（${today}）` })
  return pack
}

async function deviceKeys(places: OfficePlaces, secret: string): Promise<DeviceKeys> {
  if (readIfThere(deviceKeyPath(places)) === null) throw new AppError('office.damaged', { reason: '缺少本机密钥文件' })
  const held = await readDeviceKeys(places, secret)
  if (!held) throw new AppError('office.damaged', { reason: '本机密钥文件' })
  return held
}
