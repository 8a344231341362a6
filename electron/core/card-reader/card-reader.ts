/** The office's one card reader: starts the helper when a card is to be read, watches over it, and never lets a screen wait for ever. */
import { AppError, type ErrorCode } from '@shared/errors'
import type { Log } from '../platform'
import type { HelperProcess } from './helper-process'
import { createHelperKeeper } from './helper-keeper'
import type { ReadRequest } from './helper-session'
import type { HelperHello, ReadCard } from './protocol'
import type { ReaderProgram } from './reader-program'
import type { Timers } from './timers'

/** Made-up offices read made-up cards and real offices real ones; nothing crosses over. */
export type ReaderChoice = { readonly kind: 'practice' } | { readonly kind: 'program'; readonly program: ReaderProgram }

/** A helper that nobody used for so long is told to finish. */
export const IDLE_MS = 300_000

export interface ReadOrder extends ReadRequest {
  /** Names this reading, so that the screen that asked may cancel it or, after a lost line, ask for it again. */
  readonly reading: string
}

export interface ReaderState {
  readonly running: boolean
  readonly reading: boolean
  readonly helper: Omit<HelperHello, 'protocol'> | null
  /** Why the last reading or start failed; null after a success. */
  readonly problem: ErrorCode | null
}

export interface CardReader {
  /** @throws AppError `reader.*` */
  read(choice: ReaderChoice, order: ReadOrder): Promise<ReadCard>
  /** @returns whether that reading was under way */
  cancel(reading: string): boolean
  state(choice: ReaderChoice | null): ReaderState
  /** Gives up a reading under way and ends the helper; it starts again when next needed. */
  release(): void
}

export interface CardReaderParts {
  /** Starts the helper of a choice. @throws AppError `reader.cannot_start`, `reader.program_changed` */
  readonly launch: (choice: ReaderChoice) => Promise<HelperProcess>
  readonly timers: Timers
  readonly log: Log
}

interface Reading {
  readonly order: ReadOrder
  readonly key: string
  readonly result: Promise<ReadCard>
  readonly giveUp: () => void
}

/** Two choices are the same program when they say the same of it. */
const keyOf = (choice: ReaderChoice): string => JSON.stringify(choice)
/** A clerk who changed his mind, or came second, is no trouble of the reader. */
const isTrouble = (code: ErrorCode): boolean => code !== 'reader.cancelled' && code !== 'reader.busy'

export function createCardReader({ launch, timers, log }: CardReaderParts): CardReader {
  const keeper = createHelperKeeper(timers, log)
  let current: Reading | null = null
  let problem: { readonly key: string; readonly code: ErrorCode } | null = null
  let stopIdle = (): void => undefined

  const over = (reading: Reading, failure: ErrorCode | null): void => {
    const { key } = reading
    if (failure === null) problem = null
    else if (isTrouble(failure)) {
      problem = { key, code: failure }
      log.write('reader.failed', { code: failure })
    }
    if (current === reading) current = null
    stopIdle()
    stopIdle = timers.after(IDLE_MS, keeper.drop)
  }
  const begin = (choice: ReaderChoice, order: ReadOrder): Promise<ReadCard> => {
    stopIdle()
    const key = keyOf(choice)
    const given = Promise.withResolvers<never>()
    let isWanted = true
    const work = async (): Promise<ReadCard> => (await keeper.sessionFor(key, () => launch(choice))).read(order, () => isWanted)
    const result = Promise.race([work(), given.promise])
    const giveUp = (): void => {
      isWanted = false
      given.reject(new AppError('reader.cancelled'))
      keeper.live(key)?.session.cancel()
    }
    const reading: Reading = { order, key, result, giveUp }
    current = reading
    result.then(
      () => over(reading, null),
      (error: unknown) => over(reading, error instanceof AppError ? error.code : 'internal.unexpected')
    )
    return result
  }

  return {
    read(choice, order) {
      if (current === null) return begin(choice, order)
      const isSame = current.order.reading === order.reading && current.key === keyOf(choice)
      return isSame ? current.result : Promise.reject(new AppError('reader.busy'))
    },
    cancel(reading) {
      if (current?.order.reading !== reading) return false
      current.giveUp()
      return true
    },
    state(choice) {
      const key = choice && keyOf(choice)
      const live = key === null ? null : keeper.live(key)
      return {
        running: live !== null,
        reading: current?.key === key,
        helper: live?.hello ? { name: live.hello.name, capabilities: live.hello.capabilities } : null,
        problem: problem?.key === key ? problem.code : null
      }
    },
    release() {
      current?.giveUp()
      keeper.drop()
    }
  }
}
