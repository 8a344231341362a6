/** Which lines of an act can still be taken back: those that nobody has written over since. */
import type { ReadDb } from '../../db'
import { recordOfName } from './dependents'
import { CREATED, LINKED, REMOVED, UNLINKED } from './file'
import { changesOf, type ChangeRecord } from './queries/changes'

export interface Plan {
  /** The latest first. */
  readonly back: readonly ChangeRecord[]
  /** Somebody else came later: the later value stays, and so does the line, so that the history goes on making sense. */
  readonly stay: readonly ChangeRecord[]
}

const isLinkLine = ({ field }: ChangeRecord): boolean => field === LINKED || field === UNLINKED

/** Fields that make sense only together: who overwrote one of them overwrote them all. */
const TOGETHER: Readonly<Record<string, readonly (readonly string[])[]>> = {
  person: [
    ['name', 'pinyin'],
    ['idType', 'idNo', 'idNoOld15', 'noIdReason'],
    ['idVerified', 'idVerifiedBy'],
    ['education', 'educationEdition'],
    ['hukouCode', 'hukouAsOf'],
    ['householdId', 'relationToHead'],
    ['status', 'statusOn', 'statusRecordedOn', 'statusReason', 'statusNote', 'mergedInto']
  ],
  spouse: [
    [
      ...['personId', 'name', 'birthDate', 'idNo', 'hukouCode', 'hukouText', 'residenceCode', 'residenceText'],
      ...['ethnicity', 'education', 'educationEdition', 'employer', 'phone']
    ]
  ],
  child: [['personId', 'name', 'sex', 'birthDate', 'idNo']]
}

/** Record and field, fields that go together under the first of them. */
function fieldName({ record, field }: ChangeRecord): string {
  const kind = record === null ? 'person' : recordOfName(record).kind
  const group = TOGETHER[kind]?.find((fields) => fields.includes(field))
  return `${record ?? ''}\n${group?.[0] ?? field}`
}

/**
 * @param lines of one file or place, the latest first
 * @param act whose lines are judged; lines that only tell of a link in another file are judged there
 */
export function planOf(lines: readonly ChangeRecord[], act: number): Plan {
  const back: ChangeRecord[] = []
  const stay: ChangeRecord[] = []
  /** What others wrote after the line in hand: fields, whole records, records removed. */
  const later = { fields: new Set<string>(), records: new Set<string>(), removed: new Set<string>() }
  for (const line of lines) {
    if (isLinkLine(line)) continue
    const { record, field } = line
    if (line.act === act) {
      const over =
        record !== null && field === CREATED
          ? later.records.has(record)
          : later.fields.has(fieldName(line)) || (record !== null && later.removed.has(record))
      ;(over ? stay : back).push(line)
      // A record whose making stays needs the values the act gave it; one whose change stays needs to have been made.
      if (!over) continue
    }
    later.fields.add(fieldName(line))
    if (record === null) continue
    later.records.add(record)
    if (field === REMOVED) later.removed.add(record)
  }
  return { back, stay }
}

/** @returns the lines of an act in one file that somebody wrote over */
export const inConflict = (db: ReadDb, person: number, act: number): readonly ChangeRecord[] => planOf(changesOf(db, person), act).stay
