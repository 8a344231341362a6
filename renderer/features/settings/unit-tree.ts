/** The open part of the tree of units: what was fetched, which lines stand open, and the lines that are therefore visible. */
import type { TreeRow } from '@renderer/ui'
import { unitLevelLabels } from '@shared/domain'
import type { Contract, Output } from '@shared/contract'
import type { OrganisationUnit } from '@shared/contract/organisation'
import { computed, shallowReactive, shallowRef, type ComputedRef } from 'vue'

export type Unit = OrganisationUnit
/** What the tree would begin with. */
export type Proposal = NonNullable<Output<Contract['organisation']['tree']>['proposal']>

export interface UnitTree {
  readonly rows: ComputedRef<readonly TreeRow[]>
  readonly unitOf: (id: string) => Unit | undefined
  /** Siblings of a unit in their order, itself among them. */
  readonly siblingsOf: (id: string) => readonly Unit[]
  /** Fetches what lies below and opens it, or closes the line. */
  readonly turn: (id: string, open: boolean) => Promise<void>
  /** Fetches every open line again, keeping them open. */
  readonly refresh: () => Promise<void>
}

/** Facts beside a name: code, post, number of users, what became of it. */
export function noteOf(unit: Unit): string {
  return [
    unit.code ?? unitLevelLabels.group,
    unit.post,
    unit.phone,
    unit.users > 0 ? `${String(unit.users)} 名用户` : '',
    unit.validTo === null ? '' : `${unit.validTo} 起撤销`,
    unit.abolished === null ? '' : `代码已于 ${unit.abolished.on} 撤销${nowOf(unit)}`
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

const nowOf = ({ abolished }: Unit): string =>
  abolished === null || abolished.now.length === 0
    ? ''
    : `，现为${abolished.now.map((place) => `${place.fullName}（${place.code}）`).join('、')}`

/** @param fetch units right below one, null for the county */
export function useUnitTree(fetch: (below: string | null) => Promise<readonly Unit[]>): UnitTree {
  const top = shallowRef<readonly Unit[]>([])
  const below = shallowReactive(new Map<string, readonly Unit[]>())
  const listOf = (parent: string | null): readonly Unit[] => (parent === null ? top.value : (below.get(parent) ?? []))
  const all = computed(() => new Map([...top.value, ...[...below.values()].flat()].map((unit) => [unit.id, unit])))

  function lines(units: readonly Unit[], level: number): TreeRow[] {
    return units.flatMap((unit, at) => {
      const children = below.get(unit.id)
      const open = children !== undefined ? true : unit.level === 'group' || unit.children === 0 ? null : false
      const row: TreeRow = {
        ...{ id: unit.id, level, label: unit.name, note: noteOf(unit), open },
        ...{ position: at + 1, siblings: units.length, faded: unit.validTo !== null }
      }
      return [row, ...lines(children ?? [], level + 1)]
    })
  }

  return {
    rows: computed(() => lines(top.value, 1)),
    unitOf: (id) => all.value.get(id),
    siblingsOf: (id) => listOf(all.value.get(id)?.parent ?? null),
    async turn(id, open) {
      if (open) below.set(id, await fetch(id))
      else below.delete(id)
    },
    async refresh() {
      top.value = await fetch(null)
      const kept = new Set(top.value.map((unit) => unit.id))
      // Parents come before what lies below them, so a line whose parent is gone is dropped.
      for (const id of [...below.keys()]) {
        if (!kept.has(id) && !all.value.has(id)) {
          below.delete(id)
          continue
        }
        const units = await fetch(id)
        if (units.length === 0) below.delete(id)
        else below.set(id, units)
      }
    }
  }
}
