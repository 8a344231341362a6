/** What codes of the register are called on screen. */
import type { FieldOption, StateName } from '@renderer/ui'
import type { ChildView } from '@shared/contract/persons'
import { isPartialDate } from '@shared/domain'
import { formatPartialDate } from '@shared/format'
import { labelIn, type CodeOptions } from './use-reference'

const sexes: Readonly<Record<string, string>> = { '1': '男', '2': '女', '0': '未知', '9': '未说明' }
const kinds: Readonly<Record<string, string>> = { in: '流入', out: '流出', intra_county: '县内流动' }
const idTypes: Readonly<Record<string, string>> = {
  resident_id: '居民身份证',
  household_book: '户口簿',
  residence_permit: '居住证',
  passport: '护照',
  none: '无'
}
const marriageEnds: Readonly<Record<string, string>> = { divorced: '离婚', widowed: '丧偶' }
const statuses: Readonly<Record<string, { text: string; state: StateName }>> = {
  active: { text: '在册', state: 'done' },
  set_aside: { text: '退档', state: 'closed' },
  closed: { text: '注销', state: 'closed' },
  merged: { text: '已并入', state: 'closed' }
}

export const sexWords = (code: string): string => sexes[code] ?? ''
export const kindWords = (code: string | null): string => (code === null ? '' : (kinds[code] ?? ''))
export const idTypeWords = (code: string): string => idTypes[code] ?? code
export const statusOf = (code: string): { text: string; state: StateName } => statuses[code] ?? { text: code, state: 'closed' }

const acts: Readonly<Record<string, string>> = { import: '表格导入', merge: '合并档案', conversion: '区划变更', status: '批量改状态' }
export const actWords = (kind: string): string => acts[kind] ?? kind
export const dateWords = (date: string | null): string =>
  date === null || date === '' ? '' : isPartialDate(date) ? formatPartialDate(date) : date
/** What is known of a child in one line. */
export const childWords = (child: ChildView, lists: CodeOptions): string =>
  [
    child.name ?? '',
    sexWords(child.sex ?? ''),
    dateWords(child.birthDate),
    child.idNoMasked ?? '',
    labelIn(lists, 'child_relation', child.relation),
    labelIn(lists, 'child_location', child.location),
    child.birthCertNo === null ? '' : `出生证 ${child.birthCertNo}`
  ]
    .filter(Boolean)
    .join(' · ')

const optionsOf = (words: Readonly<Record<string, string>>, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: words[value] ?? value }))
export const sexOptions = optionsOf(sexes, ['1', '2', '9'])
export const kindOptions = optionsOf(kinds, ['in', 'out', 'intra_county'])
export const idTypeOptions = optionsOf(idTypes, ['resident_id', 'household_book', 'residence_permit', 'passport', 'none'])
export const marriageEndWords = (code: string | null): string => (code === null ? '' : (marriageEnds[code] ?? code))
export const marriageEndOptions = optionsOf(marriageEnds, ['divorced', 'widowed'])
/** Short enough to stand open side by side; 已婚 without more is for old files and stays last but one. */
export const maritalOptions = (lists: CodeOptions): FieldOption[] =>
  ['10', '21', '22', '23', '30', '40', '20', '90'].flatMap((code) => {
    const found = (lists['marital_status'] ?? []).find(({ value }) => value === code)
    return found === undefined ? [] : [{ value: code, label: code === '90' ? '未说明' : found.label }]
  })
/** Codes of those who are married now. */
export const isMarried = (code: string | null): boolean => code !== null && ['20', '21', '22', '23'].includes(code)
/** Merged files are never listed. */
export const statusOptions = ['active', 'set_aside', 'closed'].map((value) => ({ value, label: statuses[value]?.text ?? value }))

const fields: Readonly<Record<string, string>> = {
  created: '建档',
  name: '姓名',
  formerName: '曾用名',
  pinyin: '拼音',
  sex: '性别',
  birthDate: '出生日期',
  idType: '证件类型',
  idNo: '证件号码',
  noIdReason: '暂无证件号原因',
  idVerified: '核实原件',
  marital: '婚姻状况',
  phone: '联系电话',
  phoneOwner: '电话机主',
  hukouCode: '户籍地',
  hukouText: '户籍地详址',
  note: '备注',
  ethnicity: '民族',
  education: '文化程度',
  hukouType: '户口性质',
  firstMarriedOn: '初婚日期',
  currentMarriedOn: '现婚日期',
  marriageCertNo: '结婚证号',
  onlyChildCertNo: '光荣证号',
  onlyChildCertOn: '光荣证日期',
  householdId: '户',
  relationToHead: '与户主关系',
  kind: '流动类别',
  startedOn: '开始日期',
  endedOn: '结束日期',
  endReason: '终止原因',
  residenceCode: '现居住地',
  residenceText: '现居住地详址',
  reason: '流动原因',
  dwellingKind: '居住处所',
  dwellingContact: '房主或联系人',
  dwellingPhone: '联系人电话',
  occupation: '职业',
  companions: '随同人数',
  employerName: '单位名称',
  employerAddress: '单位地址',
  employerKind: '单位类别',
  employerPhone: '单位电话',
  employer: '工作单位',
  certNo: '结婚证号',
  personId: '档案',
  sameHukou: '与本人同一户籍',
  sameHome: '与本人同住',
  status: '档案状态',
  statusOn: '状态日期',
  'episode.kind': '流动类别',
  'episode.reason': '流动原因',
  'episode.startedOn': '开始日期',
  'episode.endedOn': '结束日期',
  'episode.residenceCode': '现居住地',
  'episode.residenceText': '现居住地详址',
  'episode.dwellingKind': '居住处所',
  'episode.dwellingContact': '房主或联系人'
}
/** @returns the label of a field of the history */
export const fieldWords = (field: string): string => fields[field] ?? field
