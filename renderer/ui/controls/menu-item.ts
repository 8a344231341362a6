/** One line of a menu: an act, or a thing that is on or off (`checked`), which keeps the menu open. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly note?: string
  readonly keys?: string
  readonly checked?: boolean
  readonly disabled?: boolean
  /** A line above it. */
  readonly separated?: boolean
}
