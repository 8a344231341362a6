/** The few words between the window process and the process that holds the office. */
import type { WireError } from '@shared/errors'

/** How the office process is started: one argument, JSON. */
export interface CoreStart {
  readonly dataDir: string
  readonly resourcesDir: string
  readonly appVersion: string
  readonly threadsDir: string
  readonly marksDir: string
}

/** Windows are named by the number of their contents. `connect` comes with one port. */
export type ToCore =
  | { readonly kind: 'connect'; readonly window: number }
  | { readonly kind: 'offer'; readonly window: number; readonly ask: number; readonly path: string }
  | { readonly kind: 'take'; readonly window: number; readonly ask: number; readonly ticket: string }
  | { readonly kind: 'close' }

export type FromCore =
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly ask: number; readonly error: WireError }
  /** The office is being closed and cleans its file, which takes minutes where it is large. */
  | { readonly kind: 'cleaning' }
  /** The office could not be opened at all. */
  | { readonly kind: 'failed'; readonly error: WireError }
