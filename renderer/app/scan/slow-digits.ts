/** A slow scanner on a busy PC is not told from a hand by its speed; its digits must never choose an answer and its Enter never save one. */

/** Nobody presses so many digits in so short a time to choose one of five answers. */
export const MOST_BY_HAND = 3
export const TOGETHER_MS = 4000

export interface SlowDigits {
  /** @returns what was typed like a code before this Enter, which then means nothing else; null otherwise */
  hear(event: Pick<KeyboardEvent, 'key' | 'timeStamp' | 'ctrlKey' | 'altKey' | 'metaKey'>): string | null
  forget(): void
}

export function createSlowDigits(): SlowDigits {
  let typed: { readonly digit: string; readonly at: number }[] = []
  return {
    hear({ key, timeStamp, ctrlKey, altKey, metaKey }) {
      if (ctrlKey || altKey || metaKey) return null
      if (/^\d$/.test(key)) {
        typed = [...typed.filter(({ at }) => timeStamp - at <= TOGETHER_MS), { digit: key, at: timeStamp }]
        return null
      }
      if (key === 'Shift') return null
      const together = key === 'Enter' ? typed.filter(({ at }) => timeStamp - at <= TOGETHER_MS) : []
      typed = []
      return together.length > MOST_BY_HAND ? together.map(({ digit }) => digit).join('') : null
    },
    forget: () => (typed = [])
  }
}
