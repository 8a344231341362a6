/** What the form of a unit holds, and how it becomes what the office is asked. */
import type { CallInput, Contract } from '@shared/contract'
import { isUnitCode, unitCodeDigits, unitLevelBelow, unitLevelLabels, type UnitLevel } from '@shared/domain'
import type { Unit } from './unit-tree'

export interface UnitAnswers {
  name: string
  shortName: string
  code: string
  post: string
  phone: string
  validFrom: string
}

/** The form was opened for a unit, or for a new one below another. */
export type UnitSubject = { readonly unit: Unit } | { readonly under: Unit }

export const levelOf = (subject: UnitSubject): UnitLevel =>
  'unit' in subject ? subject.unit.level : (unitLevelBelow(subject.under.level) ?? 'group')

/** A new unit starts with the digits its code must begin with. */
export function answersOf(subject: UnitSubject): UnitAnswers {
  if ('under' in subject) {
    const code = levelOf(subject) === 'group' ? '' : (subject.under.code ?? '')
    return { name: '', shortName: '', code, post: '', phone: '', validFrom: '' }
  }
  const { name, shortName, code, post, phone, validFrom } = subject.unit
  return { name, shortName, code: code ?? '', post, phone, validFrom: validFrom ?? '' }
}

export function parseAnswers(kept: unknown): UnitAnswers | null {
  if (typeof kept !== 'object' || kept === null) return null
  const of = (member: string): string | null => {
    const value: unknown = Reflect.get(kept, member)
    return typeof value === 'string' ? value : null
  }
  const [name, shortName, code, post, phone, validFrom] = ['name', 'shortName', 'code', 'post', 'phone', 'validFrom'].map(of)
  if (name == null || shortName == null || code == null || post == null || phone == null || validFrom == null) return null
  return { name, shortName, code, post, phone, validFrom }
}

/** @returns messages by field; empty when it may be sent */
export function checkUnit(subject: UnitSubject, answers: UnitAnswers): Readonly<Record<string, string>> {
  const level = levelOf(subject)
  const digits = unitCodeDigits[level]
  const code = answers.code.trim()
  return {
    ...(answers.name.trim() === '' ? { name: '请填写名称' } : {}),
    ...(digits !== null && !isUnitCode(level, code) ? { code: `${unitLevelLabels[level]}的区划代码为 ${String(digits)} 位数字` } : {})
  }
}

/** What `organisation.save` is asked. */
export function saveInput(subject: UnitSubject, answers: UnitAnswers): CallInput<Contract['organisation']['save']> {
  const existing = 'unit' in subject ? subject.unit : null
  return {
    id: existing?.id ?? null,
    parent: 'under' in subject ? subject.under.id : null,
    revision: existing?.revision ?? null,
    name: answers.name.trim(),
    shortName: answers.shortName.trim(),
    code: levelOf(subject) === 'group' ? null : answers.code.trim(),
    post: answers.post.trim(),
    phone: answers.phone.trim(),
    validFrom: answers.validFrom.trim() === '' ? null : answers.validFrom.trim()
  }
}
