/** Trust in words: what a state means for the clerk, not how it is called inside. */
import type { StateName } from '@renderer/ui'
import type { Output, SpecOf } from '@shared/contract'
import type { Partner } from '@shared/contract/exchange'

export type Card = NonNullable<Partner['card']>

export const trustWords: Record<Partner['trust'], { readonly state: StateName; readonly text: string; readonly meaning: string }> = {
  paper: { state: 'closed', text: '只有纸面往来', meaning: '还没有对方的密钥卡，不能用U盘往来。' },
  pending: {
    state: 'due',
    text: '密钥待核对',
    meaning: '须由两个人分别拿纸面或电话里的数字核对。核对完之前，不给对方装包，对方的包也只保存不导入。'
  },
  confirmed: { state: 'done', text: '密钥已核对', meaning: '可以用U盘往来。' },
  alarm: {
    state: 'late',
    text: '密钥有疑问',
    meaning: '对方同一版密钥卡出现了两种内容。已停止给对方装包，请按官方电话核实，再由两个人重新核对。'
  },
  closed: {
    state: 'closed',
    text: '已由新表接替',
    meaning: '对方的主密钥（根密钥）丢失，两个人核对新的登记表以后停用。从前的收发记录都在；用这套密钥写的U盘不再收。'
  }
}

/** Ours was lost: theirs is believed as ever, so what they still send for the old one comes in. */
const oursLost: (typeof trustWords)[Partner['trust']] = {
  state: 'closed',
  text: '本单位原密钥',
  meaning: '本单位的主密钥（根密钥）丢失，重新建立以后停用。从前的收发记录都在；对方写给原密钥的U盘照收，本单位不再用它写。'
}
const awaitsOurs: (typeof trustWords)[Partner['trust']] = {
  state: 'due',
  text: '等对方核对',
  meaning: '对方还没有登记本单位的新密钥。请把盖章的新《交换密钥登记表》交给对方，由对方两个人核对；核对以前，本单位写的包在对方那里存着。'
}

/** A partner's word is no comparison, and a status file is all it is good for. */
export function trustOf({
  trust,
  introducedBy,
  succeeds,
  lostBy,
  awaitsOurs: awaits
}: Pick<Partner, 'trust' | 'introducedBy' | 'succeeds' | 'lostBy' | 'awaitsOurs'>): (typeof trustWords)[Partner['trust']] {
  if (lostBy === 'us') return oursLost
  if (awaits && trust === 'confirmed') return awaitsOurs
  if (trust === 'pending' && succeeds !== null) return proposed
  return introducedBy === null
    ? trustWords[trust]
    : {
        state: 'due',
        text: '经介绍，尚未核对',
        meaning: `它的密钥卡是“${introducedBy}”的U盘带来的。介绍不等于核对：写U盘时只给它往来状态和本单位的密钥卡，不装交流单；须由两个人核对数字以后才能往来。`
      }
}

/** Until both have compared, the old link goes on as ever: a card alone says nothing. */
const proposed: (typeof trustWords)[Partner['trust']] = {
  state: 'due',
  text: '接替待核对',
  meaning:
    '有人说对方丢失了主密钥，由这张新卡接替。须由两个人照对方盖章的新登记表（或官方电话）各核对一次，核对完才停用原来的密钥；在那以前原来的往来照旧。'
}

/** What giving up a card that nobody finished comparing will touch. */
export function discardWords(partner: Pick<Partner, 'name' | 'succeeds'> | null): string {
  const name = partner?.name ?? ''
  return partner?.succeeds
    ? `“${name}”的这张新密钥卡不再等待核对，从列表里去掉，已核对的一次不再算数；现在用的密钥和往来照旧。已给它写过交流单的，改为只有纸面往来，单据都在。`
    : `“${name}”回到只有纸面往来，已核对的一次不再算数；原有交流单不受影响。之后可以登记对方真正的密钥卡。`
}

export const wayWords: Record<Partner['confirmedBy'][number]['way'], string> = {
  form: '盖章的登记表',
  phone: '官方电话',
  directory: '密钥目录'
}

/** Eight groups of five, in two lines of four, as they are read over the phone. */
export const digitLines = (digits: string): readonly (readonly string[])[] => {
  const groups = digits.split(' ')
  return [groups.slice(0, 4), groups.slice(4)]
}

/** What stands beside a partner still to be compared. */
export const comparedBy = (partner: Pick<Partner, 'confirmedBy'>): string =>
  partner.confirmedBy.length === 0
    ? '还没有人核对'
    : partner.confirmedBy.map(({ account, way }) => (way === 'directory' ? `经“${account}”的密钥目录核对` : `${account} 已核对`)).join('、')

type Told = Output<SpecOf<'partners.readDirectory'>>['told'][number]

/** What a line of a directory means for an office known here. */
export function directoryWords({ meaning, partnerName }: Pick<Told, 'meaning' | 'partnerName'>): string {
  if (meaning === 'confirms') return '本单位待核对，与目录相符，收下后即可往来'
  if (meaning === 'conflict') return `与本单位“${partnerName}”的密钥不同。仍用原来核对过的，请按官方电话核实`
  if (meaning === 'supersedes') return `目录说它接替“${partnerName}”（原主密钥丢失）。请核实后登记它的新密钥卡，原来的不再装包`
  return meaning === 'agrees' ? '与本单位的一致' : '本单位还没有它的密钥卡'
}

/** The present code, and in brackets what it was before. */
export const codeWords = ({ code, formerCodes }: Pick<Partner, 'code' | 'formerCodes'>): string =>
  formerCodes.length === 0 ? code : `${code}（原 ${formerCodes.join('、')}）`

type LeftWay = Output<SpecOf<'slips.leftBehind'>>['rows'][number]['way']

export const maySendAnew = (way: LeftWay): boolean => way === 'draft' || way === 'again'

/** What becomes of a slip that stayed open on a link whose place another took. */
export const leftWords: Record<LeftWay, string> = {
  draft: '另起草稿，重新签发',
  again: '已签发的反馈再发一次',
  answer: '待我答复：照常核实反馈，随现在的往来带去',
  wait: '对方已收到：等对方反馈，不用改发'
}
