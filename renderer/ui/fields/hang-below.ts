/** A list that hangs under its field is not cut off by whatever scrolls around the field, and turns up where there is no room below. */
import { onBeforeUnmount, watch, type Ref } from 'vue'

/** Between field and list, and between list and the edge of the window. */
const GAP = 2
const EDGE = 8
/** Less room than this below, and more above, turns the list up. */
const ENOUGH = 240

/** The list stands at a fixed place and follows the field while it is open; `--room` is the height it may take. */
export function useHangBelow(field: Readonly<Ref<HTMLElement | null>>, list: Readonly<Ref<HTMLElement | null>>): void {
  function place(): void {
    if (field.value === null || list.value === null) return
    const { style } = list.value
    const { left, top, bottom, width } = field.value.getBoundingClientRect()
    const [below, above] = [window.innerHeight - bottom - GAP - EDGE, top - GAP - EDGE]
    const isUp = below < ENOUGH && above > below
    style.setProperty('min-width', `${String(width)}px`)
    style.setProperty('left', `${String(Math.max(EDGE, Math.min(left, window.innerWidth - list.value.offsetWidth - EDGE)))}px`)
    style.setProperty('top', isUp ? 'auto' : `${String(bottom + GAP)}px`)
    style.setProperty('bottom', isUp ? `${String(window.innerHeight - top + GAP)}px` : 'auto')
    style.setProperty('--room', `${String(Math.max(0, isUp ? above : below))}px`)
  }
  function letGo(): void {
    window.removeEventListener('scroll', place, true)
    window.removeEventListener('resize', place)
  }
  watch(
    list,
    (now) => {
      letGo()
      if (now === null) return
      place()
      window.addEventListener('scroll', place, { capture: true, passive: true })
      window.addEventListener('resize', place)
    },
    { flush: 'post' }
  )
  onBeforeUnmount(letGo)
}
