/** One view of a thing as the strip of tabs names it. */
export interface TabItem {
  readonly id: string
  readonly label: string
  /** Length of the list behind the tab. */
  readonly count?: number
}
