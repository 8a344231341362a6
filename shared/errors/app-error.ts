/** The one error class of the house, and how it crosses a wire. */
import { catalogue, type ErrorCode } from './catalogue'

export type ErrorParams = Readonly<Record<string, string | number>>
/** Field path (dot-joined) → Chinese message under that field. */
export type FieldErrors = Readonly<Record<string, string>>

export interface WireError {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields?: FieldErrors
  /** Short reference number, the same as in the log. */
  readonly ref: string
}

/** A failure with a catalogued code. Its message is for the log only; people read `explain`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields: FieldErrors | undefined

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { fields?: FieldErrors; cause?: unknown } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.fields = options.fields
  }
}

export const toWire = (error: AppError, ref: string): WireError => ({
  code: error.code,
  params: error.params,
  ...(error.fields ? { fields: error.fields } : {}),
  ref
})

export const fromWire = (wire: WireError): AppError => new AppError(wire.code, wire.params, wire.fields ? { fields: wire.fields } : {})

export interface Explanation {
  readonly category: (typeof catalogue)[ErrorCode]['category']
  readonly what: string
  readonly kept: string
  readonly todo: string
}

const fill = (text: string, params: ErrorParams): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '—'))

/** The three sentences of a failure with its parameters filled in: what happened, what was not changed, what to do. */
export function explain(code: ErrorCode, params: ErrorParams): Explanation {
  const entry = catalogue[code]
  return { category: entry.category, what: fill(entry.what, params), kept: fill(entry.kept, params), todo: fill(entry.todo, params) }
}
