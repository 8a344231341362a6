/** Two or more module offices that trust each other, and a folder that acts as the stick between them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallInput, Output } from '@shared/contract'
import type { SpecOf } from '@shared/contract'
import { createExchangeHandlers, type StickRoom } from '../../electron/core/modules/exchange'
import { addConfirmedPartner, ownCard, partnerByOfficeId } from '../../electron/core/modules/partners'
import { createContentReader } from '../../electron/core/incoming'
import { silentLog, systemStick } from '../../electron/core/platform'
import { openModuleOffice, type ModuleOffice, type ModuleOfficeOptions } from './module-office'
import { queueSlip, type QueuedSlip } from './queued-slips'

export const testRoom: StickRoom = {
  stick: { ...systemStick, pause: () => Promise.resolve() },
  drives: () => Promise.resolve([]),
  eject: () => Promise.resolve(false),
  noteEnvelope: () => undefined,
  read: createContentReader(null, silentLog)
}

type In<N extends 'writeStick' | 'scanStick' | 'importBundles'> = CallInput<SpecOf<`exchange.${N}`>>
type Out<N extends 'writeStick' | 'scanStick' | 'importBundles'> = Output<SpecOf<`exchange.${N}`>>

export interface LinkedOffice extends ModuleOffice {
  /** Partner id here of another office. */
  partnerOf(other: ModuleOffice): string
  queue(to: ModuleOffice, count: number, change?: Record<string, unknown>): QueuedSlip[]
  writeTo(folder: string, input?: Partial<In<'writeStick'>>, room?: StickRoom, signal?: AbortSignal): Promise<Out<'writeStick'>>
  scan(folder: string, room?: StickRoom): Promise<Out<'scanStick'>>
  importFound(found: Out<'scanStick'>): Promise<Out<'importBundles'>>
  /** Scans and imports everything that may come in. */
  takeFrom(folder: string): Promise<Out<'importBundles'>['bundles']>
}

const importable = new Set(['ready', 'duplicate', 'status'])

export async function openLinkedOffice(options: ModuleOfficeOptions = {}): Promise<LinkedOffice> {
  const office = await openModuleOffice(options)
  const handlers = (room: StickRoom = testRoom) => createExchangeHandlers(room)
  const partnerOf = (other: ModuleOffice): string => partnerByOfficeId(office.write.db, ownCard(other.db).id)?.id ?? ''
  const scan = (folder: string, room?: StickRoom) => handlers(room).scanStick(office.job(), { source: office.desk.offer(folder).ticket })
  const importFound = ({ found }: Out<'scanStick'>) =>
    handlers().importBundles(office.job(), { spools: found.filter(({ state }) => importable.has(state)).map(({ spool }) => spool) })
  return {
    ...office,
    partnerOf,
    queue: (to, count, change) =>
      office.write.transaction(() =>
        Array.from({ length: count }, () => queueSlip(office.write.db, office, { id: partnerOf(to), code: to.card.code }, change))
      ),
    writeTo: (folder, input = {}, room, signal) =>
      handlers(room).writeStick(office.job(signal), { target: office.desk.offer(folder).ticket, partnerIds: input.partnerIds ?? [] }),
    scan,
    importFound,
    async takeFrom(folder) {
      const found = await scan(folder)
      const ready = found.found.filter(({ state }) => importable.has(state))
      return ready.length === 0 ? [] : (await importFound(found)).bundles
    }
  }
}

const comparers = [
  { id: 'account-zhang', name: 'zhang' },
  { id: 'account-li', name: 'li' }
] as const

/** Makes `one` trust `other`. @returns the partner's id there */
export const trust = (one: ModuleOffice, other: ModuleOffice): string =>
  one.write.transaction(() =>
    addConfirmedPartner({ db: one.write.db, now: '2026-03-05T01:00:00.000Z', newId: one.query().newId }, other.card, [...comparers])
  )

export interface Pair {
  readonly a: LinkedOffice
  readonly b: LinkedOffice
  /** A fresh folder that acts as a stick. */
  stick(): string
  /** One stick from one office to another, read and taken in there. @returns the stick */
  trip(from: LinkedOffice, to: LinkedOffice): Promise<string>
  /** From a to b and back. */
  round(): Promise<void>
  close(): void
}

export async function openPair(options: { readonly a?: ModuleOfficeOptions; readonly b?: ModuleOfficeOptions } = {}): Promise<Pair> {
  const a = await openLinkedOffice({ code: '610802-00', name: '测试甲区卫生健康局', ...options.a })
  const b = await openLinkedOffice({ code: '141124-00', name: '测试乙县卫生健康局', ...options.b })
  trust(a, b)
  trust(b, a)
  const sticks: string[] = []
  const stick = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'stick-'))
    sticks.push(folder)
    return folder
  }
  const trip = async (from: LinkedOffice, to: LinkedOffice): Promise<string> => {
    const carried = stick()
    await from.writeTo(carried)
    await to.takeFrom(carried)
    return carried
  }
  return {
    a,
    b,
    stick,
    trip,
    async round() {
      await trip(a, b)
      await trip(b, a)
    },
    close() {
      a.close()
      b.close()
      for (const folder of sticks) rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Content of every table of the trade, one line a row, without what merely keeps the books of files and jobs. */
export function domainDigest(office: ModuleOffice): string {
  const books = new Set([
    'migration',
    'setting',
    'audit_entry',
    'stored_reply',
    'job',
    'draft',
    'quarantine',
    'scanned_file',
    'waiting_file',
    'refused_bundle',
    'slip_batch'
  ])
  const tables = office.write.db
    .all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'person_search%' ORDER BY name"
    )
    .filter(({ name }) => !books.has(name))
  return tables.map(({ name }) => `${name}: ${JSON.stringify(office.write.db.all(`SELECT * FROM "${name}"`))}`).join('\n')
}
