/** The order in which Enter walks through a form: the order on the page, which is the order of the paper. */

const STOPS = [
  'input:not([type=hidden]):not([disabled]):not([tabindex="-1"])',
  'select:not([disabled]):not([tabindex="-1"])',
  'textarea:not([disabled]):not([tabindex="-1"])',
  '[data-enter-stop]:not([disabled])'
].join(',')

/** Controls that Enter stops at, in page order; a group of radio buttons counts once, at its chosen (or first) button. */
export function fieldStops(form: HTMLElement): HTMLElement[] {
  const all = Array.from(form.querySelectorAll<HTMLElement>(STOPS)).filter((stop) => stop.closest('[hidden], [inert]') === null)
  return all.filter((stop) => {
    if (!(stop instanceof HTMLInputElement) || stop.type !== 'radio') return true
    const group = all.filter((other) => other instanceof HTMLInputElement && other.type === 'radio' && other.name === stop.name)
    const chosen = group.find((other) => other instanceof HTMLInputElement && other.checked) ?? group[0]
    return stop === chosen
  })
}

const sameGroup = (a: Element, b: Element): boolean =>
  a === b ||
  (a instanceof HTMLInputElement && b instanceof HTMLInputElement && a.type === 'radio' && b.type === 'radio' && a.name === b.name)

/** @returns the stop `by` places after (1) or before (-1) the focused one; null past either end or when focus stands elsewhere */
export function neighbourStop(form: HTMLElement, focused: Element, by: 1 | -1): HTMLElement | null {
  const stops = fieldStops(form)
  const at = stops.findIndex((stop) => sameGroup(stop, focused))
  return at < 0 ? null : (stops[at + by] ?? null)
}

/** Puts the caret into a control with its text selected, so that typing replaces and arrows correct; a control that has it already is being typed in. */
export function enterField(stop: HTMLElement): void {
  if (stop === stop.ownerDocument.activeElement) return
  stop.focus()
  if (stop instanceof HTMLInputElement && ['text', 'search', 'tel', 'password', 'number'].includes(stop.type)) stop.select()
}
