/**
 * How a feature joins the program: `renderer/features/<name>/index.ts` exports `feature = defineFeature({ … })`, and nothing else need change.
 * The frame collects every such file, builds the rail, the routes, the search box and the keys from it, and shows only what the
 * signed-in person may use. Pages are loaded when they are first opened: `component: () => import('./persons.page.vue')`.
 */
import type { Permission } from '@shared/contract'
import type { Office } from '@renderer/client'
import type { Ref } from 'vue'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

export interface RailEntry {
  readonly label: string
  /** Name of the route it opens. */
  readonly to: string
  /** Place in the rail, top first: 待办 10 · 人员 20 · 交流单 30 · 交换 40 · 证明表单 50 · 证明核验 55 · 统计 60 · 往来单位 70 · 设置 90. */
  readonly order: number
  /** Composable, called once while the frame is up: the length of the list behind the entry, null for none. */
  readonly useBadge?: () => Readonly<Ref<number | null>>
}

/** A key that works on every page, e.g. F4 交流单. Keys of the open page come before it (`usePageKeys`). */
export interface FeatureKey {
  readonly key: string
  readonly label: string
  readonly to: RouteLocationRaw
}

export interface SearchHit {
  readonly title: string
  readonly detail: string
  readonly to: RouteLocationRaw
}

export interface FeatureSearch {
  /** Heading over its hits, e.g. 人员. */
  readonly label: string
  /** At most about eight hits for what stands in the box of the top bar. */
  readonly suggest: (text: string, office: Office, signal: AbortSignal) => Promise<readonly SearchHit[]>
  /** Where Enter goes without a chosen hit: the whole list for the text. The first feature in rail order wins. */
  readonly all?: (text: string) => RouteLocationRaw
}

export interface Feature {
  readonly id: string
  /** Whoever lacks it sees neither rail entry nor pages. */
  readonly needs: Permission
  readonly routes: readonly RouteRecordRaw[]
  readonly rail?: RailEntry
  readonly keys?: readonly FeatureKey[]
  readonly search?: FeatureSearch
}

export const defineFeature = (feature: Feature): Feature => feature
