/** A second start finds the first one: a note beside the data says where it listens and by what word it knows its own user. */
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { LoopbackHost } from '.'

const noteOf = (dataDir: string): string => join(dataDir, 'window', 'running.json')
const ANSWER_MS = 3_000

/** A note that was copied with its folder speaks of another folder. */
function placeOf(dataDir: string): string {
  try {
    return realpathSync(dataDir)
  } catch {
    return resolve(dataDir)
  }
}

/** @returns removes the note, unless a later start wrote its own */
export function noteRunning(dataDir: string, { port, knock }: Pick<LoopbackHost, 'port' | 'knock'>): () => void {
  const path = noteOf(dataDir)
  const text = JSON.stringify({ folder: placeOf(dataDir), port, knock })
  try {
    mkdirSync(join(dataDir, 'window'), { recursive: true, mode: 0o700 })
    // Only this user may read it: who knows the word is let in as a new, unknown window.
    writeFileSync(path, text, { mode: 0o600 })
  } catch {
    // On a full disk the office says so itself; a second start then opens no page.
  }
  return () => {
    if (textAt(path) === text) rmSync(path, { force: true })
  }
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function noteAt(path: string, folder: string): { readonly port: number; readonly knock: string } | null {
  try {
    const note = JSON.parse(textAt(path)) as { folder?: unknown; port?: unknown; knock?: unknown } | null // Looked at below.
    return note?.folder === folder && typeof note.port === 'number' && typeof note.knock === 'string' && /^[0-9a-f]{32}$/.test(note.knock)
      ? { port: note.port, knock: note.knock }
      : null
  } catch {
    return null
  }
}

const ownAddress = (port: number): RegExp => new RegExp(`^http://127\\.0\\.0\\.1:${String(port)}/#t=[0-9a-f]{32}$`)

/** @returns a one-time address of the program that runs on this folder; null where none answers as it should */
export async function askRunning(dataDir: string): Promise<string | null> {
  const note = noteAt(noteOf(dataDir), placeOf(dataDir))
  if (note === null) return null
  const origin = `http://127.0.0.1:${String(note.port)}`
  try {
    const reply = await fetch(`${origin}/knock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ knock: note.knock }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS)
    })
    const { address } = reply.ok ? ((await reply.json()) as { address?: unknown }) : { address: null } // Looked at below.
    // Somebody else may listen on that port by now.
    return typeof address === 'string' && ownAddress(note.port).test(address) ? address : null
  } catch {
    return null
  }
}
