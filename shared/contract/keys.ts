/** The office's own keys: what stands on its card, and the few acts a year that change them. */
import { z } from 'zod'
import { command, query } from './define'
import { CardFacts } from './exchange'
import { FileTicket, Id, Instant, OfficeCode } from './values'

/** Why a key is given up (exchange.md §4.2): routine, the PC is no longer used, or others may have it. */
export const KeyChange = z.enum(['rotated', 'retired', 'lost'])
export type KeyChange = z.infer<typeof KeyChange>

const RecoveryKey = z.string().max(200)
const Signed = z.strictObject({
  /** Version of the card now in use. */
  version: z.int(),
  /** True when a card signed before, whose act had been cut off, was taken into use instead of a further one. */
  finished: z.boolean(),
  /** Links whose numbering begins anew. */
  links: z.int()
})
const SIGNING_FAILS = [
  'office.recovery_key_wrong',
  'keys.root_missing',
  'keys.root_differs',
  'keys.root_unfinished',
  'keys.card_behind',
  'keys.too_many_revoked',
  'storage.busy'
] as const

export const keys = {
  state: query({
    input: z.strictObject({}),
    output: z.strictObject({
      card: CardFacts,
      /** When the card now in use was signed, as the card itself says. */
      issued: z.string(),
      /** Fingerprint of the key this PC signs with. */
      signedBy: z.string(),
      /** The national suite: whether the card announces it, how many partners' cards do, and how many links use it. */
      national: z.strictObject({ on: z.boolean(), offering: z.int(), using: z.int() }),
      /** False when this PC's signing key does not stand on the card: nothing can be sealed until the keys are changed. */
      usable: z.boolean(),
      /** Whether the sleeping root key lies on this PC. */
      hasRoot: z.boolean(),
      revoked: z.array(z.strictObject({ key: z.string(), sinceVersion: z.int(), reason: KeyChange })),
      /** Own cards, the newest first. */
      cards: z.array(
        z.strictObject({
          ...{ version: z.int(), installedAt: Instant, rootChanged: z.boolean() },
          /** The first card after the root was lost: another office id, another form for every partner. */
          isRebuilt: z.boolean()
        })
      ),
      /** A lost root was replaced after this database was copied: nothing is written for partners until the act is done once more. */
      isBehind: z.boolean(),
      /** After a loss: partners from whom nothing came yet that was meant for the new identity. */
      awaited: z.array(z.strictObject({ partnerId: Id, name: z.string(), code: OfficeCode, phone: z.string() }))
    }),
    needs: 'office.manage'
  }),
  /** Whose keys come near their time and who was not heard of for long, ours first; dates only warn (exchange.md §4.2). */
  warnings: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          /** `suite`: its card no longer announces the national suite the link is bound to, so nothing is sealed for it. */
          kind: z.enum(['own-key', 'partner-key', 'silent', 'suite']),
          partnerId: Id.nullable(),
          name: z.string(),
          /** Days left of the key, negative when over; days of silence. */
          days: z.int(),
          /** 1 far ahead … 4 over. */
          step: z.int()
        })
      )
    }),
    needs: 'partners.read'
  }),
  /** Text files with which stock tools check bundles of confirmed partners and ours; nothing here ever reads them. */
  exportSigners: command({
    input: z.strictObject({}),
    output: z.strictObject({ signers: FileTicket, revoked: FileTicket, offices: z.int() }),
    needs: 'office.manage',
    audit: 'key.signers_exported'
  }),
  /** One HTML file with which anyone checks proofs in any browser, with our keys and those of confirmed partners inside. */
  exportProofPage: command({
    input: z.strictObject({}),
    output: z.strictObject({ page: FileTicket, offices: z.int() }),
    needs: 'office.manage',
    audit: 'key.proof_page_exported',
    fails: ['keys.page_missing']
  }),
  /** New signing and encryption keys for this PC; the old ones are named on the next card as given up, and every link begins a new stream. */
  change: command({
    input: z.strictObject({ reason: KeyChange, recoveryKey: RecoveryKey }),
    output: Signed,
    needs: 'office.manage',
    audit: 'key.changed',
    approval: { permission: 'approve.keys', title: '更换本机密钥', without: ['recoveryKey'] },
    fails: [...SIGNING_FAILS]
  }),
  /** A new root signed by the old one; the next card is signed by the new root. */
  newRoot: command({
    input: z.strictObject({ recoveryKey: RecoveryKey }),
    output: Signed,
    needs: 'office.manage',
    audit: 'key.root_changed',
    approval: { permission: 'approve.keys', title: '更换主密钥', without: ['recoveryKey'] },
    fails: [...SIGNING_FAILS]
  }),
  /**
   * For an office whose root is lost, file and paper: another root under another office id, in the same database. Links end where they stand and
   * begin anew; what partners still send to the former identity comes in, nothing more is sealed under it (exchange.md §4.4).
   */
  rebuildRoot: command({
    input: z.strictObject({ fileLost: z.literal(true), paperLost: z.literal(true), recoveryKey: RecoveryKey }),
    output: z.strictObject({ ...Signed.shape, text: z.string(), card: CardFacts }),
    needs: 'office.manage',
    audit: 'key.root_rebuilt',
    unkept: true,
    approval: { permission: 'approve.keys', title: '重新建立主密钥', without: ['recoveryKey'] },
    fails: ['office.recovery_key_wrong', 'keys.root_stands', 'storage.busy']
  }),
  /** Switches the national suite on or off: SM2 keys come onto the next card or leave it (exchange.md §2.8). */
  setSuite: command({
    input: z.strictObject({ on: z.boolean(), recoveryKey: RecoveryKey }),
    output: Signed,
    needs: 'office.manage',
    audit: 'key.suite_changed',
    approval: { permission: 'approve.keys', title: '启用或停用国密套件', without: ['recoveryKey'] },
    fails: [...SIGNING_FAILS, 'keys.suite_unchanged']
  }),
  /** Signs the next directory of the offices whose digits two persons compared here, and of this office, for offices that pinned our root. */
  signDirectory: command({
    input: z.strictObject({ recoveryKey: RecoveryKey }),
    output: z.strictObject({ file: FileTicket, version: z.int(), entries: z.int() }),
    needs: 'office.manage',
    audit: 'key.directory_signed',
    unkept: true,
    approval: { permission: 'approve.keys', title: '签发密钥目录', without: ['recoveryKey'] },
    fails: ['office.recovery_key_wrong', 'keys.root_missing', 'keys.root_differs', 'keys.root_unfinished', 'storage.busy']
  }),
  /** The root key as text, for a sheet of paper in the safe. */
  rootPaper: command({
    input: z.strictObject({ recoveryKey: RecoveryKey }),
    output: z.strictObject({ text: z.string(), card: CardFacts }),
    needs: 'office.manage',
    audit: 'key.root_printed',
    unkept: true,
    approval: { permission: 'approve.keys', title: '打印主密钥', without: ['recoveryKey'] },
    fails: ['office.recovery_key_wrong', 'keys.root_missing', 'keys.root_differs', 'keys.root_unfinished']
  }),
  /** Puts the root key from its sheet back on this PC, sealed under the recovery key. */
  rootFromPaper: command({
    input: z.strictObject({ text: z.string().max(300), recoveryKey: RecoveryKey }),
    output: z.strictObject({ restored: z.literal(true) }),
    needs: 'office.manage',
    audit: 'key.root_restored',
    approval: { permission: 'approve.keys', title: '凭纸恢复主密钥', without: ['text', 'recoveryKey'] },
    fails: ['office.recovery_key_wrong', 'keys.paper_wrong', 'keys.root_differs']
  })
} as const
