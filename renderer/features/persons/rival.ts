/** Two people changed one file: what each of them changed, side by side, and the form that comes of the choices. */
import { idTypeWords, fieldWords, sexWords } from './words'
import type { PersonForm, SpouseForm } from './person-form'

/** One fact both forms say differently. */
export interface Difference {
  /** `name`, `spouse.name`, `child:<id>`, `phone:<id>` */
  readonly path: string
  readonly label: string
  /** What stands on file now, and what stands on screen. */
  readonly theirs: string
  readonly mine: string
  /** Both changed it; otherwise only the other one did. */
  readonly isContested: boolean
}

/** Facts that are only shown, or belong to the save and not to the file. */
const LEFT_OUT = new Set(['spouse', 'children', 'phones', 'removed', 'why', 'householdName', 'stayId'])
const SPOUSE_LEFT_OUT = new Set(['id', 'linkedName'])

interface Row {
  readonly id: string | null
}
type Flat = Map<string, unknown>

const rowsOf = (kind: string, rows: readonly Row[]): [string, unknown][] =>
  rows.flatMap((row): [string, unknown][] => (row.id === null ? [] : [[`${kind}:${row.id}`, row]]))

function flat(form: PersonForm): Flat {
  return new Map<string, unknown>([
    ...Object.entries(form).filter(([name]) => !LEFT_OUT.has(name)),
    ...Object.entries(form.spouse).flatMap(([name, value]): [string, unknown][] =>
      SPOUSE_LEFT_OUT.has(name) ? [] : [[`spouse.${name}`, value]]
    ),
    ...rowsOf('child', form.children),
    ...rowsOf('phone', form.phones)
  ])
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function words(path: string, value: unknown): string {
  if (value === undefined) return '（已移去）'
  if (value === null || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (path === 'sex' && typeof value === 'string') return sexWords(value)
  if (path === 'idType' && typeof value === 'string') return idTypeWords(value)
  if (typeof value === 'object')
    return Object.entries(value)
      .flatMap(([name, part]) => (['id', 'personId'].includes(name) || typeof part !== 'string' || part === '' ? [] : [part]))
      .join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function labelOf(path: string): string {
  if (path.startsWith('child:')) return '子女'
  if (path.startsWith('phone:')) return '其他电话'
  return path.startsWith('spouse.') ? `配偶${fieldWords(path.slice(7))}` : fieldWords(path)
}

/**
 * @param base what the form was filled from; null when that is not known any more, then every difference is contested @param theirs what is on file now @param mine what stands on screen
 * @returns what the other one changed and the screen does not say, in the order of the form; what only this screen changed is not asked about
 */
export function differences(base: PersonForm | null, theirs: PersonForm, mine: PersonForm): Difference[] {
  const [old, now, here] = [base === null ? null : flat(base), flat(theirs), flat(mine)]
  return [...new Set([...here.keys(), ...now.keys()])].flatMap((path) => {
    const [other, own] = [now.get(path), here.get(path)]
    if (same(other, own) || (old !== null && same(other, old.get(path)))) return []
    const isContested = old === null || !same(own, old.get(path))
    return [{ path, label: labelOf(path), theirs: words(path, other), mine: words(path, own), isContested }]
  })
}

function rowsChosen<T extends Row>(kind: string, mine: readonly T[], theirs: readonly T[], takes: (path: string) => boolean): T[] {
  const chosen = (id: string | null): boolean => id !== null && takes(`${kind}:${id}`)
  const kept = mine.flatMap((row) => (chosen(row.id) ? theirs.filter(({ id }) => id === row.id) : [row]))
  return [...kept, ...theirs.filter(({ id }) => chosen(id) && !mine.some((row) => row.id === id))]
}

/** @param takes paths whose value comes from the file as it is now */
export function merged(mine: PersonForm, theirs: PersonForm, takes: ReadonlySet<string>): PersonForm {
  const taken = (prefix: string, from: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(from).filter(([name]) => takes.has(prefix + name)))
  const spouse: SpouseForm = { ...mine.spouse, ...taken('spouse.', theirs.spouse), id: theirs.spouse.id ?? mine.spouse.id }
  const has = (path: string): boolean => takes.has(path)
  const stay = takes.has('householdId') ? { householdName: theirs.householdName } : {}
  return {
    ...mine,
    ...taken('', theirs),
    ...stay,
    stayId: mine.stayId,
    spouse: takes.has('spouse.personId') ? { ...spouse, linkedName: theirs.spouse.linkedName } : spouse,
    children: rowsChosen('child', mine.children, theirs.children, has),
    phones: rowsChosen('phone', mine.phones, theirs.phones, has),
    removed: mine.removed.filter(({ kind, id }) => !takes.has(`${kind}:${id}`))
  }
}
