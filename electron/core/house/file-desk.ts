/** Tickets in place of paths: what a screen holds is worthless anywhere else. */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { randomHex } from '../crypto'
import { asAppError } from '../db'
import type { FileDesk } from '../rpc'

interface Entry {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly folder: boolean
}

export interface TicketDesk extends FileDesk {
  /** Registers a file or folder of this PC. @throws AppError `storage.*` when it cannot be seen */
  offer(path: string, name?: string): { readonly ticket: string; readonly name: string; readonly size: number }
}

export function createFileDesk(): TicketDesk {
  const entries = new Map<string, Entry>()
  const keep = (entry: Entry): { ticket: string; name: string; size: number } => {
    const ticket = randomHex(16)
    entries.set(ticket, entry)
    return { ticket, name: entry.name, size: entry.size }
  }
  const look = (path: string, name: string): Entry => {
    try {
      const stat = statSync(path)
      return { path, name, size: stat.isDirectory() ? 0 : stat.size, folder: stat.isDirectory() }
    } catch (error) {
      const mapped = asAppError(error)
      throw mapped instanceof AppError ? mapped : new AppError('file.unknown_ticket', {}, { cause: error })
    }
  }
  return {
    find(ticket) {
      const entry = entries.get(ticket)
      if (!entry) throw new AppError('file.unknown_ticket')
      return entry
    },
    give: (path, name) => keep(look(path, name)),
    offer: (path, name) => keep(look(path, name ?? basename(path)))
  }
}
