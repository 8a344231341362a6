/** Coming back: looks at copies without an open office, proves who asks, and puts a copy or what can still be read in the place of what stands here. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import { lockFolder, readSlotFile, type FolderLock, type OpenOptions, type SlotFile } from '../db'
import { actorByName, slotPath } from '../modules/accounts'
import {
  backupsAt,
  factsOf,
  isPresent,
  knownPlace,
  openManifest,
  pathOf,
  readPlaces,
  unlockKeys,
  withBackup,
  type BackupFile,
  type BackupRoom
} from '../modules/backup'
import { instant, type Clock, type Log } from '../platform'
import type { Caller, OfficePlaces } from '../rpc'
import { copyOfPresent } from './backup-source'
import { bringKeys } from './bring-keys'
import type { BackupWork } from './backup-work'
import { keptOf, NOTHING_KEPT, readGone, together, type Kept } from './gone-file'
import type { House } from './house'
import { databasePath, placesOfSlot } from './places'
import { beforeIn, finishRestore, isNewer, opens, reading, stageSalvage, stagingOf, unlessDamaged, type Before } from './put-back'

type B = Contract['backup']
type Ref = HandlerInput<B['look']>['from']
type Proof = HandlerInput<B['restore']>['first']

export interface RestoreParts {
  readonly house: House
  readonly clock: Clock
  readonly log: Log
  readonly dataDir: string
  readonly work: BackupWork
  readonly room: BackupRoom
  readonly reference: ReferenceBook
}

const LABELS = {
  unpack: '解开备份',
  check: '检查资料',
  copy: '给现在的资料留一份备份',
  salvage: '读出还能读的部分',
  place: '放到原处'
} as const

/** Who restores, and which key opened what stands here. */
interface Proven {
  readonly names: readonly [string, string | null]
  readonly dataKey: Uint8Array
}

export class RestoreDesk {
  private readonly parts: RestoreParts
  private work: { label: string; done: number; total: number } | null = null
  private abort: AbortController | null = null

  constructor(parts: RestoreParts) {
    this.parts = parts
  }

  private get places(): OfficePlaces {
    return placesOfSlot(this.parts.dataDir, 'main')
  }

  found(): Output<B['found']> {
    const { folder } = this.places
    const places = readPlaces(folder)
    const rows = places.flatMap((place) =>
      backupsAt(folder, place)
        .slice(0, SHOWN)
        .map(({ file, madeAt, why, bytes }) => ({ place: place.id, placeLabel: place.label, file, madeAt, why, bytes }))
    )
    rows.sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
    return { rows, missing: places.filter((place) => !isPresent(folder, place)).map(({ label }) => label) }
  }

  look(caller: Caller, from: Ref): Output<B['look']> {
    const { header, bytes } = withBackup(this.pathOf(caller, from), (_fd, file) => file)
    const present = this.presentKeys()
    const { session } = caller
    const isMain = session !== null && session.office.places.folder === this.places.folder && session.actor.grants.has('office.manage')
    const now = isMain ? factsOf(session.office.read.db) : null
    return {
      facts: {
        ...{ madeAt: header.madeAt, why: header.why, appVersion: header.appVersion, bytes, counts: header.counts, lastAct: header.lastAct },
        office: { code: header.keys.office.code, name: header.keys.office.name },
        other: present === null ? null : present.databaseId !== header.keys.databaseId,
        newer: isNewer(header),
        accounts: header.keys.slots.flatMap(({ account, displayName }) => (account === null ? [] : [{ name: account, displayName }]))
      },
      present: now && { counts: now.counts, lastAct: now.lastAct },
      persons: this.isEmpty() ? 1 : 2,
      accountsOf: present === null ? 'backup' : 'present'
    }
  }

  progress(): Output<B['progress']> {
    return { work: this.work && { ...this.work } }
  }

  stop(): Output<B['stop']> {
    this.abort?.abort()
    return { stopping: this.abort !== null }
  }

  restore(caller: Caller, input: HandlerInput<B['restore']>): Promise<Output<B['restore']>> {
    return this.alone(async (signal, held) => {
      const file = this.pathOf(caller, input.from)
      const backup = withBackup(file, (_fd, one) => one)
      const present = this.presentKeys()
      if (present && present.databaseId !== backup.header.keys.databaseId)
        throw new AppError('backup.other_office', { name: backup.header.keys.office.name })
      const proven = await this.prove(present ?? backup.header.keys, input.first, input.second)
      const dataKey = await this.keyOf(backup, proven, [input.first, input.second, input.unlock])
      for await (const part of this.parts.work.run({ kind: 'stage', file, dataKey, into: stagingOf(this.places) }, signal))
        if ('step' in part) this.tell(part.step, part.done, part.total)
      await this.copyPresent(signal)
      return this.replace(held, proven, { dataKey, keys: backup.header.keys, madeAt: backup.header.madeAt, source: 'backup' }, signal)
    })
  }

  salvage(caller: Caller, input: HandlerInput<B['salvage']>): Promise<Output<B['salvage']>> {
    return this.alone(async (signal, held) => {
      const keys = this.presentKeys() ?? this.lentKeys(caller, input.keysFrom)
      const proven = await this.prove(keys, input.first, input.second)
      await this.closeOffice(held)
      const salvaged = await stageSalvage(this.places, keys, proven.dataKey, this.parts, signal, (done, total) =>
        this.tell('salvage', done, total)
      )
      const facts = { dataKey: proven.dataKey, keys, madeAt: instant(this.parts.clock), source: 'salvage' as const }
      const { kept } = await this.replace(held, proven, facts, signal)
      return { rows: { ...salvaged.rows }, torn: [...salvaged.torn], orphans: salvaged.orphans, kept: kept ?? '' }
    })
  }

  /** After the unpacking: the rule of keeping may let the very copy go that is being restored. */
  private async copyPresent(signal: AbortSignal): Promise<void> {
    const { house, room, log } = this.parts
    const office = house.opened
    if (office?.places.folder !== this.places.folder) return
    this.tell('copy', 0, 0)
    room.busy.delete(this.places.folder)
    try {
      await copyOfPresent(room, office, signal, log)
    } finally {
      room.busy.add(this.places.folder)
    }
  }

  private lentKeys(caller: Caller, from: Ref | null): SlotFile {
    if (from === null) throw new AppError('office.damaged', { reason: '密钥文件' })
    return withBackup(this.pathOf(caller, from), (_fd, { header }) => header.keys)
  }

  private async replace(
    held: { lock: FolderLock | null },
    proven: Proven,
    facts: { readonly dataKey: Uint8Array; readonly keys: SlotFile; readonly madeAt: string; readonly source: 'backup' | 'salvage' },
    signal: AbortSignal
  ): Promise<Output<B['restore']>> {
    if (signal.aborted) throw new AppError('job.cancelled')
    this.tell('place', 0, 0)
    this.abort = null
    await this.closeOffice(held)
    const keys = this.presentKeys() ?? facts.keys
    const before = this.beforeOf(keys, facts.dataKey)
    const newerKeys =
      facts.source === 'backup' &&
      (await bringKeys({ places: this.places, keys, dataKey: proven.dataKey }, stagingOf(this.places), facts, before?.cards ?? null))
    const { clock, reference } = this.parts
    const after = finishRestore({
      ...{ places: this.places, clock, reference, before, isEmpty: this.isEmpty(), names: proven.names },
      kept: this.keptHere(keys, proven.dataKey),
      ...facts
    })
    this.parts.house.renew()
    this.parts.log.write('restored', { source: facts.source })
    return {
      madeAt: facts.madeAt,
      before: before && { ...before.facts.counts },
      after: { ...after.counts },
      kept: after.kept,
      again: after.again,
      newerKeys
    }
  }

  /** What stands here, as far as it can be read; nothing of it is changed. */
  private beforeOf(keys: SlotFile, dataKey: Uint8Array): Before | null {
    const open: OpenOptions = { path: databasePath(this.places), key: dataKey, cipher: keys.cipher }
    return reading(open, beforeIn)
  }

  /** What was deleted and sealed here: by the database, as far as it reads, and by the file beside it. */
  private keptHere(keys: SlotFile, dataKey: Uint8Array): Kept {
    const open: OpenOptions = { path: databasePath(this.places), key: dataKey, cipher: keys.cipher }
    const beside = readGone(this.places.folder, dataKey, instant(this.parts.clock))
    return together(beside, reading(open, keptOf) ?? NOTHING_KEPT)
  }

  /** Two persons where something is replaced, one of them an administrator as far as that can be read; one on an empty PC. */
  private async prove(keys: SlotFile, first: Proof, second: Proof | null): Promise<Proven> {
    const { house } = this.parts
    const dataKey = await house.proveBySlot(keys, first.account, first.secret)
    if (this.isEmpty()) return { names: [nameOf(first), null], dataKey }
    if (second === null || second.account === first.account) throw new AppError('backup.two_persons')
    await house.proveBySlot(keys, second.account, second.secret)
    this.assertAdministrator(keys, dataKey, [first, second])
    return { names: [nameOf(first), nameOf(second)], dataKey }
  }

  private assertAdministrator(keys: SlotFile, dataKey: Uint8Array, proofs: readonly Proof[]): void {
    if (proofs.some(({ account }) => account === null)) return
    const open: OpenOptions = { path: databasePath(this.places), key: dataKey, cipher: keys.cipher }
    const opened = this.parts.house.opened
    const look = (db: Parameters<typeof actorByName>[0]): boolean =>
      proofs.some(({ account }) => account !== null && actorByName(db, account)?.grants.has('office.manage') === true)
    const may = opened?.places.folder === this.places.folder ? unlessDamaged(() => look(opened.read.db)) : reading(open, look)
    // A database that cannot be read names no administrator; two persons of the office are asked all the same.
    if (may === false) throw new AppError('backup.not_allowed')
  }

  /** The key of the copy: mostly the one that opens the office, else that of a user of that day. */
  private async keyOf(backup: BackupFile, proven: Proven, proofs: readonly (Proof | null)[]): Promise<Uint8Array> {
    if (opens(backup, proven.dataKey)) return proven.dataKey
    for (const proof of proofs) {
      const key = proof && (await unlockKeys(backup.header.keys, proof.account, proof.secret))
      if (!key) continue
      openManifest(backup, key)
      return key
    }
    throw new AppError('backup.wrong_secret')
  }

  private pathOf(caller: Caller, from: Ref): string {
    if ('ticket' in from) return caller.files.find(from.ticket).path
    const { folder } = this.places
    const place = knownPlace(folder, from.place)
    const found = backupsAt(folder, place).find(({ file }) => file === from.file)
    if (!found) throw new AppError('backup.place_gone', { place: place.label })
    return join(pathOf(folder, place), found.file)
  }

  /** The key slots that stand here; null when there are none or they cannot be read. */
  private presentKeys(): SlotFile | null {
    try {
      return readSlotFile(slotPath(this.places.folder))
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  private isEmpty(): boolean {
    return !existsSync(databasePath(this.places)) && !existsSync(slotPath(this.places.folder))
  }

  private tell(step: keyof typeof LABELS, done: number, total: number): void {
    this.work = { label: LABELS[step], done, total }
  }

  private async closeOffice(held: { lock: FolderLock | null }): Promise<void> {
    if (held.lock) return
    await this.parts.house.turnTo('main')
    held.lock = lockFolder(this.places.folder)
  }

  /** One at a time, and no other program on this folder meanwhile. */
  private async alone<T>(act: (signal: AbortSignal, held: { lock: FolderLock | null }) => Promise<T>): Promise<T> {
    const { room, house } = this.parts
    const { busy } = room
    const { folder } = this.places
    if (busy.has(folder)) throw new AppError('backup.running')
    busy.add(folder)
    const abort = new AbortController()
    this.abort = abort
    const held: { lock: FolderLock | null } = { lock: null }
    try {
      if (house.opened?.places.folder !== folder) held.lock = lockFolder(folder)
      return await act(abort.signal, held)
    } finally {
      held.lock?.release()
      this.abort = null
      this.work = null
      busy.delete(folder)
    }
  }
}

const SHOWN = 60
const nameOf = ({ account }: Proof): string => account ?? '恢复密钥'
