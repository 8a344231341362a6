/** Turns what SQLite and the file system say into the catalogue's words, once. */
import { AppError } from '@shared/errors'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')

/** Codes under which the file itself is unreadable: wrong key, cut, scribbled over. */
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/

/** The disk fails or is gone, or the system gives this program no more files. */
const FAILED: ReadonlySet<string> = new Set(['EIO', 'ENODEV', 'ENXIO', 'ENOTCONN', 'EMFILE', 'ENFILE'])

export const isDamage = (error: unknown): boolean => DAMAGED.test(codeOf(error))

/** Storage failures become `storage.*`; anything else is passed on unchanged for the gate to judge. */
export function asAppError(error: unknown): unknown {
  const code = codeOf(error)
  if (error instanceof AppError || code === '') return error
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('storage.full', { need: '500 MB' }, { cause: error })
  // EBUSY: a virus scanner or a copying program holds the file.
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'EBUSY')
    return new AppError('storage.busy', {}, { cause: error })
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new AppError('storage.read_only', { place: '数据文件夹' }, { cause: error })
  if (DAMAGED.test(code)) return new AppError('office.damaged', { reason: code }, { cause: error })
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || FAILED.has(code))
    return new AppError('storage.failed', { reason: code }, { cause: error })
  return error
}
