/** The three sizes of the screen, by one variable at the root. */
import { useRemembered } from '@renderer/ui'
import { watch, type Ref } from 'vue'

export const textSizes = ['100', '125', '150'] as const
export type TextSize = (typeof textSizes)[number]
const isSize = (value: unknown): value is TextSize => textSizes.some((size) => size === value)

/** The size of the signed-in user, applied to the page; the window keeps it for the sign-in page that follows. */
export function useTextSize(): Ref<TextSize> {
  const kept = document.documentElement.dataset['size']
  const size = useRemembered<TextSize>('text-size', isSize(kept) ? kept : '100', (value) => (isSize(value) ? value : null))
  watch(size, (next) => (document.documentElement.dataset['size'] = next), { immediate: true })
  return size
}
