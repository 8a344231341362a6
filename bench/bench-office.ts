/** A real office with as many made-up people as a measurement asks for, and its key, so that floors can use the same file. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDay, type Day } from '@shared/domain'
import { uuidv7 } from '../electron/core/crypto'
import { openSlot, openWrite, readSlotFile, type OpenOptions } from '../electron/core/db'
import { foundOffice, type FoundingUser } from '../electron/core/house/found-office'
import { databasePath, placesOf } from '../electron/core/house/places'
import { makeUpPeople } from '../electron/core/house/practice-people'
import { insertPersons } from '../electron/core/modules/persons'
import { loadReference } from '../electron/core/modules/reference'
import { systemClock } from '../electron/core/platform'
import { today } from '../electron/core/rpc'

export const root = process.env['YIPANQI_ROOT'] ?? process.cwd()
export const resourcesDir = join(root, 'resources')
/** The threads are built beside the measurements (`index.mjs`). */
export const threadsDir = import.meta.dirname
export const PASSPHRASE = '测量 专用 口令 人人 可知'
const LOG_N = 4

export interface BenchOffice {
  readonly dir: string
  readonly open: OpenOptions
  remove(): void
}

const BATCH = 20_000

/** Offices as they were founded and filled, by size and code: a million people are made up once in a run. */
const founded = new Map<string, Promise<Omit<BenchOffice, 'remove'>>>()
const folders = new Set<string>()
process.on('exit', () => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true })
})
function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'))
  folders.add(dir)
  return dir
}

/** Office with two workers, `ce` and `ce2`, who may do everything a clerk may; closed when returned. */
export async function benchOffice(persons: number, code = '610802-00'): Promise<BenchOffice> {
  const name = `${code} ${String(persons)}`
  const pattern = founded.get(name) ?? found(persons, code)
  founded.set(name, pattern)
  const { dir: from, open } = await pattern
  const dir = newFolder()
  cpSync(from, dir, { recursive: true })
  return { dir, open: { ...open, path: databasePath(placesOf(dir, null)) }, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

async function found(persons: number, code: string): Promise<Omit<BenchOffice, 'remove'>> {
  const dir = newFolder()
  const places = placesOf(dir, null)
  const roles = ['window', 'verifier', 'signer', 'administrator'] as const
  const user = (name: string): FoundingUser => ({ name, displayName: name, passphrase: PASSPHRASE, roles })
  const users = [user('ce'), user('ce2')] as const
  await foundOffice(
    places,
    { code, name: `测量单位${code}`, phone: '', practice: false, rulePack: 'order-555', users, logN: LOG_N },
    systemClock
  )
  const file = readSlotFile(join(dir, 'office.json'))
  const slot = file?.slots[0]
  const key = file && slot ? await openSlot(file, slot, PASSPHRASE) : null
  if (!file || !key) throw new TypeError('the office just founded does not open')
  const open: OpenOptions = { path: databasePath(places), key, cipher: file.cipher }
  if (persons > 0) fill(open, persons)
  return { dir, open }
}

function fill(open: OpenOptions, persons: number): void {
  const reference = loadReference(join(resourcesDir, 'codes'))
  const day: Day = today(systemClock)
  if (!isDay(day)) throw new TypeError('clock')
  const connection = openWrite(open)
  for (let done = 0; done < persons; done += BATCH) {
    const people = makeUpPeople(resourcesDir, reference, Math.min(BATCH, persons - done), day, 7 + done).yuyang
    connection.transaction(() =>
      insertPersons(
        { db: connection.db, reference, now: new Date().toISOString(), today: day, newId: () => uuidv7(systemClock.now()) },
        people
      )
    )
  }
  connection.raw.exec('PRAGMA optimize')
  connection.close()
}
