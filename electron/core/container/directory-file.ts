// Directories of office keys as `.jhd` files: code → office id → root fingerprint, signed by the root of an authority (exchange.md §4.3).
import type { SigningKey } from '../crypto'
import type { ByteSource } from './byte-source'
import { rawKey } from './card'
import { FINGERPRINT, HEX_32, isOfficeName, OFFICE_CODE, SHA256_TEXT, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere } from './shape'
import { signedDocument, type Signed } from './signed-document'

export interface DirectoryEntry {
  readonly code: string
  /** Office id. */
  readonly id: string
  /** Fingerprint of the root that signs the office's cards now. */
  readonly root: string
  readonly name: string
  /** The office id this one takes the place of, after its root was lost. */
  readonly supersedes: string | null
}

export interface DirectoryContent {
  readonly jhd: 1
  /** Office id, code and name of whoever signs. */
  readonly authority: { readonly id: string; readonly code: string; readonly name: string }
  readonly ver: number
  /** Digest of the version before; null exactly for 1. */
  readonly prev: string | null
  readonly made: string
  readonly entries: readonly DirectoryEntry[]
}

export type OfficeDirectory = DirectoryContent & Signed

const MAX_ENTRIES = 5_000
/** Larger than any directory file. */
export const MAX_DIRECTORY_FILE = 2_200_000

const officeName = textWhere(isOfficeName)
const content = shape<DirectoryContent>(
  {
    jhd: oneOf(1),
    authority: shape<DirectoryContent['authority']>({ id: text(HEX_32), code: text(OFFICE_CODE), name: officeName }),
    ver: integer(1),
    prev: orNull(text(SHA256_TEXT)),
    made: text(TIME),
    entries: list(
      shape<DirectoryEntry>({
        code: text(OFFICE_CODE),
        id: text(HEX_32),
        root: text(FINGERPRINT),
        name: officeName,
        supersedes: orNull(text(HEX_32))
      }),
      MAX_ENTRIES
    )
  },
  {},
  ({ ver, prev, entries }) =>
    (ver === 1) === (prev === null) && isOnce(entries.map(({ id }) => id)) && isOnce(entries.map(({ code }) => code))
)

const isOnce = (values: readonly string[]): boolean => new Set(values).size === values.length

const document = signedDocument({ namespace: 'jhb-dir@v1', mark: 'jhd', member: 'dir', maxBytes: 2_097_152, content })

/** @param root key line of the authority's root, as its pinned card names it */
export const isSignedBy = (directory: Pick<OfficeDirectory, 'bytes' | 'sig'>, root: string): boolean =>
  document.isSignedBy(directory, rawKey(root))

/** Writes and signs a directory, and reads it back by the reader's rules. @throws BundleFault */
export const composeDirectory = (
  { authority, ver, prev, made, entries }: Omit<DirectoryContent, 'jhd'>,
  root: SigningKey
): OfficeDirectory => document.compose({ jhd: 1, authority, ver, prev, made, entries }, root)

export const writeDirectoryFile = document.write

/** Whose word it is must still be asked with `isSignedBy`. @throws BundleFault of steps 2 and 5: E_CARD (form), E_LIMIT, E_VERSION */
export const readDirectoryFile: (file: ByteSource | Uint8Array) => Promise<OfficeDirectory> = document.read
