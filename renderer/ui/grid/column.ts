/** What a column of a grid is, and how a user's arrangement of columns is applied and remembered. */
import { computed, type ComputedRef } from 'vue'
import { useRemembered } from '../memory/remembered'

export interface GridColumn<Row> {
  readonly id: string
  readonly title: string
  /** What stands in the cell, what is copied and what type-ahead compares. Masked values stay masked. */
  readonly text: (row: Row) => string
  /** Width in pixels at 100 %. */
  readonly width: number
  readonly align?: 'left' | 'right'
  /** A name that may hold rare characters. */
  readonly isName?: boolean
  /** An address: where it is too long its beginning is cut, for its last parts tell most. */
  readonly isPlace?: boolean
  /** Hidden until the user shows it. */
  readonly hidden?: boolean
}

export interface ColumnPlace {
  readonly id: string
  readonly width: number
  readonly hidden: boolean
}

export interface ColumnLayout<Row> {
  readonly places: ComputedRef<readonly ColumnPlace[]>
  /** Shown columns in order with their widths. */
  readonly shown: ComputedRef<readonly (GridColumn<Row> & { readonly width: number })[]>
  resize(id: string, width: number): void
  /** Moves a column by steps; the first column stays where it is. */
  move(id: string, by: number): void
  setHidden(id: string, hidden: boolean): void
  /** Takes over an arrangement kept elsewhere; columns it does not know stand behind, unknown ones are left out. */
  take(places: readonly ColumnPlace[]): void
  reset(): void
}

export const NARROWEST = 48
export const WIDEST = 800

const isPlace = (value: unknown): value is ColumnPlace =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'width' in value &&
  typeof value.width === 'number' &&
  'hidden' in value &&
  typeof value.hidden === 'boolean'

const placesOf = (kept: unknown): ColumnPlace[] | null => (Array.isArray(kept) && kept.every(isPlace) ? kept : null)

/** Kept places first, columns that are new to this user behind them; the first column leads and is never hidden. */
export function arrange<Row>(columns: readonly GridColumn<Row>[], kept: readonly ColumnPlace[]): ColumnPlace[] {
  const fresh = columns.filter((column) => !kept.some((place) => place.id === column.id))
  const all = [
    ...kept.filter((place) => columns.some((column) => column.id === place.id)),
    ...fresh.map(({ id, width, hidden }) => ({ id, width, hidden: hidden === true }))
  ]
  const first = all.find((place) => place.id === columns[0]?.id)
  return first ? [{ ...first, hidden: false }, ...all.filter((place) => place !== first)] : all
}

export function useColumnLayout<Row>(columns: () => readonly GridColumn<Row>[], rememberAs: string): ColumnLayout<Row> {
  const kept = useRemembered<ColumnPlace[]>(rememberAs === '' ? '' : `columns:${rememberAs}`, [], placesOf)
  const places = computed(() => arrange(columns(), kept.value))
  const change = (id: string, to: Partial<ColumnPlace>): void => {
    kept.value = places.value.map((place) => (place.id === id ? { ...place, ...to } : place))
  }
  return {
    places,
    shown: computed(() =>
      places.value.flatMap((place) => {
        const column = columns().find(({ id }) => id === place.id)
        return column && !place.hidden ? [{ ...column, width: place.width }] : []
      })
    ),
    resize: (id, width) => change(id, { width: Math.round(Math.min(WIDEST, Math.max(NARROWEST, width))) }),
    move(id, by) {
      const next = [...places.value]
      const from = next.findIndex((place) => place.id === id)
      const [moved] = next.splice(from, 1)
      if (from < 1 || !moved) return
      next.splice(Math.min(next.length, Math.max(1, from + by)), 0, moved)
      kept.value = next
    },
    setHidden: (id, hidden) => change(id, { hidden }),
    take: (arranged) => (kept.value = [...arranged]),
    reset: () => (kept.value = [])
  }
}
