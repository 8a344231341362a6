/** What codes of the register are called on screen. */
import type { FieldOption, StateName } from '@renderer/ui'
import type { ChildView } from '@shared/contract/persons'
import {
  fieldLabel,
  fileStatusLabels,
  idTypeLabels,
  isPartialDate,
  marriageEndLabels,
  moveKindLabels,
  moveKinds,
  recordKindLabels
} from '@shared/domain'
import { formatPartialDate } from '@shared/format'
import { labelIn, type CodeOptions } from './use-reference'

const sexes: Readonly<Record<string, string>> = { '1': '男', '2': '女', '0': '未知', '9': '未说明' }
const statusStates: Readonly<Record<string, StateName>> = { active: 'done' }

export const sexWords = (code: string): string => sexes[code] ?? ''
export const kindWords = (code: string | null): string => {
  const kind = moveKinds.find((known) => known === code)
  return kind === undefined ? '' : moveKindLabels[kind]
}
export const idTypeWords = (code: string): string => idTypeLabels[code] ?? code
export const statusOf = (code: string): { text: string; state: StateName } => ({
  text: fileStatusLabels[code] ?? code,
  state: statusStates[code] ?? 'closed'
})

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
export const kindOptions = optionsOf(moveKindLabels, moveKinds)
export const idTypeOptions = optionsOf(idTypeLabels, ['resident_id', 'household_book', 'residence_permit', 'passport', 'none'])
export const marriageEndWords = (code: string | null): string => (code === null ? '' : (marriageEndLabels[code] ?? code))
export const marriageEndOptions = optionsOf(marriageEndLabels, ['divorced', 'widowed'])
/** Short enough to stand open side by side; 已婚 without more is for old files and stays last but one. */
export const maritalOptions = (lists: CodeOptions): FieldOption[] =>
  ['10', '21', '22', '23', '30', '40', '20', '90'].flatMap((code) => {
    const found = (lists['marital_status'] ?? []).find(({ value }) => value === code)
    return found === undefined ? [] : [{ value: code, label: code === '90' ? '未说明' : found.label }]
  })
/** Codes of those who are married now. */
export const isMarried = (code: string | null): boolean => code !== null && ['20', '21', '22', '23'].includes(code)
/** Merged files are never listed. */
export const statusOptions = optionsOf(fileStatusLabels, ['active', 'set_aside', 'closed'])

/** Fields of the form that belong to the present stay. */
const STAY = new Set([
  ...['kind', 'startedOn', 'endedOn', 'endReason', 'residenceCode', 'residenceText', 'reason', 'occupation', 'companions'],
  ...['dwellingKind', 'dwellingContact', 'dwellingPhone']
])
const formOnly: Readonly<Record<string, string>> = { sameHukou: '与本人同一户籍', sameHome: '与本人同住' }

/** Where a field of the form stands on file: the record, null for the person's own facts, and the field there. */
export function placeOfField(path: string): { readonly kind: string | null; readonly field: string } {
  if (path.startsWith('spouse.')) return { kind: 'spouse', field: path.slice(7) }
  const employer = /^employer([A-Z]\w*)$/.exec(path)?.[1]
  if (employer !== undefined) return { kind: 'employer', field: employer.replace(/^./, (letter) => letter.toLowerCase()) }
  return { kind: STAY.has(path) ? 'episode' : null, field: path }
}

const under = (owner: string, label: string): string => (label.startsWith(owner) ? label : owner + label)

/** @param path of a field of the form, `startedOn`, `spouse.name` @returns its label */
export function fieldWords(path: string): string {
  const { kind, field } = placeOfField(path)
  const label = formOnly[field] ?? fieldLabel(kind, field)
  if (kind === 'spouse') return under('配偶', label)
  return kind === 'employer' ? under('单位', label) : label
}

/** @param record `child:<id>` as a warning names it; undefined for the person's own facts */
export function warnedField(record: string | undefined, field: string): string {
  const kind = record === undefined ? null : record.slice(0, record.indexOf(':'))
  const label = fieldLabel(kind, field)
  if (label === field) return ''
  return kind === null ? label : under(recordKindLabels[kind] ?? '', label)
}
