/** Acts that other features offer on chosen persons (发协查 …), so that the list of persons need not know them. */
import type { Permission } from '@shared/contract'
import { shallowReactive } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

export interface PersonAction {
  readonly id: string
  /** The act in words: 发协查. */
  readonly label: string
  readonly keyHint?: string
  readonly needs: Permission
  /** Where the act goes on, for the persons chosen in the order of the list. */
  readonly to: (ids: readonly string[]) => RouteLocationRaw
}

const offered = shallowReactive(new Map<string, PersonAction>())

/** Call it in the feature's `index.ts`; the same id again replaces the act. */
export const offerPersonAction = (action: PersonAction): void => void offered.set(action.id, action)

/** Reactive; in the order they were offered. */
export const personActions = (): readonly PersonAction[] => [...offered.values()]
