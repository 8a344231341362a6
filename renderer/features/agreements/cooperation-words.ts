/** How co-operation reads on screen: ways, meanings and choices. */
import type { StateName } from '@renderer/ui'
import type { OfficeEntry, OfficeRow } from '@shared/contract/agreements'
import {
  agreementStandingLabels,
  flowAdviceLabels,
  partnerWayLabels,
  partnerWays,
  type AgreementStanding,
  type FlowAdvice
} from '@shared/domain'

type Way = OfficeRow['way']

const states: Readonly<Record<Way, StateName>> = { stick: 'done', paper: 'pending', phone: 'pending' }
export const wayState = (way: Way): { state: StateName; text: string } => ({ state: states[way], text: partnerWayLabels[way] })
export const wayOptions = partnerWays.map((value) => ({ value, label: partnerWayLabels[value] }))

/** One sentence: how slips go there and come back. */
export function wayMeaning({ way, trust }: Pick<OfficeEntry, 'way' | 'trust'>): string {
  if (trust === 'closed') return '原密钥已停用，往来由现在的密钥接替：这里没有寄出的单据打印后邮寄，或在“往来单位”里改发。'
  if (way === 'paper') return '对方没有密钥卡：单据打印后邮寄，登记寄出；对方寄回的反馈联由人登记。'
  if (way === 'phone') return '对方没有密钥卡，也不收邮件：打电话核实，登记告知和答复，写明对方岗位。'
  return trust === 'confirmed' ? '单据随U盘往来。' : '已有密钥卡，还没有核对好：单据等核对以后随U盘带去。'
}

const standingStates: Readonly<Record<AgreementStanding, StateName>> = {
  coming: 'pending',
  in_force: 'done',
  expiring: 'due',
  expired: 'late',
  ended: 'closed'
}
export const standingState = (standing: AgreementStanding): { state: StateName; text: string } => ({
  state: standingStates[standing],
  text: agreementStandingLabels[standing]
})

const adviceStates: Readonly<Record<FlowAdvice, StateName>> = {
  agree: 'due',
  renew: 'due',
  enter: 'pending',
  watch: 'closed',
  settled: 'done'
}
export const adviceState = (advice: FlowAdvice): { state: StateName; text: string } => ({
  state: adviceStates[advice],
  text: flowAdviceLabels[advice]
})
