/** An office without a database, for tests of what carries it: it answers a few made-up methods and keeps count. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError, type ErrorCode, toWire } from '@shared/errors'
import type { WirePush, WireReply, WireRequest } from '@shared/contract'
import type { Connection, Core } from '../../electron/core'

export interface FakeCore extends Core {
  /** Connections open now. */
  readonly open: Set<Connection>
  readonly offered: Map<string, string>
  push(push: WirePush): void
  remove(): void
}

const fail = (id: string, code: ErrorCode): WireReply => ({ id, ok: false, error: toWire(new AppError(code), 'R1') })

/** `test.echo` returns its input, `test.fail` the code given, `test.read` the text of an offered file, anything else is unknown. */
export function createFakeCore(): FakeCore {
  const spoolDir = mkdtempSync(join(tmpdir(), 'yipanqi-spool-'))
  const listeners = new Set<(push: WirePush) => void>()
  const offered = new Map<string, string>()
  const open = new Set<Connection>()
  const answer = ({ id, method, input }: WireRequest): WireReply => {
    if (method === 'test.echo') return { id, ok: true, value: input }
    if (method === 'test.fail') return fail(id, input as ErrorCode)
    if (method === 'test.read') return { id, ok: true, value: readFileSync(offered.get(String(input)) ?? '', 'utf8') }
    return fail(id, 'request.unknown_method')
  }
  const connect = (): Connection => {
    const own = new Set<(push: WirePush) => void>()
    const connection: Connection = {
      call: (request) => Promise.resolve(answer(request)),
      onPush: (listener) => {
        own.add(listener)
        listeners.add(listener)
        return () => {
          own.delete(listener)
          listeners.delete(listener)
        }
      },
      offer: (path, name) => {
        const ticket = `ticket-${String(offered.size + 1)}`
        offered.set(ticket, path)
        return { ticket, name: name ?? basename(path), size: 0 }
      },
      take: (ticket) => {
        const path = offered.get(ticket)
        if (path === undefined) throw new AppError('file.unknown_ticket')
        return { path, name: '回执 (1).zip' }
      },
      close: () => {
        open.delete(connection)
        for (const listener of own) listeners.delete(listener)
      }
    }
    open.add(connection)
    return connection
  }
  return {
    connect,
    spoolDir,
    open,
    offered,
    push: (push) => listeners.forEach((listener) => listener(push)),
    close: () => Promise.resolve(),
    remove: () => rmSync(spoolDir, { recursive: true, force: true })
  }
}
