/** Puts the rooms together: the one place that knows them all. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { WirePush } from '@shared/contract'
import { AppError } from '@shared/errors'
import { systemCardReader } from './card-reader'
import type { Connection, Core, CoreOptions } from './core'
import { DEFAULT_LOG_N } from './db'
import { createFileDesk } from './house/file-desk'
import { automaticBackups } from './house/automatic-backups'
import { createWeeklyCheckup } from './house/checked-office'
import { createCheckupWork } from './house/checkup-work'
import { createBackupWork } from './house/backup-work'
import { copiedFolder } from './house/copied-folder'
import { createExchangeUpkeep } from './house/exchange-upkeep'
import { settleFolder } from './house/went-back'
import { loadExchangeKeep } from './modules/exchange'
import { createKeyDrop } from './house/drop-keys'
import { createDoors } from './house/doors'
import { House } from './house/house'
import { createIdleWork } from './house/idle-work'
import { loadKeepRules } from './house/keep-rules'
import { placesOf, uploadsOf } from './house/places'
import { assertFitPlace, tidyAtStart } from './house/start'
import { RestoreDesk } from './house/restore-desk'
import { createUpkeep } from './house/upkeep'
import { createContentReader } from './incoming'
import { createJobRoom } from './jobs'
import { actorById, noteMoment } from './modules/accounts'
import { approvalBook } from './modules/approvals'
import { appendAudit } from './modules/audit'
import type { BackupRoom } from './modules/backup'
import type { CheckupRoom } from './modules/checkup'
import { nameDivisions } from './modules/persons'
import { loadReference } from './modules/reference'
import { loadTemplates } from './modules/forms'
import { loadLayouts } from './modules/workbooks'
import {
  countPrinters,
  ejectDrive,
  fileLog,
  freeBytes,
  instant,
  lastLogLines,
  listDrives,
  SideThread,
  systemClock,
  systemComputer,
  systemFolderKind,
  systemStick
} from './platform'
import {
  createDispatcher,
  createLookLog,
  renewSession,
  today,
  type Actor,
  type AnyAsk,
  type AnyHandler,
  type Caller,
  type OpenOffice,
  type Topic
} from './rpc'
import { allHandlers } from './all-handlers'
import { approvalQuestions } from './approval-questions'

/** A clerk looks at a list, tries it, mends it and takes it in: so long the thread that reads it stands ready, in milliseconds. */
const LIST_THREAD_RESTS = 10 * 60_000

/** @throws AppError `storage.unfit_place` on a stick or share, `storage.*` when the data folder cannot be made or written */
export async function createCore(options: CoreOptions): Promise<Core> {
  const folderKind = options.folderKind ?? systemFolderKind
  await assertFitPlace(options.dataDir, folderKind)
  const { dataDir, resourcesDir, appVersion, clock = systemClock } = options
  const logN = options.keyCost ?? DEFAULT_LOG_N
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const logFile = join(dataDir, 'logs', 'yipanqi.log')
  const log = options.log ?? fileLog(logFile, clock)
  const reference = loadReference(join(resourcesDir, 'codes'))
  const layouts = loadLayouts(join(resourcesDir, 'workbooks'))
  const templates = loadTemplates(join(resourcesDir, 'templates'))
  const built = (name: string): string | null => (options.threadsDir === undefined ? null : join(options.threadsDir, name))
  const threadFile = (name: string): string | null => built(`${name}.js`)
  const listFile = threadFile('list-thread')
  const listThread =
    listFile === null ? null : new SideThread(listFile, { restMs: LIST_THREAD_RESTS, limits: { maxYoungGenerationSizeMb: 64 } })
  const reading = listThread === null ? null : { thread: listThread, codes: join(resourcesDir, 'codes') }
  const spoolDir = uploadsOf(placesOf(dataDir, null))
  tidyAtStart(dataDir)
  mkdirSync(spoolDir, { recursive: true, mode: 0o700 })

  const callers = new Set<Caller>()
  const inOffice = (office: OpenOffice): Caller[] => [...callers].filter((caller) => caller.session?.office === office)
  const actorNow = (office: OpenOffice, accountId: string): Actor | undefined => actorById(office.write.db, accountId, instant(clock))
  /** Posts given or taken hold at once, also for whoever is signed in. */
  const renewActors = (office: OpenOffice): void => {
    for (const caller of inOffice(office)) renewSession(caller, actorNow(office, caller.session?.actor.accountId ?? ''))
  }
  const announce = (office: OpenOffice, topics: readonly Topic[]): void => {
    if (topics.includes('accounts') || topics.includes('office')) renewActors(office)
    for (const caller of inOffice(office)) caller.push({ event: 'records.changed', value: { topics: [...topics] } })
  }
  const looks = createLookLog({ append: appendAudit, log })
  const jobs = createJobRoom({
    clock,
    log,
    append: appendAudit,
    announce,
    publish: (office, accountId, job) => {
      for (const caller of inOffice(office))
        if (caller.session?.actor.accountId === accountId) caller.push({ event: 'job.updated', value: job })
    }
  })
  const cardReader = systemCardReader(resourcesDir, log)
  const folder = copiedFolder(dataDir, options.marksDir ?? null)
  const sticks = {
    stick: systemStick,
    drives: listDrives,
    eject: ejectDrive,
    read: createContentReader(threadFile('incoming-thread'), log),
    noteEnvelope: (no: number) => folder.noteEnvelope(no)
  }
  const upkeep = createUpkeep({ jobs, clock, log, appVersion })
  const idle = createIdleWork(options.timer ?? null, log)
  const letGo = createExchangeUpkeep({ rules: loadExchangeKeep(join(resourcesDir, 'codes', 'exchange-keep.json')), idle, clock, log })
  const house = new House({
    dataDir,
    reference,
    clock,
    appVersion,
    logN,
    signedIn: (caller) => {
      upkeep(caller)
      weekly.signedIn()
      keyDrop.watch()
      settleFolder(caller, folder, clock, log)
      if (caller.session) letGo(caller.session.office)
      idle.begin(nameDivisions(reference, today(clock)))
    },
    cleaning: () => options.onCleaning?.(),
    settle: async (office) => {
      idle.stop()
      cardReader.release()
      await weekly.settle()
      await jobs.settle()
      if (office) looks.flush(office)
    },
    endSessions: (reason) => {
      for (const caller of callers) {
        if (!caller.session) continue
        caller.session = null
        caller.push({ event: 'session.changed', value: { signedIn: false, reason } })
      }
    }
  })
  const work = createBackupWork(threadFile('backup-thread'), log)
  const backups: BackupRoom = {
    make: (task, signal) => work.run(task, signal),
    ...{ keep: loadKeepRules(join(resourcesDir, 'codes', 'backup-keep.json')), clock, appVersion, busy: new Set<string>() }
  }
  const checkups: CheckupRoom = {
    ...{ clock, appVersion, resourcesDir, drives: listDrives, free: freeBytes, printers: countPrinters, folderKind },
    ...{ computer: () => systemComputer(clock.now()), logLines: (most: number) => lastLogLines(logFile, most) },
    ...{ deep: createCheckupWork(threadFile('checkup-thread'), log), busy: new Set<string>() }
  }
  const weekly = createWeeklyCheckup({
    ...{ room: checkups, timer: options.timer ?? null, idle, log, opened: () => house.opened },
    announce: (office) => announce(office, ['office'])
  })
  const automatic = options.automaticBackups === true ? automaticBackups(backups, () => house.opened, log) : null
  const isThere = ({ session }: Caller): boolean =>
    session !== null && Math.abs(clock.now() - session.seenAt) <= session.office.idleMinutes() * 60_000
  const keyDrop = createKeyDrop({
    ...{ timer: options.timer ?? null, log, isOpen: () => house.opened !== null, close: () => house.close() },
    inUse: () => [...callers].some(isThere) || jobs.busy() || backups.busy.size > 0 || checkups.busy.size > 0,
    copy: async () => {
      if (automatic && house.opened) await automatic.closing(house.opened)
    }
  })
  const restoring = new RestoreDesk({ house, clock, log, dataDir, work, room: backups, reference })
  const questions = new Map(Object.entries<AnyAsk>(approvalQuestions))
  const dispatch = createDispatcher({
    handlers: byName(
      allHandlers({
        jobs,
        house,
        questions,
        cardReader,
        layouts,
        templates,
        reading,
        sticks,
        backups,
        checkups,
        folder,
        pageFile: built('proof-page.html'),
        before: async (office) => automatic?.before(office)
      })
    ),
    doors: createDoors({ folder, house, restoring, reference, clock, dataDir, resourcesDir, logN }),
    questions,
    approvals: approvalBook,
    startJob: jobs.start,
    append: appendAudit,
    looks,
    appVersion,
    clock,
    log,
    announce,
    onNewDay: (office, accountId) => {
      office.write.transaction(() => noteMoment(office.write.db, instant(clock)))
      letGo(office)
      return actorNow(office, accountId)
    },
    checkOutputs: options.checkOutputs ?? false
  })

  const connect = (): Connection => {
    const desk = createFileDesk()
    const listeners = new Set<(push: WirePush) => void>()
    const caller: Caller = {
      session: null,
      files: desk,
      push: (push) => {
        for (const listener of listeners) listener(push)
      }
    }
    callers.add(caller)
    return {
      call(request) {
        idle.called()
        return dispatch(caller, request)
      },
      onPush(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      offer: (path, name) => desk.offer(path, name),
      take(ticket) {
        const { path, name, folder } = desk.find(ticket)
        if (folder) throw new AppError('file.unknown_ticket')
        return { path, name }
      },
      close() {
        caller.session = null
        callers.delete(caller)
        listeners.clear()
      }
    }
  }
  log.write('started', { version: appVersion })
  return {
    connect,
    spoolDir,
    async close() {
      if (automatic && house.opened) await automatic.closing(house.opened)
      automatic?.stop()
      keyDrop.stop()
      await house.close()
      await listThread?.end()
      log.write('stopped')
    }
  }
}

function byName(modules: object): ReadonlyMap<string, AnyHandler> {
  return new Map(
    Object.entries(modules as Record<string, Record<string, AnyHandler>>).flatMap(([module, handlers]) =>
      Object.entries(handlers).map(([name, handler]) => [`${module}.${name}`, handler] as const)
    )
  )
}
