/** Files on the command line: paths in an input become tickets, tickets in a result become files in a folder. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Connection } from '../core'
import { UsageFault } from './failures'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The path of `{"file": "PATH"}` or `{"folder": "PATH"}`, null for any other value. */
function pathIn(value: unknown): string | null {
  if (!isObject(value)) return null
  const [first, ...others] = Object.entries(value)
  if (!first || others.length > 0) return null
  const [key, path] = first
  return (key === 'file' || key === 'folder') && typeof path === 'string' ? path : null
}

/** The ticket of a file or folder. Throws UsageFault where nothing is. */
export function offerPath(connection: Connection, cwd: string, path: string): string {
  const full = resolve(cwd, path)
  if (!existsSync(full)) throw new UsageFault(`找不到 ${path}`)
  return connection.offer(full).ticket
}

function offerInside(connection: Connection, cwd: string, value: unknown): unknown {
  const path = pathIn(value)
  if (path !== null) return offerPath(connection, cwd, path)
  if (Array.isArray(value)) return value.map((item) => offerInside(connection, cwd, item))
  if (isObject(value)) return offerMembers(connection, cwd, value)
  return value
}

const offerMembers = (connection: Connection, cwd: string, value: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, offerInside(connection, cwd, item)]))

/**
 * The input with every `{"file": …}` and `{"folder": …}` below its top replaced by the ticket of that file. The top itself is the
 * method's own input, which may well have a member called `file`. Throws UsageFault for a path where nothing is.
 */
export function offerFiles(connection: Connection, cwd: string, input: unknown): unknown {
  return isObject(input) ? offerMembers(connection, cwd, input) : input
}

interface HeldFile {
  readonly ticket: string
  readonly name: string
}

function filesIn(value: unknown): HeldFile[] {
  if (Array.isArray(value)) return value.flatMap(filesIn)
  if (!isObject(value)) return []
  const { ticket, name } = value
  if (typeof ticket === 'string' && typeof name === 'string') return [{ ticket, name }]
  return Object.values(value).flatMap(filesIn)
}

/** Copies every file that the result names into `folder` under its own name. Returns the paths written. */
export function saveFiles(connection: Connection, folder: string, result: unknown): string[] {
  mkdirSync(folder, { recursive: true })
  return filesIn(result).map(({ ticket, name }) => {
    const path = join(folder, basename(name))
    copyFileSync(connection.take(ticket).path, path)
    return path
  })
}
