/** What a form shares with the fields inside it, so that pages need not thread it through every field. */
import type { ComputedRef, InjectionKey } from 'vue'

/** A field that can show words which its value does not hold. */
export interface OpenWords {
  readonly element: () => Element | null
  /** Says at the field what is missing. @returns whether the value holds what the field shows */
  readonly settled: () => boolean
}

export interface FormContext {
  /** Field name → message, from the last check or refused save. */
  readonly errors: ComputedRef<Readonly<Record<string, string>>>
  /** Names of fields that carry over to the next record (沿用上一条). */
  readonly pins: ComputedRef<ReadonlySet<string>>
  togglePin(name: string): void
  /** Announces a field whose words can stay open; call in its set-up, it goes with the field. */
  watchOver(field: OpenWords): void
  /** Asks the fields inside an element, or all; each one that is open says so. Nothing may be saved or folded away before it is true. */
  settled(within?: Element | null): boolean
}

export const formContext: InjectionKey<FormContext> = Symbol('form')
