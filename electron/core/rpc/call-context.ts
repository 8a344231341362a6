/** Builds what every handler receives, lazily where building costs. */
import { isDay, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import { uuidv7 } from '../crypto'
import { chinaDay, instant, type Clock, type Log } from '../platform'
import type { Actor, CallContext } from './context'
import type { Caller, Session } from './open-office'

export function callContext(
  parts: { readonly clock: Clock; readonly log: Log; readonly appVersion: string },
  caller: Pick<Caller, 'files'>,
  { office }: Pick<Session, 'office'>,
  actor: Actor
): CallContext {
  return {
    appVersion: parts.appVersion,
    clock: parts.clock,
    now: instant(parts.clock),
    today: today(parts.clock),
    actor,
    office: office.facts,
    keys: office.keys,
    places: office.places,
    reference: office.reference,
    rules: office.rules(),
    files: caller.files,
    attempts: office.attempts,
    log: parts.log,
    newId: () => uuidv7(parts.clock.now())
  }
}

/** Calendar day in China. @throws AppError `internal.unexpected` when the PC's clock is beyond the years 1800–2199 */
export function today(clock: Clock): Day {
  const day = chinaDay(clock)
  if (isDay(day)) return day
  throw new AppError('internal.unexpected')
}
