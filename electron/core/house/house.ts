/** The house: which office of the data folder is in use, who opened it, and how it is closed again. */
import type { OfficeSlot, OfficeStatus, SessionView } from '@shared/contract'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import { normaliseRecoveryKey, openSlot, pretendToOpen, readSlotFile, type SlotFile } from '../db'
import {
  actorByName,
  assertPassphrase,
  NOBODY,
  noteMoment,
  noteSignIn,
  putSlotFor,
  slotOf,
  slotPath,
  type KeyKeeper
} from '../modules/accounts'

import { appendAudit } from '../modules/audit'
import { unlockKeys } from '../modules/backup'
import { instant, type Clock } from '../platform'
import { today, type Actor, type Caller, type OfficeFacts, type OpenOffice } from '../rpc'
import { openAttempts, type KeptAttempts } from './attempts'
import { cleansAtClose } from './clean-at-close'
import { openOffice, type HousedOffice } from './open-office'
import { assertNeverUsed, emptySpool, placesOfSlot } from './places'

export interface HouseParts {
  readonly dataDir: string
  readonly reference: ReferenceBook
  readonly clock: Clock
  readonly appVersion: string
  /** scrypt work factor of new key slots. */
  readonly logN: number
  /** Ends every session before another office is opened. */
  readonly endSessions: (reason: 'signed-out' | 'office-switched') => void
  /** Called with whoever has just signed in. */
  readonly signedIn: (caller: Caller) => void
  /** Stops running jobs and writes what still waits, before the database closes. */
  readonly settle: (office: OpenOffice | null) => Promise<void>
  /** Told before the closing cleans the file, which holds everything up. */
  readonly cleaning: () => void
}

type Trouble = NonNullable<OfficeStatus['trouble']>
const TROUBLES = new Set(['office.database_newer', 'office.migration_failed', 'office.damaged'])

export class House {
  private slotInUse: OfficeSlot = 'main'
  private office: HousedOffice | null = null
  private trouble: Trouble | null = null
  /** The closing that is under way, or the last one. */
  private leaving: Promise<void> = Promise.resolve()
  private attempts: KeptAttempts

  private readonly parts: HouseParts

  constructor(parts: HouseParts) {
    this.parts = parts
    this.attempts = openAttempts(placesOfSlot(parts.dataDir, 'main').folder, parts.clock)
  }

  get slot(): OfficeSlot {
    return this.slotInUse
  }

  get opened(): HousedOffice | null {
    return this.office
  }

  status(caller: Caller): OfficeStatus {
    const { dataDir, clock, appVersion } = this.parts
    const { file, trouble } = this.look(this.slotInUse)
    const session = caller.session ? this.view(caller.session.actor, caller.session.office) : null
    const shown = trouble ?? this.trouble
    return {
      state: shown ? stateOf(shown.code) : file === null ? 'needs_setup' : session ? 'ready' : 'locked',
      slot: this.slotInUse,
      office: file?.office ?? null,
      accounts: (file?.slots ?? []).flatMap(({ account, displayName }) => (account === null ? [] : [{ name: account, displayName }])),
      session,
      practiceBuilt: this.isBuilt('yuyang') && this.isBuilt('linxian'),
      mainBuilt: readable(() => readSlotFile(slotPath(placesOfSlot(dataDir, 'main').folder))) !== null,
      trouble: shown,
      appVersion,
      today: today(clock)
    }
  }

  isBuilt(slot: OfficeSlot): boolean {
    return readable(() => readSlotFile(slotPath(placesOfSlot(this.parts.dataDir, slot).folder))) !== null
  }

  /** @throws AppError `session.wrong_passphrase`, `session.wait`, `office.*`, `storage.in_use` */
  async signIn(caller: Caller, account: string, passphrase: string): Promise<SessionView> {
    const file = this.requiredFile()
    const slot = slotOf(file, account)
    const dataKey = await this.attempts.prove(slot ? account : NOBODY, () => (slot ? openSlot(file, slot, passphrase) : this.pretend(file)))
    if (!dataKey) throw new AppError('session.wrong_passphrase')
    const office = await this.openWith(file, dataKey)
    const actor = actorByName(office.read.db, account, instant(this.parts.clock))
    if (!actor) {
      await this.leaveIfEmpty(caller)
      throw new AppError('session.wrong_passphrase')
    }
    this.recordSignIn(office, actor)
    caller.session = { actor, office, day: today(this.parts.clock), seenAt: this.parts.clock.now() }
    caller.push({ event: 'session.changed', value: { signedIn: true, reason: 'signed-in' } })
    this.parts.signedIn(caller)
    return this.view(actor, office)
  }

  /** Opens with the printed recovery key and gives one account a new passphrase. */
  async recover(recoveryKey: string, account: string, passphrase: string): Promise<void> {
    const file = this.requiredFile()
    const typed = normaliseRecoveryKey(recoveryKey)
    const slot = file.slots.find((known) => known.account === null)
    const dataKey = await this.attempts.prove('恢复密钥', () => (typed && slot ? openSlot(file, slot, typed) : Promise.resolve(null)))
    if (!dataKey) throw new AppError('office.recovery_key_wrong')
    const office = await this.openWith(file, dataKey)
    const actor = actorByName(office.read.db, account)
    if (!actor) throw new AppError('accounts.unknown')
    assertPassphrase(passphrase, actor)
    await putSlotFor(office.places.folder, this.keeperOf(office), actor, passphrase)
    const line = { at: instant(this.parts.clock), account, method: 'session.recover', event: 'session.recovered', outcome: 'done' as const }
    office.write.transaction(() => appendAudit(office.write.db, { ...line, subject: actor.accountId }))
  }

  signOut(caller: Caller): void {
    const { session } = caller
    caller.session = null
    if (!session) return
    const line = {
      at: instant(this.parts.clock),
      account: session.actor.name,
      method: 'session.signOut',
      event: 'session.signed_out',
      outcome: 'done' as const
    }
    session.office.write.transaction(() => appendAudit(session.office.write.db, line))
    caller.push({ event: 'session.changed', value: { signedIn: false, reason: 'signed-out' } })
  }

  /** Turns to another office of the data folder; whoever worked in the present one is signed out. */
  async turnTo(slot: OfficeSlot): Promise<void> {
    if (slot === this.slotInUse && !this.office) return
    await this.close('office-switched')
    this.slotInUse = slot
    this.trouble = null
    this.attempts = openAttempts(placesOfSlot(this.parts.dataDir, slot).folder, this.parts.clock)
  }

  async close(reason: 'signed-out' | 'office-switched' = 'signed-out'): Promise<void> {
    const leave = async (): Promise<void> => {
      this.parts.endSessions(reason)
      await this.parts.settle(this.office)
      const places = this.office?.places
      if (places && cleansAtClose(places.folder)) {
        this.parts.cleaning()
        // What was told must leave this process before the cleaning holds it.
        await new Promise((resolve) => setImmediate(resolve))
      }
      this.office?.close()
      this.office = null
      // Lists made for a caller lie there as he wanted them, in the clear.
      try {
        if (places) emptySpool(places)
      } catch {
        // One that another program holds open goes at the next start; closing must not fail for it.
      }
    }
    // Whoever signs in meanwhile waits for the end and opens anew.
    this.leaving = this.leaving.then(leave, leave)
    await this.leaving
  }

  /** Another database stands here now: what was known of the former is forgotten. */
  renew(): void {
    this.trouble = null
  }

  /**
   * @param account a user of these slots; null for the printed recovery key
   * @throws AppError `session.wrong_passphrase`, `office.recovery_key_wrong`, `session.wait`
   */
  async proveBySlot(keys: SlotFile, account: string | null, secret: string): Promise<Uint8Array> {
    const known = account === null ? '恢复密钥' : slotOf(keys, account) ? account : NOBODY
    const dataKey = await this.attempts.prove(known, () => unlockKeys(keys, account, secret))
    if (dataKey) return dataKey
    throw new AppError(account === null ? 'office.recovery_key_wrong' : 'session.wrong_passphrase')
  }

  keeperOf(office: OpenOffice): KeyKeeper {
    if (office !== this.office) throw new AppError('session.none')
    return { dataKey: this.office.dataKey, logN: this.office.facts.practice ? Math.min(this.parts.logN, PRACTICE_LOG_N) : this.parts.logN }
  }

  private async openWith(file: SlotFile, dataKey: Uint8Array): Promise<HousedOffice> {
    await this.leaving.catch(() => undefined)
    if (this.office) {
      dataKey.fill(0)
      return this.office
    }
    try {
      this.office = await openOffice(
        placesOfSlot(this.parts.dataDir, this.slotInUse),
        file,
        dataKey,
        this.parts.reference,
        this.parts.clock,
        this.attempts
      )
      this.trouble = null
      return this.office
    } catch (error) {
      if (error instanceof AppError && TROUBLES.has(error.code)) this.trouble = { code: error.code, params: { ...error.params } }
      throw error
    }
  }

  private recordSignIn(office: HousedOffice, actor: Actor): void {
    const at = instant(this.parts.clock)
    office.write.transaction(() => {
      // Before any line of now: a clock set back must find what stood last.
      noteMoment(office.write.db, at)
      for (const wrong of this.attempts.pending())
        appendAudit(office.write.db, {
          at: wrong.at,
          account: wrong.account,
          method: 'session.signIn',
          event: 'session.signed_in',
          outcome: 'refused'
        })
      noteSignIn(office.write.db, actor.accountId, at)
      appendAudit(office.write.db, { at, account: actor.name, method: 'session.signIn', event: 'session.signed_in', outcome: 'done' })
    })
    this.attempts.settled()
  }

  private async leaveIfEmpty(caller: Caller): Promise<void> {
    if (!caller.session) await this.close('signed-out')
  }

  private async pretend(file: SlotFile): Promise<null> {
    await pretendToOpen(file.slots[0]?.logN ?? this.parts.logN)
    return null
  }

  private requiredFile(): SlotFile {
    const file = readSlotFile(slotPath(placesOfSlot(this.parts.dataDir, this.slotInUse).folder))
    if (!file) throw new AppError('office.not_set_up')
    return file
  }

  private look(slot: OfficeSlot): { file: SlotFile | null; trouble: Trouble | null } {
    try {
      const places = placesOfSlot(this.parts.dataDir, slot)
      const file = readSlotFile(slotPath(places.folder))
      if (!file) assertNeverUsed(places)
      return { file, trouble: null }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { file: null, trouble: { code: error.code, params: { ...error.params } } }
    }
  }

  private view(actor: Actor, office: OpenOffice): SessionView {
    return {
      account: actor.name,
      displayName: actor.displayName,
      roles: [...actor.roles],
      grants: [...actor.grants],
      office: viewOf(office.facts),
      rulePack: office.rules().id,
      idleMinutes: office.idleMinutes(),
      scope: actor.scope,
      unit: actor.unit,
      principals: actor.principals.map(({ displayName, until }) => ({ displayName, until }))
    }
  }
}

const viewOf = ({ id, code, name, phone, practice }: OfficeFacts): SessionView['office'] => ({ id, code, name, phone, practice })

/** Made-up offices hold no secret, so their slots need not be slow. */
export const PRACTICE_LOG_N = 10

const stateOf = (code: string): OfficeStatus['state'] =>
  code === 'office.database_newer' ? 'database_newer' : code === 'office.migration_failed' ? 'migration_failed' : 'damaged'

function readable<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
