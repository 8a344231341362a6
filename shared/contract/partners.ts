/** Partners: whose keys count here, who compared them, and which directories vouch for others. */
import { z } from 'zod'
import { command, query } from './define'
import { Id, Instant, OfficeCode, OfficeId } from './values'

export const TrustState = z.enum(['paper', 'pending', 'confirmed', 'alarm', 'closed'])

/** How the digits reached whoever compared them (exchange.md §4.3): the sealed form, or a call to a number from an independent directory. */
export const CompareWay = z.enum(['form', 'phone'])
/** Or nobody here compared, but an authority whose digits were compared vouches for the office. */
const ConfirmedWay = z.enum([...CompareWay.options, 'directory'])
/** Whether a directory is the next of its authority, already here, or a second content of one version. */
const DirectoryStanding = z.enum(['next', 'known', 'alarm'])
const DIRECTORY_FAILS = ['file.unknown_ticket', 'partners.directory_refused', 'partners.directory_old', 'partners.directory_gap'] as const

export const CardFacts = z.strictObject({
  officeId: OfficeId,
  code: OfficeCode,
  name: z.string(),
  phone: z.string(),
  version: z.int(),
  fingerprint: z.string(),
  /** 8 groups of 5 digits, to be read out or compared with paper. */
  digits: z.string(),
  practice: z.boolean()
})

/** Suites of the exchange this program knows (exchange.md §2.8). */
export const SuiteName = z.enum(['A1', 'G1'])

/** How bundles for a partner are sealed. */
export const LinkSuite = z.strictObject({
  /** What the next stick is sealed in; null when nothing can be sealed for it. */
  inUse: SuiteName.nullable(),
  /** The national suite was used: only two persons can bring the link back to the common one. */
  bound: z.boolean()
})

const LinkedPartner = z.strictObject({ id: Id, name: z.string() })

export const Partner = z.strictObject({
  id: Id,
  name: z.string(),
  code: OfficeCode,
  /** Codes it had before a change of divisions, the oldest first. */
  formerCodes: z.array(OfficeCode),
  phone: z.string(),
  officeId: OfficeId.nullable(),
  trust: TrustState,
  /** While its digits wait to be compared: the confirmed partner on whose stick its card came. */
  introducedBy: z.string().nullable(),
  card: CardFacts.nullable(),
  /** Link whose place it takes, or would take once two persons compared its digits: that office lost its root key, or this one did. */
  succeeds: LinkedPartner.nullable(),
  /** `closed` only: the link that took its place. */
  succeededBy: LinkedPartner.nullable(),
  closedAt: Instant.nullable(),
  /** `closed` only: whose root key was lost. */
  lostBy: z.enum(['them', 'us']).nullable(),
  /** True after a loss of ours until the office was heard of under our new identity: it still believes the key that is lost. */
  awaitsOurs: z.boolean(),
  suite: LinkSuite,
  /** Accounts that compared the digits so far. */
  confirmedBy: z.array(z.strictObject({ account: z.string(), at: Instant, way: ConfirmedWay })),
  lastHeardAt: Instant.nullable(),
  lastCarriedAt: Instant.nullable(),
  openOut: z.int(),
  openIn: z.int()
})
export type Partner = z.infer<typeof Partner>

/** Link whose place the office of the card is to take, because its root key was lost; null: a new office. */
const Succeeds = Id.nullable().default(null)

export const partners = {
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(Partner) }), needs: 'partners.read' }),
  get: query({ input: z.strictObject({ id: Id }), output: Partner, needs: 'partners.read', fails: ['partners.unknown'] }),
  /** What a key card file says, before anything is stored. */
  readCard: query({
    input: z.strictObject({ file: z.string(), succeeds: Succeeds }),
    /** `proposedBy`: authorities whose directory says that it takes the place of that office. */
    output: z.strictObject({ card: CardFacts, knownAs: Id.nullable(), proposedBy: z.array(z.string()) }),
    needs: 'partners.manage',
    fails: [
      'file.unknown_ticket',
      'partners.card_refused',
      'partners.own_card',
      'partners.key_substituted',
      'partners.not_succeeded',
      'practice.mixed'
    ]
  }),
  /** Registers the office of a card as pending; nothing of it is imported until two persons confirmed. */
  add: command({
    input: z.strictObject({ file: z.string(), succeeds: Succeeds }),
    /** `directory`: name of the authority whose directory already vouches for it. */
    output: z.strictObject({ id: Id, directory: z.string().nullable() }),
    needs: 'partners.manage',
    audit: 'partner.added',
    fails: [
      'file.unknown_ticket',
      'partners.card_refused',
      'partners.own_card',
      'partners.already_known',
      'partners.key_substituted',
      'partners.not_succeeded',
      'partners.link_closed',
      'practice.mixed'
    ]
  }),
  /**
   * One person compared the forty digits with paper: typed, scanned from the form's code, or both, which then must agree.
   * The second must be another account: signed in itself, or as `second` here.
   */
  confirm: command({
    input: z.strictObject({
      id: Id,
      digits: z.string().max(60).default(''),
      qr: z.string().max(120).default(''),
      way: CompareWay.default('form'),
      second: z
        .strictObject({ account: z.string().max(64), passphrase: z.string().max(200) })
        .nullable()
        .default(null)
    }),
    /** `closed`: name of the link whose place it has taken now. */
    output: z.strictObject({ id: Id, trust: TrustState, closed: z.string().nullable() }),
    needs: 'partners.confirm',
    audit: 'partner.confirmed',
    fails: [
      'partners.unknown',
      'partners.no_card',
      'partners.link_closed',
      'partners.digits_differ',
      'partners.qr_unreadable',
      'partners.form_contradicts',
      'partners.second_person_needed',
      'session.wrong_passphrase',
      'session.wait'
    ]
  }),
  /** A link that used the national suite may use the common one again, until the national one is heard anew (exchange.md §2.8). */
  allowCommonSuite: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.confirm',
    audit: 'partner.suite_released',
    approval: { permission: 'approve.keys', title: '往来单位改回通用算法' },
    fails: ['partners.unknown', 'partners.suite_open']
  }),
  /** What a directory of office keys says, and what it would change here; its signer's digits must have been compared by two persons here. */
  readDirectory: query({
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({
      authority: z.string(),
      version: z.int(),
      made: z.string(),
      standing: DirectoryStanding,
      entries: z.int(),
      /** Offices without a card here. */
      fresh: z.int(),
      /** Lines that concern offices known here and do not merely agree. */
      told: z.array(
        z.strictObject({
          code: OfficeCode,
          name: z.string(),
          meaning: z.enum(['confirms', 'agrees', 'conflict', 'supersedes', 'new']),
          partnerName: z.string()
        })
      )
    }),
    needs: 'partners.manage',
    fails: [...DIRECTORY_FAILS]
  }),
  /** Takes in the next version of a directory; no pin is ever changed by it. */
  addDirectory: command({
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({ standing: DirectoryStanding, confirmed: z.int() }),
    needs: 'partners.confirm',
    audit: 'partner.directory_added',
    fails: [...DIRECTORY_FAILS]
  }),
  /** Gives up a card whose digits nobody could confirm: the office stays on paper, and a genuine card may be added. */
  discard: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'partner.card_discarded',
    fails: ['partners.unknown', 'partners.in_use']
  })
} as const
