// Reads a container by rebuilding it: whatever differs from the template is refused, nothing in the file is believed (R-ZIP, exchange.md §2.2).
import { crc32 } from 'node:zlib'
import { createDigest } from '../crypto'
import type { ByteSource } from './byte-source'
import { BundleFault } from './faults'
import {
  centralDirectory,
  LOCAL_FIXED,
  LOCAL_SIGNATURE,
  LOCAL_VARIABLE_FROM,
  LOCAL_VARIABLE_TO,
  localHeader,
  MAX_FILE_BYTES,
  payloadDigest,
  type ContainerTemplate,
  type MemberEntry,
  type MemberRule
} from './zip-template'

/** `data` is there for members small enough to hold (all but a payload); `digest` (a digest string) only for a payload. */
export interface ReadMember {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly data: Uint8Array
  readonly digest: string
}

const STEP = 2
const READ_PIECE = 262_144

/**
 * Steps 2a–2e for every member, then the directory and the end of the file.
 * @returns the members in template order
 * @throws BundleFault E_TRUNCATED, E_CONTAINER, E_TRAILING, E_LIMIT, E_SUITE at step 2
 */
export async function readContainer(source: ByteSource, template: ContainerTemplate): Promise<readonly ReadMember[]> {
  if (source.size > MAX_FILE_BYTES) throw new BundleFault('E_LIMIT', STEP, { because: 'file size' })
  const members: ReadMember[] = []
  const entries: MemberEntry[] = []
  let offset = 0
  let other: boolean | null = null
  for (const [index, rule] of template.members.entries()) {
    if (template.lastIsOptional && index === template.members.length - 1 && !(await memberFollows(source, offset))) break
    const entry = await readLocalHeader(source, offset, rule, index === 0)
    if (rule.otherFamily !== undefined) {
      const isOther = entry.name === rule.otherFamily
      if (other !== null && other !== isOther) throw new BundleFault('E_SUITE', STEP, { because: entry.name })
      other = isOther
    }
    const dataAt = offset + LOCAL_FIXED + rule.name.length
    if (dataAt + entry.size > source.size) throw new BundleFault('E_TRUNCATED', STEP, { because: rule.name })
    const member = await readData(source, dataAt, entry)
    if (index === 0 && Buffer.from(member.data).toString('latin1') !== template.mimetype) throw container('mimetype')
    members.push(member)
    entries.push(entry)
    offset = dataAt + entry.size
  }
  await readEnd(source, offset, centralDirectory(entries))
  return members
}

const container = (because: string): BundleFault => new BundleFault('E_CONTAINER', STEP, { because })

async function memberFollows(source: ByteSource, offset: number): Promise<boolean> {
  const start = await source.read(offset, LOCAL_SIGNATURE.length)
  return LOCAL_SIGNATURE.subarray(0, start.length).equals(start)
}

async function readLocalHeader(source: ByteSource, offset: number, rule: MemberRule, isMimetype: boolean): Promise<MemberEntry> {
  const length = LOCAL_FIXED + rule.name.length
  const found = Buffer.from(await source.read(offset, length))
  const names = rule.otherFamily === undefined ? [rule.name] : [rule.name, rule.otherFamily]
  const name = names.find((each) => agrees(found, localHeader({ name: each, crc: 0, size: 0 })))
  if (name === undefined) throw container(rule.name)
  if (found.length < length) throw new BundleFault('E_TRUNCATED', STEP, { because: rule.name })
  const [crc, packed, size] = [found.readUInt32LE(14), found.readUInt32LE(18), found.readUInt32LE(22)]
  const tooLarge = Math.max(packed, size) > rule.maxBytes || (isMimetype && Math.min(packed, size) < rule.maxBytes)
  if (tooLarge) throw new BundleFault('E_LIMIT', STEP, { because: rule.name })
  if (packed !== size) throw container(name)
  return { name, crc, size }
}

/** Compares as far as the file goes, leaving out CRC and sizes. */
function agrees(found: Buffer, expected: Buffer): boolean {
  const same = (from: number, to: number): boolean =>
    found.subarray(from, to).equals(expected.subarray(from, Math.min(to, Math.max(from, found.length))))
  return same(0, LOCAL_VARIABLE_FROM) && same(LOCAL_VARIABLE_TO, expected.length)
}

async function readData(source: ByteSource, offset: number, entry: MemberEntry): Promise<ReadMember> {
  const { name, size } = entry
  // The payload is only measured; all others are as small as their template says.
  if (!name.startsWith('payload.')) {
    const data = Uint8Array.from(await source.read(offset, size))
    if (data.length !== size || crc32(data) !== entry.crc) throw container(`${name} checksum`)
    return { name, offset, size, data, digest: '' }
  }
  const digest = createDigest(payloadDigest(name))
  let crc = 0
  // The disk fetches the next piece while this one is hashed.
  let [room, other] = [new Uint8Array(READ_PIECE), new Uint8Array(READ_PIECE)]
  const readAt = (done: number): Promise<Uint8Array> => {
    ;[room, other] = [other, room]
    return source.read(offset + done, Math.min(READ_PIECE, size - done), room)
  }
  let coming = readAt(0)
  for (let done = 0; done < size;) {
    const piece = await coming
    if (piece.length === 0) throw new BundleFault('E_TRUNCATED', STEP, { because: name })
    done += piece.length
    coming = done < size ? readAt(done) : Promise.resolve(piece)
    // A failing disk is told by the turn that waits for it; until then nobody does.
    coming.catch(() => undefined)
    digest.update(piece)
    crc = crc32(piece, crc)
  }
  if (crc !== entry.crc) throw container(`${name} checksum`)
  return { name, offset, size, data: new Uint8Array(0), digest: digest.text() }
}

async function readEnd(source: ByteSource, offset: number, expected: Buffer): Promise<void> {
  const found = Buffer.from(await source.read(offset, expected.length))
  if (!found.equals(expected.subarray(0, found.length))) throw container('directory')
  if (found.length < expected.length) throw new BundleFault('E_TRUNCATED', STEP, { because: 'directory' })
  if (source.size > offset + expected.length) throw new BundleFault('E_TRAILING', STEP)
}
