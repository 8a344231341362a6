/** One link as people see and settle it: what went and came, what they must know of it, and what they decide. */
import { z } from 'zod'
import { command, query } from './define'
import { LinkSuite } from './partners'
import { SlipKind } from './slips'
import { Id, Instant } from './values'

export const Portion = z.strictObject({ bundles: z.int(), slips: z.int() })

const Look = z.strictObject({ at: Instant, by: z.string(), note: z.string() })
const LookNote = z.string().trim().min(1).max(200)

/** What a person looks into and then settles; other flags go when what they tell of ends. */
export const LookedFlag = z.enum(['false-receipt', 'false-echo', 'lost-key'])

export const LinkView = z.strictObject({
  partnerId: Id,
  /** Sealed by us; lying on some stick; held by them; processed by them, as their receipts say. */
  sent: Portion,
  carried: Portion,
  held: Portion,
  processed: z.strictObject({ bundles: z.int(), slips: z.int(), duplicates: z.int(), refused: z.int() }),
  /** Slips of ours they answered. */
  answered: z.int(),
  /** What still goes with the next stick. */
  uncovered: z.int(),
  /** Holes in what we hold of them, by the first eight digits of the epoch. */
  missing: z.array(z.strictObject({ epoch: z.string(), numbers: z.array(z.int()) })),
  /** Requests of ours that stand open, and bundles they can no longer give back. */
  asking: z.int(),
  gone: z.int(),
  /** Of our own past, fetched back. */
  recovered: Portion,
  /** What they ask back and a person has not decided. */
  waiting: z.strictObject({ bundles: z.int(), slips: z.int(), since: Instant.nullable() }),
  suite: LinkSuite,
  flags: z.array(
    z.strictObject({
      code: z.enum([
        'peer-restored',
        'peer-twice',
        'peer-epochs',
        'own-restored',
        'own-twice',
        'own-epochs',
        'missing',
        'asked-back',
        'gone',
        'false-receipt',
        'false-echo',
        'lost-key',
        'unvouched',
        'unvouched-open',
        'suite-withdrawn'
      ]),
      at: Instant.nullable(),
      text: z.string()
    })
  ),
  /** Flags of `LookedFlag` that somebody looked into, and nothing of the kind since. */
  looked: z.array(z.strictObject({ text: z.string(), look: Look })),
  /** Bundles of `unvouched` that somebody looked at. */
  unvouchedLooked: z.int(),
  /** The one thing to do next. */
  advice: z.strictObject({
    code: z.enum(['none', 'write-stick', 'await-stick', 'decide-echo', 'decide-suite', 'retire-device', 'call-partner']),
    text: z.string()
  })
})

export const exchangeLinks = {
  /** One link in full: what we sent and what became of it, what we miss and ask for, what they ask of us, and what people must know. */
  link: query({
    input: z.strictObject({ partnerId: Id }),
    output: LinkView,
    needs: 'exchange.read',
    fails: ['partners.unknown']
  }),
  /** A person's word on what a partner asks back beyond what is given by itself; what was refused may be asked for again. */
  allowEcho: command({
    input: z.strictObject({ partnerId: Id, allow: z.boolean() }),
    output: z.strictObject({ partnerId: Id, bundles: z.int() }),
    needs: 'exchange.carry',
    audit: 'echo.decided',
    fails: ['partners.unknown', 'exchange.nothing_waits']
  }),
  /** 停用设备: this is the only PC; whatever another one opened in our name is closed, and its slips are fetched back. */
  retireDevice: command({
    input: z.strictObject({}),
    output: z.strictObject({ closed: z.int() }),
    needs: 'exchange.import',
    audit: 'device.retired',
    approval: { permission: 'approve.keys', title: '停用另一台电脑' },
    fails: ['exchange.no_other_pc']
  }),
  /** A person looked into what a flag tells of; it comes back when something of the kind happens anew. `at`: as the flag said. */
  lookFlag: command({
    input: z.strictObject({ partnerId: Id, code: LookedFlag, at: Instant, note: LookNote }),
    output: z.strictObject({ partnerId: Id }),
    needs: 'exchange.import',
    audit: 'flag.looked',
    fails: ['partners.unknown', 'exchange.flag_changed']
  }),
  /** What came in under a key its owner has lost since and his own word does not cover; first what nobody looked at, the oldest first. */
  unvouched: query({
    input: z.strictObject({ partnerId: Id }),
    output: z.strictObject({
      /** Bundles nobody looked at, beyond those listed as well. */
      count: z.int(),
      rows: z.array(
        z.strictObject({
          bundleId: z.string(),
          seq: z.int(),
          receivedAt: Instant,
          why: z.string(),
          /** Bundles of ours it brought receipts for. */
          receipts: z.int(),
          /** Those the account may see. */
          slips: z.array(z.strictObject({ id: Id, slipNo: z.string().nullable(), kind: SlipKind })),
          looked: Look.nullable()
        })
      )
    }),
    needs: 'exchange.read',
    fails: ['partners.unknown']
  }),
  /** Bundles of `unvouched` that told of this slip, those nobody looked at first. */
  doubtsAbout: query({
    input: z.strictObject({ slipId: Id }),
    output: z.strictObject({ doubts: z.array(z.strictObject({ seq: z.int(), why: z.string(), looked: Look.nullable() })) }),
    needs: 'exchange.read',
    fails: ['slips.unknown', 'slips.out_of_scope']
  }),
  /** A person looked at what came in with these bundles; null takes that back. */
  lookUnvouched: command({
    input: z.strictObject({ partnerId: Id, bundleIds: z.array(z.string()).min(1).max(1000), note: LookNote.nullable() }),
    output: z.strictObject({ partnerId: Id, bundles: z.int() }),
    needs: 'exchange.import',
    audit: 'unvouched.looked',
    fails: ['partners.unknown', 'exchange.not_unvouched']
  })
} as const
