// Why: what the person contests goes into a slip only with that word beside it, on the preview and in the slip's own history.
import { contestableLabels } from '@shared/domain/person-desk'
import type { ReadDb } from '../../db'
import { contestedOf, survivorOf } from '../persons'
import { isBody, type Body, type FieldLine } from './body'

/** Members of the person's block → what a person contests by that name. */
const CONTESTABLE: Readonly<Record<string, string>> = {
  name: 'name',
  sex: 'sex',
  birth_date: 'birthDate',
  id_no: 'idNo',
  hukou_code: 'hukou',
  hukou_text: 'hukou',
  residence_code: 'residence'
}

const none: ReadonlySet<string> = new Set()
const contestedBy = (db: ReadDb, personId: string | null): ReadonlySet<string> =>
  personId === null ? none : contestedOf(db, survivorOf(db, personId).seq)

/** @returns the lines, those the person contests marked */
export function withContested(db: ReadDb, personId: string | null, lines: readonly FieldLine[]): FieldLine[] {
  const contested = contestedBy(db, personId)
  if (contested.size === 0) return [...lines]
  return lines.map((line) => {
    const [block, member = ''] = line.field.split('.')
    return block === 'person' && contested.has(CONTESTABLE[member] ?? '') ? { ...line, contested: true } : line
  })
}

/** @returns for the slip's history what of it the person contests; null for nothing */
export function contestedFields(db: ReadDb, personId: string, draft: Body): string | null {
  const contested = contestedBy(db, personId)
  const sent = isBody(draft.person) ? Object.keys(draft.person) : []
  const fields = new Set(sent.map((member) => CONTESTABLE[member] ?? '').filter((field) => contested.has(field)))
  return fields.size === 0 ? null : `本人有异议：${[...fields].map((field) => contestableLabels[field] ?? field).join('、')}`
}
