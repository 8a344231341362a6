/** 双向协作协议书: both sides, what is exchanged, limits, posts, keys and articles. */
import type { AgreementView } from '@shared/contract/agreements'
import { agreedWords, slipKindLabels } from '@shared/domain'
import type { FormData } from '@shared/domain/form-template'
import { formatFormValue } from '@shared/format'
import type { FormPiece } from './form-filler'

export interface AgreementPaper {
  readonly agreement: AgreementView
  readonly office: { readonly name: string; readonly code: string; readonly phone: string }
  /** Code of an urgency → its label. */
  readonly urgencies: ReadonlyMap<string, string>
  /** What the program says on every form. */
  readonly given: FormData
}

type Posts = AgreementView['ourPosts']
const postWords = (posts: Posts): string =>
  posts.map(({ post, holder, phone }) => [post, holder, phone].filter((word) => word !== '').join(' ')).join('；')

function limits({ agreement, urgencies }: AgreementPaper): string {
  return agreement.deadlines
    .map((one) => {
      const grade = one.urgency === null ? '' : `（${urgencies.get(one.urgency) ?? one.urgency}）`
      return `${slipKindLabels[one.kind]}${grade} ${agreedWords(one)}内答复`
    })
    .join('；')
}

const day = (on: string): string => formatFormValue({ kind: 'day' }, on)

export function agreementPieces(paper: AgreementPaper): FormPiece[] {
  const { agreement, office, given } = paper
  const { number, partnerName, partnerCode, validFrom, validTo, kinds, items, deadlines, ourPosts, theirPosts, keys, renews } = agreement
  const data = {
    ...{ ...given, agreementNo: number, signedDay: agreement.signedOn },
    ...{ partyA: `${office.name}（${office.code}）`, partyB: `${partnerName}（${partnerCode}）` },
    term: `${day(validFrom)}起，${validTo === null ? '长期有效' : `至${day(validTo)}止`}`,
    kinds: kinds.map((kind) => slipKindLabels[kind]).join('、'),
    items: items.length === 0 ? '规则规定的各事项' : items.map(({ label }) => label).join('、'),
    deadlines: deadlines.length === 0 ? '按规定的期限' : limits(paper),
    ...{ postsA: postWords(ourPosts) || `电话 ${office.phone}`, postsB: postWords(theirPosts) },
    keys: `甲方 ${keys.ours}\n乙方 ${keys.theirs ?? '没有核对过的密钥'}`,
    renews: renews === null ? null : `接续 ${renews.number}`,
    clauses: agreement.clauses.split('\n').map((text) => ({ text }))
  }
  return [{ data, title: number }]
}
