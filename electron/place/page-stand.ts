/** Print pages wait here under unguessable addresses until they are shown, printed or pushed out by newer ones. */

export interface PageStand {
  /** Keeps a page; returns its path on this program's own origin. */
  put(html: string): string
  /** The page of a path, undefined when it is unknown or gone. */
  get(path: string): string | undefined
  remove(path: string): void
}

const KEPT = 50

export function openPageStand(): PageStand {
  const pages = new Map<string, string>()
  return {
    put: (html) => {
      const path = `/pages/${crypto.randomUUID()}`
      pages.set(path, html)
      const [oldest] = pages.keys()
      if (pages.size > KEPT && oldest !== undefined) pages.delete(oldest)
      return path
    },
    get: (path) => pages.get(path),
    remove: (path) => void pages.delete(path)
  }
}

/** Runs inside a print page before it is printed: resolves when every font and picture is there. */
export const PAGE_READY =
  'document.fonts.ready.then(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {})))).then(() => true)'
