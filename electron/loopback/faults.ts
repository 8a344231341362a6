/** What goes wrong on the way to the office: an HTTP status with a catalogued error, so that the screen has words for it. */
import { AppError, toWire, type ErrorCode, type ErrorParams } from '@shared/errors'

/** A transport fault; faults of the office itself travel as ordinary replies with status 200. */
export class HttpFault extends AppError {
  readonly status: number

  constructor(status: number, code: ErrorCode, params: ErrorParams = {}) {
    super(code, params)
    this.status = status
  }
}

/** Unguessable text of 32 hex digits, from the platform's own generator. */
export function randomToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')
}

/** An address that is no address (`%zz`, `//`) is the asker's fault, not ours. */
const isBadAddress = (error: unknown): boolean =>
  error instanceof URIError || (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL')

function faultOf(error: unknown): { readonly status: number; readonly known: AppError } {
  if (error instanceof HttpFault) return { status: error.status, known: error }
  if (error instanceof AppError) return { status: 422, known: error }
  if (isBadAddress(error)) return { status: 400, known: new AppError('request.invalid', { summary: '地址不对' }) }
  return { status: 500, known: new AppError('internal.unexpected') }
}

/** Status and body `{ error: WireError }` for anything thrown while answering. Unknown errors lose their message here. */
export function describeFault(error: unknown): { readonly status: number; readonly body: string } {
  const { status, known } = faultOf(error)
  return { status, body: JSON.stringify({ error: toWire(known, randomToken().slice(0, 8)) }) }
}
