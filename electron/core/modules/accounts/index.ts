/** The door of the accounts module: users, their roles and passphrases, and the office's settings. */
import type { Contract, Role } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { KeySlot, ReadDb, WriteDb } from '../../db'
import type { Actor, Ask, CallContext, Handlers, PreparedCommand } from '../../rpc'
import { seat, seatOf, type Seat } from '../organisation'
import { endDeputyshipsOf } from './deputies'
import { activeActors, actorById, actorByName } from './actors'
import { accountByName, allAccounts, insertAccount, updateAccount } from './queries/accounts'
import { knownAccount, rolesOf } from './known'
import { assertAdministratorLeft, assertApart, assertPassphrase } from './rules'
import { readSettings, writeSettings } from './settings'
import { isPassphraseOf, newSlot, putSlot, removeSlot, renameOffice, renameSlot, type KeyKeeper } from './queries/slots'

export { accountNames, activeActors, actorById, actorByName } from './actors'
export { deputyViews, endDeputyship, endDeputyshipsOf, nameDeputy } from './deputies'
export { mayWithout, rightOf } from './deputy-rules'
export { endAccount } from './hand-over'
export { knownAccount } from './known'
export { clockWord, latestMoment, momentShown, noteClockWord, noteMoment } from './queries/moments'
export { noteSignIn, putSetting, settingOf } from './queries/accounts'
export { assertPassphrase } from './rules'
export { DEFAULT_IDLE_MINUTES, readSettings, writeSettings, type OfficeSettings } from './settings'
export { keepOfficeId, slotOf, slotPath, type KeyKeeper } from './queries/slots'

type AccountsContract = Contract['accounts']

/** Stands for every name that no account has: people type passphrases and numbers of persons into the wrong field, and wrong attempts are kept. */
export const NOBODY = '没有这个用户'

/** The first user of a new office, and the made-up ones of practice; the slot is the house's business. */
export function addFirstAccount(
  db: WriteDb,
  account: { readonly id: string; readonly name: string; readonly displayName: string; readonly roles: readonly Role[] },
  now: string
): void {
  insertAccount(db, {
    id: account.id,
    name: account.name,
    display_name: account.displayName,
    roles: JSON.stringify(account.roles),
    created_at: now
  })
}

/**
 * A second person proving himself beside the one who is signed in (two-person acts).
 * @returns null for an unknown or ended account, or a wrong passphrase
 * @throws AppError `session.wait` after several wrong ones, as at sign-in
 */
export async function verifyAccount(
  context: Pick<CallContext, 'places' | 'attempts' | 'now'> & { readonly db: ReadDb },
  name: string,
  passphrase: string
): Promise<Actor | null> {
  return (await proves(context, name, passphrase)) ? (actorByName(context.db, name, context.now) ?? null) : null
}

/** Wrong passphrases are slowed down wherever they are typed: another page must be no quicker way to guess one than the sign-in. */
async function proves(
  { db, places, attempts }: Pick<CallContext, 'places' | 'attempts'> & { readonly db: ReadDb },
  name: string,
  passphrase: string
): Promise<boolean> {
  const account = accountByName(db, name) ? name : NOBODY
  return (await attempts.prove(account, async () => ((await isPassphraseOf(places.folder, name, passphrase)) ? true : null))) ?? false
}

/** Gives an account a slot for a new passphrase outside any call (recovery by the printed key). */
export async function putSlotFor(
  folder: string,
  keeper: KeyKeeper,
  actor: Pick<Actor, 'name' | 'displayName'>,
  passphrase: string
): Promise<void> {
  putSlot(folder, await newSlot(folder, keeper, actor.name, actor.displayName, passphrase))
}

/** `keeper` answers with the data key of the office the call works in. */
export const accountHandlers = (keeper: (context: CallContext) => KeyKeeper): Handlers<'accounts'> => ({
  list: ({ db }) => ({
    rows: allAccounts(db).map((row) => ({
      id: row.id,
      name: row.name,
      displayName: row.display_name,
      roles: rolesOf(row),
      active: row.active === 1,
      unit: unitView(seatOf(db, row.id)),
      createdAt: row.created_at,
      lastSignInAt: row.last_sign_in_at
    }))
  }),
  create: {
    prepare: (context, { name, displayName, passphrase }) => {
      assertPassphrase(passphrase, { name, displayName })
      return newSlot(context.places.folder, keeper(context), name, displayName, passphrase)
    },
    run: ({ db, newId, now, note, changed, places }, { name, displayName, roles, unit }, slot) => {
      assertApart(roles)
      if (accountByName(db, name)) throw new AppError('accounts.name_taken', { name })
      const id = newId()
      addFirstAccount(db, { id, name, displayName, roles }, now)
      if (unit !== null) seat(db, id, unit)
      // Last inside the transaction: a slot without an account opens nothing, an account without a slot could never sign in.
      putSlot(places.folder, slot)
      note({ subject: id, detail: { roles, unit } })
      changed('accounts', 'office')
      return { id }
    }
  } satisfies PreparedCommand<AccountsContract['create'], KeySlot>,
  update: (context, { id, displayName, roles, active, unit }) => {
    const { db, note, changed, places } = context
    const row = knownAccount(db, id)
    assertApart(roles)
    const others = allAccounts(db).filter((other) => other.id !== id)
    assertAdministratorLeft([...others.map((other) => ({ roles: rolesOf(other), active: other.active === 1 })), { roles, active }])
    updateAccount(db, id, displayName, JSON.stringify(roles), active)
    if (unit !== undefined) seat(db, id, unit)
    if (active) assertSeatOpen(seatOf(db, id))
    if (active) renameSlot(places.folder, row.name, displayName)
    else removeSlot(places.folder, row.name)
    if (!active) endDeputyshipsOf(context, id)
    note({ subject: id, detail: { roles, active, ...(unit === undefined ? {} : { unit }) } })
    changed('accounts', 'office')
    return { id }
  },
  resetPassphrase: {
    prepare: (context, { id, passphrase }) => {
      const row = knownAccount(context.db, id)
      assertPassphrase(passphrase, { name: row.name, displayName: row.display_name })
      return newSlot(context.places.folder, keeper(context), row.name, row.display_name, passphrase)
    },
    run: ({ note, places }, { id }, slot) => {
      putSlot(places.folder, slot)
      note({ subject: id })
      return { id }
    }
  } satisfies PreparedCommand<AccountsContract['resetPassphrase'], KeySlot>,
  changeOwnPassphrase: {
    prepare: async (context, { current, next }) => {
      const { actor, places } = context
      if (!(await proves(context, actor.name, current))) throw new AppError('session.wrong_passphrase')
      assertPassphrase(next, actor, 'next')
      return newSlot(places.folder, keeper(context), actor.name, actor.displayName, next)
    },
    run: ({ actor, note, places }, _input, slot) => {
      putSlot(places.folder, slot)
      note({ subject: actor.accountId })
      return { changed: true }
    }
  } satisfies PreparedCommand<AccountsContract['changeOwnPassphrase'], KeySlot>
})

const unitView = (at: Seat | null) => (at === null ? null : { id: at.id, name: at.name })

/** An ended account keeps its seat; it is not restored to one that was closed meanwhile. */
function assertSeatOpen(at: Seat | null): void {
  if (at?.closed) throw new AppError('organisation.closed', { name: at.name })
}

const mayApprove = ({ grants }: Actor): boolean => [...grants].some((grant) => grant.startsWith('approve.'))

/**
 * Whoever sets a colleague's passphrase could sign in as that colleague and agree with himself. Where nobody else could agree, one person resets
 * it alone: a lost passphrase must not end the office's work, and the log tells it.
 */
export const resetQuestion: Ask<AccountsContract['resetPassphrase']> = ({ db, actor, now }, { id }) => {
  const target = actorById(db, id, now)
  if (target === undefined || target.accountId === actor.accountId || !mayApprove(target)) return null
  const others = activeActors(db, now).filter(({ accountId }) => accountId !== actor.accountId && accountId !== target.accountId)
  if (!others.some(({ grants }) => grants.has('approve.keys'))) return null
  return { sentence: `给用户“${target.displayName}”（${target.name}）重设口令；其岗位可以批准他人的申请。` }
}

/** Another rule pack changes which slips, deadlines and counts apply to the whole office. */
export const settingsQuestion: Ask<Contract['office']['saveSettings']> = ({ db, reference }, { rulePack }) => {
  const present = readSettings(db).rulePack
  const next = reference.rulePack(rulePack)
  if (rulePack === present || next === undefined) return null
  return { sentence: `把本单位的规则包由“${reference.rulePack(present)?.label ?? present}”换成“${next.label}”。` }
}

/** Settings of the office; `apply` lets the house take the new ones into use. */
export const officeHandlers = (apply: (context: CallContext) => void): Handlers<'office'> => ({
  settings: ({ db, office, reference, today }) => {
    const settings = readSettings(db)
    return {
      office: { ...office, name: settings.name, phone: settings.phone },
      rulePack: settings.rulePack,
      proposedRulePack: reference.rulePackOn(today).id,
      idleMinutes: settings.idleMinutes,
      outputFolder: null
    }
  },
  saveSettings: (context, input) => {
    const { db, reference, note, changed, places } = context
    if (!reference.rulePack(input.rulePack)) throw new AppError('office.rule_pack_unknown', { pack: input.rulePack })
    writeSettings(db, input)
    renameOffice(places.folder, input)
    apply(context)
    note({ detail: { rulePack: input.rulePack, idleMinutes: input.idleMinutes } })
    changed('office')
    return { saved: true }
  }
})
