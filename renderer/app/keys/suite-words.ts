/** What bundles of a link are sealed with, in the words of the office; nothing here claims a certificate that is not there. */
import type { Partner } from '@shared/contract/exchange'

const WORDS = {
  G1: '国密套件（SM2、SM3、SM4；未经检测认证的密码模块）',
  A1: '通用算法'
} as const

export function suiteWords({ inUse, bound }: Partner['suite']): string {
  if (inUse !== null) return WORDS[inUse]
  return bound ? '对方停用了国密，等两个人决定是否改回通用算法' : '没有双方都支持的算法，不能装包'
}
