/** Shapes that several files of this feature share. */
import type { CallInput, Output, SpecOf } from '@shared/contract'
import type { StateName } from '@renderer/ui'

export interface FieldChoice {
  readonly value: string
  readonly label: string
}

export interface StateOfSlip {
  readonly state: StateName
  readonly text: string
}

export type SlipOffers = Output<SpecOf<'slips.offers'>>
export type Candidates = Output<SpecOf<'slips.candidates'>>
/** Why a slip is taken back; the only word about it that travels. */
export type WithdrawCode = NonNullable<CallInput<SpecOf<'slips.withdraw'>>['code']>
