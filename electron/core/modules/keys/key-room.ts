/** What the module needs of wherever the private keys lie; the house answers with files, so that no path is known here. */
import type { SigningKey, Sm2KeyMaterial } from '../../crypto'

/** The working keys of one PC. */
export interface KeySet {
  readonly sign: SigningKey
  /** age identities `AGE-SECRET-KEY-1…`; the archive key is the office's. */
  readonly enc: string
  readonly archive: string
  /** Null where the office has the national suite switched off. */
  readonly sm2: Sm2KeyMaterial | null
}

/** This PC's key file. Which of two sets is in use is said by the newest own card alone, so a crash between file and database harms nothing. */
export interface DeviceKeys {
  readonly device: number
  readonly now: KeySet
  /** Made for a card that may not have been taken into use. */
  readonly next: KeySet | null
  /** Identities of sets given up. */
  readonly former: readonly string[]
  /** SM2 secrets of 32 octets that something may still be wrapped for. */
  readonly formerSm2: readonly Uint8Array[]
}

export interface SignedCard {
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
}

/** The root's own file: it remembers what it signed, so that one version never exists with two contents and an old database catches up. */
export interface RootKeys {
  readonly root: SigningKey
  /** The cards signed, lowest version first; in a file made from paper those the database of that day knew. */
  readonly line: readonly SignedCard[]
}

/** Files ready to be written, encrypted; written only inside the transaction of an act. */
export interface WrappedKeys {
  readonly device: { readonly keys: DeviceKeys; readonly file: Uint8Array } | null
  readonly root: Uint8Array | null
}

export interface KeyRoom {
  device(): DeviceKeys
  hasRoot(): boolean
  /**
   * @param recoveryKey as somebody typed it
   * @throws AppError `office.recovery_key_wrong`, `session.wait`, `keys.root_missing`
   */
  root(recoveryKey: string): Promise<RootKeys>
  /** Proves the typed recovery key against the office's key slots, for an office whose root file is gone. @throws as `root` */
  prove(recoveryKey: string): Promise<void>
  wrap(keys: { readonly device?: DeviceKeys; readonly root?: RootKeys }, recoveryKey: string): Promise<WrappedKeys>
  /** Writes the files, this PC's first. @throws AppError `storage.*` */
  keep(wrapped: WrappedKeys): void
}
