// Why: card readers that pose as keyboards type the card as one line in one of many orders; the line is read by what each part is, not by where it stands.
import { cardDay, cardNumber, cardSex, cardText, isLongTerm, type CardFacts, type CardKind } from './card-facts'
import { birthDateOfResidentId, isResidentId, sexOfResidentId, type SexCode } from './resident-id'
import type { Day } from './calendar-day'

export type CardLine = { readonly ok: true; readonly card: CardFacts } | { readonly ok: false; readonly reason: CardLineFault }

/** `not_a_card`: something else was scanned. `incomplete`: a card, but its name or number did not arrive whole. */
export type CardLineFault = 'not_a_card' | 'incomplete'

export const cardLineFaults = {
  not_a_card: '扫到的内容不是身份证信息，没有填入。',
  incomplete: '读卡器打出的内容不完整，没有填入。请把光标放在备注一类的长框里再读一次，或改用“读卡”。'
} as const satisfies Record<CardLineFault, string>

const SEPARATOR = /[|｜\t;；\r\n]/u
const LABEL =
  /^(姓名|性别|民族|出生(?:日期)?|住址|地址|公民身份号码|身份证号码?|证件号码?|号码|签发机关|有效期(?:限|起|止)?|起始日期|截止日期)[:：]?\s*/u
const MAX_LINE = 2000

/** What is still unsaid of the card while its parts are looked at. */
interface Draft {
  kind: CardKind
  name: string | null
  sex: SexCode | null
  ethnicity: string | null
  birthDate: Day | null
  address: string | null
  idNo: string | null
  issuer: string | null
  days: Day[]
  longTerm: boolean
}

interface Part {
  readonly label: string
  readonly text: string
}

/** A rule takes a part when it knows it; the first that does wins. */
type Rule = (draft: Draft, part: Part) => boolean

/** A foreigner's card of either generation: three letters and twelve digits, or eighteen digits that begin with 9. */
const FOREIGN = /^(?:[A-Z]{3}\d{12}|9\d{16}[\dX])$/

const takeNumber: Rule = (draft, { label, text }) => {
  const number = cardNumber(text)
  const known = isResidentId(number) || FOREIGN.test(number)
  if (!known && !/号/.test(label)) return false
  if (!known || draft.idNo !== null) return true
  draft.idNo = number
  draft.kind = FOREIGN.test(number) ? 'foreign_resident' : /^8[123]/.test(number) ? 'hmt_resident' : 'resident'
  return true
}

const takeSpan: Rule = (draft, { text }) => {
  const span = /^(.{8,11}?)\s*(?:-|—|~|至|到)\s*(长期|.{8,11})$/u.exec(text)
  const from = span ? cardDay(span[1] ?? '') : null
  if (!span || from === null) return false
  const end = span[2] ?? ''
  const to = cardDay(end)
  draft.days.push(from, ...(to === null ? [] : [to]))
  draft.longTerm ||= isLongTerm(end)
  return true
}

const takeDay: Rule = (draft, { label, text }) => {
  const day = cardDay(text)
  if (day === null) return false
  const isValidity = /有效|起始|截止/.test(label)
  if (!isValidity && draft.birthDate === null) draft.birthDate = day
  else draft.days.push(day)
  return true
}

const takeWord: Rule = (draft, { text }) => {
  if (isLongTerm(text)) draft.longTerm = true
  else if (text.startsWith('data:') || /^[A-Za-z0-9+/=]{200,}$/.test(text)) return true
  else return false
  return true
}

const takeSex: Rule = (draft, { label, text }) => {
  const sex = /性别/.test(label) || /^[男女]性?$/u.test(text) ? cardSex(text) : null
  if (sex !== null) draft.sex = sex
  return sex !== null || /性别/.test(label)
}

const takeText: Rule = (draft, { label, text }) => {
  if (/姓名/.test(label) || (label === '' && draft.name === null && draft.idNo === null && isNameLike(text))) draft.name = text
  else if (/民族/.test(label) || (draft.ethnicity === null && draft.sex !== null && isEthnicityLike(text))) draft.ethnicity = text
  else if (/机关/.test(label) || /(?:公安|分|移民管理)局$/u.test(text)) draft.issuer = text
  else if (/址/.test(label) || draft.address === null) draft.address = text
  return true
}

const isNameLike = (text: string): boolean => /\p{L}/u.test(text) && !/\d/.test(text)
const isEthnicityLike = (text: string): boolean => /^\d{2}$/.test(text) || /^\p{Script=Han}{1,5}$/u.test(text)

const RULES: readonly Rule[] = [takeNumber, takeSpan, takeDay, takeWord, takeSex, takeText]

function partsOf(line: string): Part[] {
  return line.split(SEPARATOR).flatMap((piece) => {
    const whole = cardText(piece)
    if (whole === null) return []
    const label = LABEL.exec(whole)
    const text = cardText(label ? whole.slice(label[0].length) : whole)
    return text === null ? [] : [{ label: label?.[1] ?? '', text }]
  })
}

/**
 * Reads the line that a card reader types: parts between `|`, tab, `;` or line ends, in the order of the card
 * (姓名 性别 民族 出生 住址 号码 签发机关 有效期), with or without labels; parts it does not know are passed over.
 * Birth date and sex that the line does not state are taken from the number.
 */
export function parseCardLine(line: string): CardLine {
  const parts = line.length > MAX_LINE ? [] : partsOf(line)
  if (parts.length < 3) return { ok: false, reason: 'not_a_card' }
  const draft: Draft = {
    kind: 'resident',
    name: null,
    sex: null,
    ethnicity: null,
    birthDate: null,
    address: null,
    idNo: null,
    issuer: null,
    days: [],
    longTerm: false
  }
  for (const part of parts) RULES.some((rule) => rule(draft, part))
  const { name, idNo, days, ...said } = draft
  if (idNo === null && said.sex === null && said.birthDate === null) return { ok: false, reason: 'not_a_card' }
  if (name === null || idNo === null) return { ok: false, reason: 'incomplete' }
  const [validFrom = null, validTo = null] = [...days].sort()
  const stated = isResidentId(idNo) ? idNo : null
  return {
    ok: true,
    card: {
      kind: said.kind,
      name,
      sex: said.sex ?? (stated && sexOfResidentId(stated)),
      ethnicity: said.ethnicity,
      birthDate: said.birthDate ?? (stated && birthDateOfResidentId(stated)),
      address: said.address,
      idNo,
      issuer: said.issuer,
      validFrom,
      validTo: said.longTerm ? null : validTo,
      longTerm: said.longTerm
    }
  }
}
