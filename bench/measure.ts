/** Measures two things in turn in one run, so that a slow minute of the machine slows both. */

export interface Comparison {
  readonly name: string
  readonly rows: number
  /** Medians in milliseconds. */
  readonly ours: number
  readonly floor: number
  readonly floorName: string
  /** (ours − allowance) ÷ floor. */
  readonly ratio: number
  /** The goal; null where only the figure is published. */
  readonly bound: number | null
  readonly note: string
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export interface Race {
  readonly name: string
  readonly rows: number
  readonly floorName: string
  readonly bound: number | null
  readonly rounds: number
  /** No round to warm up: each side is a process of its own and takes minutes. */
  readonly isCold?: boolean
  /** Milliseconds taken off ours before dividing (fixed costs the goal allows). */
  readonly allowance?: number
  readonly note?: string
  /** Each returns the milliseconds it wants counted; left out, the whole call counts. */
  readonly ours: (round: number) => Promise<number | undefined> | number | undefined
  readonly floor: (round: number) => Promise<number | undefined> | number | undefined
}

async function timed(work: Race['ours'], round: number): Promise<number> {
  const start = performance.now()
  const own = await work(round)
  return own ?? performance.now() - start
}

/** Runs both in turn, the first round only to warm up unless it is told otherwise. */
export async function race(plan: Race): Promise<Comparison> {
  const ours: number[] = []
  const floor: number[] = []
  const warm = plan.isCold === true ? 0 : 1
  for (let round = 1 - warm; round <= plan.rounds; round++) {
    const first = round % 2 === 0
    if (first) ours.push(await timed(plan.ours, round))
    floor.push(await timed(plan.floor, round))
    if (!first) ours.push(await timed(plan.ours, round))
  }
  const [own, base] = [median(ours.slice(warm)), median(floor.slice(warm))]
  const { name, rows, floorName, bound, note = '' } = plan
  return { name, rows, floorName, bound, note, ours: own, floor: base, ratio: Math.max(0, own - (plan.allowance ?? 0)) / base }
}

const figure = (milliseconds: number): string => (milliseconds < 10 ? milliseconds.toFixed(3) : milliseconds.toFixed(0))

/** A Markdown table with both raw figures, the ratio and whether the goal is met. */
export function table(comparisons: readonly Comparison[]): string {
  const head = '| what | rows | ours ms | floor ms | floor | ratio | goal | |\n|---|---:|---:|---:|---|---:|---:|---|'
  const lines = comparisons.map(({ name, rows, ours, floor, floorName, ratio, bound, note }) => {
    const goal = bound === null ? '—' : `≤ ${bound}`
    const verdict = bound === null ? note : `${ratio <= bound ? 'met' : 'MISSED'}${note ? `; ${note}` : ''}`
    return `| ${name} | ${rows.toLocaleString('en')} | ${figure(ours)} | ${figure(floor)} | ${floorName.replaceAll('|', '\\|')} | ${ratio.toFixed(2)} | ${goal} | ${verdict} |`
  })
  return [head, ...lines].join('\n')
}
