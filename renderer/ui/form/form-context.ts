/** What a form shares with the fields inside it, so that pages need not thread it through every field. */
import type { ComputedRef, InjectionKey } from 'vue'

export interface FormContext {
  /** Field name → message, from the last check or refused save. */
  readonly errors: ComputedRef<Readonly<Record<string, string>>>
  /** Names of fields that carry over to the next record (沿用上一条). */
  readonly pins: ComputedRef<ReadonlySet<string>>
  togglePin(name: string): void
}

export const formContext: InjectionKey<FormContext> = Symbol('form')
