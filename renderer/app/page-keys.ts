/** The keys that work here and now: those of the open page first, then those of the frame; the bar at the foot shows the same list. */
import { computed, inject, onScopeDispose, shallowReactive, type ComputedRef, type InjectionKey } from 'vue'

export interface PageKey {
  /** `F2`, `Ctrl+K`, `Ctrl+Shift+P`. */
  readonly key: string
  readonly label: string
  readonly run: () => void
  /** Not shown in the bar. */
  readonly hidden?: boolean
}

export interface KeyDesk {
  readonly shown: ComputedRef<readonly PageKey[]>
  /** Newest layer first. Returns the function that takes the layer away. */
  readonly add: (keys: () => readonly PageKey[]) => () => void
  /** Runs what the key means here; false when it means nothing. */
  readonly press: (key: string) => boolean
}

export const keyDesk: InjectionKey<KeyDesk> = Symbol('keys')

/** The name of a pressed key as pages write it. */
export function nameOfKey(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`
}

const functionKey = /^F([1-9]|1[0-2])$/
const rank = (key: string): number => {
  const found = functionKey.exec(key)
  return found ? Number(found[1]) : 100
}

export function createKeyDesk(): KeyDesk {
  const layers = shallowReactive<(() => readonly PageKey[])[]>([])
  const keys = computed(() => {
    const byKey = new Map<string, PageKey>()
    for (const layer of layers) for (const key of layer()) if (!byKey.has(key.key)) byKey.set(key.key, key)
    return byKey
  })
  return {
    shown: computed(() => [...keys.value.values()].filter((key) => key.hidden !== true).sort((a, b) => rank(a.key) - rank(b.key))),
    add(layer) {
      layers.unshift(layer)
      return () => void layers.splice(layers.indexOf(layer), 1)
    },
    press(name) {
      const key = keys.value.get(name)
      key?.run()
      return key !== undefined
    }
  }
}

/** Registers the keys of a page as long as it is open. */
export function usePageKeys(keys: () => readonly PageKey[]): void {
  const desk = inject(keyDesk, null)
  if (desk) onScopeDispose(desk.add(keys))
}

/** Keys that the browser itself would act on even where the program gives them no meaning. */
const kept = new Set(['F1', 'F3', 'F5', 'Ctrl+R', 'Ctrl+F', 'Ctrl+P', 'Ctrl+S', 'F7'])

/** Handles a key press of the window; keys that an input method or a field took are left alone. */
export function onWindowKey(desk: KeyDesk, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return
  const name = nameOfKey(event)
  if (desk.press(name) || kept.has(name)) event.preventDefault()
}
