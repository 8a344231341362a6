/** What somebody asks of an export beside the rows themselves. */
export interface ExportChoice {
  /** Fields in the order of the columns. */
  readonly columns: readonly string[]
  readonly format: 'xlsx' | 'csv' | 'csv-gb18030'
  /** Whole numbers and telephones, with the reason. */
  readonly whole: boolean
  /** Those of children under 14 as well, which a second person agrees to. */
  readonly children?: boolean
  readonly reason: string
}

export interface ExportField {
  readonly key: string
  readonly label: string
}
