/** The reading of a list on a thread of its own: the writer takes rows in while the next ones are read and checked. */
import type { ReferenceBook } from '@shared/domain'
import { AppError, fromWire, toWire, type WireError } from '@shared/errors'
import type { SideThread, ThreadWork } from '../../platform'
import type { FreshRow } from './fresh-row'
import type { Facts, Identity } from './identity'
import type { ListRow } from './read-rows'
import { rowParts, type RowPart, type RowRequest } from './row-parts'

/** Parts that wait for the writer at most: memory stays bounded whoever is slower. */
export const ROWS_AHEAD = 36

/** Rows are told in the order of their parts, not by name: that is what crosses fastest. */
type WireRow = readonly [
  number: number,
  identity: readonly string[],
  edition: string | null,
  troubles: ListRow['troubles'],
  fresh: FreshRow | null
]
/** A fact nobody stated is 0. */
type WireFacts = readonly (string | null | 0)[]
type Message = { readonly rows: readonly WireRow[]; readonly rest: Omit<RowPart, 'rows'> } | { readonly error: WireError }
/** Both as JSON: text crosses faster than many small lists. The facts of all rows stand apart, because those of new people are not asked for. */
interface Told {
  readonly message: string
  readonly facts: string
}

const IDENTITY = ['idNo', 'number', 'name', 'sex', 'birthDate', 'hukou', 'own', 'household'] as const satisfies readonly (keyof Identity)[]

const toWireRow = ({ number, identity, educationEdition, troubles, fresh }: ListRow): WireRow => [
  number,
  IDENTITY.map((part) => identity[part]),
  educationEdition,
  troubles,
  fresh ?? null
]

const toWireFacts = ({ facts }: ListRow, keys: readonly string[]): WireFacts =>
  keys.map((key) => {
    const fact = facts.get(key)
    return fact === undefined ? 0 : fact
  })

/** The facts of a part, read when the first of them is asked for. */
class ToldFacts {
  private readonly text: string
  private readonly keys: readonly string[]
  private rows: readonly WireFacts[] | null = null

  constructor(text: string, keys: readonly string[]) {
    this.text = text
    this.keys = keys
  }

  of(row: number): Facts {
    this.rows ??= JSON.parse(this.text) as WireFacts[] // Written by `rowWork`.
    const told = this.rows[row] ?? []
    return new Map(this.keys.flatMap((key, at) => (told[at] === 0 || told[at] === undefined ? [] : [[key, told[at]] as const])))
  }
}

/** A row told by the thread; its facts are asked for only where it is not simply new. */
class ToldRow implements ListRow {
  readonly number: number
  readonly identity: Identity
  readonly educationEdition: string | null
  readonly troubles: ListRow['troubles']
  readonly fresh?: FreshRow
  private readonly told: ToldFacts
  private readonly at: number

  constructor([number, identity, edition, troubles, fresh]: WireRow, told: ToldFacts, at: number) {
    const [idNo = '', whole = '', name = '', sex = '', birthDate = '', hukou = '', own = '', household = ''] = identity
    this.number = number
    this.identity = { idNo, number: whole, name, sex, birthDate, hukou, own, household }
    this.educationEdition = edition
    this.troubles = troubles
    if (fresh !== null) this.fresh = fresh
    this.told = told
    this.at = at
  }

  get facts(): Facts {
    return this.told.of(this.at)
  }
}

/** What the thread is asked for. */
export interface RowOrder {
  /** Folder of the dated data. */
  readonly codes: string
  readonly request: RowRequest
  /** Milliseconds after which reading ends; the whole list is read where nothing is said. */
  readonly forMs?: number
}

/** The thread's own work: reads, checks and sends, never further ahead than the writer allows. The dated data are loaded once. */
export function rowWork(loadReference: (codes: string) => ReferenceBook): ThreadWork {
  let loaded: { readonly codes: string; readonly reference: ReferenceBook } | null = null
  return async (order, post) => {
    const send = (message: Message, facts: readonly WireFacts[]): Promise<void> =>
      post({ message: JSON.stringify(message), facts: JSON.stringify(facts) } satisfies Told)
    try {
      const { codes, request, forMs = Infinity } = order as RowOrder // What `threadParts` or `rehearse` asked for.
      loaded = loaded?.codes === codes ? loaded : { codes, reference: loadReference(codes) }
      const keys = request.columns.map(({ key }) => key)
      const until = performance.now() + forMs
      for await (const { rows, ...rest } of rowParts(request, loaded.reference, { fresh: true })) {
        await send(
          { rows: rows.map(toWireRow), rest },
          rows.map((row) => toWireFacts(row, keys))
        )
        if (performance.now() > until) break
      }
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      await send({ error: toWire(problem, '') }, [])
    }
  }
}

/** @throws AppError as `rowParts`; what the thread died of */
export async function* threadParts(thread: SideThread, order: RowOrder, signal: AbortSignal): AsyncGenerator<RowPart> {
  const keys = order.request.columns.map(({ key }) => key)
  for await (const part of thread.parts(order, signal)) {
    const { message: text, facts } = part as Told // Written by `rowWork`.
    const message = JSON.parse(text) as Message
    if ('error' in message) throw fromWire(message.error)
    const all = new ToldFacts(facts, keys)
    yield { ...message.rest, rows: message.rows.map((row, at) => new ToldRow(row, all, at)) }
  }
  signal.throwIfAborted()
}
