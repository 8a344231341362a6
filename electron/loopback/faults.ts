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

/** Status and body `{ error: WireError }` for anything thrown while answering. Unknown errors lose their message here. */
export function describeFault(error: unknown): { readonly status: number; readonly body: string } {
  const known = error instanceof AppError ? error : new AppError('internal.unexpected')
  const status = error instanceof HttpFault ? error.status : error instanceof AppError ? 422 : 500
  return { status, body: JSON.stringify({ error: toWire(known, randomToken().slice(0, 8)) }) }
}
