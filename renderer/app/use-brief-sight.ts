/** What was opened for a reason is shown for half a minute, hides again by itself, and a copy of it leaves the clipboard after a minute. */
import { lentClipboard } from './lent-clipboard'
import { onBeforeUnmount, ref, watch, type WatchSource } from 'vue'

const SHOWN_MS = 30_000

/** @param subject what it belongs to; when that becomes another, nothing stays in sight */
export function useBriefSight(subject: readonly WatchSource[]) {
  const shown = ref<string | null>(null)
  /** What became of a copy. */
  const told = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown.value = null
    told.value = ''
  }
  function show(value: string | null): void {
    shown.value = value
    clearTimeout(timer)
    timer = setTimeout(hide, SHOWN_MS)
  }
  async function copy(): Promise<void> {
    if (shown.value === null) return
    told.value = (await lentClipboard().copy(shown.value)) ? '已复制，一分钟后从剪贴板清除' : '没有复制成，请照着输入'
  }
  /** Marked and copied with the keys. */
  function noteCopy(): void {
    if (shown.value !== null) lentClipboard().lent()
  }
  watch([...subject], hide)
  onBeforeUnmount(hide)
  return { shown, told, show, hide, copy, noteCopy }
}
