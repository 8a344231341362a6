/** How a backup file looks: members one after the other, then who and when in clear, then what each member must be, sealed under the data key. */
import { z } from 'zod'
import { hkdf, sha256 } from '../../crypto'
import { slotFileShape } from '../../db'

export const MAGIC = Buffer.from('YIPANQI-BACKUP 1\n', 'latin1')
export const END = Buffer.from('YPQ-END\n', 'latin1')
/** Lengths of header and sealed list, 4 octets each, and the end mark. */
export const FOOTER = 8 + END.length
/** Longer ones are no list of ours: 200,000 files of an archive stay far below. */
export const MAX_HEADER = 1_000_000
export const MAX_SEALED = 64_000_000
export const EXTENSION = '.ypqbak'

export const whyNames = ['asked', 'daily', 'closing', 'before'] as const
export type Why = (typeof whyNames)[number]

/** What anybody who holds the file may read: whose, of when, how much; the slots say which passphrases open it. No person is in it. */
const header = z.strictObject({
  format: z.literal('yipanqi-backup/1'),
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  why: z.enum(whyNames),
  appVersion: z.string(),
  schema: z.int(),
  keys: slotFileShape,
  /** Rows of each table. */
  counts: z.record(z.string(), z.int()),
  /** Time and place of the last line of the audit chain. */
  lastAct: z.string().nullable(),
  audit: z.strictObject({ seq: z.int(), hash: z.string() }).nullable(),
  databaseBytes: z.int()
})
export type BackupHeader = z.infer<typeof header>

/** `office.db`, `keys/…`, `archive/…`, `quarantine/…`: nothing that could lead out of the folder it is unpacked into. */
const MEMBER = /^(office\.db|keys\/[A-Za-z0-9][A-Za-z0-9._-]*|(archive|quarantine)(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,3})$/
export const isMemberName = (name: string): boolean => MEMBER.test(name) && name.length <= 300

const manifest = z.strictObject({
  members: z.array(z.strictObject({ name: z.string().refine(isMemberName), bytes: z.int().nonnegative(), sha256: z.string().length(64) }))
})
export type BackupManifest = z.infer<typeof manifest>
export type Member = BackupManifest['members'][number]

const parse = <T>(shape: z.ZodType<T>, text: Uint8Array): T | null => {
  let raw: unknown
  try {
    raw = JSON.parse(Buffer.from(text).toString('utf8'))
  } catch {
    return null
  }
  return shape.safeParse(raw).data ?? null
}

/** @returns null for octets that are none */
export const parseHeader = (text: Uint8Array): BackupHeader | null => parse(header, text)
export const parseManifest = (text: Uint8Array): BackupManifest | null => parse(manifest, text)

/** The key under which the list of members is sealed; differs from the data key and from that of the key files. */
export const manifestKey = (dataKey: Uint8Array, databaseId: string): Uint8Array =>
  hkdf(dataKey, Buffer.from(databaseId), 'yipanqi-backup', 32)

/** Binds the sealed list to its clear header. */
export const headerSeal = (headerOctets: Uint8Array): Uint8Array => sha256(Buffer.concat([MAGIC, headerOctets]))

const two = (value: number): string => String(value).padStart(2, '0')

/** `yipanqi-610802-00-20260305-091500-daily-1a2b3c4d.ypqbak`, in China's time. */
export function backupName(facts: { readonly id: string; readonly madeAt: string; readonly why: Why; readonly code: string }): string {
  const at = new Date(Date.parse(facts.madeAt) + 8 * 3_600_000)
  const day = `${String(at.getUTCFullYear())}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`
  const time = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`
  return `yipanqi-${facts.code}-${day}-${time}-${facts.why}-${facts.id.slice(-8)}${EXTENSION}`
}

const NAME = /^yipanqi-(\d{6}-\d{2})-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-(asked|daily|closing|before)-[0-9a-f]{8}\.ypqbak$/

/** What a file name of ours says; null for any other name. */
export function readBackupName(name: string): { readonly code: string; readonly madeAt: string; readonly why: Why } | null {
  const [, code, year, month, day, hour, minute, second, why] = NAME.exec(name) ?? []
  if (code === undefined || why === undefined) return null
  const at = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}+08:00`)
  const known = whyNames.find((one) => one === why)
  return Number.isNaN(at) || !known ? null : { code, madeAt: new Date(at).toISOString(), why: known }
}
