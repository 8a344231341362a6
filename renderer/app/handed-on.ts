/** What the page before handed on in the history entry: ids are no business of an address. */
export function handedOn(name: string): unknown {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>)[name] : undefined
}

/** Keeps in the history entry what the page goes on with when it is loaded again. */
export const handOn = (name: string, value: unknown): void =>
  window.history.replaceState({ ...(window.history.state as object | null), [name]: value }, '')

/** @returns the text, or nothing */
export function handedText(name: string): string {
  const value = handedOn(name)
  return typeof value === 'string' ? value : ''
}

/** @returns the texts in their order, or none */
export function handedTexts(name: string): string[] {
  const value = handedOn(name)
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
