/** What a check says of a typed number; it never blocks. */
export interface NumberWarning {
  readonly code: string
  readonly text: string
}
