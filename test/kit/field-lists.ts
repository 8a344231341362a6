/** Lists for the field on a real register, asked for as the gate would: contract shapes in, contract shapes out. */
import type { CallInput, Output, Role } from '@shared/contract'
import { duplicates } from '@shared/contract/duplicates'
import { rosters, type RosterRow, type RosterView } from '@shared/contract/rosters'
import { duplicateHandlers } from '../../electron/core/modules/duplicates'
import { rosterHandlers } from '../../electron/core/modules/rosters'
import type { Actor, QueryContext } from '../../electron/core/rpc'
import { actorNamed } from './module-office'
import { reference, stay, type Register, type TypedStay } from './register'

export const TOWN = '610802001'
export const OTHER_TOWN = '610802003'
export const VILLAGE = reference.childDivisions(TOWN)[0]?.code ?? ''
const ROLES: readonly Role[] = ['verifier', 'window']
/** The day on which the clock of a test stands. */
export const WORK_ON = '2026-03-05'

type Spec = typeof rosters
export type Issued = Output<Spec['issue']>

export const clerk = (scope: string | null = null, roles: readonly Role[] = ROLES, name = 'banli'): Actor => actorNamed(name, roles, scope)

/** A stay in the village of these tests. */
export const here = (text: string | null = '东街1号', over: Partial<TypedStay> = {}): TypedStay =>
  stay({ residenceCode: VILLAGE, residenceText: text, ...over })

export interface FieldLists {
  looking(actor?: Actor): QueryContext
  issue(wanted: CallInput<Spec['issue']>['wanted'], actor?: Actor): Promise<Issued>
  /** A visit list of the village. */
  visit(over?: Partial<CallInput<Spec['preview']>>, actor?: Actor): Promise<Issued>
  preview(over?: Partial<CallInput<Spec['preview']>>, actor?: Actor): Output<Spec['preview']>
  get(id: string, actor?: Actor): RosterView
  rows(id: string, actor?: Actor): RosterRow[]
  names(id: string): string[]
  paper(id: string, actor?: Actor): Output<Spec['paper']>
  enter(id: string, row: number, over?: Partial<CallInput<Spec['enter']>>, actor?: Actor): Promise<Output<Spec['enter']>>
  undoLast(id: string, actor?: Actor): Promise<Output<Spec['undoLast']>>
  merge(survivor: string, from: string): Promise<unknown>
}

export function fieldListsOn(register: Register): FieldLists {
  const { office } = register
  const looking = (actor = clerk()): QueryContext => ({ ...office.query(), actor })
  const issue: FieldLists['issue'] = (wanted, actor = clerk()) =>
    office.command<Issued>(rosterHandlers.issue, rosters.issue.input.parse({ wanted }), actor)
  const rows: FieldLists['rows'] = (id, actor) =>
    rosters.rows.output.parse(rosterHandlers.rows(looking(actor), rosters.rows.input.parse({ id, limit: 200 }))).rows
  return {
    looking,
    issue,
    rows,
    visit: (over = {}, actor) => issue({ kind: 'visit', place: VILLAGE, asks: ['present', 'phone'], ...over }, actor),
    preview: (over = {}, actor) =>
      rosters.preview.output.parse(rosterHandlers.preview(looking(actor), rosters.preview.input.parse({ place: VILLAGE, ...over }))),
    get: (id, actor) => rosters.get.output.parse(rosterHandlers.get(looking(actor), { id })),
    names: (id) => rows(id).map(({ cells }) => cells['name'] ?? ''),
    paper: (id, actor) => rosters.paper.output.parse(rosterHandlers.paper(looking(actor), { id })),
    enter: (id, row, over = {}, actor = clerk()) =>
      office.command(rosterHandlers.enter, rosters.enter.input.parse({ id, row, result: 'found', visitedOn: WORK_ON, ...over }), actor),
    undoLast: (id, actor = clerk()) => office.command(rosterHandlers.undoLast, { id }, actor),
    merge: (survivor, from) =>
      office.command(
        duplicateHandlers.merge,
        duplicates.merge.input.parse({
          ...{ survivor, survivorRevision: register.get(survivor).revision },
          ...{ merged: from, mergedRevision: register.get(from, true).revision }
        })
      )
  }
}

/** @returns the code of the refusal; 'nothing was refused' when the work was done */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing was refused'
}
