/** What stands in a person's file, in words and whole, as it is shown and handed to that person; others named in it stay masked. */
import {
  codeLabel,
  codeListsOf,
  editionOn,
  fileStatusLabels,
  idTypeLabels,
  marriageEndLabels,
  moveKindLabels,
  type ReferenceBook
} from '@shared/domain'
import type { Holdings } from '@shared/contract/desk'
import type { PersonView } from '@shared/contract/persons'
import { formatPartialDate, isPartialDate, type Day } from '@shared/format'
import type { PersonFile, PersonRecord } from '../persons'
import type { ServiceRecord } from '../services'

type Section = Holdings['sections'][number]
type Fact = Section['facts'][number]

export interface FactsContext {
  readonly reference: ReferenceBook
  readonly today: Day
  /** The file as the account may see it: places named, other people masked. */
  readonly view: PersonView
  readonly person: PersonRecord
  readonly files: readonly PersonFile[]
  /** Null where another post answers about them. */
  readonly services: readonly ServiceRecord[] | null
  /** What the person contests. */
  readonly contested: ReadonlySet<string>
}

const dated = (date: string | null): string => (date !== null && isPartialDate(date) ? formatPartialDate(date) : (date ?? ''))
const joined = (parts: readonly (string | null | undefined)[], by = ' '): string =>
  parts.filter((part) => part != null && part !== '').join(by)

function coded({ reference, today }: FactsContext, kind: string | null, field: string, code: string | null): string {
  if (code === null) return ''
  for (const name of codeListsOf(kind, field)) {
    const list = reference.codeLists[name]
    const edition = list === undefined ? null : editionOn(list, today)
    const label = list === undefined || edition === null ? null : codeLabel(list, edition.edition, code)
    if (label !== null) return label
  }
  return reference.label(codeListsOf(kind, field)[0] ?? '', code)
}

/** Facts without a value are left out: what is not held is not listed. */
function section(
  title: string,
  contested: ReadonlySet<string>,
  rows: readonly (readonly [label: string, value: string, contestable: string])[]
): Section {
  const facts = rows
    .filter(([, value]) => value !== '')
    .map(([label, value, contestable]): Fact => ({ label, value, contested: contested.has(contestable) }))
  return { title, facts }
}

function ownFacts(context: FactsContext): Section {
  const { person, view, contested, files } = context
  const say = (field: string, code: string | null): string => coded(context, null, field, code)
  const phones = files.flatMap(({ phone }) => phone.map(({ number, owner }) => joined([number, owner])))
  return section('本人', contested, [
    ['姓名', person.name, 'name'],
    ['曾用名', person.former_name ?? '', 'name'],
    ['性别', say('sex', person.sex), 'sex'],
    ['出生日期', dated(person.birth_date), 'birthDate'],
    ['证件', joined([idTypeLabels[person.id_type] ?? person.id_type, person.id_no ?? say('noIdReason', person.no_id_reason)]), 'idNo'],
    ['15位旧号', person.id_no_old15 ?? '', 'idNo'],
    ['证件核对', person.id_verified_at === null ? '' : joined([person.id_verified_by, person.id_verified_at.slice(0, 10)]), 'idNo'],
    ['民族', say('ethnicity', person.ethnicity), 'other'],
    ['文化程度', say('education', person.education), 'other'],
    ['户口性质', say('hukouType', person.hukou_type), 'hukou'],
    ['婚姻状况', say('marital', person.marital), 'marital'],
    ['初婚日期', dated(person.first_married_on), 'marital'],
    ['现婚日期', dated(person.current_married_on), 'marital'],
    ['结婚证号', person.marriage_cert_no ?? '', 'marital'],
    ['独生子女父母光荣证', joined([person.only_child_cert_no, dated(person.only_child_cert_on)]), 'other'],
    ['联系电话', joined([person.phone, person.phone_owner]), 'phone'],
    ['其他电话', phones.join('、'), 'phone'],
    ['户籍地', joined([view.hukouName, view.hukouText]), 'hukou'],
    ['所在户', joined([view.household?.number, say('relationToHead', person.relation_to_head)]), 'other'],
    ['备注', person.note ?? '', 'other'],
    ['照片', view.hasPhoto ? '有一张' : '', 'other'],
    ['档案状态', joined([fileStatusLabels[person.status], dated(person.status_on), say('statusReason', person.status_reason)]), 'other'],
    ['建档', person.created_at.slice(0, 10), 'other']
  ])
}

const spanOf = (from: string | null, to: string | null): string => joined([`${dated(from)}起`, to === null ? null : `至${dated(to)}`])

function stays(context: FactsContext): Section {
  const { view, contested } = context
  const rows = view.episodes.map((stay) => {
    const words = [
      ...[spanOf(stay.startedOn, stay.endedOn), stay.residenceName, stay.residenceText, coded(context, 'episode', 'reason', stay.reason)],
      ...[
        coded(context, 'episode', 'dwellingKind', stay.dwellingKind),
        stay.dwellingContact === null ? null : `房主或联系人：${stay.dwellingContact}`
      ],
      ...[stay.occupation, stay.employer === null ? null : `单位：${stay.employer.name}`, `登记于${stay.recordedOn}`]
    ]
    return [moveKindLabels[stay.kind], joined(words), 'stay'] as const
  })
  return section('流动情况', contested, rows)
}

/** The other one of a marriage has rights of her own: numbers stay masked. */
function marriages({ view, contested }: FactsContext): Section {
  const rows = view.spouses.map((spouse) => {
    const ended = spouse.endReason === null ? null : (marriageEndLabels[spouse.endReason] ?? null)
    const words = [
      spouse.name,
      dated(spouse.birthDate),
      spouse.idNoMasked,
      spouse.hukouName,
      spouse.hukouText,
      spouse.phoneMasked,
      spouse.certNo
    ]
    return [
      '配偶',
      joined([...words, dated(spouse.startedOn), dated(spouse.endedOn), ended, `登记于${spouse.recordedOn}`]),
      'spouse'
    ] as const
  })
  return section('婚姻', contested, rows)
}

/** Facts of a child as this very file tells them are whole: the parent is who must agree for it (PIPL art. 31). */
function children(context: FactsContext): Section {
  const { view, files, contested } = context
  const typed = new Map(files.flatMap(({ child }) => child.map((row) => [row.id, row] as const)))
  const rows = view.children.map((child) => {
    const row = typed.get(child.id)
    const own = row !== undefined && row.child_id === null
    const told = own
      ? [row.name, coded(context, null, 'sex', row.sex), dated(row.birth_date)]
      : [child.name, child.masked ? null : child.sex, dated(child.birthDate)]
    const words = [
      ...told,
      child.idNoMasked,
      coded(context, 'child', 'relation', child.relation),
      coded(context, 'child', 'location', child.location)
    ]
    return ['子女', joined([...words, child.birthCertNo, `登记于${child.recordedOn}`]), 'children'] as const
  })
  return section('子女', contested, [...rows, ...view.parents.map(({ name }) => ['父母', name, 'other'] as const)])
}

/** The sealed part is opened and said by the post 服务, record by record; whether there are records, only that post knows. */
function services(context: FactsContext): Section {
  const rows = context.services
  if (rows === null)
    return section('服务记录', context.contested, [['说明', '由服务岗位保管和答复，请一并向服务岗位查阅，免费。', 'other']])
  return section(
    '服务记录',
    context.contested,
    rows.map((row) => {
      const words = [
        dated(row.served_on),
        context.reference.label('service_type', row.type),
        row.institution,
        row.performed === 1 ? '已办' : '没有办',
        row.next_on === null ? null : `下次 ${row.next_on}`,
        row.sealed === 1 ? '另有密封的结果，由服务岗位当面出示' : null
      ]
      return ['服务', joined(words), 'other'] as const
    })
  )
}

/** @returns what the file holds, section by section; sections without a fact are left out */
export const sectionsOf = (context: FactsContext): Section[] =>
  [ownFacts(context), stays(context), marriages(context), children(context), services(context)].filter(({ facts }) => facts.length > 0)
