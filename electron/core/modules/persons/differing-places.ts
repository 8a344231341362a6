/** Two masked numbers look alike; where they differ is told by place, so that a clerk can decide without seeing either. */

/** @returns for example `第 7–14、18 位不同`; null where one is missing or both are the same */
export function differingPlaces(one: string | null, other: string | null): string | null {
  if (one === null || other === null || one === other) return null
  const [a, b] = [Array.from(one), Array.from(other)]
  if (a.length !== b.length) return `位数不同（${String(a.length)} 位和 ${String(b.length)} 位）`
  const ranges: { from: number; to: number }[] = []
  for (const [at, sign] of a.entries()) {
    if (sign === b[at]) continue
    const last = ranges.at(-1)
    if (last?.to === at) last.to = at + 1
    else ranges.push({ from: at + 1, to: at + 1 })
  }
  const told = ranges.map(({ from, to }) => (from === to ? String(from) : `${String(from)}–${String(to)}`))
  return `第 ${told.join('、')} 位不同`
}
