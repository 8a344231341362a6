/** Looks at everything once, one small look after the other, and keeps what was found. */
import type { CheckupReport } from '@shared/contract/checkup'
import { checkNames } from '@shared/domain/checkup'
import { AppError } from '@shared/errors'
import { setImmediate as turn } from 'node:timers/promises'
import { asAppError } from '../../db'
import { instant } from '../../platform'
import { deepFinding } from './deep-words'
import { archive, aside, leftovers, quarantine, waiting } from './exchange-checks'
import { backups, disk, encryption, folder, sticks } from './file-checks'
import { finding, type Asked, type Check, type CheckedOffice, type CheckupRoom, type Finding } from './finding'
import { keepReport } from './history'
import { clock, codes, computer, fonts, keys, partners, printers, rules } from './program-checks'

/** All but those that go through the whole database, which are made together. */
const CHECKS = {
  encryption,
  backups,
  archive,
  quarantine,
  aside,
  waiting,
  leftovers,
  disk,
  folder,
  clock,
  keys,
  partners,
  sticks,
  fonts,
  printers,
  codes,
  rules,
  computer
} as const satisfies Partial<Record<Finding['check'], Check>>

export interface CheckupWish {
  readonly why: CheckupReport['why']
  readonly thorough: boolean
}

export interface CheckupEar {
  readonly progress: (step: 'look' | 'database' | 'chains', done: number, total: number) => void
  readonly signal: AbortSignal
}

async function lookAt(name: keyof typeof CHECKS, asked: Asked): Promise<Finding> {
  try {
    return await CHECKS[name](asked)
  } catch (error) {
    const mapped = asAppError(error)
    const reason = mapped instanceof AppError ? mapped.code : 'internal.unexpected'
    return finding(name, 'unknown', `这一项没有查成（${reason}）。`, '请稍后再体检一次；还是不行，把问题报告交给管理员。')
  }
}

/** @throws AppError `checkup.running`, `job.cancelled`, `storage.*` when the report cannot be kept */
export async function runCheckup(
  office: CheckedOffice,
  room: CheckupRoom,
  { why, thorough }: CheckupWish,
  { progress, signal }: CheckupEar
): Promise<CheckupReport> {
  const { folder: place } = office.places
  if (room.busy.has(place)) throw new AppError('checkup.running')
  room.busy.add(place)
  const goOn = (): void => {
    if (signal.aborted) throw new AppError('job.cancelled')
  }
  try {
    const names = Object.keys(CHECKS) as (keyof typeof CHECKS)[] // The keys of the table above.
    const found: Finding[] = []
    for (const [at, name] of names.entries()) {
      progress('look', at, names.length)
      found.push(await lookAt(name, { office, room }))
      // Each look is short; calls that wait come between them.
      await turn()
      goOn()
    }
    progress('database', 0, 0)
    for await (const part of room.deep({ kind: 'checkup', open: office.open, archive: office.places.archive, thorough }, signal)) {
      found.push(deepFinding(part, thorough))
      progress('chains', 0, 0)
    }
    goOn()
    const order = (one: Finding): number => checkNames.indexOf(one.check)
    const findings = found.toSorted((a, b) => order(a) - order(b))
    const report = { at: instant(room.clock), why, thorough, appVersion: room.appVersion, findings }
    keepReport(place, report)
    return report
  } finally {
    room.busy.delete(place)
  }
}
