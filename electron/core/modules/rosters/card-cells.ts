/** What stands on the card of one person: the facts of the file in words, masked as on screen unless whole numbers were asked for; nothing of health. */
import { codeLabel, editionOn, moveKindLabels, type ReferenceBook } from '@shared/domain'
import type { PersonView } from '@shared/contract/persons'
import type { Output } from '@shared/contract'
import type { places } from '@shared/contract/places'
import { formatPartialDate, isPartialDate, type Day } from '@shared/format'
import { isProtectedChild, maskedName, type PersonForSlip } from '../persons'
import { sexWords, type Cells } from './cells'

/** Facts of a card in the order of the paper. */
export const cardColumns = [
  { key: 'name', title: '姓名' },
  { key: 'formerName', title: '曾用名' },
  { key: 'sex', title: '性别' },
  { key: 'birthDate', title: '出生日期' },
  { key: 'idNo', title: '证件号码' },
  { key: 'phone', title: '联系电话' },
  { key: 'marital', title: '婚姻状况' },
  { key: 'household', title: '户编码' },
  { key: 'hukou', title: '户籍地' },
  { key: 'residence', title: '现居住地' },
  { key: 'stay', title: '流动情况' },
  { key: 'employer', title: '工作单位' },
  { key: 'spouse', title: '配偶' },
  { key: 'children', title: '子女' },
  { key: 'members', title: '同户人员' }
] as const

const dateWords = (date: string | null): string => (date !== null && isPartialDate(date) ? formatPartialDate(date) : (date ?? ''))
const joined = (parts: readonly (string | null)[], by = ' '): string => parts.filter((part) => part !== null && part !== '').join(by)

export interface CardFacts {
  readonly view: PersonView
  /** Whole numbers; null where the card is masked. */
  readonly whole: PersonForSlip | null
  /** Null where the others of the household were not asked for, or there is none. */
  readonly household: Output<typeof places.household> | null
  readonly reference: ReferenceBook
  readonly today: Day
  /** Files of others whose data may only be kept: they stand on nobody's card. */
  readonly kept: ReadonlySet<string>
}

/** @returns the label of a code in the edition of the day */
function labelOf({ reference, today }: Pick<CardFacts, 'reference' | 'today'>, name: string, code: string | null): string {
  const list = reference.codeLists[name]
  const edition = list === undefined ? null : editionOn(list, today)
  if (code === null || list === undefined || edition === null) return ''
  return codeLabel(list, edition.edition, code) ?? reference.label(name, code)
}

/** The marriage that lasts. */
function spouseWords({ view: { spouses }, kept }: CardFacts): string {
  const spouse = spouses.find(({ endedOn }) => endedOn === null)
  if (spouse === undefined || kept.has(spouse.personId ?? '')) return ''
  return joined([spouse.name, dateWords(spouse.birthDate), spouse.idNoMasked, joined([spouse.hukouName, spouse.hukouText], '')])
}

/** One line each; a child under 14 is masked as everywhere (PIPL art. 28). */
const childrenWords = ({ view: { children }, kept }: CardFacts): string =>
  children
    .filter(({ personId }) => !kept.has(personId ?? ''))
    .map((child) => joined([child.name, child.masked ? null : sexWords(child.sex ?? ''), dateWords(child.birthDate)]))
    .join('\n')

/** One line each, without the person herself; no numbers, and of children only the surname. */
const memberWords = (facts: CardFacts): string =>
  (facts.household?.members ?? [])
    .filter(({ person }) => person.id !== facts.view.id && !facts.kept.has(person.id))
    .map(({ person, relation }) => {
      const isSmall = isProtectedChild(person.birthDate, facts.today)
      const told = isSmall ? [maskedName(person.name)] : [person.name, sexWords(person.sex)]
      return joined([...told, labelOf(facts, 'relation_to_head', relation), person.birthDate.slice(0, 4)])
    })
    .join('\n')

export function cardCells(facts: CardFacts): Cells {
  const { view, whole } = facts
  const stay = view.episodes.find(({ endedOn }) => endedOn === null) ?? view.episodes[0]
  return {
    name: view.name,
    formerName: view.formerName ?? '',
    sex: sexWords(view.sex),
    birthDate: dateWords(view.birthDate),
    idNo: (whole === null ? view.idNoMasked : whole.idNo) ?? '暂无证件号',
    phone: (whole === null ? view.phoneMasked : whole.phone) ?? '',
    marital: labelOf(facts, 'marital_status', view.marital),
    household: view.household?.number ?? '',
    hukou: joined([view.hukouName, view.hukouText]),
    residence: stay === undefined ? '' : joined([stay.residenceName, stay.residenceText]),
    stay:
      stay === undefined
        ? ''
        : joined([
            moveKindLabels[stay.kind],
            stay.scope,
            `${dateWords(stay.startedOn)}起`,
            stay.endedOn === null ? null : `至${dateWords(stay.endedOn)}`
          ]),
    employer: stay?.employer?.name ?? '',
    spouse: spouseWords(facts),
    children: childrenWords(facts),
    members: memberWords(facts)
  }
}
