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

/** Counted from those who moved in, by the day of recording; each number opens the list of persons. */
export const arrivalIndicators = ['submission', 'certificate_seen', 'certificate_held'] as const
export type ArrivalIndicator = (typeof arrivalIndicators)[number]
export const isArrivalIndicator = (id: string): id is ArrivalIndicator => arrivalIndicators.some((known) => known === id)

/** Counted from the people of a period: who moved in and what followed, who asked for a service and got it. */
export const peopleIndicators = [...arrivalIndicators, 'free_service'] as const
export type PeopleIndicator = (typeof peopleIndicators)[number]
export const isPeopleIndicator = (id: string): id is PeopleIndicator => peopleIndicators.some((known) => known === id)

/** Counted from what visits of a period looked at; facts, so nothing is opened. */
export const visitIndicators = ['accurate'] as const
export type VisitIndicator = (typeof visitIndicators)[number]
export const isVisitIndicator = (id: string): id is VisitIndicator => visitIndicators.some((known) => known === id)

/** Counted from the files of the list of persons as they stand today. */
export const registerIndicators = ['filed', 'complete', 'shared'] as const
export type RegisterIndicator = (typeof registerIndicators)[number]
export const isRegisterIndicator = (id: string): id is RegisterIndicator => registerIndicators.some((known) => known === id)

/** Moves between two counties of the province: all that are on file here, and those that the other end has on file too. */
export const sharedStates = ['either', 'both'] as const
export type SharedState = (typeof sharedStates)[number]

const ofPeople: readonly string[] = ['filed', 'shared', ...peopleIndicators]
/** What a fraction counts: slips, people, or required facts. */
export const indicatorUnit = (id: string): '张' | '人' | '项' =>
  ofPeople.includes(id) ? '人' : id === 'complete' || isVisitIndicator(id) ? '项' : '张'

/** Whom a fraction counts: all that could be, and those that were. */
export const indicatorSides = ['denominator', 'numerator'] as const
export type IndicatorSide = (typeof indicatorSides)[number]
