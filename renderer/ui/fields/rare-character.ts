/** A character as the panel of rare characters shows it; where the characters come from is the page's business. */
export interface RareCharacter {
  readonly char: string
  /** U+20BB7 */
  readonly codePoint: string
  readonly readings: readonly string[]
  readonly strokes: number | null
  /** Null: no shipped font draws it. */
  readonly drawnBy: string | null
}

export interface RareCharacters {
  /** Best first. */
  readonly rows: readonly RareCharacter[]
  /** How many fit in all. */
  readonly total: number
}

export type FindCharacters = (text: string, signal: AbortSignal) => Promise<RareCharacters>

/** @returns the text with `inserted` in place of what is marked, and where the caret stands then; offsets in UTF-16 units as the browser counts */
export function insertAt(text: string, start: number, end: number, inserted: string): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, start) + inserted + text.slice(end), caret: start + inserted.length }
}
