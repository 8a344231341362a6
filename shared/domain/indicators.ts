// Why: which indicators the ledger of slips and the register can count today is said once, for the counter, the page and the list behind each number. Source: domain.md §2.6.
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

/** Counted from the people of a period: who moved in and was told of, who asked for a service and got it. */
export const peopleIndicators = ['submission', 'free_service'] as const
export type PeopleIndicator = (typeof peopleIndicators)[number]
export const isPeopleIndicator = (id: string): id is PeopleIndicator => peopleIndicators.some((known) => known === id)

/** Counted from the files of the list of persons as they stand today. */
export const registerIndicators = ['filed', 'complete'] as const
export type RegisterIndicator = (typeof registerIndicators)[number]
export const isRegisterIndicator = (id: string): id is RegisterIndicator => registerIndicators.some((known) => known === id)

/** What a fraction counts: slips, people, or required facts. */
export const indicatorUnit = (id: string): '张' | '人' | '项' =>
  id === 'filed' || isPeopleIndicator(id) ? '人' : id === 'complete' ? '项' : '张'

/** Whom a fraction counts: all that could be, and those that were. */
export const indicatorSides = ['denominator', 'numerator'] as const
export type IndicatorSide = (typeof indicatorSides)[number]
