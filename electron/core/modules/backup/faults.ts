/** Says in the catalogue's words what a place for backups did. */
import { AppError } from '@shared/errors'
import { asAppError } from '../../db'

const GONE = new Set(['ENOENT', 'ENODEV', 'ENXIO', 'EIO', 'ENOTCONN', 'ENOTDIR', 'ESTALE', 'EHOSTDOWN', 'ENETUNREACH'])
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')

export const isNoRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error))

/** @param place its label */
export function backupFault(error: unknown, place: string): unknown {
  const code = codeOf(error)
  if (error instanceof AppError) return error
  if (isNoRoom(error)) return new AppError('backup.place_full', { place }, { cause: error })
  if (GONE.has(code)) return new AppError('backup.place_gone', { place }, { cause: error })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return new AppError('storage.read_only', { place }, { cause: error })
  return asAppError(error)
}
