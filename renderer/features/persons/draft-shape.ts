/** A draft on file may be older than the form: what fits the form's shape is taken, the rest is left blank. */
import { blankChild, blankForm, blankPhone, blankSpouse, type PersonForm } from './person-form'

/** Choices may be unmade; every other text may not. */
const CHOICES = new Set([
  ...['id', 'personId', 'stayId', 'householdId', 'idType', 'noIdReason', 'sex', 'marital', 'kind', 'reason', 'dwellingKind'],
  ...[
    'employerKind',
    'ethnicity',
    'education',
    'educationEdition',
    'otherParentId',
    'hukouType',
    'relationToHead',
    'endReason',
    'relation',
    'location'
  ]
])

const fits = (name: string, value: unknown, blank: unknown): boolean =>
  typeof blank === 'boolean' ? typeof value === 'boolean' : typeof value === 'string' || (value === null && CHOICES.has(name))

/** @returns the plain members of `kept` that `blank` knows, over those of `blank`; null when there is none */
function like<T extends object>(kept: unknown, blank: T): T | null {
  if (typeof kept !== 'object' || kept === null) return null
  const known = new Map<string, unknown>(Object.entries(blank))
  const taken = Object.entries(kept).filter(([name, value]) => {
    const old = known.get(name)
    return known.has(name) && (old === null || typeof old !== 'object') && fits(name, value, old)
  })
  return taken.length === 0 ? null : { ...blank, ...Object.fromEntries(taken) }
}

const listLike = <T extends object>(kept: unknown, blank: () => T): T[] =>
  Array.isArray(kept) ? kept.flatMap((one) => like(one, blank()) ?? []) : []

/** @returns a draft of this form, blanks where it is older than the form; null for anything else */
export function draftOf(kept: unknown): PersonForm | null {
  const plain = like(kept, blankForm())
  if (plain === null || typeof kept !== 'object' || kept === null) return null
  const members = new Map<string, unknown>(Object.entries(kept))
  return {
    ...plain,
    spouse: like(members.get('spouse'), blankSpouse()) ?? blankSpouse(),
    children: listLike(members.get('children'), blankChild),
    phones: listLike(members.get('phones'), blankPhone),
    removed: listLike(members.get('removed'), () => ({ kind: '', id: '' }))
  }
}
