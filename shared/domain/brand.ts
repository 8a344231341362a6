// Why: values that passed a check carry that fact in their type, so a raw string cannot stand where a checked one is asked for.
declare const brandKey: unique symbol

/** A value of type T known to satisfy the rule named Name. Made only by type predicates beside the rule. */
export type Brand<T, Name extends string> = T & { readonly [brandKey]: Name }
