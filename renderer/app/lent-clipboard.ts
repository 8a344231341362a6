/** What was shown for a moment must not stay in the clipboard: it is emptied a minute after a private value was copied. */

export const LENT_MS = 60_000

/** The page's window, as far as it is needed here. */
export interface ClipboardStage {
  readonly document: Pick<Document, 'hasFocus'>
  readonly navigator: { readonly clipboard: Pick<Clipboard, 'writeText'> }
  addEventListener(kind: 'copy' | 'cut' | 'focus', listener: () => void, options?: { readonly once?: boolean }): void
  setTimeout(work: () => void, ms: number): number
  clearTimeout(timer: number): void
}

export interface LentClipboard {
  /** Copies the value for a minute. @returns false when the system does not let the page copy */
  copy(value: string): Promise<boolean>
  /** A private value was just copied by the browser itself (Ctrl+C). */
  lent(): void
}

/**
 * Survives the page it was copied on, since values are copied to be pasted elsewhere. Whatever else is copied in this window is left alone; a
 * window in the background may not write, so it empties the clipboard when it comes to the front again.
 */
export function createLentClipboard(stage: ClipboardStage): LentClipboard {
  let timer: number | null = null
  const forget = (): void => {
    if (timer !== null) stage.clearTimeout(timer)
    timer = null
  }
  const empty = (): void => {
    timer = null
    if (stage.document.hasFocus())
      stage.navigator.clipboard.writeText('').catch(() => undefined) // Nothing more can be done about it.
    else stage.addEventListener('focus', () => timer === null && empty(), { once: true })
  }
  const start = (): void => {
    forget()
    timer = stage.setTimeout(empty, LENT_MS)
  }
  for (const kind of ['copy', 'cut'] as const) stage.addEventListener(kind, forget)
  return {
    async copy(value) {
      try {
        await stage.navigator.clipboard.writeText(value)
      } catch {
        return false
      }
      start()
      return true
    },
    // After the listener above, which hears of the same event later.
    lent: () => void stage.setTimeout(start, 0)
  }
}

let shared: LentClipboard | null = null
/** The one of this window. */
export const lentClipboard = (): LentClipboard => (shared ??= createLentClipboard(window))
