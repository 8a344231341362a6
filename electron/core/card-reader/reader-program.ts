/** Which program may be started: the one an administrator pointed at, in the folder he pointed at, with the content it had then. */
import { constants, createReadStream } from 'node:fs'
import { access, lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import { createSha256 } from '../crypto'

/** Lies beside the program and says which file of the folder it is. */
export const MANIFEST = 'yipanqi-reader.json'
const MAX_MANIFEST = 16_384
const MAX_PROGRAM = 512 * 1_048_576

/** A program of a vendor, as the office remembers it. */
export const ReaderProgram = z.strictObject({
  /** As its manifest calls it. */
  name: z.string().min(1).max(80),
  /** Full path of its folder. */
  folder: z.string().min(1).max(4096),
  /** File in that folder. */
  file: z.string().min(1).max(255),
  /** `sha256:<64 hex>` of the file when it was chosen. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/)
})
export type ReaderProgram = z.infer<typeof ReaderProgram>

const PLAIN_NAME = /^[^\\/:*?"<>|]{1,255}$/
const Manifest = z.object({
  protocol: z.int(),
  name: z.string().trim().min(1).max(80),
  program: z
    .string()
    .refine((name) => PLAIN_NAME.test(name) && !Array.from(name).some((character) => character < ' ') && name !== '.' && name !== '..')
})

const unsuitable = (reason: string, cause?: unknown): AppError => new AppError('reader.unsuitable', { reason }, { cause })

/**
 * Looks at a folder that an administrator chose.
 * @throws AppError `reader.unsuitable` when there is no manifest, it names no program that can be started, or the program is too large
 */
export async function findProgram(folder: string): Promise<ReaderProgram> {
  const manifest = await readManifest(folder)
  if (manifest.protocol !== 1) throw unsuitable('它不是为本版本准备的')
  const path = join(folder, manifest.program)
  const fault = await startFault(path)
  if (fault !== null) throw unsuitable(fault)
  return { name: manifest.name, folder, file: manifest.program, digest: await digestOf(path) }
}

/**
 * @returns the full path, once the file is certain to be the one that was chosen: another stick may have taken the drive letter
 * @throws AppError `reader.cannot_start`, `reader.program_changed`
 */
export async function verifiedPath({ folder, file, digest }: ReaderProgram): Promise<string> {
  const path = join(folder, file)
  const fault = await startFault(path)
  if (fault !== null) throw new AppError('reader.cannot_start', { reason: fault })
  if ((await digestOf(path)) !== digest) throw new AppError('reader.program_changed')
  return path
}

async function readManifest(folder: string): Promise<z.infer<typeof Manifest>> {
  const path = join(folder, MANIFEST)
  const facts = await lstat(path).catch(() => null)
  if (!facts?.isFile()) throw unsuitable(`没有找到 ${MANIFEST}`)
  if (facts.size > MAX_MANIFEST) throw unsuitable(`${MANIFEST} 太大`)
  const found = Manifest.safeParse(jsonIn(await readFile(path, 'utf8').catch(() => '')))
  if (!found.success) throw unsuitable(`${MANIFEST} 的内容不合约定`)
  return found.data
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    return null
  }
}

/** Why the file cannot be started, in words; null when it can. */
async function startFault(path: string): Promise<string | null> {
  const facts = await lstat(path).catch(() => null)
  if (facts === null) return '找不到程序文件'
  if (!facts.isFile()) return '它不是一个程序文件'
  if (facts.size === 0 || facts.size > MAX_PROGRAM) return '程序文件的大小不对'
  // Windows starts batch files only through a shell, and no shell is ever used.
  if (process.platform === 'win32') return /\.exe$/i.test(path) ? null : '它不是 .exe 程序'
  return access(path, constants.X_OK).then(
    () => null,
    () => '没有运行它的权限'
  )
}

async function digestOf(path: string): Promise<string> {
  const digest = createSha256()
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 })) digest.update(piece as Buffer)
  } catch (error) {
    throw new AppError('reader.cannot_start', { reason: '程序文件读不出来' }, { cause: error })
  }
  return digest.text()
}
