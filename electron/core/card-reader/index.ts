/** The door of the card reader room: a helper process that reads identity cards, held at arm's length. */
import { join } from 'node:path'
import type { Log } from '../platform'
import { createCardReader, type CardReader, type ReaderChoice } from './card-reader'
import { launchPractice, launchProgram, type HelperProcess } from './helper-process'
import { verifiedPath } from './reader-program'
import { systemTimers } from './timers'

export {
  createCardReader,
  IDLE_MS,
  type CardReader,
  type CardReaderParts,
  type ReaderChoice,
  type ReaderState,
  type ReadOrder
} from './card-reader'
export type { HelperProcess } from './helper-process'
export type { ReadCard } from './protocol'
export { findProgram, ReaderProgram } from './reader-program'
export { systemTimers, type Timers } from './timers'

/** The reader of this PC. @param resourcesDir holds `practice/card-reader.mjs` */
export function systemCardReader(resourcesDir: string, log: Log): CardReader {
  const launch = async (choice: ReaderChoice): Promise<HelperProcess> =>
    choice.kind === 'practice'
      ? launchPractice(join(resourcesDir, 'practice', 'card-reader.mjs'))
      : launchProgram(await verifiedPath(choice.program))
  return createCardReader({ launch, timers: systemTimers, log })
}
