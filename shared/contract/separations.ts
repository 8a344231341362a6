/** Who may not be the same person as whom: one table, asked wherever an act needs another hand than the one before it. Source: PV-3. */
import { grantsOf, type Permission, type Role } from './permissions'

export interface Separation {
  readonly label: string
  /** The permissions under which each hand works, in the order of the work. */
  readonly hands: readonly Permission[]
  /** `matter`: nobody does two of them in one matter. `account`: nobody holds two of them at all. */
  readonly within: 'matter' | 'account'
}

export const separations = {
  /** Whoever verified what a partner asked does not sign the answer. */
  slipAnswer: { label: '核实与签发', hands: ['slips.verify', 'slips.sign'], within: 'matter' },
  /** Whoever verified what a certificate says does not sign it. */
  certificate: { label: '证件核实与签发', hands: ['certificates.review', 'certificates.sign'], within: 'matter' },
  /** 四权分离 of 奖励扶助: who confirms, who holds the money, who pays and who watches are four. */
  benefits: {
    label: '奖励扶助四权分离',
    hands: ['benefits.confirm', 'benefits.fund', 'benefits.pay', 'benefits.supervise'],
    within: 'account'
  }
} as const satisfies Record<string, Separation>

/** One hand's part in a matter. */
export interface Part {
  readonly hand: Permission
  readonly accountId: string
}

/** @returns the other parts of the matter that this account did itself: while there are any, it must not take this one */
export const ownOtherParts = ({ hands }: Separation, hand: Permission, done: readonly Part[], accountId: string): readonly Part[] =>
  done.filter((part) => part.accountId === accountId && part.hand !== hand && hands.includes(part.hand))

/** @returns the first separation that one holder of all these permissions would break, null when there is none */
export function brokenBy(grants: ReadonlySet<Permission>): Separation | null {
  const all: readonly Separation[] = Object.values(separations)
  return all.find(({ within, hands }) => within === 'account' && hands.filter((hand) => grants.has(hand)).length > 1) ?? null
}

/** The same for posts. */
export const brokenByPosts = (held: readonly Role[]): Separation | null => brokenBy(grantsOf(held))
