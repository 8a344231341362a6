/** What every field takes and hands on to its frame: the label, what is owed, what to say under it. */
export interface FieldProps {
  label: string
  /** Field path as the office names it; finds the message of a refused save and keeps the pin. */
  name?: string | undefined
  required?: boolean
  /** Stands under the field while nothing is wrong. */
  hint?: string | undefined
  error?: string | undefined
  /** Whether 沿用上一条 can be set at the field. */
  pinnable?: boolean
}
