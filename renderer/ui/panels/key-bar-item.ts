/** A key as the bar at the foot of every page shows it. */
export interface KeyBarItem {
  /** `F2`, `Ctrl+Enter`. */
  readonly key: string
  readonly label: string
}
