/** A new signing key ends every stream where it stands; the next bundle of each link draws a new epoch (exchange.md §4.4). */
import type { WriteDb } from '../../db'
import { closeOwnEpoch, openEpochs, streamEnd } from './queries/own-stream-queries'

export { newestOwnCardSeen } from './queries/key-queries'

/** In the caller's transaction. @returns number of links that begin anew */
export function endEveryEpoch(db: WriteDb, now: string): number {
  const epochs = openEpochs(db)
  for (const epoch of epochs) {
    const { last, head } = streamEnd(db, epoch)
    closeOwnEpoch(db, epoch, last, head, now)
  }
  return epochs.length
}
