/** A register of persons on a real office, spoken to through its handlers as the gate would: contract shapes in, contract shapes out. */
import { resolve } from 'node:path'
import type { CallInput, Output } from '@shared/contract'
import { persons, type PersonView } from '@shared/contract/persons'
import { personHandlers } from '../../electron/core/modules/persons'
import { loadReference } from '../../electron/core/modules/reference'
import { actorNamed, openModuleOffice, type ModuleOffice } from './module-office'

export type SaveInput = CallInput<typeof persons.save>
type Saved = Output<typeof persons.save>

export const reference = loadReference(resolve(import.meta.dirname, '../../resources/codes'))

export const someone = (over: Partial<SaveInput['person']> = {}): SaveInput['person'] => ({
  name: '测甲乙',
  sex: '2',
  birthDate: '1990-02-28',
  idType: 'none',
  noIdReason: 'not_shown',
  hukouCode: '610802',
  ...over
})

export type TypedStay = NonNullable<SaveInput['episodes']>[number]

export const stay = (over: Partial<TypedStay> = {}): TypedStay => ({
  kind: 'in',
  startedOn: '2025-09-01',
  residenceCode: '141124',
  ...over
})

export interface Register {
  readonly office: ModuleOffice
  save(input: SaveInput, by?: string): Promise<Saved>
  /** A new person, 测甲乙 unless told otherwise. */
  put(over?: Partial<SaveInput['person']>, ...episodes: TypedStay[]): Promise<Saved>
  /** Saves what changes of a file that is already there. */
  change(view: PersonView, over: Partial<SaveInput>, by?: string): Promise<Saved>
  search(input: CallInput<typeof persons.search>): Output<typeof persons.search>
  /** Names found by the one box. */
  names(text: string, sort?: 'relevance' | 'pinyin'): string[]
  get(id: string, own?: boolean): PersonView
  history(id: string): Output<typeof persons.history>['rows']
  close(): void
}

export async function openRegister(): Promise<Register> {
  const office = await openModuleOffice()
  const save: Register['save'] = (input, by) =>
    office.command<Saved>(personHandlers.save, persons.save.input.parse(input), by === undefined ? undefined : actorNamed(by))
  const search: Register['search'] = (input) =>
    persons.search.output.parse(personHandlers.search(office.query(), persons.search.input.parse(input)))
  return {
    office,
    save,
    change: ({ id, revision, name, sex, birthDate, idType, hukouCode }, over, by) =>
      save({ id, revision, person: { name, sex: sex === '1' ? '1' : '2', birthDate, idType, hukouCode }, ...over }, by),
    put: (over, ...episodes) => save({ person: someone(over), episodes }),
    search,
    names: (text, sort = 'relevance') => search({ filter: { text }, sort }).rows.map((row) => row.name),
    get: (id, own = false) => persons.get.output.parse(personHandlers.get(office.query(), { id, own })),
    history: (id) => persons.history.output.parse(personHandlers.history(office.query(), { id })).rows,
    close: () => office.close()
  }
}

/** @returns the code of the refusal; 'nothing was refused' when the work was done */
export function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing was refused'
}
