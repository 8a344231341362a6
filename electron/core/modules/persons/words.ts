/** Fields and values of the register as they are read aloud in histories and refusals; whole numbers stay masked. */
import { maskPhone, maskResidentId, type ReferenceBook } from '@shared/domain'
import { formatInstant } from '@shared/format'
import { recordOfName } from './dependents'
import { CREATED, LINKED, REMOVED, UNLINKED, type Change } from './file'
import { maskedName, maskedYear } from './masks'
import { MASK } from './plain-facts'

const kindLabels: Readonly<Record<string, string>> = {
  phone: '其他电话',
  spouse: '婚姻',
  child: '子女',
  episode: '居住记录',
  consent: '同意记录',
  photo: '照片',
  household: '户',
  dwelling: '住所',
  employer: '用人单位'
}
export const labelOfKind = (kind: string): string => kindLabels[kind] ?? kind

const personLabels: Readonly<Record<string, string>> = {
  created: '建档',
  name: '姓名',
  formerName: '曾用名',
  pinyin: '拼音',
  sex: '性别',
  birthDate: '出生日期',
  idType: '证件类型',
  idNo: '证件号码',
  idNoOld15: '15位旧号',
  noIdReason: '暂无证件号原因',
  idVerified: '核实原件',
  ethnicity: '民族',
  education: '文化程度',
  educationEdition: '文化程度版本',
  hukouType: '户口性质',
  marital: '婚姻状况',
  firstMarriedOn: '初婚日期',
  currentMarriedOn: '现婚日期',
  marriageCertNo: '结婚证号',
  onlyChildCertNo: '独生子女父母光荣证号',
  onlyChildCertOn: '光荣证发证日期',
  phone: '联系电话',
  phoneOwner: '电话机主',
  hukouCode: '户籍地',
  hukouText: '户籍地详址',
  hukouAsOf: '户籍地代码日期',
  householdId: '所在户',
  relationToHead: '与户主关系',
  note: '备注',
  photo: '照片',
  status: '档案状态',
  statusOn: '状态日期',
  statusReason: '状态原因',
  statusNote: '状态说明',
  mergedInto: '并入的档案'
}

/** Fields of records that are called otherwise than the same field of a person. */
const recordLabels: Readonly<Record<string, string>> = {
  'phone.number': '号码',
  'phone.owner': '机主',
  'spouse.personId': '配偶档案',
  'spouse.residenceCode': '现居住地',
  'spouse.residenceText': '现居住地详址',
  'spouse.employer': '工作单位',
  'spouse.certNo': '结婚证号',
  'spouse.startedOn': '结婚日期',
  'spouse.endedOn': '结束日期',
  'spouse.endReason': '结束原因',
  'child.personId': '子女档案',
  'child.otherParentId': '另一方档案',
  'child.order': '孩次',
  'child.relation': '关系',
  'child.location': '居住情况',
  'child.birthCertNo': '出生医学证明编号',
  'episode.kind': '流动类别',
  'episode.reason': '流动原因',
  'episode.startedOn': '开始日期',
  'episode.endedOn': '结束日期',
  'episode.residenceCode': '现居住地',
  'episode.residenceText': '现居住地详址',
  'episode.dwellingKind': '居住处所',
  'episode.dwellingContact': '房主或联系人',
  'episode.dwellingPhone': '房主电话',
  'episode.occupation': '职业',
  'episode.companions': '随同人数',
  'episode.employerId': '用人单位',
  'consent.purpose': '用途',
  'consent.givenOn': '同意日期',
  'consent.formRef': '同意书编号',
  'consent.withdrawnOn': '撤回日期',
  'consent.withdrawnReason': '撤回原因',
  'household.number': '户编码',
  'household.headId': '户主',
  'dwelling.contact': '房主或联系人',
  'dwelling.contactPhone': '联系电话',
  'dwelling.kind': '居住处所',
  'employer.kind': '单位类别',
  'employer.address': '地址',
  'employer.name': '名称'
}

/** Lines that only complete another one: who verified, when a status was written down, stamps of an act. */
export const isSpoken = (field: string): boolean => !['idVerifiedBy', 'statusRecordedOn'].includes(field) && !field.startsWith('~')

/** @returns the label of a field; `kind` is null for the person itself */
export function labelOfField(kind: string | null, field: string): string {
  if (kind === null) return personLabels[field] ?? field
  return recordLabels[`${kind}.${field}`] ?? personLabels[field] ?? field
}

/** @param name of the record as a clerk recognises it, '' where it needs none */
export function labelOfChange(kind: string | null, field: string, name: string): string {
  if (kind === null) return labelOfField(null, field)
  const record = name === '' ? labelOfKind(kind) : `${labelOfKind(kind)}“${name}”`
  switch (field) {
    case CREATED:
      return `新增${record}`
    case REMOVED:
      return `删除${record}`
    case LINKED:
      return kind === 'spouse' ? '登记为配偶' : '登记为父母或子女'
    case UNLINKED:
      return kind === 'spouse' ? '不再登记为配偶' : '不再登记为父母或子女'
    default:
      return `${record}的${labelOfField(kind, field)}`
  }
}

/** @returns the labels of changes, each once, records without their names */
export const labelsOf = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes
      .filter(({ field }) => isSpoken(field))
      .map(({ record, field }) => labelOfChange(record === null ? null : recordOfName(record).kind, field, ''))
  )
]

const idTypeLabels: Readonly<Record<string, string>> = {
  resident_id: '居民身份证',
  household_book: '户口簿',
  residence_permit: '居住证',
  passport: '护照',
  none: '无'
}
export const statusLabels: Readonly<Record<string, string>> = { active: '在册', set_aside: '退档', closed: '注销', merged: '已并入' }
const moveLabels: Readonly<Record<string, string>> = { in: '流入', out: '流出', intra_county: '县内流动' }
const endLabels: Readonly<Record<string, string>> = { divorced: '离婚', widowed: '丧偶' }

/** Field → code list of its values. */
const lists: Readonly<Record<string, string>> = {
  sex: 'sex',
  marital: 'marital_status',
  noIdReason: 'no_id_reason',
  ethnicity: 'ethnicity',
  hukouType: 'hukou_type',
  relationToHead: 'relation_to_head',
  statusReason: 'file_status_reason',
  'episode.dwellingKind': 'dwelling_kind',
  'dwelling.kind': 'dwelling_kind',
  'employer.kind': 'employer_kind',
  'child.relation': 'child_relation',
  'child.location': 'child_location',
  'consent.purpose': 'purpose'
}

const divisions = new Set(['hukouCode', 'residenceCode'])
const numbers = new Set(['idNo', 'idNoOld15'])
const phones = new Set(['phone', 'number', 'dwellingPhone', 'contactPhone'])
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  idType: idTypeLabels,
  status: statusLabels,
  'episode.kind': moveLabels,
  'spouse.endReason': endLabels
}

/** What a spoken value needs to know beside its code. */
export interface Speaking {
  readonly reference: ReferenceBook
  /** Name of a person on file, of a household or an employer, by id or row number. */
  nameOf(field: string, value: string): string
  /** Facts of a protected child are masked. */
  readonly masked?: boolean
}

const moveReason = (code: string, reference: ReferenceBook): string => {
  const label = reference.label('move_reason', code)
  return label === code ? reference.label('move_reason_out_of_scope', code) : label
}

const LINKS = new Set(['personId', 'otherParentId', 'householdId', 'employerId', 'headId', 'mergedInto', LINKED, UNLINKED])

function plainValue(kind: string | null, field: string, value: string, speaking: Speaking): string {
  const { reference } = speaking
  const key = kind === null ? field : `${kind}.${field}`
  const table = words[key] ?? words[field]
  if (table !== undefined) return table[value] ?? value
  if (key === 'episode.reason') return moveReason(value, reference)
  const list = lists[key] ?? lists[field]
  if (list !== undefined) return reference.label(list, value)
  if (field === 'education') return reference.label('education', value)
  if (divisions.has(field) || key === 'dwelling.code') return reference.divisionName(value)
  if (LINKS.has(field)) return speaking.nameOf(field, value)
  // A picture is named by an id that says nothing.
  if (field === 'photo') return '有'
  return field === 'idVerified' ? formatInstant(value) : value
}

function maskedChildValue(field: string, value: string): string {
  if (field === 'name') return maskedName(value)
  return field === 'birthDate' ? maskedYear(value) : MASK
}

/** @returns an old or new value of the history as it is read aloud */
export function spokenValue(kind: string | null, field: string, value: string | null, speaking: Speaking): string | null {
  if (value === null) return null
  if (field === 'ethnicity') return MASK
  if (numbers.has(field)) return maskResidentId(value)
  if (phones.has(field)) return maskPhone(value)
  const open = ['order', 'personId', 'otherParentId', LINKED, UNLINKED]
  if (kind === 'child' && speaking.masked === true && !open.includes(field)) return maskedChildValue(field, value)
  return plainValue(kind, field, value, speaking)
}
