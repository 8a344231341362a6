/** The answer in words, alike on the office’s screen and on the page anyone may use: what is so, why, and what to do. */
import type { Proof, ProofFact } from './claims'
import type { ProofAnswer, ProofDoubt } from './judge'

export interface ProofWords {
  /** 有效, 已作废（…） or 无法确认. */
  readonly verdict: string
  readonly because: string
  readonly advice: string
}

const COMPARE = '请把各项与纸面逐项对照；有一项不同，这张纸就不是签发时的那一张。'
const ASK = '请按证上的电话向签发单位核实；不要因此为难持证人。'

const DOUBTS: Readonly<Record<ProofDoubt, readonly [because: string, advice: string]>> = {
  foreign: ['这不是证明上的核验码。', '请扫证明上标有“核验码”的二维码。'],
  lower_case: ['读到的字母大小写颠倒了。', '请关掉键盘的大写锁定（Caps Lock）再扫一次。'],
  newer: ['这张证明由更新版本的程序签发，这里还读不懂。', '请向本单位要新的核验网页，或升级程序后再核验。'],
  damaged: ['核验码不完整，或被改动过。', `请再扫一次，注意光线和平整；仍然这样时，${ASK}`],
  unknown_key: ['名单里没有签发这张证明的单位或密钥。', `请向本单位要最新的名单；仍然没有时，${ASK}`],
  wrong_signature: ['签名与内容不符：不是签发单位签的，或内容被改动过。', ASK],
  wrong_issuer: ['证明上写的签发单位与密钥的单位不是同一个。', ASK],
  practice: ['这是演练单位签发的练习证明，没有效力。', '请持证人出示正式的证明。'],
  not_practice: ['这是正式的证明，演练中没有正式单位的名单。', '请在正式的办公程序里核验。'],
  lost_key: ['签发它的密钥已经报失，签发单位的名单里没有为这一张担保。', ASK],
  not_yet: ['签发日期比这台设备的日期还晚。', '请先核对这台设备的日期；日期没有错时，按证上的电话向签发单位核实。'],
  expired: ['签名是真的，但有效期已过。', '需要时，持证人可以向签发单位免费换发。']
}

/** At the counter of an office there is more to be done than with a page that somebody was given. */
const AT_THE_OFFICE: Partial<typeof DOUBTS> = {
  newer: ['这张证明由更新版本的程序签发，这里还读不懂。', '请升级程序后再核验。'],
  unknown_key: [
    '本单位没有签发它的密钥：可能是没有往来的单位，也可能对方的新密钥卡还没有读到。',
    `请先读取对方的U盘或核对密钥卡；仍然没有时，${ASK}`
  ],
  damaged: ['核验码不完整，或被改动过。', `请再读一次，注意光线和平整；仍然这样时，${ASK}`]
}

/** @param place where it is judged */
export function wordsOf(answer: ProofAnswer, place: 'page' | 'office' = 'page'): ProofWords {
  if (answer.answer === 'voided')
    return { verdict: `已作废（${answer.on}）`, because: `签发单位 ${answer.key.office.name} 已作废这张证明。`, advice: ASK }
  if (answer.answer === 'unconfirmed') {
    const [because, advice] = (place === 'office' ? AT_THE_OFFICE[answer.reason] : undefined) ?? DOUBTS[answer.reason]
    const until = answer.reason === 'expired' && answer.proof?.validTo ? `有效期至 ${answer.proof.validTo}。` : ''
    return { verdict: '无法确认', because: because + until, advice }
  }
  const { proof, key, status } = answer
  const list =
    status === null
      ? `${place === 'office' ? '还没有收到' : '名单里没有'}它的作废名单，签发以后是否作废查不到。`
      : `作废名单第 ${String(status.version)} 版，截至 ${status.asOf}；以后的作废查不到。`
  const until = proof.validTo === null ? '' : `，有效期至 ${proof.validTo}`
  return { verdict: '有效', because: `由 ${key.office.name} 于 ${proof.issuedOn} 签发${until}。${list}`, advice: COMPARE }
}

/** What is compared with the paper, in its order. */
export function paperOf({ form, number, facts, issuedOn, validTo }: Proof): readonly ProofFact[] {
  const said = (label: string, value: string): ProofFact => ({ label, value })
  return [said('证件', form), said('编号', number), ...facts, said('签发日期', issuedOn), said('有效期至', validTo ?? '没有期限')]
}
