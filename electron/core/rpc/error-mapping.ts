/** One place where whatever was thrown becomes what may leave the office. */
import type { z } from 'zod'
import { AppError, toWire, type WireError } from '@shared/errors'
import { asAppError } from '../db'
import { randomHex } from '../crypto'
import type { Log } from '../platform'

/** Six characters without look-alikes, to be read over the phone and found in the log. */
export const newReference = (): string => randomHex(3).toUpperCase()

/** Field paths with their Chinese message; nested names are joined by dots. */
export function invalidInput(error: z.ZodError): AppError {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const path = issue.path.map(String).join('.') || '_'
    fields[path] ??= /\p{Script=Han}/u.test(issue.message) ? issue.message : messageFor(issue)
  }
  return new AppError('request.invalid', { summary: Object.values(fields).slice(0, 3).join('；') }, { fields })
}

function messageFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return '没有填或格式不对'
  if (issue.code === 'too_big') return `超过上限 ${String(issue.maximum)}`
  if (issue.code === 'too_small') return `少于下限 ${String(issue.minimum)}`
  if (issue.code === 'unrecognized_keys') return '含有不认识的内容'
  return '格式不对'
}

/** Maps anything thrown; what nobody foresaw leaves only a reference number, its trace goes to the log without messages. */
export function refusalOf(thrown: unknown, log: Log, method: string): WireError {
  const ref = newReference()
  const mapped = asAppError(thrown)
  if (mapped instanceof AppError) {
    log.write('refused', { ref, method, code: mapped.code })
    return toWire(mapped, ref)
  }
  const name = mapped instanceof Error ? mapped.name : typeof mapped
  // The first line of a stack repeats the message, which may hold what somebody typed.
  const trace =
    mapped instanceof Error
      ? (mapped.stack ?? '')
          .split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 6)
          .join(' | ')
      : ''
  log.write('unexpected', { ref, method, name, trace })
  return toWire(new AppError('internal.unexpected'), ref)
}
