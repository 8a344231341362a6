// Why: with whom to agree is proposed from counts alone, by one rule that can be tried out whole. Source: domain.md §1, row 13 区域协作制度.

/** Below this a count may point at single persons. */
export const SMALL_CELL = 5

/** A count as it may be shown: itself, or the band 1–4 to those who may not look behind it. */
export interface ShownCount {
  /** Null inside the band. */
  readonly count: number | null
  readonly text: string
}

export const shownCount = (count: number, mayLookBehind: boolean): ShownCount =>
  !mayLookBehind && count > 0 && count < SMALL_CELL ? { count: null, text: `1–${String(SMALL_CELL - 1)}` } : { count, text: String(count) }

/** Ranking must not tell what the band hides: inside it every count weighs the same. */
const weightOf = ({ count }: ShownCount): number => count ?? (SMALL_CELL - 1) / 2

export const flowAdvices = ['agree', 'renew', 'enter', 'watch', 'settled'] as const
export type FlowAdvice = (typeof flowAdvices)[number]
export const flowAdviceLabels = {
  agree: '建议签协议',
  renew: '建议续签',
  enter: '建议先登记单位',
  watch: '先看一看',
  settled: '已有协议'
} as const satisfies Record<FlowAdvice, string>

export interface FlowSide {
  readonly inflow: ShownCount
  readonly outflow: ShownCount
  /** Requests of the last year, ours to them and theirs to us, and how many of ours were answered. */
  readonly sent: number
  readonly answered: number
  readonly received: number
  readonly known: boolean
  /** Whether an agreement holds, and whether it is near its end. */
  readonly agreement: 'none' | 'holds' | 'ending'
}

/** Fewer persons and slips than this are no reason for an agreement. */
const WORTH = 10

/** @returns what to do, why in one sentence, and a weight: the heavier the sooner */
export function adviseFlow(side: FlowSide): { readonly advice: FlowAdvice; readonly reason: string; readonly weight: number } {
  const traffic = weightOf(side.inflow) + weightOf(side.outflow) + 3 * (side.sent + side.received)
  const advice: FlowAdvice =
    side.agreement === 'holds'
      ? 'settled'
      : side.agreement === 'ending'
        ? 'renew'
        : traffic < WORTH
          ? 'watch'
          : side.known
            ? 'agree'
            : 'enter'
  // What needs an act stands before what does not, whatever its size.
  const acts = advice === 'agree' || advice === 'renew' || advice === 'enter'
  return { advice, reason: reasonOf(side, advice), weight: acts ? 1_000_000_000 + traffic : advice === 'watch' ? 1_000 + traffic : 0 }
}

function reasonOf({ inflow, outflow, sent, answered, received }: FlowSide, advice: FlowAdvice): string {
  const people = `流入 ${inflow.text} 人、流出 ${outflow.text} 人`
  const slips =
    sent + received === 0
      ? '近一年没有交流单'
      : `近一年发出 ${String(sent)} 张、对方反馈 ${String(answered)} 张，收到 ${String(received)} 张`
  const tail: Readonly<Record<FlowAdvice, string>> = {
    agree: '往来多，没有协议',
    renew: '协议快到期',
    enter: '往来多，对方还没有登记',
    watch: '往来少',
    settled: '协议有效'
  }
  return `${people}，${slips}，${tail[advice]}。`
}
