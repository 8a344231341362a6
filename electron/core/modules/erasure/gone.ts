/** A copy from before a deletion brings back what was to be gone: it is taken away again before anybody sees it. */
import { erasePersons, type ErasingContext } from './erase'
import { dropServiceAgain, noteGone, slipOfId, standsOnFile, type Gone } from './queries/gone'
import { forgetSlip } from './queries/slips'
import { NOBODY, whileErasing } from './queries/whom'

/**
 * Inside the transaction in which a restored copy is made ready.
 * @param gone what the office had deleted until it was replaced @returns how many of them stood in the copy
 */
export function deleteAgain(context: ErasingContext, gone: readonly Gone[]): number {
  const { db, now } = context
  let found = 0
  for (const { kind, id } of gone) {
    if (kind === 'person' || kind === 'nobody') {
      if (!standsOnFile(db, id)) continue
      erasePersons(context, [id], kind === 'person' ? 'delete' : 'anonymise')
      found += 1
    } else if (kind === 'service') found += dropServiceAgain(db, id)
    else {
      const seq = slipOfId(db, id)
      if (seq === undefined) continue
      whileErasing(db, [NOBODY], () => forgetSlip(db, seq, now))
      found += 1
    }
  }
  for (const one of gone) noteGone(db, one)
  return found
}
