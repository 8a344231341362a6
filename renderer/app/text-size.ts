/** The three sizes of the screen, by one variable at the root. */
import { useRemembered } from '@renderer/ui'
import { inject, provide, watch, type InjectionKey, type Ref } from 'vue'

export const textSizes = ['100', '125', '150'] as const
export type TextSize = (typeof textSizes)[number]
const isSize = (value: unknown): value is TextSize => textSizes.some((size) => size === value)

const heldSize: InjectionKey<Ref<TextSize>> = Symbol('text size')

/**
 * The size of the signed-in user, applied to the page; the window keeps it for the sign-in page that follows.
 * The outermost caller — the frame, which ends with the session — holds it; everything inside it gets the very same ref.
 */
export function useTextSize(): Ref<TextSize> {
  const held = inject(heldSize, null)
  if (held) return held
  const kept = document.documentElement.dataset['size']
  const size = useRemembered<TextSize>('text-size', isSize(kept) ? kept : '100', (value) => (isSize(value) ? value : null))
  watch(size, (next) => (document.documentElement.dataset['size'] = next), { immediate: true })
  provide(heldSize, size)
  return size
}
