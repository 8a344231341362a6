/** How a failure leaves the command line: one JSON line on stderr and an exit code that scripts can rely on. */
import { AppError, catalogue, explain, isErrorCode, toWire, type ErrorParams } from '@shared/errors'

export const EXIT = { done: 0, refused: 1, untrusted: 2, usage: 64 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Wrong options or arguments; nothing was opened. */
export class UsageFault extends AppError {
  constructor(summary: string) {
    super('request.invalid', { summary })
  }
}

export interface Failure {
  readonly code: string
  readonly params: ErrorParams
  readonly ref: string
  readonly fields?: Readonly<Record<string, string>>
}

/** 2 for what is untrusted or damaged (every fault of a bundle, `E_…`, included), else 1. */
export function exitCodeOf(code: string): ExitCode {
  if (code.startsWith('E_') || code === 'office.damaged') return EXIT.untrusted
  return isErrorCode(code) && catalogue[code].category === 'untrusted' ? EXIT.untrusted : EXIT.refused
}

/** The failure as people read it: what happened, what stayed, what to do. */
export function sentencesOf({ code, params }: AppError): string {
  const { what, kept, todo } = explain(code, params)
  return `${what}${kept}${todo}`
}

const newRef = (): string => crypto.randomUUID().slice(0, 8)

const isBundleFault = (error: unknown): error is { readonly code: string; readonly params?: ErrorParams } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E_')

/** Anything thrown, as the failure to print. The message of an unforeseen error is kept out. */
export function failureOf(error: unknown): { readonly failure: Failure; readonly exit: ExitCode } {
  if (error instanceof UsageFault) return { failure: toWire(error, newRef()), exit: EXIT.usage }
  if (error instanceof AppError) return { failure: toWire(error, newRef()), exit: exitCodeOf(error.code) }
  if (isBundleFault(error)) return { failure: { code: error.code, params: error.params ?? {}, ref: newRef() }, exit: EXIT.untrusted }
  return { failure: toWire(new AppError('internal.unexpected'), newRef()), exit: EXIT.refused }
}
