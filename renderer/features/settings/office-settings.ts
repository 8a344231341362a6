/** The settings of the office as the form holds them, and what each rule pack means in words. */
import type { Contract, Output } from '@shared/contract'

export type OfficeSettings = Output<Contract['office']['settings']>
type PackRow = Output<Contract['reference']['rulePacks']>['rows'][number]

export interface PackChoice {
  readonly id: string
  readonly name: string
  /** Span and notes; begins with the recommendation for the pack valid today. */
  readonly meaning: string
  readonly proposed: boolean
}

const spanOf = ({ validFrom, validTo }: PackRow): string => {
  if (validFrom === null) return validTo === null ? '不限时期' : `${validTo} 以前`
  return validTo === null ? `${validFrom} 起` : `${validFrom} 至 ${validTo}`
}

export const packChoices = (rows: readonly PackRow[], proposed: string): PackChoice[] =>
  rows.map((row) => ({
    id: row.id,
    name: row.name,
    proposed: row.id === proposed,
    meaning: `${row.id === proposed ? '今日有效，建议采用。' : '不是今日有效的规则，只在整理旧单据或演练时选用。'}适用时期：${spanOf(row)}。${row.note}`
  }))

/** What can be typed; minutes stay text until they are a number. */
export interface OfficeAnswers {
  name: string
  phone: string
  rulePack: string
  minutes: string
}

export const answersOf = ({ office, rulePack, idleMinutes }: OfficeSettings): OfficeAnswers => ({
  name: office.name,
  phone: office.phone,
  rulePack,
  minutes: String(idleMinutes)
})

export function parseAnswers(kept: unknown): OfficeAnswers | null {
  if (typeof kept !== 'object' || kept === null) return null
  const of = (key: string): string | null => {
    const value: unknown = Reflect.get(kept, key)
    return typeof value === 'string' ? value : null
  }
  const [name, phone, rulePack, minutes] = [of('name'), of('phone'), of('rulePack'), of('minutes')]
  return name === null || phone === null || rulePack === null || minutes === null ? null : { name, phone, rulePack, minutes }
}

const MOST_MINUTES = 240

/** @returns messages by field name of `office.saveSettings`; empty when it may be sent */
export function checkAnswers({ name, minutes }: OfficeAnswers): Readonly<Record<string, string>> {
  const count = /^\d{1,3}$/.test(minutes.trim()) ? Number(minutes.trim()) : 0
  return {
    ...(name.trim() === '' ? { name: '请填写单位全称' } : {}),
    ...(count < 1 || count > MOST_MINUTES ? { idleMinutes: `请填 1 到 ${String(MOST_MINUTES)} 之间的整数` } : {})
  }
}
