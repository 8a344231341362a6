// Directories of office keys as `.jhd` files: code → office id → root fingerprint, signed by the root of an authority (exchange.md §4.3).
import { sha256Text, type SigningKey } from '../crypto'
import { bytesSource, type ByteSource } from './byte-source'
import { rawKey } from './card'
import { BundleFault } from './faults'
import { codePoints, FINGERPRINT, HEX_32, OFFICE_CODE, SHA256_TEXT, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere, type Limits } from './shape'
import { parseStrictBytes } from './strict-json'
import { signSshsig, verifySshsig } from './sshsig'
import { readContainer } from './zip-reader'
import { centralDirectory, joinMembers, smallMember, type ContainerTemplate } from './zip-template'

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

export interface OfficeDirectory extends DirectoryContent {
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
  readonly digest: string
}

const MAX_ENTRIES = 5_000
const DIRECTORY_TEMPLATE: ContainerTemplate = {
  mimetype: 'application/vnd.jhd',
  members: [
    { name: 'mimetype', maxBytes: 19 },
    { name: 'dir.json', maxBytes: 2_097_152 },
    { name: 'dir.json.sig', maxBytes: 4_096 }
  ],
  lastIsOptional: false
}
/** Larger than any directory file. */
export const MAX_DIRECTORY_FILE = 2_200_000

const officeName = textWhere((value) => value.length > 0 && codePoints(value) <= 200 && value.normalize('NFC') === value)
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

/** @throws BundleFault E_CARD (form), E_LIMIT, E_VERSION; whose word it is must still be asked with `isSignedBy` */
function readDirectory(bytes: Uint8Array, sig: Uint8Array): OfficeDirectory {
  const json = parseStrictBytes(bytes, 'card')
  if (!json.ok) throw new BundleFault(json.rule === 'J4' ? 'E_LIMIT' : 'E_CARD', 5, { because: json.rule })
  const version = json.value['jhd']
  if (typeof version === 'number' && version > 1) throw new BundleFault('E_VERSION', 5, { params: { version } })
  const limits: Limits = { over: false }
  if (!content(json.value, limits)) throw new BundleFault('E_CARD', 5, { because: 'form' })
  if (limits.over) throw new BundleFault('E_LIMIT', 5)
  return { ...json.value, bytes, sig, digest: sha256Text(bytes) }
}

/** @param root key line of the authority's root, as its pinned card names it */
export const isSignedBy = ({ bytes, sig }: Pick<OfficeDirectory, 'bytes' | 'sig'>, root: string): boolean =>
  verifySshsig('jhb-dir@v1', bytes, sig, rawKey(root))

/** Writes and signs a directory, and reads it back by the reader's rules. @throws BundleFault */
export function composeDirectory(parts: Omit<DirectoryContent, 'jhd'>, root: SigningKey): OfficeDirectory {
  const { authority, ver, prev, made, entries } = parts
  const bytes = Buffer.from(JSON.stringify({ jhd: 1, authority, ver, prev, made, entries }))
  return readDirectory(bytes, signSshsig('jhb-dir@v1', bytes, root))
}

export function writeDirectoryFile({ bytes, sig }: Pick<OfficeDirectory, 'bytes' | 'sig'>): Uint8Array {
  const members = [
    smallMember('mimetype', Buffer.from(DIRECTORY_TEMPLATE.mimetype)),
    smallMember('dir.json', bytes),
    smallMember('dir.json.sig', sig)
  ]
  return Buffer.concat([joinMembers(members), centralDirectory(members.map((member) => member.entry))])
}

/** @throws BundleFault of steps 2 and 5 */
export async function readDirectoryFile(file: ByteSource | Uint8Array): Promise<OfficeDirectory> {
  const [, dir, sig] = await readContainer(file instanceof Uint8Array ? bytesSource(file) : file, DIRECTORY_TEMPLATE)
  if (dir === undefined || sig === undefined) throw new BundleFault('E_CONTAINER', 2)
  return readDirectory(dir.data, sig.data)
}
