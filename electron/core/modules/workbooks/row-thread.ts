/** The reading of a list on a thread of its own: the writer takes rows in while the next ones are read and checked. */
import type { ReferenceBook } from '@shared/domain'
import { AppError, fromWire, toWire, type WireError } from '@shared/errors'
import { partsFromThread, type OwnSide } from '../../platform'
import type { FreshRow } from './fresh-row'
import type { Facts, Identity } from './identity'
import type { ListRow } from './read-rows'
import { rowParts, type RowPart, type RowRequest } from './row-parts'

/** Parts that wait for the writer at most: memory stays bounded whoever is slower. */
export const ROWS_AHEAD = 36

/** Rows are told in the order of their parts, not by name: that is what crosses fastest. A fact nobody stated is 0. */
type WireRow = readonly [
  number: number,
  facts: readonly (string | null | 0)[],
  identity: readonly string[],
  edition: string | null,
  troubles: ListRow['troubles'],
  fresh: FreshRow | null
]
type Message = { readonly rows: readonly WireRow[]; readonly rest: Omit<RowPart, 'rows'> } | { readonly error: WireError }

const IDENTITY = ['idNo', 'number', 'name', 'sex', 'birthDate', 'hukou', 'own', 'household'] as const satisfies readonly (keyof Identity)[]

const toWireRow = ({ number, facts, identity, educationEdition, troubles, fresh }: ListRow, keys: readonly string[]): WireRow => [
  number,
  keys.map((key) => {
    const fact = facts.get(key)
    return fact === undefined ? 0 : fact
  }),
  IDENTITY.map((part) => identity[part]),
  educationEdition,
  troubles,
  fresh ?? null
]

/** A row told by the thread; its facts are asked for only where it is not simply new. */
class ToldRow implements ListRow {
  readonly number: number
  readonly identity: Identity
  readonly educationEdition: string | null
  readonly troubles: ListRow['troubles']
  readonly fresh?: FreshRow
  private readonly told: WireRow[1]
  private readonly keys: readonly string[]

  constructor([number, facts, identity, edition, troubles, fresh]: WireRow, keys: readonly string[]) {
    const [idNo = '', whole = '', name = '', sex = '', birthDate = '', hukou = '', own = '', household = ''] = identity
    this.number = number
    this.identity = { idNo, number: whole, name, sex, birthDate, hukou, own, household }
    this.educationEdition = edition
    this.troubles = troubles
    if (fresh !== null) this.fresh = fresh
    this.told = facts
    this.keys = keys
  }

  get facts(): Facts {
    const { told, keys } = this
    return new Map(keys.flatMap((key, at) => (told[at] === 0 || told[at] === undefined ? [] : [[key, told[at]] as const])))
  }
}

/** What a thread was started with. */
export interface ThreadTask {
  /** Folder of the dated data. */
  readonly codes: string
  readonly request: RowRequest
}

/** The thread's own work: reads, checks and sends, never further ahead than the writer allows. */
export async function serveRows(side: OwnSide, loadReference: (codes: string) => ReferenceBook): Promise<void> {
  // As text: that crosses faster than many small lists.
  const send = (message: Message): Promise<void> => side.send(JSON.stringify(message))
  try {
    const { codes, request } = side.task as ThreadTask // What `threadParts` started it with.
    const keys = request.columns.map(({ key }) => key)
    for await (const { rows, ...rest } of rowParts(request, loadReference(codes), { fresh: true }))
      await send({ rows: rows.map((row) => toWireRow(row, keys)), rest })
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    await send({ error: toWire(problem, '') })
  } finally {
    side.close()
  }
}

/** @param file the built entry of the thread @throws AppError as `rowParts`; what the thread died of */
export async function* threadParts(file: string, task: ThreadTask, signal: AbortSignal): AsyncGenerator<RowPart> {
  const keys = task.request.columns.map(({ key }) => key)
  for await (const text of partsFromThread(file, task, { signal })) {
    const message = JSON.parse(text as string) as Message // Written by `serveRows`.
    if ('error' in message) throw fromWire(message.error)
    yield { ...message.rest, rows: message.rows.map((row) => new ToldRow(row, keys)) }
  }
  signal.throwIfAborted()
}
