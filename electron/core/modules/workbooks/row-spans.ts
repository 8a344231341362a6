/** Row numbers that were handed out in runs, kept as runs: a list of a million new people is a handful of them. */

export class RowSpans {
  private readonly spans: [number, number][] = []

  /** @param from above everything added before */
  add(from: number, to: number): void {
    const last = this.spans.at(-1)
    if (last?.[1] === from - 1) last[1] = to
    else this.spans.push([from, to])
  }

  has(row: number): boolean {
    return this.spans.some(([from, to]) => row >= from && row <= to)
  }

  /** Whether every row up to `last` is in one of the runs. */
  covers(last: number): boolean {
    const [only, ...others] = this.spans
    return last === 0 || (others.length === 0 && only !== undefined && only[0] === 1 && only[1] >= last)
  }
}
