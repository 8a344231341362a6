// Why: how slips reach an office is said in one word, the same on screen, paper and in the rules. Source: domain.md §2.4 EX-5.

export const partnerWays = ['stick', 'paper', 'phone'] as const
/** `stick` needs the key card of the office; without one slips go by post, or are asked about by telephone. */
export type PartnerWay = (typeof partnerWays)[number]
/** What may be written down for an office without key card. */
export const handWays = ['paper', 'phone'] as const
export type HandWay = (typeof handWays)[number]

export const partnerWayLabels = { stick: 'U盘', paper: '纸面邮寄', phone: '电话核实' } as const satisfies Record<PartnerWay, string>

/** How somebody was asked again for an answer. */
export const reminderWayLabels = { paper: '信函', phone: '电话' } as const satisfies Record<HandWay, string>

/**
 * @param hasCard whether a key card of the office is registered here and in use, confirmed or not: what is queued then waits for the stick
 * @param written the way somebody wrote down; null where nobody did
 */
export const partnerWayOf = (hasCard: boolean, written: HandWay | null): PartnerWay => (hasCard ? 'stick' : (written ?? 'paper'))
