/** One choice of a list field. */
export interface FieldOption {
  readonly value: string
  readonly label: string
  readonly group?: string
}
