/** Ties the window of rows to a scrolling element: measures it, follows it, and moves it for the keyboard. */
import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import { clampOffset, isScaled, offsetOf, offsetShowing, rowsInSight, scrollHeight, scrollTopOf, type Extent } from './row-window'

const SPARE_ROWS = 8
/** Before the first measurement (and where nothing is laid out at all). */
const ASSUMED_HEIGHT = 600

export interface RowWindow {
  readonly rowHeight: Ref<number>
  readonly height: ComputedRef<number>
  readonly range: ComputedRef<{ readonly from: number; readonly to: number }>
  /** Rows that fit wholly. */
  readonly pageRows: ComputedRef<number>
  /** Where a row stands inside the scrolled element, in pixels. */
  top(row: number): number
  show(row: number): void
  toTop(): void
  onScroll(): void
  onWheel(event: WheelEvent): void
}

export function useRowWindow(box: Readonly<Ref<HTMLElement | null>>, rows: () => number, compact: () => boolean): RowWindow {
  const rowHeight = ref(32)
  const viewport = ref(ASSUMED_HEIGHT)
  const offset = ref(0)
  const scrollTop = ref(0)
  const extent = computed<Extent>(() => ({ rows: rows(), rowHeight: rowHeight.value, viewport: viewport.value }))

  function measure(): void {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 14
    const next = Math.round(((compact() ? 28 : 32) * rem) / 14)
    // Another size of type leaves the same row at the top.
    const offsetThen = (offset.value / rowHeight.value) * next
    rowHeight.value = next
    const head = box.value?.querySelector<HTMLElement>('[data-grid-head]')?.offsetHeight ?? 0
    viewport.value = Math.max(rowHeight.value, (box.value?.clientHeight ?? 0) - head) || ASSUMED_HEIGHT
    if ((box.value?.clientHeight ?? 0) === 0) viewport.value = ASSUMED_HEIGHT
    if (offsetThen !== offset.value) moveTo(offsetThen)
    else offset.value = clampOffset(extent.value, offset.value)
  }
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (box.value) observer?.observe(box.value)
    observer?.observe(document.documentElement)
  })
  onBeforeUnmount(() => observer?.disconnect())

  function moveTo(next: number): void {
    offset.value = clampOffset(extent.value, next)
    const target = scrollTopOf(extent.value, offset.value)
    scrollTop.value = target
    if (box.value) box.value.scrollTop = target
  }
  return {
    rowHeight,
    height: computed(() => scrollHeight(extent.value)),
    range: computed(() => rowsInSight(extent.value, offset.value, SPARE_ROWS)),
    pageRows: computed(() => Math.max(1, Math.floor(viewport.value / rowHeight.value) - 1)),
    top: (row) => scrollTop.value + row * rowHeight.value - offset.value,
    show: (row) => {
      const next = offsetShowing(extent.value, offset.value, row)
      if (next !== offset.value) moveTo(next)
    },
    toTop: () => moveTo(0),
    onScroll() {
      const now = box.value?.scrollTop ?? 0
      // Our own move arrives here too, rounded by the browser: to scale, a pixel is many rows, so only a real drag counts.
      if (isScaled(extent.value) && Math.abs(now - scrollTopOf(extent.value, offset.value)) < 1.5) scrollTop.value = now
      else {
        scrollTop.value = now
        offset.value = offsetOf(extent.value, now)
      }
    },
    onWheel(event) {
      if (!isScaled(extent.value) || event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      moveTo(offset.value + event.deltaY * (event.deltaMode === 1 ? rowHeight.value : 1))
    }
  }
}
