/** The reading of a list on a thread of its own: the writer takes rows in while the next ones are read and checked. */
import type { ReferenceBook } from '@shared/domain'
import { AppError, fromWire, toWire, type WireError } from '@shared/errors'
import { startThread, type OwnSide, type SideThread } from '../../platform'
import type { FreshRow } from './fresh-row'
import type { Identity } from './identity'
import type { ListRow } from './read-rows'
import { rowParts, type RowPart, type RowRequest } from './row-parts'

/** Parts that wait for the writer at most: memory stays bounded whoever is slower. */
const AHEAD = 32
const TAKEN = 'taken'

/** Rows are told in the order of their parts, not by name: that is what crosses fastest. */
type WireRow = readonly [
  number: number,
  facts: readonly (readonly [string, string | null])[],
  identity: Identity,
  edition: string | null,
  troubles: ListRow['troubles'],
  fresh: FreshRow | null
]
type Message = { readonly rows: readonly WireRow[]; readonly rest: Omit<RowPart, 'rows'> } | { readonly error: WireError }

const toWireRow = ({ number, facts, identity, educationEdition, troubles, fresh }: ListRow): WireRow => [
  ...([number, [...facts], identity, educationEdition, troubles, fresh ?? null] as const)
]

function fromWireRow([number, facts, identity, educationEdition, troubles, fresh]: WireRow): ListRow {
  const row = { number, facts: new Map(facts), identity, educationEdition, troubles }
  return fresh === null ? row : { ...row, fresh }
}

/** What a thread was started with. */
export interface ThreadTask {
  /** Folder of the dated data. */
  readonly codes: string
  readonly request: RowRequest
}

/** The thread's own work: reads, checks and sends, never further ahead than the writer allows. */
export async function serveRows(side: OwnSide, loadReference: (codes: string) => ReferenceBook): Promise<void> {
  let ahead = 0
  let wake = (): void => undefined
  side.onText((text) => {
    if (text !== TAKEN) return
    ahead -= 1
    wake()
  })
  const send = (message: Message): void => side.post(JSON.stringify(message))
  try {
    // What the program started it with.
    const { codes, request } = JSON.parse(side.data) as ThreadTask
    for await (const { rows, ...rest } of rowParts(request, loadReference(codes), { fresh: true })) {
      send({ rows: rows.map(toWireRow), rest })
      ahead += 1
      while (ahead >= AHEAD)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    send({ error: toWire(problem, '') })
  } finally {
    side.close()
  }
}

/** @param file the built entry of the thread @throws AppError as `rowParts`; what the thread died of */
export async function* threadParts(file: string, task: ThreadTask, signal: AbortSignal): AsyncGenerator<RowPart> {
  const thread: SideThread = startThread(file, JSON.stringify(task))
  const stop = (): void => void thread.stop()
  signal.addEventListener('abort', stop)
  try {
    for await (const text of thread.texts()) {
      // Written by the thread above.
      const message = JSON.parse(text) as Message
      if ('error' in message) throw fromWire(message.error)
      thread.post(TAKEN)
      yield { ...message.rest, rows: message.rows.map(fromWireRow) }
    }
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', stop)
    await thread.stop()
  }
}
