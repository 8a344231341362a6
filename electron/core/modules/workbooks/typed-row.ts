/** A row of facts as a save of the register: what the row does not say is left as it is on file. */
import type { HandlerInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import { nameSearchKey } from '@shared/domain'
import type { PersonFile, PersonRecord } from '../persons'
import { CHILDREN } from './fields'
import type { Facts } from './identity'
import type { ListRow, Trouble } from './read-rows'
import { checkRecords } from './record-check'

export type SaveInput = HandlerInput<typeof persons.save>

/** The file with the records of all files merged into it; null for a new person. */
export interface OnFile {
  readonly person: PersonRecord
  readonly episode: PersonFile['episode']
  readonly spouse: PersonFile['spouse']
  readonly child: PersonFile['child']
  /** Folded names of children who have files of their own: their facts stand there. */
  readonly linkedChildren: ReadonlySet<string>
  /** Name of an employer on file. */
  employerName(id: string): string | undefined
}

interface Refused {
  readonly trouble: Trouble
}
export type Typed = { readonly input: SaveInput } | Refused

interface RowContext {
  readonly onFile: OnFile | null
  readonly moveKind: string | null
  readonly why: string
  /** Id of the household by the number in the row; undefined leaves it. */
  readonly householdId: string | undefined
}

const trouble = (code: Trouble['code'], text: string): Refused => ({ trouble: { code, severity: 'error', column: null, text } })

/** Members of a record and the keys of the columns that speak of them. */
type Spoken = readonly (readonly [member: string, key: string])[]
const under = (prefix: string, members: readonly string[]): Spoken => members.map((member) => [member, prefix + member])

/** What a row says of a record; a member it does not speak of is absent. */
function said(facts: Facts, spoken: Spoken): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [member, key] of spoken) {
    const value = facts.get(key)
    if (value !== undefined) found[member] = value
  }
  return found
}

const isSaid = (facts: Facts, prefix: string): boolean => {
  for (const [key, value] of facts) if (value !== null && key.startsWith(prefix)) return true
  return false
}

/** Fields whose keys are those of the contract. */
const PLAIN = under('', [
  ...['formerName', 'idNo', 'noIdReason', 'ethnicity', 'education', 'hukouType', 'marital', 'firstMarriedOn', 'currentMarriedOn'],
  ...['marriageCertNo', 'onlyChildCertNo', 'phone', 'phoneOwner', 'hukouText', 'relationToHead', 'note']
])
/** Stands where no reason was written beside a missing number. */
const NO_REASON = 'other'

const oneLine = (text: string): string => text.replace(/[\r\n\t]+/g, ' ').trim()

/** The person's own facts; a fact that the register needs and nobody states is named. */
function personOf({ facts, identity, educationEdition }: ListRow, { onFile, householdId }: RowContext): Record<string, unknown> | string {
  const was = onFile?.person
  const { sex, birthDate } = identity
  const [name, hukou] = [facts.get('name') ?? was?.name, facts.get('hukouCode') ?? was?.hukou_code]
  const born = facts.get('birthDate') ?? was?.birth_date ?? birthDate
  if (name === undefined) return '姓名'
  if (born === '') return '出生日期'
  if (hukou === undefined) return '户籍地区划'
  const number = facts.get('idNo')
  const type = facts.get('idType') ?? (number != null && was?.id_no == null ? 'resident_id' : (was?.id_type ?? 'none'))
  const reason = was === undefined && number == null ? { noIdReason: facts.get('noIdReason') ?? NO_REASON } : {}
  const plain = said(facts, PLAIN)
  // A cell holds one line.
  if (was?.note != null && oneLine(was.note) === plain['note']) delete plain['note']
  Object.assign(plain, reason, { name, sex: facts.get('sex') ?? was?.sex ?? (sex || '0'), birthDate: born, idType: type, hukouCode: hukou })
  if (householdId !== undefined) plain['householdId'] = householdId
  if (educationEdition !== null) plain['educationEdition'] = educationEdition
  return plain
}

const STAY = under('stay.', ['endedOn', 'residenceText', 'reason', 'dwellingKind', 'dwellingContact', 'dwellingPhone', 'occupation'])

/** A direction alone tells of no stay. */
function isStayTold(facts: Facts): boolean {
  for (const [key, value] of facts) if (value !== null && key.startsWith('stay.') && key !== 'stay.kind') return true
  return false
}

/** The stay a row speaks of: the one that began that day, else the one that lasts at the same place. */
function stayOf({ facts }: ListRow, { onFile, moveKind }: RowContext): Record<string, unknown> | string | null {
  const of = (key: string): string | null | undefined => facts.get(`stay.${key}`)
  if (!isStayTold(facts)) return null
  const stays = onFile?.episode ?? []
  const [kind, started, place] = [of('kind') ?? moveKind, of('startedOn'), of('residenceCode')]
  const fits = stays.filter((one) => kind === null || one.kind === kind)
  const lasting = fits.filter((one) => one.ended_on === null && (place == null || one.residence_code === place))
  const began = fits.filter((one) => one.started_on === started)
  const was = began.find((one) => one.residence_code === place) ?? began[0] ?? (lasting.length === 1 ? lasting[0] : undefined)
  const [sureKind, startedOn, residenceCode] = [kind ?? was?.kind, started ?? was?.started_on, place ?? was?.residence_code]
  if (sureKind === undefined) return '流动类别'
  if (startedOn === undefined) return '流动开始日期'
  if (residenceCode === undefined) return '现居住地区划'
  const companions = of('companions')
  const known = was?.employer_id == null ? undefined : onFile?.employerName(was.employer_id)
  // A list names an employer without its address; the one on file stays as it is known.
  const employer = of('employer') === known ? undefined : of('employer')
  const stay = said(facts, STAY)
  Object.assign(stay, { id: was?.id ?? null, kind: sureKind, startedOn, residenceCode })
  if (companions !== undefined) stay['companions'] = companions === null ? null : Number(companions)
  if (employer !== undefined) stay['employer'] = employer === null ? null : { name: employer }
  return stay
}

const SPOUSE = under('spouse.', ['name', 'idNo', 'birthDate', 'hukouCode', 'hukouText', 'phone', 'employer'])

function spouseOf({ facts }: ListRow, { onFile }: RowContext): Record<string, unknown> | Refused | null {
  const of = (key: string): string | null | undefined => facts.get(`spouse.${key}`)
  if (!isSaid(facts, 'spouse.')) return null
  const was = onFile?.spouse.find((one) => one.ended_on === null)
  const name = of('name')
  // Somebody on file is told by that file; a list does not change it from here.
  if (was?.spouse_id != null) return null
  if (was?.name != null && name != null && nameSearchKey(was.name) !== nameSearchKey(name))
    return trouble('spouse_differs', `档案里的配偶是“${was.name}”，表里是“${name}”。请在档案里先办结原来的婚姻，或改正表格。`)
  return { ...said(facts, SPOUSE), id: was?.id ?? null }
}

const CHILD = ['name', 'sex', 'birthDate', 'idNo', 'relation', 'location'] as const

function childrenOf({ facts }: ListRow, { onFile }: RowContext): Record<string, unknown>[] {
  if (!isSaid(facts, 'child')) return []
  const taken = new Set<string>()
  return Array.from({ length: CHILDREN }, (_, at) => at + 1).flatMap((n) => {
    const of = (key: string): string | null | undefined => facts.get(`child${String(n)}.${key}`)
    if (CHILD.every((key) => of(key) == null)) return []
    const [name, born, number] = [of('name'), of('birthDate'), of('idNo')]
    if (name != null && onFile?.linkedChildren.has(nameSearchKey(name)) === true) return []
    const free = (onFile?.child ?? []).filter((one) => one.child_id === null && !taken.has(one.id))
    const was =
      free.find((one) => number != null && one.id_no === number) ??
      free.find((one) => name != null && one.name !== null && nameSearchKey(one.name) === nameSearchKey(name)) ??
      free.find((one) => born != null && one.birth_date === born && (name == null || one.name === null))
    if (was !== undefined) taken.add(was.id)
    return [{ ...said(facts, under(`child${String(n)}.`, CHILD)), id: was?.id ?? null }]
  })
}

const isRefused = (found: Record<string, unknown> | Refused | null): found is Refused => found !== null && 'trouble' in found

/** @returns what to save, checked against the contract, or why the row cannot be */
export function typedRow(row: ListRow, context: RowContext): Typed {
  const person = personOf(row, context)
  if (typeof person === 'string') return trouble('missing', `缺少${person}。`)
  const stay = stayOf(row, context)
  if (typeof stay === 'string') return trouble('stay_incomplete', `写了流动情况，但缺少${stay}。`)
  const spouse = spouseOf(row, context)
  if (isRefused(spouse)) return spouse
  const records = checkRecords({ person, stay, spouse, children: childrenOf(row, context) })
  if (typeof records === 'string') return trouble('refused', records)
  const { onFile, why } = context
  const held = onFile === null ? { id: null, revision: null } : { id: onFile.person.id, revision: onFile.person.revision }
  return { input: { ...records, ...held, phones: [], consents: [], removed: [], why } }
}
