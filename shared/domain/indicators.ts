// Why: which indicators the ledger of slips can count today is said once, for the counter, the page and the list behind each number. Source: domain.md §2.6.
export const ledgerIndicators = [
  'receive',
  'receive_lenient',
  'answer',
  'answer_in_time',
  'answer_effective',
  'return',
  'accepted'
] as const
export type LedgerIndicator = (typeof ledgerIndicators)[number]
export const isLedgerIndicator = (id: string): id is LedgerIndicator => ledgerIndicators.some((known) => known === id)

/** Whom a fraction counts: all that could be, and those that were. */
export const indicatorSides = ['denominator', 'numerator'] as const
export type IndicatorSide = (typeof indicatorSides)[number]
