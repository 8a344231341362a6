/** What is due today by the rules in force: which instants and days count, and how many records each rule finds. */
import type { DueRule } from '@shared/contract/retention'
import { endedBy, keptRecords, type Day, type KeptFor, type KeptRecord, type ReferenceBook, type RetentionRule } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { OfficePlaces } from '../../rpc'
import { linesBefore } from '../audit'
import { slipsDue } from '../erasure'
import { formerOffices } from './former-offices'
import {
  bundleFilesDue,
  countAged,
  countPersons,
  draftsAged,
  incomingDue,
  rostersAged,
  servicesAged,
  tracesAged,
  type Aged
} from './queries/due'

export interface DueContext {
  readonly db: ReadDb
  readonly reference: ReferenceBook
  readonly today: Day
  readonly office: { readonly code: string }
  readonly places: OfficePlaces
}

/** Before the first day of any office: a record without a rule is kept for good. */
const NEVER = '1800-01-01'

export interface Limits {
  /** Last day on which something may have ended to be due. */
  readonly day: string
  /** First instant that is not due. */
  readonly before: string
}

export const ruleOf = ({ reference, today, office }: DueContext, record: KeptRecord): RetentionRule | undefined =>
  reference.retentionOn(record, today, office.code)

export function limitsOf(context: DueContext, record: KeptRecord): Limits {
  const rule = ruleOf(context, record)
  const day = rule === undefined ? NEVER : endedBy(context.today, rule.period)
  return { day, before: new Date(Date.parse(`${day}T24:00:00+08:00`)).toISOString() }
}

export const periodWords = (period: KeptFor): string => ('years' in period ? `${String(period.years)} 年` : `${String(period.days)} 天`)

const summed = (db: ReadDb, aged: readonly Aged[], before: string): number => aged.reduce((sum, one) => sum + countAged(db, one, before), 0)
const ALL = 1_000_000

/** @returns how many records of a kind are due, and how many of them somebody holds back */
export function countDue(context: DueContext, record: KeptRecord): { readonly due: number; readonly held: number } {
  const { db } = context
  const { day, before } = limitsOf(context, record)
  const free = (due: number) => ({ due, held: 0 })
  switch (record) {
    case 'person_left':
    case 'person_set_aside':
      return countPersons(db, record, day, limitsOf(context, 'slip').day)
    case 'service_record':
      return free(countAged(db, servicesAged, day))
    case 'slip':
      return free(slipsDue(db, 0, day, ALL).length)
    case 'bundle_file':
      return free(bundleFilesDue(db, before).length)
    case 'incoming_file':
      return free(incomingDue(db, before).length)
    case 'roster':
      return free(countAged(db, rostersAged[2] ?? { table: 'roster', where: 'at < ?' }, before))
    case 'draft':
      return free(summed(db, draftsAged, before))
    case 'working_trace':
      return free(summed(db, tracesAged, before))
    case 'former_office':
      return free(formerOffices(context.places.folder, before).length)
    case 'audit':
      return free(linesBefore(db, before))
  }
}

const OPENABLE: readonly KeptRecord[] = ['person_left', 'person_set_aside']

/** A rule as people read it; null where such records are kept for good. */
export function ruleWords(context: DueContext, record: KeptRecord): Pick<DueRule, 'label' | 'from' | 'period' | 'source'> | null {
  const rule = ruleOf(context, record)
  if (rule === undefined) return null
  // Marked as a recommendation in the data (docs/formats/reference-data.md); people read the word.
  return { label: rule.label, from: rule.from, period: periodWords(rule.period), source: rule.source.replace(/^R：/, '建议：') }
}

/** Every kind of record that has a rule today, in the order in which they are deleted. */
export const dueRules = (context: DueContext): DueRule[] =>
  keptRecords.flatMap((record) => {
    const [rule, words] = [ruleOf(context, record), ruleWords(context, record)]
    if (rule === undefined || words === null) return []
    return [{ record, ...words, action: rule.action, ...countDue(context, record), openable: OPENABLE.includes(record) }]
  })
