/** One finding on one line, as a correction carries it: its status and, after a blank, its value as a clerk types it. Source: domain.md §2.3 BZ. */
import type { RulePack } from './rule-pack'
import type { SlipField } from './slip-field'
import { isRecord } from './is-record'
import { itemStatuses, type ItemStatus } from './slip-kinds'

type Body = Readonly<Record<string, unknown>>

const plainText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/**
 * What a clerk types for an item as it travels: an address is `610802001 青山路街道`, an office `610802 某局`, a certificate `编号 2026-03-05`.
 * @returns undefined when the text has no value of that kind
 */
export function itemValueOf(pack: RulePack, code: string, text: string): unknown {
  const field = pack.items[code]?.value
  if (!field) return undefined
  if (field.type === 'integer') return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined
  if (field.type !== 'block') return text
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const [key, second] = Object.keys(pack.blocks[field.block]?.fields ?? {})
  if (key === undefined) return undefined
  return { [key]: first, ...(rest.length > 0 && second !== undefined ? { [second]: rest.join(' ') } : {}) }
}

/** The same value as one line of text; a code stays a code. */
export function itemValueText(pack: RulePack, field: SlipField, value: unknown): string {
  if (field.type !== 'block' || !isRecord(value)) return plainText(value)
  return Object.keys(pack.blocks[field.block]?.fields ?? {})
    .map((name) => plainText(value[name]))
    .filter((word) => word !== '')
    .join(' ')
}

export interface FindingEntry {
  readonly code: string
  readonly status: ItemStatus
  readonly value?: unknown
}

/** @returns null for what is no finding on this item */
export function findingOfLine(pack: RulePack, code: string, line: string): FindingEntry | null {
  const [, word = '', text = ''] = /^([a-z]+)(?: (.+))?$/u.exec(line) ?? []
  const status = itemStatuses.find((known) => known === word)
  if (status === undefined || pack.items[code] === undefined) return null
  if (text === '') return { code, status }
  const value = itemValueOf(pack, code, text)
  return value === undefined ? null : { code, status, value }
}

export function lineOfFinding(pack: RulePack, { code, status, value }: Body): string {
  const field = typeof code === 'string' ? pack.items[code]?.value : undefined
  const text = field && value !== undefined ? itemValueText(pack, field, value) : ''
  return [plainText(status), text].filter((word) => word !== '').join(' ')
}
