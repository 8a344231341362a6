/** What the clerk decides about abolished codes, group by group, and what the office is asked with it. */
import type { CallInput, Contract, Output } from '@shared/contract'
import { conversionReasonLabels, divisionChangeLabels } from '@shared/domain'
import { formatCount } from '@shared/format'

export type ConversionPreview = Output<Contract['conversion']['preview']>
export type ConversionGroup = ConversionPreview['rows'][number]
export type ConversionReport = Output<Contract['conversion']['apply']>
type Decisions = CallInput<Contract['conversion']['apply']>['decisions']

export interface Choice {
  /** Whether the group is changed at all. */
  readonly take: boolean
  readonly followText: boolean
  /** Heir for what is open; null leaves it. */
  readonly otherwise: string | null
}

/** What the tables decide is offered ready to go; what the address proposes waits for the clerk's look. */
export const firstChoice = (group: ConversionGroup): Choice => ({ take: group.sureCount > 0, followText: false, otherwise: null })

/** @returns the number of places that would be changed */
export function changesOf(group: ConversionGroup, { take, followText, otherwise }: Choice): number {
  if (!take) return 0
  if (otherwise !== null) return group.sureCount + group.proposedCount + group.openCount
  return group.sureCount + (followText ? group.proposedCount : 0)
}

export const decisionsOf = (groups: readonly ConversionGroup[], choiceOf: (group: ConversionGroup) => Choice): Decisions =>
  groups.flatMap((group) => {
    const choice = choiceOf(group)
    return changesOf(group, choice) > 0 ? [{ code: group.code, followText: choice.followText, otherwise: choice.otherwise }] : []
  })

/** 2017 改设 … */
export const whatHappened = ({ kind, since }: ConversionGroup): string =>
  since === null ? '代码不在表中' : `${since} 起${divisionChangeLabels[kind]}`

export const countWords = ({ hukou, stays }: ConversionGroup): string =>
  [hukou > 0 ? `户籍地 ${formatCount(hukou)}` : '', stays > 0 ? `现居住地 ${formatCount(stays)}` : '']
    .filter((part) => part !== '')
    .join('，')

export const targetWords = (targets: ConversionGroup['sure']): string =>
  targets.map(({ code, fullName, count }) => `${fullName}（${code}）${formatCount(count)} 处`).join('；')

export const reasonWords = ({ reasons }: ConversionGroup): string => reasons.map((reason) => conversionReasonLabels[reason]).join('；')
