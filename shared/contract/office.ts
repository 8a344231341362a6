/** The office before and around work: set-up, sign-in, practice, users, drafts, settings. */
import { z } from 'zod'
import { command, door, query } from './define'
import { permissions, roleNames, type Permission } from './permissions'
import { Day, Id, Instant, OfficeCode, OfficeId, text } from './values'

const RoleName = z.enum(roleNames)
const PermissionName = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])

/** How the office could be opened; the screen has a page for each. */
export const BootState = z.enum(['needs_setup', 'locked', 'ready', 'database_newer', 'migration_failed', 'damaged'])
export type BootState = z.infer<typeof BootState>

export const OfficeView = z.strictObject({ id: OfficeId, code: OfficeCode, name: z.string(), phone: z.string(), practice: z.boolean() })
export type OfficeView = z.infer<typeof OfficeView>

export const SessionView = z.strictObject({
  account: z.string(),
  displayName: z.string(),
  roles: z.array(RoleName),
  grants: z.array(PermissionName),
  office: OfficeView,
  rulePack: z.string(),
  idleMinutes: z.int(),
  /** Division code the account covers; null for the whole county. */
  scope: z.string().nullable(),
  /** Name of the unit it is bound to. */
  unit: z.string().nullable(),
  /** For whom it stands in today, and until which day. */
  principals: z.array(z.strictObject({ displayName: z.string(), until: Day }))
})
export type SessionView = z.infer<typeof SessionView>

/** Which office of the data folder is meant: the real one, or one of the two practice offices. */
export const OfficeSlot = z.enum(['main', 'yuyang', 'linxian'])
export type OfficeSlot = z.infer<typeof OfficeSlot>

export const OfficeStatus = z.strictObject({
  state: BootState,
  slot: OfficeSlot,
  office: OfficeView.nullable(),
  /** Names to choose from at sign-in. */
  accounts: z.array(z.strictObject({ name: z.string(), displayName: z.string() })),
  session: SessionView.nullable(),
  practiceBuilt: z.boolean(),
  mainBuilt: z.boolean(),
  /** Why it is damaged, newer or failed: parameters for the catalogue text. */
  trouble: z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  appVersion: z.string(),
  today: z.string()
})
export type OfficeStatus = z.infer<typeof OfficeStatus>

const Passphrase = z.string().min(1).max(200)
const AccountName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._-]{1,32}$/u, '用户名为 1–32 个汉字、字母或数字')

export const office = {
  status: door({ input: z.strictObject({}), output: OfficeStatus, needs: 'public', audit: 'office.asked' }),
  setUp: door({
    input: z.strictObject({
      office: z.strictObject({ code: OfficeCode, name: text(100), phone: z.string().trim().max(64).default('') }),
      /** Rule pack id; null takes the one valid today. */
      rules: z.string().nullable().default(null),
      admin: z.strictObject({ name: AccountName, displayName: text(50), passphrase: Passphrase })
    }),
    output: z.strictObject({
      office: OfficeView,
      fingerprint: z.string(),
      /** 8 groups of 5 digits. */
      digits: z.string(),
      /** Shown once, to be printed or written down; opens the database and the root key. */
      recoveryKey: z.string()
    }),
    needs: 'public',
    audit: 'office.set_up',
    fails: ['office.already_set_up', 'office.weak_passphrase', 'office.bad_office_code', 'office.rule_pack_unknown']
  }),
  settings: query({
    input: z.strictObject({}),
    output: z.strictObject({
      office: OfficeView,
      rulePack: z.string(),
      proposedRulePack: z.string(),
      idleMinutes: z.int(),
      outputFolder: z.string().nullable()
    }),
    needs: 'signed-in'
  }),
  saveSettings: command({
    input: z.strictObject({
      rulePack: z.string(),
      idleMinutes: z.int().min(1).max(240),
      name: text(100),
      phone: z.string().trim().max(64)
    }),
    output: z.strictObject({ saved: z.literal(true) }),
    needs: 'office.manage',
    audit: 'office.settings_changed',
    approval: { permission: 'approve.rules', title: '更换规则包' },
    fails: ['office.rule_pack_unknown']
  })
} as const

export const session = {
  signIn: door({
    input: z.strictObject({ account: z.string().trim().min(1).max(64), passphrase: Passphrase }),
    output: SessionView,
    needs: 'public',
    audit: 'session.signed_in',
    fails: [
      'session.wrong_passphrase',
      'session.wait',
      'office.not_set_up',
      'office.damaged',
      'office.database_newer',
      'office.migration_failed',
      'storage.in_use'
    ]
  }),
  /** The printed recovery key gives one account a new passphrase when everybody's is forgotten. */
  recover: door({
    input: z.strictObject({ recoveryKey: z.string().max(200), account: z.string().trim().min(1).max(64), passphrase: Passphrase }),
    output: z.strictObject({ recovered: z.literal(true) }),
    needs: 'public',
    audit: 'session.recovered',
    fails: [
      'office.recovery_key_wrong',
      'office.not_set_up',
      'office.weak_passphrase',
      'accounts.unknown',
      'session.wait',
      'storage.in_use'
    ]
  }),
  signOut: door({
    input: z.strictObject({}),
    output: z.strictObject({ signedOut: z.literal(true) }),
    needs: 'public',
    audit: 'session.signed_out'
  })
} as const

export const practice = {
  /** Builds the two made-up offices beside the real data and exchanges their keys. */
  create: door({
    input: z.strictObject({ persons: z.int().min(1).max(100_000).default(3000) }),
    output: z.strictObject({
      offices: z.array(
        z.strictObject({ slot: OfficeSlot, office: OfficeView, account: z.string(), passphrase: z.string(), persons: z.int() })
      ),
      /** Label of the folder that acts as the stick. */
      stick: z.string()
    }),
    needs: 'public',
    audit: 'practice.built'
  }),
  /** Opens a practice office and signs its made-up clerk in; `main` leaves practice. */
  enter: door({
    input: z.strictObject({ slot: OfficeSlot }),
    output: OfficeStatus,
    needs: 'public',
    audit: 'practice.entered',
    fails: ['practice.not_built', 'storage.in_use']
  })
} as const

const Account = z.strictObject({
  id: Id,
  name: z.string(),
  displayName: z.string(),
  roles: z.array(RoleName),
  active: z.boolean(),
  /** Where the account is bound; null covers the whole county. */
  unit: z.strictObject({ id: Id, name: z.string() }).nullable(),
  createdAt: Instant,
  lastSignInAt: Instant.nullable()
})

export const accounts = {
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(Account) }), needs: 'accounts.manage' }),
  create: command({
    input: z.strictObject({
      name: AccountName,
      displayName: text(50),
      roles: z.array(RoleName).min(1, '至少选一个岗位'),
      passphrase: Passphrase,
      unit: Id.nullable().default(null)
    }),
    output: z.strictObject({ id: Id }),
    needs: 'accounts.manage',
    audit: 'account.created',
    fails: ['accounts.name_taken', 'accounts.posts_apart', 'office.weak_passphrase', 'organisation.unknown', 'organisation.closed']
  }),
  update: command({
    input: z.strictObject({
      id: Id,
      displayName: text(50),
      roles: z.array(RoleName).min(1, '至少选一个岗位'),
      active: z.boolean(),
      /** Absent: stays bound as it is; null: the whole county. */
      unit: Id.nullable().optional()
    }),
    output: z.strictObject({ id: Id }),
    needs: 'accounts.manage',
    audit: 'account.updated',
    fails: ['accounts.unknown', 'accounts.last_administrator', 'accounts.posts_apart', 'organisation.unknown', 'organisation.closed']
  }),
  resetPassphrase: command({
    input: z.strictObject({ id: Id, passphrase: Passphrase }),
    output: z.strictObject({ id: Id }),
    needs: 'accounts.manage',
    audit: 'account.passphrase_reset',
    approval: { permission: 'approve.keys', title: '重设他人口令', without: ['passphrase'] },
    fails: ['accounts.unknown', 'office.weak_passphrase']
  }),
  changeOwnPassphrase: command({
    input: z.strictObject({ current: Passphrase, next: Passphrase }),
    output: z.strictObject({ changed: z.literal(true) }),
    needs: 'signed-in',
    audit: 'account.passphrase_changed',
    fails: ['session.wrong_passphrase', 'session.wait', 'office.weak_passphrase']
  })
} as const

/** The program's own name of a form: it stands in the log, where no words of anybody may. */
const FormName = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,59}$/)

/** Half-filled forms, each user's own; kept in the encrypted database so that kill −9 loses at most two seconds. */
export const drafts = {
  get: query({
    input: z.strictObject({ form: FormName, subject: z.string().max(100).default('') }),
    output: z.strictObject({ draft: z.strictObject({ value: z.unknown(), savedAt: Instant }).nullable() }),
    needs: 'signed-in'
  }),
  save: command({
    input: z.strictObject({ form: FormName, subject: z.string().max(100).default(''), value: z.unknown() }),
    output: z.strictObject({ savedAt: Instant }),
    needs: 'signed-in',
    audit: 'draft.saved',
    fails: ['drafts.too_large']
  }),
  discard: command({
    input: z.strictObject({ form: FormName, subject: z.string().max(100).default('') }),
    output: z.strictObject({ discarded: z.boolean() }),
    needs: 'signed-in',
    audit: 'draft.discarded'
  })
} as const

export const AuditEntry = z.strictObject({
  seq: z.int(),
  at: Instant,
  account: z.string(),
  method: z.string(),
  event: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string()
})

export const audit = {
  search: query({
    input: z.strictObject({
      before: z.int().nullable().default(null),
      limit: z.int().min(1).max(200).default(100),
      account: z.string().nullable().default(null),
      event: z.string().nullable().default(null),
      outcome: z.enum(['done', 'refused', 'failed']).nullable().default(null),
      /** First and last day in China. */
      from: Day.nullable().default(null),
      to: Day.nullable().default(null),
      /** Lines about one person, by the whole number of the identity card or the file's id: the files merged with it and its slips included. */
      person: z.string().trim().min(1).max(40).nullable().default(null),
      /** Events to leave out, such as the saving of drafts. */
      without: z.array(z.string().max(80)).max(20).default([])
    }),
    output: z.strictObject({
      rows: z.array(AuditEntry),
      /** Files that `person` stands for; null where nobody was asked for. */
      files: z.int().nullable()
    }),
    needs: 'audit.read',
    audit: 'audit.asked_about',
    fails: ['persons.bad_date']
  }),
  verify: query({
    input: z.strictObject({}),
    output: z.strictObject({ intact: z.boolean(), entries: z.int(), head: z.string(), brokenAt: z.int().nullable() }),
    needs: 'audit.read'
  })
} as const
