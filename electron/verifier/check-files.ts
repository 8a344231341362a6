/** Checks bundle files by themselves, one after the other; a bad one never stops the next. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  BundleFault,
  explainFault,
  openFileSource,
  readCardFile,
  verifyWithCards,
  type ByteSource,
  type CheckedFile,
  type KeyCard
} from '../core/container'

export type Verdict =
  | ({ readonly file: string; readonly verified: true } & CheckedFile)
  | { readonly file: string; readonly verified: false; readonly code: string; readonly text: string; readonly advice: string }

const BUNDLE = '.jhb'
const unreadable = { code: 'unreadable', text: '这个文件打不开。', advice: '请看路径对不对，U盘是否还插着。' } as const

/** @param paths files, or folders that are looked through to the bottom @returns every bundle file, in order */
export function filesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(BUNDLE))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  })
}

async function withSource<T>(path: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openFileSource(path)
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** @throws BundleFault `E_CARD` for a file that is no card */
export const readCards = (paths: readonly string[]): Promise<KeyCard[]> =>
  Promise.all(paths.map((path) => withSource(path, (source) => readCardFile(source))))

export async function checkFile(file: string, cards: readonly KeyCard[]): Promise<Verdict> {
  try {
    return { file, verified: true, ...(await withSource(file, (source) => verifyWithCards(source, cards))) }
  } catch (error) {
    if (!(error instanceof BundleFault)) return { file, verified: false, ...unreadable }
    const { text, advice } = explainFault(error.code, error.params)
    return { file, verified: false, code: error.code, text, advice }
  }
}
