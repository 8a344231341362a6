/** A partner office as it is typed: what stands, what is typed, and what is sent. */
import type { CallInput, SpecOf } from '@shared/contract'
import type { OfficeEntry } from '@shared/contract/agreements'
import { handWays } from '@shared/domain'

export interface TypedPost {
  post: string
  phone: string
  holder: string
}

export interface OfficeForm {
  name: string
  code: string
  phone: string
  way: string | null
  address: string
  postcode: string
  note: string
  posts: TypedPost[]
}

export const MOST_POSTS = 5
const blankPost = (): TypedPost => ({ post: '', phone: '', holder: '' })

/** Always one empty line below the posts that stand, so that another can be typed. */
export const withRoom = (posts: readonly TypedPost[]): TypedPost[] =>
  posts.length >= MOST_POSTS ? [...posts] : [...posts.map((one) => ({ ...one })), blankPost()]

export const officeForm = (office: OfficeEntry | null): OfficeForm => ({
  ...{ name: office?.name ?? '', code: office?.code ?? '', phone: office?.phone ?? '', way: office?.handWay ?? 'paper' },
  ...{ address: office?.address ?? '', postcode: office?.postcode ?? '', note: office?.note ?? '' },
  posts: withRoom(office?.posts ?? [])
})

/** @returns messages by field, empty when the form is whole */
export function officeFaults(form: OfficeForm): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (form.name.trim() === '') faults['name'] = '请填写单位名称'
  if (!/^[1-9]\d{5}-\d{2}$/.test(form.code.trim())) faults['code'] = '单位代码为六位区划加两位序号，例如 141124-00'
  if (form.postcode.trim() !== '' && !/^\d{6}$/.test(form.postcode.trim())) faults['postcode'] = '邮政编码为六位数字'
  form.posts.forEach(({ post, phone, holder }, at) => {
    if (post.trim() === '' && (phone + holder).trim() !== '') faults[`posts.${String(at)}.post`] = '请写岗位'
  })
  return faults
}

const orNothing = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export const officeInput = (form: OfficeForm, office: OfficeEntry | null): CallInput<SpecOf<'agreements.saveOffice'>> => ({
  ...{ id: office?.id ?? null, revision: office?.revision ?? 0 },
  // A card speaks for the office; what it says is not sent back to it.
  identity: office?.way === 'stick' ? null : { name: form.name.trim(), code: form.code.trim(), phone: form.phone.trim() },
  way: handWays.find((known) => known === form.way) ?? 'paper',
  ...{ address: orNothing(form.address), postcode: orNothing(form.postcode), note: orNothing(form.note) },
  posts: form.posts.filter(({ post }) => post.trim() !== '').map((one) => ({ ...one }))
})
