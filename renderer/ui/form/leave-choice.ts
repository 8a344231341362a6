/** The answers to the one question before leaving, in a file of their own because the linter takes types out of a single-file component for errors. */

/** `save` and leave, leave with a `draft`, `drop` what was typed and leave, or `stay`. */
export type LeaveChoice = 'save' | 'draft' | 'drop' | 'stay'
