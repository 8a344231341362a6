/** A fraction as statistics write it: the bare counts where the numbers are small. */
interface Fraction {
  readonly numerator: number
  readonly denominator: number
  /** One decimal place, or null below the small-number limit. */
  readonly rate: string | null
}

/** `85.7%`, `3/5 张`, or a dash where there was nothing to count. */
export function formatFraction({ numerator, denominator, rate }: Fraction, unit = '张'): string {
  if (denominator === 0) return '—'
  return rate === null ? `${String(numerator)}/${String(denominator)} ${unit}` : `${rate}%`
}
