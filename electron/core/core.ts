/** The office as its carriers see it: open it, connect a screen, hand files in and out, close it. */
import type { WirePush, WireReply, WireRequest } from '@shared/contract/wire'
import type { Clock, FolderKind, Log, Timer } from './platform'

export interface CoreOptions {
  /** Folder that holds this office (and `practice/` beside it); created when missing. */
  readonly dataDir: string
  /** Folder with `codes/`, `templates/`, `practice/`: the program's own dated data. */
  readonly resourcesDir: string
  readonly appVersion: string
  /**
   * Folder of the built threads (`house/…-thread`) that read what is large, and of the page with which proofs are checked; without it
   * everything is read in turn on the office's own, and no page is handed out.
   */
  readonly threadsDir?: string
  /** Makes copies by itself, daily and on closing; for carriers in which people work. */
  readonly automaticBackups?: boolean
  readonly clock?: Clock
  /** Folder of this user, outside every data folder, in which the offices that work on this PC are marked; without it no copy is told. */
  readonly marksDir?: string
  /** On what kind of disk a folder lies; the system is asked unless told. */
  readonly folderKind?: (path: string) => Promise<FolderKind>
  readonly log?: Log
  /** Told before a closing that cleans a large file, which takes minutes: whoever waits is not to switch the PC off. */
  readonly onCleaning?: () => void
  /** Waits for quiet moments in which the office makes ready what it will be asked for; without it nothing is made ahead. */
  readonly timer?: Timer
  /** scrypt work factor (log2 N) of new key slots; tests take a small one. */
  readonly keyCost?: number
  /** Also checks what handlers return against the contract; for tests. */
  readonly checkOutputs?: boolean
}

/** One screen, one command line, one caller: its session lives and dies with it. */
export interface Connection {
  call(request: WireRequest): Promise<WireReply>
  /** Returns the function that stops listening. */
  onPush(listener: (push: WirePush) => void): () => void
  /** Hands a file or folder of this PC to the office; the returned ticket stands for it in method inputs. Throws `file.*`, `storage.*`. */
  offer(path: string, name?: string): { readonly ticket: string; readonly name: string; readonly size: number }
  /** Where a file that the office made for this caller lies, for the carrier to deliver. Throws `file.unknown_ticket`. */
  take(ticket: string): { readonly path: string; readonly name: string }
  close(): void
}

export interface Core {
  connect(): Connection
  /** A folder inside the data folder where a carrier may put an upload before `offer`; emptied at start. */
  readonly spoolDir: string
  /** Ends jobs at the next batch, checkpoints and closes the databases, releases the lock. */
  close(): Promise<void>
}
